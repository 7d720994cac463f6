"""Tables whose cells stay private: how much of their sums by row and by column may be told."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from sgp.suppression.counts import Told, told

Bounds = tuple[tuple[tuple[int, int], ...], ...]
"""Row by row and column by column, the least and the most that a cell can be."""


@dataclass(frozen=True)
class Grid:
    """All that a reader knows of a private table: the most that each cell of a row holds, and what is told of sums."""

    holds: tuple[int, ...]
    rows: tuple[Told, ...]
    columns: tuple[Told, ...]

    def is_safe(self, floor: int) -> bool:
        """Whether no cell, and no sum that is not told exactly, can be narrowed down to fewer than `floor` numbers."""
        cells = all(self._open(at, column) >= floor for at in range(len(self.rows)) for column in range(len(self.columns)))
        return cells and all(number >= floor for number in (*self._open_rows(), *self._open_columns()))

    def _open(self, row: int, column: int) -> int:
        """How many numbers this cell can be."""
        return sum(_fits(self._bounds((row, column, number)), self.rows, self.columns) for number in range(self.holds[row] + 1))

    def _open_rows(self) -> list[int]:
        bounds = self._bounds()
        return [sum(_fits(bounds, _with(self.rows, at, number), self.columns) for number in range(t.least, t.most + 1))
                for at, t in enumerate(self.rows) if not t.exact]

    def _open_columns(self) -> list[int]:
        bounds = self._bounds()
        return [sum(_fits(bounds, self.rows, _with(self.columns, at, number)) for number in range(t.least, t.most + 1))
                for at, t in enumerate(self.columns) if not t.exact]

    def _bounds(self, fixed: tuple[int, int, int] = (-1, -1, 0)) -> Bounds:
        """What each cell can be, with one of them fixed: its row, its column, its number."""
        at, number = fixed[:2], fixed[2]
        columns = range(len(self.columns))
        return tuple(tuple((number, number) if at == (row, column) else (0, most) for column in columns)
                     for row, most in enumerate(self.holds))


def rows_told(holds: Sequence[int], sums: Sequence[int], columns: Sequence[Told], floor: int) -> tuple[Told, ...]:
    """What may be told of the sums by row beside those by column; () where it is nothing.

    Where a small sum could be found by subtraction a further row is withheld, or several: those told exactly first, the smallest of them
    first. What is withheld hangs only on what would be told, so that it gives nothing away either.
    """
    rows = tuple(told(number, len(columns) * most, floor) for number, most in zip(sums, holds, strict=True))
    order = sorted(range(len(rows)), key=lambda at: (not rows[at].exact, holds[at], at))
    tries = [(), *((at,) for at in order), *(tuple(order[:number]) for number in range(2, len(order)))]
    shown = (tuple(Told(0, t.of, t.of) if at in withheld else t for at, t in enumerate(rows)) for withheld in tries)
    return next((some for some in shown if Grid(tuple(holds), some, tuple(columns)).is_safe(floor)), ())


def _with(sums: Sequence[Told], at: int, number: int) -> tuple[Told, ...]:
    return tuple(replace(t, least=number, most=number) if n == at else t for n, t in enumerate(sums))


def _fits(cells: Bounds, rows: Sequence[Told], columns: Sequence[Told]) -> bool:
    """Whether there are cells within their bounds that add up so: Hoffman's condition for flows, for every choice of columns."""
    every = range(len(columns))
    for chosen in (some for size in range(len(columns) + 1) for some in combinations(every, size)):
        rest = [c for c in every if c not in chosen]
        need = sum(max(t.least - sum(row[c][1] for c in rest), sum(row[c][0] for c in chosen)) for row, t in zip(cells, rows, strict=True))
        have = sum(min(t.most - sum(row[c][0] for c in rest), sum(row[c][1] for c in chosen)) for row, t in zip(cells, rows, strict=True))
        if need > sum(columns[c].most for c in chosen) or have < sum(columns[c].least for c in chosen):
            return False
    return True
