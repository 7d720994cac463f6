"""All changes of one run, carried out on a workbook in memory."""

from pathlib import Path

from sgp.books.xlsx.columns import dress_column, freeze
from sgp.books.xlsx.dressing import add_looks
from sgp.books.xlsx.grid import Grid
from sgp.books.xlsx.newbook import new_book
from sgp.books.xlsx.openbook import OpenBook, opened
from sgp.books.xlsx.package import fault_of
from sgp.books.xlsx.ranges import Growth, grow, widen_used_range
from sgp.books.xlsx.reading import read_sheet, ways_of
from sgp.books.xlsx.setup import look_of, make_tab, set_up
from sgp.books.xlsx.styles import read_styles
from sgp.books.xlsx.workbook import SheetPart, find_sheet, forget_calculation_order, recalculate, since_1904
from sgp.books.xlsx.writing import Pen, carry_out
from sgp.contract.looks import TEAL
from sgp.errors import ERROR, Problem, Stop, structure_fault
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
    for title, change in by_title(changes):
        _change_tab(book, title, change)
    if book.made or book.changed_parts():
        recalculate(book)
    return book.packed()


def _change_tab(book: OpenBook, title: str, change: Change) -> None:
    part = find_sheet(book, title) or _made(book, title, change)
    root = book.tree(part.part)
    sheet = read_sheet(book, part, ways_of(book), root)
    placed = place(sheet, change)
    if not placed:
        return
    if carry_out(Grid(root), placed, _pen(book, part, sheet, change)):
        forget_calculation_order(book)
    widen_used_range(root, [(row, column + 1) for row, column in [*placed.cells, *placed.moves]])
    if not isinstance(change, Page):
        grow(book, part.part, root, _growth(sheet, placed))


def _pen(book: OpenBook, part: SheetPart, sheet: Sheet, change: Change) -> Pen:
    looks = {at + 1: look_of(change.tab.column(heading)) for heading, at in columns_of(sheet, change.tab).items()} if isinstance(change, TabChange) else {}
    return Pen(part.title, read_styles(book), since_1904(book), looks)


def _growth(sheet: Sheet, placed: Placed) -> Growth:
    columns = {column for _, column in placed.cells}
    used = [row for row in range(1, len(sheet.rows) + 1) if any(sheet.at(row, c) not in (None, "") for c in columns)]
    filled = [row for (row, _), value in placed.cells.items() if value not in (None, "")]
    return Growth(max(used, default=0), max(filled, default=0), frozenset(c + 1 for c in columns))


def _made(book: OpenBook, title: str, change: Change) -> SheetPart:
    """Answers and pages get a tab of their own; a tab of the contract is made by set-up alone."""
    if isinstance(change, TabChange):
        raise _missing(title)
    styles = add_looks(book)
    if isinstance(change, Page):
        return make_tab(book, title, TEAL, page=True)
    part = make_tab(book, title, TEAL, wide=len(change.headings))
    root = book.tree(part.part)
    for column, heading in enumerate(change.headings, start=1):
        dress_column(root, column, min(max(len(heading) + 4, 18), 40), styles.looks.get("text"))
    freeze(root, 1, 0)
    return part


def _missing(title: str) -> Stop:
    return structure_fault([Problem(ERROR, title, 0, "", "The book has no such tab.", "Make it with setup_book.py.")])
