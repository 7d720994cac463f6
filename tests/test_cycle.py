"""A whole cycle on every kind of book: every tab of both books, as somebody last looked at it and found it good."""

from datetime import date, datetime
from pathlib import Path

import pytest
from golden import golden
from school_files import School, SchoolFiles
from school_sheets import new_school
from sheets_server import Server

from sgp.books import LEASE_TAB

CLOCK = {"Run log": ("When", "Seconds"), "Email log": ("When", "Detail")}
"""Columns that say when it was, how long it took, or which bytes went, which are dated."""


@pytest.mark.parametrize("kind", ["xlsx", "google"])
def test_every_table_of_a_cycle(kind: str, tmp_path: Path, server: Server) -> None:
    school: School = SchoolFiles(tmp_path / "school") if kind == "xlsx" else new_school(tmp_path / "school", server)
    school.folder.mkdir(exist_ok=True)
    places = school.places()
    done = school.run("demo", "--book", places["book"], "--staff-book", places["staff_book"])
    assert done.code == 0, done.said
    golden("cycle.txt", "".join(tables(school, staff_book) for staff_book in (False, True)))


def tables(school: School, staff_book: bool) -> str:
    """Every tab of a book as lines of text; times of the clock are left out."""
    lines = []
    for sheet in (s for s in school.edit(staff_book) if s.title != LEASE_TAB):
        rows = [[said(c.value) for c in row] for row in sheet.iter_rows()]
        clock = [n for n, heading in enumerate(rows[0] if rows else []) if heading in CLOCK.get(sheet.title, ())]
        lines.append(f"\n=== {'staff book' if staff_book else 'coordinator'}: {sheet.title}")
        for number, row in enumerate(rows):
            hidden = set(clock) if number else set()
            hidden |= {1} if row[0] == "Last run" else set()
            text = "\t".join("…" if n in hidden else value for n, value in enumerate(row)).rstrip("\t")
            lines.append(text)
        while not lines[-1]:
            lines.pop()
    return "\n".join(lines) + "\n"


def said(value: object) -> str:
    """A cell's value with its type, where that cannot be seen."""
    match value:
        case None:
            return ""
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}" if value.time() != datetime.min.time() else f"{value:%Y-%m-%d}"
        case date():
            return f"{value:%Y-%m-%d}"
        case bool() | int() | float():
            return f"{value:g}#"
    return str(value).replace("\n", "\\n").replace("\t", "\\t")
