"""What a cell may hold, and how what people type is read as it.

Each reader takes a raw cell and gives the typed value, or raises ValueError whose text says what was expected.
An empty cell is None to all of them, and so becomes the column's default.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from math import inf
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BeforeValidator, ValidationInfo

from sgp.contract.names import clean, find_name, loose
from sgp.contract.weekdays import read_days
from sgp.contract.when import read_date, read_time

LONGEST = 10_000
"""Characters a cell may hold before it counts as a mistake; Excel itself allows 32,767."""

MOST = 10_000
"""The largest number that any setting or count may be."""

FIRST_YEAR, LAST_YEAR = 1990, 2100
"""Years outside which a date is a slip of the pen."""

YES = {"yes", "y", "true", "1", "x", "ja", "oui", "✓"}
NO = {"no", "n", "false", "0", "✗"}


@dataclass(frozen=True)
class Reading:
    """What a reader must know of the school: date order, and the names a list must not be split at."""

    day_first: bool = True
    known: tuple[str, ...] = ()


def as_text(value: object) -> str:
    """Any cell as the text a person sees in it; 7.0 is "7", a day is dd/mm/yyyy."""
    match value:
        case str():  # nearly every cell, so it is asked first
            return clean(value)
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer():
            return str(int(value))
        case datetime():
            return f"{value:%d/%m/%Y %H:%M:%S}" if value.time() != time(0) else f"{value:%d/%m/%Y}"
        case date():
            return f"{value:%d/%m/%Y}"
        case time():
            return f"{value:%H:%M}"
    return clean(str(value))


def _short_text(value: object) -> str:
    text = as_text(value)
    if len(text) > LONGEST:
        raise ValueError(f"a text of at most {LONGEST:,} characters (this one has {len(text):,})")
    return text


def _day(value: object, info: ValidationInfo) -> date | None:
    if value is None:
        return None
    found = read_date(value if isinstance(value, date) else as_text(value), _reading(info).day_first)
    if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValueError("a date such as 28/09/2026" if _reading(info).day_first else "a date such as 09/28/2026")
    return found


def _clock(value: object) -> time:
    share_of_a_day = isinstance(value, float) and value < 1  # 0.25 is how a workbook counts 6 o'clock, not 00:25
    found = None if share_of_a_day else read_time(value if isinstance(value, time | datetime) else as_text(value))
    if found is None:
        raise ValueError("a time of day such as 15:30")
    return found


def yes_or_no(value: object) -> bool:
    """yes, y, true, 1 or a tick; no, n, false or 0."""
    word = as_text(value).casefold()
    if word not in YES | NO:
        raise ValueError("yes or no")
    return word in YES


def _address(value: object) -> str:
    text = as_text(value).casefold().removeprefix("mailto:")
    if text and not re.fullmatch(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\]+\.[^\s@<>,;:\"()\[\]\\.]{2,}", text):
        raise ValueError("an email address such as a.name@school.org")
    return text


def _addresses(value: object) -> tuple[str, ...]:
    return tuple(_address(part) for part in re.split(r"[;,/\s]+", as_text(value)) if part)


def split_names(text: str, known: tuple[str, ...] = ()) -> tuple[str, ...]:
    """A list in a cell: split on ; and new lines, and on commas and slashes unless a whole part is a known name."""
    parts: list[str] = []
    for part in re.split(r"[;\n]", text):
        parts += [part] if find_name(part, known) else re.split(r"[,/]", part)
    return tuple(dict.fromkeys(p.strip() for p in parts if p.strip()))


def _names(value: object, info: ValidationInfo) -> tuple[str, ...]:
    return split_names(as_text(value), _reading(info).known)


def _working_days(value: object) -> frozenset[int]:
    return read_days(as_text(value))


def _number(value: object) -> float:
    text = as_text(value)
    plain = re.fullmatch(r"\d+(?:[.,]\d{1,2}|\.\d*)?", text)  # 1,000 could be one or a thousand
    number = float(text.replace(",", ".")) if plain else inf
    if number > MOST:
        raise ValueError(f"a number from 0 to {MOST:,}")
    return number


def _count(value: object) -> int:
    number = _number(value)
    if not number.is_integer():
        raise ValueError("a whole number")
    return int(number)


def _zone(value: object) -> str:
    try:
        return ZoneInfo(as_text(value)).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("a time zone such as Europe/London") from None


def one_of(*words: str, **meant: str) -> Callable[[object], str]:
    """A reader of one of these words, in any case and spacing; `meant` are further words that mean one of them."""

    def read(value: object) -> str:
        found = find_name(as_text(value), words) or meant.get(loose(as_text(value)))
        if found is None:
            raise ValueError(f"one of {', '.join(words)}")
        return found

    return read


def _reading(info: ValidationInfo) -> Reading:
    return info.context if isinstance(info.context, Reading) else Reading()


Text = Annotated[str, BeforeValidator(_short_text)]
Day = Annotated[date | None, BeforeValidator(_day)]
Clock = Annotated[time | None, BeforeValidator(_clock)]
Zone = Annotated[str, BeforeValidator(_zone)]
YesNo = Annotated[bool, BeforeValidator(yes_or_no)]
Email = Annotated[str, BeforeValidator(_address)]
Emails = Annotated[tuple[str, ...], BeforeValidator(_addresses)]
Names = Annotated[tuple[str, ...], BeforeValidator(_names)]
Days = Annotated[frozenset[int], BeforeValidator(_working_days)]
Number = Annotated[float, BeforeValidator(_number)]
Count = Annotated[int | None, BeforeValidator(_count)]
Anything = Any
