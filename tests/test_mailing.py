"""From what is due to a plan: what leaves, what is shown, and that nothing leaves which is not for its reader."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from schools import STEPS, address, groups, on_desk, small_school, target

from sgp.check import check
from sgp.config import read_language
from sgp.contract import EmailRecord, Observation, School
from sgp.delivery.marks import Marks, with_marks
from sgp.delivery.pace import Pace, left_today, pace_of, sent_on
from sgp.desk import Desk
from sgp.errors import Stop
from sgp.mailing import KINDS, plan_letters

DAY = date(2026, 9, 28)


def desk(**changes: object) -> Desk:
    """Six approved targets on their day, to be sent."""
    return replace(on_desk(small_school(groups=groups())), send=True, **changes)


def test_all_that_is_due_leaves_in_the_order_of_names() -> None:
    plan = plan_letters("targets", desk())
    assert [m.to_name for m in plan.messages] == ["Aga Nowak", "Dai Evans", "Jane Smith", "Jane Smith", "Maggie Ashworth", "Mo Rahman"]
    assert plan.says == ("6 target letters are shown in output/preview/index.html: 6 due, 0 held back.",)


def test_nothing_leaves_without_send() -> None:
    plan = plan_letters("targets", replace(desk(), send=False))
    assert plan.messages == ()
    assert plan.says[-1] == "Nothing has been sent: that takes --send."
    assert "preview/index.html" in plan.files


@pytest.mark.parametrize(("changes", "leaving"), [
    ({"only": "M.Rahman@oakfield.example"}, ["Mo Rahman"]), ({"only": "m.hill@oakfield.example"}, ["Maggie Ashworth"]),
    ({"limit": 2}, ["Aga Nowak", "Dai Evans"]), ({"only": "m.rahman@oakfield.example", "limit": 3}, ["Mo Rahman"]),
    ({"only": "nobody@oakfield.example"}, []),
])
def test_fewer_can_be_asked_for(changes: dict[str, object], leaving: list[str]) -> None:
    plan = plan_letters("targets", desk(**changes))
    assert [m.to_name for m in plan.messages] == leaving
    assert "6 due" in plan.says[0]


@pytest.mark.parametrize(("field", "words", "reason"), [
    ("text", f"Ask {address('j.smith')} how she does it.", "It holds the address of Jane Smith."),
    ("text", "Watch Dai Evans open a lesson, and try it.", "It names Dai Evans, who is not in the reader's group."),
    ("focus", STEPS["d.evans"][1], "It holds another person's target."),
    ("focus", "The pupils at the back waited far too long for their turn to speak.",
     "It holds words of an observation, which nobody but the coordinator reads."),
])
def test_one_that_tells_what_is_not_its_readers_is_held_and_listed_and_the_others_go(field: str, words: str, reason: str) -> None:
    seen = Observation(row=2, teacher=address("a.nowak"), development="The pupils at the back waited far too long for their turn.")
    rows = (*(t for t in small_school().targets if t.email != address("m.rahman")), target("m.rahman", **{field: words}))
    book = small_school(targets=rows, observations=(seen,))
    plan = plan_letters("targets", replace(on_desk(book), send=True))
    assert len(plan.messages) == 5
    assert address("m.rahman") not in {m.to for m in plan.messages}
    assert [(p.tab, p.row, p.column, p.what) for p in plan.problems] == [("Targets", rows[-1].row, "Email", reason)]
    assert reason.replace("'", "&#39;") in plan.files["preview/index.html"]


def test_words_to_look_at_again_are_told_beside_the_letter_before_it_goes() -> None:
    named = target("m.rahman", text="Sit with Jay for five minutes of each lesson.")
    on = on_desk(small_school(groups=groups(), targets=(named, target("j.smith"))))
    plan = plan_letters("targets", replace(on, problems=check(on.book, on.today, (), read_language()).problems))
    assert plan.says[-2:] == ("To be looked at before they go:", "  Mo Rahman: A student's name seems to stand here.")
    page = plan.files["preview/index.html"]
    assert page.count("A student\\u0027s name seems to stand here.") == 1
    assert "Look again" in page
    chased = plan_letters("chasers", replace(on_desk(on.book, date(2026, 10, 15)), problems=check(
        on.book, on.today, (), read_language()).problems))
    assert not any("To be looked at" in line for line in chased.says), "the words of a target are in no other letter"


def test_a_colleague_of_the_group_may_be_named() -> None:
    rows = (target("m.rahman", text="Ask Aga Nowak to show you how she thinks aloud."),)
    plan = plan_letters("targets", replace(on_desk(small_school(groups=groups(), targets=rows)), send=True))
    assert len(plan.messages) == 1


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_says_where_replies_would_go_if_nobody_is_named(kind: str) -> None:
    plan = plan_letters(kind, replace(on_desk(small_school(school=School(name="Oakfield School"))), send=True))
    assert plan.messages == ()
    assert ("error", "Settings", 0, "Coordinator email") in [(p.level, p.tab, p.row, p.column) for p in plan.problems]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_wrong_name_in_any_template_stops_every_kind(kind: str) -> None:
    whole = desk()
    spoilt = dict(whole.templates) | {"email/packs.txt.j2": "{{ idaes }}"}
    with pytest.raises(Stop) as stop:
        plan_letters(kind, replace(whole, templates=spoilt))
    assert "Did you mean “ideas”?" in str(stop.value.problems[0])


def logged(status: str, day: date, by: str = "smtp") -> EmailRecord:
    when = datetime(day.year, day.month, day.day, 9)
    return EmailRecord(key=f"{status}{day}{by}", status=status, when=when, detail=with_marks("", Marks(by)))


def test_how_many_may_go_today() -> None:
    log = [logged("sent", DAY), logged("unknown", DAY), logged("sending", DAY), logged("failed", DAY), logged("deferred", DAY),
           logged("sent", date(2026, 9, 27)), logged("filed", DAY, "outbox")]
    assert sent_on(log, DAY) == 3
    assert left_today(log, DAY, Pace(a_day=5)) == 2
    assert left_today(log, DAY, Pace(a_day=2)) == 0
    assert left_today(log, DAY, Pace()) is None


@pytest.mark.parametrize(("host", "sender", "settings", "pace", "gap"), [
    ("SMTP.office365.com", "c@school.example", (None, None), Pace(30, 10_000), 2.0),
    ("smtp.gmail.com", "c@school.example", (None, None), Pace(0, 2_000), 0.0),
    ("smtp.gmail.com", "c@gmail.com", (None, None), Pace(0, 500), 0.0),
    ("mail.school.example", "c@school.example", (None, None), Pace(0, 0), 0.0),
    ("smtp.office365.com", "c@school.example", (20, 0), Pace(20, 0), 3.0),
    ("mail.school.example", "c@school.example", (None, 50), Pace(0, 50), 0.0),
])
def test_the_pace_is_the_providers_unless_the_settings_say_otherwise(
    host: str, sender: str, settings: tuple[int | None, int | None], pace: Pace, gap: float,
) -> None:
    found = pace_of(host, sender, *settings)
    assert (found, found.gap) == (pace, gap)
