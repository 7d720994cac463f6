"""Runs that are killed: nothing is lost, nothing is doubled, and the next run finishes."""

import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from openpyxl import load_workbook
from school_files import ROOT, SchoolFiles


def killed(school: SchoolFiles, after: float, script: str, *arguments: str, today: str = "2026-09-28") -> bool:
    """Start a script and kill it after so many seconds; says whether it was still running then."""
    command = [sys.executable, str(ROOT / "scripts" / f"{script}.py"), *arguments, "--config", str(school.folder / "settings.toml")]
    process = subprocess.Popen([*command, "--today", today], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(after)
    running = process.poll() is None
    process.kill()
    process.wait()
    return running


def approved(school: SchoolFiles) -> int:
    book = load_workbook(school.book)
    rows = [row for row in book["Targets"].iter_rows(min_row=2) if row[5].value]
    for row in rows:
        row[6].value = "Approved"
    book.save(school.book)
    return len(rows)


@pytest.mark.slow
def test_sending_killed_again_and_again_files_each_letter_once(tmp_path: Path) -> None:
    school, deal = SchoolFiles(tmp_path), random.Random(7)
    school.run("setup_book", "--sample")
    school.run("generate_targets")
    wanted = approved(school)
    begun = time.monotonic()
    school.run("send_emails", "targets")
    whole = time.monotonic() - begun
    kills = sum(killed(school, deal.uniform(0.3, 1.1) * whole, "send_emails", "targets", "--send") for _ in range(25))
    assert kills >= 10
    assert school.run("send_emails", "targets", "--send").code in (0, 5)
    letters = sorted((school.output / "outbox").iterdir())
    assert [p.suffix for p in letters] == [".eml"] * wanted, "and no half-written file is left"
    assert Counter(r["Status"] for r in school.rows("Email log")) == {"filed": wanted}
    assert len({r["Key"] for r in school.rows("Email log")}) == wanted


@pytest.mark.slow
def test_drafting_killed_again_and_again_drafts_everyone_once(tmp_path: Path) -> None:
    school, deal = SchoolFiles(tmp_path), random.Random(8)
    school.run("setup_book", "--sample")
    for _ in range(15):
        killed(school, deal.uniform(0.4, 1.4), "generate_targets")
        load_workbook(school.book)
    school.run("generate_targets")
    assert len({t["Email"] for t in school.rows("Targets")}) == len(school.rows("Targets")) == 40
    assert not [p for p in school.folder.iterdir() if p.suffix not in (".xlsx", ".toml", "")], "no temporary file is left"


@pytest.mark.slow
def test_scheduled_runs_killed_again_and_again_do_all_that_is_due_once(tmp_path: Path) -> None:
    school, deal = SchoolFiles(tmp_path), random.Random(9)
    school.run("setup_book", "--sample")
    for _ in range(10):
        killed(school, deal.uniform(0.6, 3.0), "run_due", "--send", today="2026-09-14")
        load_workbook(school.book)
    school.run("run_due", "--send", today="2026-09-14")
    assert len({t["Email"] for t in school.rows("Targets")}) == len(school.rows("Targets")) == 40
    assert len({g["Email"] for g in school.rows("Groups") if g["Group"]}) == 40
    wanted = approved(school)
    kills = sum(killed(school, deal.uniform(0.6, 3.0), "run_due", "--send") for _ in range(15))
    assert kills >= 5
    assert school.run("run_due", "--send").code in (0, 5)
    statuses = Counter(r["Status"] for r in school.rows("Email log") if r["Kind"] == "targets")
    assert statuses == {"filed": wanted}
    keys = [r["Key"] for r in school.rows("Email log")]
    assert len(set(keys)) == len(keys) == len(list((school.output / "outbox").iterdir()))
