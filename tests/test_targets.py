"""Targets: one small step for every teacher taking part, from what was seen; and what people wrote stays."""

import random
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from schools import CYCLE, FOCUSES, STAFF, address, small_school, teacher

from sgp.check import check
from sgp.config import read_language
from sgp.contract import BankStep, Book, Cycle, EmailRecord, Focus, Observation, Staff, Target
from sgp.plan import between
from sgp.reading import Vocabulary, vocabulary
from sgp.targets import draft_targets
from sgp.wording import grade_words, initials

TODAY = date(2026, 9, 28)
CYCLES = (Cycle(row=2, name=CYCLE, send_on=TODAY, closes_on=date(2026, 12, 11)),)
BANK = tuple(BankStep(row=n, focus=f, step=s, keywords=k) for n, (f, s, k) in enumerate((
    ("Questioning", "Count to three before choosing who answers", "pace"), ("Questioning", "Ask one why question", "why"),
    ("Retrieval", "Open with four short questions", ""), ("Oracy", "Let them talk in pairs first", "pairs")), start=2))


def seen(who: str, days_ago: int = 10, **said: object) -> Observation:
    return Observation.model_validate({"row": 2, "teacher": address(who), "observer": address("d.evans"),
                                       "day": TODAY - timedelta(days_ago), **said})


def book(**changes: object) -> Book:
    return small_school(**{"targets": (), "focuses": FOCUSES, "bank": BANK, "cycles": CYCLES, **changes})


def draft(school: Book, today: date = TODAY) -> tuple[Target, ...]:
    checked = check(school, today, (), read_language())
    return draft_targets(checked.book, checked.people, CYCLES[0], today, understood(checked.book.focuses, checked.book.bank))


@cache
def understood(focuses: tuple[Focus, ...], bank: tuple[BankStep, ...]) -> Vocabulary:
    return vocabulary(focuses, bank, read_language())


def target_of(who: str, **changes: object) -> Target:
    return next(t for t in draft(book(**changes)) if t.email == address(who))


def written(rows: tuple[Target, ...]) -> tuple[Target, ...]:
    """The rows as they stand in the book afterwards."""
    return tuple(t.model_copy(update={"row": n}) for n, t in enumerate(rows, start=2))


# ── the rule, step by step ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("observations", "focus", "sure", "why"), [
    ([seen("m.rahman", development_focus="oracy", development="more quiz")], "Oracy", "Chosen", "Oracy, 93 points: chosen"),
    ([seen("m.rahman", development="Try cold call.")], "Questioning", "Sure", "“cold call”"),
    ([seen("m.rahman", action_step="More quiz time.")], "Retrieval", "Sure", "28 September 2026"),
    ([seen("m.rahman", 90, development="quiz"), seen("m.rahman", 5, development="talk", row=3)], "Oracy", "Sure", "“talk”"),
    ([seen("m.rahman", 90, development="quiz"), seen("m.rahman", 5, development="n/a", row=3)], "Retrieval", "Sure", "“quiz”"),
    ([seen("m.rahman", 800, development="quiz")], "Questioning", "No observation", "Not based on an observation"),
    ([seen("m.rahman", development="n/a", strengths="quiz")], "Questioning", "No observation", "whole-school"),
    ([seen("m.rahman", development="a quiz, a discussion")], "Questioning", "Not sure", "perhaps"),
    ([seen("m.rahman", development_focus="Questionning", development="quiz")], "Retrieval", "Sure", "“quiz”"),
    ([], "Questioning", "No observation", "whole-school"),
])
def test_the_focus_is_the_chosen_one_else_read_else_the_schools(observations: list[Observation], focus: str, sure: str, why: str) -> None:
    found = target_of("m.rahman", observations=tuple(o.model_copy(update={"day": TODAY}) if "28 Sept" in why else o for o in observations))
    assert (found.focus, found.how_sure) == (focus, sure)
    assert why in found.why
    assert found.text


def test_a_departments_focus_comes_before_the_schools() -> None:
    theirs = (*FOCUSES[:2], FOCUSES[2].model_copy(update={"departments": ("ENGLISH",)}))
    assert target_of("m.rahman", focuses=theirs).focus == "Oracy"
    assert target_of("j.smith", focuses=theirs).focus == "Questioning"


def test_with_nothing_to_go_by_the_row_waits_for_the_coordinator_with_suggestions() -> None:
    found = target_of("m.rahman", focuses=tuple(f.model_copy(update={"whole_school": False}) for f in FOCUSES))
    assert (found.focus, found.text, found.how_sure) == ("", "", "Not sure")
    assert "Let them talk in pairs first" in found.suggestions


@pytest.mark.parametrize("step", ["Ask 9D to give two reasons for each answer", "Plan three questions for each lesson!"])
def test_the_step_is_the_one_that_the_observer_agreed(step: str) -> None:
    said = seen("m.rahman", development_focus="Questioning", action_step=step, development="ask why")
    assert step.rstrip("!").casefold() in target_of("m.rahman", observations=(said,)).text.casefold()


@pytest.mark.parametrize("step", ["", "n/a", "-", "none", "tbc", ".", "see email", "Sit with D.K. at the front",
                                  "Move from Requires Improvement", "=1+1 small steps", "Questioning"])
def test_without_one_clear_step_it_is_one_of_the_bank(step: str) -> None:
    said = seen("m.rahman", development_focus="Questioning", action_step=step, development="ask why")
    assert "ask one why question" in target_of("m.rahman", observations=(said,)).text


def test_a_step_given_before_is_not_given_again_under_any_address() -> None:
    for who in ("m.ashworth", "m.hill"):
        before = Target(row=2, cycle="Summer 2026", email=address(who), text="Ask one why question. By meeting 2 …", focus="Questioning")
        assert "count to three before choosing who answers" in target_of("m.ashworth", targets=(before,)).text


def test_a_step_of_the_bank_with_a_grade_or_initials_is_never_used() -> None:
    bad = tuple(BankStep(row=n, focus="Questioning", step=s) for n, s in enumerate(("Ask J.B. first", "An Outstanding plenary"), start=2))
    found = target_of("m.rahman", bank=bad)
    assert (found.text, found.how_sure) == ("", "Not sure")
    assert {p.row for p in check(book(bank=bad), TODAY).problems if p.tab == "Target bank"} == {2, 3}


# ── people's words stay ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("changes", [
    {"status": "Approved"}, {"status": "Hold"}, {"sent_on": date(2026, 9, 28)}, {"text": "Her own words"},
    {"status": "Approved", "text": "x"},
])
def test_what_is_approved_held_sent_or_written_is_never_drafted_again(changes: dict[str, object]) -> None:
    old = Target(row=7, cycle=CYCLE, email=address("m.rahman"), name="Mo Rahman", department="English").model_copy(update=changes)
    assert target_of("m.rahman", targets=(old,)) == old


@pytest.mark.parametrize("status", ["sent", "filed", "failed", "unknown", "sending", "deferred"])
def test_what_was_emailed_is_never_drafted_again_even_if_it_is_cleared_and_that_is_told(status: str) -> None:
    old = Target(row=7, cycle=CYCLE, email=address("m.ashworth"), name="Maggie Ashworth", department="Science")
    log = EmailRecord(key="k", cycle=CYCLE, kind="targets", email=address("m.hill"), status=status)
    school = book(targets=(old,), emails=(log,))
    assert next(t for t in draft(school) if t.row) == old
    assert [(p.level, p.row, p.column) for p in check(school, TODAY).problems if p.tab == "Targets"] == [("error", 7, "Target")]


def test_an_emptied_draft_is_drafted_again_for_the_focus_the_coordinator_wrote() -> None:
    old = Target(row=7, cycle=CYCLE, email=address("m.rahman"), focus="ORACY", private_note="Ask her first")
    found = target_of("m.rahman", targets=(old,))
    assert (found.focus, found.how_sure, found.private_note) == ("Oracy", "Chosen", "Ask her first")
    assert "let them talk in pairs first" in found.text


def test_an_unknown_focus_that_the_coordinator_wrote_stays_and_waits_for_her() -> None:
    old = Target(row=7, cycle=CYCLE, email=address("m.rahman"), focus="Wellbing")
    found = target_of("m.rahman", targets=(old,), observations=(seen("m.rahman", development="quiz"),))
    assert (found.focus, found.text, found.how_sure) == ("Wellbing", "", "Not sure")
    assert "Wellbing" in found.why


def test_someone_whose_address_changed_keeps_the_row() -> None:
    old = Target(row=7, cycle=CYCLE, email=address("m.hill"), status="Approved", text="Hers")
    drafted = draft(book(targets=(old,)))
    assert [t.text for t in drafted if "Ashworth" in t.name] == ["Hers"]
    assert len(drafted) == len(STAFF)


def test_two_rows_of_one_person_are_told_and_neither_is_touched() -> None:
    rows = (Target(row=2, cycle=CYCLE, email=address("m.ashworth")), Target(row=3, cycle=CYCLE.upper(), email=address("m.hill")))
    school = book(targets=rows)
    assert not [t for t in draft(school) if t.row or "Ashworth" in t.name]
    assert {p.row for p in check(school, TODAY).problems if p.tab == "Targets" and "more than one row" in p.what} == {2, 3}


def test_a_draft_whose_person_left_is_left_alone() -> None:
    gone = tuple(p.model_copy(update={"leaves": date(2026, 9, 1)}) if p.email == address("m.rahman") else p for p in STAFF)
    old = Target(row=2, cycle=CYCLE, email=address("m.rahman"), text="x")
    school = book(staff=gone, targets=(old,))
    change = between(school.targets, draft(school))
    assert change
    assert not change.edits
    assert address("m.rahman") not in {c["Email"] for c in change.added}


def test_rows_that_need_a_person_come_first() -> None:
    found = draft(book(observations=(seen("m.rahman", development="a quiz, a discussion"), seen("j.smith", development="quiz", row=3))))
    assert [t.how_sure for t in found] == ["Not sure", *["No observation"] * 4, "Sure"]


@pytest.mark.parametrize("bank", [BANK, (), BANK[:1]])
def test_drafting_again_on_another_day_changes_nothing(bank: tuple[BankStep, ...]) -> None:
    unclear = seen("j.smith", development="a quiz, a discussion", row=3)
    school = book(bank=bank, observations=(seen("m.rahman", development="quiz"), unclear))
    stands = written(draft(school))
    again = draft(replace(school, targets=stands), TODAY + timedelta(3))
    assert between(stands, again) is None


# ── any school ───────────────────────────────────────────────────────────────────────────────────────

REMARKS = st.sampled_from(["", "n/a", "cold call", "a quiz and a talk", "Requires improvement: question", "RI. D.K. should talk",
                           "quiz with J.B.", "2", "lovely"])
WHO = st.sampled_from("abcdef")


@st.composite
def teachers(draw: st.DrawFn) -> Staff:
    who = draw(WHO)
    day = st.sampled_from([None, TODAY - timedelta(1), TODAY, TODAY + timedelta(1)])
    return teacher(who, f"F{draw(st.integers(0, 1))}", f"L{who}", draw(st.sampled_from(["", "English", "Art; Music"])),
                   taking_part=draw(st.sampled_from(["yes", "no"])),
                   starts=draw(day), leaves=draw(day), other_emails=draw(st.sampled_from(["", "", "", address("a"), address("old")])))


@st.composite
def schools(draw: st.DrawFn) -> Book:
    staff = draw(st.lists(teachers(), max_size=6))
    saw = draw(st.lists(st.builds(lambda w, n, d, a, f: seen(w, n, development=d, action_step=a, development_focus=f), WHO,
                                  st.integers(-1, 900), REMARKS, REMARKS,
                                  st.sampled_from(["", "", "Oracy", "Nonsense"])), max_size=6))
    stand = draw(st.lists(st.builds(lambda w, s, t, f, o: Target(cycle=CYCLE, email=address(w), status=s, text=t, focus=f, sent_on=o), WHO,
                                    st.sampled_from(["Draft", "Approved", "Hold"]), st.sampled_from(["", "Hers"]),
                                    st.sampled_from(["", "Oracy", "Wellbing"]),
                                    st.sampled_from([None, TODAY])), max_size=4))
    number = lambda rows: tuple(r.model_copy(update={"row": n}) for n, r in enumerate(rows, start=2))  # noqa: E731
    focuses = tuple(f.model_copy(update={"whole_school": draw(st.booleans()), "active": draw(st.booleans())}) for f in FOCUSES)
    return book(staff=number(staff), observations=number(saw), targets=number(stand), focuses=focuses,
                bank=BANK[: draw(st.integers(0, len(BANK)))])


@given(schools())
@settings(max_examples=150, deadline=None)
def test_every_teacher_taking_part_is_in_exactly_one_list(school: Book) -> None:
    checked, drafted = check(school, TODAY), draft(school)
    errors = {(p.tab, p.row) for p in checked.problems if p.level == "error"}
    assert len({t.email for t in drafted}) == len(drafted)
    for person in (p for p in checked.book.staff if p.taking_part and not (p.starts and p.starts > TODAY)
                   and not (p.leaves and p.leaves < TODAY)):
        addresses = {person.email, *person.other_emails}
        drafts = [t for t in drafted if t.email in addresses]
        namesakes = {p.row for p in school.staff if {p.email, *p.other_emails} & addresses}
        told = any(("Staff", row) in errors for row in namesakes) or any(("Targets", t.row) in errors for t in school.targets
                                                                         if t.email in addresses)
        assert len(drafts) == 1 or (not drafts and told)
        assert all(t.text or (t.how_sure == "Not sure" and t.why) or t.row for t in drafts)


@given(schools(), st.randoms())
@settings(max_examples=75, deadline=None)
def test_shuffled_rows_give_the_same_drafts(school: Book, deal: random.Random) -> None:
    joined = {}
    for person in school.staff:
        joined.setdefault(person.email, person)  # which of two rows of one person comes first decides the home department
    school = replace(school, staff=tuple(joined.values()))
    mixed = {name: tuple(deal.sample(rows, len(rows))) for name in ("staff", "observations", "focuses", "bank", "targets")
             if (rows := getattr(school, name)) is not None}
    assert draft(replace(school, **mixed)) == draft(school)


@given(schools())
@settings(max_examples=75, deadline=None)
def test_drafting_twice_changes_nothing_and_people_keep_their_cells(school: Book) -> None:
    first = draft(school)
    old = {t.row: t for t in check(school, TODAY).book.targets}
    for now in (t for t in first if t.row):
        was = old[now.row]
        assert (now.status, now.private_note, now.send_again, now.sent_on) == (was.status, was.private_note, was.send_again, was.sent_on)
        assert now.text == was.text or not was.text
        assert now.focus == was.focus or not was.focus
        assert now.text == was.text or (was.status, was.sent_on) == ("Draft", None)
    last = len(school.targets) + 1
    kept = [next((n for n in first if n.row == t.row), t) for t in old.values()]
    stands = (*kept, *(t.model_copy(update={"row": n}) for n, t in enumerate((t for t in first if not t.row), start=last + 1)))
    assert between(stands, draft(replace(school, targets=stands))) is None


@given(schools())
@settings(max_examples=75, deadline=None)
def test_grades_and_initials_are_never_in_a_draft(school: Book) -> None:
    for drafted in draft(school):
        said = f"{drafted.text}\n{drafted.why}\n{drafted.suggestions}\n{drafted.focus}"
        assert not grade_words(said)
        assert not initials(said)
