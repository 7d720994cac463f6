"""Invented schools to form groups in: skewed departments, part-timers, pairs, strengths and targets; all from a seed."""

import random
from dataclasses import replace
from datetime import date, time, timedelta

from sgp.contract import Book, Cycle, Focus, Group, Language, Meeting, Observation, Pair, Staff, Target
from sgp.groups.forming import Formed, form
from sgp.groups.notes import rows_of_groups
from sgp.people import people
from sgp.reading import Vocabulary, vocabulary

DEPARTMENTS = ("Science", "Mathematics", "English", "Humanities", "Modern Languages", "PE & Health", "Technology", "Art & Design", "Music",
               "Computing", "Drama", "Business", "Psychology", "Philosophy")
FOCUSES = ("Questioning", "Oracy", "Modelling", "Retrieval", "Literacy", "Feedback", "Challenge", "Behaviour", "Pace", "Homework", "SEND",
           "Metacognition", "Assessment", "Assistants")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")
FIRST = date(2026, 9, 28)


def school(teachers: int, seed: int, cycles: int = 9, part_time: float = 0.15, skew: float = 0.6) -> Book:
    """A school with so many teachers, no groups yet, and cycles of ten weeks, each with two sittings: A on Tuesdays, B on Thursdays."""
    deal = random.Random(f"{teachers} {seed}")
    names = DEPARTMENTS[:max(6, min(14, teachers // 4))]
    weights = [1 / (n + 1) ** skew for n in range(len(names))]
    staff = _with_heads([_teacher(n, deal, deal.choices(names, weights)[0], names, part_time) for n in range(teachers)])
    begun = [FIRST + timedelta(weeks=10 * n) for n in range(cycles)]
    return Book(
        staff=staff, focuses=tuple(Focus(name=name, active=True) for name in FOCUSES),
        cycles=tuple(Cycle(name=f"Cycle {n}", send_on=day, closes_on=day + timedelta(weeks=9)) for n, day in enumerate(begun, 1)),
        meetings=tuple(m for n, day in enumerate(begun, 1) for m in _meetings(f"Cycle {n}", day)),
        pairs=tuple(_pair(deal, staff, rule) for rule, each in (("apart", 12), ("together", 30)) for _ in range(teachers // each)),
        observations=tuple(_strength(person, n, deal) for person in staff for n in range(deal.randrange(1, 4))),
        targets=tuple(Target(cycle=f"Cycle {n}", email=person.email, focus=deal.choice(FOCUSES), text="Try it.")
                      for person in staff for n in range(1, cycles + 1)),
    )


def _teacher(number: int, deal: random.Random, home: str, names: tuple[str, ...], part_time: float) -> Staff:
    days = "" if deal.random() > part_time else " ".join(sorted(deal.sample(DAYS, 3), key=DAYS.index))
    if days and not {"Tue", "Thu"} & set(days.split()):
        days += " Thu"
    other = deal.choice(names) if deal.random() < 0.06 else ""
    starts = "2026-09-01" if deal.random() < 0.1 else None
    return Staff.model_validate({
        "email": f"t{number:03}@oakfield.example", "first_name": f"Ash{number}", "last_name": f"Birch{number}", "departments": home,
        "other_departments": other, "starts": starts, **({"working_days": days} if days else {}),
    })


def _with_heads(staff: list[Staff]) -> tuple[Staff, ...]:
    """The first of each department is line manager of the others."""
    heads = {p.home: p.email for p in reversed(staff)}
    return tuple(p.model_copy(update={"line_manager": heads[p.home]}) for p in staff)


def _meetings(cycle: str, begun: date) -> list[Meeting]:
    return [Meeting(cycle=cycle, meeting=n, sitting=letter, day=begun + timedelta(weeks=weeks, days=day), start=time(15, 30))
            for n, weeks in (("1", 1), ("2", 6)) for letter, day in (("A", 1), ("B", 3))]


def _pair(deal: random.Random, staff: tuple[Staff, ...], rule: str) -> Pair:
    one, other = deal.sample(staff, 2)
    return Pair(first=one.email, second=other.email, rule=rule)


def _strength(person: Staff, number: int, deal: random.Random) -> Observation:
    return Observation(day=FIRST - timedelta(days=10 + number), teacher=person.email, observer="", strength_focus=deal.choice(FOCUSES))


def words(book: Book) -> Vocabulary:
    """What the school's observers are read with; every focus is chosen, so no word is needed."""
    return vocabulary(book.focuses, (), Language())


def formed(book: Book, cycle: str = "Cycle 1") -> Formed:
    """Form the groups of a cycle on the day on which its targets go out."""
    ours = next(c for c in book.cycles if c.name == cycle)
    return form(book, people(book.staff), ours, ours.send_on or FIRST, words(book))


def with_groups(book: Book, cycle: str = "Cycle 1") -> Book:
    """The book with the groups of a cycle written into it, its rows numbered anew."""
    ours = next(c for c in book.cycles if c.name == cycle)
    before = tuple(g for g in book.groups if g.cycle == cycle)
    rows = rows_of_groups(formed(book, cycle), ours, before)
    return replace(book, groups=numbered((*(g for g in book.groups if g.cycle != cycle), *rows)))


def numbered(rows: tuple[Group, ...]) -> tuple[Group, ...]:
    """The rows with the numbers that a spreadsheet would give them."""
    return tuple(row.model_copy(update={"row": n}) for n, row in enumerate(rows, start=2))
