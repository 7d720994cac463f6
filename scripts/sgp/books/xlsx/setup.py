"""Set-up: the tabs, headings, drop-downs, notes and colours that a book does not have yet. It never changes a value."""

from collections.abc import Sequence

from sgp.books.xlsx.columns import colour_tab, dress_column, freeze, hide_gridlines, offer_filter, select_tab
from sgp.books.xlsx.dressing import add_looks
from sgp.books.xlsx.headings import add_headings, dress_plain_cells, fit_headings, look_of, where
from sgp.books.xlsx.markup import space
from sgp.books.xlsx.newbook import new_sheet
from sgp.books.xlsx.notes import add_notes
from sgp.books.xlsx.openbook import OpenBook
from sgp.books.xlsx.reading import Ways, ways_of
from sgp.books.xlsx.rules import mark_stale, mark_words, offer_lists
from sgp.books.xlsx.workbook import SheetPart, add_sheet, find_sheet, sheets, workbook_part
from sgp.contract import Tab
from sgp.contract.looks import TEAL

LIVED_IN = 6
"""The first tabs are the ones a coordinator lives in; the rest are quieter."""

_QUIET_TAB, _WIDE, _FROZEN_AT_MOST = "B8C0CA", 140, 60


def set_up(book: OpenBook, tabs: Sequence[Tab]) -> None:
    """Make what these tabs lack, in their order; drop-downs last, as they point from tab to tab."""
    add_looks(book)
    ways = ways_of(book)
    for number, tab in enumerate(tabs):
        colour = TEAL if number < LIVED_IN else _QUIET_TAB
        part = find_sheet(book, tab.title) or make_tab(book, tab.title, colour, tab.page, len(tab.columns) if _is_wide(tab) else 0)
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
    freeze(root, 1, _frozen_columns(tab, at))
    add_notes(book, part, root, _notes(tab, at))


def _frozen_columns(tab: Tab, at: dict[str, int]) -> int:
    """How many columns stay in sight on a wide tab: the first ones, as far as they tell one row from another."""
    lead = width = 0
    for heading in tab.key if _is_wide(tab) else ():
        width += tab.column(heading).width
        if at[heading] != lead + 1 or width > _FROZEN_AT_MOST:
            break
        lead += 1
    return lead


def _is_wide(tab: Tab) -> bool:
    return sum(c.width for c in tab.columns) > _WIDE


def _notes(tab: Tab, at: dict[str, int]) -> dict[int, str]:
    notes = {at[c.heading]: c.note for c in tab.columns if c.note}
    first = min(at.values())
    return notes | {first: f"{tab.about}\n{notes[first]}" if first in notes else tab.about}
