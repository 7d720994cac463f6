"""Form answers: whose, of which cycle, and which of several counts. Every answer is used, superseded or told."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sgp.contract import Book, Cycle, RawAnswer, Staff
from sgp.contract.forms import ADDRESS, TIMESTAMP
from sgp.contract.names import did_you_mean, folded, loose
from sgp.contract.values import as_text
from sgp.contract.when import read_moment
from sgp.dates import cycle_named, cycle_on
from sgp.departments import spellings
from sgp.errors import ERROR, WARNING, Problem
from sgp.fields import read_fields
from sgp.people import People

SHOWN = 60
"""Characters of an answer that are quoted."""


@dataclass(frozen=True)
class Answer:
    """One answer, understood: who, of which cycle and department, when, and what was said (field -> value)."""

    raw: RawAnswer
    person: Staff
    cycle: Cycle
    department: str
    on: datetime | None
    fields: Mapping[str, str | date]

    @property
    def late(self) -> bool:
        """Whether it came after the cycle had closed."""
        return bool(self.on and self.cycle.closes_on and self.on.date() > self.cycle.closes_on)

    def text(self, name: str) -> str:
        """A field as text; "" where nothing was said."""
        return str(self.fields.get(name, ""))


@dataclass(frozen=True)
class Answers:
    """All answers of a book: `used` count, `superseded` gave way to a later one, the rest are in `problems`."""

    used: tuple[Answer, ...] = ()
    superseded: tuple[Answer, ...] = ()
    problems: tuple[Problem, ...] = field(default=())

    def of(self, meeting: str, cycle: str = "") -> list[Answer]:
        """The answers that count for this meeting (of this cycle, if named)."""
        return [a for a in self.used if a.raw.meeting == meeting and (not cycle or folded(a.cycle.name) == folded(cycle))]


def read_responses(book: Book, people: People) -> Answers:
    """Understand every raw answer of the book. Meetings 1 and 2: a person's latest counts; meeting 3: an idea's latest in a department."""
    problems: list[Problem] = []
    names = spellings(book.staff, book.departments)
    understood = [a for raw in book.answers if (a := _understood(raw, book, people, names, problems))]
    latest: dict[tuple[str, ...], Answer] = {}
    for answer in sorted(understood, key=_order):
        latest[_key(answer)] = answer
    used = sorted(latest.values(), key=lambda a: (a.cycle.send_on or date.min, a.cycle.name, a.raw.meeting, a.department, a.person.email,
                                                  a.text("idea")))
    chosen = {id(a) for a in used}
    return Answers(tuple(used), tuple(a for a in understood if id(a) not in chosen), tuple(problems))


def _understood(raw: RawAnswer, book: Book, people: People, names: Mapping[str, str], problems: list[Problem]) -> Answer | None:
    person = _person(raw, people, problems)
    on = read_moment(raw.stamp, book.school.day_first) if isinstance(raw.stamp, str | date) else None
    if on is None:
        problems.append(told(ERROR, raw, raw.heading(TIMESTAMP),
                             f"“{as_text(raw.stamp)[:SHOWN]}” is not a date and time, so the cycle named in the answer counts.",
                             "Correct the date."))
    cycle = _cycle(raw, on, book, problems)
    if not person or not cycle:
        return None
    department = _department(raw, person, names, problems)
    answer = Answer(raw, person, cycle, department, on, {})
    return replace(answer, fields=read_fields(raw, book, people, problems))


def _person(raw: RawAnswer, people: People, problems: list[Problem]) -> Staff | None:
    verified, typed = people.find(raw.address), people.find(raw.typed_address)
    if verified and raw.typed_address and typed != verified:
        problems.append(told(WARNING, raw, raw.heading(ADDRESS),
                             f"Another address was typed: {raw.typed_address[:SHOWN]}; {raw.address} counts.",
                             "Nothing, if that is right."))
    found = verified or (typed if not raw.address else None)
    if not found:
        given = raw.address or raw.typed_address
        what = f"{given[:SHOWN]} is nobody in the tab Staff" if given else "No address is given"
        mend = people.near(given) or "Correct the address here, or add it to Other emails in Staff."
        problems.append(told(ERROR, raw, raw.heading(ADDRESS), f"{what}, so this answer is not counted.", mend))
    return found


def _cycle(raw: RawAnswer, on: datetime | None, book: Book, problems: list[Problem]) -> Cycle | None:
    written = raw.fields.get("cycle", "")
    named, by_date = cycle_named(book.cycles, written), cycle_on(book.cycles, on.date()) if on else None
    if written and not named:
        mend = "Correct it, or add the cycle to the tab Cycles if it should count."
        problems.append(told(WARNING, raw, raw.heading("cycle"),
                             f"“{written[:SHOWN]}” is not in the tab Cycles, so this answer is not counted.", mend))
        return None
    if named and named.send_on and on and (by_date is None or by_date.send_on != named.send_on):
        problems.append(told(WARNING, raw, raw.heading("cycle"),
                             f"It names {named.name} but was given on {on:%d/%m/%Y}; it is counted in {named.name}.",
                             "Correct the cycle here if it is wrong."))
    if not named and not by_date:
        problems.append(told(WARNING, raw, raw.heading("cycle"),
                             "It names no cycle and its date falls in none, so this answer is not counted.", "Write the cycle here."))
    return named or by_date


def _department(raw: RawAnswer, person: Staff, names: Mapping[str, str], problems: list[Problem]) -> str:
    written = raw.fields.get("department", "")
    if not written:
        return person.home
    if found := names.get(loose(written)):
        return found
    mend = did_you_mean(written, names.values()) or "Correct the department here, or add it to the tab Departments."
    problems.append(told(WARNING, raw, raw.heading("department"),
                         f"“{written[:SHOWN]}” is no department; {person.home} is taken instead.", mend))
    return person.home


def _key(answer: Answer) -> tuple[str, ...]:
    of_whom = (loose(answer.department), loose(answer.text("idea"))) if answer.raw.meeting == "3" else (answer.person.email,)
    return (folded(answer.cycle.name), answer.raw.meeting, *of_whom)


def _order(answer: Answer) -> tuple[object, ...]:
    """By the moment; of two at one moment, by what was said, so that the order of rows does not matter."""
    return answer.on or datetime.min, sorted((k, str(v)) for k, v in answer.fields.items()), answer.raw.tab, answer.raw.row


def told(level: str, raw: RawAnswer, column: str, what: str, mend: str) -> Problem:
    """A problem of this answer."""
    return Problem(level, raw.tab, raw.row, column, what, mend)
