"""Ideas: which may be shared, and which go into a scheme of work."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from schools import CYCLE, FORMS, STAFF, answer, book_of, on_desk, sheet_of, small_school, teacher

from sgp.check import check
from sgp.check.ideas import UNSEEN
from sgp.config import read_language
from sgp.contract import Book, Cycle, Practice, RawAnswer, Scheme, Staff, responses_tab
from sgp.contract.names import loose
from sgp.ideas import HELD_BACK, WITHDRAWN, decided_before, is_public, key_of, open_first, with_new_schemes
from sgp.people import people
from sgp.responses import read_responses
from sgp.results.collate import response_rows

WHEN = datetime(2026, 11, 18, 16, 0)


def book(answers: Sequence[RawAnswer], **changes: object) -> Book:
    return small_school(**{"forms": FORMS.form, "answers": tuple(answers), **changes})


def ideas(*answers: RawAnswer, standing: Sequence[Practice] = (), staff: Sequence[Staff] = STAFF) -> tuple[Practice, ...]:
    return on_desk(book(answers, practice=tuple(standing), staff=tuple(staff)), language=read_language()).ideas


def schemes(*answers: RawAnswer, standing: Sequence[Scheme] = ()) -> tuple[Scheme, ...]:
    school = book(answers, schemes=tuple(standing))
    return with_new_schemes(school, read_responses(school, people(school.staff)))


def offer(idea: str = "Exit quiz", share: str = "Yes", days: int = 0, who: str = "m.rahman") -> RawAnswer:
    return answer("2", who, WHEN + timedelta(days), 2 + days, idea=idea, share=share)


@pytest.mark.parametrize(("share", "shown"), [
    ("Yes", [("Mo Rahman", "English", "Vocabulary", "Exit quiz", True)]),
    ("Anonymously", [("Anonymous", "", "Vocabulary", "Exit quiz", True)]), ("No", []), ("", []), ("perhaps", []),
])
def test_an_idea_is_offered_as_far_as_its_author_agreed(share: str, shown: list[object]) -> None:
    assert [(p.source, p.department, p.focus, p.idea, p.show) for p in ideas(offer(share=share))] == shown


@pytest.mark.parametrize(("idea", "show"), [("Exit quiz", True), ("Sit with D.K.", False), ("J.B. helps", False),
                                            ("It was Outstanding", False), ("In P.E. at 3 p.m.", True)])
def test_an_idea_that_may_name_a_student_or_a_grade_starts_hidden(idea: str, show: bool) -> None:
    assert [p.show for p in ideas(offer(idea))] == [show]


@pytest.mark.parametrize("nothing", ["", "n/a", "-", "none", "see email"])
def test_no_idea_is_no_row(nothing: str) -> None:
    assert ideas(offer(nothing)) == ()


def test_a_standing_row_follows_its_answer_and_keeps_what_people_chose() -> None:
    (first,) = ideas(offer())
    hidden = first.model_copy(update={"row": 5, "show": False})
    assert ideas(offer(), offer("Exit quiz on Fridays", "Anonymously", 1), standing=[hidden]) == (
        hidden.model_copy(update={"idea": "Exit quiz on Fridays", "source": "Anonymous", "department": ""}),)


@pytest.mark.parametrize("later", [offer(share="No", days=1), offer(share="", days=1), offer("n/a", "Yes", 1)])
def test_when_consent_goes_the_words_and_the_name_go_and_the_row_stays(later: RawAnswer) -> None:
    (first,) = ideas(offer())
    (row,) = ideas(offer(), later, standing=[first.model_copy(update={"row": 5})])
    assert (row.row, row.idea, row.source, row.department) == (5, WITHDRAWN, "", "")
    assert not is_public(row)


def test_a_changed_idea_that_may_name_a_student_is_held_back_though_it_was_shown() -> None:
    (first,) = ideas(offer())
    once = ideas(offer(), offer("Let D.K. lead", days=1), standing=[first.model_copy(update={"row": 5})])
    assert [(p.idea, p.show, is_public(p)) for p in once] == [(HELD_BACK, True, False)]
    assert ideas(offer(), offer("Let D.K. lead", days=1), standing=once) == once
    assert [p.idea for p in ideas(offer("Let them lead", days=2), standing=once)] == ["Let them lead"]


def test_consent_is_withdrawn_under_a_new_address_too() -> None:
    (first,) = ideas(offer())
    moved = [teacher("mo.new", "Mo", "Rahman", "English", other_emails="m.rahman@oakfield.example")]
    assert [p.idea for p in ideas(offer(share="No", who="mo.new"), standing=[first], staff=moved)] == [WITHDRAWN]
    assert [p.key for p in ideas(offer(who="mo.new"), standing=[first], staff=moved)] == [first.key]


def test_an_idea_whose_answer_is_gone_stays() -> None:
    (first,) = ideas(offer())
    assert ideas(standing=[first]) == (first,)


# ── schemes of work ──────────────────────────────────────────────────────────────────────────────────


def decide(decision: str, days: int = 0, idea: str = "Exit quiz", **more: str) -> RawAnswer:
    return answer("3", more.pop("who", "m.ashworth"), datetime(2026, 12, 1, 16) + timedelta(days), 2 + days, decision=decision, idea=idea,
                  **more)


@pytest.mark.parametrize(("decision", "status"), [("Adopt", ["Agreed"]), ("try", ["Trying"]), ("Not for us", []), ("Now embedded", []),
                                                  ("", []), ("trial", [])])
def test_a_decision_adds_its_row(decision: str, status: list[str]) -> None:
    assert [s.status for s in schemes(decide(decision))] == status


def test_a_new_row_holds_what_was_said() -> None:
    (row,) = schemes(decide("Adopt", whose="Mo Rahman", place="Year 9, unit 3", owner="m.hill@oakfield.example", due="19/03/2027",
                            link="https://x.org"))
    assert row.key == key_of(CYCLE, "Science", "Exit quiz")
    assert (row.department, row.source, row.place, row.owner, row.due, row.link) == (
        "Science", "m.rahman@oakfield.example", "Year 9, unit 3", "m.ashworth@oakfield.example", date(2027, 3, 19), "https://x.org")
    assert schemes(decide("Adopt"))[0].source == "Maggie Ashworth"


@pytest.mark.parametrize(("stands", "becomes"), [("Agreed", "Embedded"), ("Trying", "Embedded"), ("", "Embedded"), ("Dropped", "Dropped"),
                                                 ("Embedded", "Embedded")])
def test_now_embedded_sets_the_status_unless_it_was_dropped(stands: str, becomes: str) -> None:
    row = Scheme(row=4, key=key_of(CYCLE, "Science", "exit quiz"), place="hers").model_copy(update={"status": stands})
    assert schemes(decide("Now embedded"), standing=[row]) == (row.model_copy(update={"status": becomes}),)


@pytest.mark.parametrize("decision", ["Adopt", "Try", "Not for us"])
def test_other_decisions_leave_a_standing_row_alone(decision: str) -> None:
    row = Scheme(row=4, key=key_of(CYCLE, "Science", "Exit quiz"), status="Trying")
    assert schemes(decide(decision, place="new", link="https://x.org"), standing=[row]) == (row,)


def test_an_idea_adopted_and_embedded_between_two_runs_is_not_lost() -> None:
    assert [s.status for s in schemes(decide("Adopt"), decide("Now embedded", 1))] == ["Embedded"]
    assert schemes(decide("Not for us"), decide("Now embedded", 1)) == ()


def test_the_same_idea_in_other_words_of_the_same_letters_is_one_row_and_another_department_another() -> None:
    assert [s.department for s in schemes(decide("Adopt"), decide("Try", 1, "EXIT quiz!"),
                                          decide("Try", 2, who="m.rahman"))] == ["English", "Science"]


@pytest.mark.parametrize("nothing", ["", "n/a", "-"])
def test_no_idea_is_no_scheme(nothing: str) -> None:
    assert schemes(decide("Adopt", idea=nothing)) == ()


# ── from cycle to cycle ──────────────────────────────────────────────────────────────────────────────

SPRING = "Spring 2027"
CYCLES = (Cycle(row=2, name=CYCLE, send_on=date(2026, 9, 28), closes_on=date(2026, 12, 11)),
          Cycle(row=3, name=SPRING, send_on=date(2027, 1, 11), closes_on=date(2027, 3, 26)))


def next_term(decision: str, idea: str = "Exit quiz", days: int = 0) -> RawAnswer:
    return answer("3", "m.ashworth", datetime(2027, 3, 16, 16) + timedelta(days), 20 + days, cycle=SPRING, decision=decision, idea=idea)


def over_two_cycles(*answers: RawAnswer, standing: Sequence[Scheme] = (), before: dict[str, str] | None = None) -> tuple[Scheme, ...]:
    school = book(answers, schemes=tuple(standing), cycles=CYCLES)
    return with_new_schemes(school, read_responses(school, people(school.staff)), before or {})


def agreed(**changes: object) -> Scheme:
    return Scheme.model_validate({"row": 2, "key": key_of(CYCLE, "Science", "Exit quiz"), "cycle": CYCLE, "department": "Science",
                                  "idea": "Exit quiz", "status": "Agreed", **changes})


def test_an_idea_is_followed_into_the_next_cycle_and_moves_the_one_row() -> None:
    (row,) = over_two_cycles(decide("Adopt"), next_term("Now embedded", "EXIT quiz!"), standing=[agreed()])
    assert (row.row, row.cycle, row.status) == (2, CYCLE, "Embedded")
    assert over_two_cycles(decide("Adopt"), next_term("Try"), standing=[agreed()]) == (agreed(),), "it is on its way already"
    (new,) = over_two_cycles(decide("Adopt"), next_term("Now embedded"))
    assert (new.cycle, new.status) == (CYCLE, "Embedded"), "both between two runs"


def test_what_was_dropped_may_be_taken_up_anew_in_a_later_cycle() -> None:
    dropped = agreed(status="Dropped")
    old, new = over_two_cycles(decide("Adopt"), next_term("Adopt"), standing=[dropped])
    assert old == dropped
    assert (new.cycle, new.status) == (SPRING, "Agreed")
    assert over_two_cycles(decide("Adopt"), standing=[dropped]) == (dropped,)


def test_a_status_that_a_person_set_after_the_answer_was_collated_stays() -> None:
    key = key_of(CYCLE, "Science", "Exit quiz")
    reset = agreed(status="Trying")
    assert over_two_cycles(decide("Now embedded"), standing=[reset], before={key: "Now embedded"}) == (reset,)
    assert over_two_cycles(decide("Now embedded"), next_term("Now embedded"), standing=[reset],
                           before={key: "Now embedded"})[0].status == "Embedded", "said again since"


def test_what_a_person_dropped_stays_dropped_until_an_answer_is_new() -> None:
    dropped, both = agreed(status="Dropped"), (decide("Adopt"), next_term("Adopt"))
    known = {key_of(cycle, "Science", "Exit quiz"): "Adopt" for cycle in (CYCLE, SPRING)}
    assert over_two_cycles(*both, standing=[dropped], before=known) == (dropped,)
    assert len(over_two_cycles(*both, standing=[dropped], before={key_of(CYCLE, "Science", "Exit quiz"): "Adopt"})) == 2


def test_what_was_applied_is_read_from_the_tab_responses() -> None:
    school = book([decide("Now embedded"), decide("Adopt", 1, "Other idea")], schemes=(agreed(),))
    rows = [tuple(row.get(h) for h in responses_tab(FORMS.form).headings) for row in response_rows(school, on_desk(school).answers)]
    sheet = sheet_of("Responses", responses_tab(FORMS.form).headings, *rows)
    assert decided_before(book_of(sheet), FORMS.form) == {
        key_of(CYCLE, "Science", "Exit quiz"): "Now embedded", key_of(CYCLE, "Science", "Other idea"): "Adopt"}
    assert decided_before(book_of(), FORMS.form) == {}


def test_open_ideas_come_overdue_first_then_by_date_then_without() -> None:
    dues = {"late": date(2026, 11, 1), "soon": date(2027, 1, 8), "never": None, "done": date(2026, 10, 1)}
    rows = [agreed(key=name, idea=name, due=due, status="Embedded" if name == "done" else "Agreed") for name, due in dues.items()]
    assert [s.key for s in open_first(rows, date(2026, 12, 1))] == ["late", "soon", "never"]


# ── what the coordinator is told ─────────────────────────────────────────────────────────────────────


def told(*answers: RawAnswer, **changes: object) -> list[tuple[str, int, str]]:
    found = check(book(answers, **{"cycles": CYCLES, **changes}), date(2026, 12, 4), (), read_language()).problems
    return [(p.tab, p.row, p.what) for p in found if p.tab in ("Good practice", "Schemes of work")]


def test_a_row_whose_answer_is_gone_is_told_and_stays() -> None:
    other = agreed(row=3, key=key_of(CYCLE, "Science", "Other"), idea="Other")
    assert told(decide("Adopt"), schemes=(agreed(),)) == []
    assert told(decide("Adopt"), schemes=(agreed(), other)) == [
        ("Schemes of work", 3, "The answer this came from is no longer in the book; the row stays.")]
    assert told(schemes=(agreed(), other)) == [
        ("Schemes of work", 2, "The answers that the 2 ideas of Autumn 2026 came from are no longer in the book; the rows stay.")]
    assert told(schemes=(agreed(key=""),)) == [], "a row of the coordinator's own"
    (idea,) = ideas(offer())
    assert [what for *_, what in told(practice=(idea,))] == ["The answer this came from is no longer in the book; the row stays."]


@pytest.mark.parametrize("words", ["Sit with Jayden for the first task", "Ask D.K. first"])
def test_what_staff_do_not_see_waits_for_a_look(words: str) -> None:
    (idea,) = ideas(offer(words))
    assert not idea.show
    assert told(offer(words), practice=(idea,)) == [("Good practice", 0, UNSEEN)]
    assert told(offer(words), practice=(idea.model_copy(update={"show": True}),)) == [], "looked at"
    assert [what for *_, what in told(decide("Adopt", idea=words), schemes=(agreed(idea=words, key=key_of(CYCLE, "Science", words)),))] == [
        UNSEEN]


@pytest.mark.parametrize(("changes", "what"), [
    ({"owner": ""}, "it has no owner"), ({"owner": "x@oakfield.example"}, "x@oakfield.example is nobody in Staff"),
    ({"owner": "m.ashworth@oakfield.example"}, ""), ({"owner": "", "due": date(2026, 12, 4)}, ""),
    ({"owner": "", "status": "Embedded"}, ""),
])
def test_an_overdue_idea_of_which_nobody_can_be_reminded_is_told(changes: dict[str, object], what: str) -> None:
    row = agreed(**{"due": date(2026, 12, 1), **changes})
    expected = [("Schemes of work", 2, f"This was due on 01/12/2026, and {what}, so nobody is reminded.")] if what else []
    assert told(decide("Adopt"), schemes=(row,)) == expected


def test_an_overdue_idea_whose_owner_has_left_is_told() -> None:
    row, gone = agreed(due=date(2026, 12, 1), owner=STAFF[4].email), STAFF[4].model_copy(update={"leaves": date(2026, 10, 1)})
    assert told(decide("Adopt"), schemes=(row,), staff=(*STAFF[:4], gone, STAFF[5])) == [
        ("Schemes of work", 2, "This was due on 01/12/2026, and Maggie Ashworth has left, so nobody is reminded.")]


# ── any answers ──────────────────────────────────────────────────────────────────────────────────────

DECIDED = st.builds(lambda who, cycle, decision, idea, day: answer("3", who, datetime(2026, 12, 1) + timedelta(day), cycle=cycle,
                                                                   decision=decision, idea=idea),
                    st.sampled_from(["m.ashworth", "m.rahman", "nobody"]), st.sampled_from([CYCLE, SPRING]),
                    st.sampled_from(["Adopt", "Try", "Not for us", "Now embedded", ""]), st.sampled_from(["Quiz", "quiz!", "Talk", ""]),
                    st.integers(0, 120))


def rows_after(book: Book, before: dict[str, str]) -> tuple[Scheme, ...]:
    found = with_new_schemes(book, read_responses(book, people(book.staff)), before)
    return tuple(s.model_copy(update={"row": n}) for n, s in enumerate(found, start=2))


@given(st.lists(DECIDED, max_size=10), st.lists(st.sampled_from(["Agreed", "Trying", "Embedded", "Dropped"]), max_size=4), st.randoms())
def test_a_second_run_changes_nothing_in_any_order_and_edits_stay(raws: list[RawAnswer], edits: list[str], deal: random.Random) -> None:
    school = book([replace(r, row=n) for n, r in enumerate(raws, start=2)], cycles=CYCLES)
    first = rows_after(school, {})
    mixed = replace(school, answers=tuple(deal.sample(school.answers, len(school.answers))))
    assert rows_after(mixed, {}) == first
    taken = [(s.department, loose(s.idea)) for s in first]
    assert len(taken) == len(set(taken)), "one row an idea of a department"
    edited = tuple(s.model_copy(update={"status": status}) for s, status in zip(first, edits, strict=False)) + first[len(edits):]
    said = read_responses(school, people(school.staff)).of("3")
    before = {key_of(a.cycle.name, a.department, a.text("idea")): a.text("decision") for a in said}
    assert rows_after(replace(school, schemes=edited), before) == edited
