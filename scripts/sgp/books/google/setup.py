"""Setting a Google Sheet up: what tabs lack is added, never a value changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sgp.books.google.cells import entered
from sgp.books.google.looks import FORMAT, cell_format
from sgp.books.google.protection import warning_on, warning_on_all
from sgp.books.google.reading import Request, Seen, SeenTab
from sgp.books.google.rules import area_below, marking, offering, reddening
from sgp.books.google.tabs import SPARE_COLUMNS, new_page, new_tab, standing_with, widening
from sgp.books.google.writing import VALUE, dressing, room_for, written
from sgp.contract import SCRIPT, Column, Tab
from sgp.contract.layout import frozen_columns, notes, tint
from sgp.plan.placing import columns_of


@dataclass(frozen=True)
class Stand:
    """A tab of the contract as it stands or will stand. `at`: heading -> column (from 0); `new` headings are yet to be written."""

    tab: Tab
    seen: SeenTab
    at: Mapping[str, int]
    new: frozenset[str]
    made: tuple[Request, ...] = ()

    def columns(self) -> list[tuple[int, Column]]:
        """Every column and where it stands."""
        return [(self.at[c.heading], c) for c in self.tab.columns]


def completing(seen: Seen, tabs: Sequence[Tab]) -> list[Request]:
    """The requests that make what these tabs lack, in their order; drop-downs last, as they point from tab to tab."""
    stands: list[Stand] = []
    for number, tab in enumerate(tabs):
        stands.append(_stand(seen, tab, tint(number)))
        seen = standing_with(seen, stands[-1].seen)
    parts = [r for s in stands for r in (*s.made, *(_page(s) if s.tab.page else _rows(s)))]
    return parts + [r for s in stands for at, column in s.columns() for r in offering(s.seen, at, column, _source(column, stands))]


def _stand(seen: Seen, tab: Tab, colour: str) -> Stand:
    if found := seen.find(tab.title):
        at = columns_of(found.sheet, tab)
        missing = [h for h in tab.headings if h not in at]
        after = max((len(row) for row in found.sheet.rows), default=0)
        return Stand(tab, found, at | {h: n for n, h in enumerate(missing, start=after)}, frozenset(missing))
    at = {heading: n for n, heading in enumerate(tab.headings)}
    if tab.page:
        made, requests = new_page(seen, tab, colour)
    else:
        frozen = {"frozenRowCount": 1, "frozenColumnCount": frozen_columns(tab, at)}
        made, requests = new_tab(seen, tab.title, len(at) + SPARE_COLUMNS, colour, **frozen)
    return Stand(tab, made, at, frozenset(tab.headings), tuple(requests))


def _page(stand: Stand) -> list[Request]:
    return warning_on_all(stand.seen) + (reddening(stand.seen, stand.tab.stale) if stand.tab.stale else [])


def _rows(stand: Stand) -> list[Request]:
    seen, scripts = stand.seen, [at for at, column in stand.columns() if column.by == SCRIPT]
    columns = [r for at, column in stand.columns() for r in _column(stand, at, column)]
    return room_for(seen, 2, max(stand.at.values()) + 1) + _headings(stand) + columns + _freezing(stand) + warning_on(seen, scripts)


def _headings(stand: Stand) -> list[Request]:
    """Headings that are missing, with their notes; those that stand get a look or a note only if they have none."""
    said, tab = notes(stand.tab, stand.at), stand.seen
    look = {(1, at): {FORMAT: cell_format(f"heading {c.by}")} for at, c in stand.columns()}
    note = {(1, at): {"note": text} for at, text in said.items()}
    new = {(1, at): {VALUE: entered(c.heading, tab.title)} for at, c in stand.columns() if c.heading in stand.new}
    whole = {at: value | look[at] | note.get(at, {}) for at, value in new.items()}
    plain = {at: cell for at, cell in look.items() if at not in new and FORMAT not in tab.cell(*at)}
    bare = {at: cell for at, cell in note.items() if at not in new and "note" not in tab.cell(*at)}
    return written(tab, whole, f"{VALUE},{FORMAT},note") + written(tab, plain, FORMAT) + written(tab, bare, "note")


def _column(stand: Stand, at: int, column: Column) -> list[Request]:
    seen, new = stand.seen, column.heading in stand.new
    below = [seen.cell(row, at) for row in range(2, len(seen.kinds) + 1)]
    dressed = [] if any(FORMAT in cell for cell in below) and not new else dressing(
        seen.id, at, column, with_format=new or not any("effectiveValue" in cell for cell in below))
    return dressed + widening(seen, at, column.width) + marking(seen, at, column)


def _freezing(stand: Stand) -> list[Request]:
    grid = stand.seen.told.get("properties", {}).get("gridProperties", {})
    if stand.made or grid.get("frozenRowCount"):
        return []
    return [{"updateSheetProperties": {"properties": {"sheetId": stand.seen.id, "gridProperties": {"frozenRowCount": 1}},
                                       "fields": "gridProperties.frozenRowCount"}}]


def _source(column: Column, stands: Sequence[Stand]) -> str:
    """The area that a column's choices are taken from, or "" where they stand in no tab of this book."""
    title, heading = column.choices_from or ("", "")
    found = next((s for s in stands if s.tab.title == title), None)
    return area_below(found.seen.title, found.at[heading]) if found else ""
