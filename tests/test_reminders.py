"""Reminders: who is reminded of which meeting and when, and that each letter quotes its reader and nobody else."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from golden import golden
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from reading import can_be_read, is_well_made, seen
from schools import CYCLE, FORM, FORMS, STAFF, STEPS, address, answer, groups, meetings, on_desk, small_school, target, teacher, templates
from test_letters import TYPED

from sgp.contract import Book, ClosedDay, Cycle, EmailRecord, Practice, RawAnswer
from sgp.delivery.fates import DONE, GO, WAIT
from sgp.delivery.marks import Marks, hashed, with_marks
from sgp.ideas import key_of
from sgp.letters.drafts import Draft, Due
from sgp.letters.quotes import LONGEST, quoted
from sgp.letters.reminders import ReminderLetter, due_reminders
from sgp.letters.writing import check_templates, written
from sgp.people import people
from sgp.plan import Message
from sgp.safety import Allowed, secrets, unsafe

SHIPPED = templates()
LINKS = Cycle(row=2, name=CYCLE, send_on=date(2026, 9, 28), closes_on=date(2026, 12, 11), form_1=FORM,
              form_2="https://forms.example/2?e=EMAIL", form_3="https://forms.example/3?d=DEPARTMENT")
FIRST = {"1": date(2026, 10, 6), "2": date(2026, 11, 17), "3": date(2026, 12, 1)}
PLAN = "Ask one quiet student first, then wait for three seconds."
IDEA = "Think, pair, then ask the pair."
LATE_1 = "Reminders for meeting 1 went out until 06/10/2026."


def sent(local: str, kind: str = "targets", meeting: int = 0, status: str = "sent", about: str = "") -> EmailRecord:
    """What the log says of an email to somebody."""
    return EmailRecord(
        key=f"{CYCLE}/{kind}/{meeting}/1/{address(local)}", cycle=CYCLE, kind=kind, email=address(local), status=status,
        detail=with_marks("", Marks(about=hashed(about))), when=datetime(2026, 9, 28, 8),
    )


def school(*answers: RawAnswer, **changes: object) -> Book:
    """The school with these answers, every target sent."""
    return small_school(**{"forms": FORMS.form, "cycles": (LINKS,), "answers": answers, "emails": tuple(map(sent, STEPS))} | changes)


def due(book: Book, today: date, transport: str = "outbox") -> Due:
    return due_reminders(on_desk(book, today, transport), book.cycles[0])


def draft(book: Book, today: date, local: str = "m.ashworth", transport: str = "outbox") -> Draft:
    (found,) = (d for d in due(book, today, transport).drafts if d.to.email == address(local))
    return found


def letter(book: Book, meeting: str = "1", local: str = "m.ashworth") -> Message:
    return written([draft(book, FIRST[meeting], local)], SHIPPED)[0]


def told(message: Message) -> str:
    """The text part in one line."""
    return " ".join(message.text.split())


def planned() -> Book:
    """Maggie has a plan and an idea; Mo too, and another one."""
    return school(
        answer("1", "m.ashworth", change=PLAN, evidence="Two exit tickets from Year 9."),
        answer("1", "m.rahman", change="Mo's plan stays with Mo."),
        answer("2", "m.ashworth", datetime(2026, 11, 20), idea=IDEA, share="Anonymously"),
        answer("2", "m.rahman", datetime(2026, 11, 20), idea="Mo's idea is shared.", share="Yes"), groups=groups(),
    )


# ── when ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("today", "alone", "in_sitting_b"), [
    ((9, 30), WAIT, WAIT), ((10, 1), WAIT, WAIT), ((10, 2), GO, WAIT), ((10, 5), GO, WAIT), ((10, 6), GO, GO), ((10, 7), LATE_1, GO),
    ((10, 8), LATE_1, GO),
])
def test_from_two_school_days_before_ones_own_sitting_until_it(today: tuple[int, int], alone: str, in_sitting_b: str) -> None:
    book = school(groups=groups())
    for local, fate in (("d.evans", alone), ("m.ashworth", in_sitting_b)):
        found = draft(book, date(2026, *today), local)
        assert (found.held or found.fate, found.key) == (fate, f"{CYCLE}/reminders/1/1/{address(local)}")


@pytest.mark.parametrize("meeting", ["2", "3"])
def test_the_other_meetings_too_and_meeting_3_counts_from_the_first_sitting_for_all(meeting: str) -> None:
    first, book = FIRST[meeting], school(groups=groups())
    own = first + timedelta(2) if meeting == "2" else first
    days = {d: draft(book, d).fate for d in (own - timedelta(n) for n in range(6, -1, -1))}
    opens = next(d for d, fate in days.items() if fate == GO)
    assert opens == {"2": date(2026, 11, 17), "3": date(2026, 11, 27)}[meeting]
    assert all(fate == (GO if d >= opens else WAIT) for d, fate in days.items())
    assert draft(book, own).key.startswith(f"{CYCLE}/reminders/{meeting}/1/")


def test_closed_days_do_not_count() -> None:
    book = school(closed=(ClosedDay(first=date(2026, 10, 1), last=date(2026, 10, 5)),))
    assert [draft(book, date(2026, 9, d), "d.evans").fate for d in (28, 29)] == [WAIT, GO]


def test_what_is_not_due_is_told_with_its_days() -> None:
    assert due(school(), date(2026, 9, 28)).note == "Reminders for meeting 1 go out from 02/10/2026 on."
    assert due(school(), date(2026, 10, 6)).note == ""
    between = due(school(), date(2026, 10, 20))
    assert between.note == f"{LATE_1} Reminders for meeting 2 go out from 13/11/2026 on."
    assert {d.fate for d in between.drafts} == {WAIT}, "the next ones can be looked at"
    over = due(school(), date(2026, 12, 2))
    assert (over.note, over.drafts) == ("Reminders for meeting 3 went out until 01/12/2026.", ())


UNDATED = tuple(m.model_copy(update={"day": None}) for m in meetings())


@pytest.mark.parametrize("changes", [{"targets": ()}, {"meetings": ()}, {"meetings": UNDATED}])
def test_without_targets_or_dates_nothing_is_due(changes: dict[str, object]) -> None:
    nothing = due(school(**changes), date(2026, 10, 6))
    assert (nothing.drafts, nothing.note[:18]) == ((), "Nothing is due: th")


def test_two_meetings_that_are_near_together_are_two_reminders() -> None:
    soon = tuple(m.model_copy(update={"day": m.day and m.day.replace(month=10, day=m.day.day % 10)}) for m in meetings())
    keys = [d.key for d in due(school(meetings=soon), date(2026, 10, 5)).of(GO)]
    assert [k.split("/")[2] for k in keys] == ["1"] * 6 + ["2"] * 6
    assert keys == sorted(keys)


# ── who ──────────────────────────────────────────────────────────────────────────────────────────────


def staff_with(local: str, **changes: object) -> tuple[object, ...]:
    return tuple(p.model_copy(update=changes) if p.email == address(local) else p for p in STAFF)


@pytest.mark.parametrize(("changes", "fates"), [
    ({}, (GO, GO, LATE_1)), ({"taking_part": False}, ()), ({"leaves": date(2026, 10, 7)}, ()),
    ({"leaves": date(2026, 10, 8)}, (GO, GO, LATE_1)), ({"starts": date(2026, 10, 6)}, (WAIT, GO, LATE_1)),
    ({"starts": date(2026, 10, 7)}, (WAIT, WAIT, GO)), ({"starts": date(2026, 10, 9)}, ()),
])
def test_those_who_take_part_in_the_last_sitting_from_the_first_they_can_attend(changes: dict[str, object], fates: Sequence[str]) -> None:
    book = school(staff=staff_with("d.evans", **changes), groups=groups())
    found = [d for n in (5, 6, 7) for d in due(book, date(2026, 10, n)).drafts if d.to.email == address("d.evans")]
    assert [d.held or d.fate for d in found] == list(fates)


def test_only_those_with_a_target_row_in_this_cycle() -> None:
    rows = (target("d.evans"), target("m.rahman", cycle="Summer 2026"), target("a.nowak", cycle="autumn  2026"))
    assert [d.to.first_name for d in due(school(targets=rows), date(2026, 10, 6)).drafts] == ["Aga", "Dai"]


@pytest.mark.parametrize(("changes", "reason"), [
    ({"staff": STAFF[1:]}, "Nobody in Staff has this address."),
    ({"staff": (*STAFF, teacher("a.nowak", "Ann", "Other", "Music"))}, "This address stands on two people in Staff."),
    ({"staff": staff_with("a.nowak", departments=())}, "This person has no department."),
    ({"staff": (STAFF[0].model_copy(update={"email": "aga@elsewhere.example", "other_emails": (address("a.nowak"),)}), *STAFF[1:])},
     "The address is not in a domain that email may go to."),
])
def test_a_doubtful_recipient_is_held_and_told_and_the_others_are_reminded(changes: dict[str, object], reason: str) -> None:
    found = due(school(**changes), date(2026, 10, 6))
    assert [d.held for d in found.held] == [reason]
    assert [(p.row, p.what) for p in found.problems] == [(2, reason)]
    assert len(found.of(GO)) == 5


def test_two_rows_of_one_person_are_one_reminder_without_a_target() -> None:
    rows = (target("m.ashworth"), target("m.ashworth", email=address("m.hill"), text="Another step.", row=9))
    book = school(targets=rows)
    assert [d.key for d in due(book, date(2026, 10, 6)).drafts] == [f"{CYCLE}/reminders/1/1/{address('m.ashworth')}"]
    assert not re.search("YOUR STEP|why|Another", letter(book).text)


# ── what the log says ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("status", "transport", "fate"), [
    ("sent", "smtp", DONE), ("filed", "outbox", DONE), ("filed", "smtp", GO), ("deferred", "smtp", GO), ("planned", "smtp", GO),
    ("unknown", "smtp", "It may have been sent: the mail server did not say."), ("failed", "smtp", "The last try failed."),
])
@pytest.mark.parametrize("former", [False, True])
def test_one_reminder_a_meeting_whatever_address_it_went_to(status: str, transport: str, fate: str, former: bool) -> None:
    record = sent("m.hill" if former else "m.ashworth", "reminders", 1, status)
    found = draft(school(emails=(record,)), FIRST["1"], transport=transport)
    assert (found.held or found.fate, found.key) == (fate, record.key)


def test_another_meetings_reminder_does_not_count() -> None:
    record = sent("m.ashworth", "reminders", 1)
    assert draft(school(emails=(record,)), FIRST["2"]).fate == GO


# ── what it says ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("name", "meeting", "book"), [
    ("1_group", "1", school(groups=groups())), ("1_bare", "1", school(emails=(), cycles=(LINKS.model_copy(update={"form_1": ""}),))),
    ("2_plan", "2", planned()), ("3_idea", "3", planned()),
])
def test_golden_letters(name: str, meeting: str, book: Book) -> None:
    message = letter(book, meeting)
    golden(f"reminders_{name}.txt", f"{message.subject}\n\n{message.text}")
    golden(f"reminders_{name}.html", message.html)


@pytest.mark.parametrize(("meeting", "words"), [
    ("1", ("Thursday 8 October", "15:30 to 16:30, Library", "You are in group 2, with:", "Aga Nowak, Art & Design", STEPS["m.ashworth"][1],
           "already filled in", "Only you and Sarah Whitfield see this step.")),
    ("2", ("Thursday 19 November", "Mo Rahman, English", PLAN, "You meant to bring: Two exit tickets from Year 9.")),
    ("3", ("Tuesday 1 December or Thursday 3 December", "Department rooms", IDEA, "One answer for your department is enough")),
])
def test_all_that_a_teacher_needs_and_no_more(meeting: str, words: Sequence[str]) -> None:
    message = letter(planned(), meeting)
    for said in (told(message), seen(message.html)):
        assert [w for w in words if w not in said] == []
        assert len(said.split()) < 190, "half a minute"
    links = {a.get("href") for a in html.fromstring(message.html).iter("a")}
    assert links == {next(line for line in message.text.split("\n") if line.startswith("https://forms")), "https://books.example/oakfield/staff"}
    assert ("group 2" in message.text, "Aga" in message.text) == (meeting != "3",) * 2
    assert (STEPS["m.ashworth"][1] in told(message), PLAN in told(message), IDEA in told(message)) == tuple(meeting == n for n in "123")


@pytest.mark.parametrize("meeting", ["1", "2", "3"])
def test_a_locked_phone_and_a_classroom_screen_show_only_when_and_where(meeting: str) -> None:
    message = letter(planned(), meeting)
    assert re.fullmatch(r"Sharing good practice: meeting [123], [\w ]+", message.subject)
    for start in (message.text[:170], seen(message.html)[:230]):
        assert not re.search("why|Ask|pair|Rahman|Nowak|Questioning|exit", start)


@pytest.mark.parametrize(("record", "changes", "stands"), [
    (sent("m.ashworth"), {}, True), (sent("m.ashworth", status="filed"), {}, True), (sent("m.hill"), {}, True),
    (sent("m.ashworth", about=STEPS["m.ashworth"][1]), {}, True), (sent("m.ashworth", about="What was sent before."), {}, False),
    (sent("m.ashworth", status="deferred"), {}, False), (sent("m.ashworth", status="unknown"), {}, False),
    (sent("m.rahman"), {}, False), (sent("m.ashworth", "reminders"), {}, False),
    (sent("m.ashworth"), {"status": "Hold"}, False), (sent("m.ashworth"), {"status": "Draft"}, False),
])
@pytest.mark.parametrize("meeting", ["1", "2"])
def test_a_target_is_quoted_only_as_it_was_emailed(record: EmailRecord, changes: dict[str, str], stands: bool, meeting: str) -> None:
    book = school(emails=(record,), targets=(target("m.ashworth", **changes),))
    words, found = STEPS["m.ashworth"][1], draft(book, FIRST[meeting])
    message = letter(book, meeting)
    assert (found.fate, found.own_target) == (GO, words if stands else "")
    assert [words in said for said in (told(message), seen(message.html))] == [stands] * 2
    assert ("spoken%20yet" in message.text) == (stands and meeting == "1"), "neither in a link"


@pytest.mark.parametrize(("said", "quote", "or_target"), [
    ({"change": PLAN}, PLAN, False), ({"change": "n/a", "target": "My own words."}, "My own words.", False), ({"change": "-"}, "", True),
    ({}, "", True), ({"change": "Sit with D.K. each day."}, "", True), ({"change": "Reach outstanding."}, "", True),
    ({"change": "Write to j.smith@oakfield.example"}, "", True), ({"evidence": "A quiz"}, "", True),
])
def test_a_plan_is_quoted_if_it_can_be_else_the_target(said: dict[str, str], quote: str, or_target: bool) -> None:
    message = letter(school(answer("1", "m.ashworth", **said)), "2")
    assert [("YOUR PLAN" in message.text, "YOUR STEP" in message.text)] == [(bool(quote), or_target)]
    assert quote in told(message)
    assert ("Please bring one small piece" in message.text) == ("evidence" not in said)
    assert not re.search("D\\.K\\.|outstanding|j\\.smith", message.text)


def test_with_neither_plan_nor_target_a_sentence_is_left() -> None:
    message = letter(school(emails=()), "2")
    assert not re.search("YOUR|appraisal", message.text)
    assert "Please bring one small piece of evidence" in told(message)


def test_an_earlier_cycles_plan_is_not_quoted() -> None:
    old = Cycle(row=3, name="Summer 2026", send_on=date(2026, 4, 20), closes_on=date(2026, 7, 1))
    book = school(answer("1", "m.ashworth", datetime(2026, 5, 1), cycle="Summer 2026", change="Old plan."), cycles=(LINKS, old))
    assert "Old plan" not in letter(book, "2").text


@pytest.mark.parametrize(("share", "show", "stands"), [
    ("Yes", None, True), ("Anonymously", None, True), ("No", None, False), ("", None, False), ("Yes", True, True), ("Yes", False, False),
])
def test_an_idea_is_quoted_only_while_it_is_shared(share: str, show: bool | None, stands: bool) -> None:
    row = Practice(row=2, key=key_of(CYCLE, address("m.hill")), cycle=CYCLE, idea=IDEA, show=bool(show))
    book = school(answer("2", "m.ashworth", datetime(2026, 11, 20), idea=IDEA, share=share), practice=(row,) if show is not None else ())
    assert (IDEA in told(letter(book, "3"))) is stands


@given(st.text(st.sampled_from("ab .x"), max_size=LONGEST * 2))
def test_quotes_are_one_line_and_short(text: str) -> None:
    said = quoted(text)
    assert len(said) <= LONGEST + 2
    assert " ".join(text.split()).startswith(said.removesuffix(" …"))
    assert said.endswith("…") == (len(" ".join(text.split())) > LONGEST and bool(said))


# ── nobody else's ────────────────────────────────────────────────────────────────────────────────────


@settings(max_examples=8, deadline=None)
@given(st.permutations(list(STEPS)), st.booleans())
def test_no_letter_holds_what_belongs_to_another(order: list[str], placed: bool) -> None:
    rows = tuple(target(local, text=f"text-{n} a step", private_note=f"note-{n}", why=f"why-{n}") for n, local in enumerate(order))
    answers = [answer("1", local, row=n, change=f"plan-{n} I will", evidence=f"proof-{n} to", help=f"help-{n}")
               for n, local in enumerate(order)]
    answers += [answer("2", local, datetime(2026, 11, 20), n, idea=f"idea-{n} to share", share="Yes") for n, local in enumerate(order)]
    book = school(*answers, targets=rows, groups=groups() if placed else ())
    drafts = [draft(book, day, local) for day in FIRST.values() for local in order]
    messages = iter(written(drafts, SHIPPED))
    for meeting, kinds in (("1", {"text"}), ("2", {"plan", "proof"}), ("3", {"idea"})):
        for n in range(len(order)):
            message = next(messages)
            said = message.text + message.html + message.subject
            assert set(re.findall(r"(?:text|note|why|plan|proof|help|idea)-\d", said)) == {f"{kind}-{n}" for kind in kinds}
            assert set(re.findall(r"[\w.]+@oakfield\.example", said.replace("%40", "@"))) <= {message.to}
            others = {p.name for p in STAFF if p.name in said and p.email != message.to}
            assert bool(others) <= (placed and meeting != "3")


@pytest.mark.parametrize("meeting", ["1", "2", "3"])
def test_every_letter_passes_the_check_before_sending(meeting: str) -> None:
    named = answer("1", "j.smith", change="Watch Dai Evans open a lesson.")
    book = replace(planned(), answers=(*planned().answers, named))
    drafts = due(book, FIRST[meeting]).drafts
    may = {d.key: Allowed(d.to, d.own_target, names=d.may_name) for d in drafts}
    assert len(drafts) == 6
    assert unsafe(written(drafts, SHIPPED), may, secrets(book, people(book.staff), SHIPPED.values())) == {}


def test_the_order_of_rows_does_not_matter() -> None:
    book = planned()
    turned = {name: getattr(book, name)[::-1] for name in ("staff", "meetings", "groups", "targets", "answers", "emails")}
    for day in FIRST.values():
        assert due(book, day) == due(replace(book, **turned), day)


# ── how it looks ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("meeting", ["1", "2", "3"])
def test_it_is_well_made_and_every_colour_pair_can_be_read(meeting: str, mode: str) -> None:
    page = letter(planned(), meeting).html
    is_well_made(page)
    can_be_read(page, mode)


@settings(max_examples=12, deadline=None)
@given(TYPED, TYPED, TYPED)
def test_no_input_changes_the_shape_of_the_html(text: str, name: str, place: str) -> None:
    def shape(a: str, b: str, c: str) -> list[list[str]]:
        person = STAFF[0].model_copy(update={"first_name": b, "last_name": b})
        rooms = tuple(m.model_copy(update={"place": c}) for m in meetings())
        said = answer("1", "a.nowak", change=a, evidence=a)
        book = school(said, staff=(person,), meetings=rooms, targets=(target("a.nowak", text=a or "step"),))
        pages = written([draft(book, day, "a.nowak") for day in FIRST.values()], SHIPPED)
        return [[t for e in html.fromstring(page.html).iter() if (t := str(e.tag)) != "br"] for page in pages]

    plain = "plan" if quoted(text) else ""
    assert shape(text, name, place) == shape(plain, "Aga", "x" if place else "")


def test_a_misspelt_field_is_told() -> None:
    kinds = {"reminders": ReminderLetter}
    assert check_templates(SHIPPED, kinds) == []
    for part in ("subject", "txt", "html"):
        name = f"email/reminders.{part}.j2"
        edited = SHIPPED | {name: SHIPPED[name].replace("meeting.number", "meeting.numbr", 1)}
        assert [(p.tab, "“number”" in p.mend) for p in check_templates(edited, kinds)] == [(f"templates/{name}", True)]
