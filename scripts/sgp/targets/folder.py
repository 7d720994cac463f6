"""All that a target is drawn from: what is known of the school, and the folder of one teacher."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sgp.contract import Book, Cycle, Focus, Observation, School, Staff
from sgp.people import People
from sgp.reading import Vocabulary, read
from sgp.steps import Bank, bank_of
from sgp.targets.evidence import Case, Lesson, cases
from sgp.targets.past import Past, pasts

DAYS_A_MONTH = 30.44


@dataclass(frozen=True)
class Office:
    """What all drafts of a run are made from, sorted once: observations and earlier targets by teacher."""

    book: Book
    people: People
    cycle: Cycle
    today: date
    vocabulary: Vocabulary
    bank: Bank
    active: tuple[Focus, ...]
    observations: Mapping[str, tuple[Observation, ...]]
    pasts: Mapping[str, Past]


@dataclass(frozen=True)
class Folder:
    """One teacher's lessons that still count, newest first; the cases they make, the strongest first; and earlier cycles."""

    person: Staff
    lessons: tuple[Lesson, ...]
    cases: tuple[Case, ...]
    past: Past


def office(book: Book, people: People, cycle: Cycle, today: date, vocabulary: Vocabulary) -> Office:
    """Sort a book for drafting the targets of a cycle."""
    active = tuple(sorted((f for f in book.focuses if f.active), key=lambda f: f.name))
    seen, before = by_teacher(book.observations), pasts(book, people, cycle)
    return Office(book, people, cycle, today, vocabulary, bank_of(book.bank), active, seen, before)


def by_teacher(observations: Iterable[Observation]) -> dict[str, tuple[Observation, ...]]:
    """The observations of each teacher, newest first; of one day in the order of their words."""
    found: dict[str, list[Observation]] = defaultdict(list)
    for seen in observations:
        found[seen.teacher].append(seen)
    return {who: tuple(sorted(theirs, key=_newest_first)) for who, theirs in found.items()}


def in_window(observations: Iterable[Observation], school: School, day: date, until: date | None = None) -> tuple[Observation, ...]:
    """Those that on a day are not older than `Oldest observation`, nor later than that day (or than `until`)."""
    oldest = day - timedelta(days=round(school.oldest_months * DAYS_A_MONTH))
    return tuple(o for o in observations if o.day and oldest <= o.day <= (until or day))


def folder_of(person: Staff, room: Office) -> Folder:
    """Read what observers wrote about one teacher, and weigh it."""
    past, school = room.pasts.get(person.email, Past()), room.book.school
    seen = in_window(room.observations.get(person.email, ()), school, room.today)
    lessons = tuple(Lesson(o, read(o, room.vocabulary)) for o in seen)
    return Folder(person, lessons, tuple(cases(lessons, room.active, school, room.today, past.met())), past)


def _newest_first(seen: Observation) -> tuple[object, ...]:
    return (-(seen.day or date.min).toordinal(), *(str(value) for name, value in seen if name != "row"))
