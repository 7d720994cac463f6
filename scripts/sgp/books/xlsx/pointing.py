"""The ranges that a chart draws: pointed at the rows of today, while all that people changed of its looks stays."""

from collections.abc import Sequence

from lxml import etree

from sgp.books.xlsx.grid import letters
from sgp.books.xlsx.markup import Element, local, space
from sgp.books.xlsx.ranges import Area, area_of
from sgp.plan import Chart

_NAMES, _NUMBERS = ("cat", "xVal"), ("val", "yVal")
_LOST = "#REF!"


def point(root: Element, tab: str, chart: Chart) -> None:
    """Point the series of a chart's XML at the table's rows of today; series that draw other cells are left alone."""
    series = [s for s in root.iter(f"{space(root)}ser") if _is_on(_formula(s, _NUMBERS), tab)]
    for one, column in zip(series, _columns(series, chart.numbers), strict=False):
        if column is not None:
            _aim(_formula(one, ("tx",)), tab, column, chart.heading_row, chart.heading_row)
            _aim(_formula(one, _NAMES), tab, chart.names, chart.heading_row + 1, chart.bottom)
            _aim(_formula(one, _NUMBERS), tab, column, chart.heading_row + 1, chart.bottom)


def source(tab: str, column: int, top: int, bottom: int) -> str:
    """A range in one column (from 0) as a chart names it."""
    name = "'" + tab.replace("'", "''") + "'"
    first, last = (f"${letters(column + 1)}${row}" for row in (top, bottom))
    return f"{name}!{first}" if top == bottom else f"{name}!{first}:{last}"


def _columns(series: Sequence[Element], numbers: tuple[int, ...]) -> Sequence[int | None]:
    """The column each series shall draw: its own, as people may have left some out or put them in another order.

    Where all are there and one draws a column that is none of the table's, the table has others than it had.
    """
    areas = [None if (formula := _formula(s, _NUMBERS)) is None else area_of(_parted(formula)[1]) for s in series]
    own = [area.left - 1 if area else None for area in areas]
    return numbers if len(own) == len(numbers) and set(own) != set(numbers) else own


def _formula(series: Element, kinds: tuple[str, ...]) -> Element | None:
    held = next((child for child in series if local(child) in kinds), None)
    return None if held is None else next(held.iter(f"{space(series)}f"), None)


def _is_on(formula: Element | None, tab: str) -> bool:
    """Whether a range lies on this tab, or is lost because its rows were deleted."""
    if formula is None:
        return False
    title, cells = _parted(formula)
    return _LOST in (formula.text or "") or (title.casefold() == tab.casefold() and area_of(cells) is not None)


def _parted(formula: Element) -> tuple[str, str]:
    title, _, cells = (formula.text or "").strip().rpartition("!")
    return (title[1:-1].replace("''", "'") if title.startswith("'") else title), cells


def _aim(formula: Element | None, tab: str, column: int, top: int, bottom: int) -> None:
    if formula is None or not _is_on(formula, tab) or area_of(_parted(formula)[1]) == Area(column + 1, top, column + 1, bottom):
        return
    formula.text = source(tab, column, top, bottom)
    # What was kept of the old cells would show until the book is calculated anew; without it the cells themselves are read.
    etree.strip_elements(formula.getparent(), "{*}strCache", "{*}numCache", "{*}multiLvlStrCache")
