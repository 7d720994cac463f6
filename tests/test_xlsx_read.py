"""Reading: every kind of cell that Excel, LibreOffice, Google and openpyxl write."""

from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from xlsx_samples import book_at, raw_book

from sgp.plan import Broken, Value

NOV_23 = date(2026, 11, 23)


def cells(tmp_path: Path, row: str, **how: object) -> tuple[Value, ...]:
    sheet = raw_book(tmp_path / "book.xlsx", f'<row r="1">{row}</row>', **how).read().find("Pupils")  # type: ignore[arg-type]
    assert sheet is not None
    return sheet.rows[0] if sheet.rows else ()


@pytest.mark.parametrize(("cell", "value"), [
    ('<c t="inlineStr"><is><t xml:space="preserve"> a </t></is></c>', " a "),
    ('<c t="inlineStr"><is><r><t>on</t></r><r><rPr><b/></rPr><t>ce</t></r></is></c>', "once"),
    ('<c t="inlineStr"><is><t>a_x000D_b_x005F_x0041_</t></is></c>', "a\rb_x0041_"),
    ("<c><v>7</v></c>", 7),
    ("<c><v>7.0</v></c>", 7),
    ("<c><v>1E3</v></c>", 1000),
    ("<c><v>0.1</v></c>", 0.1),
    ('<c t="n"><v></v></c>', None),
    ('<c t="b"><v>1</v></c>', True),
    ('<c t="b"><v>0</v></c>', False),
    ('<c t="e"><v>#REF!</v></c>', Broken("#REF!", False)),
    ('<c t="d"><v>2026-11-23</v></c>', date(2026, 11, 23)),
    ('<c t="d"><v>2026-11-23T15:30:00.4Z</v></c>', datetime(2026, 11, 23, 15, 30)),
    ('<c t="d"><v>15:30:00</v></c>', time(15, 30)),
    ("<c><f>1+1</f><v>2</v></c>", 2),
    ('<c t="str"><f>A1&amp;B1</f><v>ab</v></c>', "ab"),
    ('<c t="str"><f>A1&amp;B1</f><v></v></c>', ""),
    ('<c t="str"><f>A1&amp;B1</f></c>', Broken("=A1&B1", True)),
    ("<c><f>A1&amp;B1</f></c>", Broken("=A1&B1", True)),
    ("<c><f>A1&amp;B1</f><v/></c>", Broken("=A1&B1", True)),
    ('<c t="e"><f>1/0</f><v>#DIV/0!</v></c>', Broken("#DIV/0!", False)),
    ("<c><v>1e999</v></c>", Broken("1e999", False)),
])  # fmt: skip
def test_cell(tmp_path: Path, cell: str, value: Value) -> None:
    found = cells(tmp_path, cell)
    assert (found[0] if found else None) == value
    assert type(found[0] if found else None) is type(value)


def test_shared_strings_without_how_they_are_read_aloud(tmp_path: Path) -> None:
    shared = '<si><t>one</t></si><si><r><t>t</t></r><r><t>wo</t></r><rPh sb="0" eb="1"><t>TO</t></rPh><phoneticPr fontId="1"/></si><si/>'
    assert cells(tmp_path, '<c t="s"><v>1</v></c><c t="s"><v>0</v></c><c t="s"><v>2</v></c>', shared=shared) == ("two", "one")


@pytest.mark.parametrize(("code", "number", "value"), [
    ("dd/mm/yyyy", "46349", date(2026, 11, 23)),
    ("dd/mm/yyyy", "46349.5", datetime(2026, 11, 23, 12)),
    ("dd/mm/yyyy hh:mm", "46349", datetime(2026, 11, 23)),
    ("[$-809]d mmmm yyyy;@", "46349", date(2026, 11, 23)),
    ("mmm", "46349", date(2026, 11, 23)),
    ("d.m.yyyy h:mm", "46349.6458333333", datetime(2026, 11, 23, 15, 30)),
    ("hh:mm", "0.645833333333333", time(15, 30)),
    ("h:mm AM/PM", "0.645833333333333", time(15, 30)),
    ("hh:mm", "0.9999999", time(23, 59, 59)),
    ("mm:ss", "0.5", time(12)),
    ("[h]:mm", "1.5", 1.5),
    ("[h]:mm", "0.5", time(12)),
    ("dd/mm/yyyy", "1", date(1900, 1, 1)),
    ("dd/mm/yyyy", "59", date(1900, 2, 28)),
    ("dd/mm/yyyy", "60", Broken("29/02/1900", False)),
    ("dd/mm/yyyy", "61", date(1900, 3, 1)),
    ("dd/mm/yyyy", "0", 0),
    ("dd/mm/yyyy", "-4", -4),
    ("dd/mm/yyyy", "99999999", 99999999),
    ('0.00 "days"', "7", 7),
    ("General", "46349", 46349),
    ("0.00E+00", "5", 5),
    ("[Red]#,##0", "5", 5),
    ("#,##0;[Red]-#,##0_d", "5", 5),
])  # fmt: skip
def test_number_formats(tmp_path: Path, code: str, number: str, value: Value) -> None:
    assert cells(tmp_path, f'<c s="1"><v>{number}</v></c>', formats=(code.replace('"', "&quot;"),)) == (value,)


def test_books_that_count_from_1904(tmp_path: Path) -> None:
    made = Workbook()
    made.epoch = CALENDAR_MAC_1904
    made.active.append([date(2026, 11, 23), datetime(2026, 11, 23, 15, 30), time(9, 5)])  # type: ignore[union-attr]
    made.save(tmp_path / "book.xlsx")
    rows = book_at(tmp_path / "book.xlsx").read().sheets[0].rows
    assert rows == ((date(2026, 11, 23), datetime(2026, 11, 23, 15, 30), time(9, 5)),)
    assert type(rows[0][0]) is date


@pytest.mark.parametrize(("before", "after", "values"), [
    ({"shared": "<si><t>one</t></si>"}, {"shared": "<si><t>two</t></si>"}, (("one", NOV_23), ("two", NOV_23))),
    ({"formats": ("0",)}, {"formats": ("dd/mm/yyyy",)}, (("text", 46349), ("text", NOV_23))),
    ({"workbook": ""}, {"workbook": '<workbookPr date1904="1"/>'}, (("text", NOV_23), ("text", date(2030, 11, 24)))),
])  # fmt: skip
def test_a_tab_that_is_the_same_is_read_anew_where_what_it_refers_to_is_not(
    tmp_path: Path, before: dict[str, object], after: dict[str, object], values: tuple[tuple[Value, ...], ...],
) -> None:
    usual = {"shared": "<si><t>text</t></si>", "formats": ("dd/mm/yyyy",)}
    row = '<c t="s"><v>0</v></c><c s="1"><v>46349</v></c>'
    assert tuple(cells(tmp_path, row, **(usual | how)) for how in (before, after)) == values


def test_places_may_be_left_out(tmp_path: Path) -> None:
    rows = '<row><c><v>1</v></c><c r="D1"><v>2</v></c><c><v>3</v></c></row><row/><row r="5"><c><v>4</v></c></row><row><c><v>5</v></c></row>'
    sheet = raw_book(tmp_path / "book.xlsx", rows).read().sheets[0]
    assert sheet.rows == ((1, None, None, 2, 3), (), (), (), (4,), (5,))


def test_formatted_but_empty_cells_cost_nothing(tmp_path: Path) -> None:
    far = "".join(f'<row r="{n}" s="1"><c r="A{n}" s="1"/><c r="XFD{n}" s="1"/></row>' for n in range(1_000_000, 1_048_577, 40))
    sheet = raw_book(tmp_path / "book.xlsx", f'<row r="1"><c><v>1</v></c><c s="1"/></row>{far}').read().sheets[0]
    assert sheet.rows == ((1,),)


def test_strict_books_and_other_prefixes(tmp_path: Path) -> None:
    row = '<row><c t="inlineStr"><is><t>yes</t></is></c><c t="d"><v>2026-11-23</v></c></row>'
    book = raw_book(tmp_path / "book.xlsx", row, strict=True)
    assert book.read().sheets[0].rows == (("yes", date(2026, 11, 23)),)


def test_chart_sheets_and_hidden_tabs(tmp_path: Path) -> None:
    made = Workbook()
    made.create_sheet("Quiet").sheet_state = "veryHidden"
    made.create_chartsheet("Chart")
    made.create_sheet("Last")["B2"] = "here"
    made.save(tmp_path / "book.xlsx")
    found = book_at(tmp_path / "book.xlsx").read()
    assert [s.title for s in found.sheets] == ["Sheet", "Quiet", "Last"]
    assert found.find(" LAST ").rows == ((), (None, "here"))  # type: ignore[union-attr]
