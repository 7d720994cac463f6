"""Cycles, meetings and school days: which is now, and how far off."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from holidays import country_holidays

from sgp.contract import Book, Cycle, Meeting
from sgp.contract.names import folded
from sgp.contract.settings import BANK_HOLIDAYS

CATCH_UP = 5
"""School days after its window in which a missed step is still done (DESIGN 3)."""


def current_cycle(cycles: Iterable[Cycle], today: date) -> Cycle | None:
    """The earliest cycle that closes today or later, else the last; None where no cycle has a closing day."""
    dated = sorted((c for c in cycles if c.closes_on), key=lambda c: (c.closes_on or date.min, c.name))
    return next((c for c in dated if c.closes_on and c.closes_on >= today), dated[-1] if dated else None)


def cycle_before(cycles: Iterable[Cycle], cycle: Cycle) -> Cycle | None:
    """The cycle that began last before this one."""
    earlier = [c for c in cycles if c.send_on and cycle.send_on and c.send_on < cycle.send_on]
    return max(earlier, key=lambda c: (c.send_on or date.min, c.name), default=None)


def cycle_named(cycles: Iterable[Cycle], name: str) -> Cycle | None:
    """The cycle of that name, in any letter case and spacing."""
    return next((c for c in cycles if folded(c.name) == folded(name)), None)


def cycle_on(cycles: Iterable[Cycle], day: date) -> Cycle | None:
    """The cycle in whose dates a day falls: from `Send targets on` to the day before the next cycle's."""
    begun = [c for c in cycles if c.send_on and c.send_on <= day]
    return max(begun, key=lambda c: (c.send_on or date.min, c.name), default=None)


def meetings_of(meetings: Iterable[Meeting], cycle: str, number: str = "") -> list[Meeting]:
    """The cycle's sittings (of one meeting, or of all three), in order of meeting, sitting and day."""
    ours = (m for m in meetings if folded(m.cycle) == folded(cycle) and number in ("", m.meeting))
    return sorted(ours, key=lambda m: (m.meeting, m.sitting, m.day or date.max))


def meeting_day(meetings: Sequence[Meeting], cycle: str, number: str, sitting: str = "") -> date | None:
    """The day of that sitting; without one of that letter, the last sitting's day; None if no day is set."""
    dated = [m for m in meetings_of(meetings, cycle, number) if m.day]
    chosen = [m for m in dated if folded(m.sitting) == folded(sitting)]
    return chosen[0].day if chosen else max((m.day for m in dated if m.day), default=None)


def first_sitting(book: Book, cycle: Cycle, meeting: str) -> date | None:
    """The day of the first sitting of a meeting, or None if no day is set."""
    return min((m.day for m in meetings_of(book.meetings, cycle.name, meeting) if m.day), default=None)


@dataclass(frozen=True)
class ClosedDays:
    """The days on which there is no school, besides weekends: those that the school lists, and bank holidays."""

    listed: frozenset[date]
    bank_holidays: Container[date]

    def __contains__(self, day: object) -> bool:
        return day in self.listed or (isinstance(day, date) and day in self.bank_holidays)


def closed_days(book: Book) -> ClosedDays:
    """The school's closed days, a row without `To` being one day, and the bank holidays of `Settings`."""
    spans = [(row.first, row.last or row.first) for row in book.closed if row.first]
    listed = frozenset(first + timedelta(n) for first, last in spans for n in range((last - first).days + 1))
    return ClosedDays(listed, _bank_holidays(book.school.bank_holidays))


@cache
def _bank_holidays(country: str) -> Container[date]:
    """As the law sets them; those of a year are worked out when one of its days is asked for."""
    return country_holidays("GB", subdiv=subdivision) if (subdivision := BANK_HOLIDAYS[country]) else frozenset()


def is_school_day(day: date, closed: Container[date]) -> bool:
    """Whether it is a weekday on which the school is open."""
    return day.weekday() < 5 and day not in closed


def school_days_after(day: date, count: int, closed: Container[date]) -> date:
    """The day that lies so many school days after (or, if negative, before) this one."""
    step = timedelta(1 if count >= 0 else -1)
    left = abs(count)
    while left:
        day += step
        left -= is_school_day(day, closed)
    return day
