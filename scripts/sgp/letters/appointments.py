"""A person's appointments, and what emails have told of them: so that a change replaces an entry in a calendar and never doubles it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

from sgp.clock_changes import happens
from sgp.contract import Book, Cycle, Group, Meeting
from sgp.letters.meets import MEETINGS, sittings_for

_EDITION = re.compile(r"([123])\.([0-9]{1,6})\.([0-9a-f]{8}|)")


@dataclass(frozen=True)
class Appointment:
    """One meeting of one person, `number` 1 to 3. `start` and `end` are in the school's time zone; no usable end is None."""

    number: str
    start: datetime
    end: datetime | None
    place: str


@dataclass(frozen=True)
class Edition:
    """What an email told of a meeting: its SEQUENCE, and a short hash of when and where; "" once it was cancelled."""

    sequence: int
    said: str


def appointments(book: Book, cycle: Cycle, own: Group | None) -> tuple[Appointment, ...]:
    """The meetings of a cycle of which this person has one sitting, with a date and a start; past ones too.

    A date alone is no appointment, a time that clocks skip is none at all (`check.clocks` tells it), and several sittings
    are a choice that is the person's. An end that is not after the start is left out, and none is made up.
    """
    zone = ZoneInfo(book.school.time_zone)
    sittings = ((number, sittings_for(book, cycle, number, own)) for number in MEETINGS)
    return tuple(a for number, open_to in sittings if len(open_to) == 1 and (a := _appointment(number, open_to[0], zone)))


def _appointment(number: str, meeting: Meeting, zone: ZoneInfo) -> Appointment | None:
    if not meeting.day or not meeting.start:
        return None
    start, end = (datetime.combine(meeting.day, c, zone).replace(microsecond=0) for c in (meeting.start, meeting.end or meeting.start))
    known = happens(start) and happens(end)
    return Appointment(number, start, end if end > start else None, meeting.place) if known else None


def editions(told: Sequence[Appointment], before: Mapping[str, Edition]) -> dict[str, Edition]:
    """Number of a meeting -> its edition now, after what was told before (RFC 5546, 2.1.4: SEQUENCE grows with a change).

    The same time and place keep their edition. A meeting that was told and is gone is cancelled, which is an edition too.
    """
    said = dict.fromkeys(before, "") | {a.number: _said(a) for a in told}
    return {number: _edition(said[number], before.get(number)) for number in sorted(said)}


def _edition(said: str, before: Edition | None) -> Edition:
    if before and before.said == said:
        return before
    return Edition(before.sequence + 1 if before else 0, said)


def _said(told: Appointment) -> str:
    ends = told.end.isoformat() if told.end else ""
    return sha256(f"{told.start.isoformat()} {ends} {told.place}".encode()).hexdigest()[:8]


def written(told: Mapping[str, Edition]) -> str:
    """Editions in short and without spaces, such as 1.0.a1b2c3d4,2.3. (the second is cancelled)."""
    return ",".join(f"{number}.{edition.sequence}.{edition.said}" for number, edition in sorted(told.items()))


def read_editions(text: str) -> dict[str, Edition]:
    """Editions as `written` gave them; what cannot be read is left out, and of one number the latest counts."""
    found = [part for part in map(_EDITION.fullmatch, text.split(",")) if part]
    return {part[1]: Edition(int(part[2]), part[3]) for part in sorted(found, key=lambda part: int(part[2]))}
