"""Rows that change places, so that what people wrote beside a row goes with it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sgp.books.google.reading import SeenTab
from sgp.plan import Sheet
from sgp.plan.placing import At


def new_order(tab: SeenTab, moves: Mapping[At, At]) -> list[int]:
    """For each place from row 1 on, the row that shall stand there; rows that nobody wrote beside make room."""
    going = {to[0]: source[0] for to, source in moves.items()}
    last = max([len(tab.sheet.rows), *going])
    free = sorted(set(going.values()) - set(going))
    displaced = sorted(set(going) - set(going.values()))
    order = {row: row for row in range(1, last + 1)} | going | dict(zip(free, displaced, strict=True))
    return [order[row] for row in range(1, last + 1)]


def reordered(tab: SeenTab, order: Sequence[int]) -> SeenTab:
    """The tab with its rows in that order."""
    rows = [tab.sheet.rows[row - 1] if row <= len(tab.sheet.rows) else () for row in order]
    kinds = [tab.kinds[row - 1] if row <= len(tab.kinds) else () for row in order]
    return replace(tab, sheet=Sheet(tab.title, tuple(rows)), kinds=tuple(kinds) + tab.kinds[len(order):])


def moving(tab: SeenTab, order: Sequence[int]) -> list[dict[str, Any]]:
    """The requests that bring whole rows into that order: formulas, notes and colours go along."""
    now, requests = list(range(1, len(order) + 1)), list[dict[str, Any]]()
    for place, row in enumerate(order):
        if now[place] != row:
            at = now.index(row, place)
            now.insert(place, now.pop(at))
            source = {"sheetId": tab.id, "dimension": "ROWS", "startIndex": at, "endIndex": at + 1}
            requests.append({"moveDimension": {"source": source, "destinationIndex": place}})
    return requests
