"""Cycles, meetings and school days."""

from datetime import date
from itertools import permutations

import pytest
from schools import CYCLE, meetings

from sgp.contract import Book, ClosedDay, Cycle, Meeting, School
from sgp.dates import closed_days, current_cycle, cycle_named, cycle_on, is_school_day, meeting_day, meetings_of, school_days_after


def cycle(name: str, send: tuple[int, int, int] | None, close: tuple[int, int, int] | None) -> Cycle:
    return Cycle(name=name, send_on=date(*send) if send else None, closes_on=date(*close) if close else None)


AUTUMN, SPRING = cycle("Autumn", (2026, 9, 28), (2026, 12, 11)), cycle("Spring", (2027, 1, 11), (2027, 3, 26))
UNDATED = cycle("Summer", None, None)


@pytest.mark.parametrize(("today", "name"), [
    ((2026, 8, 1), "Autumn"), ((2026, 12, 11), "Autumn"), ((2026, 12, 12), "Spring"), ((2027, 3, 26), "Spring"), ((2027, 6, 1), "Spring"),
])
def test_the_current_cycle_is_the_earliest_not_yet_closed_else_the_last(today: tuple[int, int, int], name: str) -> None:
    for rows in permutations((AUTUMN, SPRING, UNDATED)):
        found = current_cycle(rows, date(*today))
        assert found
        assert found.name == name


def test_with_no_dated_cycle_there_is_none() -> None:
    assert current_cycle([], date(2026, 9, 1)) is current_cycle([UNDATED], date(2026, 9, 1)) is None


@pytest.mark.parametrize(("day", "name"), [((2026, 9, 27), None), ((2026, 9, 28), "Autumn"), ((2026, 12, 25), "Autumn"),
                                           ((2027, 1, 10), "Autumn"), ((2027, 1, 11), "Spring")])
def test_a_day_falls_in_the_cycle_until_the_day_before_the_next(day: tuple[int, int, int], name: str | None) -> None:
    for rows in permutations((AUTUMN, SPRING, UNDATED)):
        found = cycle_on(rows, date(*day))
        assert (found.name if found else None) == name


def test_two_cycles_with_the_same_dates_are_taken_in_the_same_way_in_any_order() -> None:
    twin = cycle("Autumn b", (2026, 9, 28), (2026, 12, 11))
    for rows in permutations((AUTUMN, twin, SPRING)):
        assert [c and c.name for c in (current_cycle(rows, date(2026, 10, 1)), cycle_on(rows, date(2026, 10, 1)))] == ["Autumn", "Autumn b"]


@pytest.mark.parametrize(("name", "found"), [("autumn", True), (" AUTUMN  ", True), ("Autumn 2", False), ("", False)])
def test_a_cycle_is_named_in_any_case(name: str, found: bool) -> None:
    assert bool(cycle_named((AUTUMN, SPRING), name)) is found


def test_numbered_names_are_different_cycles() -> None:
    first, second = cycle("1. 2026-27", (2026, 9, 1), None), cycle("2. 2026-27", (2027, 1, 1), None)
    assert cycle_named((first, second), "2. 2026-27") == second


@pytest.mark.parametrize(("number", "sitting", "day"), [
    ("1", "A", (10, 6)), ("1", "b", (10, 8)), ("1", "", (10, 8)), ("1", "C", (10, 8)), ("3", "", (12, 3)),
])
def test_a_meeting_is_on_its_sittings_day_else_on_the_last(number: str, sitting: str, day: tuple[int, int]) -> None:
    assert meeting_day(meetings(), "AUTUMN 2026", number, sitting) == date(2026, *day)


def test_meetings_without_a_date_have_no_day() -> None:
    assert meeting_day([Meeting(cycle=CYCLE, meeting="1")], CYCLE, "1") is None
    assert meeting_day([Meeting(cycle=CYCLE, meeting="1", sitting="A"), *meetings()], CYCLE, "1", "A") == date(2026, 10, 6)
    assert meeting_day([], CYCLE, "1") is None


def test_meetings_come_in_order() -> None:
    assert [(m.meeting, m.sitting) for m in meetings_of(reversed(meetings()), CYCLE)] == [(m.meeting, m.sitting) for m in meetings()]


HALF_TERM = (ClosedDay(first=date(2026, 10, 26), last=date(2026, 10, 30)), ClosedDay(first=date(2026, 11, 27)),
             ClosedDay(last=date(2026, 1, 1)))


def test_a_closed_time_has_all_its_days_and_without_an_end_it_is_one_day() -> None:
    assert closed_days(Book(closed=HALF_TERM)).listed == {*(date(2026, 10, d) for d in range(26, 31)), date(2026, 11, 27)}


@pytest.mark.parametrize(("day", "count", "lands"), [
    ((2026, 10, 6), 0, (2026, 10, 6)), ((2026, 10, 6), 1, (2026, 10, 7)), ((2026, 10, 9), 1, (2026, 10, 12)),
    ((2026, 10, 23), 1, (2026, 11, 2)),
    ((2026, 11, 2), -1, (2026, 10, 23)), ((2026, 10, 12), -2, (2026, 10, 8)), ((2026, 10, 10), 5, (2026, 10, 16)),
    ((2026, 10, 10), -1, (2026, 10, 9)),
])
def test_school_days_are_weekdays_that_are_not_closed(day: tuple[int, int, int], count: int, lands: tuple[int, int, int]) -> None:
    assert school_days_after(date(*day), count, closed_days(Book(closed=HALF_TERM))) == date(*lands)


@pytest.mark.parametrize(("country", "day", "open_"), [
    ("England", date(2026, 12, 25), False), ("England", date(2026, 12, 28), False), ("England", date(2027, 3, 29), False),
    ("Scotland", date(2027, 3, 29), True), ("Scotland", date(2026, 11, 30), False), ("England", date(2026, 11, 30), True),
    ("Northern Ireland", date(2027, 3, 17), False), ("Wales", date(2027, 5, 3), False), ("None", date(2026, 12, 25), True),
    ("England", date(2026, 12, 26), False), ("None", date(2026, 12, 26), False),
])
def test_bank_holidays_are_no_school_days_in_their_country(country: str, day: date, open_: bool) -> None:
    assert is_school_day(day, closed_days(Book(school=School(bank_holidays=country)))) is open_


def test_days_are_counted_over_bank_holidays() -> None:
    assert school_days_after(date(2027, 3, 25), 1, closed_days(Book())) == date(2027, 3, 30), "over Easter"
    assert school_days_after(date(2027, 1, 4), -1, closed_days(Book())) == date(2026, 12, 31)
