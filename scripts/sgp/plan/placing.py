"""Where changes land: from keys and headings to rows and columns of the book as it is at this moment.

Pure, and shared by every kind of book, so that all of them place alike.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field

from sgp.contract.columns import Tab
from sgp.contract.names import loose
from sgp.plan.cells import Sheet, Value, is_empty, same
from sgp.plan.changes import Cells, Edit, Page, RawRows, TabChange

At = tuple[int, int]
"""Spreadsheet row (from 1) and column (from 0)."""


@dataclass(frozen=True)
class Placed:
    """What to do to one sheet. `cells` are set (None empties a cell); only real differences are listed.

    `moves` takes cells in columns of people along with their row: to -> from, all read before any is
    written; a `from` that no `to` claims is emptied. `looks` gives the look of a page's cells.
    """

    cells: Mapping[At, Value] = field(default_factory=dict)
    moves: Mapping[At, At] = field(default_factory=dict)
    looks: Mapping[At, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.cells or self.moves)


def place(sheet: Sheet, change: TabChange | Page | RawRows) -> Placed:
    """The cells of this sheet that differ from what the change asks for."""
    if isinstance(change, Page):
        return _place_page(sheet, change)
    if isinstance(change, RawRows):
        return _place_raw(sheet, change)
    return _place_whole(sheet, change) if change.whole is not None else _place_rows(sheet, change)


def columns_of(sheet: Sheet, tab: Tab) -> dict[str, int]:
    """Heading of the contract -> its column in this sheet (from 0), for those that stand."""
    found = {loose(h): i for i, h in reversed(list(enumerate(sheet.headings))) if h}
    return {h: found[loose(h)] for h in tab.headings if loose(h) in found}


def rows_by_key(sheet: Sheet, tab: Tab) -> dict[tuple[str, ...], int]:
    """Key -> spreadsheet row; where a key stands twice, its first row. Rows with an empty key are left out."""
    at = columns_of(sheet, tab)
    rows: dict[tuple[str, ...], int] = {}
    for row in range(2, len(sheet.rows) + 1):
        key = tab.key_of({h: sheet.at(row, column) for h, column in at.items()})
        if any(key):
            rows.setdefault(key, row)
    return rows


def _place_rows(sheet: Sheet, change: TabChange) -> Placed:
    at, standing = columns_of(sheet, change.tab), rows_by_key(sheet, change.tab)
    cells: dict[At, Value] = {}
    for edit in change.edits:
        if row := standing.get(tuple(edit.key)):
            cells |= _edited(sheet, row, at, edit)
    for row, new in enumerate(_not_yet_there(change, standing), start=_last_used(sheet, at) + 1):
        cells |= {(row, at[h]): v for h, v in new.items() if h in at and v is not None}
    return Placed(cells)


def _not_yet_there(change: TabChange, standing: Container[tuple[str, ...]]) -> list[Cells]:
    """The rows to add whose key does not stand, each key once; a row without a key is always new."""
    rows: dict[object, Cells] = {}
    for number, cells in enumerate(change.added):
        key = change.tab.key_of(cells)
        if key not in standing:
            rows.setdefault(key if any(key) else number, cells)
    return list(rows.values())


def _edited(sheet: Sheet, row: int, at: Mapping[str, int], edit: Edit) -> dict[At, Value]:
    empty = {h: v for h, v in edit.fill.items() if h in at and is_empty(sheet.at(row, at[h]))}
    wanted = {h: v for h, v in edit.cells.items() if h in at} | empty
    return {(row, at[h]): v for h, v in wanted.items() if not same(sheet.at(row, at[h]), v)}


def _place_whole(sheet: Sheet, change: TabChange) -> Placed:
    at, whole = columns_of(sheet, change.tab), change.whole or ()
    cells: dict[At, Value] = {}
    for row, new in enumerate(whole, start=2):
        cells |= {(row, c): new.get(h) for h, c in at.items() if not same(sheet.at(row, c), new.get(h))}
    for row in range(len(whole) + 2, len(sheet.rows) + 1):
        cells |= {(row, c): None for c in at.values() if sheet.at(row, c) is not None}
    return Placed(cells, _moved(sheet, change, set(at.values())))


def _moved(sheet: Sheet, change: TabChange, ours: set[int]) -> dict[At, At]:
    """Cells in people's columns go where the key of their row goes; those of a key that is gone go below."""
    theirs = {r: [c for c in range(len(sheet.rows[r - 1])) if c not in ours and sheet.at(r, c) is not None]
              for r in range(2, len(sheet.rows) + 1)}
    old = {row: key for key, row in rows_by_key(sheet, change.tab).items()}
    whole = change.whole or ()
    new = {key: row for row, cells in reversed(list(enumerate(whole, start=2))) if any(key := change.tab.key_of(cells))}
    below, moves = len(whole) + 2, {}
    for row, columns in theirs.items():
        if not columns:
            continue
        to = new.get(old.get(row, ()), 0)
        to, below = (to, below) if to else (below, below + 1)
        moves.update({(to, c): (row, c) for c in columns if to != row})
    return moves


def _place_page(sheet: Sheet, page: Page) -> Placed:
    cells: dict[At, Value] = {}
    looks: dict[At, str] = {}
    width = max([len(page.tab.widths), *(len(line) for line in page.lines)])
    for row in range(1, max(len(page.lines), len(sheet.rows)) + 1):
        line = page.lines[row - 1] if row <= len(page.lines) else ()
        for c in range(width):
            value, look = (line[c].value, line[c].look) if c < len(line) else (None, "text")
            looks[row, c] = look
            if not same(sheet.at(row, c), value):
                cells[row, c] = value
    if set(cells) <= page.freshly:
        return Placed()
    return Placed(cells, looks=looks)


def _place_raw(sheet: Sheet, raw: RawRows) -> Placed:
    below = max(_last_used(sheet, dict(enumerate_headings(sheet))), 1)
    cells: dict[At, Value] = {(1, c): h for c, h in enumerate(raw.headings) if h and not same(sheet.at(1, c), h)}
    for row, values in enumerate(raw.rows, start=below + 1):
        cells |= {(row, c): v for c, v in enumerate(values) if v not in (None, "")}
    return Placed(cells)


def enumerate_headings(sheet: Sheet) -> list[tuple[str, int]]:
    """(heading, column) of every column that has a heading."""
    return [(h, i) for i, h in enumerate(sheet.headings) if h]


def _last_used(sheet: Sheet, at: Mapping[str, int]) -> int:
    """The last row in which one of these columns holds something; at least the heading row."""
    used = (r for r in range(len(sheet.rows), 1, -1) if any(not is_empty(sheet.at(r, c)) for c in at.values()))
    return next(used, 1)
