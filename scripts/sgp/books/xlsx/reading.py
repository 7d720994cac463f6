"""Cells of a sheet as typed values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sgp.books.xlsx.markup import Element, damaged, local, space, stream, unescaped
from sgp.books.xlsx.openbook import OpenBook
from sgp.books.xlsx.relations import related
from sgp.books.xlsx.serials import PLAIN, from_serial
from sgp.books.xlsx.styles import Styles, read_styles
from sgp.books.xlsx.workbook import SheetPart, since_1904, workbook_part
from sgp.plan import Broken, Sheet, Value

LAST_ROW, LAST_COLUMN, MOST_CELLS = 1_048_576, 16_384, 10_000_000
"""What Excel allows, and how many cells a sheet may have before it counts as a mistake."""


@dataclass(frozen=True)
class Ways:
    """What a cell's markup refers to: the book's shared texts, its styles, and its calendar."""

    strings: tuple[str, ...]
    styles: Styles
    since_1904: bool


def ways_of(book: OpenBook) -> Ways:
    """How to read the cells of this book."""
    part = related(book, workbook_part(book), "sharedStrings")
    strings = tuple(_rich(item) for item in stream(book.content(part), "si", part)) if part else ()
    return Ways(strings, read_styles(book), since_1904(book))


def read_sheet(book: OpenBook, tab: SheetPart, ways: Ways, root: Element | None = None) -> Sheet:
    """The typed cells of one tab, from the part as stored or from its tree as it has been changed so far."""
    rows = stream(book.content(tab.part), "row", tab.part) if root is None else root.iter("{*}row")
    try:
        return Sheet(tab.title, _rows(rows, ways))
    except (ValueError, IndexError, OverflowError) as fault:
        raise damaged(tab.part) from fault


def read_headings(tab: SheetPart, ways: Ways, root: Element) -> Sheet:
    """The first row alone."""
    first = next(root.iter("{*}row"), None)
    return Sheet(tab.title, _rows([] if first is None or first.get("r", "1") != "1" else [first], ways))


def _rows(elements: Iterable[Element], ways: Ways) -> tuple[tuple[Value, ...], ...]:
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


def read_cell(cell: Element, ways: Ways) -> Value:
    """The value of one cell; a formula counts as the result it was saved with."""
    kind, held, formula = cell.get("t", "n"), None, None
    for child in cell:
        match local(child):
            case "v":
                held = child.text or ""
            case "is":
                return _rich(child) or None
            case "f":
                formula = child.text or ""
    if formula is not None and (held is None or (not held and kind != "str")):
        return Broken(f"={formula}", uncalculated=True)
    value = _typed(cell, kind, held, ways) if held is not None else None
    return None if value == "" and formula is None else value


def _typed(cell: Element, kind: str, held: str, ways: Ways) -> Value:
    match kind:
        case "s":
            return ways.strings[int(held)]
        case "str" | "inlineStr":
            return unescaped(held)
        case "b":
            return held.strip() in ("1", "true")
        case "e":
            return Broken(held, uncalculated=False)
        case "d":
            return _iso(held)
    return _number(held, ways.styles.kind(int(cell.get("s", 0))), ways.since_1904) if held.strip() else None


def _number(held: str, kind: str, since_1904: bool) -> Value:
    number = float(held)
    if number != number or abs(number) == float("inf"):
        return Broken(held, uncalculated=False)
    whole = int(number) if number.is_integer() and abs(number) < 1e15 else number
    return from_serial(whole, kind, since_1904) if kind != PLAIN else whole


def _iso(held: str) -> Value:
    text = held.strip().removesuffix("Z")
    if "T" not in text and ":" in text:
        return datetime.fromisoformat(f"1900-01-01T{text}").time().replace(microsecond=0)
    moment = datetime.fromisoformat(text).replace(microsecond=0, tzinfo=None)
    return moment if "T" in text else moment.date()


def _rich(item: Element) -> str:
    """The text of all runs; phonetic runs only say how the text is read aloud."""
    text = space(item) + "t"
    runs = [child if child.tag == text else child.find(text) for child in item if local(child) in ("t", "r")]
    return unescaped("".join(t.text or "" for t in runs if t is not None))
