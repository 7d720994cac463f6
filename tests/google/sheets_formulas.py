"""What formulas come to: sums, references, texts and comparisons. Of any other, only Google knows; here it is an error."""

import re
from typing import Any

from sheets_a1 import parsed
from sheets_books import Book, Cell, Tab
from sheets_discovery import Refused

_TOKEN = re.compile(r"""\s*(?:(?P<text>"[^"]*")
    |(?P<area>(?:(?:'[^']+'|\w+)!)?\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)(?![\w(])
    |(?P<number>\d+(?:\.\d+)?)|(?P<name>[A-Z][A-Z0-9.]*)|(?P<sign><>|<=|>=|[-+*/^=<>(),]))\s*""", re.I | re.X)
_WORDS = {"<>": "!=", "=": "==", "^": "**", "SUM": "total", "TRUE": "True", "FALSE": "False"}
ERRORS = {"NAME": ("#NAME?", "Unknown function."), "ERROR": ("#ERROR!", "Formula parse error."),
          "REF": ("#REF!", "Reference does not exist."), "VALUE": ("#VALUE!", "A parameter expects number values."),
          "DIVIDE_BY_ZERO": ("#DIV/0!", "Function DIVIDE parameter 2 cannot be zero.")}
"""Kind of error -> what a cell shows, and what Google says of it."""
_FAULTS = ((LookupError, "NAME"), (SyntaxError, "ERROR"), ((Refused, RecursionError), "REF"), (ZeroDivisionError, "DIVIDE_BY_ZERO"))


def raw(value: Any) -> dict[str, Any]:
    """A JSON value as it is, as an ExtendedValue. Raises Refused."""
    if isinstance(value, bool):
        return {"boolValue": value}
    if not isinstance(value, int | float | str):
        raise Refused(f"Invalid value: {value!r}")
    return {"stringValue" if isinstance(value, str) else "numberValue": value}


def effective(book: Book, tab: Tab, cell: Cell) -> dict[str, Any]:
    """What a cell comes to, as an ExtendedValue; of formulas only sums, references, texts and comparisons are understood."""
    entered = cell.get("userEnteredValue", {})
    if "formulaValue" not in entered:
        return entered
    try:
        known = {"__builtins__": {}, "total": _total, "at": lambda text: _values(book, tab, text)}
        value = eval(_python(entered["formulaValue"][1:]), known)
        value = value[0] if isinstance(value, list) else value
        return {"errorValue": value} if isinstance(value, dict) else raw(value)
    except Exception as fault:
        kind = next((kind for faults, kind in _FAULTS if isinstance(fault, faults)), "VALUE")
        return {"errorValue": {"type": kind, "message": ERRORS[kind][1]}}


def _python(formula: str) -> str:
    parts, at = [], 0
    while at < len(formula):
        token = _TOKEN.match(formula, at)
        if not token:
            raise SyntaxError
        at, kind, text = token.end(), token.lastgroup, token[token.lastgroup or 0]
        parts.append(f"at({text!r})" if kind == "area" else repr(text[1:-1]) if kind == "text" else _WORDS[text.upper()] if kind == "name"
                     else _WORDS.get(text, text))
    return "".join(parts)


def _values(book: Book, tab: Tab, text: str) -> Any:
    other, area, one = parsed(book, text if "!" in text else f"'{tab.title}'!{text}")
    found = [effective(book, other, other.cell(r, c)) for r in range(area.top, area.bottom) for c in range(area.left, area.right)]
    values = [next(iter(value.values()), 0) for value in found]
    return values[0] if one else values


def _total(*parts: Any) -> float:
    items = [i for part in parts for i in (part if isinstance(part, list) else [part])]
    return sum(i for i in items if isinstance(i, int | float) and not isinstance(i, bool))
