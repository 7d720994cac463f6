"""When an answer was given, and so of which cycle it is."""

from collections import Counter
from collections.abc import Set
from datetime import date, datetime

from sgp.contract import Book, Cycle, RawAnswer
from sgp.contract.forms import TIMESTAMP
from sgp.contract.values import as_text
from sgp.contract.when import orders, read_moment
from sgp.dates import cycle_named, cycle_on
from sgp.errors import ERROR, WARNING, Problem
from sgp.responses.answer import SHOWN, told


def contrary_tabs(book: Book) -> frozenset[str]:
    """Tabs with several dates that cannot be read in the school's order, and fewer that only can: any of both readings is in doubt."""
    ours, votes = book.school.day_first, Counter[str]()
    for raw in book.answers:
        if len(found := orders(raw.stamp)) == 1:
            votes[raw.tab] += -1 if ours in found else 1
    return frozenset(tab for tab, more in votes.items() if more > 1)


def moment_of(raw: RawAnswer, contrary: Set[str], book: Book, problems: list[Problem]) -> datetime | None:
    """When the answer was given; None, and told, where that cannot be read or could be read in two ways."""
    stamp, mend = raw.stamp if isinstance(raw.stamp, str | date) else "", "Correct the date."
    if raw.tab in contrary and len(orders(stamp)) == 2:
        what, mend = "can be two days, as most dates in this tab have the other order", "If they all have, change Day first in Settings."
    elif on := read_moment(stamp, book.school.day_first):
        return on
    else:
        what = "is not a date and time"
    problems.append(told(ERROR, raw, raw.heading(TIMESTAMP),
                         f"“{as_text(raw.stamp)[:SHOWN]}” {what}, so the cycle named in the answer counts.", mend))
    return None


def cycle_of(raw: RawAnswer, on: datetime | None, book: Book, problems: list[Problem]) -> Cycle | None:
    """The cycle an answer names, else the one in whose dates it falls; None, and told, where there is neither."""
    written = raw.fields.get("cycle", "")
    named, by_date = cycle_named(book.cycles, written), cycle_on(book.cycles, on.date()) if on else None
    if written and not named:
        mend = "Correct it, or add the cycle to the tab Cycles if it should count."
        problems.append(told(WARNING, raw, raw.heading("cycle"),
                             f"“{written[:SHOWN]}” is not in the tab Cycles, so this answer is not counted.", mend))
        return None
    if named and named.send_on and on and (by_date is None or by_date.send_on != named.send_on):
        problems.append(told(WARNING, raw, raw.heading("cycle"),
                             f"It names {named.name} but was given on {on:%d/%m/%Y}; it is counted in {named.name}.",
                             "Correct the cycle here if it is wrong."))
    if not named and not by_date:
        problems.append(told(WARNING, raw, raw.heading("cycle"),
                             "It names no cycle and its date falls in none, so this answer is not counted.", "Write the cycle here."))
    return named or by_date
