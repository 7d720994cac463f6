"""How high a row must be for its text. LibreOffice does not work that out when it opens a file, so it is written down."""

from collections.abc import Callable, Iterable
from math import ceil

from sgp.books.xlsx.grid import Grid
from sgp.books.xlsx.markup import Element, without
from sgp.books.xlsx.styles import Styles
from sgp.contract.looks import LOOKS, Look
from sgp.plan import Value

PLAIN_HEIGHT, HEADING_HEIGHT, MOST_HEIGHT = 16.0, 21.0, 200.0
"""Points. A row higher than MOST_HEIGHT would hide its neighbours; its text is cut off on screen only."""

_LINE, _AIR, _USUAL_WIDTH = 1.33, 3.0, 9.0


def fit_rows(grid: Grid, rows: Iterable[int], value_at: Callable[[int, int], Value], styles: Styles, fixed_too: bool = False) -> None:
    """Give rows the height that their text in our looks needs; a fixed height stays, unless `fixed_too`."""
    looks, widths = {index: LOOKS[look] for look, index in styles.looks.items()}, _widths(grid)
    for number in rows:
        row = grid.rows[number]
        if row.get("customHeight", "0") in ("1", "true"):
            if not fixed_too:
                continue
            without(row, "customHeight")
        styled = {column: looks.get(int(cell.get("s", "0"))) for column, cell in grid.in_row(number).items() if len(cell)}
        ours = [(look, value_at(number, column), widths.get(column, _USUAL_WIDTH)) for column, look in styled.items() if look]
        # What text in a style of somebody's own needs is not known: there the row may grow, but not shrink.
        least = float(row.get("ht", 0)) if len(ours) < len(styled) else 0.0
        _set_height(row, max([min(_height(*cell), MOST_HEIGHT) for cell in ours] + [least]))


def _set_height(row: Element, height: float) -> None:
    without(row, "ht")
    if height > PLAIN_HEIGHT:
        row.set("ht", f"{height:g}")


def _height(look: Look, value: Value, width: float) -> float:
    if value is None:
        return 0.0
    text = value if isinstance(value, str) else ""
    if look.bold and look.fill and look.line:
        return max(HEADING_HEIGHT, _lines(text, look, width) * look.size * _LINE + _AIR)
    return (_lines(text, look, width) if look.wrap else 1) * look.size * _LINE + _AIR


def _lines(text: str, look: Look, width: float) -> int:
    fitting = max(width * 11 / look.size * (0.93 if look.bold else 1.0), 1)
    # a line without spaces, such as a link, breaks where it can and not where it is full
    return sum(max(ceil(len(line) / fitting), 1) + (len(line) > fitting and " " not in line) for line in text.split("\n"))


def _widths(grid: Grid) -> dict[int, float]:
    bands = [b for b in grid.root.iterfind("{*}cols/{*}col") if b.get("width")]
    spans = [(float(b.get("width", 0)), int(b.get("min", 1)), int(b.get("max", 1))) for b in bands]
    return {column: width for width, first, last in spans for column in range(first, min(last, first + 500) + 1)}
