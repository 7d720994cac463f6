"""How a tab is declared: once, as a class of typed rows whose fields are its columns."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self, TypeVar, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sgp.contract.names import folded
from sgp.contract.values import Reading, as_text
from sgp.contract.weekdays import WEEKDAYS

PERSON, SCRIPT = "P", "S"


@dataclass(frozen=True)
class Column:
    """One column: its heading, who writes it, and how it looks.

    `choices` become a drop-down, or, where `tick` says that blank means the second of two, a box to tick; `choices_from`
    (tab, heading) makes a drop-down of another tab's column. `look` is text, date, moment, time or number. `private`
    columns are never quoted in a fault. `on_fault` is what an unreadable cell counts as (else the default). `marks` are
    (word, look): cells that say the word are shown in that look.
    """

    heading: str
    by: str
    width: int = 16
    note: str = ""
    choices: tuple[str, ...] = ()
    choices_from: tuple[str, str] | None = None
    tick: bool = False
    look: str = "text"
    marks: tuple[tuple[str, str], ...] = ()
    private: bool = False
    on_fault: Any = None


@dataclass(frozen=True)
class Tab:
    """One tab of a book: its columns in order, and the headings whose values tell one row from another.

    `page` tabs have no headings and are written whole; `widths` are their columns' widths. The page's cell
    `stale` (such as B3) holds a moment and turns red when that is more than two days ago. `key_where`:
    (heading, value, key) of rows that other headings tell apart.
    """

    title: str
    about: str
    columns: tuple[Column, ...] = ()
    key: tuple[str, ...] = ()
    page: bool = False
    widths: tuple[int, ...] = ()
    stale: str = ""
    key_where: tuple[tuple[str, str, tuple[str, ...]], ...] = ()

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings, in the order in which set-up writes them."""
        return tuple(c.heading for c in self.columns)

    def column(self, heading: str) -> Column:
        """The column of that heading; KeyError if the tab has none."""
        return {c.heading: c for c in self.columns}[heading]

    def key_of(self, cells: Mapping[str, object]) -> tuple[str, ...]:
        """What tells this row from others: the key headings' values as text, case and spaces folded."""
        other = (key for heading, value, key in self.key_where if as_text(cells.get(heading)) == value)
        return tuple(folded(as_text(cells.get(heading))) for heading in next(other, self.key))


def column(heading: str, by: str = SCRIPT, default: Any = "", **how: Any) -> Any:
    """A field of a row class that is this column; `how` are further fields of `Column`."""
    return Field(default, json_schema_extra=cast("dict[str, Any]", {"column": Column(heading, by, **how)}))


class Row(BaseModel):
    """A row of a tab, typed; `row` is its number in the spreadsheet (0 for a row not yet written).

    `sheet` names the tab where that is not the row's own: a form that feeds it.
    """

    model_config = ConfigDict(frozen=True)
    tab: ClassVar[Tab]
    fields: ClassVar[dict[str, str]]
    row: int = 0
    sheet: str = ""

    @classmethod
    def read(cls, row: int, cells: Mapping[str, object], reading: Reading) -> tuple[Self, list[tuple[Column, str]]]:
        """The row from its cells (heading -> raw value), and for each unreadable cell what was expected."""
        given = {name: cells[heading] for name, heading in cls.fields.items() if not _blank(cells.get(heading))}
        try:
            return cls.model_validate(given | {"row": row}, context=reading), []
        except ValidationError as faulty:
            faults = {str(e["loc"][0]): str(e.get("ctx", {}).get("error", e["msg"])) for e in faulty.errors()}
        told = [(cls.tab.column(cls.fields[name]), expected) for name, expected in faults.items()]
        kept = {name: value for name, value in given.items() if name not in faults}
        return cls.model_validate(kept | {"row": row}, context=reading).doubted([c.heading for c, _ in told]), told

    def doubted(self, headings: Collection[str]) -> Self:
        """The row when these cells could not be read: each counts as its column's `on_fault`, if that has one."""
        stand_in = {name: self.tab.column(h).on_fault for name, h in self.fields.items() if h in headings}
        return self.changed({name: value for name, value in stand_in.items() if value is not None})

    def changed(self, values: Mapping[str, object]) -> Self:
        """The row with these values; the very same row where it says all of that already, as most do."""
        news = {name: value for name, value in values.items() if getattr(self, name) != value}
        return self.model_copy(update=news) if news else self

    def cells(self) -> dict[str, Any]:
        """Heading -> value as it is written to a book."""
        return {heading: _written(getattr(self, name)) for name, heading in self.fields.items()}


def _blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not as_text(value))


def _written(value: object) -> object:
    match value:
        case bool():
            return "yes" if value else "no"
        case frozenset():
            return " ".join(WEEKDAYS[d] for d in sorted(value))
        case tuple():
            return "; ".join(map(str, value))
        case "":
            return None
    return value


R = TypeVar("R", bound=Row)


def tab(title: str, about: str, key: tuple[str, ...] = ()) -> Callable[[type[R]], type[R]]:
    """Declare the row class below as the rows of this tab."""

    def declare(cls: type[R]) -> type[R]:
        columns = {
            name: cast("dict[str, Column]", info.json_schema_extra)["column"]
            for name, info in cls.model_fields.items()
            if isinstance(info.json_schema_extra, dict)
        }
        cls.fields = {name: c.heading for name, c in columns.items()}
        cls.tab = Tab(title, about, tuple(columns.values()), key)
        return cls

    return declare
