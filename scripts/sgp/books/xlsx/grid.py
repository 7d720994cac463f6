"""The rows and cells of one sheet's XML, found by number and made in their place."""

from bisect import bisect_left
from functools import lru_cache

from lxml import etree

from sgp.books.xlsx.markup import Element, add_child, space, without
from sgp.books.xlsx.reading import LAST_COLUMN, LAST_ROW, column_of, within


class Grid:
    """One sheet's cells. Rows and columns count from 1."""

    def __init__(self, root: Element) -> None:
        self.root, self.space = root, space(root)
        self._cell = f"{self.space}c"
        self.data = next(root.iter("{*}sheetData"))
        self.rows: dict[int, Element] = {}
        self.cells: dict[int, dict[int, Element]] = {}
        number = 0
        for row in self.data.iterchildren("{*}row"):
            number = int(row.get("r", number + 1))
            self.rows[number] = row
            _name(row, str(number))
        self.order = sorted(self.rows)

    def cell(self, row: int, column: int) -> Element | None:
        """The cell that stands there, or None."""
        return self.in_row(row).get(column) if row in self.rows else None

    def make(self, row: int, column: int) -> Element:
        """The cell that stands there, made empty and without a style if absent."""
        if (found := self.cell(row, column)) is not None:
            return found
        element = self.rows[row] if row in self.rows else self._make_row(row)
        without(element, "spans")
        cells = self.in_row(row)
        at = len(cells) if column > max(cells, default=0) else sum(c < column for c in cells)
        cells[column] = add_child(element, at, self._cell, r=reference(row, column))
        return cells[column]

    def replace(self, row: int, column: int, old: Element, new: Element) -> None:
        """Put another cell in the place of one that stands."""
        self.rows[row].replace(old, new)
        self.cells[row][column] = new

    def number_all(self) -> None:
        """Say the place of every cell, which may be left out where it counts on from the one before."""
        for number in self.order:
            self.in_row(number)

    def used_columns(self) -> int:
        """The last column in which any cell holds something."""
        return max((column for row in self.rows for column, cell in self.in_row(row).items() if len(cell)), default=0)

    def in_row(self, row: int) -> dict[int, Element]:
        """The cells of a row that stands, by column."""
        if row not in self.cells:
            self.cells[row], column = {}, 0
            for cell in self.rows[row].iterchildren(self._cell):
                column = column_of(cell.get("r"), column)
                self.cells[row][column] = cell
                _name(cell, reference(row, column))
        return self.cells[row]

    def _make_row(self, row: int) -> Element:
        at = bisect_left(self.order, within(row, LAST_ROW))
        made = etree.Element(f"{self.space}row", {"r": str(row)})
        if at:
            self.rows[self.order[at - 1]].addnext(made)
        else:
            self.data.insert(0, made)
        self.order.insert(at, row)
        self.rows[row] = made
        return made


def _name(element: Element, place: str) -> None:
    if "r" not in element.attrib:
        element.set("r", place)


def reference(row: int, column: int) -> str:
    """A1 and so on, of a row and a column counted from 1."""
    return f"{letters(column)}{row}"


@lru_cache(maxsize=1024)
def letters(column: int) -> str:
    """A, B … AA of a column counted from 1."""
    within(column, LAST_COLUMN)
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text
