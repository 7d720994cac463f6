"""People go on editing while a run is under way: nothing of theirs is misplaced or overwritten."""

import csv
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from school_files import ROOT
from school_sheets import SchoolSheets, new_school
from sheets_server import Server
from test_sending import approve

from sgp.config import read_csv

Hand = Callable[[Server, SchoolSheets], None]


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory, server: Server) -> SchoolSheets:
    """A school with drafted targets, one of them emptied so that it will be filled again, and everyone answered."""
    school = new_school(tmp_path_factory.mktemp("race"), server)
    school.run("setup_book", "--sample")
    school.run("generate_targets")
    book = school.edit()
    approve(book)
    targets = book["Targets"]
    for row in range(5, 15):
        targets.cell(row, 6).value, targets.cell(row, 7).value = None, "Draft"
    targets.cell(1, 16).value = "Mine"
    for row in range(2, 42):
        targets.cell(row, 16).value = f"about {targets.cell(row, 2).value}"
    school.save(book)
    return school.tidied()


def by_email(school: SchoolSheets) -> dict[str, dict[str, object]]:
    return {str(row["Email"]): row for row in school.rows("Targets")}


def sort(server: Server, school: SchoolSheets) -> None:
    server.person.sort(school.book, "Targets", "D")


def insert(server: Server, school: SchoolSheets) -> None:
    server.person.insert_row(school.book, "Targets", 3)


def edit(server: Server, school: SchoolSheets) -> None:
    for row in (6, 7, 8):
        server.person.write(school.book, "Targets", f"F{row}", "Her own words, typed just now.")


def all_at_once(server: Server, school: SchoolSheets) -> None:
    for hand in (edit, sort, insert):
        hand(server, school)


@pytest.mark.parametrize("hand", [sort, insert, edit, all_at_once], ids=lambda hand: hand.__name__)
def test_a_hand_between_read_and_write_moves_nothing_and_loses_nothing(ready: SchoolSheets, hand: Hand, tmp_path: Path) -> None:
    quiet, school = ready.copy(tmp_path / "quiet"), ready.copy(tmp_path / "school")
    quiet.run("generate_targets")
    school.server.between(read=1, do=lambda server: hand(server, school))
    assert school.run("generate_targets").code in (0, 5)
    undisturbed, found = by_email(quiet), by_email(school)
    typed = {who for who, row in found.items() if row["Target"] == "Her own words, typed just now."}
    assert len(typed) == (3 if hand in (edit, all_at_once) else 0)
    assert {who: row for who, row in found.items() if who not in typed} == {who: r for who, r in undisturbed.items() if who not in typed}
    assert all(found[who]["Mine"] == f"about {who}" for who in typed)


def test_answers_that_come_in_meanwhile_are_not_written_over(ready: SchoolSheets, tmp_path: Path) -> None:
    school, form, more = ready.copy(tmp_path / "school"), ROOT / "config" / "sample" / "form_2.csv", tmp_path / "more.csv"
    school.run("import_csv", "Form 2", form, today="2026-12-04")
    first, (headings, _) = len(school.rows("Form 2")), read_csv(form)
    with more.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows((headings, ("01/12/2026 09:00:00", "m.rahman@oakfield.example", "Autumn 2026", "Late words")))
    school.server.between(read=1, do=lambda server: server.person.write(school.book, "Form 2", f"B{first + 2}", "new@oakfield.example"))
    school.run("import_csv", "Form 2", more, today="2026-12-04")
    addresses = [row["Email Address"] for row in school.rows("Form 2")]
    assert addresses[-2:] == ["new@oakfield.example", "m.rahman@oakfield.example"]


def test_a_tab_that_is_renamed_meanwhile_stops_the_run_before_it_writes(ready: SchoolSheets, tmp_path: Path) -> None:
    school = ready.copy(tmp_path / "school")
    school.server.between(read=1, do=lambda server: server.person.rename(school.book, "Targets", "Goals"))
    done = school.run("generate_targets")
    assert done.code == 5
    assert "renamed or deleted while the run was under way" in done.said
    assert not any(entry.kind == "write" and entry.spreadsheet_id == school.book for entry in school.server.log)


def test_a_column_put_into_a_tab_of_results_meanwhile_stays_and_so_do_notes_beside_it(ready: SchoolSheets, tmp_path: Path) -> None:
    school = ready.copy(tmp_path / "school")
    school.run("collate_responses", today="2026-10-09")
    school.run("import_csv", "Form 1", ROOT / "config" / "sample" / "form_1.csv", today="2026-12-04")

    def hand(server: Server) -> None:
        tab = server.books[school.book].titled("Replies")
        assert tab is not None
        area = {"sheetId": tab.id, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}
        server.person.change(school.book, "insertDimension", range=area, inheritFromBefore=False)
        server.person.write(school.book, "Replies", "A1", "Mine")
        for row in range(2, 42):
            who = tab.cell(row - 1, 1)["userEnteredValue"]["stringValue"]
            server.person.write(school.book, "Replies", f"A{row}", f"about {who}")

    school.server.between(read=1, do=hand)
    assert school.run("collate_responses", today="2026-12-04").code in (0, 5)
    replies = school.rows("Replies")
    assert all(row["Mine"] == f"about {row['Email']}" for row in replies if row["Email"])
    assert sum(row["Meeting 1"] == "Answered" for row in replies) > 20


def hold_back(server: Server, school: SchoolSheets) -> None:
    for row in range(2, 42):
        server.person.write(school.book, "Targets", f"G{row}", "Hold")


def sent_elsewhere(server: Server, school: SchoolSheets) -> None:
    who = "h.marsh@oakfield.example"
    row = (f"Autumn 2026/targets/0/1/{who}", "Autumn 2026", "targets", who, "A small step", "sending")
    for column, text in zip("ABCDEF", row, strict=True):
        server.person.write(school.book, "Email log", f"{column}2", text)


@pytest.mark.parametrize(("hand", "code", "others"), [(hold_back, 5, 0), (sent_elsewhere, 6, 29)], ids=["hold_back", "sent_elsewhere"])
def test_no_letter_goes_whose_target_or_log_changed_while_it_was_written(ready: SchoolSheets, hand: Hand, code: int, others: int,
                                                                         tmp_path: Path) -> None:
    school = ready.copy(tmp_path / "school")
    school.server.between(read=1, do=lambda server: hand(server, school))
    done = school.run("send_emails", "targets", "--send")
    letters = [path.name for path in (school.output / "outbox").glob("*.eml")]
    assert (done.code, len(letters)) == (code, others), done.said
    assert not any("h.marsh" in name for name in letters)
    assert {r["Email"]: r["Status"] for r in school.rows("Email log")}.get("h.marsh@oakfield.example") in (None, "sending")


def test_rows_without_a_key_are_not_doubled_when_somebody_sorts_after_a_lost_answer(ready: SchoolSheets, tmp_path: Path) -> None:
    school, export = ready.copy(tmp_path / "school"), tmp_path / "seen.csv"
    rows = ("Date,Teacher email,Class", "01/09/2025,h.marsh@oakfield.example,A", "02/09/2025,m.rahman@oakfield.example,B")
    export.write_text("\n".join(rows), encoding="utf-8")
    before = len(school.rows("Observations"))
    school.server.faults.add("503-after", at=3)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(time, "sleep", lambda _: school.server.person.sort(school.book, "Observations", "Teacher email"))
        assert school.run("import_csv", "Observations", export, today="2026-12-04").code in (0, 5)
    assert len(school.rows("Observations")) == before + 2


def test_a_formula_that_shows_nothing_is_somebodys_and_stays(ready: SchoolSheets, tmp_path: Path) -> None:
    school = ready.copy(tmp_path / "school")
    school.server.person.write(school.book, "Targets", "F6", '=""')
    school.run("generate_targets")
    assert school.edit()["Targets"]["F6"].value == '=""'


def test_the_open_part_of_a_protected_tab_may_be_written_to(ready: SchoolSheets, tmp_path: Path) -> None:
    school = ready.copy(tmp_path / "school")
    tab = school.server.books[school.book].titled("Targets")
    assert tab is not None
    free = [{"sheetId": tab.id, "startRowIndex": 1}]
    school.server.person.change(school.book, "addProtectedRange", protectedRange={"range": {"sheetId": tab.id}, "unprotectedRanges": free})
    assert school.run("generate_targets").code in (0, 5)


def test_a_part_protected_against_the_scripts_is_told_and_nothing_is_written(ready: SchoolSheets, tmp_path: Path) -> None:
    school = ready.copy(tmp_path / "school")
    school.server.person.protect(school.book, "Targets")
    before = school.state()
    done = school.run("generate_targets")
    assert done.code == 3
    assert "The tab Targets is protected" in done.said or "Part of the tab Targets is protected" in done.said
    assert school.state() == before
