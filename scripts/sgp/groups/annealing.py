"""Simulated annealing over exchanges of two people: at first almost anything is tried, in the end only what is better.

For one person the exchanges with everybody are weighed at once; which is made is drawn by heat, as the least of what they cost less a
chance number (the Gumbel-max trick), all in whole numbers.
"""

from collections.abc import Callable

import numpy as np

from sgp.groups.chance import NOISE, ONE
from sgp.groups.hall import Numbers
from sgp.groups.seating import Seating

FINE = 1000
"""Parts of a unit of cost in which heat is counted."""
MOSTLY = 4
"""One choice of so many falls on anybody, the others on one of those in trouble."""


def anneal(seating: Seating, dice: np.random.Generator, moves: int, hot: float, cold: float,
           enough: int, among: Callable[[], Numbers] | None = None) -> int:
    """Let people change places so many times, from a heat to a lesser one; the seating is left at its best. Gives the moves it took.

    With `among` mostly one of those moves each time, wherever to, until there are none. Without, it is anybody's turn, and not to move
    is one choice more. It ends early when the cost is less by `enough`.
    """
    everyone = np.flatnonzero(seating.free[:seating.people])
    best, cost, least = seating.at.copy(), 0, 0
    for move in range(moves):
        pool = among() if among else everyone
        if not pool.size or -least >= enough:
            moves = move
            break
        one = _one_of(pool if dice.integers(MOSTLY) else everyone, dice)
        other, change = _drawn(seating, one, int(FINE * hot * (cold / hot) ** (move / moves)), dice, stays=among is None)
        if other is not None:
            seating.exchange(one, other)
            cost += change
        if cost < least:
            least, best = cost, seating.at.copy()
    seating.at = best
    return moves


def _one_of(pool: Numbers, dice: np.random.Generator) -> int:
    return int(pool[dice.integers(len(pool))])


def _drawn(seating: Seating, one: int, heat: int, dice: np.random.Generator, stays: bool) -> tuple[int | None, int]:
    """With whom this one changes places, and what it changes; nobody where staying is drawn, or nobody can."""
    change, able = seating.changes(one), seating.able(one)
    noise = NOISE[dice.integers(0, len(NOISE), len(change) + 1)]
    weighed = np.where(able, change * (FINE * ONE) - heat * noise[1:], np.iinfo(np.int64).max)
    other = int(weighed.argmin())
    if not able[other] or (stays and weighed[other] >= -heat * int(noise[0])):
        return None, 0
    return other, int(change[other])
