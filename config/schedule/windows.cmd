@echo off
rem What the Task Scheduler of Windows runs. It finds the project's folder by its own place.
cd /d "%~dp0..\.."
if not exist output mkdir output
.venv\Scripts\python.exe scripts\run_due.py --send >> output\scheduled.log 2>&1
rem 5: some data is wrong. It is told in the book and in the coordinator's digest, and is no failure of the run.
if %ERRORLEVEL% EQU 5 exit /b 0
exit /b %ERRORLEVEL%
