"""Formulas that stand in the way: those that share one text, and those that move."""

from collections.abc import Iterable

from sgp.books.xlsx.grid import Grid
from sgp.books.xlsx.markup import Element, local, without


def release(grid: Grid, touched: Iterable[tuple[int, int]]) -> bool:
    """Prepare cells that are about to change for losing or moving their formula; whether any has one.

    Excel stores a formula that was filled down once, with the first cell, and the others refer to it. When
    one of them changes, each is given a text of its own.
    """
    cells = [cell for at in touched if (cell := grid.cell(*at)) is not None]
    formulas = [f for cell in cells if (f := formula_of(cell)) is not None]
    for shared in dict.fromkeys(f.get("si", "") for f in formulas if f.get("t") == "shared"):
        _part_ways(grid, shared)
    return bool(formulas)


def formula_of(cell: Element) -> Element | None:
    """The cell's formula element, or None."""
    return next((child for child in cell if local(child) == "f"), None)


def translated(cell: Element, old: str) -> None:
    """Turn the formula of a cell that has come from `old` to what it means where the cell stands now."""
    if (formula := formula_of(cell)) is not None and formula.text:
        if formula.get("ref"):
            formula.set("ref", cell.get("r", ""))
        formula.text = _as_seen_from(formula.text, old, cell.get("r", ""))


def _part_ways(grid: Grid, shared: str) -> None:
    grid.number_all()
    group = [f for f in grid.data.iter("{*}f") if f.get("t") == "shared" and f.get("si") == shared]
    first = next((f for f in group if f.text), None)
    if first is None:
        return
    text, origin = first.text or "", _place(first)
    for formula in group:
        formula.text = formula.text or _as_seen_from(text, origin, _place(formula))
        without(formula, "t", "si", "ref")


def _place(formula: Element) -> str:
    cell = formula.getparent()
    return "" if cell is None else cell.get("r", "")


def _as_seen_from(text: str, old: str, new: str) -> str:
    # openpyxl costs time to load, and few books need it.
    from openpyxl.formula.translate import Translator

    return str(Translator(f"={text}", origin=old).translate_formula(new)).removeprefix("=")
