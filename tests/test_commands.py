"""The commands as a coordinator and a scheduler run them, on real files and on Google Sheets alike."""

import random
from collections import Counter
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from conftest import EXPORTS
from openpyxl import Workbook
from school_files import RAW, School, SchoolFiles
from school_sheets import new_school
from sheets_server import Server

SETTINGS = {
    "School name": "Oakfield School", "Coordinator name": "Sarah Whitfield", "Coordinator email": "s.whitfield@oakfield.example",
    "Allowed email domains": "oakfield.example",
}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> SchoolFiles:
    """Both books as files, filled from the raw exports through import_csv.py."""
    school = SchoolFiles(tmp_path_factory.mktemp("school"))
    assert school.run("setup_book").code == 0
    for tab, file in EXPORTS.items():
        assert school.run("import_csv", tab, RAW / file, today="2026-12-04").code in (0, 5)
    settings = school.edit()
    for row in settings["Settings"].iter_rows(min_row=2):
        row[1].value = SETTINGS.get(str(row[0].value))
    school.save(settings)
    return school


SWEEP = pytest.mark.parametrize("set_up", ["xlsx", pytest.param("all of google", marks=pytest.mark.slow)], indirect=True)
"""For what hangs on the rows and not on the kind of book, of which test_cycle tries a whole cycle every time."""


@pytest.fixture(scope="module", params=["xlsx", "google"])
def set_up(request: pytest.FixtureRequest, filled: SchoolFiles, tmp_path_factory: pytest.TempPathFactory, server: Server) -> School:
    """The same on every kind of book."""
    if request.param == "xlsx":
        return filled
    school = new_school(tmp_path_factory.mktemp("sheets"), server)
    assert school.run("setup_book").code == 0
    school.save(filled.edit())
    return school if request.param == "all of google" else school.tidied()


@pytest.fixture
def school(set_up: School, tmp_path: Path) -> School:
    """A fresh copy of the filled books."""
    return set_up.copy(tmp_path / "school")


def approve(school: School, *, only: int | None = None) -> int:
    """Approve drafts, as the coordinator would in the sheet; gives how many."""
    book = school.edit()
    sheet = book["Targets"]
    at = {c.value: c.column - 1 for c in sheet[1]}
    rows = [r for r in sheet.iter_rows(min_row=2) if r[at["Target"]].value and r[at["How sure"]].value != "Not sure"][:only]
    for row in rows:
        row[at["Status"]].value = "Approved"
    school.save(book)
    return len(rows)


@SWEEP
def test_the_whole_cycle_from_raw_exports(school: School) -> None:
    drafted = school.run("generate_targets")
    assert drafted.code == 5, "some rows of the sample are wrong, the good ones were done"
    targets = school.rows("Targets")
    assert len(targets) == 72
    assert Counter(t["How sure"] for t in targets)["Chosen"] == 16
    approved = approve(school)
    shown = school.run("send_emails", "targets")
    assert "Nothing has been sent" in shown.said
    assert not (school.output / "outbox").exists()
    sent = school.run("send_emails", "targets", "--send")
    assert f"{approved} filed" in sent.said
    assert len(list((school.output / "outbox").glob("*.eml"))) == approved
    assert (school.output / "preview" / "index.html").exists()
    collated = school.run("collate_responses", today="2026-12-04")
    assert collated.code == 5
    assert len(school.rows("Responses")) == 125
    assert all(school.rows(tab) for tab in ("Replies", "By department", "By focus", "Good practice", "Schemes of work"))
    assert {t["Outcome"] for t in school.rows("Targets")} == {None, "Not yet", "Partly", "Fully"}
    assert school.rows("Meetings and groups", staff_book=True)


def test_running_twice_writes_nothing(school: School) -> None:
    for script, arguments, day in (("generate_targets", (), "2026-09-28"), ("form_groups", (), "2026-09-28"),
                                   ("collate_responses", (), "2026-12-04"), ("check_book", (), "2026-12-04"),
                                   ("send_emails", ("targets", "--send"), "2026-09-28")):
        school.run(script, *arguments, today=day)
        before = school.state()
        school.run(script, *arguments, today=day)
        assert school.state() == before, script


@SWEEP
def test_a_second_send_files_nothing_more_and_an_edit_does_not_change_what_went(school: School) -> None:
    school.run("generate_targets")
    approve(school, only=5)
    school.run("send_emails", "targets", "--send")
    before = {p.name: p.read_bytes() for p in (school.output / "outbox").iterdir()}
    approve(school, only=8)
    again = school.run("send_emails", "targets", "--send")
    assert "3 filed" in again.said
    after = {p.name: p.read_bytes() for p in (school.output / "outbox").iterdir()}
    assert before.items() <= after.items()
    assert len(after) == 8
    assert Counter(r["Status"] for r in school.rows("Email log")) == {"filed": 8}
    assert all(t["Sent on"] is None for t in school.rows("Targets")), "filing is not sending"


@SWEEP
def test_every_email_has_one_recipient_and_that_persons_own_target(school: School) -> None:
    school.run("generate_targets")
    approve(school)
    school.run("send_emails", "targets", "--send")
    targets = {str(t["Email"]): str(t["Target"]) for t in school.rows("Targets")}
    for path in (school.output / "outbox").glob("*.eml"):
        mail = message_from_bytes(path.read_bytes(), policy=policy.default)
        recipient = mail["To"].addresses[0].addr_spec
        text = " ".join(mail.get_body(("plain",)).get_content().split())  # type: ignore[union-attr]
        assert len(mail["To"].addresses) == 1
        assert mail["Cc"] is mail["Bcc"] is None
        assert " ".join(targets[recipient].split()) in text
        assert not any(other in text for who, other in targets.items() if other != targets[recipient] and other not in targets[recipient])


def test_peoples_edits_survive_a_redraft(school: School) -> None:
    school.run("generate_targets")
    book = school.edit()
    sheet = book["Targets"]
    at = {c.value: c.column - 1 for c in sheet[1]}
    rows = list(sheet.iter_rows(min_row=2))
    rows[3][at["Target"]].value = "=my own words, typed as text"
    rows[4][at["Status"]].value, rows[4][at["Target"]].value = "Approved", None
    rows[5][at["Focus"]].value, rows[5][at["Target"]].value = "Oracy", None
    rows[6][at["Private note"]].value = "Ask her first"
    rows[3][at["Target"]].data_type = "s"
    school.save(book)
    school.run("generate_targets")
    after = list(school.edit()["Targets"].iter_rows(min_row=2, values_only=True))
    assert after[3][at["Target"]] == "=my own words, typed as text"
    assert after[4][at["Target"]] is None, "an approved target is never redrafted, even if its text is cleared"
    assert after[5][at["Focus"]] == "Oracy"
    assert after[5][at["Target"]], "an emptied draft is filled again, for the focus the coordinator chose"
    assert after[5][at["How sure"]] == "Chosen"
    assert after[6][at["Private note"]] == "Ask her first"
    assert "Approved, but there is no target" in str([r["What is wrong"] for r in school.rows("Problems")])


def test_groups_people_filled_in_stay_and_the_others_are_formed_around_them(school: School) -> None:
    done = school.run("form_groups")
    assert "72 teachers in 18 groups (18 of 4)" in done.said
    assert "Gwen Tate, Drama: Does not work on Tuesday or Thursday" in done.said
    book = school.edit()
    sheet = book["Groups"]
    at = {c.value: c.column - 1 for c in sheet[1]}
    rows = list(sheet.iter_rows(min_row=2, max_row=74))
    was = {row[at["Email"]].value: row[at["Group"]].value for row in rows}
    moved, emptied = rows[3][at["Email"]].value, rows[9][at["Email"]].value
    rows[3][at["Group"]].value, rows[9][at["Group"]].value = "The heads", None
    school.save(book)
    school.run("form_groups")
    now = {row["Email"]: row["Group"] for row in school.rows("Groups")}
    assert now[moved] == "The heads"
    assert now[emptied]
    assert {who: group for who, group in now.items() if who not in (moved, emptied)} == {
        who: group for who, group in was.items() if who not in (moved, emptied)}


@SWEEP
def test_the_order_of_rows_does_not_matter(school: School, tmp_path: Path) -> None:
    other = school.copy(tmp_path / "shuffled")
    book, deal = other.edit(), random.Random(4)
    for tab in ("Staff", "Observations", "Focuses", "Target bank", "Cycles", "Meetings", "Closed days", "Form 1", "Form 2", "Form 3"):
        _shuffle(book, tab, deal)
    other.save(book)
    for each in (school, other):
        each.run("generate_targets")
        each.run("form_groups")
        each.run("collate_responses", today="2026-12-04")
    for tab in ("Targets", "Groups", "Responses", "Replies", "By department", "By focus", "Good practice", "Schemes of work"):
        assert school.rows(tab) == other.rows(tab), tab


def _shuffle(book: Workbook, tab: str, deal: random.Random) -> None:
    sheet = book[tab]
    rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=2)]
    deal.shuffle(rows)
    for at, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(at, column)
            cell.value = value
            cell.data_type = "s" if isinstance(value, str) else cell.data_type  # openpyxl would make a formula of "=1+1 small steps"


def test_a_rehearsal_changes_nothing(school: School) -> None:
    before = school.state()
    for script, *arguments in (["generate_targets"], ["form_groups"], ["collate_responses"], ["check_book"],
                               ["send_emails", "targets", "--send"]):
        done = school.run(script, *arguments, "--dry-run")
        assert "rehearsal" in done.said
    assert school.state() == before
    assert not school.output.exists(), "not even a folder is made"


def test_check_book_changes_only_problems(school: School) -> None:
    before = {s.title: [[c.value for c in r] for r in s.iter_rows()] for s in school.edit()}
    book = school.edit()
    book["Observations"]["B3"] = "who@oakfield.example"
    school.save(book)
    assert school.run("check_book", today="2026-12-04").code == 5
    after = {s.title: [[c.value for c in r] for r in s.iter_rows()] for s in school.edit()}
    changed = {t for t in before if before[t] != after[t]}
    assert changed <= {"Problems", "Observations"}
    assert any(p["Row"] == 3 and p["Column"] == "Teacher email" for p in school.rows("Problems"))
