"""What the page consists of: key numbers, then sections with figures, each of them a drawing and a table that says the same."""

from dataclasses import dataclass

from sgp.report.drawing import Drawing


@dataclass(frozen=True)
class Key:
    """One of the numbers at the top, what it counts, and the count behind a share."""

    number: str
    what: str
    behind: str = ""


@dataclass(frozen=True)
class Row:
    """A row of a table: its name and its cells."""

    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Figure:
    """A drawing with its title, what it shows in a sentence, and the same numbers as a table."""

    name: str
    title: str
    description: str
    drawing: Drawing
    headings: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class DepartmentRow:
    """A department in the table of departments, with its answers drawn."""

    name: str
    teachers: int
    drawing: Drawing
    said: str
    wrote_back: str
    ideas: int


@dataclass(frozen=True)
class Section:
    """A part of the page: a heading, a sentence or two, figures, perhaps the table of departments. `look` says how it is laid out."""

    name: str
    title: str
    words: tuple[str, ...]
    look: str
    figures: tuple[Figure, ...] = ()
    departments: tuple[DepartmentRow, ...] = ()


@dataclass(frozen=True)
class Report:
    """The page, whole."""

    school: str
    title: str
    as_of: str
    lead: str
    keys: tuple[Key, ...]
    sections: tuple[Section, ...]
    fewest: int
