"""One tab, from its cells to typed rows, with every fault of a cell."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sgp.contract import Reading, Row
from sgp.contract.columns import Column
from sgp.contract.values import as_text
from sgp.errors import ERROR, Problem
from sgp.plan import Broken, Sheet, Value

R = TypeVar("R", bound=Row)
SHOWN = 40
"""Characters of a faulty cell that are quoted."""


@dataclass(frozen=True)
class Table(Generic[R]):
    """A tab's rows and the faults of its cells; `sheet` and `how` are what they were read from, and in which way."""

    sheet: Sheet
    how: Reading
    rows: tuple[R, ...]
    faults: tuple[Problem, ...]


def read_table(sheet: Sheet, kind: type[R], at: Mapping[str, int], how: Reading) -> Table[R]:
    """The rows of a tab in which anything stands; `at` gives the column of each heading."""
    faults: list[Problem] = []
    broken: dict[str, list[tuple[int, Broken]]] = defaultdict(list)
    found: list[R] = []
    for number in range(2, len(sheet.rows) + 1):
        cells = {heading: sheet.at(number, column) for heading, column in at.items()}
        if not any(_filled(v) for v in cells.values()):
            continue
        unread = {heading: value for heading, value in cells.items() if isinstance(value, Broken)}
        for heading, value in unread.items():
            broken[heading].append((number, value))
        row, told = kind.read(number, cells | dict.fromkeys(unread), how)
        faults += [_fault(sheet.title, number, column, cells[column.heading], expected) for column, expected in told]
        found.append(row.doubted(unread))
    faults += [broken_cells(sheet.title, heading, cells_) for heading, cells_ in broken.items()]
    return Table(sheet, how, tuple(found), tuple(faults))


def _filled(value: Value) -> bool:
    """Whether a person or a script wrote something here; a box that is not ticked says nothing."""
    return value is not None and value is not False and (not isinstance(value, str) or bool(as_text(value)))


def _fault(tab: str, row: int, column: Column, value: Value, expected: str) -> Problem:
    text = as_text(value)
    shown = "What stands here" if column.private else f"“{text[:SHOWN]}{'…' if len(text) > SHOWN else ''}”"
    return Problem(ERROR, tab, row, column.heading, f"{shown} is not {expected}.", f"Write {expected}.")


def broken_cells(tab: str, heading: str, cells: Sequence[tuple[int, Broken]]) -> Problem:
    """What to say of the cells of one column whose value cannot be read."""
    (row, first), more = cells[0], len(cells) - 1
    others = f" The same in {more} more rows of this column." if more else ""
    if first.uncalculated:
        what, mend = "This formula was never calculated, so its value is not known.", "Open the book in Excel or LibreOffice and save it."
    else:
        what, mend = f"The formula here ends in {first.shown}.", "Mend the formula, or type the value."
    return Problem(ERROR, tab, row, heading, what + others, mend)
