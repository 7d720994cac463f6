"""The calendar files: read by parsers that are not ours, right on both sides of clock changes, and never fooled by what people type."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from golden import golden
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Timezone
from schools import CYCLE, address, groups, meetings, small_school

from sgp.check.clocks import impossible_times
from sgp.clock_changes import happens, observances
from sgp.contract import Book, Cycle, Group, Meeting, School
from sgp.letters.appointments import Appointment, Edition, appointments, editions, read_editions, written
from sgp.letters.calendar_file import calendar_files
from sgp.plan import Attachment

STAMP = datetime(2026, 9, 28, 9, 0, tzinfo=ZoneInfo("Europe/London"))
AGA, WHO = groups()[0], address("a.nowak")
AUTUMN = Cycle(name=CYCLE)
SCHOOL = small_school().school
TYPED = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("\\nN;,:\"'\r\n\t^%2C \u2028\u2029\x85\x0b=éŁ😀"), max_size=120)
LEGAL = {
    "UID", "DTSTAMP", "SEQUENCE", "ORGANIZER", "SUMMARY", "CLASS", "DTSTART", "DTEND", "LOCATION", "DESCRIPTION", "STATUS", "TRANSP",
}


def meeting(number: str = "1", day: date | None = date(2026, 10, 6), start: str = "15:30", end: str = "16:30", **more: object) -> Meeting:
    cells = {"cycle": CYCLE, "meeting": number, "day": day, "start": start, "end": end, **more}
    return Meeting.model_validate({name: value for name, value in cells.items() if value not in ("", None)})


def told(*rows: Meeting, zone: str = "Europe/London", own: Group | None = None) -> tuple[Appointment, ...]:
    return appointments(Book(school=School(time_zone=zone), meetings=rows), AUTUMN, own)


def files(
    about: Sequence[Appointment], before: Mapping[str, Edition] | None = None, who: str = WHO,
    school: School = SCHOOL, cycle: Cycle = AUTUMN,
) -> dict[str, Attachment]:
    return {file.name: file for file in calendar_files(school, cycle, who, about, before or {}, STAMP)}


def text(*about: Appointment, **how: Any) -> str:
    return files(about, **how)["meetings.ics"].content.decode()


def seen_by_vobject(calendar: str) -> list[Any]:
    return list(vobject.readOne(calendar).vevent_list)


def seen_by_icalendar(calendar: str) -> list[Any]:
    return list(Calendar.from_ical(calendar).events)


def names(calendar: str) -> list[str]:
    """The name of every property, in order, as the plainest reader finds them."""
    return [line.partition(":")[0].partition(";")[0] for line in calendar.splitlines() if not line.startswith(" ")]


def utc_in_both(calendar: str, of: str = "dtstart") -> list[datetime]:
    """The moments that two readers of VTIMEZONE (dateutil for vobject, icalendar's own) find in the file alone, not by the zone's name."""
    opened, same = vobject.readOne(calendar), Calendar.from_ical(calendar)
    zone = opened.vtimezone.tzinfo if "vtimezone" in opened.contents else UTC
    moments = [getattr(event, of).value.replace(tzinfo=zone).astimezone(UTC) for event in opened.vevent_list]
    for moment, event in zip(moments, same.events, strict=True):
        assert event.get(of).dt.replace(tzinfo=UTC) - moment == (ahead(same.timezones[0], moment) if same.timezones else timedelta(0))
    return moments


def ahead(zone: Timezone, moment: datetime) -> timedelta:
    """How far ahead of UTC clocks are, by the transitions that icalendar works out."""
    times, kinds = zone.get_transitions()
    return timedelta(seconds=kinds[bisect_right(times, moment.replace(tzinfo=None)) - 1][0].total_seconds())


def test_golden_calendar() -> None:
    """The lines of three meetings, with plain line ends, as git and people prefer them."""
    third = told(meeting("3", date(2027, 4, 13), end="", place="Room 4; by the hall\nGround floor, left"))
    golden("meetings.ics", text(*appointments(small_school(), AUTUMN, AGA), *third).replace("\r\n", "\n"))


def test_golden_cancellation() -> None:
    file = files((), {"2": Edition(0, "0badc0de")})["cancelled.ics"]
    golden("cancelled.ics", file.content.decode().replace("\r\n", "\n"))


def test_the_media_type_says_the_method() -> None:
    both = files(told(meeting()), {"2": Edition(0, "0badc0de")})
    assert [(f.name, f.kind) for f in both.values()] == [
        ("meetings.ics", "text/calendar; charset=utf-8; method=PUBLISH"), ("cancelled.ics", "text/calendar; charset=utf-8; method=CANCEL"),
    ]
    for name, method in (("meetings.ics", "PUBLISH"), ("cancelled.ics", "CANCEL")):
        assert vobject.readOne(both[name].content.decode()).method.value == method


@pytest.mark.parametrize(("day", "utc"), [
    ((2026, 10, 6), "14:30"), ((2026, 10, 24), "14:30"), ((2026, 10, 25), "15:30"), ((2026, 11, 17), "15:30"),
    ((2027, 3, 27), "15:30"), ((2027, 3, 28), "14:30"), ((2027, 6, 8), "14:30"),
])
def test_half_past_three_is_half_past_three_on_both_sides_of_a_clock_change(day: tuple[int, int, int], utc: str) -> None:
    calendar = text(*told(meeting(day=date(*day))))
    assert [f"{moment:%H:%M}" for moment in utc_in_both(calendar)] == [utc]
    for local in (seen_by_vobject(calendar)[0].dtstart.value, seen_by_icalendar(calendar)[0].start):
        assert local.replace(tzinfo=None) == datetime(*day, 15, 30)
        assert f"{local.astimezone(UTC):%H:%M}" == utc, "by the name of the zone, which most programs know"


@pytest.mark.parametrize(("day", "start", "end", "utc"), [
    ((2026, 10, 25), "00:30", "02:30", ["23:30", "02:30"]), ((2027, 3, 28), "00:59", "02:00", ["00:59", "01:00"]),
    ((2027, 3, 28), "02:30", "03:00", ["01:30", "02:00"]),
])
def test_meetings_across_a_clock_change_itself(day: tuple[int, int, int], start: str, end: str, utc: list[str]) -> None:
    calendar = text(*told(meeting(day=date(*day), start=start, end=end)))
    assert [f"{moment:%H:%M}" for of in ("dtstart", "dtend") for moment in utc_in_both(calendar, of)] == utc


@pytest.mark.parametrize(("zone", "utc"), [
    ("Europe/London", ["14:30", "15:30", "14:30"]), ("Europe/Dublin", ["14:30", "15:30", "14:30"]),
    ("America/New_York", ["19:30", "20:30", "19:30"]), ("Asia/Kolkata", ["10:00", "10:00", "10:00"]),
    ("Australia/Lord_Howe", ["04:30", "04:30", "05:00"]), ("America/Phoenix", ["22:30", "22:30", "22:30"]),
    ("Africa/Casablanca", ["14:30", "14:30", "14:30"]), ("UTC", ["15:30", "15:30", "15:30"]), ("Etc/UTC", ["15:30", "15:30", "15:30"]),
])
def test_the_same_in_every_time_zone(zone: str, utc: list[str]) -> None:
    days = {"1": date(2026, 10, 6), "2": date(2026, 11, 17), "3": date(2027, 4, 13)}
    calendar = text(*told(*(meeting(n, day) for n, day in days.items()), zone=zone))
    assert [f"{moment:%H:%M}" for moment in utc_in_both(calendar)] == utc
    assert calendar.count("BEGIN:VTIMEZONE") == (0 if "UTC" in zone else 1)
    assert calendar.count("BEGIN:STANDARD") + calendar.count("BEGIN:DAYLIGHT") <= 4


ZONES = ("Europe/London", "Europe/Dublin", "America/New_York", "America/Santiago", "Africa/Casablanca", "Asia/Jerusalem", "Africa/Cairo")


@settings(max_examples=50)
@given(st.sampled_from(ZONES), st.lists(st.datetimes(datetime(2025, 9, 1), datetime(2028, 8, 31)), min_size=1, max_size=3))
def test_the_file_alone_tells_every_moment_of_every_zone(zone: str, moments: list[datetime]) -> None:
    """Times that come twice are left out: parsers do not agree on which of the two is meant."""
    local = [m.replace(second=0, microsecond=0, tzinfo=ZoneInfo(zone)) for m in moments]
    assume(all(happens(m) and m.utcoffset() == m.replace(fold=1).utcoffset() for m in local))
    about = [Appointment(number, moment, None, "") for number, moment in zip("123", local, strict=False)]
    assert utc_in_both(text(*about)) == [m.astimezone(UTC) for m in local]


def test_yearly_changes_are_told_as_rules_and_no_others() -> None:
    def rules(zone: str) -> list[tuple[int, int, int] | None]:
        return [o.yearly for o in observances(ZoneInfo(zone), date(2026, 10, 6), date(2026, 12, 3))]

    assert rules("Europe/London") == [(10, -1, 6), (3, -1, 6)]
    assert rules("America/New_York") == [(11, 1, 6), (3, 2, 6)]
    assert rules("Asia/Kolkata") == [None]
    assert set(rules("Africa/Casablanca")) == {None}


def test_a_change_that_came_every_year_and_then_no_more_is_no_rule() -> None:
    """Mexico went to summer time in April 2021 and 2022, and not in 2023."""
    days = {"1": date(2022, 4, 20), "2": date(2022, 11, 10), "3": date(2023, 5, 10)}
    calendar = text(*told(*(meeting(n, day) for n, day in days.items()), zone="America/Mexico_City"))
    assert [f"{moment:%H:%M}" for moment in utc_in_both(calendar)] == ["20:30", "21:30", "21:30"]


def test_a_summer_cycle_has_standard_time_too() -> None:
    """Outlook looks for a zone's offset under STANDARD, even where all of the meetings are in summer."""
    assert "BEGIN:STANDARD" in text(*told(meeting(day=date(2027, 6, 8))))


@settings(max_examples=60)
@given(TYPED)
@example("C:\\New\\new; room 4, \\, left")
@example("Hall\u2028ATTENDEE:mailto:someone@school.example\u2029\x85BEGIN:VALARM\rEND:VEVENT")
@example("x" * 74 + "\\" * 74 + "😀" * 74)
def test_a_place_is_data_and_comes_back_as_typed(place: str) -> None:
    where = Meeting(place=place).place
    assume(where)
    plain, calendar = text(*told(meeting(place="Library"))), text(*told(meeting(place=place)))
    assert names(calendar) == names(plain)
    assert calendar.splitlines() == calendar.split("\r\n")[:-1], "no reader may see a line that is not there"
    assert all(len(line.encode()) <= 75 for line in calendar.splitlines())
    shown = where.replace("\u2028", "\n").replace("\u2029", "\n")
    assert seen_by_vobject(calendar)[0].location.value == seen_by_icalendar(calendar)[0]["LOCATION"] == shown


@settings(max_examples=50)
@given(TYPED, TYPED)
def test_no_name_of_a_cycle_or_coordinator_adds_a_property(cycle: str, coordinator: str) -> None:
    school = SCHOOL.model_copy(update={"coordinator": coordinator})
    about = told(meeting(place="Library"))
    calendar = text(*about, school=school, cycle=Cycle(name=cycle))
    assert names(calendar) == names(text(*about))
    assert calendar.splitlines() == calendar.split("\r\n")[:-1]
    (event,) = seen_by_icalendar(calendar)
    assert event["ORGANIZER"] == "mailto:s.whitfield@oakfield.example"
    assert len(seen_by_vobject(calendar)) == 1


def test_an_event_holds_what_it_may_hold_and_tells_of_nobody_else() -> None:
    calendar = text(*appointments(small_school(groups=groups()), AUTUMN, AGA))
    for event in Calendar.from_ical(calendar).events:
        assert set(event) == LEGAL
        assert not event.subcomponents
    assert WHO not in calendar
    assert not any(name in calendar for name in ("Nowak", "Ashworth", "Rahman", "ATTENDEE", "VALARM"))


def test_the_same_bytes_whatever_the_order_of_rows() -> None:
    school, turned = small_school(groups=groups()), small_school(groups=groups()[::-1], meetings=meetings()[::-1])
    assert files(appointments(school, AUTUMN, AGA)) == files(appointments(turned, AUTUMN, AGA))


def test_a_uid_is_for_one_person_meeting_and_cycle() -> None:
    about = told(*(meeting(n) for n in "123"))
    people, cycles = ("a.nowak", "d.evans", "j.smith", "j.smith2"), ("Autumn 2026", "Autumn 2027", "Spring 2027")
    uids = [
        str(event["UID"]) for local in people for cycle in cycles
        for event in seen_by_icalendar(text(*about, who=address(local), cycle=Cycle(name=cycle)))
    ]
    assert len(set(uids)) == len(uids) == 36
    assert all(uid.endswith("@oakfield.example") and len(uid) == 32 + len("@oakfield.example") for uid in uids)


def test_a_uid_stays_when_time_place_or_spelling_change() -> None:
    moved = told(meeting(day=date(2026, 10, 9), place="Hall"))
    one, other = text(*told(meeting())), text(*moved, who=WHO.upper(), cycle=Cycle(name="AUTUMN  2026"))
    assert seen_by_icalendar(one)[0]["UID"] == seen_by_icalendar(other)[0]["UID"]


def test_who_has_one_sitting_has_an_appointment() -> None:
    school = small_school()
    assert [(a.number, a.start.day) for a in appointments(school, AUTUMN, AGA)] == [("1", 8), ("2", 19)], "meeting 3 has two sittings"
    assert appointments(school, AUTUMN, None) == ()
    assert [a.start.day for a in told(meeting(sitting="A"), meeting("3", sitting="B"), own=AGA)] == [6, 6]


@pytest.mark.parametrize("row", [
    meeting(day=None), meeting(start=""), meeting(day=date(2026, 3, 29), start="01:30"),
    meeting(day=date(2026, 3, 29), start="00:30", end="01:00"),
])
def test_no_date_no_start_or_a_time_that_does_not_exist_is_no_appointment(row: Meeting) -> None:
    assert told(row) == ()
    assert files(told(row)) == {}


@pytest.mark.parametrize("end", ["", "15:30", "14:00"])
def test_without_a_usable_end_none_is_made_up(end: str) -> None:
    calendar = text(*told(meeting(end=end)))
    assert "DTEND" not in calendar
    assert utc_in_both(calendar) == [datetime(2026, 10, 6, 14, 30, tzinfo=UTC)]
    assert seen_by_icalendar(calendar)[0].duration == timedelta(0)


def test_each_edition_of_a_meetings_life() -> None:
    first, moved = told(meeting(), meeting("2")), told(meeting(place="Hall"), meeting("2"))
    now = editions(first, {})
    assert {n: e.sequence for n, e in now.items()} == {"1": 0, "2": 0}
    assert editions(first, now) == now
    later = editions(moved, now)
    assert later["1"].sequence == 1
    assert later["2"] == now["2"]
    gone = editions(moved[1:], later)
    assert gone == {"1": Edition(2, ""), "2": now["2"]}
    assert editions(moved[1:], gone) == gone
    assert editions(moved, gone)["1"] == Edition(3, later["1"].said)


@pytest.mark.parametrize("change", [
    {"day": date(2026, 10, 7)}, {"start": "15:45"}, {"end": "16:45"}, {"end": ""}, {"place": "Hall"}, {"zone": "Europe/Paris"},
])
def test_each_change_of_when_or_where_is_another_edition(change: dict[str, Any]) -> None:
    zone = {"zone": change.pop("zone")} if "zone" in change else {}
    assert editions(told(meeting(**change), **zone), editions(told(meeting()), {}))["1"].sequence == 1


APPOINTMENT = st.builds(
    lambda hour, place: Appointment("1", datetime(2026, 10, 6, hour, tzinfo=ZoneInfo("Europe/London")), None, place),
    st.sampled_from((14, 15)), st.sampled_from(("", "Hall")))


@settings(max_examples=50)
@given(st.lists(st.none() | APPOINTMENT, min_size=1, max_size=12))
def test_no_series_of_changes_lowers_a_sequence_or_repeats_one(series: list[Appointment | None]) -> None:
    known: dict[str, Edition] = {}
    for before, now in pairwise([None, *series]):
        about, last = [now] if now else [], known
        sent, known = files(about, last), read_editions(written(editions(about, last)))
        changed = before != now
        assert (known.get("1", Edition(-1, "")).sequence - last.get("1", Edition(-1, "")).sequence) == changed
        assert ("meetings.ics" in sent) == bool(now)
        assert ("cancelled.ics" in sent) == bool(before and not now), "it is told once"
        for file in sent.values():
            (event,) = seen_by_icalendar(file.content.decode())
            assert event["SEQUENCE"] == known["1"].sequence
            assert event["STATUS"] == ("CONFIRMED" if now else "CANCELLED")


def test_a_cancellation_names_the_meeting_that_was_told_and_needs_no_time() -> None:
    about = told(meeting(), meeting("2"))
    sent = files(about[:1], editions(about, {}))
    (event,) = seen_by_vobject(sent["cancelled.ics"].content.decode())
    assert event.uid.value == seen_by_icalendar(text(*about))[1]["UID"]
    assert (event.status.value, event.sequence.value) == ("CANCELLED", "1")
    assert len(seen_by_icalendar(sent["meetings.ics"].content.decode())) == 1


HASHES = st.just("") | st.text("0123456789abcdef", min_size=8, max_size=8)
EDITIONS = st.dictionaries(st.sampled_from("123"), st.builds(Edition, st.integers(0, 999_999), HASHES))


@given(EDITIONS)
def test_editions_come_back_from_the_log_as_one_word(known: dict[str, Edition]) -> None:
    assert read_editions(written(known)) == known
    assert not set(written(known)) & set(" =|\n")


@given(st.text(st.sampled_from("0123.,abcfx٣- \n"), max_size=40))
def test_nothing_that_stands_in_the_log_stops_anything(said: str) -> None:
    assert all(n in "123" and len(e.said) in (0, 8) for n, e in read_editions(said).items())


def test_what_can_be_read_is_kept_and_the_latest_counts() -> None:
    assert read_editions("rubbish,1.0.a1b2c3d4,4.0.a1b2c3d4,2.x.,3.7.,1.2.00000000,1.1.11111111,") == {
        "1": Edition(2, "00000000"), "3": Edition(7, ""),
    }
    assert read_editions("") == {}


def test_a_time_that_clocks_skip_is_told_at_its_cell() -> None:
    lost = date(2026, 3, 29)
    rows = (meeting(day=lost, start="01:30", end="02:30", row=2), meeting(day=lost, start="00:30", end="01:00", row=3), meeting(row=4),
            meeting(day=None, start="01:30", row=5), meeting(day=date(2026, 10, 25), start="01:30", row=6),
            meeting(day=lost, start="", end="", row=7))
    found = impossible_times(Book(meetings=rows))
    assert [(p.level, p.tab, p.row, p.column) for p in found] == [("error", "Meetings", 2, "Start"), ("error", "Meetings", 3, "End")]
    assert "01:30 does not exist on 29/03/2026: clocks go forward then." in found[0].what
    assert "such as 02:30." in found[0].mend
    assert impossible_times(Book(school=School(time_zone="Asia/Kolkata"), meetings=rows)) == []


def test_the_hour_that_is_skipped_and_the_one_that_comes_twice() -> None:
    london = ZoneInfo("Europe/London")
    quarters = [datetime.combine(date(2027, 3, 28), time(h, m), london) for h in range(4) for m in range(0, 60, 15)]
    assert [f"{q:%H:%M}" for q in quarters if not happens(q)] == ["01:00", "01:15", "01:30", "01:45"]
    assert happens(datetime(2026, 10, 25, 1, 30, tzinfo=london))
