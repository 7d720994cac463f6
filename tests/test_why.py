"""Why this target: every date, observer, word and number in it can be checked against the rows it names."""

import re
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from schools import address, on_desk
from test_choice import FOCUSES, STAFF, TODAY, drafted, school, seen, whole_school

from sgp.check import check
from sgp.config import read_language
from sgp.contract import Book, Observation, Target
from sgp.letters.reasons import reason
from sgp.targets.folder import by_teacher
from sgp.targets.why import observations_read, why

QUOTED = re.compile(r"“([^”]*)”")
NAMED = re.compile(r"\((\d{1,2} \w+ \d{4}), ([^)]+)\)")
PEOPLE = {p.name: p.email for p in STAFF}


def rows_named(line: str, observations: list[Observation]) -> list[Observation]:
    """The observations whose day and observer stand in a reason."""
    named = {(datetime.strptime(day, "%d %B %Y").date(), PEOPLE[who]) for day, who in NAMED.findall(line)}
    return [o for o in observations if (o.day, o.observer) in named]


def plain(text: str) -> str:
    return " ".join(text.split())


@given(st.lists(st.builds(seen, st.sampled_from(["Try cold call.", "Start with a quiz.", "Pick up\nthe pace, use a timer.", "n/a",
                                                 "quiz and pace", "No need to work on silence."]),
                          st.sampled_from(["ben", "cat", "dan"]), st.integers(0, 500), priority=st.sampled_from(["High", "Normal", "Low"]),
                          strengths=st.sampled_from(["", "Lovely quiz.", "Good pace."]),
                          development_focus=st.sampled_from(["", "", "Oracy"])), max_size=6))
@settings(max_examples=100, deadline=None)
def test_whatever_a_reason_names_stands_in_the_rows_it_names(observations: list[Observation]) -> None:
    line = drafted(school(*observations)).why
    rows = rows_named(line, observations)
    assert "\n" not in line
    assert len(NAMED.findall(line)) <= len(rows)
    for words in QUOTED.findall(line):
        assert any(words in plain(o.development) for o in rows)
    unlike = {tuple(str(v) for n, v in o if n != "row") for o in observations}
    assert observations_read(line) == len(unlike)


def test_a_reason_says_points_words_days_observers_and_the_runner_up() -> None:
    found = drafted(school(seen("Try cold call, then wait time.", "ben", 0), seen("More cold call.", "cat", 90),
                           seen("Pick up the pace.", "dan", 90), seen(strengths="Cold call was spot on.", ago=180, by="dan")))
    assert found.why == (
        "Questioning, 125 points: “cold call”, “wait time” (28 September 2026, Ben Beck); “cold call” (30 June 2026, Cat Cole). "
        "Less for strengths seen there (1 April 2026, Dan Dale). Next: Pace and transitions, 40 points. Observations read: 4.")


def test_a_reason_can_be_read_back_and_other_text_not() -> None:
    assert observations_read(why("Chosen by the coordinator.", None, None, 3, None)) == 3  # type: ignore[arg-type]
    assert observations_read("Drawn from the lesson seen on 3 May.") is None


# ── for the teacher ──────────────────────────────────────────────────────────────────────────────────


def letter_reason(book: Book, target: Target) -> str:
    """What the letter about this target would say."""
    checked = check(book, TODAY, (), read_language())
    mine = by_teacher(checked.book.observations).get(target.email, ())
    return reason(target, STAFF[0], mine, on_desk(checked.book, TODAY, language=read_language()))


ROW = Target(row=2, cycle="Autumn 2026", email=address("ann"), focus="Questioning", text="Her step.", drafted_on=TODAY)
NOTES = (seen("Try cold call, and more wait  time after it.", "ben", 10), seen("Pick up the pace.", "dan", 3))


def test_a_teacher_reads_the_words_that_matched_and_nothing_else_of_a_comment() -> None:
    said = letter_reason(school(*NOTES), ROW)
    assert said == "It builds on notes from your lessons, where “cold call” and “wait time” came up."


def test_a_focus_changed_by_hand_has_a_reason_of_its_own_or_none() -> None:
    book = school(*NOTES, focuses=whole_school("Oracy"))
    changed = {name: letter_reason(book, ROW.model_copy(update={"focus": name}))
               for name in ("Pace and transitions", "Oracy", "Retrieval", "Dance")}
    assert changed == {"Pace and transitions": "It builds on notes from your lessons, where “pace” came up.",
                       "Oracy": "It is one of our whole-school focuses this year.", "Retrieval": "", "Dance": ""}


def test_a_chosen_focus_without_matching_words_a_departments_focus_and_a_step_carried_on() -> None:
    assert letter_reason(school(seen("", development_focus="Questioning")), ROW) == \
        "It builds on notes from your lessons, where this focus came up."
    theirs = tuple(f.model_copy(update={"departments": ("Art",)}) for f in FOCUSES)
    assert letter_reason(school(focuses=theirs), ROW) == "It is a focus of Art this year."
    assert letter_reason(school(*NOTES), ROW.model_copy(update={"how_sure": "Carried on"})) == \
        "It carries on from last time: a good start is worth finishing."


def test_what_was_seen_after_the_draft_is_not_its_reason() -> None:
    assert letter_reason(school(*NOTES), ROW.model_copy(update={"drafted_on": TODAY - timedelta(30)})) == ""
