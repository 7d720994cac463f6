"""Who has no seat without breaking a rule, and who would have to move so that there is one."""

from collections.abc import Iterator

import numpy as np

from sgp.groups.hall import Hall, Numbers, one_hot


def breakers(hall: Hall, seated: Numbers) -> list[int]:
    """The people whose seats nobody filled in and without whom no rule is broken, the gravest first."""
    at, found = seated.copy(), list[int]()
    while (broken := _broken(hall, at)).any():
        one = int(broken.argmax())
        found.append(one)
        at[one] = -1
    return found


def _broken(hall: Hall, at: Numbers) -> Numbers:
    """(n) The rules that each one who may move breaks where they sit."""
    here = one_hot(at, len(hall.seats))
    together = here.astype(np.int64) @ here.T.astype(np.int64) > 0
    sits, free = at >= 0, hall.filled < 0
    parted = (hall.together & ~together & sits[:, None] & sits[None, :]).sum(axis=1)
    return np.asarray(((here & ~hall.may).sum(axis=1) + (hall.apart & together).sum(axis=1) + parted) * free)


def way_out(hall: Hall, seated: Numbers, one: int) -> tuple[int, ...]:
    """One person, else two, who would have to move so that this one has a seat; () where that does not help.

    Somebody gives up their seat to the one and takes a free one elsewhere, or that of a third who does.
    """
    at = seated.copy()
    at[one] = -1
    for first in _who_could_leave(hall, at, one):
        moved = _moved(at, one, first)
        if _open_group(hall, moved, first) is not None:
            return (first,)
    for first in _who_could_leave(hall, at, one):
        moved = _moved(at, one, first)
        for second in _who_could_leave(hall, moved, first):
            if second != one and _open_group(hall, _moved(moved, first, second), second) is not None:
                return first, second
    return ()


def _moved(at: Numbers, one: int, other: int) -> Numbers:
    """The seats once one has taken the other's, who stands."""
    moved = at.copy()
    moved[one], moved[other] = at[other], -1
    return moved


def _who_could_leave(hall: Hall, at: Numbers, one: int) -> Iterator[int]:
    """Whose seats the one could take, by the order of addresses."""
    return (other for other in range(len(at)) if other != one and at[other] >= 0 and _fits(hall, _moved(at, one, other), one))


def _open_group(hall: Hall, at: Numbers, one: int) -> int | None:
    """A group with a free seat that suits the one."""
    sizes = np.bincount(at[at >= 0], minlength=len(hall.seats))
    for group in np.flatnonzero(sizes < hall.seats):
        trial = at.copy()
        trial[one] = group
        if _fits(hall, trial, one):
            return int(group)
    return None


def _fits(hall: Hall, at: Numbers, one: int) -> bool:
    """Whether no rule is broken by where the one sits."""
    with_one = at == at[one]
    alone = hall.together[one] & ~with_one & (at >= 0)
    return bool(hall.may[one, at[one]] and not (hall.apart[one] & with_one).any() and not alone.any())
