"""A Google Sheet as set-up makes it, how few requests a run takes, and that no other host is ever asked."""

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from school_files import ROOT
from school_sheets import SchoolSheets, new_school
from sheets_server import Server, serving
from test_sending import approve

from sgp.books import GoogleSheet, google_sheet
from sgp.books.google import GoogleBook
from sgp.books.google.calling import over
from sgp.books.google.refusals import refused
from sgp.config import read_forms
from sgp.contract import PERSON, SCRIPT, Tab, Target, coordinators_book
from sgp.errors import ExitCode, Stop
from sgp.plan import Changes, Chart, Page, Span, TabChange

SAMPLE = ROOT / "config" / "sample"
BOOK = coordinators_book(read_forms().form)


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory, server: Server) -> SchoolSheets:
    """The invented school on Google Sheets, set up."""
    made = new_school(tmp_path_factory.mktemp("school"), server)
    assert made.run("setup_book", "--sample").code == 0
    return made


def tabs_of(school: SchoolSheets) -> dict[str, dict[str, Any]]:
    return {tab["properties"]["title"]: tab for tab in school.server.sheet(school.book)["sheets"]}


def cell(tab: dict[str, Any], row: int, column: int) -> dict[str, Any]:
    found: dict[str, Any] = tab["data"][0]["rowData"][row - 1]["values"][column]
    return found


def columns(title: str) -> dict[str, int]:
    return {h: n for n, h in enumerate(next(t for t in BOOK if t.title == title).headings)}


# ── what set-up makes ────────────────────────────────────────────────────────────────────────────────


def test_the_blank_tab_of_a_new_sheet_becomes_the_first_and_the_others_follow(school: SchoolSheets) -> None:
    assert list(tabs_of(school)) == [t.title for t in BOOK]
    assert tabs_of(school)["Start here"]["properties"]["gridProperties"]["hideGridlines"]


def test_drop_downs_boxes_and_notes(school: SchoolSheets) -> None:
    targets, focuses, at = tabs_of(school)["Targets"], tabs_of(school)["Focuses"], columns("Targets")
    rules = {h: cell(targets, 2, at[h])["dataValidation"] for h in ("Status", "Focus")}
    assert rules["Status"]["condition"]["type"] == "ONE_OF_LIST"
    assert [v["userEnteredValue"] for v in rules["Status"]["condition"]["values"]] == ["Draft", "Approved", "Hold"]
    assert rules["Focus"]["condition"] == {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": "='Focuses'!$A$2:$A"}]}
    assert not any(rule.get("strict") for rule in rules.values()), "something else may still be typed"
    box = cell(focuses, 2, columns("Focuses")["Whole school"])["dataValidation"]["condition"]
    assert (box["type"], [v["userEnteredValue"] for v in box["values"]]) == ("BOOLEAN", ["yes"]), "unticked is blank"
    active = cell(focuses, 2, columns("Focuses")["Active"])["dataValidation"]["condition"]["type"]
    assert active == "ONE_OF_LIST", "a box would show a blank as no, and there it means yes"
    assert "emailed" in cell(targets, 1, at["Target"])["note"]
    assert cell(targets, 1, 0)["note"].startswith(Target.tab.about)


def test_what_scripts_write_warns_and_what_people_write_does_not(school: SchoolSheets) -> None:
    for tab in (t for t in BOOK if not t.page):
        held = tabs_of(school)[tab.title].get("protectedRanges", [])
        assert all(p["warningOnly"] for p in held)
        covered = {c for p in held for c in range(p["range"].get("startColumnIndex", 0), p["range"]["endColumnIndex"])}
        assert covered == {n for n, c in enumerate(tab.columns) if c.by == SCRIPT}, tab.title
    assert tabs_of(school)["Start here"]["protectedRanges"][0]["warningOnly"]


def test_colours_widths_and_frozen_headings(school: SchoolSheets) -> None:
    targets = tabs_of(school)["Targets"]
    grid = targets["properties"]["gridProperties"]
    assert (grid["frozenRowCount"], grid["frozenColumnCount"]) == (1, 2)
    said = [rule["booleanRule"]["condition"]["values"][0]["userEnteredValue"] for rule in targets["conditionalFormats"]]
    assert sorted(said) == ["Approved", "Hold", "Not sure"]
    width = targets["data"][0]["columnMetadata"][columns("Targets")["Target"]]["pixelSize"]
    assert width > 300
    stale = tabs_of(school)["Start here"]["conditionalFormats"][0]["booleanRule"]["condition"]
    assert stale["type"] == "CUSTOM_FORMULA"
    assert not set(stale["values"][0]["userEnteredValue"]) & {",", ";"}, "in some languages Google parts arguments in another way"
    headings = {c.by: cell(targets, 1, n)["userEnteredFormat"]["backgroundColorStyle"] for n, c in enumerate(Target.tab.columns)}
    assert headings[PERSON] != headings[SCRIPT]


def test_charts_of_the_summary_follow_their_tables(school: SchoolSheets, tmp_path: Path) -> None:
    lived = school.copy(tmp_path / "lived").tidied()
    assert [c["spec"]["title"] for c in tabs_of(lived)["Summary"]["charts"]] == [
        "Answers by meeting", "Answers by department", "What people work on, and how far they are",
        "Ideas on their way into schemes of work", "Beside the cycle before"]
    for meeting in "123":
        lived.run("import_csv", f"Form {meeting}", SAMPLE / f"form_{meeting}.csv", today="2026-12-04")
    lived.run("generate_targets")
    lived.run("collate_responses", today="2026-12-04")
    lines = [[c.value for c in row] for row in lived.edit()["Summary"].iter_rows()]
    assert len(tabs_of(lived)["Summary"]["charts"]) == 5, "no chart is drawn a second time"
    for chart in tabs_of(lived)["Summary"]["charts"]:
        basic = chart["spec"]["basicChart"]
        (names,) = basic["domains"][0]["domain"]["sourceRange"]["sources"]
        table = [line[0] for line in lines[names["startRowIndex"]:names["endRowIndex"]]]
        assert table[0] in (None, "Department", "Focus")
        assert all(table[1:])
        after = lines[names["endRowIndex"]][0] if names["endRowIndex"] < len(lines) else None
        assert not after or after == "Teachers with a target", "numbers stand below the shares, which alone are drawn"


def values(school: SchoolSheets, *tabs: str) -> dict[str, list[list[object]]]:
    """What stands in some tabs."""
    book = school.edit()
    return {tab: [[cell.value for cell in row] for row in book[tab].iter_rows()] for tab in tabs}


def test_set_up_adds_what_is_missing_and_changes_no_value(school: SchoolSheets, tmp_path: Path) -> None:
    lacking = school.copy(tmp_path / "lacking").tidied()
    book = lacking.edit()
    book["Focuses"]["H1"], book["Focuses"]["H2"], book["Focuses"]["F1"] = "Mine", "keep", None
    del book["Pairs"]
    lacking.save(book)
    before = values(lacking, "Staff", "Focuses", "Targets")
    assert lacking.run("setup_book").code == 0
    after = values(lacking, *before)
    assert after["Staff"] == before["Staff"]
    assert after["Focuses"][0] == [*before["Focuses"][0][:5], None, None, "Mine", "Active"]
    assert [row[:8] for row in after["Focuses"][1:]] == before["Focuses"][1:]
    assert "Pairs" in lacking.edit().sheetnames
    state = lacking.state()
    lacking.run("setup_book")
    assert lacking.state() == state


# ── how it is asked for ──────────────────────────────────────────────────────────────────────────────

LOTS = 2
"""Forty letters in lots of twenty: each is claimed and noted, by a write right after a look at what stands there now."""
COMMANDS = (
    ("check_book", (), "2026-09-28", 2, 0), ("generate_targets", (), "2026-09-28", 3, 0),
    ("send_emails", ("targets", "--send"), "2026-09-28", 3 + 4 * LOTS, 0),
    ("import_csv", ("Form 2", SAMPLE / "form_2.csv"), "2026-12-04", 3, 0),
    ("import_csv", ("Observations", SAMPLE / "Observations.csv"), "2026-12-04", 3, 0), ("collate_responses", (), "2026-12-04", 3, 2),
    ("collate_responses", (), "2026-12-04", 1, 1), ("check_book", (), "2026-12-04", 1, 0),
)


def test_a_run_takes_few_requests(school: SchoolSheets, tmp_path: Path) -> None:
    counted, server = school.copy(tmp_path / "counted").tidied(), school.server
    for script, arguments, day, most, most_of_staff_book in COMMANDS:
        if script == "send_emails":
            book = counted.edit()
            approve(book)
            counted.save(book)
        before = server.requests(counted.book), server.requests(counted.staff_book)
        counted.run(script, *arguments, today=day)
        own, staff = server.requests(counted.book) - before[0], server.requests(counted.staff_book) - before[1]
        assert 1 <= own <= most, script
        assert staff <= most_of_staff_book, script


def test_nothing_is_written_as_if_typed_and_no_table_is_read_by_guesswork(school: SchoolSheets) -> None:
    asked = {entry.path.partition("?")[0].rpartition("/")[2].partition(":")[2] for entry in school.server.log if entry.kind == "write"
             and entry.spreadsheet_id in (school.book, school.staff_book)}
    assert asked == {"batchUpdate"}


def test_a_process_of_its_own_reaches_google_and_nobody_else(tmp_path: Path) -> None:
    with serving() as server:
        made = new_school(tmp_path / "school", server)
        command = made.command("setup_book", "--sample", today="2026-09-28")
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, env=os.environ | made.environment())
        assert done.returncode == 0, done.stderr
        assert server.contacted == {"oauth2.googleapis.com", "sheets.googleapis.com"}
        assert made.edit()["Staff"].max_row == 42


def test_the_quota_of_a_minute_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    with serving(now=lambda: clock[0], quota=3) as server:
        line = over(server.session(), pause=lambda seconds: clock.__setitem__(0, clock[0] + seconds), clock=lambda: clock[0])
        book = GoogleBook(GoogleSheet(server.new_book()), line)
        for _ in range(5):
            book.read()
        assert 60 < clock[0] < 150
        monkeypatch.setattr(server.quota, "limit", 0)
        begun = clock[0]
        with pytest.raises(Stop, match="Try again later") as stop:
            book.read()
        assert stop.value.code == ExitCode.TEMPORARY
        assert clock[0] - begun <= 150, "nobody waits for hours"


def test_what_is_too_long_for_a_cell_is_told_before_anything_is_asked(server: Server) -> None:
    book = GoogleBook(GoogleSheet(server.new_book()), over(server.session()))
    book.write(Changes(setup=(Target.tab,)))
    before = len(server.log)
    with pytest.raises(Stop, match="50,001 characters") as stop:
        book.write(Changes(tabs=(TabChange(Target.tab, added=({"Cycle": "x", "Email": "a@b.example", "Target": "x" * 50_001},)),)))
    assert stop.value.code == ExitCode.DATA
    assert not any(entry.kind == "write" for entry in server.log[before:])


@pytest.mark.parametrize(("text", "found"), [
    ("https://docs.google.com/spreadsheets/d/1RaRSiMFkCXKeUL48OsbY-I-LeH1kJuYLqxKGbc7-HDz/edit?gid=0#gid=0", True),
    ("https://docs.google.com/spreadsheets/u/1/d/1RaRSiMFkCXKeUL48OsbY-I-LeH1kJuYLqxKGbc7-HDz", True),
    ("docs.google.com/spreadsheets/d/1RaRSiMFkCXKeUL48OsbY-I-LeH1kJuYLqxKGbc7-HDz/edit", True),
    ("https://docs.google.com/a/oakfield.example/spreadsheets/d/1RaRSiMFkCXKeUL48OsbY-I-LeH1kJuYLqxKGbc7-HDz/edit", True),
    ("1RaRSiMFkCXKeUL48OsbY-I-LeH1kJuYLqxKGbc7-HDz", True), (" 1RaRSiMFkCXKeUL48OsbY-I-LeH1kJuYLqxKGbc7-HDz ", True),
    ("books/coordinator.xlsx", False), ("coordinator.xlsx", False), ("C:\\books\\a-very-long-name-of-a-book-2026.xlsx", False),
])
def test_an_address_or_an_id_is_told_from_a_path(text: str, found: bool) -> None:
    assert google_sheet(text) == (GoogleSheet("1RaRSiMFkCXKeUL48OsbY-I-LeH1kJuYLqxKGbc7-HDz") if found else None)


@pytest.mark.parametrize("text", [
    "https://docs.google.com/spreadsheets/d/e/2PACX-1vRaRSiMFkCXKeUL48OsbY/pubhtml", "https://example.org/book.xlsx",
    "https://docs.google.com/forms/d/1RaRSiMFkCXKeUL48OsbY-I-LeH1kJuYLqxKGbc7-HDz/edit",
    "drive.google.com/drive/folders/1RaRSiMFkCXKeUL48OsbY",
])
def test_another_address_never_becomes_the_name_of_a_file(text: str) -> None:
    with pytest.raises(Stop, match="is not the address of a Google Sheet") as stop:
        google_sheet(text)
    assert stop.value.code == ExitCode.CONFIGURATION


def test_rows_that_are_added_to_a_full_tab_have_the_same_choices(school: SchoolSheets, tmp_path: Path) -> None:
    grown = school.copy(tmp_path / "grown")
    export = tmp_path / "focuses.csv"
    export.write_text("Focus,Whole school\n" + "\n".join(f"Focus {n},yes" for n in range(250)), encoding="utf-8")
    grown.run("import_csv", "Focuses", export)
    focuses, at = tabs_of(grown)["Focuses"], columns("Focuses")["Whole school"]
    assert focuses["properties"]["gridProperties"]["rowCount"] > 250
    assert {cell(focuses, row, at)["dataValidation"]["condition"]["type"] for row in (2, 199, 230, 260)} == {"BOOLEAN"}


def test_set_up_and_pages_make_room_for_what_they_need(server: Server) -> None:
    book = GoogleBook(GoogleSheet(server.new_book()), over(server.session()))
    book.write(Changes(setup=BOOK))
    small, other = {"sheetId": 0, "title": "Staff", "gridProperties": {"rowCount": 1, "columnCount": 2}}, server.new_book()
    server.person.change(other, "updateSheetProperties", properties=small, fields="title,gridProperties")
    sheet = GoogleBook(GoogleSheet(other), over(server.session()))
    assert sheet.write(Changes(setup=(next(t for t in BOOK if t.title == "Staff"),)))
    lines = tuple((Span(word, "text"), Span(n, "number")) for n, word in enumerate(("Status", "Agreed", "Trying"), start=1))
    page = Tab("Summary", "", page=True, widths=(20, 10))
    book_id = book.address.id
    summary = server.books[book_id].titled("Summary")
    assert summary is not None
    server.person.change(book_id, "updateSheetProperties", fields="gridProperties",
                         properties={"sheetId": summary.id, "gridProperties": {"rowCount": 3, "columnCount": 2}})
    assert book.write(Changes(pages=(Page(page, lines, charts=(Chart("Ideas", 1, 3, 0, (1,)),)),)))


@pytest.mark.parametrize(("status", "error", "said", "code"), [
    (400, {"message": "This operation is not supported for this document"}, "Save as Google Sheets", ExitCode.CONFIGURATION),
    (403, {"code": -1, "message": "<html>blocked</html>"}, "Something between here and Google", ExitCode.CONFIGURATION),
    (403, {"message": "Google Sheets API has not been used in project 1 before."}, "not switched on", ExitCode.CONFIGURATION),
    (403, {"message": "Request had insufficient authentication scopes."}, "does not allow Google Sheets", ExitCode.CONFIGURATION),
    (404, {"message": "Requested entity was not found."}, "There is no Google Sheet of that address", ExitCode.CONFIGURATION),
    (400, {"message": "Invalid requests[3].updateCells: she shouts at J.B."}, "requests[3].updateCells", ExitCode.UNEXPECTED),
])
def test_what_google_refuses_is_said_with_its_remedy(status: int, error: dict[str, object], said: str, code: ExitCode) -> None:
    stop = refused(status, error, "robot@school.example")
    assert said in str(stop)
    assert stop.code == code
    assert "J.B." not in str(stop), "what Google quotes may be what an observer wrote"
