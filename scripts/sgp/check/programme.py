"""Focuses, steps, cycles and meetings: named once, known where they are used, on possible days."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from sgp.contract import BankStep, Book, Cycle, Focus, Meeting, Row
from sgp.contract.names import did_you_mean, find_name, loose
from sgp.dates import closed_days
from sgp.errors import ERROR, WARNING, Problem

R = TypeVar("R", bound=Row)


def check_focuses(book: Book, problems: list[Problem]) -> Book:
    """The book with each focus once; the first of two rows counts."""
    kept: dict[str, Focus] = {}
    for focus in (f for f in book.focuses if f.name):
        if first := kept.get(loose(focus.name)):
            problems.append(_told(WARNING, focus, "name", f"“{focus.name}” stands in row {first.row} too, and that row counts.", "Join the two rows."))
        kept.setdefault(loose(focus.name), focus)
    return replace(book, focuses=tuple(kept.values()))

def check_bank(book: Book, problems: list[Problem]) -> Book:
    """The book with the steps whose focus is known, under its one spelling."""
    names, known = [f.name for f in book.focuses], []
    for step in (s for s in book.bank if s.step):
        if name := find_name(step.focus, names):
            known.append(step.model_copy(update={"focus": name}))
        else:
            mend = did_you_mean(step.focus, names) or "Choose a focus from the list."
            problems.append(_told(ERROR, step, "focus", f"“{step.focus}” is not a focus in the tab Focuses, so this step is not used.", mend))
    return replace(book, bank=tuple(known))

def check_cycles(book: Book, problems: list[Problem]) -> None:
    """Cycles that lack a day, end before they begin, or stand twice."""
    for cycle in book.cycles:
        for field in ("name", "send_on", "closes_on"):
            if not getattr(cycle, field):
                what = "This cycle has no name." if field == "name" else f"{cycle.name or 'This cycle'} has no usable date here."
                problems.append(_told(ERROR, cycle, field, what, "Fill in this cell."))
        if cycle.send_on and cycle.closes_on and cycle.closes_on < cycle.send_on:
            problems.append(_told(ERROR, cycle, "closes_on", f"{cycle.name} closes before its targets are sent.", "Correct one of the two dates."))
    problems += _doubled(book.cycles, "name", lambda c: loose(c.name))

def check_meetings(book: Book, problems: list[Problem]) -> None:
    """Meetings of no cycle, without a day, on a day without school, or standing twice."""
    closed, names = closed_days(book.closed), [c.name for c in book.cycles]
    for meeting in book.meetings:
        if not find_name(meeting.cycle, names):
            mend = did_you_mean(meeting.cycle, names) or "Write the name of a cycle in the tab Cycles."
            problems.append(_told(ERROR, meeting, "cycle", f"“{meeting.cycle}” is not a cycle.", mend))
        if meeting.day is None:
            problems.append(_told(ERROR, meeting, "day", "This meeting has no usable date.", "Write the date, such as 06/10/2026."))
        elif meeting.day in closed or meeting.day.weekday() > 4:
            problems.append(_told(WARNING, meeting, "day", f"{meeting.day:%A %d/%m/%Y} is a day without school.", "Move the meeting, or correct Closed days."))
    problems += _doubled(book.meetings, "sitting", lambda m: (loose(m.cycle), m.meeting, loose(m.sitting)))

def _doubled(rows: Sequence[R], field: str, key: Callable[[R], object]) -> list[Problem]:
    seen: dict[object, R] = {}
    told = []
    for row in rows:
        first = seen.setdefault(key(row), row)
        if first is not row:
            told.append(_told(ERROR, row, field, f"This stands in row {first.row} too.", "Delete or change one of them."))
    return told

def _told(level: str, row: Row, field: str, what: str, mend: str) -> Problem:
    return Problem(level, row.tab.title, row.row, row.fields[field], what, mend)

__all__ = ["BankStep", "Cycle", "Meeting", "check_bank", "check_cycles", "check_focuses", "check_meetings"]
