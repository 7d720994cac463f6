"""The calls of the API, each answered from the books."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import sheets_drive as drive
import sheets_values as values
from sheets_a1 import parsed
from sheets_books import Book, Tab, may_edit, new_book, new_tab
from sheets_cells import shown_cell
from sheets_changes import changed
from sheets_discovery import SCHEMAS, Method, Refused
from sheets_masks import Mask, mask, selected

Made = dict[str, Any]
_SHORT = "kind,id,name,mimeType"
"""What Drive tells of a file unless more is asked for."""


@dataclass
class Call:
    """A request, understood. `books` are all there are; `now` is in seconds."""

    books: dict[str, Book]
    now: float
    method: Method
    ids: Mapping[str, str]
    query: Mapping[str, Any]
    body: Any
    who: str

    @property
    def book(self) -> Book:
        """The book that the path names."""
        return self.books[self.ids.get("spreadsheetId") or self.ids["fileId"]]

    def add(self, title: str, locale: str = "en_US", time_zone: str = "Etc/GMT") -> Book:
        """A new book that is the caller's own."""
        book = new_book(title, locale, time_zone, [drive.permission("owner", email=self.who)], self.now)
        return self.keep(book)

    def keep(self, book: Book) -> Book:
        """Put a changed copy in the place of a book."""
        book.changed, self.books[book.id] = self.now, book
        return book

    def draft(self, do: Callable[[Book], Made]) -> Made:
        """Do something to a copy, so that what is refused changes nothing."""
        book = self.book.copied()
        made = do(book)
        book.check()
        self.keep(book)
        return made

    def masked(self, made: Made, default: str = "") -> Made:
        """What of an answer the caller asked for."""
        fields = self.query.get("fields", default)
        told: Made = selected(made, mask(fields, self.method.response)) if fields else made
        return told


def spreadsheet(book: Book, asked: Mapping[str, Any], tree: Mask, who: str) -> Made:
    """A Spreadsheet as spreadsheets.get answers it: the tabs of the ranges asked for, with cells where the mask names them."""
    sheets = tree.get("sheets")
    cells = (asked.get("includeGridData") if not tree else sheets == {} and asked.get("includeGridData")) or "data" in (sheets or {})
    areas = [parsed(book, text)[:2] for text in asked.get("ranges") or ()] or [(t, (0, t.height, 0, t.width)) for t in book.tabs]
    told = []
    for tab in (t for t in book.tabs if any(t is other for other, _ in areas)):
        made = {"properties": tab.about, **{key: item for key, item in tab.more.items() if item}}
        if "protectedRanges" in made:
            made["protectedRanges"] = [_protection(p, who) for p in made["protectedRanges"]]
        if cells:
            made["data"] = [_grid(book, tab, area, (sheets or {}).get("data", {})) for other, area in areas if other is tab]
        told.append(made)
    named = {"namedRanges": book.named_ranges} if book.named_ranges else {}
    return {"spreadsheetId": book.id, "properties": book.about, "sheets": told, **named,
            "spreadsheetUrl": f"https://docs.google.com/spreadsheets/d/{book.id}/edit"}


def _protection(protected: Made, who: str) -> Made:
    if may_edit(protected, who):
        return protected | {"requestingUserCanEdit": True}
    return {key: value for key, value in protected.items() if key != "editors"}


def _grid(book: Book, tab: Tab, area: tuple[int, int, int, int], tree: Mask) -> Made:
    top, bottom, left, right = area
    cells, rows = tree.get("rowData", {}).get("values", {}), []
    wanted = set(cells) if cells and "*" not in cells else set(SCHEMAS["CellData"]["properties"])
    if "rowData" in tree or not tree or "*" in tree:
        shown = {id(cell): shown_cell(book, tab, cell, wanted) for cell in {id(c): c for row in tab.rows[top:bottom] for c in row}.values()}
        rows = [[shown[id(cell)] for cell in row[left:right]] for row in tab.rows[top:bottom]]
    while rows and not rows[-1]:
        rows.pop()
    made = {"startRow": top, "startColumn": left, "rowData": [{"values": row} if row else {} for row in rows],
            "rowMetadata": tab.row_looks[top:bottom], "columnMetadata": tab.column_looks[left:right]}
    return {key: value for key, value in made.items() if value}


def _get(call: Call) -> Made:
    tree = mask(call.query["fields"], "Spreadsheet") if call.query.get("fields") else {}
    return call.masked(spreadsheet(call.book, call.query, tree, call.who))


def _create(call: Call) -> Made:
    about = call.body.get("properties", {})
    book = call.add(about.get("title", ""), about.get("locale", "en_US"), about.get("timeZone", "Etc/GMT"))
    book.tabs = [new_tab({"index": n} | tab.get("properties", {})) for n, tab in enumerate(call.body.get("sheets", ()))] or book.tabs
    return call.masked(spreadsheet(book, {}, {}, call.who))


def _batch_update(call: Call) -> Made:
    book, replies = changed(call.book, call.body.get("requests", ()), call.who)
    call.keep(book)
    how = {"includeGridData": call.body.get("responseIncludeGridData"), "ranges": call.body.get("responseRanges", ())}
    more = {"updatedSpreadsheet": spreadsheet(book, how, {}, call.who)} if call.body.get("includeSpreadsheetInResponse") else {}
    return call.masked({"spreadsheetId": book.id, "replies": replies, **more})


def _new_file(call: Call) -> Made:
    if call.body.get("mimeType") != drive.SHEET:
        raise Refused("files other than spreadsheets: not implemented here")
    return call.masked(drive.file(call.add(call.body.get("name", "")), call.who), _SHORT)


def _permissions(call: Call) -> Made:
    if "permissions" not in (told := drive.file(call.book, call.who)):
        raise drive.no_file(call.book.id, 403)
    return call.masked({"kind": "drive#permissionList", "permissions": told["permissions"]}, "kind,permissions(kind,id,type,role)")


def _reading(do: Callable[[Call, Book], Made]) -> Callable[[Call], Made]:
    return lambda call: call.masked(do(call, call.book))


def _writing(do: Callable[[Call, Book], Made]) -> Callable[[Call], Made]:
    return lambda call: call.masked(call.draft(lambda book: {"spreadsheetId": book.id, **do(call, book)}))


CALLS: dict[str, Callable[[Call], Made | None]] = {
    "sheets.spreadsheets.get": _get, "sheets.spreadsheets.create": _create, "sheets.spreadsheets.batchUpdate": _batch_update,
    "sheets.spreadsheets.values.get": _reading(lambda c, book: values.read(book, c.ids["range"], c.query)),
    "sheets.spreadsheets.values.batchGet": _reading(lambda c, book: {
        "spreadsheetId": book.id, "valueRanges": [values.read(book, text, c.query) for text in c.query.get("ranges", ())]}),
    "sheets.spreadsheets.values.update": _writing(lambda c, book: values.write(book, c.ids["range"], c.body, c.query, c.who)),
    "sheets.spreadsheets.values.append": _writing(lambda c, book: values.append(book, c.ids["range"], c.body, c.query, c.who)),
    "sheets.spreadsheets.values.batchUpdate": _writing(lambda c, book: values.write_many(book, c.body, c.who)),
    "sheets.spreadsheets.values.clear": _writing(lambda c, book: {"clearedRange": values.clear(book, [c.ids["range"]], c.who)[0]}),
    "sheets.spreadsheets.values.batchClear": _writing(lambda c, book: {
        "clearedRanges": values.clear(book, c.body.get("ranges", ()), c.who)}),
    "drive.files.create": _new_file, "drive.permissions.list": _permissions,
    "drive.files.get": lambda call: call.masked(drive.ROOT if call.ids["fileId"] == "root" else drive.file(call.book, call.who), _SHORT),
    "drive.files.delete": lambda call: call.books.pop(call.book.id) and None,
    "drive.files.list": lambda call: call.masked(
        {"kind": "drive#fileList", "incompleteSearch": False, "files": drive.found(call.books.values(), call.query.get("q", ""), call.who)},
        f"kind,incompleteSearch,files({_SHORT})"),
}
