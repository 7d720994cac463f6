"""Everything that decides who sits with whom, in numbers."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Truths = NDArray[np.bool_]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Hall:
    """People and groups, counted from 0: n people in the order of their addresses, g groups, d departments, f focuses.

    There are seats for all of them. The matrices of two people are symmetric, and false where somebody meets themselves.
    """

    least: Numbers
    """(g) The fewest people of each group."""
    seats: Numbers
    """(g) The most."""
    filled: Numbers
    """(n) The group in which somebody stays, or -1."""
    may: Truths
    """(n, g) Who may sit where: their days suit."""
    apart: Truths
    """(n, n) Who must not be together."""
    together: Truths
    """(n, n) Who must be."""
    departments: Truths
    """(n, d) Who belongs to which departments."""
    met: Truths
    """(n, n) Who were in a group together in an earlier cycle."""
    need: Numbers
    """(n) The focus of each one's target, or -1."""
    helps: Truths
    """(n, f) Who can help with what."""
    new: Truths
    """(n) Who is new to the school."""

    @property
    def kin(self) -> Truths:
        """(n, n) Who share a department and are not meant to be together."""
        return pairs_of(self.departments) & ~self.together

    @property
    def again(self) -> Truths:
        """(n, n) Who have met and are not meant to meet again."""
        return self.met & ~self.together

    @property
    def wanted(self) -> Truths:
        """(f) Which focuses are somebody's target."""
        return np.isin(np.arange(self.helps.shape[1]), self.need)


def pairs_of(belongs: Truths) -> Truths:
    """(n, n) Which two people belong to the same thing, of (n, things)."""
    shared = belongs.astype(np.int64) @ belongs.astype(np.int64).T > 0
    return np.asarray(shared & ~np.eye(len(belongs), dtype=bool))


def one_hot(numbers: Numbers, kinds: int) -> Truths:
    """(n, kinds) True where somebody has that number; -1 is none."""
    return np.asarray(numbers[:, None] == np.arange(kinds)[None, :])


def same_group(seated: Numbers, groups: int) -> Truths:
    """(n, n) Who sit together."""
    return pairs_of(one_hot(seated, groups))
