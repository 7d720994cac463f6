"""The ready files for schedulers: each runs the scheduled run at sensible times, and takes wrong data for no failure."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree
from ruamel.yaml import YAML
from school_files import ROOT

FOLDER = ROOT / "config" / "schedule"
RUN = "scripts/run_due.py --send"
TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
CODES = [(0, 0), (5, 0), (3, 3), (75, 75)]
"""What a run ends with, and what a scheduler is to see."""


def text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def cron_of(line: str) -> list[set[int]]:
    """The minutes, hours, days, months and weekdays of a line of a crontab."""
    ranges = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
    return [_numbers(part, *bounds) for part, bounds in zip(line.split()[:5], ranges, strict=True)]


def _numbers(part: str, least: int, most: int) -> set[int]:
    if part == "*":
        return set(range(least, most + 1))
    first, _, last = part.partition("-")
    assert least <= int(first) <= int(last or first) <= most
    return set(range(int(first), int(last or first) + 1))


def is_hourly_on_weekdays(cron: list[set[int]]) -> bool:
    """Once each hour from 6 to 17, Monday to Friday, and not on the hour."""
    minutes, hours, days, months, weekdays = cron
    return (len(minutes), hours, weekdays) == (1, set(range(6, 18)), set(range(1, 6))) and 0 not in minutes \
        and (len(days), len(months)) == (31, 12)


def stub(folder: Path, code: int) -> Path:
    """A folder with a Python that ends so, and notes how it was called."""
    there = folder / ".venv" / "bin" / "python"
    there.parent.mkdir(parents=True)
    there.write_text(f'#!/bin/sh\necho "$@" >> "{folder}/called"\nexit {code}\n', encoding="utf-8")
    there.chmod(0o755)
    (folder / "output").mkdir()
    return there


def test_every_file_runs_the_scheduled_run_and_every_file_is_tested() -> None:
    files = {"crontab", "github-actions.yml", "sharing-good-practice.service", "sharing-good-practice.timer", "windows.cmd", "windows.xml"}
    assert {p.name for p in FOLDER.iterdir()} == files
    for name in files - {"sharing-good-practice.timer", "windows.xml"}:
        assert RUN in text(name).replace("\\", "/")
    assert (ROOT / "scripts" / "run_due.py").exists()


@pytest.mark.parametrize(("ends", "seen"), CODES)
def test_the_crontab_runs_hourly_and_takes_wrong_data_for_success(ends: int, seen: int, tmp_path: Path) -> None:
    line = next(line for line in text("crontab").splitlines() if RUN in line)
    assert is_hourly_on_weekdays(cron_of(line))
    stub(tmp_path, ends)
    command = line.split(maxsplit=5)[5]
    assert subprocess.run(["sh", "-c", command], env={"SGP": str(tmp_path), "PATH": "/bin:/usr/bin"}).returncode == seen
    assert (tmp_path / "called").read_text(encoding="utf-8") == f"{RUN}\n"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd here")
def test_systemd_takes_its_files(tmp_path: Path) -> None:
    for name in ("sharing-good-practice.service", "sharing-good-practice.timer"):
        made = text(name).replace("/srv/sharing-good-practice/.venv/bin/python", sys.executable)
        (tmp_path / name).write_text(made.replace("/srv/sharing-good-practice", str(ROOT)), encoding="utf-8")
    done = subprocess.run(["systemd-analyze", "verify", *map(str, sorted(tmp_path.iterdir()))], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    when = next(line for line in text("sharing-good-practice.timer").splitlines() if line.startswith("OnCalendar="))
    asked = ["systemd-analyze", "calendar", "--iterations=60", "--base-time=2026-09-07 00:00:00", when.removeprefix("OnCalendar=")]
    moments = re.findall(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d{4}-\d\d-(\d\d) (\d\d):(\d\d)", subprocess.run(
        asked, capture_output=True, text=True, check=True).stdout)
    assert {(day, int(hour)) for day, _, hour, _ in moments} == {(d, h) for d in ("Mon", "Tue", "Wed", "Thu", "Fri") for h in range(6, 18)}
    assert {minute for *_, minute in moments} == {"17"}


def test_systemd_takes_wrong_data_for_success_and_waits_for_the_email_in_flight() -> None:
    lines = text("sharing-good-practice.service").splitlines()
    assert {"SuccessExitStatus=5", "KillSignal=SIGTERM", "TimeoutStopSec=2min", "Type=oneshot"} <= set(lines)
    assert "Persistent=true" in text("sharing-good-practice.timer").splitlines()


def test_windows_runs_it_hourly_on_weekdays_and_never_twice_at_once() -> None:
    task = etree.parse(FOLDER / "windows.xml").getroot()
    assert task.tag == f"{TASK}Task"
    days = [etree.QName(e).localname for e in task.iter(f"{TASK}DaysOfWeek").__next__()]
    assert days == ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
    said = {etree.QName(e).localname: (e.text or "").strip() for e in task.iter() if isinstance(e.tag, str) and not len(e)}
    assert (said["Interval"], said["Duration"], said["StartBoundary"][-8:]) == ("PT1H", "PT11H", "06:17:00")
    assert (said["MultipleInstancesPolicy"], said["StartWhenAvailable"], said["RunLevel"]) == ("IgnoreNew", "true", "LeastPrivilege")
    assert said["Command"].endswith(r"\config\schedule\windows.cmd")


def test_windows_takes_wrong_data_for_success() -> None:
    lines = [line for line in text("windows.cmd").splitlines() if not line.startswith("rem")]
    run = next(n for n, line in enumerate(lines) if "run_due.py" in line)
    assert lines[run + 1:] == ["if %ERRORLEVEL% EQU 5 exit /b 0", "exit /b %ERRORLEVEL%"]


def workflow() -> dict[str, object]:
    found: dict[str, object] = YAML(typ="safe").load(text("github-actions.yml"))
    return found


def test_githubs_own_schema_takes_the_workflow() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", str(FOLDER / "github-actions.yml")]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_the_workflow_runs_hourly_one_at_a_time_and_may_do_as_little_as_can_be() -> None:
    made = workflow()
    assert is_hourly_on_weekdays(cron_of(made["on"]["schedule"][0]["cron"]))  # type: ignore[index]
    assert "workflow_dispatch" in made["on"]  # type: ignore[operator]
    assert made["concurrency"] == {"group": "sharing-good-practice", "cancel-in-progress": False}
    assert made["permissions"] == {"contents": "read", "id-token": "write"}
    assert "credentials_json" not in text("github-actions.yml"), "no key is kept"


@pytest.mark.parametrize(("ends", "seen"), CODES)
def test_the_workflow_takes_wrong_data_for_success(ends: int, seen: int, tmp_path: Path) -> None:
    step = workflow()["jobs"]["run"]["steps"][-1]  # type: ignore[index]
    python = stub(tmp_path, ends)
    environment = {"PATH": f"{python.parent}:/bin:/usr/bin", "BOOK": "https://a/b c", "STAFF_BOOK": "d"}
    assert subprocess.run(["bash", "-e", "-c", step["run"]], env=environment, cwd=tmp_path).returncode == seen
    assert (tmp_path / "called").read_text(encoding="utf-8") == f"{RUN} --book https://a/b c --staff-book d\n"


@pytest.mark.parametrize(("private", "code"), [("true", 0), ("false", 1), ("", 1)])
def test_the_workflow_refuses_a_public_repository(private: str, code: int, tmp_path: Path) -> None:
    step = workflow()["jobs"]["run"]["steps"][0]  # type: ignore[index]
    asked = tmp_path / "gh"
    asked.write_text(f"#!/bin/sh\necho {shlex.quote(private)}\n", encoding="utf-8")
    asked.chmod(0o755)
    environment = {"PATH": f"{tmp_path}:/bin:/usr/bin", "GITHUB_REPOSITORY": "school/practice"}
    assert subprocess.run(["bash", "-e", "-c", step["run"]], env=environment, capture_output=True).returncode == code
