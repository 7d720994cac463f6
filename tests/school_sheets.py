"""A school whose books are Google Sheets, on a server of our own; the scripts reach it by their environment alone."""

import contextlib
import io
import json
import runpy
import sys
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import pytest
from openpyxl import Workbook
from school_files import ROOT, Done, School
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

    def run(self, script: str, *arguments: object, today: str = "2026-09-28", root: Path = ROOT) -> Done:
        """Run a script as a process would, but in this one: modules that are loaded already make it quick."""
        command = self.command(script, *arguments, today=today, root=root)[1:]
        said, code = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), 0
        with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            patch.setattr(sys, "argv", command)
            for name, value in self.environment().items():
                patch.setenv(name, value)
            try:
                runpy.run_path(command[0], run_name="__main__")
            except SystemExit as done:
                code = int(done.code or 0)
        said.seek(0)
        return Done(code, said.read())

    def state(self) -> str:
        tabs = [tab for book in (self.book, self.staff_book) for tab in self.server.books[book].tabs]
        told = [(tab.about, tab.rows, tab.column_looks, tab.more) for tab in tabs]
        return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def new_school(folder: Path, server: Server) -> SchoolSheets:
    """Two new Google Sheets, as a person makes them."""
    folder.mkdir(parents=True, exist_ok=True)
    return SchoolSheets(folder, server, server.new_book("Coordinator's book"), server.new_book("Staff book"))
