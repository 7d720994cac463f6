"""Opening a book: which kind it is, whether it is built as the contract says, and what day it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from time import monotonic
from zoneinfo import ZoneInfo

from sgp.books import Workbook
from sgp.check import Checked, check
from sgp.config import ROOT, read_forms, read_language, read_templates
from sgp.contract import Book, Forms, Tab, coordinators_book
from sgp.dates import current_cycle, cycle_named
from sgp.desk import Desk
from sgp.errors import ExitCode, Problem, Stop, structure_fault
from sgp.job.options import Options
from sgp.plan import Snapshot
from sgp.structure import faults_of_structure
from sgp.tables import Read, read_book


@dataclass(frozen=True)
class Opened:
    """A book on the desk, where it lies, and the forms it was read with; `read` is what stands in each of its tabs."""

    book: Workbook
    desk: Desk
    forms: Forms
    problems: tuple[Problem, ...]
    begun: float
    read: Read


def open_book(book: Workbook, options: Options) -> Opened:
    """Read and check the coordinator's book. Raises Stop where it is not built as the contract says."""
    return on_desk(book, book.read(), options, monotonic())


def on_desk(book: Workbook, snapshot: Snapshot, options: Options, begun: float) -> Opened:
    """The book as this snapshot shows it, checked. Raises Stop where it is not built as the contract says."""
    forms = read_forms()
    _check_built(snapshot, coordinators_book(forms.form))
    read: Read = {}
    raw, faults = read_book(snapshot, forms, read)
    now = _now(raw)
    today = options.today or now.date()
    now = datetime.combine(today, now.timetz())  # who pretends a day means it for what is noted, too
    checked = check(raw, today, tuple(faults), read_language())
    return Opened(book, _desk(checked, raw, snapshot, options, today, now), forms, checked.problems, begun, read)


def read_as_built(book: Workbook, tabs: Iterable[Tab]) -> Snapshot:
    """Read a book. Raises Stop (structure) where a tab or heading of the contract is missing or doubled."""
    snapshot = book.read()
    _check_built(snapshot, tabs)
    return snapshot


def _check_built(snapshot: Snapshot, tabs: Iterable[Tab]) -> None:
    if faults := faults_of_structure(snapshot, tabs):
        raise structure_fault(faults)


def _desk(checked: Checked, raw: Book, snapshot: Snapshot, options: Options, today: date, now: datetime) -> Desk:
    book = checked.book
    cycle = cycle_named(book.cycles, options.cycle) if options.cycle else current_cycle(book.cycles, today)
    if options.cycle and cycle is None:
        names = ", ".join(c.name for c in book.cycles) or "none yet"
        raise Stop(f"There is no cycle “{options.cycle}”. The tab Cycles has: {names}.", ExitCode.USAGE)
    templates, transport = read_templates(), options.settings.mail.transport
    return Desk(book, checked.people, checked.answers, snapshot, cycle, today, now, templates, transport,
                read_language(), options.send, options.only, options.limit, output=_said(options.output), problems=checked.problems,
                raw=raw)


def _said(folder: Path) -> str:
    """The output folder as a person finds it: from the project's folder, or whole."""
    return folder.relative_to(ROOT).as_posix() if folder.is_relative_to(ROOT) else str(folder)


def _now(book: Book) -> datetime:
    return datetime.now(ZoneInfo(book.school.time_zone))
