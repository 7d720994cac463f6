"""Google fails, at each request of each command: the run ends well or says what to do, the next one mends it, nothing is there twice."""

import os
import time
from collections import Counter
from pathlib import Path

import pytest
from school_files import RAW, ROOT, Done
from school_sheets import SchoolSheets, new_school
from sheets_books import Tab
from sheets_server import Server
from test_cycle import CLOCK
from test_sending import approve

from sgp.books import LEASE_TAB

SAMPLE = ROOT / "config" / "sample"
COMMANDS: dict[str, tuple[str, tuple[object, ...], str]] = {
    "check": ("check_book", (), "2026-09-28"), "draft": ("generate_targets", (), "2026-09-28"),
    "import": ("import_csv", ("Observations", RAW / "observations.csv"), "2026-12-04"),
    "answers": ("import_csv", ("Form 2", SAMPLE / "form_2.csv"), "2026-12-04"),
    "send": ("send_emails", ("targets", "--send"), "2026-09-28"), "collate": ("collate_responses", (), "2026-12-04"),
    "set up": ("setup_book", (), "2026-09-28"),
}
PASSING = ("429", "500", "503", "503-after", "504", "html-502", "drop", "drop-after", "401")
REFUSED = ("403", "404")


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waiting is not what is tested here."""
    monkeypatch.setattr(time, "sleep", lambda _: None)


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory, server: Server) -> SchoolSheets:
    """A school in mid-cycle: targets drafted, some approved, and the answers to the first form in."""
    school = new_school(tmp_path_factory.mktemp("ready"), server)
    assert school.run("setup_book", "--sample").code == 0
    school.run("generate_targets")
    school.run("import_csv", "Form 1", SAMPLE / "form_1.csv", today="2026-12-04")
    book = school.edit()
    approve(book)
    book["Targets"]["F5"], book["Targets"]["E5"], book["Targets"]["G5"] = None, "Oracy", "Draft"
    school.save(book)
    return school.tidied()


@pytest.fixture
def lacking(ready: SchoolSheets, tmp_path: Path) -> SchoolSheets:
    """The same school without a tab and a heading: set-up has something to do."""
    school = ready.copy(tmp_path / "lacking")
    book = school.edit()
    book["Focuses"]["F1"] = None
    del book["Pairs"]
    school.save(book)
    return school


def outcome(school: SchoolSheets) -> str:
    """All that stands in both books but the times of the clock, and the letters."""
    books = [school.server.books[book] for book in (school.book, school.staff_book)]
    letters = sorted(p.name for p in (school.output / "outbox").glob("*")) if (school.output / "outbox").exists() else []
    tabs = [tab for book in books for tab in book.tabs if tab.title != LEASE_TAB]
    return "\n".join([*(line for tab in tabs for line in _lines(tab)), *letters])


def _lines(tab: Tab) -> list[str]:
    rows = [[str(cell.get("userEnteredValue", "")) for cell in row] for row in tab.rows]
    clock = {n for n, heading in enumerate(rows[0]) if any(f"'{word}'" in heading for word in CLOCK.get(tab.title, ()))}
    shown = [["" if n in clock or "Last run" in row[0] else text for n, text in enumerate(row)] for row in rows if any(row)]
    return [f"{tab.title}: {row}" for row in shown]


def requests_of(school: SchoolSheets) -> int:
    return sum(school.server.requests(book) for book in (school.book, school.staff_book))


MODELS: dict[str, tuple[Done, str, int]] = {}
"""Command -> how it ends, what stands then and its number of requests, where Google does not fail."""


def model_of(name: str, start: SchoolSheets, folder: Path) -> tuple[Done, str, int]:
    if name not in MODELS:
        school = start.copy(folder / "model")
        before = requests_of(school)
        done = run(school, name)
        MODELS[name] = done, outcome(school), requests_of(school) - before
    return MODELS[name]


def run(school: SchoolSheets, name: str) -> Done:
    script, arguments, day = COMMANDS[name]
    return school.run(script, *arguments, today=day)


def hold(start: SchoolSheets, name: str, fault: str, folder: Path) -> None:
    expected, wanted, count = model_of(name, start, folder)
    untouched = outcome(start)
    for number in range(1, count + 1):
        school = start.copy(folder / str(number))
        school.server.faults.add(fault, at=number)
        done = run(school, name)
        where = f"{name}: {fault} at request {number} of {count}: {done.said}"
        assert "Traceback" not in done.said, where
        if fault in PASSING:
            assert (done.code, outcome(school)) == (expected.code, wanted), where
        else:
            assert done.code == 3, where
            assert number > 1 or outcome(school) == untouched, where
            run(school, name)
            assert _without_the_log(outcome(school)) == _without_the_log(wanted), where


def _without_the_log(told: str) -> str:
    """A run that stopped half way is a run more, or a line less, in the log; nothing else may differ."""
    return "\n".join(line for line in told.splitlines() if not line.startswith("Run log:"))


@pytest.mark.parametrize(("name", "fault"), [("draft", "503-after"), ("answers", "drop-after")])
def test_a_fault_at_each_request(ready: SchoolSheets, name: str, fault: str, tmp_path: Path) -> None:
    hold(ready, name, fault, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("fault", [*PASSING, *REFUSED] if os.environ.get("EVERY_FAULT") else ["503", "503-after", "403"])
@pytest.mark.parametrize("name", COMMANDS)
def test_every_fault_at_each_request_of_every_command(ready: SchoolSheets, lacking: SchoolSheets, name: str, fault: str,
                                                      tmp_path: Path) -> None:
    hold(lacking if name == "set up" else ready, name, fault, tmp_path)


@pytest.mark.parametrize("fault", ["429", "drop"])
def test_a_fault_that_lasts_ends_with_try_later_and_nothing_is_changed(ready: SchoolSheets, fault: str, tmp_path: Path) -> None:
    school = ready.copy(tmp_path / "school")
    before = school.state()
    school.server.faults.add(fault, at=1, times=500)
    try:
        done = school.run("generate_targets")
    finally:
        school.server.faults.waiting.clear()
    assert (done.code, school.state()) == (75, before), done.said
    assert "Try again later" in done.said


def test_a_letter_is_filed_once_whatever_google_says_of_the_claim(ready: SchoolSheets, tmp_path: Path) -> None:
    school = ready.copy(tmp_path / "school")
    for fault in ("503-after", "403", "503"):
        school.server.faults.add(fault, at=2, times=1)
        school.run("send_emails", "targets", "--send")
    school.run("send_emails", "targets", "--send")
    letters = [p.name for p in (school.output / "outbox").iterdir()]
    log = school.rows("Email log")
    assert len(letters) == len({r["Key"] for r in log}) == len(log) > 30
    assert Counter(r["Status"] for r in log) == {"filed": len(letters)}
