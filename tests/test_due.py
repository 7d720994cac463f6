"""What is due in a cycle: from which day to which, what was missed, and that each step is done once however the runs fall."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from schools import CYCLE, STAFF, address, on_desk, small_school, templates

from sgp.contract import Book, ClosedDay, Cycle, Meeting, RunRecord, School
from sgp.dates import first_sitting
from sgp.delivery.log import record_of
from sgp.due import Step, running, steps, window
from sgp.due.missed import last_scheduled, missed_steps, tell_missed
from sgp.today import emails, joined

AUTUMN = Cycle(row=2, name=CYCLE, send_on=date(2026, 9, 28), closes_on=date(2026, 12, 11))


def one_sitting(*days: date, cycle: str = CYCLE) -> tuple[Meeting, ...]:
    return tuple(Meeting(row=n + 1, cycle=cycle, meeting=str(n), day=day) for n, day in enumerate(days, start=1))


PLAIN = Book(cycles=(AUTUMN,), meetings=one_sitting(date(2026, 10, 6), date(2026, 11, 3), date(2026, 12, 1)))


def found(book: Book) -> dict[tuple[str, str], Step]:
    return {(s.kind, s.meeting): s for s in steps(book)}


@pytest.mark.parametrize(("kind", "meeting", "first", "last"), [
    ("drafts", "", date(2026, 9, 14), date(2026, 10, 6)), ("targets", "", date(2026, 9, 28), date(2026, 10, 6)),
    ("reminders", "1", date(2026, 10, 2), date(2026, 10, 6)), ("packs", "3", date(2026, 11, 24), date(2026, 12, 1)),
])
def test_each_step_has_its_first_and_its_last_day(kind: str, meeting: str, first: date, last: date) -> None:
    step = found(PLAIN)[kind, meeting]
    assert (step.first, step.last) == (first, last)


def test_half_term_inset_days_and_bank_holidays_are_no_school_days() -> None:
    half_term, inset = ClosedDay(first=date(2026, 10, 26), last=date(2026, 10, 30)), ClosedDay(first=date(2026, 11, 27))
    there = found(replace(PLAIN, closed=(half_term, inset)))
    assert there["reminders", "2"].first == date(2026, 10, 23), "a meeting on the second day after half-term"
    assert there["packs", "3"].first == date(2026, 11, 23)
    easter = replace(PLAIN, cycles=(AUTUMN.model_copy(update={"send_on": date(2027, 4, 12)}),))
    assert found(easter)["drafts", ""].first == date(2027, 3, 25), "over Good Friday and Easter Monday"
    scots = replace(easter, school=School(bank_holidays="Scotland"))
    assert found(scots)["drafts", ""].first == date(2027, 3, 29), "Easter Monday is a school day there"


def test_drafts_and_targets_are_caught_up_for_five_school_days_and_what_leads_to_a_meeting_ends_with_it() -> None:
    there = found(PLAIN)
    assert there["drafts", ""].until == date(2026, 10, 13)
    assert there["reminders", "1"].until == date(2026, 10, 6)
    assert there["packs", "3"].until == date(2026, 12, 1)


def test_two_overlapping_cycles_are_both_open_and_a_deleted_one_is_not() -> None:
    spring = Cycle(row=3, name="Spring", send_on=date(2026, 12, 7), closes_on=date(2027, 3, 19))
    both = replace(PLAIN, cycles=(AUTUMN, spring))
    day = date(2026, 11, 30)
    assert [c.name for c in running(both, day)] == [CYCLE, "Spring"]
    assert [s.cycle.name for s in steps(both) if s.kind == "drafts" and s.is_open(day)] == ["Spring"]
    assert not running(replace(PLAIN, cycles=()), day)


@pytest.mark.parametrize(("day", "runs"), [
    (date(2026, 9, 11), False), (date(2026, 9, 14), True), (date(2026, 12, 11), True), (date(2026, 12, 12), False),
])
def test_a_cycle_goes_on_from_its_drafts_until_it_has_closed(day: date, runs: bool) -> None:
    assert bool(running(PLAIN, day)) is runs


def test_a_cycle_without_a_day_for_its_targets_still_has_its_meetings() -> None:
    undated = replace(PLAIN, cycles=(AUTUMN.model_copy(update={"send_on": None}),))
    assert {s.kind for s in steps(undated)} == {"reminders", "packs"}
    assert window(undated, undated.cycles[0], "targets") == (None, None)


def scheduled(*days: date) -> tuple[RunRecord, ...]:
    return tuple(RunRecord(when=day, script="run_due.py", did="Nothing was due.") for day in days)


MISSED = small_school(runs=scheduled(date(2026, 9, 1)))


@pytest.mark.parametrize(("today", "what"), [
    (date(2026, 10, 8), []), (date(2026, 10, 15), ["reminders"]), (date(2026, 10, 16), ["reminders", "targets"]),
    (date(2026, 12, 4), ["packs", "reminders", "reminders", "reminders", "targets"]), (date(2026, 12, 12), []),
])
def test_what_can_be_caught_up_no_more_is_listed_until_the_cycle_closes(today: date, what: list[str]) -> None:
    assert sorted(s.kind for s in missed_steps(MISSED, today)) == what


def test_a_missed_step_is_told_with_its_place_a_question_and_a_way() -> None:
    told = list(tell_missed(MISSED, date(2026, 10, 16)))
    assert [(p.level, p.tab, p.row) for p in told] == [("warning", "Cycles", 2), ("warning", "Meetings", 0)]
    assert told[0].what == "No target emails of Autumn 2026 have left; they were due from 28/09/2026 to 08/10/2026."
    assert "Send again" in told[0].mend
    assert told[0].mend.startswith("Is it still needed?")


def test_nothing_is_missed_where_no_scheduled_run_was_there_yet() -> None:
    assert not missed_steps(replace(MISSED, runs=()), date(2026, 12, 4))
    assert not missed_steps(replace(MISSED, runs=scheduled(date(2026, 12, 2))), date(2026, 12, 2))
    assert last_scheduled(MISSED) == date(2026, 9, 1)


YEAR = [date(2026, 9, 1) + timedelta(n) for n in range(130)]


@st.composite
def calendars(draw: st.DrawFn) -> Book:
    """A cycle with its days in order, some days closed, one or two sittings a meeting."""
    send, *met, closes = sorted(draw(st.lists(st.sampled_from(YEAR), min_size=5, max_size=5, unique=True)))
    gap = draw(st.integers(0, 2))
    sittings = [Meeting(cycle=CYCLE, meeting=str(n), sitting=s, day=day + timedelta(gap * (s == "B")))
                for n, day in enumerate(met, start=1) for s in draw(st.sampled_from(("A", "AB")))]
    closed = [ClosedDay(first=day) for day in draw(st.lists(st.sampled_from(YEAR), max_size=12))]
    cycle = AUTUMN.model_copy(update={"send_on": send, "closes_on": closes})
    return small_school(cycles=(cycle,), meetings=tuple(sittings), closed=tuple(closed))


@settings(deadline=None, max_examples=60)
@given(calendars(), st.sets(st.sampled_from(YEAR), max_size=40))
def test_each_email_goes_at_most_once_and_just_once_if_any_run_fell_in_its_window(book: Book, ran: set[date]) -> None:
    went: Counter[str] = Counter()
    for day in sorted(ran):
        desk = on_desk(book, day, templates=SHIPPED)
        messages = joined([planner(desk) for _, planner in emails(desk)]).messages
        went.update(m.key for m in messages)
        book = replace(book, emails=(*book.emails, *(record_of(m, "sent", "", "", desk.now) for m in messages)))
    assert all(times == 1 for times in went.values())
    for step in (s for s in steps(book) if s.kind in ("targets", "reminders", "packs")):
        # of several sittings reminders go by the first, since nobody has a group here
        last = first_sitting(book, step.cycle, step.meeting) if step.meeting else step.last
        if any(step.first <= day <= (last or step.last) for day in ran):
            series = f"{CYCLE}/{step.kind}/{step.meeting or 0}/1/"
            whom = LEADERS if step.kind == "packs" else {p.email for p in STAFF}
            assert {key.removeprefix(series) for key in went if key.startswith(series)} == whom


SHIPPED, LEADERS = templates(), {address("d.evans"), address("m.ashworth"), address("s.whitfield")}
