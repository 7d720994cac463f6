"""What is due in a cycle, from when, and until when: days, never times of day, so that no change of clocks moves anything."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sgp.contract import Book, Cycle
from sgp.dates import CATCH_UP, ClosedDays, closed_days, first_sitting, meeting_day, school_days_after

DRAFTS, TARGETS, REMINDERS, PACKS, CHASERS, DIGEST = "drafts", "targets", "reminders", "packs", "chasers", "digest"
"""What is done in a cycle; all but the first are kinds of email."""
REMINDERS_BEFORE, PACKS_BEFORE = 2, 5
"""School days before a meeting on which its reminders, and before meeting 3 on which packs for heads, begin to go out (DESIGN 3)."""


@dataclass(frozen=True)
class Step:
    """Something that is done in a cycle from `first` to `last`, and where it was missed until `until`; "" is no single meeting."""

    cycle: Cycle
    kind: str
    meeting: str
    first: date
    last: date
    until: date

    def is_open(self, today: date) -> bool:
        """Whether it is due today, or still caught up."""
        return self.first <= today <= self.until


def steps(book: Book) -> tuple[Step, ...]:
    """All steps of all cycles, as far as they have their days, by cycle and day."""
    found = [step for cycle in book.cycles for step in steps_of(book, cycle)]
    return tuple(sorted(found, key=lambda s: (s.cycle.send_on or date.max, s.cycle.name, s.first, s.kind, s.meeting)))


def steps_of(book: Book, cycle: Cycle) -> tuple[Step, ...]:
    """All steps of one cycle, as far as it has their days."""
    closed = closed_days(book)
    return (*_drafts_and_targets(book, cycle, closed), *_before_meetings(book, cycle, closed))


def window(book: Book, cycle: Cycle, kind: str) -> tuple[date | None, date | None]:
    """The first and the last day on which this step of a cycle is done, or twice None where it has no days."""
    step = next((s for s in steps_of(book, cycle) if s.kind == kind), None)
    return (step.first, step.until) if step else (None, None)


def running(book: Book, today: date) -> tuple[Cycle, ...]:
    """The cycles that go on: from their first step until they have closed and nothing is caught up any more."""
    return tuple(cycle for cycle in book.cycles if _runs(cycle, steps_of(book, cycle), today))


def _runs(cycle: Cycle, steps: Sequence[Step], today: date) -> bool:
    return any(s.first <= today <= max(s.until, cycle.closes_on or s.until) for s in steps)


def _drafts_and_targets(book: Book, cycle: Cycle, closed: ClosedDays) -> Iterator[Step]:
    if cycle.send_on is None:
        return
    end = meeting_day(book.meetings, cycle.name, "1") or cycle.closes_on
    last, until = (end, school_days_after(end, CATCH_UP, closed)) if end else (date.max, date.max)
    yield Step(cycle, DRAFTS, "", school_days_after(cycle.send_on, -int(book.school.draft_days_before), closed), last, until)
    yield Step(cycle, TARGETS, "", cycle.send_on, last, until)


def _before_meetings(book: Book, cycle: Cycle, closed: ClosedDays) -> Iterator[Step]:
    """What leads up to a meeting ends with it: nobody wants to be reminded of what is over."""
    for number in "123":
        first, last = first_sitting(book, cycle, number), meeting_day(book.meetings, cycle.name, number)
        if first and last:
            yield Step(cycle, REMINDERS, number, school_days_after(first, -REMINDERS_BEFORE, closed), last, last)
        if first and number == "3":
            yield Step(cycle, PACKS, number, school_days_after(first, -PACKS_BEFORE, closed), first, first)
