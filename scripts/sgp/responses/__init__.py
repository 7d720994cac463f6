"""Form answers: whose, of which cycle, and which of several counts. Every answer is used, superseded or told."""

from collections.abc import Mapping
from datetime import date, datetime

from sgp.contract import Book, RawAnswer
from sgp.contract.names import folded, loose
from sgp.departments import spellings
from sgp.errors import Problem
from sgp.people import People
from sgp.responses.answer import Answer, Answers
from sgp.responses.fields import read_fields
from sgp.responses.moments import contrary_tabs, cycle_of, moment_of
from sgp.responses.whose import department_of, person_of


def read_responses(book: Book, people: People) -> Answers:
    """Understand every raw answer of the book. Meetings 1 and 2: a person's latest counts; meeting 3: an idea's latest in a department."""
    problems: list[Problem] = []
    names = spellings(book.staff, book.departments)
    contrary = contrary_tabs(book)
    dated = [(raw, moment_of(raw, contrary, book, problems)) for raw in book.answers]
    understood = [a for raw, on in dated if (a := _understood(raw, on, book, people, names, problems))]
    latest: dict[tuple[str, ...], Answer] = {}
    for answer in sorted(understood, key=_order):
        latest[_key(answer)] = answer
    used = sorted(latest.values(), key=lambda a: (a.cycle.send_on or date.min, a.cycle.name, a.raw.meeting, a.department, a.person.email,
                                                  a.text("idea")))
    chosen = {id(a) for a in used}
    return Answers(tuple(used), tuple(a for a in understood if id(a) not in chosen), tuple(problems))


def _understood(raw: RawAnswer, on: datetime | None, book: Book, people: People, names: Mapping[str, str],
                problems: list[Problem]) -> Answer | None:
    person = person_of(raw, people, problems)
    cycle = cycle_of(raw, on, book, problems)
    if not person or not cycle:
        return None
    department = department_of(raw, person, names, problems)
    typed = people.find(raw.typed_address)
    return Answer(raw, person, cycle, department, on, read_fields(raw, book, people, problems), bool(typed and typed != person))


def _key(answer: Answer) -> tuple[str, ...]:
    of_whom = (loose(answer.department), loose(answer.text("idea"))) if answer.raw.meeting == "3" else (answer.person.email,)
    return (folded(answer.cycle.name), answer.raw.meeting, *of_whom)


def _order(answer: Answer) -> tuple[object, ...]:
    """A person's own last, then by the moment; of two at one moment, by what was said, so that the order of rows does not matter."""
    said = sorted((name, str(value)) for name, value in answer.fields.items())
    return not answer.for_colleague, answer.on or datetime.min, said, answer.raw.tab, answer.raw.row


__all__ = ["Answer", "Answers", "read_responses"]
