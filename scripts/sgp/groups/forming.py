"""Forming the groups of a cycle: from the book to who meets whom."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sgp.contract import Book, Cycle
from sgp.contract.names import folded
from sgp.groups.arranging import hall_of
from sgp.groups.dealing import deal
from sgp.groups.hall import Hall, Numbers
from sgp.groups.history import Met, who_met
from sgp.groups.members import Member, members_of
from sgp.groups.moving import breakers, way_out
from sgp.groups.overflow import elsewhere, left_over
from sgp.groups.rooms import Room, rooms_of
from sgp.groups.shares import shares
from sgp.groups.sittings import Sitting, sittings_of
from sgp.groups.sizes import FEWEST
from sgp.groups.wishes import names, wishes_of
from sgp.people import People
from sgp.reading import Vocabulary


@dataclass(frozen=True, eq=False)
class Formed:
    """Who meets whom: `seated` is the place of each member's group in `rooms`. Those who are left out stand with the reason."""

    members: tuple[Member, ...]
    left_out: tuple[tuple[Member, str], ...]
    rooms: tuple[Room, ...]
    hall: Hall
    seated: Numbers
    met: Met


def form(book: Book, people: People, cycle: Cycle, today: date, vocabulary: Vocabulary) -> Formed:
    """Place everybody who takes part and has no group yet; whoever has one stays there."""
    members = members_of(book, people, cycle, today, vocabulary)
    sittings = with_unknown(sittings_of(book, cycle), members)
    met, wishes, size = who_met(book, people, cycle), wishes_of(book, people, sittings), int(cycle.group_size or 4)
    found, left_out = _shared(members, sittings, cycle)
    found = elsewhere(members, found, rooms_of(members, found, sittings, size), sittings)
    rooms = rooms_of(members, found, sittings, size)
    left_out |= left_over(members, found, rooms, sittings, wishes, people)
    placed = [m for m in members if m.person.email not in left_out]
    hall = hall_of(placed, rooms, wishes, met, _focuses(book))
    seated = deal(hall, cycle.name)
    out = breakers(hall, seated)
    left_out |= {placed[one].person.email: _way(one, hall, seated, placed, people) for one in out}
    stay = [n for n in range(len(placed)) if n not in out]
    kept = tuple(placed[n] for n in stay)
    rooms = tuple(replace(room, least=min(room.least, FEWEST)) for room in rooms)
    waiting = tuple((m, left_out[m.person.email]) for m in members if m.person.email in left_out)
    return Formed(kept, waiting, rooms, hall_of(kept, rooms, wishes, met, _focuses(book)), seated[stay], met)


def standing(book: Book, people: People, cycle: Cycle, today: date, vocabulary: Vocabulary) -> Formed:
    """The groups as they stand, with nobody new."""
    members = tuple(m for m in members_of(book, people, cycle, today, vocabulary) if m.seat)
    sittings = with_unknown(sittings_of(book, cycle), members)
    found, _ = _shared(members, sittings, cycle)
    rooms, met = rooms_of(members, found, sittings, int(cycle.group_size or 4)), who_met(book, people, cycle)
    hall = hall_of(members, rooms, wishes_of(book, people, sittings), met, _focuses(book))
    return Formed(members, (), rooms, hall, hall.filled, met)


def with_unknown(sittings: Sequence[Sitting], members: Sequence[Member]) -> tuple[Sitting, ...]:
    """The sittings, and those that are filled in for a group though no meeting has them."""
    known = {folded(s.letter) for s in sittings}
    typed = {m.seat[1]: m.row.sitting for m in members if m.row and m.seat and m.seat[1] not in known}
    return (*sittings, *(Sitting(letter or "A", (), None) for _, letter in sorted(typed.items())))


def _shared(members: Sequence[Member], sittings: Sequence[Sitting], cycle: Cycle) -> tuple[dict[str, int], dict[str, str]]:
    letters = {folded(s.letter): n for n, s in enumerate(sittings)}
    seated = {m.person.email: letters[m.seat[1]] for m in members if m.seat}
    return shares(members, sittings, seated, cycle.name)


def _focuses(book: Book) -> tuple[str, ...]:
    return tuple(sorted(f.name for f in book.focuses if f.active))


def _way(one: int, hall: Hall, seated: Numbers, placed: Sequence[Member], people: People) -> str:
    """Why somebody has no seat, and whose group to empty so that there is one."""
    others = way_out(hall, seated, one)
    if not others:
        return "No group can take this teacher without breaking a rule. Write a Group here yourself, or change Pairs or Meetings."
    who = names((placed[n].person.email for n in others), people)
    return f"No seat is free without breaking a rule. Empty the Group of {who} and form the groups again: then there is room for all."
