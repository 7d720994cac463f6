"""Days and times as a workbook counts them, and which number formats mean a day or a time."""

import re
from datetime import date, datetime, time, timedelta

from sgp.plan import Broken, Value

DATE, MOMENT, TIME, ELAPSED, PLAIN = "date", "moment", "time", "elapsed", ""

_BUILT_IN = {
    DATE: (14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58),
    TIME: (18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56),
    MOMENT: (22,),
    ELAPSED: (46,),
}
BUILT_IN: dict[int, str] = {number: kind for kind, numbers in _BUILT_IN.items() for number in numbers}
"""Number formats that every workbook knows without declaring them."""

_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]")
_NOT_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_LAST_SERIAL, _DAY_SECONDS = 2_958_465, 86_400


def kind_of_format(code: str) -> str:
    """What a number format shows: date, moment, time, elapsed (hours beyond 24), or plain."""
    if _ELAPSED.search(first := code.casefold().split(";")[0]):
        return ELAPSED
    bare = _NOT_CODE.sub("", first)
    if "general" in bare:
        return PLAIN
    clock = bool(re.search(r"[hs]|am/pm|a/p", bare))
    day = bool(re.search(r"[yd]", bare)) or ("m" in bare and not clock)
    return (MOMENT if clock else DATE) if day else (TIME if clock else PLAIN)


def from_serial(number: float, kind: str, since_1904: bool) -> Value:
    """The day, moment or time that a number means under that kind of format; the number if it can mean none."""
    if kind in (TIME, ELAPSED) and 0 <= number < 1:
        return (datetime.min + timedelta(seconds=min(round(number * _DAY_SECONDS), _DAY_SECONDS - 1))).time()
    if kind in (ELAPSED, PLAIN) or not (0 if since_1904 else 1) <= number < _LAST_SERIAL + 1:
        return number
    if not since_1904 and int(number) == 60:
        return Broken("29/02/1900", uncalculated=False)  # a day that Excel alone knows
    moment = _first_day(since_1904, number < 60) + timedelta(seconds=round(number * _DAY_SECONDS))
    return moment.date() if kind == DATE and float(number).is_integer() else moment


def to_serial(value: date | time, since_1904: bool) -> float | int | None:
    """The number that means this day, moment or time; None if the workbook's calendar does not reach it."""
    if isinstance(value, time):
        return _seconds(value) / _DAY_SECONDS
    day = datetime(value.year, value.month, value.day)
    days = (day - _first_day(since_1904, day < datetime(1900, 3, 1))).days
    if days < (0 if since_1904 else 1):
        return None
    return days + _seconds(value.time()) / _DAY_SECONDS if isinstance(value, datetime) and _seconds(value.time()) else days


def _first_day(since_1904: bool, before_march_1900: bool) -> datetime:
    if since_1904:
        return datetime(1904, 1, 1)
    # Excel counts a 29 February 1900 that never was.
    return datetime(1899, 12, 31) if before_march_1900 else datetime(1899, 12, 30)


def _seconds(clock: time) -> int:
    return clock.hour * 3600 + clock.minute * 60 + clock.second
