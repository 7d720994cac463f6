"""An export, and which of its columns is which of ours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sgp.contract import Tab
from sgp.contract.names import loose, nearest
from sgp.errors import ERROR, Problem


@dataclass(frozen=True)
class Export:
    """A file of rows: its name, its headings, and its rows as text, in the order of the file."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def cell(self, row: int, column: int) -> str:
        """The text in a row and column (both from 0); "" beyond the row's end."""
        return self.rows[row][column] if column < len(self.rows[row]) else ""


LONGEST_CELL = 32_767
"""UTF-16 units that a cell of a workbook can hold."""


def without_overlong(export: Export) -> tuple[Export, list[str]]:
    """The export without cells that no workbook can hold, and where they were."""
    over = {(r, c) for r, row in enumerate(export.rows) for c, text in enumerate(row) if len(text.encode("utf-16-le")) > 2 * LONGEST_CELL}
    rows = tuple(tuple("" if (r, c) in over else text for c, text in enumerate(row)) for r, row in enumerate(export.rows))
    places = (f"row {r + 2}, column {export.headings[c] if c < len(export.headings) else c + 1}" for r, c in sorted(over))
    says = [f"Left out of {export.name}, {place}: its text is longer than a cell can hold ({LONGEST_CELL:,} characters)."
            for place in places]
    return (replace(export, rows=rows), says) if over else (export, [])


@dataclass(frozen=True)
class Headings:
    """For one tab: our heading -> headings of exports that mean it; `reads` are columns that only help to fill ours."""

    also: Mapping[str, Sequence[str]] = field(default_factory=dict)
    reads: Mapping[str, Sequence[str]] = field(default_factory=dict)


def columns_in(export: Export, tab: Tab, headings: Headings) -> dict[str, list[int]]:
    """Our heading (or a name in `reads`) -> the export's columns that hold it, the best first.

    Our own heading comes first, then the others in the order in which they are listed.
    """
    at = {loose(h): i for i, h in reversed(list(enumerate(export.headings))) if h}
    wanted = {h: (h, *headings.also.get(h, ())) for h in tab.headings} | dict(headings.reads)
    found = {h: [at[loose(name)] for name in names if loose(name) in at] for h, names in wanted.items()}
    return {h: columns for h, columns in found.items() if columns}


def missing_key(export: Export, tab: Tab, columns: Mapping[str, Sequence[int]]) -> list[Problem]:
    """A problem for each column without which the export cannot be told apart row by row."""
    needed = tab.key or tuple(c.heading for c in tab.columns[:2])
    return [
        Problem(ERROR, export.name, 1, heading, f"This file has no column for “{heading}” of {tab.title}.",
                _mend(nearest(heading, export.headings), heading))
        for heading in needed if heading not in columns
    ]


def _mend(close: str | None, heading: str) -> str:
    add = f"add its heading to config/imports.toml beside “{heading}”."
    return f"If “{close}” is meant, {add}" if close else f"If it is called otherwise, {add}"


def left_out(export: Export, columns: Mapping[str, Sequence[int]]) -> list[str]:
    """The export's headings that nothing of ours takes."""
    taken = {c for found in columns.values() for c in found}
    return [h for i, h in enumerate(export.headings) if h and i not in taken]
