"""How long each command takes on a large school, and what plain openpyxl takes to read, or to load and save, the same book.

Run with: make bench. Times are whole processes, start-up and all; memory is the peak of the process.
"""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from large_school import write_exports
from school_files import ROOT, SchoolFiles

RUNS = 3
READ = "import openpyxl,sys; [list(r) for s in openpyxl.load_workbook(sys.argv[1], read_only=True, data_only=True) for r in s.iter_rows()]"
SAVE = "import openpyxl,sys; b=openpyxl.load_workbook(sys.argv[1]); b.save(sys.argv[1]+'.copy.xlsx')"


@dataclass(frozen=True)
class Spent:
    """Seconds of wall time and megabytes at the peak of one process."""

    seconds: float
    megabytes: float


def spend(command: list[str]) -> Spent:
    """Run a command and say what it took."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    return Spent(time.perf_counter() - begun, usage.ru_maxrss / 1024)


def script(school: SchoolFiles, name: str, *arguments: str, today: str) -> list[str]:
    """The command line of one of our scripts for this school."""
    config = school.folder / "settings.toml"
    return [sys.executable, str(ROOT / "scripts" / f"{name}.py"), *arguments, "--config", str(config), "--today", today]


TIMED = (
    ("generate_targets", (), "2026-09-28"), ("form_groups", (), "2026-09-28"), ("check_book", (), "2026-09-28"),
    ("send_emails", ("targets", "--send"), "2026-09-28"),
    ("collate_responses", (), "2026-12-04"), ("collate_responses", (), "2026-12-04"), ("report_cycle", (), "2026-12-04"),
    ("run_due", ("--send",), "2026-12-04"), ("run_due", ("--send",), "2026-12-04"),
)


def imported(school: SchoolFiles) -> dict[str, Spent]:
    """What each import took."""
    files = write_exports(school.folder)
    return {f"import_csv.py {tab}": spend(script(school, "import_csv", tab, str(f), today="2026-12-04")) for tab, f in files.items()}


def main() -> None:
    """Build the school, then time each command and its stand-ins."""
    with tempfile.TemporaryDirectory() as folder:
        school = SchoolFiles(Path(folder))
        school.run("setup_book")
        rows = imported(school)
        settings = school.edit()
        for row in settings["Settings"].iter_rows(min_row=2):
            row[1].value = {"Coordinator email": "t0001@oakfield.example", "Approval needed": "no"}.get(str(row[0].value))
        settings.save(school.book)
        for name, arguments, today in TIMED:
            label = f"{name}.py{' (again: nothing to do)' if f'{name}.py' in rows else ''}"
            rows[label] = spend(script(school, name, *arguments, today=today))
        alone = (("read", READ), ("load and save", SAVE))
        plain = {name: [spend([sys.executable, "-c", code, str(school.book)]) for _ in range(RUNS)] for name, code in alone}
        print(f"300 staff, 2,000 observations, 900 answers; book of {school.book.stat().st_size // 1024} KB; {os.cpu_count()} cores")
    base = median(s.seconds for s in plain["load and save"])
    print(f"{'command':48} {'seconds':>8} {'MB':>6}  of openpyxl's load and save")
    for name, spent in rows.items():
        print(f"{name:48} {spent.seconds:8.2f} {spent.megabytes:6.0f}  {spent.seconds / base:.2f}")
    for name, runs in plain.items():
        print(f"{f'openpyxl alone: {name} this book':48} {median(s.seconds for s in runs):8.2f} {max(s.megabytes for s in runs):6.0f}"
              f"  {median(s.seconds for s in runs) / base:.2f}")


if __name__ == "__main__":
    main()
