"""Cells of a sheet as typed values."""

from collections.abc import Iterable
from functools import lru_cache

from sgp.books.xlsx.cells import Ways, read_cell, rich_text
from sgp.books.xlsx.markup import Element, damaged, stream
from sgp.books.xlsx.openbook import OpenBook
from sgp.books.xlsx.relations import related
from sgp.books.xlsx.styles import read_styles
from sgp.books.xlsx.workbook import SheetPart, since_1904, workbook_part
from sgp.plan import Sheet, Value

LAST_ROW, LAST_COLUMN, MOST_CELLS = 1_048_576, 16_384, 10_000_000
"""What Excel allows, and how many cells a sheet may have before it counts as a mistake."""
Rows = tuple[tuple[Value, ...], ...]


def ways_of(book: OpenBook) -> Ways:
    """How to read the cells of this book."""
    part = related(book, workbook_part(book), "sharedStrings")
    return Ways(_strings(book.content(part), part) if part else (), read_styles(book), since_1904(book))


def read_sheet(book: OpenBook, tab: SheetPart, ways: Ways) -> Sheet:
    """The typed cells of one tab, with the changes made so far. What is stored is read once, as long as not a byte of it differs."""
    try:
        if book.is_as_stored(tab.part):
            return Sheet(tab.title, _stored_rows(book.content(tab.part), tab.part, ways))
        return Sheet(tab.title, _rows(book.peek(tab.part).iter("{*}row"), ways))
    except (ValueError, IndexError, OverflowError) as fault:
        raise damaged(tab.part) from fault


def read_headings(tab: SheetPart, ways: Ways, root: Element) -> Sheet:
    """The first row alone."""
    first = next(root.iter("{*}row"), None)
    return Sheet(tab.title, _rows([] if first is None or first.get("r", "1") != "1" else [first], ways))


# Sending reads the whole book before each lot, and little of it has changed; twice the tabs of a usual book are remembered.
@lru_cache(maxsize=64)
def _stored_rows(content: bytes, part: str, ways: Ways) -> Rows:
    return _rows(stream(content, "row", part), ways)


@lru_cache(maxsize=4)
def _strings(content: bytes, part: str) -> tuple[str, ...]:
    return tuple(rich_text(item) for item in stream(content, "si", part))


def _rows(elements: Iterable[Element], ways: Ways) -> Rows:
    rows: list[tuple[Value, ...]] = []
    number = cells = 0
    for element in elements:
        number = within(int(element.get("r", number + 1)), LAST_ROW)
        if values := _row(element, ways):
            cells += len(values)
            within(cells, MOST_CELLS)
            rows += [()] * (number - 1 - len(rows))
            rows[number - 1:] = [values]
    return tuple(rows)


def _row(element: Element, ways: Ways) -> tuple[Value, ...]:
    values: list[Value] = []
    column = 0
    for cell in element.iterchildren("{*}c"):
        column = column_of(cell.get("r"), column)
        if len(cell) and (value := read_cell(cell, ways)) is not None:
            values += [None] * (column - 1 - len(values))
            values[column - 1:] = [value]
    return tuple(values)


def within(number: int, most: int) -> int:
    """The number itself; ValueError unless it lies between 1 and `most`."""
    if not 1 <= number <= most:
        raise ValueError(f"{number} is not between 1 and {most}")
    return number


def column_of(reference: str | None, before: int) -> int:
    """The column (from 1) of a cell: as its reference says, or else the one after the cell before it."""
    return _letters(reference.rstrip("0123456789")) if reference else before + 1


@lru_cache(maxsize=1024)
def _letters(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter.upper()) - 64
    return within(number, LAST_COLUMN)
