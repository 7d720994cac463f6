"""All changes of one run, carried out on a workbook in memory."""

from collections import ChainMap
from dataclasses import replace
from pathlib import Path

from sgp.books.xlsx.cells import Ways
from sgp.books.xlsx.charts import draw
from sgp.books.xlsx.columns import dress_column, freeze
from sgp.books.xlsx.dressing import add_looks
from sgp.books.xlsx.grid import Grid
from sgp.books.xlsx.headings import add_headings, fit_headings, look_of
from sgp.books.xlsx.heights import fit_rows
from sgp.books.xlsx.newbook import new_book
from sgp.books.xlsx.openbook import OpenBook, opened
from sgp.books.xlsx.package import fault_of
from sgp.books.xlsx.pens import Pen
from sgp.books.xlsx.ranges import Growth, grow, widen_used_range
from sgp.books.xlsx.reading import read_sheet, ways_of
from sgp.books.xlsx.setup import make_tab, set_up
from sgp.books.xlsx.styles import read_styles
from sgp.books.xlsx.workbook import SheetPart, find_sheet, forget_calculation_order, recalculate
from sgp.books.xlsx.writing import carry_out
from sgp.contract import SCRIPT, Column, Tab
from sgp.contract.looks import TEAL
from sgp.errors import no_such_tab
from sgp.plan import Changes, Page, Placed, RawRows, Sheet, TabChange, by_title, place
from sgp.plan.placing import columns_of

Change = TabChange | Page | RawRows


def changed_book(before: bytes | None, path: Path, changes: Changes) -> bytes | None:
    """The workbook's bytes after the changes, or None when nothing in it would differ. `before` None: no file yet."""
    if before is None and not changes.setup:
        raise fault_of(path, "does not exist.", "Check the path, or make the book with setup_book.py.")
    book = new_book() if before is None else opened(before, path)
    if changes.setup:
        set_up(book, changes.setup)
    ways = ways_of(book)
    for title, change in by_title(changes):
        if (part := find_sheet(book, title)) is None:
            part = _made(book, title, change)
            ways = replace(ways, styles=read_styles(book))
        _change_tab(book, part, change, ways)
    if book.made or book.changed_parts():
        recalculate(book)
    return book.packed()


def _change_tab(book: OpenBook, part: SheetPart, change: Change, ways: Ways) -> None:
    sheet = read_sheet(book, part, ways)
    placed = place(sheet, change)
    if not placed:
        return
    root = book.tree(part.part)
    grid, pen = Grid(root), _pen(sheet, change, ways)
    if carry_out(grid, placed, pen):
        forget_calculation_order(book)
    # LibreOffice fixes every row's height when it saves, so on what is written whole a fixed height is nobody's wish
    _fit(grid, sheet, placed, pen, isinstance(change, Page) or (isinstance(change, TabChange) and change.whole is not None))
    widen_used_range(root, ((row, column + 1) for at in (placed.cells, placed.moves) for row, column in at))
    if isinstance(change, Page):
        draw(book, part, root, change)
    else:
        grow(book, part.part, root, _growth(sheet, placed))


def _pen(sheet: Sheet, change: Change, ways: Ways) -> Pen:
    at = columns_of(sheet, change.tab) if isinstance(change, TabChange) else {}
    looks = {column + 1: look_of(change.tab.column(heading)) for heading, column in at.items()} if isinstance(change, TabChange) else {}
    return Pen(sheet.title, ways.styles, ways.since_1904, looks)


def _fit(grid: Grid, sheet: Sheet, placed: Placed, pen: Pen, fixed_too: bool) -> None:
    new = ChainMap(dict(placed.cells), {to: sheet.at(*at) for to, at in placed.moves.items()})
    rows = {row for places in (placed.cells, placed.moves, placed.looks) for row, _ in places} & set(grid.rows)
    fit_rows(grid, sorted(rows), lambda row, c: new.get((row, c - 1), sheet.at(row, c - 1)), pen.styles, fixed_too)


def _growth(sheet: Sheet, placed: Placed) -> Growth:
    columns = {column for _, column in placed.cells}
    used = [row for row in range(1, len(sheet.rows) + 1) if any(sheet.at(row, c) not in (None, "") for c in columns)]
    filled = [row for (row, _), value in placed.cells.items() if value not in (None, "")]
    return Growth(max(used, default=0), max(filled, default=0), frozenset(c + 1 for c in columns))


def _made(book: OpenBook, title: str, change: Change) -> SheetPart:
    """Answers and pages get a tab of their own; a tab of the contract is made by set-up alone."""
    if isinstance(change, TabChange):
        raise no_such_tab(title)
    styles = add_looks(book)
    if isinstance(change, Page):
        return make_tab(book, title, TEAL, page=True)
    part = make_tab(book, title, TEAL, wide=len(change.headings))
    root, at = book.tree(part.part), {heading: column for column, heading in enumerate(change.headings, start=1)}
    for heading, column in at.items():
        dress_column(root, column, min(max(len(heading) + 4, 18), 40), styles.looks.get("text"))
    add_headings(root, Tab(title, "", tuple(Column(heading, SCRIPT) for heading in at)), {}, styles)
    fit_headings(root, at, styles)
    freeze(root, 1, 0)
    return part

