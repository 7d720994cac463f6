"""Which groups there are: those that stand, and new ones for people they have no room for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

from sgp.contract.names import folded
from sgp.groups.members import Member
from sgp.groups.sittings import Sitting
from sgp.groups.sizes import FEWEST, even_sizes, limits


@dataclass(frozen=True)
class Room:
    """A group: its name, its sitting, those who sit there already, and the fewest and the most people it takes."""

    name: str
    sitting: Sitting
    members: tuple[str, ...]
    least: int
    seats: int

    @property
    def key(self) -> tuple[str, str]:
        """As `Member.seat` has it."""
        return folded(self.name), folded(self.sitting.letter)


def rooms_of(members: Sequence[Member], shares: Mapping[str, int], sittings: Sequence[Sitting], size: int,
             filled_up: bool = False) -> tuple[Room, ...]:
    """The groups of all sittings, with seats for everybody who has a share; `filled_up`: new ones only where those that stand are full."""
    found: list[Room] = []
    for place, sitting in enumerate(sittings):
        here = [m for m in members if shares.get(m.person.email) == place]
        found += _of_sitting(here, sitting, size, filled_up)
    return tuple(found)


def _of_sitting(here: Sequence[Member], sitting: Sitting, size: int, filled_up: bool) -> list[Room]:
    standing = _standing(here, sitting)
    waiting = sum(m.seat is None for m in here)
    names = _new_names(sitting, {room.key[0] for room in standing})
    if not standing:
        return [Room(next(names), sitting, (), n, n) for n in even_sizes(waiting, size)]
    _, most = limits(size)
    free = sum(max(0, most - len(room.members)) for room in standing)
    extra = 0 if filled_up else waiting - sum(max(0, size - len(room.members)) for room in standing)
    if waiting > free:
        extra = max(extra, min(waiting, FEWEST))
    added = [Room(next(names), sitting, (), n, most) for n in even_sizes(extra, size)] if extra >= FEWEST else []
    return _with_room([*_filled_up(standing, waiting, most), *added], len(here), sitting)


def _standing(here: Sequence[Member], sitting: Sitting) -> list[Room]:
    """The groups in which somebody sits already, by name."""
    found: dict[tuple[str, str], Room] = {}
    for member in (m for m in here if m.row and m.seat):
        name = member.row.group.strip() if member.row else ""
        room = found.setdefault(member.seat or ("", ""), Room(name, sitting, (), 0, 0))
        found[room.key] = replace(room, members=(*room.members, member.person.email))
    return sorted(found.values(), key=lambda room: (len(room.name), room.name))


def _filled_up(standing: Sequence[Room], waiting: int, most: int) -> list[Room]:
    """The standing groups with their limits: those that have become too small are filled up first, as long as somebody waits."""
    found = []
    for room in sorted(standing, key=lambda r: len(r.members)):
        missing = max(0, FEWEST - len(room.members))
        fill = missing if missing <= waiting else 0
        waiting -= fill
        found.append(replace(room, least=len(room.members) + fill, seats=max(most, len(room.members))))
    return sorted(found, key=lambda room: (len(room.name), room.name))


def _with_room(rooms: Sequence[Room], people: int, sitting: Sitting) -> list[Room]:
    """The groups with no more seats than the sitting has, the roomiest giving way first."""
    found = list(rooms)
    spare = sum(room.seats for room in found) - max(people, sitting.capacity or 10**9)
    for _ in range(max(0, spare)):
        place = max(range(len(found)), key=lambda n: (found[n].seats - found[n].least, n))
        found[place] = replace(found[place], seats=found[place].seats - 1)
    return found


def _new_names(sitting: Sitting, taken: set[str]) -> Iterator[str]:
    """A1, A2 … without those that are taken."""
    return (name for n in count(1) if folded(name := f"{sitting.letter}{n}") not in taken)
