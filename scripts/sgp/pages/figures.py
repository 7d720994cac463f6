"""What `Summary` is made from, and what a table of it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sgp.contract import Book, ByDepartment, ByFocus, Cycle
from sgp.contract.names import folded
from sgp.people import People
from sgp.plan import Line
from sgp.results.counts import Counts


@dataclass(frozen=True)
class Figures:
    """All that the page is made from; `last` is the cycle before with its counts, if there was one.

    `groups` are what was wished for, how often it was missed, and how often a random deal would miss it.
    """

    book: Book
    people: People
    cycle: Cycle | None
    today: date
    counts: Counts
    departments: Sequence[ByDepartment] = ()
    focuses: Sequence[ByFocus] = ()
    groups: Sequence[tuple[str, float, float]] = ()
    last: tuple[Cycle, Counts] | None = None

    def is_now(self, cycle: str) -> bool:
        """Whether a row is of this cycle."""
        return self.cycle is not None and folded(cycle) == folded(self.cycle.name)


@dataclass(frozen=True)
class Table:
    """One table of the page. `drawn` are the columns (from 0) whose numbers a chart shows; it shows the first `rows_drawn` rows, or all."""

    title: str
    headings: tuple[str, ...]
    rows: Sequence[Line]
    drawn: tuple[int, ...] = ()
    stacked: bool = True
    rows_drawn: int | None = None
