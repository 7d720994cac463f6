"""Meetings at a time of day that the clocks skip."""

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sgp.clock_changes import happens
from sgp.contract import Book, Meeting
from sgp.errors import ERROR, Problem


def impossible_times(book: Book) -> list[Problem]:
    """Starts and ends that do not exist in the school's time zone, as clocks go forward at that moment."""
    zone = ZoneInfo(book.school.time_zone)
    return [_told(meeting, field, moment) for meeting in book.meetings for field, moment in _moments(meeting, zone) if not happens(moment)]


def _moments(meeting: Meeting, zone: ZoneInfo) -> Iterator[tuple[str, datetime]]:
    for field, clock in (("start", meeting.start), ("end", meeting.end)):
        if meeting.day and clock:
            yield field, datetime.combine(meeting.day, clock, zone)


def _told(meeting: Meeting, field: str, moment: datetime) -> Problem:
    shown = moment.astimezone(UTC).astimezone(moment.tzinfo)
    what = f"{moment:%H:%M} does not exist on {moment:%d/%m/%Y}: clocks go forward then. So this meeting is in no calendar file."
    return Problem(ERROR, meeting.tab.title, meeting.row, meeting.fields[field], what, f"Write a time that exists, such as {shown:%H:%M}.")
