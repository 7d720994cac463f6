"""The style a cell is written in: the one that stands, that of its neighbours, or one of ours that suits the value."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from sgp.books.xlsx.grid import Grid
from sgp.books.xlsx.serials import DATE, ELAPSED, MOMENT, PLAIN, TIME
from sgp.books.xlsx.styles import Styles
from sgp.plan import Broken, Value

_SHOWN = ((time, "time"), (datetime, "moment"), (date, "date"), (object, "number"))
_ON_PAGES = {"date": "day", "moment": "moment", "time": "P time", "number": "text"}


@dataclass(frozen=True)
class Pen:
    """What writing needs to know of the book and the tab: styles, calendar, and the look of each column (from 1)."""

    title: str
    styles: Styles
    since_1904: bool
    looks: Mapping[int, str]

    def look_index(self, look: str) -> int | None:
        """The style index of a look, or None in a book that was never set up."""
        return self.styles.looks.get(look)


def style_for(grid: Grid, row: int, column: int, value: Value, look: str | None, pen: Pen) -> int:
    """The index of the style in which this cell (row and column from 1) shall show the value."""
    cell = grid.cell(row, column)
    style = _style_of_new(grid, row, column, pen) if cell is None else int(cell.get("s", 0))
    style = found if look and (found := pen.look_index(look)) is not None else style
    return style if suits(pen, style, value) else _style_that_suits(style, value, column, pen)


def _style_of_new(grid: Grid, row: int, column: int, pen: Pen) -> int:
    above = grid.cell(row - 1, column) if row > 2 else None
    if above is not None:
        return int(above.get("s", 0))
    for band in grid.root.iterfind("{*}cols/{*}col"):
        if int(band.get("min", 0)) <= column <= int(band.get("max", 0)) and band.get("style"):
            return int(band.get("style", 0))
    return pen.look_index(pen.looks.get(column, "")) or 0


def _style_that_suits(style: int, value: Value, column: int, pen: Pen) -> int:
    """One of our styles that shows such a value; a book that was never set up has none for days."""
    shown = next(name for kind, name in _SHOWN if isinstance(value, kind))
    by = pen.looks.get(column, "")[:1]
    found = pen.look_index(f"{by} {shown}" if by else _ON_PAGES[shown])
    if found is None:
        return 0 if shown == "number" else style
    return found


def suits(pen: Pen, style: int, value: Value) -> bool:
    """Whether a cell of this style shows the value as what it is: a day as a day, a number as a number."""
    kind = pen.styles.kind(style)
    match value:
        case bool() | str() | None | Broken():
            return True
        case int() | float():
            return kind == PLAIN
        case time():
            return kind in (TIME, ELAPSED)
    return kind in (DATE, MOMENT)
