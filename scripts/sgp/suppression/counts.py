"""Single counts, and counts by name that add up: the small ones are said loosely or merged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

OTHER = "Other"


@dataclass(frozen=True)
class Told:
    """What is told of a count: the least and the most that it can be, of how many."""

    least: int
    most: int
    of: int

    @property
    def exact(self) -> bool:
        """Whether the count itself is told."""
        return self.least == self.most

    @property
    def withheld(self) -> bool:
        """Whether nothing at all is told."""
        return not self.exact and (self.least, self.most) == (0, self.of)


def told(part: int, whole: int, floor: int) -> Told:
    """The count where neither it nor what is left of the whole is small; else that it is one of the few smallest or largest numbers.

    What is said never leaves fewer than `floor` numbers open, not even to a reader who knows this rule. Where the whole is too small
    for that, nothing is told.
    """
    if whole < 2 * floor - 1:
        return Told(0, whole, whole)
    if part < floor:
        return Told(0, floor - 1, whole)
    return Told(whole - floor + 1, whole, whole) if whole - part < floor else Told(part, part, whole)


def about(part: int, whole: int, floor: int, *totals: int) -> str:
    """A count that points at nobody: neither the part nor what it leaves of the whole, or of a total beside it, may be a small group."""
    if 0 < part < floor:
        return f"fewer than {floor}"
    return "nearly all" if any(0 < abs(total - part) < floor for total in (whole, *totals)) else str(part)


def merge_small(counts: Mapping[str, int], floor: int) -> dict[str, int]:
    """Counts of people by name, the small ones merged into Other, largest first and Other last.

    Other takes in further names, smallest first, until it is no small group itself and holds more than one
    name, so that no total gives one away; where that cannot be, nothing is shown. What is named Other already goes there too.
    """
    ordered = sorted(counts.items(), key=lambda item: (item[0] != OTHER, item[1], item[0]))
    small = [item for item in ordered if item[1] < floor or item[0] == OTHER]
    while small and sum(n for _, n in small) < floor:
        if len(small) == len(ordered):
            return {}
        small = ordered[: len(small) + 1]
    kept = dict(reversed(ordered[len(small):]))
    return kept | ({OTHER: sum(n for _, n in small)} if small else {})


def blocks(counts: Sequence[tuple[str, int]], floor: int) -> tuple[tuple[tuple[str, ...], int], ...]:
    """Counts along a scale, each small one joined to its neighbours until no block is small; () where all together are too few."""
    done: list[tuple[tuple[str, ...], int]] = []
    names: tuple[str, ...] = ()
    total = 0
    for name, number in counts:
        names, total = (*names, name), total + number
        if total >= floor:
            done.append((names, total))
            names, total = (), 0
    if done and names:
        done[-1] = ((*done[-1][0], *names), done[-1][1] + total)
    return tuple(done)
