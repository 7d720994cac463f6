"""Dealing people to groups: nobody beside their own department or somebody they have met, then the best help for everybody's target.

The search is one for the least cost by exchanges of two people (`annealing`), from a few beginnings. It ends after a number of moves, never
by the clock, and all chance comes from the seed, so the same people are dealt alike on every computer.
"""

from dataclasses import astuple

import numpy as np

from sgp.groups.annealing import anneal
from sgp.groups.chance import chance
from sgp.groups.foresight import room_left
from sgp.groups.hall import Hall, Numbers
from sgp.groups.levels import COVER, HELP, KIN, MET, RULE, SPREAD
from sgp.groups.measures import Measures, coverable, measure, unavoidable
from sgp.groups.seating import Seating

MOVES, TRIES, ALL, BEST = 8_000, 30, 96_000, 3
"""Moves of one beginning, beginnings, moves of all beginnings, and how many of the best beginnings are gone on with. Where less than FEW
people are to be placed moves are fewer; a school of more than LARGE is content with the first beginning that leads to no trouble."""
FEW, LARGE = 40, 100
HELPING, EACH = 6_000, 20
"""Moves to find help for all targets: so many, and so many more for each person."""


def deal(hall: Hall, seed: str) -> Numbers:
    """The group of each person, the best that was found. Everybody is seated, and whoever has a filled seat stays."""
    people = len(hall.may)
    if (hall.filled >= 0).all():
        return hall.filled.copy()
    helped = [_with_help(hall, at, seed)[:people] for at in _beginnings(hall, seed)]
    return min(helped, key=lambda seated: astuple(measure(hall, seated)))


def _beginnings(hall: Hall, seed: str) -> list[Numbers]:
    """A few arrangements that are as good as can be for rules, departments and earlier meetings; those with most room for later cycles."""
    found: dict[bytes, tuple[tuple[float, ...], int, Numbers]] = {}
    people, moves, left = len(hall.may), _for_few(hall, MOVES), _for_few(hall, ALL)
    for attempt in range(TRIES):
        dice = chance(f"{seed} {attempt}")
        seating = Seating(hall, _at_random(hall, dice), crews=False)
        left -= anneal(seating, dice, moves, MET, MET / 7, _trouble(hall, seating.at[:people]), among=seating.troubled)
        seated = seating.at[:people]
        found[seating.at.tobytes()] = _grave(hall, seated), -room_left(hall, seated) if people <= LARGE else 0, seating.at
        if left <= 0 or (people > LARGE and _trouble(hall, seated) <= 0):
            break
    ranked = sorted(found.values(), key=lambda one: one[:2])
    return [at for grave, _, at in ranked[:BEST] if grave == ranked[0][0]]


def _grave(hall: Hall, seated: Numbers) -> tuple[float, ...]:
    good = measure(hall, seated)
    return good.broken, good.kin, good.met


def _for_few(hall: Hall, moves: int) -> int:
    return round(moves * min(1, int((hall.filled < 0).sum()) / FEW))


def _trouble(hall: Hall, seated: Numbers) -> int:
    """What rules, departments and earlier meetings cost beyond what cannot be avoided."""
    broken, kin, met = _grave(hall, seated)
    return int(RULE * broken + KIN * (kin - unavoidable(hall)) + MET * met)


def _at_random(hall: Hall, dice: np.random.Generator) -> Numbers:
    """The group of each person, then that of each empty seat: the filled ones where they are, all others anywhere."""
    people, groups = len(hall.may), len(hall.seats)
    at = np.full(int(hall.seats.sum()), -1, dtype=np.int64)
    at[:people] = hall.filled
    open_seats = np.repeat(np.arange(groups), hall.seats - np.bincount(hall.filled[hall.filled >= 0], minlength=groups))
    at[at < 0] = open_seats[dice.permutation(len(open_seats))]
    return at


def _with_help(hall: Hall, at: Numbers, seed: str) -> Numbers:
    """The same for rules, departments and earlier meetings, and better for targets; from there on nothing dearer is exchanged."""
    seating, dice = Seating(hall, at), chance(f"{seed} help")
    to_gain = _to_gain(hall, measure(hall, at[:len(hall.may)]))
    anneal(seating, dice, _for_few(hall, HELPING + EACH * len(at)), HELP / 2, SPREAD / 3, to_gain)
    return seating.at


def _to_gain(hall: Hall, good: Measures) -> int:
    """What could be gained at most, by bounds that can be counted."""
    return int(HELP * good.unhelped + COVER * (good.uncovered - coverable(hall)) + SPREAD * good.new_pairs)
