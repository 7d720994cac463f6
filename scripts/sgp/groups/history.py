"""Who was in a group with whom in earlier cycles."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from sgp.contract import Book, Cycle
from sgp.contract.names import folded
from sgp.groups.places import seat_of
from sgp.people import People

Met = Mapping[frozenset[str], str]
"""Two addresses -> the name of the last cycle in which they were together."""


def who_met(book: Book, people: People, cycle: Cycle) -> Met:
    """All pairs who shared a group before this cycle, under their present addresses. Cycles that begin later do not count."""
    begun = {folded(c.name): (c.send_on or c.closes_on or date.min, c.name) for c in book.cycles}
    ours = (cycle.send_on or cycle.closes_on or date.max, cycle.name)
    together: dict[tuple[tuple[date, str], tuple[str, str]], set[str]] = defaultdict(set)
    for row in (g for g in book.groups if g.group and folded(g.cycle) != folded(cycle.name)):
        when = begun.get(folded(row.cycle), (date.min, row.cycle))
        if when < ours:
            together[when, seat_of(row)].add(people.address_of(row.email))
    return {frozenset((a, b)): when[1] for (when, _), group in sorted(together.items(), key=lambda item: item[0])
            for a in group for b in group if a < b}
