"""Chasers: one kind email about all that is missing, to whom, from when on, and never more often than the school wants."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from golden import golden
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from reading import can_be_read, is_well_made, seen
from schools import CYCLE, FORM, FORMS, STAFF, STEPS, address, answer, groups, meetings, on_desk, small_school, target, teacher, templates
from test_letters import TYPED

from sgp.contract import Book, ClosedDay, Cycle, EmailRecord, RawAnswer, Scheme, Staff
from sgp.dates import closed_days, school_days_after
from sgp.delivery.fates import DONE, GO, WAIT
from sgp.delivery.log import LEFT
from sgp.letters.chasers import ChaserLetter, due_chasers
from sgp.letters.drafts import Draft, Due
from sgp.letters.writing import check_templates, written
from sgp.people import people
from sgp.plan import Message
from sgp.results.collate import OUTSTANDING, replies
from sgp.safety import Allowed, secrets, unsafe

SHIPPED = templates()
LINKS = Cycle(row=2, name=CYCLE, send_on=date(2026, 9, 28), closes_on=date(2026, 12, 11), form_1=FORM,
              form_2="https://forms.example/2?e=EMAIL", form_3="https://forms.example/3?d=DEPARTMENT")
WHEN = {"1": datetime(2026, 10, 8, 16), "2": datetime(2026, 11, 19, 16), "3": datetime(2026, 12, 3, 16)}
FIRST = date(2026, 10, 15)
"""Five school days after the last sitting of meeting 1."""
DOUBT = "It may have been sent: the mail server did not say."
OPEN = "It may have been sent: the last run stopped in the middle of it."


def school(*answers: RawAnswer, at_most: float = 2, after: float = 5, **changes: object) -> Book:
    book = small_school(**{"forms": FORMS.form, "cycles": (LINKS,), "answers": answers} | changes)
    return replace(book, school=book.school.model_copy(update={"chases_at_most": at_most, "chase_after_days": after}))


def chased(number: int, day: date | str | None, status: str = "sent", local: str = "m.ashworth") -> EmailRecord:
    """What the log says of a chaser."""
    when = datetime.combine(day, WHEN["1"].time()) if isinstance(day, date) else day
    return EmailRecord(key=f"{CYCLE}/chasers/0/{number}/{address(local)}", cycle=CYCLE, kind="chasers", email=address(local), status=status,
                       when=when)


def due(book: Book, today: date, transport: str = "smtp") -> Due:
    return due_chasers(on_desk(book, today, transport), book.cycles[0])


def draft(book: Book, today: date, local: str = "m.ashworth", transport: str = "smtp") -> Draft | None:
    return next((d for d in due(book, today, transport).drafts if d.to.email == address(local)), None)


def fate(book: Book, today: date, local: str = "m.ashworth", transport: str = "smtp") -> tuple[int, object]:
    """The number of the chase, and what becomes of it."""
    found = draft(book, today, local, transport)
    assert found is not None
    return int(found.key.split("/")[3]), found.held or found.fate


def letter(book: Book, today: date) -> Message:
    found = draft(book, today)
    assert found is not None
    return written([found], SHIPPED)[0]


def missing(book: Book, today: date, local: str = "m.ashworth") -> list[str]:
    found = draft(book, today, local)
    return [m.number for m in found.says.missing] if found and isinstance(found.says, ChaserLetter) else []


# ── when, and about what ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("today", "expected"), [((10, 9), WAIT), ((10, 14), WAIT), ((10, 15), GO), ((11, 30), GO), ((12, 11), GO)])
def test_from_five_school_days_after_the_meeting_until_the_cycle_closes(today: tuple[int, int], expected: str) -> None:
    assert fate(school(), date(2026, *today)) == (1, expected)


def test_before_the_meeting_and_on_its_day_nothing_is_missing() -> None:
    for day in (date(2026, 10, 5), date(2026, 10, 8)):
        assert (due(school(), day).drafts, due(school(), day).note) == ((), "Nobody’s answer is missing, and no idea is overdue.")


def test_after_the_cycle_has_closed_nobody_is_chased() -> None:
    late = due(school(), date(2026, 12, 12))
    assert (late.drafts, late.note) == ((), "Chasers went out until 11/12/2026.")
    open_end = school(cycles=(LINKS.model_copy(update={"closes_on": None}),))
    assert fate(open_end, date(2027, 3, 1)) == (1, GO)


def test_ones_own_sitting_counts_else_the_last_and_meeting_3_the_last() -> None:
    early = tuple(g.model_copy(update={"sitting": sitting}) for g, sitting in zip(groups(), ("A", "", "B"), strict=True))
    book = school(groups=early)
    days = {g.email: next(d for n in range(1, 30) if (d := date(2026, 10, 6) + timedelta(n)) and g.email in
                          {x.to.email for x in due(book, d).of(GO)}) for g in early}
    assert list(days.values()) == [date(2026, 10, 13), date(2026, 10, 13), FIRST]
    assert missing(book, date(2026, 12, 3), "m.rahman") == ["1", "2"]
    assert missing(book, date(2026, 12, 4), "m.rahman") == ["1", "2", "3"]


@pytest.mark.parametrize(("after", "closed", "first"), [
    (5, None, FIRST), (1, None, date(2026, 10, 9)), (0, None, date(2026, 10, 9)), (2.5, None, date(2026, 10, 12)),
    (5, ClosedDay(first=date(2026, 10, 12), last=date(2026, 10, 16)), date(2026, 10, 22)),
])
def test_the_settings_and_closed_days_decide_the_first_day(after: float, closed: ClosedDay | None, first: date) -> None:
    book = school(after=after, closed=(closed,) if closed else ())
    assert min(d for n in range(20) if due(book, d := date(2026, 10, 6) + timedelta(n)).of(GO)) == first
    if after > 1:
        assert due(book, date(2026, 10, 9)).note == f"Chasers go out from {first:%d/%m/%Y} on."


@pytest.mark.parametrize(("answers", "expected"), [
    ((), ["1", "2", "3"]), (("1",), ["2", "3"]), (("2",), ["1", "3"]), (("1", "2"), ["3"]), (("1", "2", "3"), []),
])
def test_all_that_is_missing_stands_in_one_email(answers: Sequence[str], expected: list[str]) -> None:
    book = school(*(answer(m, "m.ashworth", WHEN[m], idea="An idea") for m in answers))
    assert missing(book, date(2026, 12, 10)) == expected
    found = draft(book, date(2026, 12, 10))
    assert (found.about if found else "") == (f"meetings {' '.join(expected)}" if expected else "")


def test_one_answer_of_a_department_is_enough_for_all_its_members() -> None:
    book = school(answer("3", "d.evans", WHEN["3"], department="Science", idea="A quiz"))
    assert [missing(book, date(2026, 12, 10), who) for who in ("m.ashworth", "d.evans")] == [["1", "2"], ["1", "2", "3"]]


def test_what_the_tab_of_replies_last_held_does_not_count() -> None:
    old = replies(school(), people(STAFF), on_desk(school()).answers, FIRST)
    book = school(answer("1", "m.ashworth", WHEN["1"]), replies=old)
    assert any(r.meeting_1 == OUTSTANDING for r in old)
    assert (draft(book, FIRST), fate(book, FIRST, "m.rahman")) == (None, (1, GO))


# ── who ──────────────────────────────────────────────────────────────────────────────────────────────


def staff_with(local: str, **changes: object) -> tuple[Staff, ...]:
    return tuple(p.model_copy(update=changes) if p.email == address(local) else p for p in STAFF)


@pytest.mark.parametrize(("changes", "expected"), [
    ({}, ["1", "2"]), ({"taking_part": False}, []), ({"leaves": date(2026, 11, 30)}, []), ({"leaves": date(2026, 12, 1)}, ["1", "2"]),
    ({"starts": date(2026, 11, 1)}, ["2"]), ({"starts": date(2026, 10, 8)}, ["1", "2"]),
])
def test_only_those_who_took_part_and_are_still_here(changes: dict[str, object], expected: list[str]) -> None:
    assert missing(school(staff=staff_with("m.ashworth", **changes)), date(2026, 12, 1)) == expected


def test_only_those_with_a_target_row_in_this_cycle_on_hold_or_not() -> None:
    rows = (target("d.evans", status="Hold"), target("m.rahman", cycle="Summer 2026"), target("m.ashworth", email=address("m.hill")),
            target("m.ashworth", row=9))
    assert [d.to.first_name for d in due(school(targets=rows), FIRST).of(GO)] == ["Dai", "Maggie"]


@pytest.mark.parametrize(("changes", "reason"), [
    ({"staff": staff_with("a.nowak", departments=())}, "This person has no department."),
    ({"staff": (STAFF[0].model_copy(update={"email": "aga@elsewhere.example", "other_emails": (address("a.nowak"),)}), *STAFF[1:])},
     "The address is not in a domain that email may go to."),
])
def test_a_doubtful_recipient_is_held_and_told_and_the_others_are_chased(changes: dict[str, object], reason: str) -> None:
    found = due(school(**changes), FIRST)
    assert ([d.held for d in found.held], [(p.row, p.what) for p in found.problems]) == ([reason], [(2, reason)])
    assert len(found.of(GO)) == 5


@pytest.mark.parametrize("staff", [STAFF[1:], (*STAFF, teacher("a.nowak", "Ann", "Other", "Music"))])
def test_nobody_is_chased_at_an_address_that_is_nobodys_or_two_peoples(staff: tuple[Staff, ...]) -> None:
    assert address("a.nowak") not in {d.to.email for d in due(school(staff=staff), FIRST).drafts}


# ── how often ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("log", "today", "expected"), [
    ([chased(1, FIRST)], (10, 21), (1, DONE)), ([chased(1, FIRST)], (10, 22), (2, GO)),
    ([chased(1, FIRST, local="m.hill")], (10, 21), (1, DONE)), ([chased(1, FIRST, local="m.hill")], (10, 22), (2, GO)),
    ([chased(1, FIRST), chased(2, date(2026, 10, 22))], (11, 30), (2, DONE)),
    ([chased(1, FIRST, "deferred")], (10, 15), (1, GO)), ([chased(1, FIRST, "planned")], (10, 15), (1, GO)),
    ([chased(1, FIRST), chased(2, date(2026, 10, 22), "deferred")], (10, 23), (2, GO)),
    ([chased(1, FIRST, "unknown")], (10, 21), (1, DOUBT)), ([chased(1, FIRST, "unknown")], (10, 22), (2, GO)),
    ([chased(1, FIRST, "unknown"), chased(2, date(2026, 10, 22), "unknown")], (11, 30), (2, DOUBT)),
    ([chased(1, FIRST, "failed")], (11, 30), (1, "The last try failed.")),
    ([chased(1, FIRST, "sending")], (10, 21), (1, OPEN)), ([chased(1, FIRST, "sending")], (10, 22), (2, GO)),
    ([chased(1, "15/10/2026 16:00")], (10, 22), (2, GO)), ([chased(1, "some day")], (11, 30), (1, DONE)),
    ([chased(1, None)], (11, 30), (1, DONE)),
])
def test_the_next_chase_waits_for_its_days_and_there_are_never_more_than_two(
    log: list[EmailRecord], today: tuple[int, int], expected: tuple[int, str]
) -> None:
    for records in (log, log[::-1]):
        assert fate(school(emails=tuple(records)), date(2026, *today)) == expected


@pytest.mark.parametrize(("log", "transport", "expected"), [
    ([chased(1, FIRST, "filed")], "outbox", (2, GO)), ([chased(1, FIRST, "filed")], "smtp", (1, GO)),
    ([chased(1, FIRST), chased(2, date(2026, 10, 22), "filed")], "smtp", (2, GO)),
])
def test_what_was_only_filed_is_unsent_by_every_other_way(log: list[EmailRecord], transport: str, expected: tuple[int, str]) -> None:
    assert fate(school(emails=tuple(log)), date(2026, 11, 30), transport=transport) == expected


def test_the_settings_say_how_many() -> None:
    log = (chased(1, FIRST), chased(2, date(2026, 10, 22)))
    assert fate(school(emails=log, at_most=3), date(2026, 10, 29)) == (3, GO)
    none = due(school(at_most=0), FIRST)
    assert (none.drafts, none.note) == ((), "Nobody is chased: the settings allow no chases.")
    waiting = school(emails=(chased(1, FIRST), chased(2, date(2026, 10, 22), "deferred")), at_most=1)
    assert fate(waiting, date(2026, 10, 23)) == (2, DONE), "put off, and then the settings were changed"


def test_never_twice_on_one_day() -> None:
    book = school(after=0, emails=(chased(1, FIRST),))
    assert [fate(book, FIRST + timedelta(n)) for n in (0, 1)] == [(1, DONE), (2, GO)]


def test_other_cycles_and_other_people_do_not_count() -> None:
    other = chased(2, FIRST).model_copy(update={"cycle": "Summer 2026", "key": f"Summer 2026/chasers/0/2/{address('m.ashworth')}"})
    reminder = chased(1, FIRST).model_copy(update={"kind": "reminders", "key": f"{CYCLE}/reminders/1/1/{address('m.ashworth')}"})
    assert fate(school(emails=(other, reminder, chased(2, FIRST, local="m.rahman"))), FIRST) == (1, GO)


def test_a_new_gap_waits_for_its_own_days() -> None:
    book = school(answer("1", "m.ashworth", WHEN["1"]), emails=(chased(1, FIRST),))
    assert [fate(book, date(2026, 11, d)) for d in (20, 25, 26)] == [(2, WAIT), (2, WAIT), (2, GO)]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(["sent", "sent", "unknown", "deferred", "failed", "answered"]), max_size=12), st.integers(1, 3),
       st.integers(1, 7))
def test_over_a_whole_cycle_nobody_is_asked_too_often_or_too_soon(fates: list[str], at_most: int, after: int) -> None:
    answers: tuple[RawAnswer, ...] = ()
    log: dict[str, EmailRecord] = {}
    days = [day for n in range(0, 64, 3) if (day := date(2026, 10, 9) + timedelta(n)).weekday() < 5]
    for day in days:
        found = draft(school(*answers, emails=tuple(log.values()), at_most=at_most, after=after, targets=(target("m.ashworth"),)), day)
        if not found or found.fate != GO:
            continue
        what = fates.pop() if fates else "sent"
        if what == "answered":
            answers = tuple(answer(m, "m.ashworth", WHEN[m], idea="An idea") for m in WHEN)
        else:
            assert log.get(found.key, chased(9, day, "deferred")).status == "deferred", "never a second email of one key"
            log[found.key] = chased(int(found.key.split("/")[3]), day, what)
    went = sorted(r.when.date() for r in log.values() if r.status in LEFT)
    assert len(went) <= at_most
    assert all(school_days_after(one, after, closed_days(school())) <= next_one for one, next_one in pairwise(went))
    assert sorted(log) == [f"{CYCLE}/chasers/0/{n}/{address('m.ashworth')}" for n in range(1, len(log) + 1)]


# ── what it says ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("name", "today"), [("one", FIRST), ("all", date(2026, 12, 10))])
def test_golden_letters(name: str, today: date) -> None:
    message = letter(school(groups=groups()), today)
    golden(f"chasers_{name}.txt", f"{message.subject}\n\n{message.text}")
    golden(f"chasers_{name}.html", message.html)


def test_all_that_a_teacher_needs_and_no_more() -> None:
    message = letter(school(groups=groups()), date(2026, 12, 10))
    for said in (" ".join(message.text.split()), seen(message.html)):
        for words in ("If you have answered meanwhile, thank you: nothing more is needed.", "Sharing and planning Thursday 8 October",
                      "Reflection and evidence Thursday 19 November", "Tuesday 1 December or Thursday 3 December", "nobody grades it",
                      "One answer for your department is enough. If a colleague is writing it, there is nothing for you to do."):
            assert words in said
        assert len(said.split()) < 200, "half a minute"
        assert not re.search(r"Rahman|Nowak|why|late|must|overdue|fail|remind|group", said.replace("colleague", ""), re.IGNORECASE)
    links = [a.get("href") for a in html.fromstring(message.html).iter("a")][:3]
    assert links == [line for line in message.text.split("\n") if line.startswith("https://forms")]
    assert links[1:] == ["https://forms.example/2?e=m.ashworth%40oakfield.example", "https://forms.example/3?d=Science"]
    assert "One answer" not in letter(school(), FIRST).text


def test_a_locked_phone_and_a_classroom_screen_show_no_blame() -> None:
    message = letter(school(), FIRST)
    assert message.subject == "Sharing good practice: forms for Autumn 2026"
    assert not re.search("still|missing|answer|meeting", message.text[:170])


def test_without_links_it_still_reads_well() -> None:
    bare = letter(school(cycles=(LINKS.model_copy(update={"form_1": "", "form_2": "see the portal"}),)), date(2026, 11, 30))
    assert "2. Reflection and evidence\n   Tuesday 17 November or Thursday 19 November\n\nIf you could not be there" in bare.text
    assert {a.text_content() for a in html.fromstring(bare.html).iter("a")} == {"See the ideas colleagues have shared"}


def test_every_letter_passes_the_check_before_sending_and_holds_nothing_of_others() -> None:
    rows = tuple(target(local, text=f"text-{n} a step", private_note=f"note-{n}", why=f"why-{n}") for n, local in enumerate(STEPS))
    said = tuple(answer("1", local, WHEN["1"], n, change=f"plan-{n} I will") for n, local in enumerate(STEPS))
    book = school(*said, targets=rows, groups=groups())
    drafts = due(book, date(2026, 12, 10)).drafts
    messages = written(drafts, SHIPPED)
    assert len(drafts) == 6
    assert unsafe(messages, {d.key: Allowed(d.to, d.own_target, names=d.may_name) for d in drafts},
                  secrets(book, people(book.staff), SHIPPED.values())) == {}
    for message in messages:
        whole = message.subject + message.text + message.html
        assert not re.search(r"(?:text|note|why|plan)-\d", whole)
        assert set(re.findall(r"[\w.]+@oakfield\.example", whole.replace("%40", "@"))) == {message.to}


def test_the_order_of_rows_does_not_matter() -> None:
    book = school(answer("1", "m.ashworth", WHEN["1"]), answer("2", "m.rahman", WHEN["2"]), groups=groups(),
                  emails=(chased(1, FIRST), chased(1, FIRST, "unknown", "a.nowak")))
    turned = {name: getattr(book, name)[::-1] for name in ("staff", "meetings", "groups", "targets", "answers", "emails")}
    for day in (FIRST, date(2026, 12, 10)):
        assert due(book, day) == due(replace(book, **turned), day)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("today", [FIRST, date(2026, 12, 10)])
def test_it_is_well_made_and_every_colour_pair_can_be_read(today: date, mode: str) -> None:
    page = letter(school(), today).html
    is_well_made(page)
    can_be_read(page, mode)


@settings(max_examples=15, deadline=None)
@given(TYPED, TYPED)
def test_no_input_changes_the_shape_of_the_html(name: str, place: str) -> None:
    def shape(a: str, b: str) -> list[str]:
        person = STAFF[0].model_copy(update={"first_name": a, "last_name": a})
        book = school(staff=(person,), meetings=tuple(m.model_copy(update={"place": b}) for m in meetings()), targets=(target("a.nowak"),))
        (message,) = written(due(book, date(2026, 12, 10)).drafts, SHIPPED)
        return [str(e.tag) for e in html.fromstring(message.html).iter()]

    assert shape(name, place) == shape("Aga", "x")


def test_a_misspelt_field_is_told() -> None:
    kinds = {"chasers": ChaserLetter}
    assert check_templates(SHIPPED, kinds) == []
    for part in ("txt", "html"):
        name = f"email/chasers.{part}.j2"
        edited = SHIPPED | {name: SHIPPED[name].replace("form.number", "form.numbr", 1)}
        assert [(p.tab, "“number”" in p.mend) for p in check_templates(edited, kinds)] == [(f"templates/{name}", True)]


# ── owners of ideas on their way into a scheme of work ───────────────────────────────────────────────

DUE = date(2026, 11, 27)
"""A Friday."""


def owned(**changes: object) -> Scheme:
    return Scheme.model_validate({"row": 4, "key": "k", "cycle": "Summer 2026", "department": "Science", "idea": "Exit quiz on Fridays",
                                  "place": "Year 9, unit 3", "owner": address("m.ashworth"), "due": DUE, "status": "Agreed", **changes})


def answered(*schemes: Scheme, **changes: object) -> Book:
    """A school in which nobody owes an answer, with these ideas on their way."""
    said = (answer(m, local, WHEN[m], n) for m in "12" for n, local in enumerate(STEPS, start=2))
    thirds = (answer("3", local, WHEN["3"], n, idea="x") for n, local in enumerate(STEPS, start=2))
    return school(*said, *thirds, **{"groups": groups(), "schemes": schemes, **changes})


def ideas(book: Book, today: date, local: str = "m.ashworth") -> list[str]:
    found = draft(book, today, local)
    return [i.words for i in found.says.ideas] if found and isinstance(found.says, ChaserLetter) else []


@pytest.mark.parametrize(("today", "expected"), [
    (DUE, None), (date(2026, 11, 28), WAIT), (date(2026, 11, 30), GO), (date(2026, 12, 11), GO),
])
def test_an_owner_is_asked_from_the_school_day_after_it_was_due(today: date, expected: str | None) -> None:
    found = draft(answered(owned()), today)
    assert (found.fate if found else None) == expected


@pytest.mark.parametrize("changes", [
    {"status": "Embedded"}, {"status": "Dropped"}, {"due": None}, {"due": date(2026, 12, 20)}, {"owner": ""},
    {"owner": address("nobody")}, {"idea": "Sit D.K. in front"},
])
def test_nobody_is_asked_about_what_is_done_not_due_or_nobodys(changes: dict[str, object]) -> None:
    assert due(answered(owned(**changes)), date(2026, 12, 10)).drafts == ()


def test_all_that_one_owner_is_asked_about_stands_in_one_email_the_longest_overdue_first() -> None:
    rows = (owned(), owned(row=5, key="l", idea="Older", due=date(2026, 9, 1)),
            owned(row=6, key="m", idea="Mo's", owner=address("m.rahman")))
    book = school(groups=groups(), schemes=rows)
    assert ideas(book, date(2026, 12, 10)) == ["Older", "Exit quiz on Fridays"]
    assert missing(book, date(2026, 12, 10)) == ["1", "2", "3"]
    assert ideas(book, date(2026, 12, 10), "m.rahman") == ["Mo's"]
    assert len([d for d in due(book, date(2026, 12, 10)).drafts if d.to.email == address("m.ashworth")]) == 1


def test_an_owner_who_does_not_take_part_is_asked_too_and_who_has_left_is_not() -> None:
    aside = teacher("t.assist", "Tia", "Assist", "Science", taking_part=False)
    book = answered(owned(owner=aside.email), staff=(*STAFF, aside))
    found = draft(book, date(2026, 12, 10), "t.assist")
    assert found
    assert (found.fate, found.row) == (GO, book.schemes[0])
    gone = aside.model_copy(update={"leaves": date(2026, 10, 23)})
    assert draft(answered(owned(owner=gone.email), staff=(*STAFF, gone)), date(2026, 12, 10), "t.assist") is None


def test_the_letter_to_an_owner_reads_well_alone_and_passes_the_check() -> None:
    book = answered(owned())
    found = draft(book, date(2026, 12, 10))
    assert found
    (message,) = written([found], SHIPPED)
    golden("chasers_owner.txt", f"{message.subject}\n\n{message.text}")
    golden("chasers_owner.html", message.html)
    assert unsafe([message], {found.key: Allowed(found.to, found.own_target, found.may_say)},
                  secrets(book, people(book.staff), SHIPPED.values())) == {}
    for mode in ("light", "dark"):
        can_be_read(message.html, mode)
    is_well_made(message.html)


def test_a_held_owner_is_told_at_the_row_of_the_idea() -> None:
    outside = teacher("x", "Xa", "Out", "Science", taking_part=False).model_copy(update={"email": "x@elsewhere.example"})
    book = answered(owned(owner=outside.email), staff=(*STAFF, outside))
    book = replace(book, school=book.school.model_copy(update={"allowed_domains": ("oakfield.example",)}))
    assert [(p.tab, p.row, p.column) for p in due(book, date(2026, 12, 10)).problems] == [("Schemes of work", 4, "Owner email")]
