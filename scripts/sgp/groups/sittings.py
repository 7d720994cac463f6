"""The sittings that groups meet in, and who can come to which."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sgp.contract import Book, Cycle, Meeting, Staff
from sgp.contract.names import folded
from sgp.dates import meetings_of


@dataclass(frozen=True)
class Sitting:
    """One alternative of meetings 1 and 2: its letter, its days, and how many people fit (None: all)."""

    letter: str
    days: tuple[date, ...]
    capacity: int | None

    def suits(self, person: Staff) -> bool:
        """Whether the person works on its weekdays."""
        return person.working_days is None or all(day.weekday() in person.working_days for day in self.days)


def sittings_of(book: Book, cycle: Cycle) -> tuple[Sitting, ...]:
    """The cycle's sittings by letter; those that meetings 1 and 2 share where there are such. One, A, where no meeting is planned."""
    first, second = (meetings_of(book.meetings, cycle.name, number) for number in ("1", "2"))
    letters = [{folded(m.sitting) for m in meetings} for meetings in (first, second) if meetings]
    shared = set.intersection(*letters) if letters else set[str]()
    kept = shared or set.union(*letters) if letters else set[str]()
    named = {folded(m.sitting): m.sitting.strip() for m in reversed([*first, *second]) if folded(m.sitting) in kept}
    return tuple(_sitting(named[key], (m for m in (*first, *second) if folded(m.sitting) == key)) for key in sorted(named)) or NO_MEETING


NO_MEETING = (Sitting("A", (), None),)


def _sitting(letter: str, meetings: Iterable[Meeting]) -> Sitting:
    held = tuple(meetings)
    room = min((m.capacity for m in held if m.capacity is not None), default=None)
    return Sitting(letter, tuple(sorted({m.day for m in held if m.day})), room)


def days_of(book: Book, cycle: Cycle, today: date) -> tuple[date, ...]:
    """The days on which groups meet; without any the day on which targets go out, else today."""
    met = {day for sitting in sittings_of(book, cycle) for day in sitting.days}
    return tuple(sorted(met)) or (cycle.send_on or today,)
