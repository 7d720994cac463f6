"""A book dressed by a person goes through every command, and all parts but the scripts' own tabs stay byte for byte the same."""

import io
import posixpath
import shutil
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from school_files import RAW, ROOT, SchoolFiles

OURS = {
    "Start here", "Targets", "Summary", "Responses", "Replies", "By department", "By focus", "Good practice", "Schemes of work",
    "Email log", "Run log", "Problems", "Settings",
}


def dress(path: Path) -> None:
    """Headings in another order and case, extra columns and tabs, formulas, a chart, a picture, notes, filters, hidden rows."""
    book = load_workbook(path)
    staff = book["Staff"]
    staff.move_range(f"A1:A{staff.max_row}", cols=20)  # the address goes to the far right
    for cell in staff[1]:
        cell.value = cell.value.upper() if cell.value else "My own column" if cell.column == 1 else None
    staff["A2"], staff["A3"] = "keep me", "=1+1"
    staff.row_dimensions[5].hidden = True
    staff.auto_filter.ref = f"B1:U{staff.max_row}"
    staff["C4"].comment = Comment("She prefers Maggie", "Sarah")
    targets = book["Targets"]
    targets.cell(1, 17).value = "Spoken to?"
    targets.conditional_formatting.add("Q2:Q400", CellIsRule(operator="equal", formula=['"yes"'], fill=PatternFill(bgColor="FFEE99")))
    own = book.create_sheet("My notes")
    for row in ((1, "=A1*2"), (2, "=A2*2"), (3, "=SUM(A1:A3)")):
        own.append(row)
    validation = DataValidation(type="list", formula1='"red,green"')
    own.add_data_validation(validation)
    validation.add("D1")
    chart = BarChart()
    chart.add_data(Reference(own, min_col=1, min_row=1, max_row=3))
    own.add_chart(chart, "F2")
    own.add_image(Image(io.BytesIO((ROOT / "config" / "sample" / "pictures" / "letter.png").read_bytes())), "M2")
    book.save(path)


def parts(path: Path) -> dict[str, bytes]:
    """Every part of the package but the sheets of our own tabs with the charts on them, and what promise 2 lets a write touch."""
    with zipfile.ZipFile(path) as package:
        book = load_workbook(path)
        ours = {f"xl/worksheets/sheet{n}.xml" for n, title in enumerate(book.sheetnames, start=1) if title in OURS}
        ours |= {chart for sheet in ours for chart in charts(package, sheet)}
        free = ours | {"xl/workbook.xml", "xl/calcChain.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"}
        return {name: package.read(name) for name in package.namelist() if name not in free}


def charts(package: zipfile.ZipFile, sheet: str) -> list[str]:
    """The parts of the charts that lie on a sheet."""
    return [chart for drawing in targets(package, sheet, "drawing") for chart in targets(package, drawing, "chart")]


def targets(package: zipfile.ZipFile, part: str, kind: str) -> list[str]:
    """The parts of that kind which a part points at."""
    folder, _, name = part.rpartition("/")
    if (at := f"{folder}/_rels/{name}.rels") not in package.namelist():
        return []
    found = [e.attrib for e in ElementTree.fromstring(package.read(at)) if e.attrib["Type"].endswith(f"/{kind}")]
    return [posixpath.normpath(posixpath.join("/", folder, a["Target"])).lstrip("/") for a in found]


@pytest.fixture(scope="module")
def wardrobe(tmp_path_factory: pytest.TempPathFactory) -> SchoolFiles:
    """The dressed book, made once."""
    school = SchoolFiles(tmp_path_factory.mktemp("wardrobe"))
    school.run("setup_book", "--sample")
    for meeting in "123":  # form tabs are made before the dressing, as a form service would have
        school.run("import_csv", f"Form {meeting}", ROOT / "config" / "sample" / f"form_{meeting}.csv", today="2026-12-04")
    dress(school.book)
    school.run("setup_book")  # may add drop-downs where the address now stands; from here on nothing is missing
    return school


@pytest.fixture
def dressed(wardrobe: SchoolFiles, tmp_path: Path) -> SchoolFiles:
    shutil.copytree(wardrobe.folder, tmp_path / "school")
    return SchoolFiles(tmp_path / "school")


COMMANDS = (("check_book", (), "2026-09-28"), ("generate_targets", (), "2026-09-28"), ("send_emails", ("targets",), "2026-09-28"),
            ("send_emails", ("targets", "--send"), "2026-09-28"), ("collate_responses", (), "2026-12-04"), ("setup_book", (), "2026-12-04"))


def test_every_other_part_stays_byte_for_byte(dressed: SchoolFiles) -> None:
    before = parts(dressed.book)
    assert len([name for name in before if "/charts/" in name]) == 1, "the person's own"
    for script, arguments, day in COMMANDS:
        done = dressed.run(script, *arguments, today=day)
        assert done.code in (0, 5), done.said
        after = parts(dressed.book)
        assert {n for n in before if before[n] != after.get(n)} == set(), script
    assert len(dressed.rows("Targets")) == 40


def test_extra_columns_of_ours_tabs_stay_with_their_row(dressed: SchoolFiles) -> None:
    dressed.run("generate_targets")
    book = load_workbook(dressed.book)
    sheet = book["Targets"]
    for row in range(2, 12):
        sheet.cell(row, 17).value = f"about {sheet.cell(row, 2).value}"
    book.save(dressed.book)
    dressed.run("collate_responses", today="2026-12-04")
    noted = [(t["Email"], t["Spoken to?"]) for t in dressed.rows("Targets") if t["Spoken to?"]]
    assert len(noted) == 10
    assert all(said == f"about {email}" for email, said in noted)


def test_importing_touches_only_the_tab_it_is_told(dressed: SchoolFiles, tmp_path: Path) -> None:
    before = parts(dressed.book)
    shutil.copy(RAW / "observations.csv", tmp_path / "more.csv")
    dressed.run("import_csv", "Observations", tmp_path / "more.csv", today="2026-12-04")
    changed = {n for n, content in parts(dressed.book).items() if before.get(n) != content}
    sheet = load_workbook(dressed.book).sheetnames.index("Observations") + 1
    assert changed == {f"xl/worksheets/sheet{sheet}.xml"}
