"""All changes of one run as the requests of one batch, which Google carries out whole or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sgp.books.google.cells import entered
from sgp.books.google.charts import drawing
from sgp.books.google.looks import FORMAT, page_format
from sgp.books.google.order import moving, new_order, reordered
from sgp.books.google.protection import refuse_protected
from sgp.books.google.reading import Request, Seen, SeenTab
from sgp.books.google.rules import source_of
from sgp.books.google.tabs import new_answers, new_page
from sgp.books.google.writing import VALUE, room_for, setting, written
from sgp.contract import PERSON, Column
from sgp.errors import no_such_tab
from sgp.plan import Changes, Page, Placed, RawRows, Sheet, TabChange, Value, by_title, place
from sgp.plan.cells import same
from sgp.plan.charts import anchors
from sgp.plan.placing import At, columns_of

Change = TabChange | Page | RawRows


Cell = tuple[str, At, Value]
"""A tab's title, a place in it, and what shall stand there."""


@dataclass(frozen=True)
class Batch:
    """What to ask of Google, and the cells that show whether it was done: `calm` ones where people seldom sort, and all others.

    `saw` is the id of the lease's tab as it was seen, `stands` that of the tab put in its place; `frees`: the lease is not taken.
    """

    requests: Sequence[Request] = ()
    calm: Sequence[Cell] = ()
    others: Sequence[Cell] = ()
    saw: int | None = None
    stands: int | None = None
    frees: bool = False

    def landed(self, now: Seen) -> bool:
        """Whether the book shows the batch as carried out.

        The lease tells for certain, save where it was given back and another has taken it since. Else, as a batch is all or
        nothing, most of the calm cells tell, even if somebody has sorted a tab or edited a cell since.
        """
        ids, cells = {t.id for t in now.tabs}, now.snapshot
        if self.stands is not None and (self.stands in ids or self.saw in ids or not self.frees):
            return self.stands in ids
        there = [s is not None and same(s.at(*at), value) for title, at, value in self.calm or self.others for s in [cells.find(title)]]
        return bool(there) and sum(there) * 2 > len(there)


def batch(seen: Seen, changes: Changes) -> Batch:
    """The requests that carry the changes out on the book as it was seen; none where nothing differs. Raises Stop."""
    requests: list[Request] = []
    calm, others = list[Cell](), list[Cell]()
    for title, change in by_title(changes):
        tab = seen.find(title)
        made: list[Request] = []
        if tab is None:
            tab, made = _made(seen, title, change)
            seen = replace(seen, tabs=(*seen.tabs, tab))
        asked, different = _changed(seen, tab, change)
        requests += made + asked if asked else []
        (others if _people_fill(change) else calm).extend((tab.title, at, value) for at, value in different.items())
    return Batch(requests, calm, others)


def _people_fill(change: Change) -> bool:
    return isinstance(change, RawRows) or (isinstance(change, TabChange) and any(c.by == PERSON for c in change.tab.columns))


def shared_tabs(seen: Seen, changes: Changes) -> list[str]:
    """The tabs to look at again before they are written, because people may have sorted or filled them in meanwhile.

    None where all of them are written whole and hold nothing of anybody's.
    """
    rows = [(t, c) for title, c in by_title(changes) if not isinstance(c, Page) and (t := seen.find(title))]
    return [tab.title for tab, _ in rows] if any(_by_row(tab.sheet, change) for tab, change in rows) else []


def _by_row(sheet: Sheet, change: TabChange | RawRows) -> bool:
    return isinstance(change, RawRows) or change.whole is None or _has_extra_cells(sheet, change)


def _has_extra_cells(sheet: Sheet, change: TabChange) -> bool:
    ours = set(columns_of(sheet, change.tab).values())
    return any(value is not None for row in sheet.rows for column, value in enumerate(row) if column not in ours)


def _changed(seen: Seen, tab: SeenTab, change: Change) -> tuple[list[Request], Mapping[At, Value]]:
    placed = place(tab.sheet, change)
    if not placed:
        return [], {}
    order = new_order(tab, placed.moves) if placed.moves else []
    moved = reordered(tab, order) if order else tab
    placed = place(moved.sheet, change) if order else placed
    cells = _cells(moved.sheet, change, placed)
    refuse_protected(tab, cells)
    reach = [*cells, *(anchors(change) if isinstance(change, Page) else ())]
    rows, columns = max([len(order), *(row for row, _ in reach)]), max((column + 1 for _, column in reach), default=0)
    room = room_for(tab, rows, columns, _columns(tab, change), lambda column: source_of(seen, column))
    return room + moving(tab, order) + _written(moved, change, cells, placed.looks), placed.cells


def _cells(sheet: Sheet, change: Change, placed: Placed) -> Mapping[At, Value]:
    """The cells to write: of what scripts write whole all of them, so that it is right even if somebody sorted it meanwhile."""
    if isinstance(change, Page):
        values = {(row, c): span.value for row, line in enumerate(change.lines, start=1) for c, span in enumerate(line)}
        return {at: values.get(at) for at in placed.looks}
    if isinstance(change, RawRows) or change.whole is None:
        return placed.cells
    at, rows = columns_of(sheet, change.tab), dict(enumerate(change.whole, start=2))
    last = max(len(change.whole) + 1, len(sheet.rows))
    return {(row, column): rows.get(row, {}).get(heading) for row in range(2, last + 1) for heading, column in at.items()}


def _written(tab: SeenTab, change: Change, cells: Mapping[At, Value], looks: Mapping[At, str]) -> list[Request]:
    if not isinstance(change, Page):
        return setting(tab, cells)
    dressed = {at: {VALUE: entered(value, change.tab.title), FORMAT: page_format(looks[at], value)} for at, value in cells.items()}
    return written(tab, dressed, f"{VALUE},{FORMAT}") + drawing(tab, change)


def _columns(tab: SeenTab, change: Change) -> dict[int, Column]:
    if not isinstance(change, TabChange):
        return {}
    return {at: change.tab.column(heading) for heading, at in columns_of(tab.sheet, change.tab).items()}


def _made(seen: Seen, title: str, change: Change) -> tuple[SeenTab, list[Request]]:
    """Answers and pages get a tab of their own; a tab of the contract is made by set-up alone."""
    if isinstance(change, TabChange):
        raise no_such_tab(title)
    if isinstance(change, Page):
        return new_page(seen, change.tab)
    return new_answers(seen, title, change.headings)
