"""From teachers and groups to numbers."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from sgp.contract.names import loose
from sgp.groups.hall import Hall, Numbers, Truths
from sgp.groups.history import Met
from sgp.groups.members import Member
from sgp.groups.rooms import Room
from sgp.groups.wishes import Wishes


def hall_of(members: Sequence[Member], rooms: Sequence[Room], wishes: Wishes, met: Met, focuses: Sequence[str]) -> Hall:
    """The hall of these teachers, in the order of their addresses, and these groups."""
    place = {m.person.email: n for n, m in enumerate(members)}
    seat = {room.key: n for n, room in enumerate(rooms)}
    number = {name: n for n, name in enumerate(focuses)}
    belongs = [tuple(dict.fromkeys(map(loose, m.person.all_departments))) for m in members]
    departments = sorted({name for theirs in belongs for name in theirs})
    inside = [frozenset((a, b)) for block in wishes.together for a in block for b in block if a < b]
    return Hall(
        least=_numbers(room.least for room in rooms), seats=_numbers(room.seats for room in rooms),
        filled=_numbers(seat[m.seat] if m.seat else -1 for m in members),
        may=_truths([[m.can_come(room.sitting) for room in rooms] for m in members], len(rooms)),
        apart=_matrix(wishes.apart, place), together=_matrix(inside, place), met=_matrix(met, place),
        departments=_truths([[name in theirs for name in departments] for theirs in belongs], len(departments)),
        need=_numbers(number.get(m.focus, -1) for m in members),
        helps=_truths([[name in m.helps for name in focuses] for m in members], len(focuses)),
        new=np.array([m.new for m in members], dtype=np.bool_),
    )


def _numbers(values: Iterable[int]) -> Numbers:
    return np.array(list(values), dtype=np.int64)


def _truths(rows: Sequence[Sequence[bool]], width: int) -> Truths:
    return np.array(rows, dtype=np.bool_).reshape(len(rows), width)


def _matrix(pairs: Iterable[frozenset[str]], place: Mapping[str, int]) -> Truths:
    """True for each of these pairs of whom both are here."""
    matrix = np.zeros((len(place), len(place)), dtype=np.bool_)
    for pair in pairs:
        here = [place[who] for who in pair if who in place]
        if len(here) == 2:
            matrix[here, here[::-1]] = True
    return matrix
