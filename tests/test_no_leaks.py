"""Over whole random books and every kind of letter: no one's words, address or feedback ever stand in another's email."""

from dataclasses import replace
from datetime import date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st
from schools import CYCLE, FORM, FORMS, STAFF, answer, on_desk, small_school, target

from sgp.contract import Book, Cycle, EmailRecord, Group, Observation, Staff
from sgp.delivery.marks import Marks, hashed, with_marks
from sgp.mailing import plan_letters
from sgp.plan import Message

LOCALS = [p.email.partition("@")[0] for p in STAFF]
DAYS = {"targets": date(2026, 9, 28), "reminders": date(2026, 11, 16), "chasers": date(2026, 12, 9), "packs": date(2026, 11, 25)}
SHARES = st.sampled_from(["Yes", "Anonymously", "No", ""])


def token(what: str, local: str) -> str:
    """A word that stands nowhere else: what it belongs to, and whose it is."""
    return f"{what}{local.replace('.', '')}zq"


def book_of(groups: list[str], shares: list[str], holds: list[str], heads: list[bool]) -> Book:
    """A school in which every text of every person holds a word of its own."""
    staff = tuple(p.model_copy(update={"last_name": token("Name", who), "role": "Head of Department" if head else ""})
                  for p, who, head in zip(STAFF, LOCALS, heads, strict=True))
    rows = tuple(_target(who, hold) for who, hold in zip(LOCALS, holds, strict=True))
    cycle = Cycle(row=2, name=CYCLE, send_on=date(2026, 9, 28), closes_on=date(2026, 12, 18), form_1=FORM, form_2=FORM, form_3=FORM)
    book = small_school(
        staff=staff, targets=rows, cycles=(cycle,), forms=FORMS.form, answers=_answers(shares), emails=tuple(map(_record, rows)),
        groups=tuple(_place(p, group) for p, group in zip(staff, groups, strict=True) if group),
        observations=tuple(Observation(row=n, teacher=p.email, observer=staff[0].email, strengths=token("Strength", who),
                                       development=token("Weak", who), action_step=token("Step", who))
                           for n, (p, who) in enumerate(zip(staff, LOCALS, strict=True), start=2)),
    )
    return replace(book, practice=on_desk(book).ideas)


def _target(who: str, hold: str) -> object:
    words = f"Try {token('Target', who)} once a week."
    return target(who, text=words, why="", status=hold, private_note=f"Keep {token('Note', who)} to yourself.")


def _answers(shares: list[str]) -> tuple[object, ...]:
    plans = [answer("1", who, row=n, change=f"I will {token('Plan', who)}.", evidence=token("Proof", who), help=token("Help", who))
             for n, who in enumerate(LOCALS[:4], start=2)]
    after = datetime(2026, 11, 19, 16)
    reflections = [answer("2", who, after, n, idea=f"Use {token('Idea', who)} daily.", share=share, tried=token("Tried", who))
                   for n, (who, share) in enumerate(zip(LOCALS[:5], shares, strict=False), start=2)]
    return (*plans, *reflections)


def _record(row: object) -> EmailRecord:
    detail = with_marks("", Marks("smtp", about=hashed(row.text)))  # type: ignore[attr-defined]
    email = row.email  # type: ignore[attr-defined]
    return EmailRecord(key=f"{CYCLE}/targets/0/1/{email}", cycle=CYCLE, kind="targets", email=email, status="sent", detail=detail,
                       when=datetime(2026, 9, 28, 9))


def _place(person: Staff, group: str) -> Group:
    return Group(cycle=CYCLE, email=person.email, name=person.name, department=person.home, group=group)


def words_in(message: Message) -> str:
    files = " ".join(f.content.decode() for f in message.attachments).replace("\r\n ", "")
    return f"{message.subject} {message.text} {message.html} {files}".casefold().replace("%40", "@").replace("\n", "")


def may_stand(what: str, other: str, message: Message, book: Book, shares: dict[str, str]) -> bool:
    """What the reader of this letter may be told of somebody else."""
    reader = message.to
    place = {g.email: g.group for g in book.groups}
    theirs = next(p.email for p in STAFF if p.email.startswith(f"{other}@"))
    if message.kind == "packs":
        named = what == "Name" and shares.get(other) == "Yes"
        return named or (what == "Idea" and shares.get(other) in ("Yes", "Anonymously"))
    return what == "Name" and place.get(reader, "") == place.get(theirs) and message.kind in ("targets", "reminders")


@settings(max_examples=12)
@given(st.lists(st.sampled_from(["", "1", "2"]), min_size=6, max_size=6), st.lists(SHARES, min_size=5, max_size=5),
       st.lists(st.sampled_from(["Approved", "Approved", "Draft", "Hold"]), min_size=6, max_size=6),
       st.lists(st.booleans(), min_size=6, max_size=6))
def test_no_ones_words_stand_in_anothers_email(groups: list[str], shares: list[str], holds: list[str], heads: list[bool]) -> None:
    book, shared = book_of(groups, shares, holds, heads), dict(zip(LOCALS[:5], shares, strict=True))
    sent = 0
    for kind, day in DAYS.items():
        ready = replace(book, emails=()) if kind == "targets" else book
        for message in plan_letters(kind, replace(on_desk(ready, day, "smtp"), send=True)).messages:
            sent, said = sent + 1, words_in(message)
            for other in (who for who in LOCALS if not message.to.startswith(f"{who}@")):
                assert f"{other}@" not in said
                for what in ("Name", "Target", "Note", "Strength", "Weak", "Step", "Plan", "Proof", "Help", "Idea", "Tried"):
                    if token(what, other).casefold() in said:
                        assert may_stand(what, other, message, book, shared), (kind, what, other, message.to)
    assert sent > 6, "there were letters to look at"
