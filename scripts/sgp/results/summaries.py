"""Counts by department and by focus."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

import pandas as pd

from sgp.contract import Book, ByDepartment, ByFocus
from sgp.contract.names import folded
from sgp.contract.programme import OUTCOMES
from sgp.people import people
from sgp.results.collate import ANSWERED, LATE

COUNTED = (ANSWERED, LATE)


def by_department(book: Book) -> tuple[ByDepartment, ...]:
    """One row a cycle and department: teachers with a target, targets sent, answers that were expected and came, ideas adopted."""
    if not book.replies:
        return ()
    adopted = Counter((folded(s.cycle), folded(s.department)) for s in book.schemes if s.status in ("Agreed", "Embedded"))
    everyone = people(book.staff)
    sent = {(folded(t.cycle), everyone.address_of(t.email)) for t in book.targets if t.sent_on}
    rows = pd.DataFrame([
        {"cycle": r.cycle, "department": r.department, "teachers": 1, "sent": (folded(r.cycle), r.email) in sent,
         **{f"m{n}": w in COUNTED for n, w in enumerate((r.meeting_1, r.meeting_2, r.meeting_3), start=1)}}
        for r in book.replies
    ])
    sums = rows.groupby(["cycle", "department"], sort=True).sum().reset_index()
    found = [
        ByDepartment(cycle=c, department=d, teachers=int(n), targets_sent=int(s), meeting_1=int(m1), meeting_2=int(m2), meeting_3=int(m3),
                     ideas_adopted=adopted[folded(c), folded(d)])
        for c, d, n, s, m1, m2, m3 in sums.itertuples(index=False)
    ]
    return tuple(sorted(found, key=lambda r: (_when(r.cycle, book), r.department)))


def by_focus(book: Book) -> tuple[ByFocus, ...]:
    """One row a cycle and focus: how many targets, and how far they are met."""
    names = {folded(c.name): c.name for c in book.cycles}
    rows = [(names[folded(t.cycle)], t.focus, t.outcome if t.outcome in OUTCOMES else "None") for t in book.targets if t.focus
            and folded(t.cycle) in names]
    if not rows:
        return ()
    table = pd.crosstab(*_columns(rows)).reindex(columns=[*OUTCOMES, "None"], fill_value=0)
    found = [
        ByFocus(cycle=str(c), focus=str(f), targets=int(sum(n)), not_yet=int(n[0]), partly=int(n[1]), fully=int(n[2]))
        for (c, f), n in zip(table.index, table.to_numpy().tolist(), strict=True)
    ]
    return tuple(sorted(found, key=lambda r: (_when(r.cycle, book), -r.targets, r.focus)))


def _columns(rows: Sequence[tuple[str, str, str]]) -> tuple[list[pd.Series], pd.Series]:
    cycle, focus, outcome = (pd.Series(list(column)) for column in zip(*rows, strict=True))
    return [cycle, focus], outcome


def _when(cycle: str, book: Book) -> tuple[date, str]:
    begins = next((c.send_on for c in book.cycles if folded(c.name) == folded(cycle)), None)
    return begins or date.max, cycle
