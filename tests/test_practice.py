"""Ideas: which may be shared, and which go into a scheme of work."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest
from schools import CYCLE, FORMS, STAFF, answer, small_school, teacher

from sgp.contract import Book, Practice, RawAnswer, Scheme, Staff
from sgp.people import people
from sgp.practice import HELD_BACK, WITHDRAWN, is_public, key_of, shared_ideas, with_new_schemes
from sgp.responses import read_responses

WHEN = datetime(2026, 11, 18, 16, 0)


def book(answers: Sequence[RawAnswer], **changes: object) -> Book:
    return small_school(**{"forms": FORMS.form, "answers": tuple(answers), **changes})


def ideas(*answers: RawAnswer, standing: Sequence[Practice] = (), staff: Sequence[Staff] = STAFF) -> tuple[Practice, ...]:
    school = book(answers, practice=tuple(standing), staff=tuple(staff))
    return shared_ideas(school, read_responses(school, people(school.staff)))


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
