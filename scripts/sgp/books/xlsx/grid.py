"""The rows and cells of one sheet's XML, found by number and made in their place."""

from bisect import bisect_left
from functools import lru_cache

from lxml import etree

from sgp.books.xlsx.markup import Element, space, without
from sgp.books.xlsx.reading import LAST_COLUMN, LAST_ROW, column_of, within


class Grid:
    """One sheet's cells. Rows and columns count from 1."""

    def __init__(self, root: Element) -> None:
        self.root, self.space = root, space(root)
        self.data = next(root.iter("{*}sheetData"))
        self.rows: dict[int, Element] = {}
        self.cells: dict[int, dict[int, Element]] = {}
        number = 0
        for row in self.data.iterchildren("{*}row"):
            number = int(row.get("r", number + 1))
            self.rows[number] = row
        self.order = sorted(self.rows)
        self._counts_on = any("r" not in row.attrib for row in self.rows.values())

    def cell(self, row: int, column: int) -> Element | None:
        """The cell that stands there, or None."""
        return self._row_cells(row).get(column) if row in self.rows else None

    def make(self, row: int, column: int) -> Element:
        """The cell that stands there, made empty and without a style if absent."""
        if (found := self.cell(row, column)) is not None:
            return found
        element, cells = self._make_row(row), self._row_cells(row)
        made = etree.Element(f"{self.space}c", {"r": reference(row, column)})
        before = max((c for c in cells if c < column), default=0)
        element.insert(element.index(cells[before]) + 1 if before else 0, made)
        cells[column] = made
        return made

    def replace(self, row: int, column: int, old: Element, new: Element) -> None:
        """Put another cell in the place of one that stands."""
        self.rows[row].replace(old, new)
        self.cells[row][column] = new

    def number_all(self) -> None:
        """Say every row's and cell's place, which may be left out where it counts on from the one before."""
        for number in self.order:
            self.rows[number].set("r", str(number))
            self._number_cells(number)

    def used_columns(self) -> int:
        """The last column in which any cell stands, with or without a value."""
        return max((max(self._row_cells(row), default=0) for row in self.rows), default=0)

    def touch_row(self, row: int) -> None:
        """Let the row's height follow its new content, unless a person has set it; forget which columns it spans."""
        element = self.rows[row]
        without(element, "spans")
        if element.get("customHeight", "0") not in ("1", "true"):
            without(element, "ht")

    def _row_cells(self, row: int) -> dict[int, Element]:
        if row not in self.cells:
            self.cells[row], column = {}, 0
            for cell in self.rows[row].iterchildren(f"{self.space}c"):
                column = column_of(cell.get("r"), column)
                self.cells[row][column] = cell
        return self.cells[row]

    def _make_row(self, row: int) -> Element:
        if row not in self.rows:
            within(row, LAST_ROW)
            if self._counts_on:
                self.number_all()
            at = bisect_left(self.order, row)
            made = etree.Element(f"{self.space}row", {"r": str(row)})
            self.data.insert(self.data.index(self.rows[self.order[at - 1]]) + 1 if at else 0, made)
            self.order.insert(at, row)
            self.rows[row] = made
        else:
            self._number_cells(row)
        return self.rows[row]

    def _number_cells(self, row: int) -> None:
        for column, cell in self._row_cells(row).items():
            cell.set("r", reference(row, column))


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
