"""Who sits where while better places are sought, and what it would change if two people changed places."""

import numpy as np

from sgp.groups.crews import Crews
from sgp.groups.hall import Hall, Numbers, Truths, one_hot
from sgp.groups.levels import MET, RULE, cost_of_pairs


class Seating:
    """Everybody's place, and what each would cost in each group. An empty seat is held by a nobody, with whom one can change places too."""

    def __init__(self, hall: Hall, at: Numbers, crews: bool = True) -> None:
        """`at` is the group of each person, then that of each empty seat. Without `crews` only pairs count."""
        people, groups, seats = len(hall.may), len(hall.seats), len(at)
        self.at, self.every = at.copy(), np.arange(seats)
        self.pairs = np.zeros((seats, seats), dtype=np.int64)
        self.pairs[:people, :people] = cost_of_pairs(hall)
        self.near = self.pairs @ one_hot(self.at, groups)
        self.near[:people] += RULE * ~hall.may
        self.free = np.ones(seats, dtype=bool)
        self.free[:people] = hall.filled < 0
        self.people, self.pleased = people, -RULE * hall.together.sum(axis=1)
        self.crews = Crews(hall, self.at) if crews or seats > people else None

    @property
    def own(self) -> Numbers:
        """What each one costs where they sit, with whom they sit; a pair counts at both."""
        return np.asarray(self.near[self.every, self.at])

    def troubled(self) -> Numbers:
        """People who may move and who break a rule, or sit with one of their department or somebody they have met."""
        cost = self.own[:self.people] - self.pleased
        return np.flatnonzero(self.free[:self.people] & (cost >= MET))

    def changes(self, one: int) -> Numbers:
        """What it would change if this one and each other changed places."""
        here, own = self.at[one], self.own
        change = self.near[one, self.at] + self.near[:, here] - 2 * self.pairs[one] - own - own[one]
        if self.crews:
            change = change + self.crews.changes(one, self.at)
        return np.asarray(change)

    def able(self, one: int) -> Truths:
        """Who may change places with this one: whoever is free, and sits elsewhere."""
        return np.asarray(self.free & (self.at != self.at[one]))

    def exchange(self, one: int, other: int) -> None:
        """Let two change places."""
        here, there = int(self.at[one]), int(self.at[other])
        moved = self.pairs[:, other] - self.pairs[:, one]
        self.near[:, here] += moved
        self.near[:, there] -= moved
        if self.crews:
            self.crews.exchange(one, other, here, there)
        self.at[one], self.at[other] = there, here
