"""A school whose books are Google Sheets, on a server of our own; the scripts reach it by their environment alone."""

import pickle
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Self

from openpyxl import Workbook
from school_files import School
from sheets_server import Server


@dataclass(frozen=True)
class SchoolSheets(School):
    """The ids of the two books, and the server they are on."""

    server: Server
    book: str
    staff_book: str

    def places(self) -> dict[str, str]:
        return {name: f"https://docs.google.com/spreadsheets/d/{book}/edit#gid=0"
                for name, book in (("book", self.book), ("staff_book", self.staff_book))}

    def environment(self) -> dict[str, str]:
        return self.server.environment(self.folder)

    def edit(self, staff_book: bool = False) -> Workbook:
        return self.server.workbook(self.staff_book if staff_book else self.book)

    def save(self, book: Workbook) -> None:
        self.server.save(self.book, book)

    def copy(self, folder: Path) -> "SchoolSheets":
        twin = new_school(folder, self.server)
        for mine, other in ((self.book, twin.book), (self.staff_book, twin.staff_book)):
            self.server.books[other] = replace(self.server.books[mine].copied(), id=other)
        return twin

    def tidied(self) -> Self:
        """The school after somebody deleted the empty rows below every table: what is read of a book is then a tenth as long."""
        for tab in self.server.books[self.book].tabs:
            used = [number for number, row in enumerate(tab.rows, start=1) if any("userEnteredValue" in cell for cell in row)]
            tab.resize(max(used, default=1) + 2, tab.width)
        return self

    def state(self) -> str:
        tabs = [tab for book in (self.book, self.staff_book) for tab in self.server.books[book].tabs]
        told = [(tab.about, tab.rows, tab.column_looks, tab.more) for tab in tabs]
        return sha256(pickle.dumps(told)).hexdigest()


def new_school(folder: Path, server: Server) -> SchoolSheets:
    """Two new Google Sheets, as a person makes them."""
    folder.mkdir(parents=True, exist_ok=True)
    return SchoolSheets(folder, server, server.new_book("Coordinator's book"), server.new_book("Staff book"))
