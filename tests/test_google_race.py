"""People go on editing while a run is under way: nothing of theirs is misplaced or overwritten."""

import csv
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
    return school


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


def test_a_part_protected_against_the_scripts_is_told_and_nothing_is_written(ready: SchoolSheets, tmp_path: Path) -> None:
    school = ready.copy(tmp_path / "school")
    school.server.person.protect(school.book, "Targets")
    before = school.state()
    done = school.run("generate_targets")
    assert done.code == 3
    assert "The tab Targets is protected" in done.said or "Part of the tab Targets is protected" in done.said
    assert school.state() == before
