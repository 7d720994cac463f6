"""Which rows of an export are new, and which only fill what is empty."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sgp.contract import Column, Staff, Tab
from sgp.contract.names import clean
from sgp.contract.values import as_text
from sgp.contract.when import read_date, read_time
from sgp.errors import structure_fault
from sgp.importing.columns import Export, Headings, columns_in, left_out, missing_key
from sgp.importing.staff import staff_rows
from sgp.plan import Changes, Edit, Sheet, TabChange, Value
from sgp.plan.cells import is_empty
from sgp.plan.placing import columns_of, rows_by_key

Cells = dict[str, Value]


@dataclass(frozen=True)
class Imported:
    """What an import would change, and what to say about it."""

    changes: Changes
    says: tuple[str, ...]


def import_rows(tab: Tab, sheet: Sheet, export: Export, headings: Headings, day_first: bool) -> Imported:
    """Rows of the export that the tab lacks; rows that stand are only filled where they are empty.

    Raises Stop (structure) where the export lacks a column that tells its rows apart.
    """
    columns = columns_in(export, tab, headings)
    rows, says = _rows(tab, export, columns)
    if faults := missing_key(export, tab, columns):
        raise structure_fault(faults, f"{export.name} is no export for {tab.title}")
    typed = [{h: _typed(v, tab.column(h), day_first) for h, v in row.items()} for row in rows]
    change = _by_key(tab, sheet, typed) if tab.key else _by_content(tab, sheet, typed)
    says += [f"{len(change.added)} rows added to {tab.title}, {len(change.edits)} filled where they were empty, "
             f"{_alike(typed, change)} already there."]
    if spare := left_out(export, columns):
        says.append(f"Left out, because no column of {tab.title} takes them: {', '.join(spare)}.")
    return Imported(Changes(tabs=(change,) if change.added or change.edits else ()), tuple(says))


def _rows(tab: Tab, export: Export, columns: Mapping[str, list[int]]) -> tuple[list[dict[str, str]], list[str]]:
    def text(row: int, heading: str) -> str:
        return next((t for c in columns.get(heading, ()) if (t := clean(export.cell(row, c)))), "")

    names = dict.fromkeys([*columns, *tab.headings])
    plain = [{h: text(r, h) for h in names} for r in range(len(export.rows))]
    rows, says = staff_rows(plain) if tab == Staff.tab else (plain, [])
    return [kept for row in rows if any((kept := {h: v for h, v in row.items() if h in tab.headings}).values())], says


def _typed(text: str, column: Column, day_first: bool) -> Value:
    """A date or number where that is certain; else the text, so that the check can tell its row."""
    match column.look:
        case "date":
            return read_date(text, day_first) or text or None
        case "time":
            return read_time(text) or text or None
        case "number" if text.isdecimal() and (text == "0" or not text.startswith("0")):
            return int(text)
    return text or None


def _by_key(tab: Tab, sheet: Sheet, rows: list[Cells]) -> TabChange:
    at, standing, known = columns_of(sheet, tab), rows_by_key(sheet, tab), _former_addresses(tab, sheet)
    added: dict[tuple[str, ...], Cells] = {}
    fills: dict[tuple[str, ...], Cells] = {}
    for row in (r for r in rows if any(tab.key_of(r))):
        key = known.get(tab.key_of(row), tab.key_of(row))
        place, wanted = standing.get(key), fills if key in standing else added
        empty = {h: v for h, v in row.items() if not place or (v is not None and is_empty(sheet.at(place, at[h])))}
        wanted[key] = empty | {h: v for h, v in wanted.get(key, {}).items() if v is not None}
    keyless = _by_content(tab, sheet, [r for r in rows if not any(tab.key_of(r))])
    return TabChange(tab, tuple(Edit(k, fill=f) for k, f in fills.items() if f), (*added.values(), *keyless.added))


def _former_addresses(tab: Tab, sheet: Sheet) -> dict[tuple[str, ...], tuple[str, ...]]:
    """In Staff: a person's other addresses -> the key of the person's row."""
    others, at = Staff.fields["other_emails"], columns_of(sheet, tab)
    if tab != Staff.tab or others not in at:
        return {}
    rows = ((key, re.split(r"[;,/\s]+", as_text(sheet.at(row, at[others])))) for key, row in rows_by_key(sheet, tab).items())
    return {tab.key_of({tab.key[0]: address}): key for key, addresses in rows for address in addresses if address}


def _by_content(tab: Tab, sheet: Sheet, rows: list[Cells]) -> TabChange:
    """Rows without a key are the same when every cell is; a row that stands twice in the file is wanted twice."""
    at = columns_of(sheet, tab)
    standing = Counter(_content({h: sheet.at(r, c) for h, c in at.items()}, tab) for r in range(2, len(sheet.rows) + 1))
    added = []
    for row in rows:
        content = _content(row, tab)
        if standing[content]:
            standing[content] -= 1
        else:
            added.append(row)
    return TabChange(tab, added=tuple(added))


def _content(cells: Mapping[str, Value], tab: Tab) -> tuple[str, ...]:
    return tuple(as_text(cells.get(h)) for h in tab.headings)


def _alike(rows: list[Cells], change: TabChange) -> int:
    return max(0, len(rows) - len(change.added) - len(change.edits))
