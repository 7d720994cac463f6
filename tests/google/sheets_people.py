"""A person's hand: edits in the browser, and a whole book as a workbook of openpyxl."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from sheets_a1 import column, parsed
from sheets_books import Book, Cell, Tab, new_tab
from sheets_cells import DATES, moment, number_format, serial, typed
from sheets_changes import changed
from sheets_formulas import raw

_PATTERNS = {"DATE": "yyyy-mm-dd", "DATE_TIME": "yyyy-mm-dd hh:mm:ss", "TIME": "hh:mm:ss"}


class Person:
    """The owner of the books, in the browser; what they do is no request of the API."""

    def __init__(self, server: Any) -> None:
        self.server = server

    def change(self, book_id: str, kind: str, **asked: Any) -> None:
        """Anything that a batchUpdate can do."""
        with self.server.lock:
            book = self.server.books[book_id]
            self.server.books[book_id], _ = changed(book, [{kind: asked}], book.owner)

    def write(self, book_id: str, tab: str, cell: str, value: Any) -> None:
        """Type something into a cell; None empties it."""
        with self.server.lock:
            book = self.server.books[book_id].copied()
            at, area, _ = parsed(book, f"'{tab}'!{cell}")
            at.put(area.top, area.left, typed(book, at.cell(area.top, area.left), "" if value is None else value))
            self.server.books[book_id] = book

    def sort(self, book_id: str, tab: str, by: str, descending: bool = False) -> None:
        """Sort a tab by a column (its letter or its heading); the first row stays."""
        at = self.server.books[book_id].titled(tab)
        headings = [cell.get("userEnteredValue", {}).get("stringValue") for cell in at.rows[0]]
        where, order = headings.index(by) if by in headings else column(by), "DESCENDING" if descending else "ASCENDING"
        specs = [{"dimensionIndex": where, "sortOrder": order}]
        self.change(book_id, "sortRange", range={"sheetId": at.id, "startRowIndex": 1}, sortSpecs=specs)

    def insert_row(self, book_id: str, tab: str, at: int) -> None:
        """Insert an empty row (counted from 1) that looks as the row above."""
        self.change(book_id, "insertDimension", range=self._row(book_id, tab, at), inheritFromBefore=at > 1)

    def delete_row(self, book_id: str, tab: str, at: int) -> None:
        """Delete a row (counted from 1)."""
        self.change(book_id, "deleteDimension", range=self._row(book_id, tab, at))

    def _row(self, book_id: str, tab: str, at: int) -> dict[str, Any]:
        return {"sheetId": self.server.books[book_id].titled(tab).id, "dimension": "ROWS", "startIndex": at - 1, "endIndex": at}

    def rename(self, book_id: str, tab: str, title: str) -> None:
        """Give a tab another title."""
        about = {"sheetId": self.server.books[book_id].titled(tab).id, "title": title}
        self.change(book_id, "updateSheetProperties", properties=about, fields="title")

    def delete_tab(self, book_id: str, tab: str) -> None:
        """Delete a tab."""
        self.change(book_id, "deleteSheet", sheetId=self.server.books[book_id].titled(tab).id)

    def protect(self, book_id: str, tab: str, cells: str = "", editors: Sequence[str] = (), warning: bool = False) -> None:
        """Protect a tab, or a range of it, against all but the owner and these; or only have it warn."""
        at, area, _ = parsed(self.server.books[book_id], f"'{tab}'!{cells}" if cells else f"'{tab}'")
        sides = dict(zip(("startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex"), area, strict=True)) if cells else {}
        how = {"warningOnly": True} if warning else {"editors": {"users": list(editors)}}
        self.change(book_id, "addProtectedRange", protectedRange={"range": {"sheetId": at.id, **sides}, **how})


def workbook(book: Book) -> Workbook:
    """The book as openpyxl has it: dates by number format, formulas as their text. A tab's id is its code name."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for tab in book.tabs:
        sheet = made.create_sheet(tab.title)
        sheet.sheet_properties.codeName = f"id{tab.id}"
        for r, row in enumerate(tab.rows, 1):
            for c, cell in enumerate(row, 1):
                if "userEnteredValue" in cell:
                    _show(sheet, r, c, cell)
    return made


def _show(sheet: Worksheet, row: int, column: int, cell: Cell) -> None:
    (kind, value), = cell["userEnteredValue"].items()
    shown, at = number_format(cell).get("type"), sheet.cell(row, column)
    if kind == "numberValue" and shown in DATES:
        when = moment(value)
        value = when.time() if shown == "TIME" and 0 <= value < 1 else when.date() if shown == "DATE" and value == int(value) else when
    at.value = value
    at.data_type = "s" if kind == "stringValue" else at.data_type


def saved(book: Book, wanted: Workbook) -> Book:
    """The book with the tabs and the values of a workbook."""
    draft = book.copied()
    known = {t.title: t for t in draft.tabs} | {f"id{t.id}": t for t in draft.tabs}
    draft.tabs = [known.get(s.sheet_properties.codeName or "") or known.get(s.title) or new_tab({}) for s in wanted.worksheets]
    for index, (tab, sheet) in enumerate(zip(draft.tabs, wanted.worksheets, strict=True)):
        tab.about |= {"title": sheet.title, "index": index}
        _fill(tab, sheet)
    return draft


def _fill(tab: Tab, sheet: Worksheet) -> None:
    cells = {(at.row - 1, at.column - 1): at for row in sheet.iter_rows() for at in row if at.value is not None}
    tab.resize(max([tab.height, *(r + 1 for r, _ in cells)]), max([tab.width, *(c + 1 for _, c in cells)]))
    for r, c in {*cells, *((r, c) for r, row in enumerate(tab.rows) for c, _ in enumerate(row))}:
        at = cells.get((r, c))
        tab.put(r, c, _entered(tab.cell(r, c), at.value if at else None, at.data_type if at else "n"))


def _entered(cell: Cell, value: Any, kind: str) -> Cell:
    bare = {key: item for key, item in cell.items() if key != "userEnteredValue"}
    if not isinstance(value, date | time):
        return bare if value is None else bare | {"userEnteredValue": {"formulaValue": value} if kind == "f" else raw(value)}
    clock = value if isinstance(value, time) else value.time() if isinstance(value, datetime) else time()
    day = date(1899, 12, 30) if isinstance(value, time) else value.date() if isinstance(value, datetime) else value
    what = "TIME" if isinstance(value, time) else "DATE_TIME" if clock != time() else "DATE"
    if number_format(cell).get("type") not in DATES:
        bare["userEnteredFormat"] = bare.get("userEnteredFormat", {}) | {"numberFormat": {"type": what, "pattern": _PATTERNS[what]}}
    return bare | {"userEnteredValue": {"numberValue": serial(datetime.combine(day, clock))}}
