"""Ranges that should cover rows added below: tables, filters, drop-downs, conditional formats, the used range."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sgp.books.xlsx.grid import letters, reference
from sgp.books.xlsx.markup import Element, local
from sgp.books.xlsx.openbook import OpenBook
from sgp.books.xlsx.reading import column_of
from sgp.books.xlsx.relations import relations

_AREA = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?")
_RULES = ("conditionalFormatting", "dataValidation")


@dataclass(frozen=True)
class Area:
    """A range such as A2:C20; columns and rows count from 1."""

    left: int
    top: int
    right: int
    bottom: int

    def __str__(self) -> str:
        first, last = reference(self.top, self.left), f"{letters(self.right)}{self.bottom}"
        return first if first == last else f"{first}:{last}"


@dataclass(frozen=True)
class Growth:
    """Rows were added in these columns (from 1): the last used row before and after."""

    before: int
    after: int
    columns: frozenset[int]

    def grown(self, area: Area) -> Area:
        """The area with the added rows, if it ended where the rows did and holds one of the columns."""
        ends_there = self.before <= area.bottom < self.after
        column_wise = area.top <= 2 or area.bottom > area.top
        ours = any(area.left <= c <= area.right for c in self.columns)
        return Area(area.left, area.top, area.right, self.after) if ends_there and column_wise and ours else area


def area_of(text: str) -> Area | None:
    """The range meant by A1 or A1:B2; None for whole rows and columns."""
    if not (found := _AREA.fullmatch(text.strip())):
        return None
    left, top, right, bottom = found[1], found[2], found[3] or found[1], found[4] or found[2]
    return Area(column_of(left, 0), int(top), column_of(right, 0), int(bottom))


def areas_of(text: str) -> list[Area]:
    """All ranges of a list such as "A2:A9 C2:C9"."""
    return [area for part in text.split() if (area := area_of(part))]


def grow(book: OpenBook, part: str, root: Element, growth: Growth) -> None:
    """Extend everything on this sheet that ended at its last row."""
    for rule in _rules(root):
        _each(rule, "sqref", growth.grown)
    for kept in root.iterfind("{*}autoFilter"):
        _each(kept, "ref", growth.grown)
    # A table's range is kept in a part of its own, but belongs to the sheet it lies on.
    for table in [r.part for r in relations(book, part) if r.kind == "table"]:
        _grow_table(book, table, growth)


def widen_used_range(root: Element, cells: Iterable[tuple[int, int]]) -> None:
    """Let the sheet's `dimension` cover these cells (row, column from 1)."""
    said = root.find("{*}dimension")
    area = area_of(said.get("ref", "")) if said is not None else None
    if said is None or area is None:
        return
    rows, columns = {area.top, area.bottom}, {area.left, area.right}
    for row, column in cells:
        rows.add(row)
        columns.add(column)
    said.set("ref", str(Area(min(columns), min(rows), max(columns), max(rows))))


def covered(root: Element, kind: str, row: int, column: int) -> bool:
    """Whether a conditionalFormatting or dataValidation lies on this cell."""
    texts = [rule.get("sqref") or rule.text or "" for rule in _rules(root, kind)]
    return any(a.left <= column <= a.right and a.top <= row <= a.bottom for text in texts for a in areas_of(text))


def _rules(root: Element, *kinds: str) -> list[Element]:
    """The elements that say where a rule lies: newer rules stand in `extLst` and say it in a child's text."""
    wanted = kinds or _RULES
    besides_cells = [child for child in root if local(child) != "sheetData"]
    found = [e for child in besides_cells for kind in wanted for e in child.iter(f"{{*}}{kind}")]
    return [e for e in found if e.get("sqref")] + [e for rule in found for e in rule if local(e) == "sqref" and e.text]


def _each(holder: Element, attribute: str, change: Callable[[Area], Area]) -> None:
    text = holder.get(attribute) or holder.text or ""
    new = " ".join(str(change(area)) if (area := area_of(part)) and change(area) != area else part for part in text.split())
    if new == " ".join(text.split()):
        return
    if holder.get(attribute):
        holder.set(attribute, new)
    else:
        holder.text = new


def _grow_table(book: OpenBook, part: str, growth: Growth) -> None:
    table = book.peek(part)
    area = area_of(table.get("ref", ""))
    # Rows below a table with a line of totals do not belong to it.
    if area is None or int(table.get("totalsRowCount", "0")) or growth.grown(area) == area:
        return
    table = book.tree(part)
    table.set("ref", str(growth.grown(area)))
    for kept in table.iterfind("{*}autoFilter"):
        _each(kept, "ref", growth.grown)
