"""Dates and times as people and form services write them: read when certain, else not at all."""

import re
from datetime import date, datetime, time

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july",
         "aug august", "sep sept september", "oct october", "nov november", "dec december"), start=1)
    for name in names.split()
}
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})")
_WORDED = re.compile(r"(?:[a-z]{3,9},?\s+)?(\d{1,2})(?:st|nd|rd|th)?[-\s]+([a-z]{3,9})\.?,?[-\s]+(\d{4}|\d{2})(?!\d)")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?:[:.](\d{2}))?(?:\.\d+)?\s*([ap]\.?m\.?)?", re.IGNORECASE)
_ZONE = re.compile(r"\s*(?:z|(?:gmt|utc|bst)?\s*(?:[+-]\d{1,2}(?::?\d{2})?)?)$", re.IGNORECASE)


def read_date(value: date | str, day_first: bool = True) -> date | None:
    """The day meant, or None when it is impossible or cannot be told; a time of day after it does not count.

    `day_first` decides how 03/04/2026 is read; the other order is never tried, so 11/27/2025 is None.
    """
    if isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    found = read_moment(value, day_first)
    return found.date() if found else None


def read_moment(value: date | str, day_first: bool = True) -> datetime | None:
    """The day and time meant (midnight if no time is given), or None when it cannot be told."""
    if isinstance(value, date):
        return value if isinstance(value, datetime) else datetime.combine(value, time(0))
    text = value.strip().casefold()
    for pattern in (_YEAR_FIRST, _YEAR_LAST, _WORDED):
        if found := pattern.match(text):
            clock = text[found.end():].removeprefix("t").strip(" ,")
            at = read_time(_ZONE.sub("", clock)) if clock else time(0)
            return _moment(_ordered(pattern, found, day_first), at)
    return None


def orders(value: object) -> frozenset[bool]:
    """The orders in which a date in figures can be read: day first (True), month first (False); none where that makes no difference."""
    found = _YEAR_LAST.match(value.strip()) if isinstance(value, str) else None
    if not found or found[1] == found[2]:
        return frozenset()
    return frozenset(day_first for day_first in (True, False) if _moment(_ordered(_YEAR_LAST, found, day_first), time(0)))


def read_time(value: time | datetime | str) -> time | None:
    """A time of day such as 15:30, 15.30 or 3:30 pm, or None."""
    if isinstance(value, time | datetime):
        return value.time() if isinstance(value, datetime) else value
    found = _CLOCK.fullmatch(value.strip())
    if not found or not (found[2] or found[4]):
        return None
    hour = int(found[1])
    if found[4]:
        hour = hour % 12 + (12 if found[4][0] in "pP" else 0) if 1 <= hour <= 12 else 99
    try:
        return time(hour, int(found[2] or 0), int(found[3] or 0))
    except ValueError:
        return None


def _ordered(pattern: re.Pattern[str], found: re.Match[str], day_first: bool) -> tuple[int, int, int]:
    if pattern is _YEAR_FIRST:
        return int(found[1]), int(found[2]), int(found[3])
    year = int(found[3]) + (2000 if len(found[3]) == 2 else 0)
    if pattern is _WORDED:
        return year, _MONTHS.get(found[2], 0), int(found[1])
    day, month = (int(found[1]), int(found[2])) if day_first else (int(found[2]), int(found[1]))
    return year, month, day


def _moment(day: tuple[int, int, int], at: time | None) -> datetime | None:
    try:
        return datetime.combine(date(*day), at) if at is not None else None
    except ValueError:
        return None
