"""What to write so that rows as they were become rows as they shall be."""

from collections.abc import Sequence

from sgp.contract.columns import PERSON, Row
from sgp.plan.changes import Edit, TabChange


def between(before: Sequence[Row], after: Sequence[Row]) -> TabChange | None:
    """The edits and added rows that lead from one to the other, or None where there are none.

    A row with `row` 0 is new. Rows that stand are found by key (of two with one key, only the first is); what a
    person emptied is only filled if it is still empty when it is written.
    """
    old, first = {r.row: r for r in before}, {r.tab.key_of(r.cells()): r.row for r in reversed(before)}
    edits = [e for r in after if r.row and (e := _edit(old[r.row], r)) and first[e.key] == r.row]
    added = [r.cells() for r in after if not r.row]
    tab = (after or before)[0].tab if after or before else None
    return TabChange(tab, tuple(edits), tuple(added)) if tab and (edits or added) else None


def _edit(old: Row, new: Row) -> Edit | None:
    was, now = old.cells(), new.cells()
    changed = {heading: value for heading, value in now.items() if value != was[heading]}
    fill = {h: v for h, v in changed.items() if new.tab.column(h).by == PERSON and was[h] is None}
    cells = {h: v for h, v in changed.items() if h not in fill}
    return Edit(new.tab.key_of(was), cells, fill) if changed else None
