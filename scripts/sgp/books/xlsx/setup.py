"""Set-up: the tabs, headings, drop-downs, notes and colours that a book does not have yet. It never changes a value."""

from collections.abc import Sequence

from sgp.books.xlsx.cells import Ways
from sgp.books.xlsx.columns import colour_tab, dress_column, freeze, hide_gridlines, offer_filter, select_tab
from sgp.books.xlsx.dressing import add_looks
from sgp.books.xlsx.headings import add_headings, dress_plain_cells, fit_headings, look_of, where
from sgp.books.xlsx.markup import space
from sgp.books.xlsx.newbook import new_sheet
from sgp.books.xlsx.notes import add_notes
from sgp.books.xlsx.openbook import OpenBook
from sgp.books.xlsx.reading import ways_of
from sgp.books.xlsx.rules import mark_stale, mark_words, offer_lists
from sgp.books.xlsx.workbook import SheetPart, add_sheet, find_sheet, sheets, workbook_part
from sgp.contract import Tab
from sgp.contract.layout import frozen_columns, is_wide, notes, tint


def set_up(book: OpenBook, tabs: Sequence[Tab]) -> None:
    """Make what these tabs lack, in their order; drop-downs last, as they point from tab to tab."""
    add_looks(book)
    ways = ways_of(book)
    for number, tab in enumerate(tabs):
        wide = len(tab.columns) if is_wide(tab) else 0
        part = find_sheet(book, tab.title) or make_tab(book, tab.title, tint(number), tab.page, wide)
        (_complete_page if tab.page else _complete)(book, part, tab, ways)
    for tab in tabs:
        offer_lists(book, tab, ways)


def make_tab(book: OpenBook, title: str, colour: str, page: bool = False, wide: int = 0) -> SheetPart:
    """A new tab at the end; `wide` is the number of columns that shall have filter buttons."""
    first = not sheets(book)
    part = add_sheet(book, title, new_sheet(space(book.peek(workbook_part(book)))))
    root = book.tree(part.part)
    colour_tab(root, colour)
    if first:
        select_tab(root)
    if page:
        hide_gridlines(root)
    if wide:
        offer_filter(root, wide)
    return part


def _complete_page(book: OpenBook, part: SheetPart, tab: Tab, ways: Ways) -> None:
    root = book.tree(part.part)
    for column, width in enumerate(tab.widths, start=1):
        dress_column(root, column, width, ways.styles.looks.get("text"))
    if tab.stale:
        mark_stale(book, root, tab.stale)


def _complete(book: OpenBook, part: SheetPart, tab: Tab, ways: Ways) -> None:
    root = book.tree(part.part)
    add_headings(root, tab, where(book, part, tab, ways), ways.styles)
    at = where(book, part, tab, ways)
    for column in tab.columns:
        dress_column(root, at[column.heading], column.width, ways.styles.looks.get(look_of(column)))
        mark_words(book, root, at[column.heading], column)
    dress_plain_cells(root, tab, at, ways.styles)
    fit_headings(root, at, ways.styles)
    from_0 = {heading: column - 1 for heading, column in at.items()}
    freeze(root, 1, frozen_columns(tab, from_0))
    add_notes(book, part, root, {column + 1: note for column, note in notes(tab, from_0).items()})
