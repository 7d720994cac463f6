"""A book as it was read: sheets of typed cells."""

from dataclasses import dataclass
from datetime import date, datetime, time

from sgp.contract.names import clean


@dataclass(frozen=True)
class Broken:
    """A cell whose value cannot be read: a formula never calculated, or one that ended in an error.

    `shown` is what the cell shows or holds, e.g. `=A1&B1` or `#REF!`.
    """

    shown: str
    uncalculated: bool


Value = str | bool | int | float | datetime | date | time | Broken | None


@dataclass(frozen=True)
class Sheet:
    """One tab: `rows[0]` is spreadsheet row 1. Rows may differ in length; what is missing is empty."""

    title: str
    rows: tuple[tuple[Value, ...], ...]

    @property
    def headings(self) -> tuple[str, ...]:
        """The first row as text; an empty or unreadable heading is ""."""
        return tuple(str(v) if isinstance(v, str | int | float) else "" for v in (self.rows[0] if self.rows else ()))

    def at(self, row: int, column: int) -> Value:
        """The value in a spreadsheet row (from 1) and column (from 0); None beyond the used range."""
        cells = self.rows[row - 1] if 0 < row <= len(self.rows) else ()
        return cells[column] if column < len(cells) else None


@dataclass(frozen=True)
class Snapshot:
    """All tabs of a book at one moment, in their order in the book."""

    sheets: tuple[Sheet, ...]

    def find(self, title: str) -> Sheet | None:
        """The tab of that title, in any letter case and spacing, or None."""
        wanted = " ".join(title.split()).casefold()
        return next((s for s in self.sheets if " ".join(s.title.split()).casefold() == wanted), None)


def is_empty(value: Value) -> bool:
    """Whether nothing stands in the cell. "" is a formula that shows nothing: it stands there, and is somebody's."""
    return value is None or (isinstance(value, str) and value != "" and not clean(value))


def same(old: Value, new: Value) -> bool:
    """Whether a cell already shows this value; an empty text and an empty cell are the same, 1 and True are not."""
    if old in (None, "") and new in (None, ""):
        return True
    return _comparable(old) == _comparable(new)


def _comparable(value: Value) -> tuple[str, Value]:
    match value:
        case bool():
            return "yes or no", value
        case int() | float():
            return "number", float(value)
        case date() if not isinstance(value, datetime):
            return "moment", datetime.combine(value, time(0))
        case datetime():
            return "moment", value
    return type(value).__name__, value
