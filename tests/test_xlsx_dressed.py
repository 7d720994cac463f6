"""A book dressed by a person goes through a write: every part but our own tab stays byte for byte."""

import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from xlsx_samples import MAIN, OFFICE, PUPILS, book_at, parts_of, put_parts

from sgp.books.xlsx import XlsxBook
from sgp.plan import Changes, Edit, TabChange

pytestmark = pytest.mark.filterwarnings("ignore:Sparkline Group extension is not supported")

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cfc000000301010018dd8db00000000049454e44ae426082"
)
SPARKLINES = (
    '<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" uri="{05C60535-1F16-4fd2-B633-F4F36F0B64E0}">'
    '<x14:sparklineGroups xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:sparklineGroup><x14:sparklines><x14:sparkline>'
    "<xm:f>Pupils!D2:D4</xm:f><xm:sqref>H2</xm:sqref></x14:sparkline></x14:sparklines></x14:sparklineGroup></x14:sparklineGroups></ext></extLst>"
)
ADDED = {
    "xl/media/image1.png": PNG,
    "xl/ctrlProps/ctrlProp1.xml": b'<formControlPr xmlns="x14" objectType="CheckBox" checked="Checked"/>',
    "xl/metadata.xml": b'<metadata><cellMetadata count="1"><bk><rc t="1" v="0"/></bk></cellMetadata></metadata>',
    "xl/calcChain.xml": f'<calcChain xmlns="{MAIN}"><c r="F2" i="1"/><c r="D3" i="1"/></calcChain>'.encode(),
    "customXml/item1.xml": b"\xef\xbb\xbf<kept  as='it is'/>\r\n",
}


@pytest.fixture
def dressed(tmp_path: Path) -> XlsxBook:
    """A book with most of what people put into books; headings in another order and case."""
    made = Workbook()
    _pupils(made)
    _charts(made)
    made.create_chartsheet("Chart").add_chart(BarChart())  # type: ignore[no-untyped-call]
    made.save(tmp_path / "plain.xlsx")
    parts = parts_of(tmp_path / "plain.xlsx") | ADDED
    for name, old, new in (
        ("xl/worksheets/sheet1.xml", "</worksheet>", SPARKLINES + "</worksheet>"),
        ("xl/worksheets/sheet2.xml", "</worksheet>", SPARKLINES + "</worksheet>"),
        ("xl/_rels/workbook.xml.rels", "</Relationships>",
         f'<Relationship Id="rId99" Type="{OFFICE}/calcChain" Target="calcChain.xml"/></Relationships>'),
        ("[Content_Types].xml", "</Types>", '<Default Extension="png" ContentType="image/png"/><Override PartName="/xl/calcChain.xml" '
         'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"/></Types>'),
    ):  # fmt: skip
        parts[name] = parts[name].decode().replace(old, new).encode()
    for name in ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"):
        parts[name] = re.sub(rb"(<f>[^<]*</f>)<v ?/>", rb"\1<v>42</v>", parts[name].replace(b"<v></v>", b"<v/>"))
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b' fullCalcOnLoad="1"', b"")
    put_parts(tmp_path / "book.xlsx", parts)
    return book_at(tmp_path / "book.xlsx")


def _pupils(made: Workbook) -> None:
    sheet = made.active
    assert sheet is not None
    sheet.title = "Pupils"
    sheet.append(("score", "  NAME ", "Mine", "3. Key", "Born", "Sum"))
    sheet.append((1, "Ana", "x", "a", None, "=A2*2"))
    sheet.append((2, "Bo", None, "b", None, "=A3*2"))
    sheet.row_dimensions[3].hidden = True
    sheet.auto_filter.ref = "A1:F3"
    sheet["B1"].comment = Comment("Mine", "Me")
    choice = DataValidation(type="list", formula1='"Ana,Bo"', sqref="B2:B3")
    sheet.add_data_validation(choice)
    sheet.conditional_formatting.add("A2:A3", CellIsRule(operator="greaterThan", formula=["1"], fill=PatternFill(bgColor="FFAAAA")))


def _charts(made: Workbook) -> None:
    sheet = made.create_sheet("Charts")
    for n in range(5):
        sheet.append((n, f"=A{n + 1}*2"))
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=1, min_row=1, max_row=5))
    sheet.add_chart(chart, "D2")  # type: ignore[no-untyped-call]
    sheet["A1"].comment = Comment("Why", "Me")


CHANGE = Changes(tabs=(TabChange(PUPILS, edits=(Edit(("b",), {"Score": 9}),), added=({"Key": "c", "Name": "Cy", "Score": 3},)),))


def test_every_other_part_is_byte_for_byte_the_same(dressed: XlsxBook) -> None:
    before = parts_of(dressed.path)
    assert dressed.write(CHANGE) == dressed.path
    after = parts_of(dressed.path)
    assert list(after) == list(before), "the same members in the same order"
    assert {name for name in before if before[name] != after[name]} == {"xl/worksheets/sheet1.xml", "xl/workbook.xml"}
    assert after["xl/workbook.xml"].decode().count("fullCalcOnLoad") == 1
    with ZipFile(dressed.path) as archive:
        assert archive.testzip() is None


def test_what_people_did_on_our_tab_stays(dressed: XlsxBook) -> None:
    dressed.write(CHANGE)
    seen = load_workbook(dressed.path)["Pupils"]
    assert [c.value for c in seen[3]] == [9, "Bo", None, "b", None, "=A3*2"]
    assert [c.value for c in seen[4]] == [3, "Cy", None, "c", None, None]
    assert seen.row_dimensions[3].hidden
    assert (seen.auto_filter.ref, seen["B1"].comment.text) == ("A1:F4", "Mine")
    assert SPARKLINES.encode() in parts_of(dressed.path)["xl/worksheets/sheet1.xml"]
    assert dressed.read().sheets[0].at(2, 5) == 42, "cached values stay"
    assert dressed.read().sheets[1].at(1, 1) == 42
    assert str(seen.data_validations.dataValidation[0].sqref) == "B2:B4"


def test_a_formula_that_goes_takes_the_list_of_formulas_with_it(dressed: XlsxBook) -> None:
    swapped = ({"Key": "b", "Name": "Bo", "Score": 2}, {"Key": "a", "Name": "Ana", "Score": 1})
    dressed.write(Changes(tabs=(TabChange(PUPILS, whole=swapped),)))
    after = parts_of(dressed.path)
    assert "xl/calcChain.xml" not in after
    assert b"calcChain" not in after["[Content_Types].xml"] + after["xl/_rels/workbook.xml.rels"]
    seen = load_workbook(dressed.path)["Pupils"]
    assert [[c.value for c in row] for row in seen["A2:F3"]] == [[2, "Bo", None, "b", None, "=A2*2"], [1, "Ana", "x", "a", None, "=A3*2"]]


def test_set_up_touches_no_value_and_no_other_part(dressed: XlsxBook) -> None:
    before, values = parts_of(dressed.path), dressed.read()
    dressed.write(Changes(setup=(PUPILS,)))
    after = parts_of(dressed.path)
    assert dressed.read() == values
    assert {n for n in before if before[n] != after[n]} <= {"xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"}
    seen = load_workbook(dressed.path)["Pupils"]
    assert seen.freeze_panes == "A2"
    assert dressed.write(Changes(setup=(PUPILS,))) is None
