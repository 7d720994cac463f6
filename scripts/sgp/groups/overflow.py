"""Those for whom the groups of their sitting have no seats: another sitting, or a new group with some of the full ones."""

from collections import Counter
from collections.abc import Mapping, Sequence

from sgp.contract.names import loose
from sgp.groups.members import Member
from sgp.groups.rooms import Room
from sgp.groups.shares import Shares
from sgp.groups.sittings import Sitting
from sgp.groups.sizes import FEWEST
from sgp.groups.wishes import Wishes, names
from sgp.people import People

TOO_FEW = "A group has at least 3 people."
NO_SEAT = "No seat is free. Write a Group here, or plan one more sitting."


def elsewhere(members: Sequence[Member], shares: Mapping[str, int], rooms: Sequence[Room], sittings: Sequence[Sitting]) -> Shares:
    """The shares once those who have no seat have gone to a sitting that suits and has a free one."""
    moved = dict(shares)
    spare = [_seats(rooms, sitting) - list(shares.values()).count(place) for place, sitting in enumerate(sittings)]
    for member in (m for waiting in _without(members, shares, rooms, sittings) for m in waiting):
        suits = [place for place, sitting in enumerate(sittings) if spare[place] > 0 and member.can_come(sitting)]
        if suits:
            moved[member.person.email] = suits[0]
            spare[suits[0]] -= 1
    return moved


def left_over(members: Sequence[Member], shares: Mapping[str, int], rooms: Sequence[Room], sittings: Sequence[Sitting], wishes: Wishes,
              people: People) -> dict[str, str]:
    """Address -> why there is no seat, and whose group to empty so that there is one."""
    found: dict[str, str] = {}
    for place, waiting in enumerate(_without(members, shares, rooms, sittings)):
        here = [m for m in members if shares.get(m.person.email) == place]
        reason = TOO_FEW if len(here) < FEWEST else _new_group(waiting, here, wishes, people)
        found |= dict.fromkeys((m.person.email for m in waiting), reason)
    return found


def _without(members: Sequence[Member], shares: Mapping[str, int], rooms: Sequence[Room],
             sittings: Sequence[Sitting]) -> list[list[Member]]:
    """For each sitting those who have no seat."""
    found = []
    for place, sitting in enumerate(sittings):
        here = [m for m in members if shares.get(m.person.email) == place]
        waiting = [m for m in here if m.seat is None]
        found.append(waiting[len(waiting) - max(0, len(here) - _seats(rooms, sitting)):])
    return found


def _seats(rooms: Sequence[Room], sitting: Sitting) -> int:
    return sum(room.seats for room in rooms if room.sitting == sitting)


def _new_group(waiting: Sequence[Member], here: Sequence[Member], wishes: Wishes, people: People) -> str:
    """Whom to take out of groups that are large enough, so that there are three for a new one."""
    sizes, chosen = Counter(m.seat for m in here), list(waiting)
    bound = {who for block in wishes.together if any(m.person.email in block for m in waiting) for who in block}
    for member in sorted((m for m in here if m.seat), key=lambda m: m.person.email not in bound):
        fits = member.person.email in bound or _suits(member, chosen, wishes)
        if fits and len(chosen) < FEWEST and sizes[member.seat] > FEWEST:
            chosen.append(member)
            sizes[member.seat] -= 1
    if len(chosen) < FEWEST:
        return NO_SEAT
    who = names((m.person.email for m in chosen[len(waiting):]), people)
    return f"Every group is full. Empty the Group of {who} and form the groups again: then there are three people for a new one."


def _suits(member: Member, others: Sequence[Member], wishes: Wishes) -> bool:
    """Whether somebody is bound to nobody, and of another department than these and not kept apart from them."""
    bound = any(member.person.email in block for block in wishes.together)
    apart = any(frozenset((member.person.email, other.person.email)) in wishes.apart for other in others)
    taken = {loose(name) for other in others for name in other.person.all_departments}
    return not bound and not apart and taken.isdisjoint(map(loose, member.person.all_departments))
