"""Our looks as formats of a Google Sheet."""

from typing import Any

from sgp.books.google.cells import DATE, DATE_TIME, FORMATS, TIME, kind_for
from sgp.contract.looks import CLOCK, DAY, LOOKS, MOMENT, Look
from sgp.plan import Value

FORMAT = "userEnteredFormat"
_TYPES = {DAY: DATE, MOMENT: DATE_TIME, CLOCK: TIME, "@": "TEXT"}


def cell_format(name: str) -> dict[str, Any]:
    """The format of a cell in this look."""
    look = LOOKS[name]
    ways: dict[str, Any] = {"textFormat": _text(look), "wrapStrategy": "WRAP" if look.wrap else "OVERFLOW_CELL", "verticalAlignment": "TOP"}
    ways |= {"backgroundColorStyle": colour(look.fill)} if look.fill else {}
    ways |= {"borders": {"bottom": {"style": "SOLID", "colorStyle": colour(look.line)}}} if look.line else {}
    ways |= {"horizontalAlignment": look.align.upper()} if look.align else {}
    return ways | ({"numberFormat": number_format(look.format)} if look.format in _TYPES else {})


def page_format(name: str, value: Value) -> dict[str, Any]:
    """The format of a cell of a page: its look, and a number format that shows the value as what it is."""
    look, pattern = cell_format(name), FORMATS.get(kind_for(value))
    return look | ({"numberFormat": number_format(pattern)} if pattern and "numberFormat" not in look else {})


def number_format(pattern: str) -> dict[str, str]:
    """The number format of a pattern that our looks use."""
    return {"type": _TYPES[pattern], "pattern": pattern}


def mark(name: str) -> dict[str, Any]:
    """A look as a conditional format may have it: colours and weight alone."""
    look = LOOKS[name]
    text = {"bold": look.bold, "foregroundColorStyle": colour(look.ink)}
    return {"textFormat": text, "backgroundColorStyle": colour(look.fill or "FFFFFF")}


def colour(code: str) -> dict[str, Any]:
    """RRGGBB as Google says it: shares of one."""
    parts = (int(code[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return {"rgbColor": dict(zip(("red", "green", "blue"), parts, strict=True))}


def _text(look: Look) -> dict[str, Any]:
    return {"fontSize": look.size, "bold": look.bold, "italic": look.italic, "foregroundColorStyle": colour(look.ink)}
