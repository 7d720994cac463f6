"""Changes carried out on one sheet's XML: only the cells that differ, each in a style that suits it."""

from copy import deepcopy
from datetime import date, time

from lxml import etree

from sgp.books.xlsx.formulas import release, translated
from sgp.books.xlsx.grid import Grid, reference
from sgp.books.xlsx.markup import Element, add_child, escaped, local, space, without
from sgp.books.xlsx.pens import Pen, style_for, suits
from sgp.books.xlsx.serials import PLAIN, to_serial
from sgp.contract.values import as_text
from sgp.errors import ExitCode, Stop
from sgp.plan import Broken, Placed, Value

LONGEST = 32_767
"""Characters that a cell can hold, counted as Excel counts them."""

_OUR_CHILDREN, _OUR_MARKS = ("f", "v", "is"), ("t", "cm", "vm")

def carry_out(grid: Grid, placed: Placed, pen: Pen) -> bool:
    """Set, move and restyle the cells; whether a formula was overwritten or moved."""
    touched = (placed.cells, placed.moves, placed.moves.values())
    had_formula = release(grid, ((row, column + 1) for places in touched for row, column in places))
    if placed.moves:
        grid.number_all()
        _move(grid, placed)
    for (row, column), value in placed.cells.items():
        _set(grid, row, column + 1, value, pen, placed.looks.get((row, column)))
    for (row, column), look in placed.looks.items():
        _dress(grid, row, column + 1, look, pen)
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
    cell = grid.cell(row, column)
    if cell is None and value in (None, ""):
        return
    style = style_for(grid, row, column, value, look, pen)
    if cell is not None:
        _empty(cell)
    cell = grid.make(row, column)
    _style(cell, style)
    _fill(cell, value, pen, reference(row, column), suits(pen, style, value))


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
        case str():
            _put_text(cell, value, pen.title, where)
        case Broken():
            _put_text(cell, value.shown, pen.title, where)
        case _:
            _put_text(cell, as_text(value), pen.title, where)


def _put(cell: Element, name: str, text: str, kind: str | None) -> Element:
    made = add_child(cell, 0, space(cell) + name)
    made.text = text
    if kind:
        cell.set("t", kind)
    return made


def _put_text(cell: Element, text: str, title: str, where: str) -> None:
    if len(text) > LONGEST // 2 and (units := len(text.encode("utf-16-le", "surrogatepass")) // 2) > LONGEST:
        told = f"The text for tab {title}, cell {where} has {units:,} characters; a cell holds at most {LONGEST:,}."
        raise Stop(f"{told} Shorten it. Nothing was changed.", ExitCode.DATA)
    inline = _put(cell, "is", "", "inlineStr")
    inline.text = None
    held = etree.SubElement(inline, inline.tag[:-2] + "t")
    held.text = escaped(text)
    if text != text.strip() or "\n" in text:
        held.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
