"""Forming the groups of a cycle: from the book to who meets whom."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import date

import numpy as np

from sgp.contract import Book, Cycle
from sgp.contract.names import folded
from sgp.groups.arranging import hall_of
from sgp.groups.dealing import deal
from sgp.groups.hall import Hall, Numbers
from sgp.groups.history import Met, who_met
from sgp.groups.measures import measure
from sgp.groups.members import Member, members_of
from sgp.groups.moving import breakers, way_out
from sgp.groups.overflow import elsewhere, left_over
from sgp.groups.rooms import Room, rooms_of
from sgp.groups.shares import Shares, shares
from sgp.groups.sittings import Sitting, sittings_of
from sgp.groups.sizes import FEWEST
from sgp.groups.wishes import Wishes, names, wishes_of
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


@dataclass(frozen=True)
class Given:
    """What the book says of a cycle: who is to be placed and where, who has met whom, and what is wished."""

    members: tuple[Member, ...]
    sittings: tuple[Sitting, ...]
    met: Met
    wishes: Wishes
    focuses: tuple[str, ...]
    size: int

    def rooms(self, share: Shares, filled_up: bool = False) -> tuple[Room, ...]:
        """The groups, once it is known who comes to which sitting; `filled_up`: no new ones while those that stand have seats."""
        return rooms_of(self.members, share, self.sittings, self.size, filled_up)

    def hall(self, members: Sequence[Member], rooms: Sequence[Room]) -> Hall:
        """Some of the members and the groups in numbers."""
        return hall_of(members, rooms, self.wishes, self.met, self.focuses)


def form(book: Book, people: People, cycle: Cycle, today: date, vocabulary: Vocabulary) -> Formed:
    """Place everybody who takes part and has no group yet; whoever has one stays there.

    Joiners get groups of their own or fill up those that stand, whichever serves them better.
    """
    given = _given(book, people, cycle, members_of(book, people, cycle, today, vocabulary))
    share, reasons = _shared(given, cycle)
    share = elsewhere(given.members, share, given.rooms(share), given.sittings)
    ways = dict.fromkeys(given.rooms(share, filled_up) for filled_up in (False, True))
    return min((_placed(given, share, rooms, reasons, cycle, people) for rooms in ways), key=_cost)


def _cost(formed: Formed) -> tuple[float, ...]:
    """How many are left out, then what the arrangement costs, the gravest first."""
    return len(formed.left_out), *astuple(measure(formed.hall, formed.seated))


def _placed(given: Given, share: Shares, rooms: tuple[Room, ...], reasons: Mapping[str, str], cycle: Cycle, people: People) -> Formed:
    """Everybody in these groups, as well as can be."""
    left_out = dict(reasons)
    left_out |= left_over(given.members, share, rooms, given.sittings, given.wishes, people)
    placed = [m for m in given.members if m.person.email not in left_out]
    hall = given.hall(placed, rooms)
    seated = deal(hall, cycle.name)
    out = breakers(hall, seated)
    left_out |= {placed[one].person.email: _way(one, hall, seated, placed, people) for one in out}
    return _formed(given, rooms, {m: n for m, n in zip(placed, seated.tolist(), strict=True) if m.person.email not in left_out}, left_out)


def standing(book: Book, people: People, cycle: Cycle, today: date, vocabulary: Vocabulary) -> Formed:
    """The groups as they stand, with nobody new."""
    given = _given(book, people, cycle, tuple(m for m in members_of(book, people, cycle, today, vocabulary) if m.seat))
    rooms = given.rooms(_shared(given, cycle)[0])
    place = {room.key: n for n, room in enumerate(rooms)}
    return _formed(given, rooms, {m: place[m.seat] for m in given.members if m.seat}, {})


def _given(book: Book, people: People, cycle: Cycle, members: tuple[Member, ...]) -> Given:
    sittings = with_unknown(sittings_of(book, cycle), members)
    focuses = tuple(sorted(f.name for f in book.focuses if f.active))
    return Given(members, sittings, who_met(book, people, cycle), wishes_of(book, people, sittings), focuses, int(cycle.group_size or 4))


def _formed(given: Given, rooms: Sequence[Room], seat: Mapping[Member, int], left_out: Mapping[str, str]) -> Formed:
    """A group that has become smaller than was meant, since somebody could not be placed, breaks no rule as long as it has three."""
    rooms = tuple(replace(room, least=min(room.least, FEWEST)) for room in rooms)
    waiting = tuple((m, left_out[m.person.email]) for m in given.members if m.person.email in left_out)
    return Formed(tuple(seat), waiting, rooms, given.hall(tuple(seat), rooms), np.array(list(seat.values()), dtype=np.int64), given.met)


def with_unknown(sittings: Sequence[Sitting], members: Sequence[Member]) -> tuple[Sitting, ...]:
    """The sittings, and those that are filled in for a group though no meeting has them: nobody else is placed there."""
    known = {folded(s.letter) for s in sittings}
    typed = {m.seat[1]: m.row.sitting for m in members if m.row and m.seat and m.seat[1] not in known}
    seated = Counter(m.seat[1] for m in members if m.seat)
    return (*sittings, *(Sitting(letter or "A", (), seated[key]) for key, letter in sorted(typed.items())))


def _shared(given: Given, cycle: Cycle) -> tuple[Shares, dict[str, str]]:
    letters = {folded(s.letter): n for n, s in enumerate(given.sittings)}
    seated = {m.person.email: letters[m.seat[1]] for m in given.members if m.seat}
    return shares(given.members, given.sittings, seated, cycle.name)


def _way(one: int, hall: Hall, seated: Numbers, placed: Sequence[Member], people: People) -> str:
    """Why somebody has no seat, and whose group to empty so that there is one."""
    others = way_out(hall, seated, one)
    if not others:
        return "No group can take this teacher without breaking a rule. Write a Group here yourself, or change Pairs or Meetings."
    who = names((placed[n].person.email for n in others), people)
    return f"No seat is free without breaking a rule. Empty the Group of {who} and form the groups again: then there is room for all."
