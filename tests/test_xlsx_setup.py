"""Set-up: what is missing is made, what stands is kept, and a second time nothing is written."""

import re
from pathlib import Path

from openpyxl import Workbook, load_workbook
from xlsx_samples import PUPILS, TODAY, book_at, parts_of, put_parts

from sgp.contract import STAFF_BOOK, START_HERE, Focus, Observation, Pair, Staff, Target, coordinators_book
from sgp.contract.columns import Tab
from sgp.contract.looks import LOOKS
from sgp.plan import Changes, RawRows, TabChange

BOOK = coordinators_book(())


def test_a_new_book_has_every_tab_and_heading(tmp_path: Path) -> None:
    book = book_at(tmp_path / "new" / "book.xlsx")
    assert book.write(Changes(setup=BOOK)) == book.path
    found = book.read()
    assert [s.title for s in found.sheets] == [t.title for t in BOOK]
    assert [s.headings for s in found.sheets] == [t.headings for t in BOOK]
    before = book.path.read_bytes()
    assert book.write(Changes(setup=BOOK)) is None
    assert book.path.read_bytes() == before


def test_the_same_book_every_time(tmp_path: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        book_at(tmp_path / name).write(Changes(setup=STAFF_BOOK))
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_it_looks_as_declared(tmp_path: Path) -> None:
    book = book_at(tmp_path / "book.xlsx")
    book.write(Changes(setup=BOOK))
    seen = load_workbook(book.path)
    targets = seen["Targets"]
    assert (targets.freeze_panes, targets.auto_filter.ref) == ("C2", "A1:O1")
    assert (targets["E1"].fill.fgColor.rgb, targets["A1"].fill.fgColor.rgb) == ("FF0B5C5A", "FFDDE2E8")
    assert targets.column_dimensions["F"].width == 56
    assert targets["E1"].alignment.wrap_text
    assert "emailed" in targets["F1"].comment.text
    assert targets["A1"].comment.text == Target.tab.about
    assert targets["F1"].comment.author == "Sharing Good Practice"
    assert not seen["Start here"].sheet_view.showGridLines
    assert [seen[t].sheet_properties.tabColor.rgb for t in ("Observations", "Departments")] == ["FF0B5C5A", "FFB8C0CA"]
    assert {f"SGP {look}" for look in LOOKS} <= set(seen.named_styles)


def test_drop_downs_and_marks(tmp_path: Path) -> None:
    book = book_at(tmp_path / "book.xlsx")
    book.write(Changes(setup=BOOK))
    seen = load_workbook(book.path)
    lists = {str(v.sqref): v for v in seen["Targets"].data_validations.dataValidation}
    assert lists["G2:G5000"].formula1 == '"Draft,Approved,Hold"'
    assert lists["E2:E5000"].formula1 == "OFFSET('Focuses'!$A$2,0,0,MAX(1,COUNTA('Focuses'!$A$2:$A$1000)),1)"
    assert {v.errorStyle for v in lists.values()} == {"warning"}, "something else may still be typed"
    marks = {str(r.sqref): [rule.formula[0] for rule in r.rules] for r in seen["Targets"].conditional_formatting}
    marked = [f for formulas in marks.values() for f in formulas]
    assert sorted(marked) == ['"Approved"', '"Hold"', '"Not sure"']
    stale = [rule.formula[0] for r in seen["Start here"].conditional_formatting for rule in r.rules]
    assert stale == [f"AND(ISNUMBER({START_HERE.stale}),TODAY()-{START_HERE.stale}>2)"]


def test_days_typed_or_written_land_in_cells_for_days(tmp_path: Path) -> None:
    book = book_at(tmp_path / "book.xlsx")
    book.write(Changes(setup=(Staff.tab,)))
    book.write(Changes(tabs=(TabChange(Staff.tab, added=({"Email": "a@x.org", "Leaves": TODAY},)),)))
    seen = load_workbook(book.path)["Staff"]
    assert (seen["L2"].number_format, seen["L2"].is_date) == ("dd/mm/yyyy", True)
    column = seen.column_dimensions["K"]
    assert column.number_format == "dd/mm/yyyy"


def test_an_existing_book_gets_only_what_it_lacks(tmp_path: Path) -> None:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "focuses"
    sheet.append(("1. FOCUS", "Mine", "keywords"))
    sheet.append(("Questioning", "note", "ask"))
    sheet.column_dimensions["A"].width = 77
    sheet.freeze_panes = "B3"
    made.create_sheet("Hers")["A1"] = "=1+1"
    made.save(tmp_path / "book.xlsx")
    book = book_at(tmp_path / "book.xlsx")
    hers = parts_of(book.path)["xl/worksheets/sheet2.xml"]
    book.write(Changes(setup=(Pair.tab, Focus.tab)))
    found = book.read()
    assert [s.title for s in found.sheets] == ["focuses", "Hers", "Pairs"]
    headings = ("1. FOCUS", "Mine", "keywords", "Description", "Whole school", "Departments", "Active")
    assert found.sheets[0].rows == (headings, ("Questioning", "note", "ask"))
    assert parts_of(book.path)["xl/worksheets/sheet2.xml"] == hers
    seen = load_workbook(book.path)["focuses"]
    assert (seen.column_dimensions["A"].width, seen.freeze_panes, seen["D1"].fill.fgColor.rgb) == (77, "B3", "FF0B5C5A")
    assert book.write(Changes(setup=(Pair.tab, Focus.tab))) is None


def test_a_wide_band_of_columns_is_cut_where_needed(tmp_path: Path) -> None:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "Pairs"
    made.save(tmp_path / "book.xlsx")
    parts = parts_of(tmp_path / "book.xlsx")
    band = b'<cols><col min="1" max="16384" width="9" customWidth="1"/></cols><sheetData'
    wide = parts["xl/worksheets/sheet1.xml"].replace(b"<sheetData", band)
    put_parts(tmp_path / "book.xlsx", parts | {"xl/worksheets/sheet1.xml": wide})
    book = book_at(tmp_path / "book.xlsx")
    book.write(Changes(setup=(Pair.tab,)))
    bands = re.findall(rb'<col min="(\d+)" max="(\d+)"', parts_of(book.path)["xl/worksheets/sheet1.xml"])
    assert [(int(a), int(b)) for a, b in bands] == [(1, 1), (2, 2), (3, 3), (4, 4), (5, 16384)]


def test_our_styles_are_found_again(tmp_path: Path) -> None:
    book = book_at(tmp_path / "book.xlsx")
    book.write(Changes(setup=(PUPILS,)))
    styles = parts_of(book.path)["xl/styles.xml"]
    book.write(Changes(setup=(PUPILS, Observation.tab)))
    assert parts_of(book.path)["xl/styles.xml"] == styles


def test_a_tab_for_answers_is_dressed_plainly(tmp_path: Path) -> None:
    book = book_at(tmp_path / "book.xlsx")
    book.write(Changes(setup=(PUPILS,), raw=(RawRows("Form 1", ("Timestamp", "My target"), (("x", "y"),)),)))
    seen = load_workbook(book.path)["Form 1"]
    assert (seen.freeze_panes, seen["A1"].fill.fgColor.rgb, seen.column_dimensions["B"].width) == ("A2", "FFDDE2E8", 18)


def test_a_tab_named_with_an_apostrophe(tmp_path: Path) -> None:
    book = book_at(tmp_path / "book.xlsx")
    book.write(Changes(setup=(Tab("Head's & <co>", "", PUPILS.columns, ("Key",)),)))
    assert load_workbook(book.path).sheetnames == ["Head's & <co>"]
    assert book.read().find("head's & <CO>") is not None
