"""The calendar files of a letter: a person's meetings, and those that are no longer to be attended."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress
from icalendar.prop import vInline

from sgp.clock_changes import Observance, observances
from sgp.contract import Cycle, School
from sgp.contract.names import clean, folded
from sgp.letters.appointments import Appointment, Edition, editions
from sgp.letters.meets import MEETINGS
from sgp.plan import Attachment

MAKER = "-//Sharing Good Practice//Meetings//EN"
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def calendar_files(
    school: School, cycle: Cycle, email: str, told: Sequence[Appointment], before: Mapping[str, Edition], stamp: datetime,
) -> tuple[Attachment, ...]:
    """meetings.ics with all of `told`, and cancelled.ics with what was told before and is gone; neither where it would be empty.

    `before` is what the last email to this person told, `stamp` when this one is written (with a time zone).
    RFC 5545; RFC 5546, 3.2.1 (PUBLISH) and 3.2.5 (CANCEL), which ask for no attendee.
    """
    now = editions(told, before)
    gone = [number for number, edition in now.items() if not edition.said and before[number] != edition]
    known = {number: _event(school, cycle, email, number, edition, stamp) for number, edition in now.items()}
    meetings = [_attended(known[a.number], a, cycle) for a in told]
    cancelled = [_cancelled(known[number]) for number in gone]
    days = sorted(a.start.date() for a in told)
    files = (("meetings.ics", "PUBLISH", meetings), ("cancelled.ics", "CANCEL", cancelled))
    return tuple(_file(name, method, events, days) for name, method, events in files if events)


def _file(name: str, method: str, events: Sequence[Event], days: Sequence[date]) -> Attachment:
    calendar = Calendar()
    for heading, value in (("PRODID", MAKER), ("VERSION", "2.0"), ("METHOD", method)):
        calendar.add(heading, value)
    for event in events:
        calendar.add_component(event)
    for zone in calendar.get_missing_tzids():
        calendar.subcomponents.insert(0, _time_zone(zone, days[0], days[-1]))
    return Attachment(name, f"text/calendar; charset=utf-8; method={method}", calendar.to_ical())


def _event(school: School, cycle: Cycle, email: str, number: str, edition: Edition, stamp: datetime) -> Event:
    """What any word about a meeting says; its UID is made from cycle, meeting and person, and reveals none of them."""
    organizer = vCalAddress(f"mailto:{school.coordinator_email}")
    if school.coordinator:
        organizer.params["CN"] = " ".join(clean(school.coordinator).split())
    known = sha256("\n".join((folded(cycle.name), number, folded(email))).encode()).hexdigest()[:32]
    event = Event()
    event.add("UID", f"{known}@{school.coordinator_email.rpartition('@')[2]}")
    event.add("DTSTAMP", stamp)
    event.add("SEQUENCE", edition.sequence)
    event.add("ORGANIZER", organizer)
    event.add("SUMMARY", _text(f"Sharing good practice: {MEETINGS[number]}"))
    event.add("CLASS", "PRIVATE")
    return event


def _attended(event: Event, told: Appointment, cycle: Cycle) -> Event:
    """Without DTEND an event ends when it starts (RFC 5545, 3.6.1): it is shown, and claims no hour that nobody wrote."""
    event.add("DTSTART", told.start)
    if told.end:
        event.add("DTEND", told.end)
    if told.place:
        event.add("LOCATION", _text(told.place))
    event.add("DESCRIPTION", _text(f"Meeting {told.number} of {len(MEETINGS)}, {cycle.name}."))
    event.add("STATUS", "CONFIRMED")
    event.add("TRANSP", "OPAQUE")
    return event


def _cancelled(event: Event) -> Event:
    event.add("DESCRIPTION", _text("This no longer holds. The email that brought this file says what does."))
    event.add("STATUS", "CANCELLED")
    return event


def _text(typed: str) -> vInline:
    r"""A typed text as TEXT (RFC 5545, 3.3.11). Not by the library, which takes the \N in C:\New for a line break.

    Some readers part lines at U+2028 and U+2029 too, so these become line breaks of the text, as they are meant.
    """
    plain = re.sub("[\u2028\u2029]", "\n", clean(typed))
    return vInline(re.sub(r"([\\;,])", r"\\\1", plain).replace("\n", r"\n"))


@lru_cache(maxsize=64)
def _time_zone(name: str, first: date, last: date) -> Timezone:
    """The zone's rules as far as these days need them; changes that come every year as rules, as Outlook cannot read others."""
    zone = Timezone()
    zone.add("TZID", name)
    for part in _parts(observances(ZoneInfo(name), first, last)):
        zone.add_component(part)
    return zone


def _parts(told: Iterable[Observance]) -> Iterable[TimezoneStandard | TimezoneDaylight]:
    """Whatever puts clocks forward counts as daylight time, in Ireland too, as programs know no winter time that goes below standard."""
    for observance in told:
        part = TimezoneDaylight() if observance.after > observance.before else TimezoneStandard()
        part.add("DTSTART", observance.onset)
        part.add("TZOFFSETFROM", observance.before)
        part.add("TZOFFSETTO", observance.after)
        part.add("TZNAME", observance.name)
        if observance.yearly:
            month, which, weekday = observance.yearly
            part.add("RRULE", {"FREQ": "YEARLY", "BYMONTH": month, "BYDAY": f"{which}{_WEEKDAYS[weekday]}"})
        yield part
