"""Ranges as people write them (`'Form 1'!B2:D`), as Google counts them, and as places in a tab."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from sheets_books import Book, Tab
from sheets_discovery import Refused

_CELL = r"\$?([A-Za-z]{1,3})?\$?([1-9]\d*)?"


class Area(NamedTuple):
    """A rectangle of cells; counted from 0, the ends exclusive."""

    top: int
    bottom: int
    left: int
    right: int


def column(letters: str) -> int:
    """The number (from 0) of a column: A is 0, AA is 26."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def letters(number: int) -> str:
    """The letters of a column (from 0)."""
    return (letters(number // 26 - 1) if number >= 26 else "") + chr(65 + number % 26)


def parsed(book: Book, text: str) -> tuple[Tab, Area, bool]:
    """The tab and the area of a range in A1 notation, within the grid, and whether it is a single cell. Raises Refused."""
    for named in book.named_ranges:
        if named["name"] == text:
            return *placed(book, named["range"]), False
    title, bang, cells = text.rpartition("!")
    found = re.fullmatch(f"{_CELL}(:{_CELL})?", cells)
    if not bang and (not found or book.titled(_unquoted(cells))):
        title, found = cells, re.fullmatch(f"{_CELL}(:{_CELL})?", "A:ZZZ")
    tab = book.titled(_unquoted(title)) if title else book.tabs[0]
    if tab is None or not found or not (found[1] or found[2]) or (found[3] and not (found[4] or found[5])):
        raise Refused(f"Unable to parse range: {text}")
    return tab, _within(tab, found), bool(found[1] and found[2] and not found[3])


def _within(tab: Tab, found: re.Match[str]) -> Area:
    first, second = found.group(1, 2), found.group(4, 5) if found[3] else found.group(1, 2)
    rows = sorted(int(row) for row in (first[1], second[1]) if row)
    columns = sorted(column(name) for name in (first[0], second[0]) if name)
    area = Area(rows[0] - 1 if rows else 0, rows[1] if len(rows) > 1 else tab.height,
                columns[0] if columns else 0, columns[1] + 1 if len(columns) > 1 else tab.width)
    if area.top >= tab.height or area.left >= tab.width:
        raise Refused(exceeding(tab, area))
    return Area(area.top, min(area.bottom, tab.height), area.left, min(area.right, tab.width))


def _unquoted(title: str) -> str:
    return title[1:-1].replace("''", "'") if len(title) > 1 and title[0] == title[-1] == "'" else title


def written(tab: Tab, area: Area) -> str:
    """A range as Google writes it."""
    plain = re.fullmatch(r"[A-Za-z_]\w*", tab.title, re.ASCII) and not re.fullmatch(r"[A-Za-z]{1,3}\d+", tab.title)
    title = tab.title if plain else "'" + tab.title.replace("'", "''") + "'"
    first, last = f"{letters(area.left)}{area.top + 1}", f"{letters(area.right - 1)}{area.bottom}"
    return f"{title}!{first}" + (f":{last}" if first != last else "")


def exceeding(tab: Tab, area: Area) -> str:
    """What Google says of a range beyond the grid."""
    return f"Range ({written(tab, area)}) exceeds grid limits. Max rows: {tab.height}, max columns: {tab.width}"


def placed(book: Book, at: Mapping[str, Any]) -> tuple[Tab, Area]:
    """The tab and the area of a GridRange. Raises Refused where it is not in the book, or runs beyond the grid."""
    tab = book.tab(at.get("sheetId", 0))
    area = Area(at.get("startRowIndex", 0), at.get("endRowIndex", tab.height),
                at.get("startColumnIndex", 0), at.get("endColumnIndex", tab.width))
    if not (0 <= area.top <= area.bottom <= tab.height and 0 <= area.left <= area.right <= tab.width):
        raise Refused(exceeding(tab, area))
    return tab, area
