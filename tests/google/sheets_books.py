"""Spreadsheets in memory.

A cell is a CellData of what was entered; it is never changed, only replaced, so that copies of a book are cheap.
"""

import copy
import json
import random
import string
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sheets_discovery import Refused

Cell = dict[str, Any]
Box = tuple[int, int, int, int]
"""Top, bottom, left, right; counted from 0, the ends exclusive."""
NEW = json.loads(Path(__file__).with_name("new_spreadsheet.json").read_text("utf-8"))
MOST_CELLS, LONGEST = 10_000_000, 50_000
_CHANCE = random.Random(20261124)


def new_number() -> int:
    """An id such as Google gives to tabs, charts and protections."""
    return _CHANCE.randrange(10**8, 2**31)


BLANK: Cell = {}
"""Every empty cell is this one: what looks alike is then worked out once."""


@dataclass
class Tab:
    """A tab. `rows` has a list for each row of the grid, as long as its last cell; `more` holds charts, protections, rules, filter."""

    about: dict[str, Any]
    rows: list[list[Cell]] = field(default_factory=list)
    row_looks: list[dict[str, Any]] = field(default_factory=list)
    column_looks: list[dict[str, Any]] = field(default_factory=list)
    more: dict[str, Any] = field(default_factory=dict)

    id = property(lambda self: self.about.get("sheetId", 0))
    title = property(lambda self: self.about["title"])
    height = property(lambda self: len(self.rows))
    width = property(lambda self: len(self.column_looks))

    def resize(self, height: int, width: int) -> None:
        """Add rows and columns at the end, or cut them off. Raises Refused."""
        if height < 1 or width < 1:
            raise Refused("You can't delete all the rows or columns on the sheet.")
        kept = [row[:width] if len(row) > width else row for row in self.rows[:height]]
        self.rows = kept + [[] for _ in range(height - len(kept))]
        self.row_looks = self.row_looks[:height] + [{"pixelSize": 21}] * (height - len(self.row_looks))
        self.column_looks = self.column_looks[:width] + [{"pixelSize": 100}] * (width - len(self.column_looks))
        self.about.setdefault("gridProperties", {}).update(rowCount=height, columnCount=width)

    def cell(self, row: int, column: int) -> Cell:
        """A cell, empty where nothing stands."""
        return self.rows[row][column] if column < len(self.rows[row]) else BLANK

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Replace a cell. Raises Refused where its text is too long."""
        entered, cells = cell.get("userEnteredValue", {}), self.rows[row]
        if any(isinstance(text, str) and len(text) > LONGEST for text in entered.values()):
            raise Refused(f"Your input contains more than the maximum of {LONGEST} characters in a single cell.")
        if "userEnteredValue" in cell and entered in ({}, {"stringValue": ""}):
            cell = {key: value for key, value in cell.items() if key != "userEnteredValue"}
        cells += [{}] * (column + 1 - len(cells)) if cell else []
        cells[column:column + 1] = [cell] if column < len(cells) else []
        while cells and not cells[-1]:
            cells.pop()

    def copied(self) -> "Tab":
        """A copy that can be changed freely."""
        about, more = copy.deepcopy((self.about, self.more))
        return Tab(about, [list(row) for row in self.rows], list(self.row_looks), list(self.column_looks), more)

    def guard(self, box: Box, who: str) -> None:
        """Raise Refused where someone may not write into part of an area."""
        for p in self.more.get("protectedRanges", ()):
            if may_edit(p, who) or any(_covers(free, box) for free in p.get("unprotectedRanges", ())):
                continue
            if _overlap(p["range"], box):
                raise Refused("You are trying to edit a protected cell or object. "
                              "Please contact the spreadsheet owner to remove protection if you need to edit.")


@dataclass
class Book:
    """A spreadsheet. `sharing` are Drive's permissions; times are seconds."""

    id: str
    about: dict[str, Any]
    tabs: list[Tab]
    sharing: list[dict[str, Any]]
    made: float
    changed: float
    named_ranges: list[dict[str, Any]] = field(default_factory=list)

    owner = property(lambda self: next(p["emailAddress"] for p in self.sharing if p["role"] == "owner"))

    def tab(self, number: int) -> Tab:
        """The tab of that id. Raises Refused."""
        for tab in self.tabs:
            if tab.id == number:
                return tab
        raise Refused(f"No grid with id: {number}")

    def titled(self, title: str) -> Tab | None:
        """The tab of that title, in any letter case, or None."""
        return next((t for t in self.tabs if t.title.lower() == title.lower()), None)

    def copied(self) -> "Book":
        """A copy that can be changed freely."""
        named = copy.deepcopy(self.named_ranges)
        return replace(self, about=dict(self.about), tabs=[t.copied() for t in self.tabs], named_ranges=named)

    def role(self, who: str) -> str:
        """What someone may do: owner, writer, reader, or nothing."""
        roles = {p["role"] for p in self.sharing if p["type"] == "anyone" or p.get("emailAddress") == who}
        return next((r for r in ("owner", "writer", "reader") if r in roles), "")

    def check(self) -> None:
        """Raise Refused where the book breaks what holds for all books."""
        if all(t.about.get("hidden") for t in self.tabs):
            raise Refused("You can't hide all the sheets in a document.")
        if sum(t.height * t.width for t in self.tabs) > MOST_CELLS:
            raise Refused(f"This action would increase the number of cells in the workbook above the limit of {MOST_CELLS} cells.")


def new_tab(about: Mapping[str, Any]) -> Tab:
    """An empty tab as Google makes it: 1000 rows of 26 columns where nothing else is asked."""
    grid = dict(about.get("gridProperties", {}))
    made = Tab({"sheetId": new_number(), "title": "", "index": 0, "sheetType": "GRID", **about, "gridProperties": grid})
    made.resize(grid.get("rowCount", 1000), grid.get("columnCount", 26))
    return made


def new_book(title: str, locale: str, time_zone: str, sharing: list[dict[str, Any]], now: float) -> Book:
    """A spreadsheet as Google makes it: an id of 44 characters, and one empty tab, Sheet1, whose id is 0."""
    about = {"title": title or "Untitled spreadsheet", "locale": locale, "autoRecalc": "ON_CHANGE", "timeZone": time_zone, **NEW}
    number = "1" + "".join(_CHANCE.choices(string.ascii_letters + string.digits + "-_", k=43))
    return Book(number, about, [new_tab({"sheetId": 0, "title": "Sheet1"})], sharing, now, now)


def may_edit(protected: Mapping[str, Any], who: str) -> bool:
    """Whether a protection lets someone write."""
    editors = protected.get("editors", {})
    return bool(protected.get("warningOnly") or who in editors.get("users", ()) or editors.get("domainUsersCanEdit"))


def _overlap(at: Mapping[str, int], box: Box) -> bool:
    top, bottom, left, right = box
    return (at.get("startRowIndex", 0) < bottom and top < at.get("endRowIndex", bottom)
            and at.get("startColumnIndex", 0) < right and left < at.get("endColumnIndex", right))


def _covers(at: Mapping[str, int], box: Box) -> bool:
    top, bottom, left, right = box
    return (at.get("startRowIndex", 0) <= top and bottom <= at.get("endRowIndex", bottom)
            and at.get("startColumnIndex", 0) <= left and right <= at.get("endColumnIndex", right))


def reindex(book: Book, number: int, rows: bool, where: Callable[[int, int], tuple[int, int]]) -> None:
    """Move every range on a tab along with its rows or columns; protections and rules with nothing left go."""
    kind, open_end = "Row" if rows else "Column", 10**9
    first, last, one = f"start{kind}Index", f"end{kind}Index", f"{kind.lower()}Index"
    for at in _dicts([[t.more for t in book.tabs], book.named_ranges]):
        if at.get("sheetId", 0) == number and (first in at or last in at):
            start, end = where(at.get(first, 0), at.get(last, open_end))
            at |= ({first: start} if first in at else {}) | ({last: end} if last in at else {})
        elif at.get("sheetId", 0) == number and one in at:
            at[one], _ = where(at[one], at[one] + 1)
    for more in (t.more for t in book.tabs):
        for rule in more.get("conditionalFormats", ()):
            rule["ranges"] = [r for r in rule["ranges"] if r.get(first, 0) < r.get(last, open_end)]
        for key in {"protectedRanges", "conditionalFormats"} & set(more):
            held = [(item, item.get("range", {})) for item in more[key]]
            more[key] = [item for item, at in held if item.get("ranges") != [] and at.get(first, 0) < at.get(last, open_end)]


def _dicts(value: Any) -> Iterator[dict[str, Any]]:
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        if isinstance(item, dict):
            yield item
        yield from _dicts(item)
