"""A school of seventy in twelve departments and fourteen focuses, with some cycles behind it: as full as the page for leaders gets."""

from datetime import date, datetime, timedelta

from schools import FORMS, answer, on_desk, small_school, teacher

from sgp.contract import Book, Cycle, Focus, Group, Meeting, Scheme, Target
from sgp.desk import Desk

SIZES = {
    "English": 9, "Mathematics": 9, "Science": 11, "Humanities": 7, "Modern Languages": 6, "PE & Health": 5, "Art & Design": 5,
    "Design and Technology": 5, "Computing": 4, "Religious Education": 4, "Music": 3, "Drama": 2,
}
FOCUSES = (
    "Questioning", "Adaptive teaching and SEND", "Assessment for learning", "Behaviour and routines", "Challenge and stretch",
    "Feedback and marking", "Homework and independent study", "Literacy and vocabulary", "Metacognition and self-regulation",
    "Modelling and scaffolding", "Oracy", "Pace and transitions", "Retrieval practice", "Use of teaching assistants",
)
CYCLES = ("Autumn 2025", "Spring 2026", "Summer 2026", "Autumn 2026", "Spring 2027")
STATUSES = ("Agreed", "Trying", "Agreed", "Trying", "Dropped")
OUTCOMES = ("Fully", "Partly", "Fully", "Not yet", "Partly", "Fully")
LAST = date(2027, 3, 12)


def begins(number: int) -> date:
    return date(2025, 9, 29) + timedelta(weeks=16 * number)


def large_book(cycles: int = len(CYCLES)) -> Book:
    """The last so many cycles of the school, each answered a little better than the one before."""
    staff = tuple(teacher(f"t{d}.{n}", f"First{d}", f"Last{n}", name) for d, (name, size) in enumerate(SIZES.items()) for n in range(size))
    shown = list(enumerate(CYCLES))[-cycles:]
    rows = [(at, name, n, p) for at, name in shown for n, p in enumerate(staff)]
    came = [(at, name, n, p) for at, name, n, p in rows if (7 * n) % 10 < 5 + at]
    return small_school(
        staff=staff, forms=FORMS.form, focuses=tuple(Focus(name=f) for f in FOCUSES),
        cycles=tuple(Cycle(name=name, send_on=begins(at), closes_on=begins(at) + timedelta(weeks=11)) for at, name in shown),
        meetings=tuple(Meeting(cycle=name, meeting=m, sitting="A", day=begins(at) + timedelta(weeks=w)) for at, name in shown
                       for m, w in (("1", 1), ("2", 7), ("3", 9))),
        targets=tuple(Target(row=row, cycle=name, email=p.email, name=p.name, department=p.home, focus=FOCUSES[n % 14], text="A step.",
                             status="Approved") for row, (_, name, n, p) in enumerate(rows, start=2)),
        groups=tuple(Group(cycle=name, email=p.email, name=p.name, department=p.home, group=str(n % 18 + 1), sitting="A")
                     for _, name, n, p in rows),
        answers=tuple(answer(m, p.email, _at(at, w), row, cycle=name, **_said(m, n)) for m, w in (("1", 1), ("2", 7))
                      for row, (at, name, n, p) in enumerate(came, start=2) if m == "1" or n % 8) + _departments(shown),
        schemes=tuple(Scheme(row=9 * at + n + 2, key=f"{at}.{n}", cycle=name, department=[*SIZES][n], idea=f"Idea {at}.{n}",
                             status="Embedded" if n <= at else STATUSES[n % 5]) for at, name in shown for n in range(9 + at // 2)),
    )


def large_desk(cycles: int = len(CYCLES)) -> Desk:
    """That school on the desk, at the end of its last cycle."""
    book = large_book(cycles)
    return on_desk(book, LAST, cycle=book.cycles[-1])


def _at(cycle: int, weeks: int) -> datetime:
    return datetime.combine(begins(cycle), datetime.min.time()) + timedelta(weeks=weeks, hours=16)


def _said(meeting: str, number: int) -> dict[str, str]:
    return {"met": OUTCOMES[number % 6], "idea": f"Idea {number}", "share": "Yes" if number % 3 else "No"} if meeting == "2" else {}


def _departments(shown: list[tuple[int, str]]) -> tuple[object, ...]:
    return tuple(answer("3", f"t{d}.0", _at(at, 9), d + 2, cycle=name, department=department, idea=f"Idea of {name} {d}", decision="Try")
                 for at, name in shown for d, department in enumerate(SIZES) if d % 4)
