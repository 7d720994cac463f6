"""What is due in a cycle, from when, and until when: days, never times of day, so that no change of clocks moves anything."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sgp.contract import Book, Cycle
from sgp.contract.names import folded
from sgp.dates import CATCH_UP, ClosedDays, closed_days, first_sitting, meeting_day, school_days_after

DRAFTS, TARGETS, REMINDERS, PACKS, CHASERS, DIGEST = "drafts", "targets", "reminders", "packs", "chasers", "digest"
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
    """All steps of all cycles that have their days, by cycle and day."""
    closed = closed_days(book)
    found = [step for cycle in book.cycles if cycle.send_on for step in _of_cycle(book, cycle, cycle.send_on, closed)]
    return tuple(sorted(found, key=lambda s: (s.cycle.send_on or date.max, s.cycle.name, s.first, s.kind, s.meeting)))


def open_steps(book: Book, today: date, *kinds: str) -> tuple[Step, ...]:
    """The steps of these kinds that are due today or caught up, each kind once a cycle."""
    found = {(folded(s.cycle.name), s.kind): s for s in reversed(steps(book)) if s.kind in kinds and s.is_open(today)}
    return tuple(reversed(found.values()))


def _of_cycle(book: Book, cycle: Cycle, send_on: date, closed: ClosedDays) -> Iterator[Step]:
    begun = school_days_after(send_on, -int(book.school.draft_days_before), closed)
    end = meeting_day(book.meetings, cycle.name, "1") or cycle.closes_on or send_on
    late, closes = school_days_after(end, CATCH_UP, closed), cycle.closes_on or end
    yield Step(cycle, DRAFTS, "", begun, end, late)
    # a date in Send again may ask for a target email as long as the cycle goes on
    yield Step(cycle, TARGETS, "", send_on, end, max(late, closes))
    yield Step(cycle, CHASERS, "", send_on, closes, closes)
    yield from _of_meetings(book, cycle, closed)


def _of_meetings(book: Book, cycle: Cycle, closed: ClosedDays) -> Iterator[Step]:
    """What leads up to a meeting ends with it: nobody wants to be reminded of what is over."""
    for number in "123":
        first, last = first_sitting(book, cycle, number), meeting_day(book.meetings, cycle.name, number)
        if first and last:
            yield Step(cycle, REMINDERS, number, school_days_after(first, -REMINDERS_BEFORE, closed), last, last)
        if first and number == "3":
            yield Step(cycle, PACKS, number, school_days_after(first, -PACKS_BEFORE, closed), first, first)
