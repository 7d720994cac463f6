"""The list of sheets in a workbook, its calendar, and what it recalculates."""

import re
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from sgp.books.xlsx.markup import damaged, section, space
from sgp.books.xlsx.openbook import OpenBook
from sgp.books.xlsx.relations import office, relate, related, relation_id, relations, set_type, unrelate, untype
from sgp.errors import ExitCode, Stop
from sgp.plan import Sheet, Snapshot

_ORDER = (
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups", "externalReferences",
    "definedNames", "calcPr", "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes", "webPublishing",
    "fileRecoveryPr", "webPublishObjects", "extLst",
)
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")


@dataclass(frozen=True)
class SheetPart:
    """One tab: its title and the part that holds its cells."""

    title: str
    part: str


def workbook_part(book: OpenBook) -> str:
    """The part that lists the sheets."""
    part = related(book, "", "officeDocument")
    if part is None or not part.endswith(".xml"):
        raise damaged(part or "_rels/.rels")
    return part


def sheets(book: OpenBook) -> list[SheetPart]:
    """Every tab that has cells, in the book's order; chart sheets have none."""
    main = workbook_part(book)
    parts = {r.id: r.part for r in relations(book, main) if r.kind == "worksheet"}
    listed = [e for e in book.peek(main).iter("{*}sheet") if relation_id(e) in parts]
    return [SheetPart(e.get("name", ""), parts[relation_id(e)]) for e in listed]


def find_sheet(book: OpenBook, title: str) -> SheetPart | None:
    """The tab of that title, compared as a snapshot compares titles, or None."""
    tabs = sheets(book)
    found = Snapshot(tuple(Sheet(t.title, ()) for t in tabs)).find(title)
    return next((t for t in tabs if found and t.title == found.title), None)


def since_1904(book: OpenBook) -> bool:
    """Whether the book counts days from 1904, as old Macintosh books do."""
    said = next(book.peek(workbook_part(book)).iter("{*}workbookPr"), None)
    return said is not None and said.get("date1904", "0") in ("1", "true", "on")


def add_sheet(book: OpenBook, title: str, content: bytes) -> SheetPart:
    """Add a tab at the end."""
    if len(title) > 31 or set(title) & set("[]:*?/\\") or not title.strip("' "):
        raise Stop(f"A tab cannot be called “{title}”: at most 31 characters, and none of [ ] : * ? / \\.", ExitCode.USAGE)
    main = workbook_part(book)
    part = book.free_name(f"{main.rpartition('/')[0]}/worksheets/sheet{{}}.xml".lstrip("/"))
    book.add(part, content)
    set_type(book, part, _SHEET_TYPE)
    link, root = relate(book, main, "worksheet", part), book.tree(main)
    listed = section(root, "sheets", _ORDER)
    number = max((int(e.get("sheetId", "0")) for e in listed), default=0) + 1
    etree.SubElement(listed, space(root) + "sheet", {"name": title, "sheetId": str(number), f"{{{office(book)}}}id": link})
    return SheetPart(title, part)


def recalculate(book: OpenBook) -> None:
    """Have the book's formulas calculated when it is next opened; a book without any is left alone."""
    if any(_has_formulas(book.content(s.part)) for s in sheets(book)):
        calculation = section(book.tree(workbook_part(book)), "calcPr", _ORDER)
        calculation.set("fullCalcOnLoad", "1")


def forget_calculation_order(book: OpenBook) -> None:
    """Leave out the list of formula cells; Excel makes it anew. Kept, it would name a formula that is gone."""
    main = workbook_part(book)
    if chain := related(book, main, "calcChain"):
        book.drop(chain)
        unrelate(book, main, chain)
        untype(book, chain)


@lru_cache(maxsize=64)  # the same parts are looked through at every write
def _has_formulas(content: bytes) -> bool:
    return bool(_FORMULA.search(content))
