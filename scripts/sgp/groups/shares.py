"""Who sits in which sitting: everybody where they can come, and the sittings filled alike."""

from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256

from sgp.groups.members import Member
from sgp.groups.sittings import Sitting
from sgp.groups.sizes import FEWEST
from sgp.wording import listed

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
Shares = dict[str, int]
"""Address -> the place of the sitting in the list."""
NO_ROOM = "Every sitting that suits is full. Make a Capacity larger, or write a Group here."


def shares(members: Sequence[Member], sittings: Sequence[Sitting], seated: Mapping[str, int], seed: str) -> tuple[Shares, dict[str, str]]:
    """The sitting of everybody who has no seat yet, and why others get none (address -> reason).

    `seated` are those who have one (address -> sitting). Who can come to fewest sittings is asked first, among equals in an order dealt
    by cycle and address; each goes where most room is left in proportion.
    """
    found, reasons = dict(seated), {}
    for member in sorted((m for m in members if m.person.email not in seated), key=lambda m: _order(m, sittings, seed)):
        able = [n for n, sitting in enumerate(sittings) if member.can_come(sitting)]
        taken = Counter(found.values())
        roomy = [n for n in able if (room := sittings[n].capacity) is None or taken[n] < room]
        if roomy:
            found[member.person.email] = min(roomy, key=lambda n: (taken[n] / (sittings[n].capacity or len(members)), n))
        else:
            reasons[member.person.email] = NO_ROOM if able else _no_day(sittings)
    new = {m.person.email: m for m in members if m.person.email in found and m.person.email not in seated}
    for small in (n for n, count in sorted(Counter(found.values()).items()) if count < FEWEST):
        _mend(small, found, new, sittings)
    return found, reasons


def _order(member: Member, sittings: Sequence[Sitting], seed: str) -> tuple[int, bytes]:
    able = sum(map(member.can_come, sittings))
    return able, sha256(f"{seed}\n{member.person.email}".encode()).digest()


def _no_day(sittings: Sequence[Sitting]) -> str:
    """Why somebody can come to no sitting, and what can be done."""
    days = sorted({day.weekday() for sitting in sittings for day in sitting.days})
    when = listed([DAYS[day] for day in days], "or")
    return f"Does not work on {when}, when groups meet. Write a Group here, or plan a sitting on another day."


def _mend(small: int, found: Shares, new: Mapping[str, Member], sittings: Sequence[Sitting]) -> None:
    """A sitting with too few people for a group is given up if they can all go elsewhere, else filled up from the others."""
    taken = Counter(found.values())
    theirs = [who for who, sitting in found.items() if sitting == small]
    others = [n for n in range(len(sittings)) if n != small and taken[n] >= FEWEST and
              taken[n] + len(theirs) <= (sittings[n].capacity or len(found))]
    if others and all(who in new and any(new[who].can_come(sittings[n]) for n in others) for who in theirs):
        for who in theirs:
            found[who] = next(n for n in others if new[who].can_come(sittings[n]))
        return
    willing = sorted(who for who, m in new.items() if found[who] != small and m.can_come(sittings[small]))
    for who in willing:
        if Counter(found.values())[small] < FEWEST and Counter(found.values())[found[who]] > FEWEST:
            found[who] = small
