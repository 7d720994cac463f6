"""Form answers: every one is used, superseded or listed; whose it is, of which cycle, and what it says."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from schools import CYCLE, FOCUSES, FORMS, STAFF, address, answer, book_of, sheet_of, small_school, teacher

from sgp.contract import Book, Cycle, Department, RawAnswer
from sgp.contract.names import loose
from sgp.forms import form_of, read_answers
from sgp.people import people
from sgp.plan import Sheet, Snapshot, Value
from sgp.responses import Answer, Answers, read_responses
from sgp.responses.fields import split_options
from sgp.tables import read_book

AUTUMN = Cycle(row=2, name=CYCLE, send_on=date(2026, 9, 28), closes_on=date(2026, 12, 11))
SPRING = Cycle(row=3, name="Spring 2027", send_on=date(2027, 1, 11), closes_on=date(2027, 3, 26))
WHEN = datetime(2026, 10, 7, 16, 0)


def school(answers: Sequence[RawAnswer], **changes: object) -> Book:
    return small_school(**{"forms": FORMS.form, "answers": tuple(answers), "cycles": (AUTUMN, SPRING), "focuses": FOCUSES, **changes})


def read(*answers: RawAnswer, **changes: object) -> Answers:
    book = school(answers, **changes)
    return read_responses(book, people(book.staff))


def only(*answers: RawAnswer, **changes: object) -> tuple[Answer, list[str]]:
    found = read(*answers, **changes)
    assert len(found.used) == 1
    return found.used[0], [f"{p.column}: {p.what}" for p in found.problems]


# ── whose ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("who", ["m.ashworth", "M.ASHWORTH", "m.hill"])
def test_an_answer_belongs_to_the_person_under_any_address(who: str) -> None:
    assert only(answer("1", who))[0].person == STAFF[4]


@pytest.mark.parametrize(("verified", "typed", "who", "told"), [
    (address("m.rahman"), address("j.smith"), "m.rahman", 1), (address("m.rahman"), address("M.Rahman"), "m.rahman", 0),
    ("", address("j.smith"), "j.smith", 0),
    (address("m.ashworth"), address("m.hill"), "m.ashworth", 0), (address("nobody"), address("j.smith"), None, 1), ("", "", None, 1),
    ("", "Jane Smith", None, 1),
    ("", "Maggie Ashworth", "m.ashworth", 0), ("anonymous@x", "", None, 1),
])
def test_the_verified_address_wins_and_the_typed_one_only_fills_in(verified: str, typed: str, who: str | None, told: int) -> None:
    found = read(replace(answer("1", verified or "", typed=typed), address=verified))
    assert [a.person.email for a in found.used] == ([address(who)] if who else [])
    assert len(found.problems) == told


# ── which counts ─────────────────────────────────────────────────────────────────────────────────────


def test_the_latest_answer_of_a_person_counts_though_given_under_two_addresses() -> None:
    late, early = answer("1", "m.hill", WHEN + timedelta(days=1), 2, change="late"), answer("1", "m.ashworth", WHEN, 3, change="early")
    found = read(late, early)
    assert [a.text("change") for a in found.used] == ["late"]
    assert [a.text("change") for a in found.superseded] == ["early"]


def test_meetings_and_cycles_are_kept_apart() -> None:
    found = read(answer("1", "m.rahman"), answer("2", "m.rahman"), answer("1", "m.rahman", datetime(2027, 2, 1), cycle="Spring 2027"))
    assert [(a.cycle.name, a.raw.meeting) for a in found.used] == [(CYCLE, "1"), (CYCLE, "2"), ("Spring 2027", "1")]


@pytest.mark.parametrize(("second", "count"), [
    ({"department": "SCIENCE", "idea": "exit quiz!"}, 1), ({"department": "Science", "idea": "Another"}, 2),
    ({"department": "English", "idea": "Exit quiz"}, 2),
])
def test_in_meeting_3_the_latest_of_a_department_and_idea_counts(second: dict[str, str], count: int) -> None:
    found = read(answer("3", "m.ashworth", department="Science", idea="Exit quiz"),
                 answer("3", "d.evans", WHEN + timedelta(1), 3, **second))
    assert len(found.used) == count
    assert len(found.superseded) == 2 - count


def test_two_answers_at_one_moment_are_taken_alike_in_any_order() -> None:
    one, two = answer("1", "m.rahman", change="one"), answer("1", "m.rahman", row=3, change="two")
    ways = [read(one, two), read(replace(two, row=2), replace(one, row=3))]
    assert len({a.used[0].text("change") for a in ways}) == 1


# ── which cycle ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("named", "when", "cycle", "told"), [
    (CYCLE, WHEN, CYCLE, 0), ("autumn  2026", WHEN, CYCLE, 0), ("", WHEN, CYCLE, 0), ("", datetime(2027, 1, 10, 23, 59), CYCLE, 0),
    ("", datetime(2027, 1, 11, 0, 0), "Spring 2027", 0), ("Spring 2027", WHEN, "Spring 2027", 1), (CYCLE, datetime(2027, 2, 1), CYCLE, 1),
    (CYCLE, datetime(2026, 9, 27), CYCLE, 1), ("Autumn 2025", WHEN, None, 1), ("", datetime(2026, 9, 27), None, 1),
    (CYCLE, "10/16/2026 9:00", CYCLE, 1),
    ("", "10/16/2026 9:00", None, 2), ("", 46303.7, None, 2), (CYCLE, None, CYCLE, 1), ("", "06/10/2026 16:12:09", CYCLE, 0),
    ("", "2026-10-06T16:12:09.123Z", CYCLE, 0), ("", date(2026, 10, 6), CYCLE, 0), (CYCLE, True, CYCLE, 1),
])
def test_an_answer_is_of_the_cycle_it_names_else_of_its_date(named: str, when: object, cycle: str | None, told: int) -> None:
    found = read(answer("1", "m.rahman", when, cycle=named))
    assert [a.cycle.name for a in found.used] == ([cycle] if cycle else [])
    assert len(found.problems) == told


def test_cycles_of_the_same_dates_or_of_none_are_not_elsewhere() -> None:
    twin, undated = AUTUMN.model_copy(update={"name": "Autumn b", "row": 4}), Cycle(row=5, name="Trial")
    for name in (CYCLE, "Autumn b", "Trial"):
        used, told = only(answer("1", "m.rahman", cycle=name), cycles=(AUTUMN, twin, undated))
        assert (used.cycle.name, told) == (name, [])


def test_numbered_cycles_are_not_one() -> None:
    cycles = (AUTUMN.model_copy(update={"name": "1. 2026-27"}), SPRING.model_copy(update={"name": "2. 2026-27"}))
    found = read(answer("1", "m.rahman", cycle="1. 2026-27"), answer("1", "m.rahman", datetime(2027, 2, 1), 3, cycle="2. 2026-27"),
                 cycles=cycles)
    assert len(found.used) == 2
    assert len(found.of("1", "1. 2026-27")) == 1


@pytest.mark.parametrize(("when", "late"), [(datetime(2026, 12, 11, 23, 59), False), (datetime(2026, 12, 12), True), (WHEN, False),
                                            (None, False)])
def test_an_answer_after_the_closing_day_counts_and_is_late(when: object, late: bool) -> None:
    assert only(answer("1", "m.rahman", when))[0].late is late


# ── department and fields ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("written", "department", "told"), [
    ("science", "Science", 0), ("", "English", 0), ("Sci", "English", 1), ("Drama", "Drama", 0), ("drama ", "Drama", 0),
    ("D&T", "Design", 0), ("PE / Health", "PE & Health", 0),
])
def test_the_department_is_the_one_named_if_it_is_known(written: str, department: str, told: int) -> None:
    staff = (*STAFF, teacher("x", "X", "Y", "Music", other_departments="Drama"))
    used, problems = only(answer("3", "m.rahman", department=written, idea="x"), staff=staff,
                          departments=(Department(name="Design", also_written="D&T"),))
    assert (used.department, len(problems)) == (department, told)


OPTIONS = ("Questioning", "Retrieval practice", "Feedback, marking and response", "Feedback")


@pytest.mark.parametrize(("given_", "ticked"), [
    ("Questioning, Feedback, marking and response", ["Questioning", "Feedback, marking and response"]), ("Feedback", ["Feedback"]),
    ("Feedback, marking and response, Feedback", ["Feedback, marking and response", "Feedback"]),
    ("Questioning;Retrieval practice;", ["Questioning", "Retrieval practice"]),
    ("Questioning techniques, Questioning", ["Questioning", "Other: Questioning techniques"]), ("questioning", ["Questioning"]), ("", []),
    ("Retrieval practice\nQuestioning", ["Retrieval practice", "Questioning"]),
    ("wellbeing, Questioning, sleep", ["Questioning", "Other: wellbeing, sleep"]),
    ("Straße, Questioning", ["Questioning", "Other: Straße"]), ("not Questioning", ["Other: not Questioning"]), (" , ;", []),
])
def test_ticked_options_are_split_though_they_hold_commas(given_: str, ticked: list[str]) -> None:
    assert split_options(given_, OPTIONS) == ticked


@given(st.lists(st.sampled_from(OPTIONS), unique=True), st.sampled_from([", ", ";", "\n"]))
def test_any_ticked_options_read_back(options: list[str], between: str) -> None:
    assert sorted(split_options(between.join(options), OPTIONS)) == sorted(options)


@pytest.mark.parametrize(("meeting", "field", "written", "read_as", "told"), [
    ("2", "met", "fully", "Fully", 0), ("2", "met", "mostly", None, 1), ("3", "decision", "TRY", "Try", 0),
    ("3", "decision", "trial", None, 1),
    ("3", "due", "19/03/2027", date(2027, 3, 19), 0), ("3", "due", "2027-03-04", date(2027, 3, 4), 0), ("3", "due", "31/02/2027", None, 1),
    ("3", "due", "end of term", None, 1),
    ("3", "owner", "M.Hill@oakfield.example", address("m.ashworth"), 0), ("3", "owner", "Maggie Ashworth", address("m.ashworth"), 0),
    ("3", "owner", "Maggie", None, 1),
    ("3", "link", "S:\\maths", "S:\\maths", 1), ("3", "link", "HTTPS://x.org", "HTTPS://x.org", 0), ("1", "help", "=1+1", "=1+1", 0),
    ("1", "change", "x" * 10_001, None, 1),
])
def test_a_field_is_put_right_where_certain_else_told(meeting: str, field: str, written: str, read_as: object, told: int) -> None:
    used, problems = only(answer(meeting, "m.rahman", **{field: written}))
    assert (used.fields.get(field), len(problems)) == (read_as, told)


@pytest.mark.parametrize(("written", "share", "told"), [
    ("Yes", "Yes", 0), ("yes please", "Yes", 0), ("No", "No", 0), ("", "No", 1), ("Anonymously", "Anonymously", 0),
    ("Yes, but please without my name", "Anonymously", 0),
    ("perhaps", "No", 1), ("not yet", "No", 1), ("Yes if Sam agrees", "No", 1), ("n/a", "No", 1),
])
def test_unclear_consent_is_no_and_told(written: str, share: str, told: int) -> None:
    used, problems = only(answer("2", "m.rahman", idea="Exit quiz", share=written))
    assert (used.text("share"), len(problems)) == (share, told)


def test_without_an_idea_nobody_is_asked_for_consent() -> None:
    assert only(answer("2", "m.rahman", idea="n/a", share=""))[1] == []


def test_problems_hold_no_words_of_an_answer() -> None:
    token = "Zsecret words of a teacher " * 10
    free = {"change": token, "now": token, "help": token, "idea": token, "tried": token, "happened": token}
    found = read(*(answer(m, who, "bad", **free) for m in "123" for who in ("m.rahman", "nobody")))
    assert found.problems
    assert not any("Zsecret" in str(p) for p in found.problems)


# ── form tabs ────────────────────────────────────────────────────────────────────────────────────────

ASKED = ("What I do now", "The small change I will try", "Evidence I will bring", "Help I need")


def tab(headings: tuple[str, ...], *rows: tuple[Value, ...], title: str = "Form responses 7") -> tuple[RawAnswer, ...]:
    return read_answers(Snapshot((sheet_of(title, headings, *rows),)), FORMS)


@pytest.mark.parametrize("headings", [
    ("Timestamp", "Email Address", *ASKED), ("ID", "Start time", "Completion time", "Email", "Name", *ASKED),
    ("timestamp", "Username", *(f"{n}. {q.upper()}" for n, q in enumerate(ASKED, 1))),
    ("\ufeffTimestamp", "Email Address", *(f"{q} (please)" for q in ASKED)), ("Score", *ASKED, "Email address", "Timestamp", ""),
])
def test_a_form_tab_is_known_by_its_headings_in_any_dress_and_order(headings: tuple[str, ...]) -> None:
    kinds = {"timestamp": WHEN, "completiontime": WHEN, "emailaddress": "a@x.org", "email": "a@x.org", "username": "a@x.org"}
    row = tuple(kinds.get(loose(h), h) for h in headings)
    (found,) = tab(headings, row, ())
    assert (found.meeting, found.stamp, found.address, found.row) == ("1", WHEN, "a@x.org", 2)
    assert "change" in found.fields["change"].casefold()


@pytest.mark.parametrize("headings", [ASKED, ("Timestamp", "Email Address", "Cycle", ASKED[0], ASKED[1]), (),
                                      ("Timestamp", "Teacher", "Strengths", "Class")])
def test_other_tabs_are_no_form(headings: tuple[str, ...]) -> None:
    assert form_of(Sheet("x", (headings,)), FORMS) is None


def test_the_scripts_own_tabs_are_no_form() -> None:
    assert read_book(book_of(), FORMS)[0].answers == ()


def test_a_renamed_question_is_one_field_and_the_newest_non_blank_counts() -> None:
    headings = ("Timestamp", "Email Address", *ASKED, "the small change I will try ")
    found = tab(headings, (WHEN, "a", "", "old", "", "", ""), (WHEN, "b", "", "old", "", "", "new"), (WHEN, "c", "", "", "", "", "new"))
    assert [a.fields["change"] for a in found] == ["old", "new", "new"]


def test_several_tabs_of_one_form_are_all_read() -> None:
    two = Snapshot(tuple(sheet_of(t, ("Timestamp", "Email Address", *ASKED), (WHEN, t)) for t in ("Old", "New")))
    assert [(a.tab, a.address) for a in read_answers(two, FORMS)] == [("Old", "Old"), ("New", "New")]


def test_a_real_date_stays_certain_where_dates_are_month_first() -> None:
    asked = ("Timestamp", "Email Address", "Cycle", "Department", "Idea", "Decision", "Due")
    form = sheet_of("Form 3", asked, (WHEN, address("m.rahman"), CYCLE, "English", "Quiz", "Try", date(2027, 4, 3)))
    book, _ = read_book(book_of(form, sheet_of("Settings", ("Setting", "Value"), ("Day first", "no"))), FORMS)
    found = read_responses(replace(book, staff=STAFF, cycles=(AUTUMN,)), people(STAFF))
    assert found.used[0].fields["due"] == date(2027, 4, 3)


# ── any answers ──────────────────────────────────────────────────────────────────────────────────────

MOMENTS = st.sampled_from([WHEN, WHEN + timedelta(1), datetime(2026, 12, 20), datetime(2027, 2, 1), datetime(2025, 1, 1), "10/16/2026", "",
                           None, 3])
RAW = st.builds(lambda m, w, t, c, d, i: answer(m, w, t, cycle=c, department=d, idea=i), st.sampled_from("123"),
                st.sampled_from(["m.rahman", "m.ashworth", "m.hill", "nobody", "Jane Smith", ""]), MOMENTS,
                st.sampled_from([CYCLE, "Spring 2027", "", "Autumn 2025"]),
                st.sampled_from(["", "science", "Sci"]), st.sampled_from(["", "n/a", "Quiz", "quiz!"]))


@given(st.lists(RAW, max_size=12), st.randoms())
@settings(deadline=None)
def test_every_answer_is_used_superseded_or_listed_in_any_order(raws: list[RawAnswer], deal: random.Random) -> None:
    rows = [replace(r, row=n) for n, r in enumerate(raws, start=2)]
    found = read(*rows)
    taken = Counter((a.raw.tab, a.raw.row) for a in (*found.used, *found.superseded))
    listed = {(p.tab, p.row) for p in found.problems if "not counted" in p.what}
    assert not set(taken) & listed
    assert sum(taken.values()) + len(listed) == len(rows)
    said = [(a.cycle.name, a.raw.meeting, a.person.email, a.department, a.on, dict(a.fields)) for a in found.used]
    mixed = read(*deal.sample(rows, len(rows)))
    assert [(a.cycle.name, a.raw.meeting, a.person.email, a.department, a.on, dict(a.fields)) for a in mixed.used] == said
