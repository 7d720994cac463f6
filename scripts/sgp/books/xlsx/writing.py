"""Changes carried out on one sheet's XML: only the cells that differ, each in a style that suits it."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime, time

from lxml import etree

from sgp.books.xlsx.formulas import release, translated
from sgp.books.xlsx.grid import Grid, reference
from sgp.books.xlsx.markup import Element, escaped, local, without
from sgp.books.xlsx.serials import DATE, ELAPSED, MOMENT, PLAIN, TIME, to_serial
from sgp.books.xlsx.styles import Styles
from sgp.contract.values import as_text
from sgp.errors import ExitCode, Stop
from sgp.plan import Broken, Placed, Value

LONGEST = 32_767
"""Characters that a cell can hold, counted as Excel counts them."""

_OUR_CHILDREN, _OUR_MARKS = ("f", "v", "is"), ("t", "cm", "vm")

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


def carry_out(grid: Grid, placed: Placed, pen: Pen) -> bool:
    """Set, move and restyle the cells; whether a formula was overwritten or moved."""
    touched = [(row, column + 1) for row, column in {**placed.cells, **placed.moves, **{at: at for at in placed.moves.values()}}]
    had_formula = release(grid, touched)
    if placed.moves:
        grid.number_all()
        _move(grid, placed)
    for (row, column), value in placed.cells.items():
        _set(grid, row, column + 1, value, pen, placed.looks.get((row, column)))
    for (row, column), look in placed.looks.items():
        _dress(grid, row, column + 1, look, pen)
    for row in {row for row, _ in touched if row in grid.rows}:
        grid.touch_row(row)
    return had_formula


def _move(grid: Grid, placed: Placed) -> None:
    sources = {at: grid.cell(at[0], at[1] + 1) for at in placed.moves.values()}
    lifted = {to: deepcopy(cell) for to, at in placed.moves.items() if (cell := sources[at]) is not None}
    for at in set(sources) - set(lifted):
        if (cell := sources[at]) is not None:
            _empty(cell)
    for (row, column), cell in lifted.items():
        old = cell.get("r", "")
        cell.set("r", reference(row, column + 1))
        translated(cell, old)
        grid.replace(row, column + 1, grid.make(row, column + 1), cell)


def _set(grid: Grid, row: int, column: int, value: Value, pen: Pen, look: str | None) -> None:
    standing = grid.cell(row, column)
    if standing is None and value in (None, ""):
        return
    cell = standing if standing is not None else grid.make(row, column)
    style = int(cell.get("s", 0)) if standing is not None else _style_of_new(grid, row, column, pen)
    style = found if look and (found := pen.look_index(look)) is not None else style
    better = _better_style(style, value, column, pen)
    _empty(cell)
    _style(cell, style if better is None else better)
    _fill(cell, value, pen, reference(row, column), suits=_suits(pen.styles.kind(int(cell.get("s", 0))), value))


def _style_of_new(grid: Grid, row: int, column: int, pen: Pen) -> int:
    above = grid.cell(row - 1, column) if row > 2 else None
    if above is not None:
        return int(above.get("s", 0))
    for band in grid.root.iterfind("{*}cols/{*}col"):
        if int(band.get("min", 0)) <= column <= int(band.get("max", 0)) and band.get("style"):
            return int(band.get("style", 0))
    return pen.look_index(pen.looks.get(column, "")) or 0


def _better_style(style: int, value: Value, column: int, pen: Pen) -> int | None:
    if _suits(pen.styles.kind(style), value):
        return None
    shown = "time" if isinstance(value, time) else "moment" if isinstance(value, datetime) else "date" if isinstance(value, date) else "number"
    by = pen.looks.get(column, "")[:1]
    found = pen.look_index(f"{by} {shown}" if by else _ON_PAGES[shown])
    return 0 if found is None and shown == "number" else found


def _suits(kind: str, value: Value) -> bool:
    match value:
        case bool() | str() | None | Broken():
            return True
        case int() | float():
            return kind == PLAIN
        case time():
            return kind in (TIME, ELAPSED)
    return kind in (DATE, MOMENT)


def _dress(grid: Grid, row: int, column: int, look: str, pen: Pen) -> None:
    cell, style = grid.cell(row, column), pen.look_index(look)
    if style is None or (cell is None and look == "text"):
        return
    cell = cell if cell is not None else grid.make(row, column)
    number = len(cell) > 0 and cell.get("t", "n") == "n"
    # A day keeps a style that shows days, and a number one that does not, whatever look the page asks for.
    if not number or (pen.styles.kind(int(cell.get("s", 0))) == PLAIN) == (pen.styles.kind(style) == PLAIN):
        _style(cell, style)


def _style(cell: Element, style: int) -> None:
    if style != int(cell.get("s", 0)):
        cell.set("s", str(style))


def _empty(cell: Element) -> None:
    for child in [c for c in cell if local(c) in _OUR_CHILDREN]:
        cell.remove(child)
    without(cell, *_OUR_MARKS)


def _fill(cell: Element, value: Value, pen: Pen, where: str, suits: bool) -> None:
    match value:
        case None | "":
            return
        case bool():
            _put(cell, "v", str(int(value)), "b")
        case int() | float() if value == value and abs(value) != float("inf"):
            _put(cell, "v", repr(value), None)
        case date() | time() if suits and (serial := to_serial(value, pen.since_1904)) is not None:
            _put(cell, "v", repr(serial), None)
        case _:
            _put_text(cell, value.shown if isinstance(value, Broken) else value if isinstance(value, str) else as_text(value), pen.title, where)


def _put(cell: Element, name: str, text: str, kind: str | None) -> Element:
    made = etree.Element(cell.tag[: cell.tag.find("}") + 1] + name)
    made.text = text
    cell.insert(0, made)
    if kind:
        cell.set("t", kind)
    return made


def _put_text(cell: Element, text: str, title: str, where: str) -> None:
    if len(text.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST:
        raise Stop(f"The text for tab {title}, cell {where} has {len(text):,} characters; a cell holds at most {LONGEST:,}. Shorten it. Nothing was changed.", ExitCode.DATA)
    inline = _put(cell, "is", "", "inlineStr")
    inline.text = None
    held = etree.SubElement(inline, inline.tag[:-2] + "t")
    held.text = escaped(text)
    if text != text.strip() or "\n" in text:
        held.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
