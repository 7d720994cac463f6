"""What packs are made from: ideas that colleagues offered to all, and decisions on their way into schemes of work."""

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sgp.contract import Cycle, Practice, Scheme
from sgp.contract.names import folded, loose
from sgp.departments import spellings
from sgp.desk import Desk
from sgp.ideas import is_open, is_public, key_of, open_first
from sgp.people import People
from sgp.wording import said_day

LONGEST = 300
"""How many characters of an idea are shown; the books hold it whole."""


@dataclass(frozen=True)
class Idea:
    """What colleagues offered to all, in their words; `source` says who, as far as each agreed."""

    words: str
    source: str


@dataclass(frozen=True)
class Decision:
    """An idea on its way into a scheme of work, and how far it has come."""

    words: str
    place: str
    status: str
    due: str


@dataclass(frozen=True)
class Shelf:
    """Ideas that may be shared, and decisions that wait, under the departments' known names; `named` are those whose names stand there."""

    ideas: tuple[Practice, ...]
    schemes: tuple[Scheme, ...]
    named: frozenset[str]

    def offered_in(self, departments: Iterable[str]) -> tuple[Idea, ...]:
        """What was offered, by name, in these departments."""
        own = {loose(d) for d in departments}
        return _ideas(p for p in self.ideas if loose(p.department) in own)

    def offered_elsewhere(self, departments: Iterable[str]) -> tuple[Idea, ...]:
        """What was offered in other departments, and all that is anonymous: where that comes from is nobody's to know."""
        own = {loose(d) for d in departments}
        return _ideas(p for p in self.ideas if loose(p.department) not in own)

    def decisions(self, department: str, today: date) -> tuple[Decision, ...]:
        """What the department agreed to or is trying, in whichever cycle, the first due first."""
        ours = (s for s in self.schemes if loose(s.department) == loose(department))
        return tuple(decision(s, today) for s in open_first(ours, today))


def decision(scheme: Scheme, today: date) -> Decision:
    """An idea on its way as a letter lists it."""
    year = f" {scheme.due.year}" if scheme.due and scheme.due.year != today.year else ""
    due = f"{'due' if scheme.due >= today else 'was due'} {said_day(scheme.due)}{year}" if scheme.due else ""
    return Decision(_short(scheme.idea), _short(scheme.place), scheme.status, due)


def shelf(desk: Desk, cycle: Cycle) -> Shelf:
    """What is there for packs: consent as it stands now, and only ideas that the coordinator has had before her in Good practice."""
    book = desk.book
    names, known = spellings(book.staff, book.departments), {p.key for p in book.practice}
    ours = (p for p in desk.ideas if p.key in known and folded(p.cycle) == folded(cycle.name))
    ideas = tuple(p.model_copy(update={"department": names.get(loose(p.department), p.department)}) for p in ours if is_public(p))
    waiting = (s for s in desk.schemes if is_open(s) and s.status and desk.discreet(s.idea) and desk.discreet(s.place))
    schemes = tuple(s.model_copy(update={"department": names.get(loose(s.department), s.department)}) for s in waiting)
    return Shelf(ideas, schemes, _named(ideas, cycle, desk.people))


def _named(ideas: Iterable[Practice], cycle: Cycle, people: People) -> frozenset[str]:
    """The addresses of those whose idea says their name."""
    offers = {key_of(cycle.name, a): p for p in people.everyone() for a in (p.email, *p.other_emails)}
    return frozenset(who.email for i in ideas if (who := offers.get(i.key)) and loose(who.name) == loose(i.source))


def _ideas(rows: Iterable[Practice]) -> tuple[Idea, ...]:
    """Each idea once, in order of its words, with all who offered it."""
    words: dict[str, str] = {}
    sources: dict[str, list[str]] = {}
    for row in sorted(rows, key=lambda p: (p.idea, p.source, p.department)):
        said = words.setdefault(loose(row.idea), row.idea)
        sources.setdefault(said, []).append(", ".join(filter(None, (row.source, row.department))))
    return tuple(Idea(_short(said), "; ".join(dict.fromkeys(who))) for said, who in sources.items())


def _short(words: str) -> str:
    return textwrap.shorten(words, LONGEST, placeholder=" …")
