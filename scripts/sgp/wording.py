"""The wording of letters: how days are said, and words that must never stand in one."""

import re
import textwrap
from datetime import date, time

_GRADES = re.compile(
    r"good with outstanding(?: features)?|requires? improvement|special measures|outstanding|inadequate"
    r"|grad(?:e|ed|ing)\s*:?\s*(?:[1-4]\b|good\b)|ofsted:?\s+good\b|^\s*(?:[1-4]|good)\s*[.!]?\s*$|(?-i:\bRI\b|\bR\.I\b\.?)",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"(?<![\w.])(?:[^\W\d_a-z]\.){1,2}[^\W\d_a-z](?!\w)\.?|(?<![\w.])(?:[^\W\d_a-z]\. ){1,2}[^\W\d_a-z]\.(?!\w)")
_NOT_PEOPLE = re.compile("AM|PM|AI|AFL|CPD|CV|DT|EAL|EG|EU|FE|HE|HW|IE|ICT|IT|KS|MFL|NB|OK|PE|PC|PS|PSHE|QA|RE|RI|RS|SEN|TA|TV|UK|UN|USA?")
WIDTH = 72


def grade_words(text: str) -> tuple[str, ...]:
    """Words of old inspection grades in the text, as they stand there. Letters are ungraded."""
    return tuple(found.strip() for found in _GRADES.findall(text))


def initials(text: str) -> tuple[str, ...]:
    """What looks like somebody's initials in the text ("D.K."); common short forms such as P.E. do not count."""
    found = (m[0].strip() for m in _INITIALS.finditer(text))
    return tuple(i for i in found if i.isupper() and not _NOT_PEOPLE.fullmatch("".join(c for c in i if c.isalpha())))


def said_day(day: date) -> str:
    """A day as people say it: Tuesday 6 October."""
    return f"{day:%A} {day.day} {day:%B}"


def said_hours(start: time | None, end: time | None) -> str:
    """From when to when: 15:30 to 16:30; "" where neither is known."""
    if start and end:
        return f"{start:%H:%M} to {end:%H:%M}"
    return f"from {start:%H:%M}" if start else f"until {end:%H:%M}" if end else ""


def wrapped(text: str) -> str:
    """Plain text as a mail program shows it best: lines of 72 letters, single blank lines, addresses whole."""
    lines = [part for line in text.replace("\r\n", "\n").split("\n") for part in _wrapped_line(line.rstrip())]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"


def _wrapped_line(line: str) -> list[str]:
    if len(line) <= WIDTH:
        return [line]
    indent = " " * len(re.match(r" *(?:[-•] |\d\. )?", line)[0])  # type: ignore[index]  # it matches any line
    wrapper = textwrap.TextWrapper(WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return wrapper.wrap(line)
