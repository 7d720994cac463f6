"""Sending through the offline outbox, on real files: once each, only what may go, and listed whatever happens."""

import shutil
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from school_files import SchoolFiles


@pytest.fixture(scope="module")
def approved(tmp_path_factory: pytest.TempPathFactory) -> SchoolFiles:
    """The invented school with every target approved that is sure."""
    school = SchoolFiles(tmp_path_factory.mktemp("approved"))
    school.run("setup_book", "--sample")
    school.run("generate_targets")
    change(school, approve)
    return school


@pytest.fixture
def school(approved: SchoolFiles, tmp_path: Path) -> SchoolFiles:
    shutil.copytree(approved.folder, tmp_path / "school", ignore=shutil.ignore_patterns("output"))
    return SchoolFiles(tmp_path / "school")


def change(school: SchoolFiles, how: Callable[[Workbook], None]) -> None:
    book = load_workbook(school.book)
    how(book)
    book.save(school.book)


def approve(book: Workbook) -> None:
    for row in targets(book):
        row["Status"].value = "Approved" if row["Target"].value else "Draft"


def targets(book: Workbook) -> list[dict[str, object]]:
    sheet = book["Targets"]
    headings = [c.value for c in sheet[1]]
    return [dict(zip(headings, row, strict=True)) for row in sheet.iter_rows(min_row=2)]


def send(school: SchoolFiles, today: str = "2026-09-28") -> str:
    return school.run("send_emails", "targets", "--send", today=today).said


def filed(school: SchoolFiles) -> dict[str, str]:
    folder = school.output / "outbox"
    return {p.name: p.read_text(encoding="utf-8") for p in folder.glob("*.eml")} if folder.exists() else {}


def test_send_again_sends_once_more_on_the_day_that_is_pretended(school: SchoolFiles) -> None:
    send(school)
    first = len(filed(school))

    def ask_again(book: Workbook) -> None:
        targets(book)[5]["Send again"].value = date(2026, 10, 1)

    change(school, ask_again)
    for day, more in (("2026-09-30", 0), ("2026-10-01", 1), ("2026-10-01", 1), ("2026-10-05", 1)):
        send(school, day)
        assert len(filed(school)) == first + more, day


@pytest.mark.parametrize(("heading", "value"), [
    ("Department", None), ("Taking part", "maternity leave"), ("Leaves", "31/02/2026"), ("Starts", "sometime"), ("Taking part", "no"),
])
def test_nobody_is_written_to_while_it_is_in_doubt_whether_they_take_part(school: SchoolFiles, heading: str, value: object) -> None:
    def spoil(book: Workbook) -> None:
        row = next(r for r in book["Staff"].iter_rows(min_row=2) if r[0].value == "h.marsh@oakfield.example")
        row[[c.value for c in book["Staff"][1]].index(heading)].value = value

    change(school, spoil)
    send(school)
    assert not any("h.marsh" in name for name in filed(school))
    assert len(filed(school)) == 39


def test_a_letter_left_over_from_another_book_gives_way_to_the_one_that_is_logged(school: SchoolFiles) -> None:
    before = school.book.read_bytes()
    send(school)
    school.book.write_bytes(before)

    def reword(book: Workbook) -> None:
        for row in targets(book):
            row["Target"].value = row["Target"].value and "Try something quite new."

    change(school, reword)
    send(school)
    assert len(filed(school)) == 40
    assert all("quite new" in letter for letter in filed(school).values())


def test_what_a_stopped_run_had_claimed_is_found_in_the_outbox_or_nobody_knows(school: SchoolFiles) -> None:
    send(school)
    letters = sorted((school.output / "outbox").glob("*.eml"))
    for path in letters[10:]:
        path.unlink()
    (school.output / "journal.sqlite3").unlink()

    def as_if_stopped(book: Workbook) -> None:
        for row in book["Email log"].iter_rows(min_row=2):
            row[5].value = "sending"
        for row in targets(book)[:7]:
            row["Status"].value = "Hold"

    kept = {p.name: p.read_bytes() for p in letters[:10]}
    change(school, as_if_stopped)
    send(school)
    now = {r["Email"]: r["Status"] for r in school.rows("Email log")}
    assert Counter(now.values()) == {"filed": 10, "unknown": 30}, "without a journal nothing is made anew"
    assert kept.items() <= {p.name: p.read_bytes() for p in (school.output / "outbox").iterdir()}.items(), "what was filed stays as it is"


@pytest.mark.parametrize("address", ["zoë@oakfield.example", "a..b@oakfield.example", None])
def test_without_an_address_for_replies_nothing_goes_and_that_is_said(school: SchoolFiles, address: str | None) -> None:
    def spoil(book: Workbook) -> None:
        row = next(r for r in book["Settings"].iter_rows(min_row=2) if r[0].value == "Coordinator email")
        row[1].value = address

    change(school, spoil)
    done = school.run("send_emails", "targets", "--send")
    assert "Coordinator email" in done.said
    assert done.code == 5, "nobody could be written to"
    assert not filed(school)


def test_no_one_outside_the_allowed_domains_is_written_to(school: SchoolFiles) -> None:
    def spoil(book: Workbook) -> None:
        row = next(r for r in book["Settings"].iter_rows(min_row=2) if r[0].value == "Allowed email domains")
        row[1].value = "elsewhere.example"

    change(school, spoil)
    send(school)
    assert not filed(school)


def test_a_meeting_in_an_impossible_year_stops_nothing(school: SchoolFiles) -> None:
    def spoil(book: Workbook) -> None:
        book["Meetings"]["D2"].value = "31/12/9999"

    change(school, spoil)
    assert "31/12/9999" in send(school)
    assert len(filed(school)) == 40
