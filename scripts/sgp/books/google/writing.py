"""Cells as requests: neighbours together, each value by its type, days in a format that shows them as days."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from sgp.books.google.cells import FORMATS, entered, kind_for, suits
from sgp.books.google.looks import FORMAT, cell_format, number_format
from sgp.books.google.reading import Request, SeenTab
from sgp.books.google.rules import offer_from
from sgp.contract import SCRIPT, Column
from sgp.plan import Value
from sgp.plan.placing import At

VALUE = "userEnteredValue"
SPARE = 20
"""Rows added beyond those that are needed when a tab has grown full."""


def setting(tab: SeenTab, cells: Mapping[At, Value]) -> list[Request]:
    """Set these cells; of a cell's looks only a number format that would show the value as something else is changed."""
    odd = {at for at, value in cells.items() if not suits(tab.kind(at[0], at[1]), value)}
    plain = {at: {VALUE: entered(value, _name(tab, at))} for at, value in cells.items() if at not in odd}
    dressed = {at: {VALUE: entered(cells[at], _name(tab, at)), FORMAT: _shown(cells[at])} for at in odd}
    return written(tab, plain, VALUE) + written(tab, dressed, f"{VALUE},{FORMAT}.numberFormat")


def written(tab: SeenTab, cells: Mapping[At, Mapping[str, Any]], fields: str) -> list[Request]:
    """Requests that write these cells, a block of neighbours each."""
    return [
        {"updateCells": {
            "start": {"sheetId": tab.id, "rowIndex": row - 1, "columnIndex": first},
            "rows": [{"values": [cells[r, c] for c in range(first, last + 1)]} for r in range(row, end + 1)],
            "fields": fields,
        }}
        for row, end, first, last in blocks(cells)
    ]


def blocks(places: Iterable[At]) -> list[tuple[int, int, int, int]]:
    """Neighbouring cells as blocks: first and last row, first and last column."""
    found: list[tuple[int, int, int, int]] = []
    open_: dict[tuple[int, int], int] = {}
    for row, first, last in _runs(places):
        at = open_.get((first, last))
        if at is not None and found[at][1] == row - 1:
            found[at] = (found[at][0], row, first, last)
        else:
            open_[first, last] = len(found)
            found.append((row, row, first, last))
    return found


def _runs(places: Iterable[At]) -> Iterator[tuple[int, int, int]]:
    start: At | None = None
    before: At = (0, 0)
    for row, column in sorted(places):
        if start and (row, column) != (before[0], before[1] + 1):
            yield start[0], start[1], before[1]
            start = None
        start, before = start or (row, column), (row, column)
    if start:
        yield start[0], start[1], before[1]


def room_for(tab: SeenTab, rows: int, columns: int, dressed: Mapping[int, Column] | None = None,
             source: Callable[[Column], str] = lambda _: "") -> list[Request]:
    """Make the grid large enough; new rows are, in the columns (from 0) of the contract, as set-up made those above.

    `source` names the area of another tab that a column's choices are taken from.
    """
    requests: list[Request] = []
    if columns > tab.columns:
        requests.append({"appendDimension": {"sheetId": tab.id, "dimension": "COLUMNS", "length": columns - tab.columns}})
    if rows > tab.rows:
        requests.append({"appendDimension": {"sheetId": tab.id, "dimension": "ROWS", "length": rows - tab.rows + SPARE}})
        for at, column in sorted((dressed or {}).items()):
            requests += dressing(tab.id, at, column, first=tab.rows) + offer_from(tab.id, at, column, source(column), tab.rows)
    return requests


def dressing(sheet: int, at: int, column: Column, first: int = 1, with_format: bool = True) -> list[Request]:
    """The look of a column's cells from a row (counted from 0) on down.

    A text that scripts write needs no number format, and without one a blank cell costs next to nothing to read.
    """
    look = cell_format(f"{column.by} {column.look}")
    typed = with_format and (column.by, column.look) != (SCRIPT, "text")
    fields = ",".join(f"{FORMAT}.{part}" for part in look if typed or part != "numberFormat")
    area = {"sheetId": sheet, "startRowIndex": first, "startColumnIndex": at, "endColumnIndex": at + 1}
    return [{"repeatCell": {"range": area, "cell": {FORMAT: look}, "fields": fields}}]


def _shown(value: Value) -> dict[str, Any]:
    pattern = FORMATS.get(kind_for(value))
    return {"numberFormat": number_format(pattern)} if pattern else {}


def _name(tab: SeenTab, at: At) -> str:
    return f"tab {tab.title}, row {at[0]}, column {at[1] + 1}"
