"""A Google Sheet as one answer tells it: every tab with its typed cells, and what writing must know of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sgp.books.google.cells import PLAIN, kind_of, value_of
from sgp.plan import Sheet, Snapshot, Value

_CELL = "userEnteredValue(formulaValue),effectiveValue,effectiveFormat(numberFormat)"
_TAB = "properties(sheetId,title,index,sheetType,gridProperties),protectedRanges(range,unprotectedRanges,warningOnly,requestingUserCanEdit)"
_BOOK = "properties(title,locale,timeZone)"
Request = dict[str, Any]
"""One request of a batch."""

FIELDS = f"{_BOOK},sheets({_TAB},charts(chartId,spec),data(rowData(values({_CELL}))))"
"""All that an ordinary run asks for, in one request."""

SETUP_FIELDS = (
    f"{_BOOK},sheets({_TAB},charts(chartId,spec),conditionalFormats(ranges),"
    f"data(columnMetadata(pixelSize),rowData(values({_CELL},userEnteredFormat(backgroundColorStyle,textFormat),note,dataValidation))))"
)
"""What set-up asks for besides: what the tabs look like already."""


@dataclass(frozen=True)
class SeenTab:
    """One tab. `rows` and `columns` are the size of its grid; `kinds` run parallel to the cells; `told` is Google's own answer."""

    id: int
    sheet: Sheet
    rows: int
    columns: int
    kinds: tuple[tuple[str, ...], ...] = ()
    told: Mapping[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The title as it stands."""
        return self.sheet.title

    @property
    def grid_data(self) -> Mapping[str, Any]:
        """Google's own answer for all cells and columns."""
        return next(iter(self.told.get("data", ())), {})

    def cell(self, row: int, column: int) -> Mapping[str, Any]:
        """Google's own answer for a cell (row from 1, column from 0)."""
        rows = self.grid_data.get("rowData", ())
        cells = rows[row - 1].get("values", ()) if row <= len(rows) else ()
        return cells[column] if column < len(cells) else {}

    def kind(self, row: int, column: int) -> str:
        """What the number format of a cell (row from 1, column from 0) shows."""
        kinds = self.kinds[row - 1] if 0 < row <= len(self.kinds) else ()
        return kinds[column] if column < len(kinds) else PLAIN


@dataclass(frozen=True)
class Seen:
    """A book as it was read."""

    title: str
    locale: str
    time_zone: str
    tabs: tuple[SeenTab, ...]

    @property
    def snapshot(self) -> Snapshot:
        """Its cells."""
        return Snapshot(tuple(t.sheet for t in self.tabs))

    def find(self, title: str) -> SeenTab | None:
        """The tab of that title, compared as a snapshot compares titles, or None."""
        found = self.snapshot.find(title)
        return next((t for t in self.tabs if t.sheet is found), None)

    def renewed(self, tabs: Iterable[SeenTab]) -> "Seen":
        """The book with these tabs as they were read later."""
        later = {t.id: t for t in tabs}
        return replace(self, tabs=tuple(later.get(t.id, t) for t in self.tabs))


def seen(answer: Mapping[str, Any]) -> Seen:
    """The book that an answer tells of; tabs that have no cells, such as charts of their own, are left out."""
    about = answer.get("properties", {})
    tabs = [_tab(told) for told in answer.get("sheets", ()) if told["properties"].get("sheetType", "GRID") == "GRID"]
    return Seen(about.get("title", ""), about.get("locale", ""), about.get("timeZone", ""), tuple(tabs))


def _tab(told: Mapping[str, Any]) -> SeenTab:
    about = told["properties"]
    rows = [row.get("values", ()) for data in told.get("data", ())[:1] for row in data.get("rowData", ())]
    cells = _trimmed(tuple(value_of(cell) for cell in row) for row in rows)
    kinds = tuple(tuple(kind_of(cell) for cell in row) for row in rows)
    grid = about.get("gridProperties", {})
    return SeenTab(about.get("sheetId", 0), Sheet(about["title"], cells), grid.get("rowCount", 0), grid.get("columnCount", 0), kinds, told)


def _trimmed(rows: Iterable[tuple[Value, ...]]) -> tuple[tuple[Value, ...], ...]:
    """The rows without what is empty at the end of each, and of all."""
    short = [row[: max((n for n, v in enumerate(row, start=1) if v is not None), default=0)] for row in rows]
    return tuple(short[: max((n for n, row in enumerate(short, start=1) if row), default=0)])
