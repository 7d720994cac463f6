"""What an answer says, field by field: words put right where that is certain, else kept as typed and told."""

import re
from collections.abc import Iterable
from datetime import date

from sgp.contract import Book, Question, RawAnswer
from sgp.contract.names import find_name, loose, says_something
from sgp.contract.values import LONGEST
from sgp.contract.when import read_date
from sgp.errors import WARNING, Problem
from sgp.people import People


def read_fields(raw: RawAnswer, book: Book, people: People, problems: list[Problem]) -> dict[str, str | date]:
    """Field -> what was said. A date is a date, an address a known one; what cannot be read is left out and told."""
    said: dict[str, str | date] = {}
    for question in next(f for f in book.forms if f.meeting == raw.meeting).questions:
        given = raw.fields.get(question.field, "")
        value = _read(question, given, raw, book, people, problems) if given else ""
        if value:
            said[question.field] = value
    if raw.meeting == "2":
        said["share"] = _consent(raw, raw.heading("share"), problems)
    return said


def _read(question: Question, given: str, raw: RawAnswer, book: Book, people: People, problems: list[Problem]) -> str | date:
    if len(given) > LONGEST:
        problems.append(_doubt(question, raw, f"An answer of {len(given):,} characters is too long; the rest of the row is used.",
                               f"Cut it to {LONGEST:,}."))
        return ""
    match question.kind:
        case "choice" if question.field != "share":
            return _choice(question, given, raw, problems)
        case "checkboxes":
            return "; ".join(split_options(given, (*question.options, *(f.name for f in book.focuses))))
        case "date":
            return _date(question, given, raw, book, problems)
        case "address":
            return _address(question, given, raw, people, problems)
    if question.field == "link" and not given.casefold().startswith(("http://", "https://")):
        problems.append(_doubt(question, raw, "This is not a link that others can open; it is kept as typed.",
                               "Put the file where colleagues can open it, and link to that."))
    return given


def _choice(question: Question, given: str, raw: RawAnswer, problems: list[Problem]) -> str:
    found = find_name(given, question.options)
    if not found and question.field in ("met", "decision"):
        problems.append(_doubt(question, raw, f"“{given[:40]}” is not one of {', '.join(question.options)}; it is left blank.",
                               "Correct the answer here."))
        return ""
    return found or given


def split_options(given: str, options: Iterable[str]) -> list[str]:
    """Ticked options, though options may hold commas: known ones first, the longest first; what is left is "Other: …"."""
    rest, ticked = given, []
    for option in sorted(set(options) - {""}, key=lambda o: (-len(o), o)):
        if found := re.search(rf"(?:^|(?<=[,;\n]))\s*({re.escape(option)})\s*(?=[,;\n]|$)", rest, re.IGNORECASE):
            ticked.append((found.start(1), option))
            rest = rest[: found.start()] + " " * len(found[0]) + rest[found.end():]
    other = [part.strip() for part in re.split(r"[,;\n]", rest) if part.strip()]
    return [option for _, option in sorted(ticked)] + ([f"Other: {', '.join(other)}"] if other else [])


def _date(question: Question, given: str, raw: RawAnswer, book: Book, problems: list[Problem]) -> str | date:
    found = read_date(given, book.school.day_first)
    if not found:
        problems.append(_doubt(question, raw, f"“{given[:40]}” is not a date; the rest of the answer is used.",
                               "Write a date such as 19/03/2027."))
    return found or ""


def _address(question: Question, given: str, raw: RawAnswer, people: People, problems: list[Problem]) -> str:
    found = people.find(given)
    if not found:
        problems.append(_doubt(question, raw, f"“{given[:40]}” is nobody's address or full name in Staff; the rest of the answer is used.",
                               "Write an address."))
    return found.email if found else ""


def _consent(raw: RawAnswer, column: str, problems: list[Problem]) -> str:
    """Yes, Anonymously or No; blank or unclear is No, and told where there is an idea to share."""
    given, idea = raw.fields.get("share", ""), raw.fields.get("idea", "")
    plain = loose(given)
    if any(word in plain for word in ("anonym", "withoutmyname", "nonames", "noname")):
        return "Anonymously"
    if plain in ("yes", "y", "yesplease"):
        return "Yes"
    if plain not in ("no", "n", "nothanks") and says_something(idea):
        what = "No word on whether the idea may be shared" if not given else "It is not clear whether the idea may be shared"
        problems.append(Problem(WARNING, raw.tab, raw.row, column, f"{what}, so it is not.", "Ask, and write Yes, Anonymously or No here."))
    return "No"


def _doubt(question: Question, raw: RawAnswer, what: str, mend: str) -> Problem:
    return Problem(WARNING, raw.tab, raw.row, raw.heading(question.field), what, mend)
