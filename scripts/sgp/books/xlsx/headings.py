"""The heading row of a tab: where each heading stands, those that are missing, and how they look."""

from sgp.books.xlsx.cells import Ways
from sgp.books.xlsx.grid import Grid
from sgp.books.xlsx.heights import fit_rows
from sgp.books.xlsx.markup import Element
from sgp.books.xlsx.openbook import OpenBook
from sgp.books.xlsx.pens import Pen
from sgp.books.xlsx.reading import read_headings
from sgp.books.xlsx.styles import Styles
from sgp.books.xlsx.workbook import SheetPart
from sgp.books.xlsx.writing import carry_out
from sgp.contract import SCRIPT, Column, Tab
from sgp.plan import Placed
from sgp.plan.placing import columns_of


def where(book: OpenBook, part: SheetPart, tab: Tab, ways: Ways) -> dict[str, int]:
    """Heading -> column (from 1) of those headings of the tab that stand."""
    headings = read_headings(part, ways, book.tree(part.part))
    return {heading: at + 1 for heading, at in columns_of(headings, tab).items()}


def look_of(column: Column) -> str:
    """The look of the cells below a heading."""
    return f"{column.by} {column.look}"


def add_headings(root: Element, tab: Tab, at: dict[str, int], styles: Styles) -> None:
    """Write the headings that do not stand yet behind the last used column."""
    grid = Grid(root)
    missing = [c for c in tab.columns if c.heading not in at]
    places = {c.heading: (1, n) for n, c in enumerate(missing, start=grid.used_columns())}
    looks = {places[c.heading]: f"heading {c.by}" for c in missing}
    carry_out(grid, Placed({place: heading for heading, place in places.items()}, looks=looks), Pen(tab.title, styles, False, {}))


def fit_headings(root: Element, at: dict[str, int], styles: Styles) -> None:
    """Give a heading row without a height the one it needs."""
    grid, headings = Grid(root), {column: heading for heading, column in at.items()}
    if "ht" not in grid.rows[1].attrib:
        fit_rows(grid, [1], lambda _, column: headings.get(column), styles)


def dress_plain_cells(root: Element, tab: Tab, at: dict[str, int], styles: Styles) -> None:
    """Cells without any style in columns that scripts write, and plain headings; a style somebody chose stays."""
    headings = {at[c.heading]: styles.looks.get(f"heading {c.by}") for c in tab.columns}
    below = {at[c.heading]: styles.looks.get(look_of(c)) for c in tab.columns if c.by == SCRIPT}
    grid = Grid(root)
    for row in grid.rows:
        for column, style in (headings if row == 1 else below).items():
            cell = grid.cell(row, column)
            if cell is not None and style is not None and not int(cell.get("s", "0")) and not _is_number(cell):
                cell.set("s", str(style))


def _is_number(cell: Element) -> bool:
    # In a style for days, a number would be read as a day.
    return len(cell) > 0 and cell.get("t", "n") == "n"
