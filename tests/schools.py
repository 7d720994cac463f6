"""A small invented school for tests: six teachers, one cycle, three meetings with two sittings each."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

from sgp.config import read_forms
from sgp.contract import Book, Cycle, Focus, Group, Meeting, RawAnswer, School, Staff, Target, coordinators_book
from sgp.desk import Desk
from sgp.letters.targets import due_targets
from sgp.letters.writing import written
from sgp.people import people
from sgp.plan import Message, Sheet, Snapshot, Value
from sgp.responses import read_responses

TEMPLATES = Path(__file__).parent.parent / "templates"
CYCLE = "Autumn 2026"
FORM = "https://forms.example/d/e/1FAIpNAME/viewform?usp=pp_url" \
       "&entry.11=EMAIL&entry.12=NAME&entry.13=DEPARTMENT&entry.14=CYCLE&entry.15=TARGET"


def templates(folder: Path = TEMPLATES) -> dict[str, str]:
    """Every template as the run reads it: name -> source."""
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.j2"))}


def address(local: str) -> str:
    """An address at the school."""
    return f"{local}@oakfield.example"


def teacher(local: str, first: str, last: str, department: str, **more: object) -> Staff:
    """One member of staff."""
    return Staff.model_validate({"email": address(local), "first_name": first, "last_name": last, "departments": department, **more})


STAFF = (
    teacher("a.nowak", "Aga", "Nowak", "Art & Design"),
    teacher("d.evans", "Dai", "Evans", "Humanities", role="Head of Department"),
    teacher("j.smith", "Jane", "Smith", "Mathematics"),
    teacher("j.smith2", "Jane", "Smith", "PE & Health"),
    teacher("m.ashworth", "Maggie", "Ashworth", "Science", role="Head of Department", other_emails=address("m.hill")),
    teacher("m.rahman", "Mo", "Rahman", "English"),
)
STEPS = {
    "a.nowak": ("Modelling", "Think aloud while you draw the first line, and leave the sketch on the board."),
    "d.evans": ("Retrieval", "Open two lessons a week with four short questions: last lesson, last week, last month, last year."),
    "j.smith": ("Questioning", "After each question count to three in your head before you choose who answers."),
    "j.smith2": ("Feedback", "Give one short spoken pointer to each group while they play, and ask for it back at the end."),
    "m.ashworth": ("Questioning", "Ask one “why” question of a student who has not spoken yet, in every lesson with Year 9."),
    "m.rahman": ("Vocabulary", "Choose two words a week, say them with the class, and ask for both in the exit ticket."),
}


def target(local: str, **changes: object) -> Target:
    """An approved target of the cycle."""
    person = next(p for p in STAFF if p.email == address(local))
    focus, step = STEPS[local]
    why = f"Seen on 14 September by the Head of Department: {focus.lower()}."
    return Target(
        row=list(STEPS).index(local) + 2, cycle=CYCLE, email=address(local), name=person.name, department=person.home,
        focus=focus, text=step, status="Approved", why=why, how_sure="Sure", drafted_on=date(2026, 9, 14),
    ).model_copy(update=changes)


def meetings() -> tuple[Meeting, ...]:
    """Three meetings, each with sittings A and B two days apart."""
    days = {"1": ((10, 6), (10, 8)), "2": ((11, 17), (11, 19)), "3": ((12, 1), (12, 3))}
    where = {"1": "Library", "2": "Library", "3": "Department rooms"}
    return tuple(
        Meeting(cycle=CYCLE, meeting=n, sitting=s, day=date(2026, *day), start=time(15, 30), end=time(16, 30), place=where[n])
        for n, both in days.items() for s, day in zip("AB", both, strict=True)
    )


def groups() -> tuple[Group, ...]:
    """Maggie, Mo and Aga are group 2, in sitting B."""
    placed = [p for p in STAFF if p.first_name in ("Maggie", "Mo", "Aga")]
    return tuple(Group(cycle=CYCLE, email=p.email, name=p.name, department=p.home, group="2", sitting="B") for p in placed)


def small_school(**changes: object) -> Book:
    """The school's book on 28 September 2026, every target approved; `changes` replace fields of the book."""
    parts: dict[str, object] = {
        "school": School(
            name="Oakfield School", coordinator="Sarah Whitfield", coordinator_email=address("s.whitfield"),
            staff_book_link="https://books.example/oakfield/staff",
        ),
        "staff": STAFF,
        "cycles": (Cycle(row=2, name=CYCLE, send_on=date(2026, 9, 28), closes_on=date(2026, 12, 11), form_1=FORM),),
        "meetings": meetings(),
        "targets": tuple(target(local) for local in STEPS),
    }
    return Book(**(parts | changes))


FORMS = read_forms()
FOCUSES = tuple(Focus(row=n, name=name, keywords=words, whole_school=name == "Questioning") for n, (name, words) in enumerate(
    (("Questioning", "cold call; question"), ("Retrieval", "quiz; prior learning"), ("Oracy", "talk; discussion")), start=2))


def answer(meeting: str, who: str, when: object = datetime(2026, 10, 7, 16, 0), row: int = 2, **said: str) -> RawAnswer:
    """One raw answer to the form of a meeting; `who` is an address, or what stands before its @."""
    whole = who if "@" in who or not who else address(who)
    return RawAnswer(f"Form {meeting}", row, meeting, when, whole, said.pop("typed", ""), {"cycle": CYCLE, **said})


def sheet_of(title: str, headings: tuple[str, ...], *rows: tuple[Value, ...]) -> Sheet:
    """A tab with these headings and rows."""
    return Sheet(title, (headings, *rows))


def book_of(*sheets: Sheet) -> Snapshot:
    """A coordinator's book as set-up leaves it, with these tabs in place of its own, and any others after them."""
    given = {s.title: s for s in sheets}
    own = [given.pop(t.title, Sheet(t.title, (t.headings,) if t.headings else ())) for t in coordinators_book(FORMS.form)]
    return Snapshot((*own, *given.values()))


def on_desk(book: Book, today: date = date(2026, 9, 28), transport: str = "outbox", **more: object) -> Desk:
    """A book on the desk on a day, in its first cycle."""
    everyone = people(book.staff)
    about = {"cycle": book.cycles[0] if book.cycles else None, "now": datetime.combine(today, time(9)), "templates": templates()} | more
    return Desk(book=book, people=everyone, answers=read_responses(book, everyone), snapshot=Snapshot(()), today=today, transport=transport,
                **about)  # type: ignore[arg-type]


def target_letters(book: Book, cycle: Cycle, sources: Mapping[str, str], targets: Sequence[Target], today: date) -> list[Message]:
    """The letters of these targets, in their order, as a run writes them."""
    desk = on_desk(replace(book, targets=tuple(targets)), today)
    due = due_targets(desk, cycle)
    by_row = {id(d.row): d for d in due.drafts}
    return written([by_row[id(t)] for t in targets], sources)
