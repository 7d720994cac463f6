"""Who is to be in a group, and all that matters for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sgp.contract import Book, Cycle, Group, Observation, Staff
from sgp.contract.names import folded
from sgp.contract.programme import CHOSEN, SURE
from sgp.groups.places import rows_of, seat_of
from sgp.groups.sittings import Sitting, days_of, sittings_of
from sgp.people import People, takes_part
from sgp.reading import Vocabulary, read
from sgp.targets.folder import by_teacher, in_window

NEW_FOR = timedelta(days=365)
"""So long somebody is new to the school."""


@dataclass(frozen=True)
class Member:
    """A teacher to be placed: their row in Groups, if there is one; the focus of their target; what they can help with, newest first."""

    person: Staff
    row: Group | None
    focus: str
    helps: tuple[str, ...]
    new: bool
    wished: str = ""
    """The sitting that is filled in, as a key, if there is such a one and it suits."""

    @property
    def seat(self) -> tuple[str, str] | None:
        """Group and sitting, as keys, where the group is filled in."""
        return seat_of(self.row) if self.row and self.row.group else None

    def can_come(self, sitting: Sitting) -> bool:
        """Whether this sitting suits: its days, and the one that is wished."""
        return sitting.suits(self.person) and self.wished in ("", folded(sitting.letter))


def members_of(book: Book, people: People, cycle: Cycle, today: date, vocabulary: Vocabulary) -> tuple[Member, ...]:
    """Everyone with a department who takes part on a day on which groups meet, in the order of addresses."""
    days, rows = days_of(book, cycle, today), rows_of(book.groups, people, cycle.name)
    focuses = {people.address_of(t.email): t.focus for t in reversed(book.targets) if folded(t.cycle) == folded(cycle.name)}
    sittings = sittings_of(book, cycle)
    seen, active = by_teacher(book.observations), frozenset(f.name for f in book.focuses if f.active)

    def member(person: Staff) -> Member:
        focus, lessons = focuses.get(person.email, ""), in_window(seen.get(person.email, ()), book.school, today)
        is_new = person.starts is not None and person.starts > days[0] - NEW_FOR
        row, helps = rows.get(person.email), _strengths(lessons, vocabulary)
        wished = next((folded(s.letter) for s in sittings if row and folded(s.letter) == folded(row.sitting) and s.suits(person)), "")
        return Member(person, row, focus if focus in active else "", helps, is_new, wished)

    return tuple(member(p) for p in people.everyone() if p.home and any(takes_part(p, day) for day in days))


def _strengths(seen: Sequence[Observation], vocabulary: Vocabulary) -> tuple[str, ...]:
    """The focuses that observations name as a strength, newest first."""
    said = (read(lesson, vocabulary).strength for lesson in seen)
    return tuple(dict.fromkeys(s.focus for s in said if s.how in (CHOSEN, SURE)))
