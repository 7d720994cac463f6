"""Cells as Google says them, and as typed values."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from sgp.contract.looks import CLOCK, DAY, MOMENT
from sgp.contract.values import as_text
from sgp.errors import ExitCode, Stop
from sgp.plan import Broken, Value

LONGEST = 50_000
"""Characters that a cell can hold."""

DATE, DATE_TIME, TIME, ELAPSED, PLAIN = "DATE", "DATE_TIME", "TIME", "ELAPSED", ""
FORMATS = {DATE: DAY, DATE_TIME: MOMENT, TIME: CLOCK}
"""Kind of a number format -> the pattern that we write it in."""

_DAY_SECONDS, _FIRST_DAY = 86_400, datetime(1899, 12, 30)
_ERRORS = {"NULL_VALUE": "#NULL!", "DIVIDE_BY_ZERO": "#DIV/0!", "VALUE": "#VALUE!", "REF": "#REF!", "NAME": "#NAME?", "NUM": "#NUM!",
           "N_A": "#N/A", "LOADING": "Loading..."}


def value_of(cell: Mapping[str, Any]) -> Value:
    """The value a person sees in a cell; a formula counts as its result."""
    match cell.get("effectiveValue"):
        case {"stringValue": str(text)}:
            return text
        case {"boolValue": bool(yes)}:
            return yes
        case {"numberValue": int() | float() as number}:
            return _number(number, kind_of(cell))
        case {"errorValue": {"type": str(kind)}}:
            return Broken(_ERRORS.get(kind, "#ERROR!"), uncalculated=kind == "LOADING")
    return "" if "formulaValue" in cell.get("userEnteredValue", {}) else None


def kind_of(cell: Mapping[str, Any]) -> str:
    """What the number format of a cell shows: a day, a moment, a time of day, hours beyond 24, or nothing of the kind."""
    how = cell.get("effectiveFormat", {}).get("numberFormat", {})
    if how.get("type") == TIME and "[" in how.get("pattern", ""):
        return ELAPSED
    return how["type"] if how.get("type") in FORMATS else PLAIN


def _number(number: float, kind: str) -> Value:
    whole = int(number) if float(number).is_integer() and abs(number) < 1e15 else number
    if kind in (TIME, ELAPSED) and 0 <= number < 1:
        return (datetime.min + timedelta(seconds=min(round(number * _DAY_SECONDS), _DAY_SECONDS - 1))).time()
    if kind in (PLAIN, ELAPSED):
        return whole
    try:
        moment = _FIRST_DAY + timedelta(seconds=round(number * _DAY_SECONDS))
    except OverflowError:
        return whole
    return moment.date() if kind == DATE and isinstance(whole, int) else moment


def entered(value: Value, where: str) -> dict[str, Any]:
    """What to enter for a value, by its type: a text is never read as a formula, a number or a day.

    `where` names the cell. Raises Stop (data) for a text longer than a cell can hold.
    """
    match value:
        case None | "":
            return {}
        case bool():
            return {"boolValue": value}
        case int() | float() if value == value and abs(value) != float("inf"):
            return {"numberValue": value}
        case date() | time():
            return {"numberValue": to_serial(value)}
    text = value if isinstance(value, str) else value.shown if isinstance(value, Broken) else as_text(value)
    if len(text) > LONGEST:
        told = f"The text for {where} has {len(text):,} characters; a cell of a Google Sheet holds at most {LONGEST:,}."
        raise Stop(f"{told} Shorten it. Nothing was changed.", ExitCode.DATA)
    return {"stringValue": text}


def to_serial(value: date | time) -> float | int:
    """The number of days since 30 December 1899, as Google counts them (negative before it); a time is a share of a day."""
    if isinstance(value, time):
        return _seconds(value) / _DAY_SECONDS
    days = (datetime(value.year, value.month, value.day) - _FIRST_DAY).days
    clock = _seconds(value.time()) if isinstance(value, datetime) else 0
    return days + clock / _DAY_SECONDS if clock else days


def kind_for(value: Value) -> str:
    """The kind of number format that shows the value as what it is."""
    match value:
        case datetime():
            return DATE_TIME
        case date():
            return DATE
        case time():
            return TIME
    return PLAIN


def suits(kind: str, value: Value) -> bool:
    """Whether a cell of this kind shows the value as what it is: a day as a day, a number as a number."""
    match value:
        case bool() | str() | None | Broken():
            return True
        case int() | float():
            return kind == PLAIN
        case time():
            return kind in (TIME, ELAPSED)
    return kind in (DATE, DATE_TIME)


def _seconds(clock: time) -> int:
    return clock.hour * 3600 + clock.minute * 60 + clock.second
