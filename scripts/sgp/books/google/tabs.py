"""New tabs: their grid, colour, widths, and the headings of those that hold answers."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sgp.books.google.looks import FORMAT, cell_format, colour
from sgp.books.google.reading import Request, Seen, SeenTab
from sgp.contract import Tab
from sgp.contract.looks import TEAL
from sgp.plan import Sheet

ROWS, PAGE_ROWS, PAGE_COLUMNS, SPARE_COLUMNS = 200, 100, 20, 3
"""How large a new tab is. It grows when it is full."""
USUAL_WIDTH = 100
"""Pixels of a column that nobody has changed."""


def new_tab(seen: Seen, title: str, columns: int, tint: str = TEAL, **grid: Any) -> tuple[SeenTab, list[Request]]:
    """A new tab at the end; the blank one that a new Google Sheet starts with becomes the first. `grid` are further grid properties."""
    blank = next((t.id for t in seen.tabs if len(seen.tabs) == 1 and t.told and not t.sheet.rows), None)
    taken = {t.id for t in seen.tabs}
    number = next(n for n in range(1, len(taken) + 2) if n not in taken) if blank is None else blank
    size = {"rowCount": ROWS, "columnCount": columns} | grid
    about = {"sheetId": number, "title": title, "gridProperties": size, "tabColorStyle": colour(tint)}
    fields = ",".join(["title", "tabColorStyle", *(f"gridProperties.{part}" for part in size)])
    request: Request = {"addSheet": {"properties": about}} if blank is None else {
        "updateSheetProperties": {"properties": about, "fields": fields}}
    return SeenTab(number, Sheet(title, ()), size["rowCount"], size["columnCount"]), [request]


def standing_with(seen: Seen, tab: SeenTab) -> Seen:
    """The book with this tab in it."""
    return seen.renewed([tab]) if any(t.id == tab.id for t in seen.tabs) else replace(seen, tabs=(*seen.tabs, tab))


def new_page(seen: Seen, tab: Tab, tint: str = TEAL) -> tuple[SeenTab, list[Request]]:
    """A new page to read: wide enough for its lines, no lines between cells."""
    made, requests = new_tab(seen, tab.title, PAGE_COLUMNS, tint, rowCount=PAGE_ROWS, hideGridlines=True)
    return made, requests + [_width(made.id, at, wide) for at, wide in enumerate(tab.widths)]


def new_answers(seen: Seen, title: str, headings: Sequence[str]) -> tuple[SeenTab, list[Request]]:
    """A new tab for a form's answers; the headings themselves are written with the first rows."""
    made, requests = new_tab(seen, title, len(headings) + SPARE_COLUMNS, frozenRowCount=1)
    first = {"sheetId": made.id, "endRowIndex": 1, "endColumnIndex": len(headings)}
    look = {"repeatCell": {"range": first, "cell": {FORMAT: cell_format("heading S")}, "fields": FORMAT}}
    return made, [*requests, look, *(_width(made.id, at, min(max(len(h) + 4, 18), 40)) for at, h in enumerate(headings))]


def widening(tab: SeenTab, at: int, letters: int) -> list[Request]:
    """Give a column (from 0) its width, unless somebody gave it one."""
    columns = tab.grid_data.get("columnMetadata", ())
    standing = columns[at].get("pixelSize", USUAL_WIDTH) if at < len(columns) else USUAL_WIDTH
    return [_width(tab.id, at, letters)] if standing == USUAL_WIDTH != _pixels(letters) else []


def _width(sheet: int, column: int, letters: int) -> Request:
    area = {"sheetId": sheet, "dimension": "COLUMNS", "startIndex": column, "endIndex": column + 1}
    return {"updateDimensionProperties": {"range": area, "properties": {"pixelSize": _pixels(letters)}, "fields": "pixelSize"}}


def _pixels(letters: int) -> int:
    return letters * 7 + 5
