"""Which focus a teacher is given, worked by hand: points, agreement, freshness, strengths, earlier cycles, whole-school focuses."""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest
from schools import CYCLE, address, small_school, teacher

from sgp.check import check
from sgp.config import read_language
from sgp.contract import BankStep, Book, Cycle, Focus, Observation, School, Target
from sgp.reading import Vocabulary, vocabulary
from sgp.targets import draft_targets
from sgp.targets.evidence import freshness

TODAY = date(2026, 9, 28)
CYCLES = (
    Cycle(row=2, name="Autumn 2025", send_on=date(2025, 9, 29), closes_on=date(2025, 12, 12)),
    Cycle(row=3, name="Spring 2026", send_on=date(2026, 1, 12), closes_on=date(2026, 3, 20)),
    Cycle(row=4, name="Summer 2026", send_on=date(2026, 4, 20), closes_on=date(2026, 7, 10)),
    Cycle(row=5, name=CYCLE, send_on=TODAY, closes_on=date(2026, 12, 11)),
)
WORDS = {"Questioning": "cold call; wait time", "Pace and transitions": "pace; timer", "Behaviour and routines": "silence; calling out",
         "Modelling": "worked example; visualiser", "Retrieval": "quiz", "Oracy": "talk partners"}
FOCUSES = tuple(Focus(row=n, name=name, keywords=words) for n, (name, words) in enumerate(WORDS.items(), start=2))
BANK = tuple(BankStep(row=9 * n + m, focus=f.name, step=f"Step {m} for {f.name}", evidence="One note") for n, f in enumerate(FOCUSES)
             for m in range(1, 4))
STAFF = (teacher("ann", "Ann", "Ash", "Art"), teacher("ben", "Ben", "Beck", "Art"), teacher("cat", "Cat", "Cole", "Music"),
         teacher("dan", "Dan", "Dale", "Music"), teacher("eve", "Eve", "Earl", "Music"))


def seen(said: str = "", by: str = "ben", ago: int = 10, **more: object) -> Observation:
    return Observation.model_validate({"row": 2, "teacher": address("ann"), "observer": address(by), "day": TODAY - timedelta(ago),
                                       "development": said, **more})


def school(*observations: Observation, **changes: object) -> Book:
    rows = tuple(o.model_copy(update={"row": n}) for n, o in enumerate(observations, start=2))
    return small_school(**{"staff": STAFF, "targets": (), "meetings": (), "focuses": FOCUSES, "bank": BANK, "cycles": CYCLES,
                           "observations": rows, **changes})


def drafted(book: Book, who: str = "ann") -> Target:
    checked = check(book, TODAY, (), read_language())
    words = understood(checked.book.focuses, checked.book.bank)
    return next(t for t in draft_targets(checked.book, checked.people, CYCLES[-1], TODAY, words) if t.email == address(who))


@cache
def understood(focuses: tuple[Focus, ...], bank: tuple[BankStep, ...]) -> Vocabulary:
    return vocabulary(focuses, bank, read_language())


def had(cycle: str, focus: str, outcome: str = "", text: str = "Her step.", **more: object) -> Target:
    return Target.model_validate({"row": [c.name for c in CYCLES].index(cycle) + 2, "cycle": cycle, "email": address("ann"), "focus": focus,
                                  "text": text, "status": "Approved", "outcome": outcome, **more})


def whole_school(*names: str) -> tuple[Focus, ...]:
    return tuple(f.model_copy(update={"whole_school": f.name in names}) for f in FOCUSES)


# ── observations ─────────────────────────────────────────────────────────────────────────────────────


def test_two_observers_of_one_focus_beat_one_of_another() -> None:
    other = seen("Pick up the pace.", "dan", priority="High")
    found = drafted(school(seen("Try cold call.", "ben"), seen("More wait time.", "cat"), other))
    assert (found.focus, found.how_sure) == ("Questioning", "Sure")
    assert "Next: Pace and transitions" in found.why


def test_an_old_urgent_worry_that_is_now_a_strength_loses_to_a_fresh_point() -> None:
    worry = seen("Wait for silence.", ago=370, priority="High")
    found = drafted(school(worry, seen("Show a worked example.", ago=20, strengths="Silence before you spoke, superb.")))
    assert found.focus == "Modelling"
    assert drafted(school(worry)).focus == "Behaviour and routines", "alone it would count"
    assert drafted(school(worry, seen(strengths="Silence before you spoke, superb.", ago=20))).focus == "", "a strength by now, so no need"


def test_praise_and_a_point_about_one_focus_in_one_lesson_is_a_point() -> None:
    assert drafted(school(seen("Try cold call.", strengths="Good wait time."))).focus == "Questioning"


def test_a_near_tie_is_tipped_by_the_whole_school_weight() -> None:
    book = school(seen("Pick up the pace.", ago=8), seen("Start with a quiz.", ago=15))
    assert drafted(book).focus == "Pace and transitions"
    assert drafted(replace(book, focuses=whole_school("Retrieval"))).focus == "Retrieval"
    plain = book.school.model_copy(update={"whole_school_weight": 1})
    assert drafted(replace(book, focuses=whole_school("Retrieval"), school=plain)).focus == "Pace and transitions"


@pytest.mark.parametrize(("first", "second", "focus"), [
    ({"said": "cold call"}, {"said": "quiz", "ago": 30}, "Questioning"),
    ({"said": "cold call", "priority": "Low"}, {"said": "quiz", "ago": 30}, "Retrieval"),
    ({"said": "cold call"}, {"said": "quiz", "ago": 30, "priority": "High"}, "Retrieval"),
    ({"said": "cold call"}, {"development_focus": "Retrieval", "ago": 40}, "Questioning"),
    ({"said": "cold call"}, {"development_focus": "Retrieval", "ago": 20}, "Retrieval"),
    ({"said": "cold call", "ago": 90}, {"said": "quiz", "ago": 101}, "Questioning"),
], ids=["the fresher", "low priority", "high priority", "chosen but older", "chosen", "both old"])
def test_priority_freshness_and_how_it_is_known_weigh(first: dict[str, object], second: dict[str, object], focus: str) -> None:
    assert drafted(school(seen(**first), seen(**second))).focus == focus


@pytest.mark.parametrize(("setting", "value"), [("half_life_days", 20), ("high_weight", 1), ("agreement", 0), ("read_weight", 0.3)])
def test_every_weight_is_the_schools(setting: str, value: float) -> None:
    """Each of these turns the choice round when it is set otherwise."""
    books = {
        "half_life_days": school(seen("quiz", ago=5), seen("cold call", ago=40), seen("cold call", ago=41)),
        "high_weight": school(seen("quiz", ago=10, priority="High"), seen("cold call", ago=9)),
        "agreement": school(seen("quiz", "ben"), seen("quiz", "cat"), seen("cold call", "ben"), seen(development_focus="Questioning")),
        "read_weight": school(seen("quiz"), seen("quiz", ago=60), seen(development_focus="Questioning", ago=12)),
    }
    book = books[setting]
    changed = replace(book, school=book.school.model_copy(update={setting: value}))
    assert {drafted(book).focus, drafted(changed).focus} == {"Questioning", "Retrieval"}


def test_a_third_observer_counts_and_a_fourth_no_more() -> None:
    points = [float(drafted(school(*(seen("cold call", who, 0) for who in observers))).why.split(", ")[1].split()[0])
              for observers in (("ben",), ("ben", "cat"), ("ben", "cat", "dan"), ("ben", "cat", "dan", "eve"))]
    assert points == [80, 200, 360, 480]


def test_freshness_halves_and_can_be_switched_off() -> None:
    assert [freshness(d, 90) for d in (0, 90, 180)] == [1, 0.5, 0.25]
    assert freshness(500, 0) == 1


def test_too_few_points_give_the_schools_focus_and_say_so() -> None:
    stale = seen("Try cold call.", ago=700, priority="Low")
    strict = School(name="Oakfield", fewest_points=5)
    found = drafted(school(stale, focuses=whole_school("Oracy"), school=strict))
    assert (found.focus, found.how_sure) == ("Oracy", "No observation")
    assert "Not based on an observation" in found.why


def test_a_tie_is_settled_by_rule_whole_school_first_then_the_latest_then_the_name() -> None:
    both = [seen("quiz", ago=10), seen("cold call", ago=10)]
    for rows in (both, both[::-1]):
        assert drafted(school(*rows)).focus == "Questioning"
    equal = school(*both).school.model_copy(update={"whole_school_weight": 1})
    assert drafted(school(*both, focuses=whole_school("Retrieval"), school=equal)).focus == "Retrieval"


def test_an_unsure_reading_counts_nothing_until_a_person_confirms_it() -> None:
    unclear = seen("More quiz, and a timer.", ago=1)
    found = drafted(school(unclear, focuses=whole_school("Modelling")))
    assert (found.focus, found.how_sure) == ("Modelling", "Not sure")
    assert "perhaps" in found.why
    assert len(found.suggestions.split("\n")) == 3
    assert {s.split(":")[0] for s in found.suggestions.split("\n")} >= {"Retrieval", "Pace and transitions"}
    assert drafted(school(unclear, seen("Try cold call.", ago=300))).focus == "Questioning", "an older sure one counts"
    confirmed = unclear.model_copy(update={"development_focus": "Oracy"})
    assert (drafted(school(confirmed)).focus, drafted(school(confirmed)).how_sure) == ("Oracy", "Chosen")


def test_without_any_focus_to_fall_back_on_an_unsure_row_waits_for_the_coordinator() -> None:
    found = drafted(school(seen("More quiz, and a timer.")))
    assert (found.focus, found.text, found.how_sure) == ("", "", "Not sure")
    assert len(found.suggestions.split("\n")) == 3


# ── earlier cycles ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("outcome", ["Partly", "Not yet"])
def test_what_was_not_or_partly_met_goes_on_with_the_same_step(outcome: str) -> None:
    found = drafted(school(seen("Start with a quiz."), targets=(had("Summer 2026", "Oracy", outcome),)))
    assert (found.focus, found.text, found.how_sure) == ("Oracy", "Her step.", "Carried on")
    assert "Summer 2026" in found.why


@pytest.mark.parametrize("how", ["", "Carried on"])
def test_it_goes_on_twice_at_most_and_then_it_is_time_to_talk(how: str) -> None:
    twice = (had("Spring 2026", "Oracy", "Partly"), had("Summer 2026", "Oracy", "Partly", how_sure=how))
    assert drafted(school(targets=twice)).how_sure == "Carried on"
    found = drafted(school(targets=(had("Autumn 2025", "Oracy", "Partly"), *(t.model_copy(update={"how_sure": how}) for t in twice))))
    assert (found.focus, found.text, found.how_sure) == ("", "", "Not sure")
    assert "time for a conversation" in found.why
    assert found.suggestions.startswith("Oracy: Step")


def test_the_latest_cycle_counts_and_one_without_an_outcome_does_not_go_on() -> None:
    older = had("Spring 2026", "Oracy", "Partly", "Older step.")
    assert drafted(school(seen("quiz"), targets=(older, had("Summer 2026", "Modelling", "")))).focus == "Retrieval"
    assert drafted(school(seen("quiz"), targets=(older, had("Summer 2026", "Modelling", "Not yet")))).focus == "Modelling"
    assert drafted(school(seen("quiz"), targets=(older,))).text == "Older step.", "no target in between"


def test_what_was_met_moves_on_rests_two_cycles_and_its_older_evidence_counts_no_more() -> None:
    rows = seen("Try cold call.", ago=150), seen("Start with a quiz.", ago=300)
    assert drafted(school(*rows)).focus == "Questioning"
    assert drafted(school(*rows, targets=(had("Summer 2026", "Questioning", "Fully"),))).focus == "Retrieval"
    fresh = seen("Try cold call.", ago=5)
    assert drafted(school(*rows, fresh, targets=(had("Spring 2026", "Questioning", "Fully"),))).focus == "Retrieval", "it rests"
    autumn = had("Autumn 2025", "Questioning", "Fully")
    assert drafted(school(*rows, fresh, targets=(autumn,))).focus == "Questioning", "rested"
    assert drafted(school(seen("Try cold call.", ago=330), seen("Start with a quiz.", ago=340), targets=(autumn,))).focus == "Retrieval"


def test_a_resting_focus_is_not_dealt_as_the_schools_either() -> None:
    met = had("Summer 2026", "Oracy", "Fully")
    assert drafted(school(targets=(met,), focuses=whole_school("Oracy", "Modelling"))).focus == "Modelling"


@pytest.mark.parametrize("changes", [{"text": "Sit with D.K. first."}, {"text": "Leave RI behind."}, {"focus": "Dance"}])
def test_a_step_that_may_not_be_sent_or_whose_focus_is_gone_does_not_go_on(changes: dict[str, str]) -> None:
    last = had("Summer 2026", "Oracy", "Partly").model_copy(update=changes)
    found = drafted(school(seen("Start with a quiz."), targets=(last,)))
    assert (found.focus, found.how_sure) == ("Retrieval", "Sure")


# ── nobody has been to see them ──────────────────────────────────────────────────────────────────────


def test_a_new_teacher_gets_the_departments_focus_else_the_schools() -> None:
    focuses = tuple(f.model_copy(update={"departments": ("ART",)}) if f.name == "Modelling" else f for f in whole_school("Oracy"))
    art, music = drafted(school(focuses=focuses)), drafted(school(focuses=focuses), "cat")
    assert (art.focus, art.how_sure, music.focus, music.how_sure) == ("Modelling", "No observation", "Oracy", "No observation")
    assert "a focus of Art" in art.why
    assert "whole-school" in music.why


def test_what_the_coordinator_wrote_comes_before_all() -> None:
    rows = had("Summer 2026", "Oracy", "Partly"), Target(row=9, cycle=CYCLE, email=address("ann"), focus="Modelling")
    found = drafted(school(seen("Start with a quiz."), targets=rows))
    assert (found.focus, found.how_sure) == ("Modelling", "Chosen")
