"""How good an arrangement is, in numbers a coordinator understands."""

from dataclasses import astuple, dataclass

import numpy as np

from sgp.groups.chance import chance
from sgp.groups.hall import Hall, Numbers, one_hot, same_group


@dataclass(frozen=True)
class Measures:
    """What an arrangement costs, the gravest first."""

    broken: float = 0
    """Rules that are broken: days, sizes, apart, together."""
    kin: float = 0
    """Pairs of one department."""
    met: float = 0
    """Pairs who met in an earlier cycle."""
    unhelped: float = 0
    """Teachers with whose target nobody else in the group can help."""
    uncovered: float = 0
    """Over all groups, the focuses of this cycle's targets that nobody in the group can help with."""
    new_pairs: float = 0
    """Pairs of teachers who are both new."""


def measure(hall: Hall, seated: Numbers) -> Measures:
    """Measure who sits where: the group of each person."""
    groups = len(hall.seats)
    here, together = one_hot(seated, groups), same_group(seated, groups)
    sizes, helpers = here.sum(axis=0), here.T.astype(np.int64) @ hall.helps.astype(np.int64)
    broken = ((here & ~hall.may).sum() + np.maximum(hall.least - sizes, 0).sum() + np.maximum(sizes - hall.seats, 0).sum()
              + _pairs(together & hall.apart) + _pairs(~together & hall.together))
    asks = hall.need >= 0
    others = helpers[seated[asks], hall.need[asks]] - hall.helps[asks, hall.need[asks]]
    return Measures(int(broken), _pairs(together & hall.kin), _pairs(together & hall.again), int((others < 1).sum()),
                    int((helpers[:, hall.wanted] < 1).sum()), _pairs(together & (hall.new[:, None] & hall.new[None, :])))


def _pairs(matrix: np.ndarray) -> int:
    return int(matrix.sum()) // 2


def unavoidable(hall: Hall) -> int:
    """Pairs of one department that no arrangement can avoid: each department spread over all groups as evenly as can be.

    Who belongs to several is counted in the largest, so that no pair is counted twice. Those who are wished together are no such pairs.
    """
    if not hall.departments.size:
        return 0
    largest = (hall.departments * hall.departments.sum(axis=0)).argmax(axis=1)
    wished = _pairs(hall.together & (largest[:, None] == largest[None, :]))
    return max(0, sum(fewest_pairs(int(size), len(hall.seats)) for size in np.bincount(largest)) - wished)


def fewest_pairs(people: int, groups: int) -> int:
    """Pairs in one group where so many people are spread over so many groups as evenly as can be."""
    each, more = divmod(people, groups)
    return more * each * (each + 1) // 2 + (groups - more) * each * (each - 1) // 2


def coverable(hall: Hall) -> int:
    """What is uncovered at least: a focus known by fewer people than there are groups is missing in the others."""
    return int(np.maximum(len(hall.seats) - hall.helps[:, hall.wanted].sum(axis=0), 0).sum())


def at_random(hall: Hall, seed: str, deals: int = 100) -> Measures:
    """What dealing at random costs on average: the same sizes, and no look at anything else."""
    dice, sizes = chance(f"{seed} at random"), _even(hall)
    row = np.repeat(np.arange(len(sizes)), sizes)
    measured = [astuple(measure(hall, row[dice.permutation(len(row))])) for _ in range(deals)]
    return Measures(*(float(value) for value in np.mean(measured, axis=0)))


def _even(hall: Hall) -> Numbers:
    """(g) Sizes for everybody, as even as the seats allow."""
    sizes = hall.least.copy()
    for _ in range(len(hall.may) - int(sizes.sum())):
        open_to = np.where(sizes < hall.seats, sizes, np.iinfo(np.int64).max)
        sizes[int(open_to.argmin())] += 1
    return sizes
