"""When the clocks of a time zone change, and which local times they skip."""

from bisect import bisect_left
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
AROUND = 400
"""Days looked at before and after a period: a change that comes every year comes at least twice in them."""


@dataclass(frozen=True)
class Observance:
    """From `onset` on, clocks are `after` ahead of UTC. Onset is what they showed at that moment, still `before` ahead.

    `yearly` is (month, which one or -1 for the last, weekday from Monday 0) where the same change comes every year.
    """

    onset: datetime
    before: timedelta
    after: timedelta
    name: str
    yearly: tuple[int, int, int] | None = None


def happens(moment: datetime) -> bool:
    """Whether the clocks of its time zone ever show this local time: they skip some as they go forward."""
    return moment.astimezone(UTC).astimezone(moment.tzinfo).replace(tzinfo=None) == moment.replace(tzinfo=None)


def observances(zone: ZoneInfo, first: date, last: date) -> tuple[Observance, ...]:
    """All that tells the local times of a zone from a first to a last day, by onset; those of every year once."""
    start, end = (datetime.combine(day, time(0), UTC) + timedelta(n) for day, n in ((first, -AROUND), (last, AROUND)))
    changes = [_change(zone, day) for day in _days(start, end) if _ahead(zone, day) != _ahead(zone, day + DAY)]
    opening = start.astimezone(zone)
    if not any(c.onset.date() < first for c in changes):
        changes.insert(0, Observance(opening.replace(tzinfo=None), _ahead(zone, start), _ahead(zone, start), opening.tzname() or ""))
    kept = [o for _, same in groupby(sorted(changes, key=_kind), key=_kind) for o in _joined(list(same), end)]
    return tuple(sorted((o for o in kept if o.onset.date() <= last), key=lambda o: o.onset))


def _days(start: datetime, end: datetime) -> Iterable[datetime]:
    return (start + timedelta(n) for n in range((end - start).days))


def _ahead(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta(0)


def _change(zone: ZoneInfo, day: datetime) -> Observance:
    """The change in the 24 hours from `day`, to the minute."""
    before = _ahead(zone, day)
    moment = day + timedelta(minutes=bisect_left(range(24 * 60), True, key=lambda m: _ahead(zone, day + timedelta(minutes=m)) != before))
    return Observance((moment + before).replace(tzinfo=None), before, _ahead(zone, moment), moment.astimezone(zone).tzname() or "")


def _kind(change: Observance) -> tuple[timedelta, timedelta, str]:
    return change.before, change.after, change.name


def _joined(same: list[Observance], end: datetime) -> list[Observance]:
    """Changes of one kind as one where they come by rule, each year until the end of what was looked at; else as they are."""
    rules = {(_weekday(c.onset), c.onset.time()) for c in same}
    years = [c.onset.year for c in same]
    unbroken = years == list(range(years[0], years[0] + len(years))) and same[-1].onset > end.replace(tzinfo=None) - timedelta(372)
    if len(same) > 1 and len(rules) == 1 and unbroken:
        return [Observance(same[0].onset, *_kind(same[0]), _weekday(same[0].onset))]
    return same


def _weekday(day: datetime) -> tuple[int, int, int]:
    in_last_week = day.day + 7 > monthrange(day.year, day.month)[1]
    return day.month, -1 if in_last_week else (day.day + 6) // 7, day.weekday()
