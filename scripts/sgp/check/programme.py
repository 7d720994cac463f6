"""Focuses, steps, cycles and meetings: named once, known where they are used, on possible days."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from sgp.contract import Book, Focus, Row
from sgp.contract.names import did_you_mean, find_name, folded, loose
from sgp.dates import closed_days, cycle_named
from sgp.errors import ERROR, WARNING, Problem
from sgp.groups.sizes import FEWEST, MOST
from sgp.wording import grade_words, initials

LONGEST_BREAK = 366
"""Days after which a closed time counts as a slip of the pen."""
R = TypeVar("R", bound=Row)


def check_focuses(book: Book, problems: list[Problem]) -> Book:
    """The book with each focus once; the first of two rows counts."""
    kept: dict[str, Focus] = {}
    for focus in sorted((f for f in book.focuses if f.name), key=lambda f: (f.name, f.description, f.keywords, f.row)):
        if first := kept.get(loose(focus.name)):
            problems.append(_told(WARNING, focus, "name", f"“{focus.name}” stands in row {first.row} too, and that row counts.",
                                  "Join the two rows."))
        kept.setdefault(loose(focus.name), focus)
    if not kept and (book.observations or book.bank):
        what = "There is no focus yet, so nothing can be drawn from observations."
        problems.append(Problem(WARNING, Focus.tab.title, 0, "", what, "Write the school's focuses, or import them."))
    return replace(book, focuses=tuple(kept.values()))


def check_bank(book: Book, problems: list[Problem]) -> Book:
    """The book with the steps whose focus is known, under its one spelling."""
    names, known = [f.name for f in book.focuses], []
    for step in (s for s in book.bank if s.step):
        if grade_words(f"{step.step}\n{step.evidence}") or initials(f"{step.step}\n{step.evidence}"):
            problems.append(_told(WARNING, step, "step", "A grade or initials seem to stand in this step, so it is not used.",
                                  "Take them out."))
        if name := find_name(step.focus, names):
            known.append(step.model_copy(update={"focus": name}))
        else:
            mend = did_you_mean(step.focus, names) or "Choose a focus from the list."
            problems.append(_told(ERROR, step, "focus", f"“{step.focus}” is not a focus in the tab Focuses, so this step is not used.",
                                  mend))
    return replace(book, bank=tuple(known))


def check_cycles(book: Book, problems: list[Problem]) -> Book:
    """The book with each cycle that has a name once; told are those that lack a day, end before they begin, or stand twice."""
    for cycle in book.cycles:
        for field in ("name", "send_on", "closes_on"):
            if not getattr(cycle, field):
                what = "This cycle has no name." if field == "name" else f"{cycle.name or 'This cycle'} has no usable date here."
                problems.append(_told(ERROR, cycle, field, what, "Fill in this cell."))
        if cycle.send_on and cycle.closes_on and cycle.closes_on < cycle.send_on:
            problems.append(_told(ERROR, cycle, "closes_on", f"{cycle.name} closes before its targets are sent.",
                                  "Correct one of the two dates."))
        if cycle.group_size is not None and not FEWEST <= cycle.group_size <= MOST:
            what = f"Groups have {FEWEST} to {MOST} people, so {min(max(int(cycle.group_size), FEWEST), MOST)} is taken."
            problems.append(_told(WARNING, cycle, "group_size", what, f"Write {FEWEST} to {MOST}, or leave it blank: then it is 4."))
    named = tuple(c for c in book.cycles if c.name)
    problems += _doubled(named, "name", lambda c: folded(c.name))
    return replace(book, cycles=tuple({folded(c.name): c for c in reversed(named)}.values())[::-1])


def check_closed_days(book: Book, problems: list[Problem]) -> Book:
    """The book with the closed days that can be: from a day on, to a day that is neither before it nor years ahead."""
    wrong = {}
    for days in book.closed:
        if days.first is None:
            wrong[days.row] = _told(ERROR, days, "first", "There is no usable first day here, so this row is not used.",
                                    "Write the first closed day.")
        elif days.last and not 0 <= (days.last - days.first).days <= LONGEST_BREAK:
            what = f"{days.first:%d/%m/%Y} to {days.last:%d/%m/%Y} cannot be, so this row is not used."
            wrong[days.row] = _told(ERROR, days, "last", what, "Correct one of the two dates.")
    problems += wrong.values()
    return replace(book, closed=tuple(d for d in book.closed if d.row not in wrong))


def check_meetings(book: Book, problems: list[Problem]) -> None:
    """Meetings of no cycle, without a day, on a day without school, or standing twice."""
    closed, names = closed_days(book), [c.name for c in book.cycles]
    for meeting in book.meetings:
        if not meeting.meeting:
            problems.append(_told(ERROR, meeting, "meeting", "It is not said which meeting this is, so this row is not used.",
                                  "Write 1, 2 or 3."))
        if meeting.start and meeting.end and meeting.end <= meeting.start:
            problems.append(_told(WARNING, meeting, "end", "This meeting ends before it starts.", "Correct one of the two times."))
        if not cycle_named(book.cycles, meeting.cycle):
            mend = did_you_mean(meeting.cycle, names) or "Write the name of a cycle in the tab Cycles."
            problems.append(_told(ERROR, meeting, "cycle", f"“{meeting.cycle}” is not a cycle.", mend))
        if meeting.day is None:
            problems.append(_told(ERROR, meeting, "day", "This meeting has no usable date.", "Write the date, such as 06/10/2026."))
        elif meeting.day in closed or meeting.day.weekday() > 4:
            problems.append(_told(WARNING, meeting, "day", f"{meeting.day:%A %d/%m/%Y} is a day without school.",
                                  "Move the meeting, or correct Closed days."))
    problems += _doubled(book.meetings, "sitting", lambda m: (folded(m.cycle), m.meeting, folded(m.sitting)))


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
