"""Targets that have not gone yet: unwise words are told, and what was seen since."""

from datetime import date, timedelta

import pytest
from schools import CYCLE, address
from test_choice import TODAY, drafted, had, school, seen

from sgp.check import check
from sgp.config import read_language
from sgp.contract import Book, EmailRecord, Observation, Target

FINE = "With 9K/Dr, ask one why question, so that every student thinks. By meeting 2, bring one note."


def row(text: str = FINE, **more: object) -> Target:
    return Target(row=9, cycle=CYCLE, email=address("ann"), text=text, focus="Oracy", drafted_on=TODAY).model_copy(update=more)


def told(book: Book, today: date = TODAY) -> list[tuple[str, str, int, str]]:
    found = check(book, today, (), read_language()).problems
    names = f"{address('ann')}: ", "Ann Ash: "
    return [(p.level, p.column, p.row, p.what.removeprefix(names[0]).removeprefix(names[1])) for p in found if p.tab == "Targets"]


@pytest.mark.parametrize(("text", "what"), [
    ("Improve your questioning.", "No small step seems to be named here, only an aim."),
    ("Cold call three students each lesson and also set homework every Monday.", "Two targets seem to stand here."),
    ("Sit with Jay for the first five minutes.", "A student's name seems to stand here."),
    (" ".join(["Ask", *["one"] * 40]), "It is 41 words long."),
])
def test_unwise_words_of_an_unsent_target_are_told(text: str, what: str) -> None:
    assert told(school(targets=(row(text),))) == [("warning", "Target", 9, what)]
    assert told(school(targets=(row(text, sent_on=TODAY),))) == [], "too late to mend"
    assert told(school(targets=(row(text),)), date(2027, 1, 1)) == [], "the cycle has closed"


def test_a_colleague_and_a_famous_model_are_no_students() -> None:
    assert told(school(targets=(row("Sit with Cat and plan three questions with a Frayer model."),))) == []


def test_the_same_step_as_last_time_is_told_unless_it_is_carried_on() -> None:
    last = had("Summer 2026", "Oracy", "", FINE.replace("9K/Dr", "8K/Dr"))
    assert told(school(targets=(last, row()))) == [
        ("warning", "Target", 9, "It is much the same as this teacher's target in the last cycle.")]
    assert told(school(targets=(last, row(how_sure="Carried on")))) == []


# ── observations since ───────────────────────────────────────────────────────────────────────────────


def stands(*observations: Observation) -> Target:
    return drafted(school(*observations)).model_copy(update={"row": 9})


OLD = seen("Try cold call.", ago=20)
NEWS = "There is a new observation of this teacher since the target was drafted."


@pytest.mark.parametrize("later", [seen("quiz", ago=ago) for ago in (-2, 0, 60)], ids=["later", "that day", "typed in late"])
@pytest.mark.parametrize("status", ["Draft", "Approved", "Hold"])
def test_a_new_observation_is_told_and_the_target_stays(later: Observation, status: str) -> None:
    target = stands(OLD).model_copy(update={"status": status})
    assert told(school(OLD, targets=(target,)), TODAY + timedelta(3)) == []
    assert told(school(OLD, later, targets=(target,)), TODAY + timedelta(3)) == [("warning", "Target", 9, NEWS)]
    assert drafted(school(OLD, later, targets=(target,))) == target


def test_emptied_it_is_drafted_from_all_and_told_no_more() -> None:
    news = seen("quiz", ago=0, by="cat", priority="High"), seen("quiz", ago=1, by="dan")
    emptied = stands(OLD).model_copy(update={"text": "", "focus": ""})
    again = drafted(school(OLD, *news, targets=(emptied,)))
    assert again.focus == "Retrieval"
    assert told(school(OLD, *news, targets=(again,))) == []


def test_one_too_old_to_count_is_no_news_and_neither_is_one_of_a_target_that_has_gone() -> None:
    assert told(school(OLD, seen("quiz", ago=900), targets=(stands(OLD),))) == []
    gone = stands(OLD).model_copy(update={"sent_on": TODAY})
    assert told(school(OLD, seen("quiz", ago=1), targets=(gone,))) == []


def test_a_sent_target_whose_row_was_deleted_is_told_and_not_drafted_again() -> None:
    log = EmailRecord(key="k", cycle=CYCLE, kind="targets", email=address("ann"), status="sent")
    found = told(school(emails=(log,)))
    assert [(level, column, line) for level, column, line, _ in found] == [("error", "Email", 0)]
    assert "ann@oakfield.example was emailed a target in Autumn 2026" in found[0][3]
    with pytest.raises(StopIteration):
        drafted(school(emails=(log,)))


# ── the focus, changed by hand ───────────────────────────────────────────────────────────────────────


def test_a_focus_that_was_changed_beside_a_target_for_another_is_told() -> None:
    drawn = stands(OLD)
    assert drawn.focus == "Questioning"
    assert told(school(OLD, targets=(drawn,))) == []
    changed = drawn.model_copy(update={"focus": "Oracy"})
    assert told(school(OLD, targets=(changed,))) == [
        ("warning", "Target", 9, "The focus is Oracy now, but the step is one for Questioning.")]
    both = changed.model_copy(update={"text": "With 9K, record one talk, so that all speak. By meeting 2, bring it."})
    assert told(school(OLD, targets=(both,))) == [], "the words were changed too"
    emptied = drafted(school(OLD, targets=(changed.model_copy(update={"text": ""}),)))
    assert told(school(OLD, targets=(emptied,))) == []
    assert "for Oracy" in emptied.text


def test_an_observers_own_step_is_known_to_be_for_its_focus() -> None:
    own = seen("Try cold call.", action_step="Ask one student by name after each pause")
    changed = stands(own).model_copy(update={"focus": "Oracy"})
    assert "ask one student by name" in changed.text
    assert told(school(own, targets=(changed,))) == [
        ("warning", "Target", 9, "The focus is Oracy now, but the step is one for Questioning.")]
