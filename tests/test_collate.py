"""Answers to rows: outcomes, who replied, and the tab of responses."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from schools import CYCLE, FORMS, STAFF, address, answer, groups, meetings, on_desk, small_school, target, teacher

from sgp.check import check
from sgp.contract import Book, Cycle, EmailRecord, Group, RawAnswer, Reply, Target, responses_tab
from sgp.plan import between
from sgp.results.collate import ANSWERED, LATE, NOT_EXPECTED, OUTSTANDING, TO_COME, response_rows, with_results
from sgp.results.counts import count
from sgp.results.summaries import by_department, by_focus

TODAY = date(2026, 12, 4)
WHEN = {"1": datetime(2026, 10, 7, 16), "2": datetime(2026, 11, 18, 16), "3": datetime(2026, 12, 2, 16)}


def results(*answers: RawAnswer, today: date = TODAY, **changes: object) -> Book:
    checked = check(small_school(**{"forms": FORMS.form, "answers": answers, **changes}), today)
    return with_results(on_desk(checked.book, today))


def words(book: Book, who: str) -> list[str]:
    (reply,) = (r for r in book.replies if r.email == address(who))
    return [reply.meeting_1, reply.meeting_2, reply.meeting_3]


def said(meeting: str, who: str, **fields: str) -> RawAnswer:
    return answer(meeting, who, WHEN[meeting], **fields)


def staff_with(who: str, **changes: object) -> tuple[object, ...]:
    return tuple(p.model_copy(update=changes) if p.email == address(who) else p for p in STAFF)


# ── replies ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("today", "expected"), [
    ((2026, 10, 7), [TO_COME] * 3), ((2026, 10, 8), [OUTSTANDING, TO_COME, TO_COME]),
    ((2026, 11, 19), [OUTSTANDING, OUTSTANDING, TO_COME]), ((2026, 12, 3), [OUTSTANDING] * 3),
])
def test_an_answer_is_outstanding_from_the_last_sitting_on(today: tuple[int, int, int], expected: list[str]) -> None:
    assert words(results(today=date(*today)), "m.rahman") == expected


def test_someone_in_a_group_is_expected_from_the_groups_own_sitting_on_in_any_case() -> None:
    early = tuple(g.model_copy(update={"sitting": s}) for g, s in zip(groups(), ("a", "A", "b"), strict=True))
    book = results(groups=early, today=date(2026, 10, 6))
    assert [words(book, g.email.split("@")[0])[0] for g in early] == [OUTSTANDING, OUTSTANDING, TO_COME]


def test_answers_and_late_answers_are_told_apart() -> None:
    book = results(said("1", "m.rahman"), answer("1", "j.smith", datetime(2026, 12, 20)), said("2", "m.hill"), today=date(2026, 12, 21))
    assert (words(book, "m.rahman")[0], words(book, "j.smith")[0], words(book, "m.ashworth")[1]) == (ANSWERED, LATE, ANSWERED)


def test_one_answer_of_a_department_is_enough_for_all_its_members() -> None:
    more = (*STAFF, teacher("n.new", "Nia", "New", "science"))
    targets = (*(target(w) for w in ("m.rahman", "m.ashworth")), Target(row=9, cycle=CYCLE, email=address("n.new")))
    book = results(answer("3", "d.evans", WHEN["3"], department="SCIENCE", idea="Quiz"), staff=more, targets=targets)
    assert [words(book, w)[2] for w in ("m.ashworth", "n.new", "m.rahman")] == [ANSWERED, ANSWERED, OUTSTANDING]


@pytest.mark.parametrize(("changes", "expected"), [
    ({"leaves": date(2026, 10, 8)}, [OUTSTANDING, NOT_EXPECTED, NOT_EXPECTED]), ({"leaves": date(2026, 10, 7)}, [NOT_EXPECTED] * 3),
    ({"starts": date(2026, 11, 1)}, [NOT_EXPECTED, OUTSTANDING, OUTSTANDING]), ({"taking_part": False}, [NOT_EXPECTED] * 3),
    ({}, [OUTSTANDING] * 3),
])
def test_who_did_not_take_part_on_the_day_is_not_expected(changes: dict[str, object], expected: list[str]) -> None:
    assert words(results(staff=staff_with("m.rahman", **changes)), "m.rahman") == expected


def test_a_leavers_answer_stays_and_the_leaver_is_not_chased() -> None:
    book = results(said("1", "m.rahman"), staff=staff_with("m.rahman", leaves=date(2026, 10, 23)))
    assert words(book, "m.rahman") == [ANSWERED, NOT_EXPECTED, NOT_EXPECTED]


def test_who_has_no_target_is_not_listed_and_who_left_staff_is_not_expected() -> None:
    book = results(targets=(target("m.rahman"), Target(row=9, cycle=CYCLE, email=address("gone"), department="Art")))
    assert {r.email: r.meeting_1 for r in book.replies} == {address("m.rahman"): OUTSTANDING, address("gone"): NOT_EXPECTED}


def test_meetings_without_a_date_are_to_come() -> None:
    undated = tuple(m.model_copy(update={"day": None}) for m in meetings())
    assert words(results(meetings=undated), "m.rahman") == words(results(meetings=()), "m.rahman") == [TO_COME] * 3


def test_someone_whose_address_changed_is_one_person_throughout() -> None:
    old = target("m.ashworth", email=address("m.hill"), cycle=CYCLE.upper(), department="Sci")
    chase = EmailRecord(key="k", cycle=CYCLE, kind="chasers", email=address("m.hill"), status="sent", when=datetime(2026, 11, 1, 9))
    book = results(said("1", "m.ashworth"), said("2", "m.hill", met="Fully"), targets=(old,), emails=(chase,),
                   groups=(Group(cycle=CYCLE, email=address("m.hill"), sitting="B"),))
    assert book.targets[0].outcome == "Fully"
    (reply,) = book.replies
    assert (reply.cycle, reply.email, reply.department, reply.meeting_1, reply.meeting_2) == (CYCLE, address("m.ashworth"), "Science",
                                                                                              ANSWERED, ANSWERED)
    assert (reply.chases, reply.last_chased) == (1, date(2026, 11, 1))


def test_two_rows_of_one_person_are_one_reply() -> None:
    assert len(results(targets=(target("m.rahman"), target("m.rahman", row=9))).replies) == 1


# ── outcomes and responses ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("stands", "met", "outcome"), [("", "partly", "Partly"), ("Not yet", "Fully", "Fully"), ("Partly", "", "Partly"),
                                                        ("", "mostly", "")])
def test_the_outcome_is_what_the_latest_answer_says(stands: str, met: str, outcome: str) -> None:
    book = results(said("2", "m.rahman", met=met), targets=(target("m.rahman", outcome=stands), target("j.smith")))
    assert [t.outcome for t in book.targets] == [outcome, ""]


def test_an_answer_of_another_cycle_changes_no_outcome() -> None:
    spring = Cycle(row=3, name="Spring 2027", send_on=date(2027, 1, 11), closes_on=date(2027, 3, 26))
    autumn = small_school().cycles[0]
    book = results(answer("2", "m.rahman", datetime(2027, 2, 1), cycle="Spring 2027", met="Fully"), cycles=(autumn, spring),
                   today=date(2027, 2, 2))
    assert {t.outcome for t in book.targets} == {""}


def test_every_field_stands_under_the_wording_of_its_question() -> None:
    checked = check(small_school(forms=FORMS.form, answers=(said("1", "m.hill", change="Cold call"),
                                                            said("3", "m.rahman", department="Science", idea="Quiz", due="19/03/2027"))),
                                                            TODAY)
    tab = responses_tab(FORMS.form)
    first, second = response_rows(checked.book, checked.answers)
    assert set(first) | set(second) <= set(tab.headings)
    assert (first["Email"], first["The small change I will try"], first["Answered on"]) == (address("m.ashworth"), "Cold call", WHEN["1"])
    assert (second["Meeting"], second["Department"], second["Idea"], second["Due"]) == ("3", "Science", "Quiz", date(2027, 3, 19))
    assert tab.key_of(first) != tab.key_of(second)


# ── any cycle ────────────────────────────────────────────────────────────────────────────────────────

LOCALS = [p.email.split("@")[0] for p in STAFF]
ANSWERS = st.lists(st.builds(lambda m, w, n, s, d: answer(m, w, WHEN[m] + timedelta(n), met="Partly", idea=f"Idea {n % 2}", share=s,
                                                          decision=d),
                             st.sampled_from("123"), st.sampled_from([*LOCALS, "m.hill", "nobody"]), st.integers(0, 30),
                             st.sampled_from(["Yes", "No", "Anonymously"]),
                             st.sampled_from(["Adopt", "Try", "Now embedded"])), max_size=15)


def numbered(rows: Sequence[RawAnswer]) -> tuple[RawAnswer, ...]:
    return tuple(replace(r, row=n) for n, r in enumerate(rows, start=2))


@given(ANSWERS, st.dates(date(2026, 9, 28), date(2027, 1, 10)), st.sampled_from([None, date(2026, 10, 7), date(2026, 11, 18)]))
@settings(max_examples=60, deadline=None)
def test_everyone_with_a_target_is_answered_outstanding_to_come_or_not_expected(answers: list[RawAnswer], today: date,
                                                                                leaves: date | None) -> None:
    book = results(*numbered(answers), today=today, staff=staff_with("m.rahman", leaves=leaves))
    assert sorted(r.email for r in book.replies) == sorted(t.email for t in book.targets)
    assert {w for r in book.replies for w in (r.meeting_1, r.meeting_2, r.meeting_3)} <= {ANSWERED, LATE, OUTSTANDING, TO_COME,
                                                                                          NOT_EXPECTED}
    for meeting, answered, expected in count(book, check(book, today).people, book.cycles[0], today).replies:
        column: list[str] = [getattr(r, f"meeting_{meeting}") for r in book.replies]
        assert answered + column.count(OUTSTANDING) + column.count(TO_COME) == expected
        assert expected + column.count(NOT_EXPECTED) == len(book.targets)


@given(ANSWERS, st.randoms())
@settings(max_examples=40, deadline=None)
def test_shuffled_rows_give_the_same_results_and_a_second_run_changes_nothing(answers: list[RawAnswer], deal: random.Random) -> None:
    rows = numbered(answers)
    book, mixed = results(*rows), results(*deal.sample(rows, len(rows)), staff=tuple(deal.sample(STAFF, len(STAFF))))
    assert (book.replies, book.practice, book.schemes, book.targets) == (mixed.replies, mixed.practice, mixed.schemes, mixed.targets)
    assert (by_department(book), by_focus(book)) == (by_department(mixed), by_focus(mixed))
    stands = {name: tuple(r.model_copy(update={"row": n}) for n, r in enumerate(getattr(book, name), start=2))
              for name in ("practice", "schemes")}
    again = results(*rows, targets=book.targets, **stands)
    assert not any(between(was, now) for was, now in ((book.targets, again.targets), (stands["practice"], again.practice),
                                                      (stands["schemes"], again.schemes)))


def test_no_reply_without_a_cycle() -> None:
    assert results(cycles=()).replies == ()
    assert Reply.tab.key == ("Cycle", "Email")
