"""Set-up: the tabs, headings, drop-downs, notes and colours that a book does not have yet. It never changes a value."""

from collections.abc import Sequence

from sgp.books.xlsx.columns import colour_tab, dress_column, freeze, hide_gridlines, offer_filter, select_tab
from sgp.books.xlsx.dressing import add_looks
from sgp.books.xlsx.grid import Grid
from sgp.books.xlsx.markup import Element, space
from sgp.books.xlsx.newbook import new_sheet
from sgp.books.xlsx.notes import add_notes
from sgp.books.xlsx.openbook import OpenBook
from sgp.books.xlsx.reading import read_sheet, ways_of
from sgp.books.xlsx.rules import listed, mark_stale, mark_words, offer_choices, taken_from
from sgp.books.xlsx.styles import Styles
from sgp.books.xlsx.workbook import SheetPart, add_sheet, find_sheet, sheets, workbook_part
from sgp.books.xlsx.writing import Pen, carry_out
from sgp.contract import SCRIPT, Column, Tab
from sgp.contract.looks import TEAL
from sgp.plan import Placed
from sgp.plan.placing import columns_of

LIVED_IN = 6
"""The first tabs are the ones a coordinator lives in; the rest are quieter."""

_QUIET_TAB, _WIDE, _FROZEN_AT_MOST = "B8C0CA", 140, 60


def set_up(book: OpenBook, tabs: Sequence[Tab]) -> None:
    """Make what these tabs lack, in their order; drop-downs last, as they point from tab to tab."""
    styles = add_looks(book)
    for number, tab in enumerate(tabs):
        colour = TEAL if number < LIVED_IN else _QUIET_TAB
        part = find_sheet(book, tab.title) or make_tab(book, tab.title, colour, page=tab.page, wide=len(tab.columns) if sum(_widths(tab)) > _WIDE else 0)
        (_complete_page if tab.page else _complete)(book, part, tab, styles)
    for tab in tabs:
        _offer(book, tab)


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


def where(book: OpenBook, part: SheetPart, tab: Tab) -> dict[str, int]:
    """Heading -> column (from 1) of those headings of the tab that stand."""
    sheet = read_sheet(book, part, ways_of(book), book.tree(part.part))
    return {heading: at + 1 for heading, at in columns_of(sheet, tab).items()}


def look_of(column: Column) -> str:
    """The look of the cells below a heading."""
    return f"{column.by} {column.look}"


def _complete_page(book: OpenBook, part: SheetPart, tab: Tab, styles: Styles) -> None:
    root = book.tree(part.part)
    for column, width in enumerate(tab.widths, start=1):
        dress_column(root, column, width, styles.looks.get("text"))
    if tab.stale:
        mark_stale(book, root, tab.stale)


def _complete(book: OpenBook, part: SheetPart, tab: Tab, styles: Styles) -> None:
    root = book.tree(part.part)
    _add_headings(root, tab, where(book, part, tab), styles)
    at = where(book, part, tab)
    for column in tab.columns:
        dress_column(root, at[column.heading], column.width, styles.looks.get(look_of(column)))
        mark_words(book, root, at[column.heading], column)
    _dress_plain_cells(root, tab, at, styles)
    freeze(root, 1, _frozen_columns(tab, at))
    add_notes(book, part, root, _notes(tab, at))


def _add_headings(root: Element, tab: Tab, at: dict[str, int], styles: Styles) -> None:
    grid = Grid(root)
    missing = [c for c in tab.columns if c.heading not in at]
    places = {c.heading: (1, n) for n, c in enumerate(missing, start=grid.used_columns())}
    looks = {places[c.heading]: f"heading {c.by}" for c in missing}
    carry_out(grid, Placed({place: heading for heading, place in places.items()}, looks=looks), Pen(tab.title, styles, False, {}))


def _dress_plain_cells(root: Element, tab: Tab, at: dict[str, int], styles: Styles) -> None:
    """Cells without any style in columns that scripts write, and plain headings; a style somebody chose stays."""
    headings = {at[c.heading]: styles.looks.get(f"heading {c.by}") for c in tab.columns}
    below = {at[c.heading]: styles.looks.get(look_of(c)) for c in tab.columns if c.by == SCRIPT}
    grid = Grid(root)
    for row in grid.rows:
        for column, style in (headings if row == 1 else below).items():
            cell = grid.cell(row, column)
            if cell is not None and style is not None and not int(cell.get("s", "0")):
                cell.set("s", str(style))


def _frozen_columns(tab: Tab, at: dict[str, int]) -> int:
    """How many columns stay in sight on a wide tab: the first ones, as far as they tell one row from another."""
    lead = 0
    if sum(_widths(tab)) > _WIDE:
        while lead < len(tab.key) and at[tab.key[lead]] == lead + 1 and sum(tab.column(h).width for h in tab.key[: lead + 1]) <= _FROZEN_AT_MOST:
            lead += 1
    return lead


def _widths(tab: Tab) -> list[int]:
    return [c.width for c in tab.columns]


def _notes(tab: Tab, at: dict[str, int]) -> dict[int, str]:
    notes = {at[c.heading]: c.note for c in tab.columns if c.note}
    first = min(at.values())
    return notes | {first: f"{tab.about}\n{notes[first]}" if first in notes else tab.about}


def _offer(book: OpenBook, tab: Tab) -> None:
    if tab.page or (part := find_sheet(book, tab.title)) is None:
        return
    at, root = where(book, part, tab), book.tree(part.part)
    for column in tab.columns:
        if column.choices:
            offer_choices(root, at[column.heading], listed(column.choices), "Usually one of the words in the list. Keep what you typed?")
        elif column.choices_from and (source := _column_elsewhere(book, *column.choices_from)):
            offer_choices(root, at[column.heading], source, f"It does not stand in {column.choices_from[0]} yet. Keep what you typed?")


def _column_elsewhere(book: OpenBook, title: str, heading: str) -> str:
    if (part := find_sheet(book, title)) is None:
        return ""
    at = where(book, part, Tab(title, "", (Column(heading, SCRIPT),)))
    return taken_from(part.title, at[heading]) if heading in at else ""
