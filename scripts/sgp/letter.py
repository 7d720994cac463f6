"""One letter: the fields that its templates may name, and how they are filled from the book."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, unquote_plus

from sgp.contract import Book, Cycle, Group, Meeting, Staff, Target
from sgp.contract.names import folded
from sgp.contract.programme import NOT_SURE
from sgp.dates import meetings_of
from sgp.people import People
from sgp.wording import said_day, said_hours

MEETINGS = {"1": "Sharing and planning", "2": "Reflection and evidence", "3": "Back in departments"}
LONGEST_ANSWER = 1500
"""What a pre-filled link carries of one answer; longer links are broken by mail programs, so the answer is left out."""
_WEB = re.compile(r"https?://[^\s/?#]+\S*", re.IGNORECASE)


@dataclass(frozen=True)
class Occasion:
    """When and where a meeting may be attended."""

    days: str
    details: str


@dataclass(frozen=True)
class Meet:
    """One of the three meetings, as a letter tells it; several occasions are alternatives."""

    number: str
    name: str
    occasions: tuple[Occasion, ...]


@dataclass(frozen=True)
class Colleague:
    """Another member of the teacher's group."""

    name: str
    department: str


@dataclass(frozen=True)
class TargetLetter:
    """Every field that the templates of this letter may name."""

    school: str
    cycle: str
    coordinator: str
    coordinator_email: str
    staff_book_link: str
    first_name: str
    teacher_name: str
    department: str
    focus: str
    target: str
    why: str
    meetings: tuple[Meet, ...]
    group: str
    colleagues: tuple[Colleague, ...]
    form_link: str
    form_knows_target: bool


def letter(book: Book, cycle: Cycle, placed: Mapping[str, Group], person: Staff, target: Target, today: date) -> TargetLetter:
    """All that the templates may say to this person; `placed` says who is in which group.

    Why a target was drafted is left out where the draft was not sure: that doubt is the coordinator's.
    """
    school, own, link = book.school, placed.get(person.email), _link_of(book, cycle)
    return TargetLetter(
        school=school.name, coordinator=school.coordinator, coordinator_email=school.coordinator_email,
        staff_book_link=_web(school.staff_book_link), cycle=cycle.name,
        first_name=person.first_name, teacher_name=person.name, department=person.home,
        focus=target.focus, target=target.text, why="" if folded(target.how_sure) == folded(NOT_SURE) else target.why,
        meetings=tuple(m for number in MEETINGS if (m := _meet(book, cycle, number, own, today))),
        group=own.group if own else "", colleagues=_colleagues(placed, person, own),
        form_link=form_link(link, person, cycle, target), form_knows_target=_asks_for_target(link),
    )


def places(book: Book, cycle: Cycle, everyone: People) -> dict[str, Group]:
    """Address -> the person's place in a group of the cycle, by the name and department that Staff knows."""
    placed = {}
    for row in (g for g in book.groups if g.group and folded(g.cycle) == folded(cycle.name)):
        person = everyone.find(row.email)
        named = {"name": person.name, "department": person.home} if person else {}
        placed[person.email if person else row.email] = row.model_copy(update=named)
    return placed


def _colleagues(placed: Mapping[str, Group], person: Staff, own: Group | None) -> tuple[Colleague, ...]:
    others = [g for who, g in placed.items() if own and who != person.email and _group(g) == _group(own)]
    return tuple(sorted((Colleague(g.name, g.department) for g in others), key=lambda c: (c.name, c.department)))


def _group(place: Group) -> tuple[str, str]:
    return folded(place.group), folded(place.sitting)


def _meet(book: Book, cycle: Cycle, number: str, own: Group | None, today: date) -> Meet | None:
    """A meeting as it is told, or None once it is over."""
    known = meetings_of(book.meetings, cycle.name, number)
    sittings = [m for m in known if m.day is None or m.day >= today]
    if known and not sittings:
        return None
    theirs = [m for m in sittings if own and number != "3" and folded(m.sitting) == folded(own.sitting or "A")] or sittings
    days: dict[str, list[str]] = {}
    for sitting in theirs or [Meeting(cycle=cycle.name)]:
        details = ", ".join(filter(None, (said_hours(sitting.start, sitting.end), sitting.place)))
        days.setdefault(details, []).append(said_day(sitting.day) if sitting.day else "date to follow")
    occasions = (Occasion(" or ".join(dict.fromkeys(said)), details) for details, said in days.items())
    return Meet(number, MEETINGS[number], tuple(Occasion(o.days[0].upper() + o.days[1:], o.details) for o in occasions))


def form_link(link: str, person: Staff, cycle: Cycle, target: Target) -> str:
    """The form's link with the teacher's own for the sample answers EMAIL, NAME, DEPARTMENT, CYCLE, TARGET; "" if it is no web address."""
    answers = {"EMAIL": person.email, "NAME": person.name, "DEPARTMENT": person.home, "CYCLE": cycle.name, "TARGET": target.text}
    front, query_mark, rest = _web(link).partition("?")
    query, hash_mark, anchor = rest.partition("#")
    return front + query_mark + "&".join(_answered(part, answers) for part in query.split("&")) + hash_mark + anchor


def _asks_for_target(link: str) -> bool:
    return any(unquote_plus(part.partition("=")[2]).strip() == "TARGET" for part in re.split("[?&#]", link))


def _answered(part: str, answers: Mapping[str, str]) -> str:
    question, equals, sample = part.partition("=")
    answer = answers.get(unquote_plus(sample).strip())
    if answer is None:
        return part
    quoted = quote(answer, safe="")
    return question + equals + (quoted if len(quoted) <= LONGEST_ANSWER else "")


def _web(link: str) -> str:
    return link.strip() if _WEB.fullmatch(link.strip()) else ""


def _link_of(book: Book, cycle: Cycle) -> str:
    """The cycle's form 1, or that of the cycle before it."""
    before = [c for c in book.cycles if c.send_on and cycle.send_on and c.send_on < cycle.send_on]
    earlier = sorted(before, key=lambda c: (c.send_on, c.name), reverse=True)
    return next((c.form_1 for c in (cycle, *earlier) if c.form_1), "")
