"""Writing: only the cells that differ, each as what it is, and everything else as it was."""

from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.table import Table
from xlsx_samples import MAIN, PUPILS, book_at, parts_of, raw_book

from sgp.errors import ExitCode, Stop
from sgp.plan import Broken, Cells, Changes, Edit, Page, RawRows, Span, TabChange, Value

pytestmark = pytest.mark.filterwarnings("ignore:Workbook contains no default style")

HEADING_CELLS = zip(("A1", "B1", "C1", "D1"), PUPILS.headings, strict=True)
HEADINGS = f'<row r="1">{"".join(f"""<c r="{at}" t="inlineStr"><is><t>{heading}</t></is></c>""" for at, heading in HEADING_CELLS)}</row>'
ANA: Cells = {"Key": "a", "Name": "Ana", "Born": date(2015, 2, 1), "Score": 7}


LETTERS = st.characters(codec="utf-8") | st.sampled_from("\0\x01\x0b\r\n\t_x0D\ufffe\uffff=+-@' ")


def text(where: str, words: str, more: str = "") -> str:
    return f'<c r="{where}" t="inlineStr"{more}><is><t>{words}</t></is></c>'


def added(*rows: Cells) -> Changes:
    return Changes(tabs=(TabChange(PUPILS, added=rows),))


def edited(key: str, **cells: Value) -> Changes:
    return Changes(tabs=(TabChange(PUPILS, edits=(Edit((key,), cells),)),))


def sheet_xml(path: Path) -> str:
    return parts_of(path)["xl/worksheets/sheet1.xml"].decode()


def test_what_is_written_is_read_back_typed(tmp_path: Path) -> None:
    book = book_at(tmp_path / "book.xlsx")
    moment: Mapping[str, Value] = {"Key": "m", "Name": "Mo", "Born": datetime(2015, 2, 1, 9, 30), "Score": 0.5}
    book.write(Changes(setup=(PUPILS,), tabs=(TabChange(PUPILS, added=(ANA, moment, {"Key": "t", "Score": True, "Born": time(9, 5)})),)))
    assert book.read().sheets[0].rows[1:] == (
        ("a", "Ana", date(2015, 2, 1), 7), ("m", "Mo", datetime(2015, 2, 1, 9, 30), 0.5), ("t", None, time(9, 5), True),
    )  # fmt: skip
    seen = load_workbook(book.path)["Pupils"]
    assert (seen["C2"].value, seen["C2"].number_format, seen["D2"].value) == (datetime(2015, 2, 1), "dd/mm/yyyy", 7)


def test_nothing_differs_nothing_is_touched(tmp_path: Path) -> None:
    book = book_at(tmp_path / "book.xlsx")
    book.write(Changes(setup=(PUPILS,), tabs=(TabChange(PUPILS, added=(ANA,)),)))
    before, stamp = book.path.read_bytes(), book.path.stat().st_mtime_ns
    whole = Changes(tabs=(TabChange(PUPILS, whole=(ANA,)),))
    for same in (added(ANA), edited("a", Name="Ana", Score=7.0), whole, Changes(setup=(PUPILS,))):
        assert book.write(same) is None
    assert (book.path.read_bytes(), book.path.stat().st_mtime_ns) == (before, stamp)


@pytest.mark.parametrize("words", ["=1+1", "+44 20", "-5", "@here", '=HYPERLINK("x")', "1", "TRUE", "#REF!", "23/11/2026", "'quoted"])
def test_text_is_always_text(tmp_path: Path, words: str) -> None:
    book = book_at(tmp_path / "book.xlsx")
    book.write(Changes(setup=(PUPILS,), tabs=(TabChange(PUPILS, added=({"Key": "a", "Name": words},)),)))
    assert book.read().sheets[0].at(2, 1) == words
    cell = load_workbook(book.path)["Pupils"]["B2"]
    assert (cell.value, b"<f>" in parts_of(book.path)["xl/worksheets/sheet1.xml"]) == (words, False)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(LETTERS, min_size=1, max_size=60), min_size=1, max_size=4))
def test_any_text_comes_back_the_same(tmp_path: Path, texts: list[str]) -> None:
    book = raw_book(tmp_path / "book.xlsx", "")
    book.write(Changes(raw=(RawRows("Pupils", ("One",), tuple((t,) for t in texts)),)))
    assert [row[0] for row in book.read().sheets[0].rows[1:]] == texts


@pytest.mark.parametrize(("words", "back"), [
    ("x" * 32_767, "x" * 32_767), ("\U0001f600" * 16_383, "\U0001f600" * 16_383), ("_x0041", "_x0041"), ("_x0041\x02", "_x0041\x02"),
    ("_x0041_x0042_", "_x0041_x0042_"), ("a\ud800b", "a\ufffdb"), ("\ud83d\ude00", "\U0001f600"),
])  # fmt: skip
def test_texts_at_the_edge(tmp_path: Path, words: str, back: str) -> None:
    """Only half of a surrogate pair, which no file can hold, is not kept: it becomes U+FFFD."""
    book = book_at(tmp_path / "book.xlsx")
    book.write(Changes(setup=(PUPILS,), raw=(RawRows("Words", ("One",), ((words,),)),)))
    assert book.read().sheets[1].at(2, 0) == back


@pytest.mark.parametrize("words", ["x" * 32_768, "\U0001f600" * 16_384])
def test_a_text_too_long_for_a_cell_stops_before_anything(tmp_path: Path, words: str) -> None:
    book = raw_book(tmp_path / "book.xlsx", HEADINGS)
    before = book.path.read_bytes()
    with pytest.raises(Stop, match="tab Pupils, cell B2 has 32,768 characters") as stop:
        book.write(added({"Key": "a", "Name": words}))
    assert (stop.value.code, book.path.read_bytes()) == (ExitCode.DATA, before)


def test_styles_stay_and_new_cells_take_their_neighbours(tmp_path: Path) -> None:
    styled = text("A2", "a", ' s="2"')
    rows = HEADINGS + f'<row r="2">{styled}<c r="B2" s="3"/><c r="C2" s="1"><v>42000</v></c></row>'
    book = raw_book(tmp_path / "book.xlsx", rows, formats=("dd/mm/yyyy", "@", "0.0"))
    book.write(Changes(tabs=(TabChange(PUPILS, edits=(Edit(("a",), {"Name": "Ana", "Born": None}),), added=({**ANA, "Key": "b"},)),)))
    seen = load_workbook(book.path)["Pupils"]
    assert [seen[c].number_format for c in ("A2", "B2", "C2")] == ["@", "0.0", "dd/mm/yyyy"]
    assert [seen[c].number_format for c in ("A3", "B3", "C3", "D3")] == ["@", "0.0", "dd/mm/yyyy", "General"]
    assert [seen[c].value for c in ("B2", "C2", "C3", "D3")] == ["Ana", None, datetime(2015, 2, 1), 7]


def test_a_day_without_any_style_for_days_is_text(tmp_path: Path) -> None:
    book = raw_book(tmp_path / "book.xlsx", HEADINGS)
    book.write(added(ANA))
    assert book.read().sheets[0].at(2, 2) == "01/02/2015"
    before = book.path.read_bytes()
    assert book.write(edited("a", Born=date(2015, 2, 1))) is None
    assert book.path.read_bytes() == before


def test_a_number_never_lands_in_a_style_for_days(tmp_path: Path) -> None:
    rows = HEADINGS + f'<row r="2">{text("A2", "a")}<c r="D2" s="1"><v>42000</v></c></row>'
    book = raw_book(tmp_path / "book.xlsx", rows, formats=("dd/mm/yyyy",))
    book.write(edited("a", Score=5))
    assert book.read().sheets[0].at(2, 3) == 5


def test_days_in_a_book_that_counts_from_1904(tmp_path: Path) -> None:
    rows, since_1904 = HEADINGS + '<row r="2"><c s="1"/><c/><c s="1"/></row>', '<workbookPr date1904="1"/>'
    book = raw_book(tmp_path / "book.xlsx", rows, formats=("dd/mm/yyyy",), workbook=since_1904)
    book.write(added(ANA))
    assert book.read().sheets[0].at(2, 2) == date(2015, 2, 1)
    assert load_workbook(book.path)["Pupils"]["C2"].value == datetime(2015, 2, 1)


def test_rows_and_cells_without_a_place(tmp_path: Path) -> None:
    row = '<row spans="1:2"><c t="inlineStr"><is><t>a</t></is></c><c t="inlineStr"><is><t>Ana</t></is></c></row><row/>'
    book = raw_book(tmp_path / "book.xlsx", HEADINGS.replace(' r="1"', "") + row)
    book.write(Changes(tabs=(TabChange(PUPILS, edits=(Edit(("a",), {"Score": 3}),), added=({"Key": "b", "Name": "Bo"},)),)))
    assert book.read().sheets[0].rows[1:] == (("a", "Ana", None, 3), ("b", "Bo"))
    assert load_workbook(book.path)["Pupils"]["B3"].value == "Bo"


def test_a_second_change_to_a_tab_builds_on_the_first(tmp_path: Path) -> None:
    book = raw_book(tmp_path / "book.xlsx", HEADINGS)
    book.read()
    book.write(Changes(tabs=(*added(ANA).tabs, *added(ANA, {"Key": "b"}).tabs, *edited("b", Name="Bo").tabs)))
    assert [row[:2] for row in book.read().sheets[0].rows[1:]] == [("a", "Ana"), ("b", "Bo")]


def test_people_may_save_in_between(tmp_path: Path) -> None:
    book = raw_book(tmp_path / "book.xlsx", HEADINGS + f'<row r="2">{text("A2", "a")}</row>')
    planned = Changes(tabs=(TabChange(PUPILS, edits=(Edit(("a",), {"Score": 1}, {"Name": "ours"}),)),))
    raw_book(book.path, HEADINGS + f'<row r="2">{text("A2", "z")}</row><row r="3">{text("A3", "a")}{text("B3", "hers")}</row>')
    book.write(planned)
    assert book.read().sheets[0].rows[1:] == (("z",), ("a", "hers", None, 1))


def test_a_missing_tab_changes_nothing(tmp_path: Path) -> None:
    book = raw_book(tmp_path / "book.xlsx", HEADINGS)
    before = book.path.read_bytes()
    with pytest.raises(Stop) as stop:
        book.write(Changes(tabs=(TabChange(PUPILS, added=(ANA,)), TabChange(type(PUPILS)("Gone", "", PUPILS.columns), added=(ANA,)))))
    assert (stop.value.code, stop.value.problems[0].tab, book.path.read_bytes()) == (ExitCode.DATA, "Gone", before)


def test_a_page_is_written_whole_and_dressed(tmp_path: Path) -> None:
    page = type(PUPILS)("Summary", "", page=True, widths=(30, 12))
    book = book_at(tmp_path / "book.xlsx")
    counts = (Span("Teachers", "table heading"), Span(12, "number"))
    lines = ((Span("Autumn", "title"),), (), counts, (Span(date(2026, 1, 2), "day"), Span("late", "alert")))
    book.write(Changes(setup=(page,), pages=(Page(page, lines),)))
    assert book.read().sheets[0].rows == (("Autumn",), (), ("Teachers", 12), (date(2026, 1, 2), "late"))
    assert load_workbook(book.path)["Summary"]["A1"].font.sz == 18
    assert book.write(Changes(pages=(Page(page, lines),))) is None
    book.write(Changes(pages=(Page(page, (lines[0], (Span("new", "strong"),))),)))
    assert book.read().sheets[0].rows == (("Autumn",), ("new",))
    assert load_workbook(book.path)["Summary"]["B4"].font.color.rgb == "FF1F2933"


def test_peoples_cells_move_with_their_row(tmp_path: Path) -> None:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "Pupils"
    sheet.append(("Key", "Name", "My note", "Sum"))
    for row in (("a", "Ana", "first", "=LEN(B2)+$B$1"), ("b", "Bo", "second", "=LEN(B3)+$B$1"), ("c", "Cy", None, 5)):
        sheet.append(row)
    sheet["C2"].font, sheet["C2"].fill = Font(bold=True), PatternFill("solid", fgColor="FFFF00")
    made.save(tmp_path / "book.xlsx")
    book = book_at(tmp_path / "book.xlsx")
    turned = ({"Key": "c", "Name": "Cy"}, {"Key": "b", "Name": "Bo"}, {"Key": "a", "Name": "Ana"})
    book.write(Changes(tabs=(TabChange(PUPILS, whole=turned),)))
    seen = load_workbook(book.path)["Pupils"]
    assert [[c.value for c in row] for row in seen["A2:D4"]] == [
        ["c", "Cy", None, 5], ["b", "Bo", "second", "=LEN(B3)+$B$1"], ["a", "Ana", "first", "=LEN(B4)+$B$1"],
    ]  # fmt: skip
    assert seen["C4"].font.b
    assert seen["C4"].fill.fgColor.rgb.endswith("FFFF00")


def shared_formulas() -> str:
    first = f'<row r="2">{text("A2", "a")}<c r="D2"><f t="shared" ref="D2:D4" si="0">LEN(A2)</f><v>1</v></c></row>'
    other = '<row r="{0}">{1}<c r="D{0}"><f t="shared" si="0"/><v>1</v></c></row>'
    return HEADINGS + first + "".join(other.format(n, text(f"A{n}", key)) for n, key in ((3, "b"), (4, "c")))


def test_others_keep_a_formula_they_shared(tmp_path: Path) -> None:
    book = raw_book(tmp_path / "book.xlsx", shared_formulas())
    book.write(edited("a", Score=9))
    seen = load_workbook(book.path)["Pupils"]
    assert [seen[f"D{n}"].value for n in (2, 3, 4)] == [9, "=LEN(A3)", "=LEN(A4)"]
    assert book.read().sheets[0].at(4, 3) == 1, "the cached values stay"
    assert 'fullCalcOnLoad="1"' in parts_of(book.path)["xl/workbook.xml"].decode()


def test_a_shared_formula_moves_with_its_row(tmp_path: Path) -> None:
    book = raw_book(tmp_path / "book.xlsx", shared_formulas().replace("Score", "Sum of mine"))
    book.write(Changes(tabs=(TabChange(PUPILS, whole=({"Key": "c"}, {"Key": "a"}, {"Key": "b"})),)))
    seen = load_workbook(book.path)["Pupils"]
    assert [seen[f"D{n}"].value for n in (2, 3, 4)] == ["=LEN(A2)", "=LEN(A3)", "=LEN(A4)"]
    assert book.read().sheets[0].at(3, 3) == 1


def test_cells_of_a_row_that_is_gone_go_below(tmp_path: Path) -> None:
    rows = HEADINGS + "".join(f'<row r="{n}">{text(f"A{n}", key)}{text(f"F{n}", f"of {key}")}</row>' for n, key in ((2, "a"), (3, "b")))
    book = raw_book(tmp_path / "book.xlsx", rows)
    book.write(Changes(tabs=(TabChange(PUPILS, whole=({"Key": "b"},)),)))
    assert book.read().sheets[0].rows[1:] == (("b", None, None, None, None, "of b"), (None, None, None, None, None, "of a"))


RULES = (
    '<autoFilter ref="A1:D3"><filterColumn colId="0"/></autoFilter>'
    '<conditionalFormatting sqref="B2:B3 D2:D3"><cfRule type="duplicateValues" priority="1"/></conditionalFormatting>'
    '<conditionalFormatting sqref="F2:F3"><cfRule type="duplicateValues" priority="2"/></conditionalFormatting>'
    '<dataValidations count="2"><dataValidation type="list" sqref="B2:B3"><formula1>"a,b"</formula1></dataValidation>'
    '<dataValidation type="list" sqref="C3"><formula1>"a,b"</formula1></dataValidation></dataValidations>'
    '<extLst><ext xmlns:x14="x14" uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"><x14:dataValidations xmlns:xm="xm">'
    '<x14:dataValidation type="list">'
    "<xm:sqref>D2:D3</xm:sqref></x14:dataValidation></x14:dataValidations></ext>"
    '<ext xmlns:x14="x14" uri="{05C60535-1F16-4fd2-B633-F4F36F0B64E0}"><x14:sparklineGroups xmlns:xm="xm"><x14:sparklineGroup>'
    "<x14:sparkline><xm:f>A2:A3</xm:f><xm:sqref>F3</xm:sqref></x14:sparkline></x14:sparklineGroup></x14:sparklineGroups></ext></extLst>"
)


def test_rules_reach_rows_added_below(tmp_path: Path) -> None:
    rows = HEADINGS + "".join(f'<row r="{n}">{text(f"A{n}", key)}{text(f"B{n}", key)}</row>' for n, key in ((2, "a"), (3, "b")))
    book = raw_book(tmp_path / "book.xlsx", rows, around=RULES)
    book.write(added({"Key": "c", "Name": "C", "Score": 1}, {"Key": "d", "Name": "D"}))
    xml = sheet_xml(book.path)
    for grown in ('autoFilter ref="A1:D5"', 'sqref="B2:B5 D2:D5"', 'sqref="B2:B5"', ">D2:D5<"):
        assert grown in xml
    for kept in ('sqref="F2:F3"', 'sqref="C3"', ">A2:A3<", ">F3<"):
        assert kept in xml


def test_a_table_grows_with_rows_added_directly_below(tmp_path: Path) -> None:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "Pupils"
    for row in (("Key", "Name"), ("a", "Ana"), ("b", "Bo")):
        sheet.append(row)
    sheet.add_table(Table(displayName="People", ref="A1:B3"))
    made.save(tmp_path / "book.xlsx")
    book = book_at(tmp_path / "book.xlsx")
    book.write(added({"Key": "c", "Name": "Cy"}))
    table = load_workbook(book.path)["Pupils"].tables["People"]
    assert (table.ref, table.autoFilter.ref if table.autoFilter else table.ref) == ("A1:B4", "A1:B4")


def test_unknown_markup_of_the_sheet_survives(tmp_path: Path) -> None:
    odd = (
        '<hyperlinks><hyperlink ref="B1" r:id="rId9"/></hyperlinks>'
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        '<mc:Choice xmlns:x14="x14" Requires="x14"><controls><control shapeId="1025" r:id="rId3" name="Check 1"/></controls></mc:Choice>'
        '</mc:AlternateContent><extLst><ext uri="{odd}"><odd xmlns="odd:ns" a="1"/></ext></extLst>'
    )
    row = f'<row r="2" hidden="1" odd:k="v" xmlns:odd="odd:ns">{text("A2", "a")}</row>'
    book = raw_book(tmp_path / "book.xlsx", HEADINGS + row, around=odd)
    book.write(edited("a", Name="Ana"))
    xml = sheet_xml(book.path)
    assert odd in xml
    assert '<row xmlns:odd="odd:ns" r="2" hidden="1" odd:k="v">' in xml
    assert xml.count(f'xmlns="{MAIN}"') == 1


def test_answers_make_their_own_tab_and_go_below(tmp_path: Path) -> None:
    book = raw_book(tmp_path / "book.xlsx", HEADINGS)
    for moment in (datetime(2026, 11, 23, 9, 30, 15), datetime(2026, 11, 24, 10, 0)):
        book.write(Changes(raw=(RawRows("Form 1", ("Timestamp", "Idea"), ((moment, "=talk"),)),)))
    assert book.read().find("form 1").rows == (  # type: ignore[union-attr]
        ("Timestamp", "Idea"), (datetime(2026, 11, 23, 9, 30, 15), "=talk"), (datetime(2026, 11, 24, 10), "=talk"),
    )  # fmt: skip


def test_a_broken_cell_is_left_or_becomes_words(tmp_path: Path) -> None:
    book = raw_book(tmp_path / "book.xlsx", HEADINGS + f'<row r="2">{text("A2", "a")}<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>')
    assert book.write(edited("a", Name=Broken("#DIV/0!", False))) is None
    book.write(edited("a", Name="Ana"))
    assert book.read().sheets[0].at(2, 1) == "Ana"
