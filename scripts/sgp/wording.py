"""The wording of letters: how days are said, and words that must never stand in one."""

import re
import textwrap
from collections.abc import Sequence
from datetime import date, time

_GRADES = re.compile(
    r"good with outstanding(?: features)?|requires? improvement|special measures|serious weaknesses|outstanding|inadequate"
    r"|\bgrad(?:e|ed|ing)\s*:?\s*(?:(?:as |of )?(?:an? )?[1-4]\b|(?:as )?(?:good|strong|secure|satisfactory|exceptional)\b)"
    r"|\b(?:ofsted:?|judged|rated)\s+(?:as |to be )?(?:an? [1-4]\b|good\b|strong\b|secure\b|satisfactory\b|exceptional\b|needs attention)"
    r"|overall\s*[:–-]\s*(?:good|satisfactory)\b|^\s*(?:[1-4]|good|satisfactory)\s*[.!]?\s*$|(?-i:\bRI\b|\bR\.I\b\.?)",
    re.IGNORECASE,
)
_PARTS_OF_GRADES = ("good", "grad", "improvement", "measures", "weaknesses", "outstanding", "inadequate", "satisfactory", "ofsted",
                    "judged", "rated")
_NO_GRADES = re.compile(
    r"(?:\b(?:chas|clear|collect|complet|finish|list|log|mark|submit)\w*(?: up| in| off)?|follow(?:ing)? up(?: on)?"
    r"|catch(?:ing)? up (?:on|with)|hand(?:ing)? in|\ball|\bany)(?: (?:all|any|the|their|your))?"
    r" outstanding (?:home|course)?(?:works?|books|pieces|corrections|detentions?)\b"
    r"|\bhomework (?:that )?(?:is|was)(?: still)? outstanding\b"
    r"|\bgrade [1-4](?: ?(?:/|–|-|to|or|and) ?(?:an? )?(?:grade )?[1-9])? (?:answers?|borderline|boundar\w+|candidates?|criteria"
    r"|descriptors?|essays?|examples?|exams?|paragraphs?|piano|pieces?|pupils?|questions?|responses?|scales|students?|theory)\b"
    r"|\b(?:gcse|predicted|target|working at|working towards) grade [1-4]\b"
    r"|\bgrade [1-4] ?(?:/|–|-|to|or|and) ?(?:an? )?(?:grade )?[5-9]\b",
    re.IGNORECASE,
)
"""Work that is still owed, and grades of examinations: neither says how a lesson was."""
_INITIALS = re.compile(r"(?<![\w.])(?:[^\W\d_a-z]\.){1,2}[^\W\d_a-z](?!\w)\.?|(?<![\w.])(?:[^\W\d_a-z]\. ){1,2}[^\W\d_a-z]\.(?!\w)")
_CAPITAL_AND_STOP = re.compile(r"[A-Z]\.")
_NOT_PEOPLE = re.compile("AI|AFL|CPD|CV|DNA|DT|EAL|EG|EU|FE|HE|HW|IE|ICT|IT|KS|MFL|NB|OK|PE|PC|PS|PSHE|QA|RE|RI|SEN|TA|TV|UK|UN|USA?")
_SUBJECT = re.compile(r"\b(?:in|GCSE|KS[345])$", re.IGNORECASE)
WIDTH = 72


def grade_words(text: str) -> tuple[str, ...]:
    """Words of old inspection grades in the text, as they stand there. Letters are ungraded."""
    return tuple(found.strip() for found in _GRADES.findall(_NO_GRADES.sub(" ", text))) if _may_grade(text) else ()


def _may_grade(text: str) -> bool:
    """Whether any part of such a word stands here at all, which takes a tenth of the time: nearly every text holds none."""
    small = text.casefold()
    return any(part in small for part in _PARTS_OF_GRADES) or "RI" in text or "R.I" in text or text.strip()[:1] in "1234"


def initials(text: str) -> tuple[str, ...]:
    """What looks like somebody's initials in the text ("D.K."); common short forms such as P.E. do not count."""
    if text.isascii() and not _CAPITAL_AND_STOP.search(text):  # nearly every text, in a tenth of the time
        return ()
    found = ((m[0].strip(), text[:m.start()].rstrip()) for m in _INITIALS.finditer(text))
    return tuple(i for i, before in found if i.isupper() and not _is_short_form("".join(c for c in i if c.isalpha()), before))


def _is_short_form(letters: str, before: str) -> bool:
    """Whether the letters stand for a thing: A.M. and P.M. only after a number, R.S. only as a subject, else they may be a student."""
    if letters in ("AM", "PM"):
        return before[-1:].isdigit()
    if letters == "RS":
        return bool(_SUBJECT.search(before))
    return bool(_NOT_PEOPLE.fullmatch(letters))


def unfit(text: str) -> bool:
    """Whether a grade or a student's initials seem to stand in a text, so that it must not reach a teacher or staff."""
    return bool(grade_words(text) or initials(text))


def said_day(day: date) -> str:
    """A day as people say it: Tuesday 6 October."""
    return f"{day:%A} {day.day} {day:%B}"


def said_hours(start: time | None, end: time | None) -> str:
    """From when to when: 15:30 to 16:30; "" where neither is known."""
    if start and end:
        return f"{start:%H:%M} to {end:%H:%M}"
    return f"from {start:%H:%M}" if start else f"until {end:%H:%M}" if end else ""


def listed(words: Sequence[str], joint: str = "and") -> str:
    """Several things in a row: "Ana, Tom and Lee"."""
    return f" {joint} ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


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
