"""Workbooks for the tests: made by hand where a library cannot make what people's books hold."""

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from sgp.books.xlsx import XlsxBook
from sgp.contract.columns import PERSON, SCRIPT, Column, Tab

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
TYPES = {"workbook.xml": "sheet.main", "worksheets/sheet1.xml": "worksheet", "sharedStrings.xml": "sharedStrings", "styles.xml": "styles"}
TODAY = date(2026, 11, 23)

PUPILS = Tab("Pupils", "A tab to test with.", (
    Column("Key", SCRIPT, 12), Column("Name", PERSON, 20),
    Column("Born", PERSON, 12, look="date"), Column("Score", SCRIPT, 9, look="number"),
), ("Key",))  # fmt: skip


def book_at(path: Path, lock_wait: float = 0.0) -> XlsxBook:
    """The book at this path, with its backups beside it."""
    return XlsxBook(path, today=TODAY, backups=path.parent / "backups", lock_wait=lock_wait)


def parts_of(path: Path) -> dict[str, bytes]:
    """Every member of the zip, in order."""
    with ZipFile(path) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def put_parts(path: Path, parts: Mapping[str, bytes]) -> None:
    """Make a zip of these members."""
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    path.write_bytes(held.getvalue())


def raw_book(
    path: Path, rows: str, formats: tuple[str, ...] = (), shared: str = "", around: str = "", workbook: str = "", strict: bool = False
) -> XlsxBook:
    """A book with one tab, Pupils, whose rows are given as XML; style 1, 2 … has the first, second … number format."""
    main, office = (STRICT, STRICT_OFFICE) if strict else (MAIN, OFFICE)
    styles = "".join(f'<numFmt numFmtId="{200 + n}" formatCode="{code}"/>' for n, code in enumerate(formats))
    used = "".join(f'<xf numFmtId="{200 + n}" fontId="0" fillId="0" borderId="0" xfId="0"/>' for n in range(len(formats)))
    link = '<Relationship Id="{}" Type="' + office + '/{}" Target="{}"/>'
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(f'<Override PartName="/xl/{part}" ContentType="{TYPE}.{kind}+xml"/>' for part, kind in TYPES.items()) + "</Types>",
        "_rels/.rels": relations.format(link.format("rId1", "officeDocument", "/xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}">{workbook}<sheets>'
        '<sheet name="Pupils" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations.format(
            link.format("rId1", "worksheet", "worksheets/sheet1.xml") + link.format("rId2", "sharedStrings", "sharedStrings.xml")
            + link.format("rId3", "styles", "styles.xml")
        ),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}" xmlns:r="{office}"><sheetData>{rows}</sheetData>{around}</worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{main}">{shared}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><numFmts>{styles}</numFmts><fonts><font><sz val="11"/></font></fonts>'
        '<fills><fill><patternFill/></fill></fills><borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs>'
        f'<cellXfs><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>{used}</cellXfs></styleSheet>',
    }  # fmt: skip
    put_parts(path, {name: text.encode() for name, text in parts.items()})
    return book_at(path)
