"""What concerns whole groups: whose target nobody can help with, which focuses nobody knows, and how many there are."""

import numpy as np

from sgp.groups.hall import Hall, Numbers, one_hot
from sgp.groups.levels import COVER, HELP, RULE, SPREAD

NOBODY = -1


class Crews:
    """For each group its members, its size, and how many of them can help with each focus.

    An empty seat is held by a nobody, who needs nothing and helps nobody.
    """

    def __init__(self, hall: Hall, at: Numbers) -> None:
        """`at` is the group of each person, then that of each empty seat."""
        people, groups, seats = len(hall.may), len(hall.seats), len(at)
        self.helps = np.zeros((seats, hall.helps.shape[1] + 1), dtype=np.int64)
        self.helps[:people, :-1] = hall.helps & hall.wanted
        self.need = np.full(seats + 1, NOBODY, dtype=np.int64)
        self.need[:people] = hall.need
        self.real = (np.arange(seats) < people).astype(np.int64)
        self.least, self.loose = hall.least, seats > people
        self.mates = np.full((groups, int(hall.seats.max())), seats, dtype=np.int64)
        for group in range(groups):
            inside = np.flatnonzero(at == group)
            self.mates[group, :len(inside)] = inside
        here = one_hot(at, groups).astype(np.int64)
        self.helpers, self.size = here.T @ self.helps, here.T @ self.real

    def changes(self, one: int, at: Numbers) -> Numbers:
        """What changing places with each other one would change in both groups."""
        every, here = np.arange(len(at)), int(at[one])
        before = self._cost(self.helpers, self.size, self.mates, self.least)
        ours = np.where(self.mates[here] == one, every[:, None], self.mates[here])
        theirs = np.where(self.mates[at] == every[:, None], one, self.mates[at])
        gained, grown = self.helps - self.helps[one], self.real - self.real[one]
        after = (self._cost(self.helpers[here] + gained, self.size[here] + grown, ours, self.least[here])
                 + self._cost(self.helpers[at] - gained, self.size[at] - grown, theirs, self.least[at]))
        return np.asarray(after - before[here] - before[at])

    def _cost(self, helpers: Numbers, size: Numbers, mates: Numbers, least: Numbers) -> Numbers:
        need = self.need[mates]
        others = np.take_along_axis(helpers, need, axis=1) - self.helps[np.minimum(mates, len(self.helps) - 1), need]
        cost = HELP * ((need >= 0) & (others < 1)).sum(axis=1) - COVER * (helpers > 0).sum(axis=1)
        if self.loose:
            cost = cost + RULE * np.maximum(least - size, 0) + SPREAD * size * size
        return np.asarray(cost)

    def exchange(self, one: int, other: int, here: int, there: int) -> None:
        """Let two change groups."""
        gained, grown = self.helps[other] - self.helps[one], self.real[other] - self.real[one]
        self.helpers[here] += gained
        self.helpers[there] -= gained
        self.size[here] += grown
        self.size[there] -= grown
        self.mates[here][self.mates[here] == one] = other
        self.mates[there][self.mates[there] == other] = one
