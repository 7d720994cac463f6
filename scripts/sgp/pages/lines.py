"""The lines that pages are made of."""

from datetime import date

from sgp.plan import Line, Span, Value

_LOOKS = {date: "day", str: "plain"}


def line(*cells: tuple[Value, str]) -> Line:
    """A line of cells, each with its look."""
    return tuple(Span(value or None if value == "" else value, look) for value, look in cells)


def section(text: str) -> Line:
    """The heading of a part of the page."""
    return (Span(text, "section"),)


def headings(*names: str) -> Line:
    """The headings of a table."""
    return tuple(Span(name or None, "table heading") for name in names)


def row(name: str, *cells: Value) -> Line:
    """A row of a table: a name, then numbers, days or words."""
    return (Span(name, "text"), *(Span(c, _LOOKS.get(type(c), "number")) for c in cells))
