"""What a run wants written, said by key and heading: where it lands is worked out at the last moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sgp.contract.columns import Tab
from sgp.plan.cells import Value

Cells = Mapping[str, Value]
"""Heading -> value. A heading that is not named is left as it is."""


@dataclass(frozen=True)
class Edit:
    """New values for the row that has this key (the values of the tab's key headings, as text).

    `cells` are set; `fill` is set only where the cell is still empty at the moment of writing, so that
    what a person typed meanwhile stays.
    """

    key: tuple[str, ...]
    cells: Cells = field(default_factory=dict)
    fill: Cells = field(default_factory=dict)


@dataclass(frozen=True)
class TabChange:
    """Changes to one tab of the contract.

    `edits` and `added` leave all other rows alone; a row to add whose key stands already is not added
    again. `whole`, if given, is all the rows the tab shall have, in this order: cells in columns people
    added move with the key of their row.
    """

    tab: Tab
    edits: tuple[Edit, ...] = ()
    added: tuple[Cells, ...] = ()
    whole: tuple[Cells, ...] | None = None


@dataclass(frozen=True)
class RawRows:
    """Rows to add below a tab whose headings are not ours (a form's answers); the tab is made if absent.

    `headings` are the tab's headings from column 1 on, `rows` run parallel to them.
    """

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True)
class Span:
    """One cell of a page and the look it has: one of the looks in `contract.looks`."""

    value: Value
    look: str = "text"


Line = tuple[Span, ...]


@dataclass(frozen=True)
class Chart:
    """A chart of a page's own table: its rows (from 1, the heading row and the last), the column (from 0) of names, and those of numbers.

    `stacked` sets the bars of one name end to end. The title tells one chart of a page from another.
    """

    title: str
    heading_row: int
    last_row: int
    names: int
    numbers: tuple[int, ...]
    stacked: bool = False

    @property
    def bottom(self) -> int:
        """The last row to draw: a table without any has one that is still blank."""
        return max(self.last_row, self.heading_row + 1)

    @property
    def told(self) -> str:
        """A sentence for those who cannot see the chart."""
        return f"A bar chart of the numbers in the table “{self.title}”, which stands beside it."


@dataclass(frozen=True)
class Page:
    """A page to read, with no headings (`Start here`, `Summary`, `Overview`): all its lines from the top.

    `charts` are drawn beside the lines by books that can.
    `freshly` are cells (row from 1, column from 0) that only say when or how long: they never count as a change.
    """

    tab: Tab
    lines: tuple[Line, ...]
    freshly: frozenset[tuple[int, int]] = frozenset()
    charts: tuple[Chart, ...] = ()


@dataclass(frozen=True)
class Lease:
    """The right to send from a book, which one run has at a time, on whatever computer.

    `holder` names the computer's journal, `now` is the run's clock (with a time zone), and from `until` on another may take it over.
    Without `until` it is given back.
    """

    holder: str
    now: datetime
    until: datetime | None = None


@dataclass(frozen=True)
class Changes:
    """One atomic change set for one book. `setup` names the tabs to make or complete first.

    With a `lease` all of it is carried out only if this run can take it, still has it, or gives it back.
    """

    tabs: tuple[TabChange, ...] = ()
    pages: tuple[Page, ...] = ()
    raw: tuple[RawRows, ...] = ()
    setup: tuple[Tab, ...] = ()
    lease: Lease | None = None

    def __bool__(self) -> bool:
        return bool(self.tabs or self.pages or self.raw or self.setup or self.lease)
