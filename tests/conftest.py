"""Parts that tests share: the raw exports of an invented school, taken in through the real import."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import settings
from school_files import RAW
from sheets_server import Server, serving

from sgp.check import Checked, check
from sgp.config import read_csv, read_forms, read_import_headings
from sgp.contract import Book, coordinators_book
from sgp.desk import Desk
from sgp.filling import plan_import
from sgp.importing import Export
from sgp.plan import Sheet, Snapshot, applied
from sgp.tables import read_book

# the same cases on every machine, however slow it is
settings.register_profile("steady", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("steady")

EXPORTS = {
    "Staff": "staff_mis_export.csv", "Observations": "observations.csv", "Focuses": "focuses.csv", "Target bank": "target_bank.csv",
    "Cycles": "cycles.csv", "Meetings": "meetings.csv", "Closed days": "closed_days.csv", "Pairs": "pairs.csv",
    "Form 1": "form_responses_1.csv", "Form 2": "form_responses_2.csv", "Form 3": "form_responses_3.csv",
}


@dataclass(frozen=True)
class Taken:
    """A book after an import: as read, as checked, and what each import said."""

    snapshot: Snapshot
    raw: Book
    checked: Checked
    says: dict[str, tuple[str, ...]]

    def told(self, tab: str, row: int, column: str = "") -> str:
        """All that is said of a cell or row, in one text."""
        return " ".join(f"{p.level}: {p}" for p in self.checked.problems if p.tab == tab and p.row == row and column in ("", p.column))


def export(name: str) -> Export:
    """One of the raw exports."""
    return Export(name, *read_csv(RAW / name))


def empty_book() -> Snapshot:
    """A coordinator's book as set-up leaves it, in memory."""
    return Snapshot(tuple(Sheet(t.title, (t.headings,) if t.headings else ()) for t in coordinators_book(read_forms().form)))


def on_desk(snapshot: Snapshot, day: date) -> tuple[Desk, Checked, Book]:
    """A book on the desk on a day, its check, and its rows as read."""
    from datetime import datetime

    raw, faults = read_book(snapshot, read_forms())
    checked = check(raw, day, faults)
    desk = Desk(checked.book, checked.people, checked.answers, snapshot, None, day, datetime(2026, 9, 28, 9, 0), {}, "outbox")
    return desk, checked, raw


@pytest.fixture(scope="session")
def oakfield() -> Taken:
    """The whole raw sample, imported tab by tab, on 4 December 2026."""
    snapshot, says = empty_book(), {}
    for title, file in EXPORTS.items():
        desk, _, _ = on_desk(snapshot, date(2026, 12, 4))
        plan = plan_import(desk, title, export(file), read_import_headings(), read_forms())
        snapshot, says[title] = applied(snapshot, plan.changes), plan.says
    _, checked, raw = on_desk(snapshot, date(2026, 12, 4))
    return Taken(snapshot, raw, checked, says)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A Sheets server of our own on loopback, without Google's limit on requests a minute."""
    with serving(quota=None) as running:
        yield running
