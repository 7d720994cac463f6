"""The meetings as a letter tells them: the person's own sitting, or all of them as alternatives."""

from dataclasses import dataclass
from datetime import date

from sgp.contract import Book, Cycle, Group, Meeting
from sgp.contract.names import folded
from sgp.dates import meetings_of
from sgp.wording import said_day, said_hours

MEETINGS = {"1": "Sharing and planning", "2": "Reflection and evidence", "3": "Back in departments"}


@dataclass(frozen=True)
class Occasion:
    """When and where a meeting may be attended."""

    days: str
    details: str


@dataclass(frozen=True)
class Meet:
    """One of the three meetings, as a letter tells it; several occasions are alternatives."""

    number: str
    name: str
    occasions: tuple[Occasion, ...]


def sittings_for(book: Book, cycle: Cycle, number: str, own: Group | None) -> list[Meeting]:
    """The sittings of a meeting that are open to somebody: their group's one, else all; meeting 3 ignores groups."""
    sittings = meetings_of(book.meetings, cycle.name, number)
    return [m for m in sittings if own and number != "3" and folded(m.sitting) == folded(own.sitting or "A")] or sittings


def meets(book: Book, cycle: Cycle, own: Group | None, today: date) -> tuple[Meet, ...]:
    """The three meetings, without those that are over."""
    return tuple(m for number in MEETINGS if (m := meet(book, cycle, number, own, today)))


def meet(book: Book, cycle: Cycle, number: str, own: Group | None, today: date) -> Meet | None:
    """A meeting as it is told, or None once it is over."""
    known = sittings_for(book, cycle, number, own)
    sittings = [m for m in known if m.day is None or m.day >= today]
    if known and not sittings:
        return None
    return Meet(number, MEETINGS[number], _occasions(sittings or [Meeting(cycle=cycle.name)]))


def _occasions(sittings: list[Meeting]) -> tuple[Occasion, ...]:
    """What is at the same hours in the same place is told together."""
    days: dict[str, list[str]] = {}
    for sitting in sittings:
        details = ", ".join(filter(None, (said_hours(sitting.start, sitting.end), sitting.place)))
        days.setdefault(details, []).append(said_day(sitting.day) if sitting.day else "date to follow")
    told = [(" or ".join(dict.fromkeys(said)), details) for details, said in days.items()]
    return tuple(Occasion(said[0].upper() + said[1:], details) for said, details in told)
