"""A whole school year of scheduled runs: every email once, on the day it is due, whatever happens to the computer."""

import os
import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from school_year import DUE, LONDON, Year, expected, year

pytestmark = pytest.mark.slow
FIRST, LAST = date(2026, 9, 7), date(2027, 7, 16)
CLOCKS_CHANGE = (date(2026, 10, 25), date(2027, 3, 28))
BUSY = {date.fromisoformat(day) for days in DUE.values() for day in days.values()}


def hours(day: date) -> list[datetime]:
    """The moments of a day's runs, in true time: every hour where something is due or the clocks change, else two; EVERY_HOUR=1: all."""
    every = day in BUSY or day in CLOCKS_CHANGE or bool(os.environ.get("EVERY_HOUR"))
    start = datetime(day.year, day.month, day.day, 0, 17, tzinfo=LONDON).astimezone(UTC)
    moments = (start + timedelta(hours=n) for n in range(26))
    return [m for m in moments if m.astimezone(LONDON).date() == day and (every or m.astimezone(LONDON).hour in (7, 16))]


def days() -> list[date]:
    """Every day of the school year, weekends and holidays too."""
    return [FIRST + timedelta(n) for n in range((LAST - FIRST).days + 1)]


def letters(here: Year) -> dict[str, date]:
    """What left, but for digests, and on which day; each once."""
    left = Counter(key for key, _ in here.post.left)
    assert max(left.values()) == 1, [key for key, times in left.items() if times > 1]
    return {key: when.date() for key, when in here.post.left if key.split("/")[1] not in ("digest", "notice")}


def test_in_a_year_of_hourly_runs_every_email_goes_once_on_its_day(tmp_path: Path) -> None:
    here = year(tmp_path / "school")
    for day in days():
        for moment in hours(day):
            assert here.run(moment) in (0, 5)
    assert letters(here) == expected()
    ran = [r for r in here.school.rows("Run log") if r["Script"] == "run_due.py"]
    assert Counter(r["When"].date() for r in ran).keys() == set(days()), "the last run is noted once a day, whatever was due"


@pytest.mark.parametrize("seed", range(4 if os.environ.get("EVERY_HOUR") else 1))
def test_with_missed_days_double_runs_crashes_and_a_lost_disk_the_same_emails_go_and_none_twice(tmp_path: Path, seed: int) -> None:
    here, chance = year(tmp_path / "school"), random.Random(seed)
    here.post.breaks = lambda: chance.choices(("", "before", "after"), (90, 5, 5))[0]
    for day in days():
        if chance.random() < 0.25 and day - timedelta(1) not in BUSY:  # a computer that was off; never two days on end
            continue
        for moment in (m for m in hours(day) if m.astimezone(LONDON).hour in (7, 8, 16)):
            for _ in range(chance.choice((1, 1, 2))):
                here.run(moment)
            if chance.random() < 0.02:
                here.lose_disk()
    went, due = letters(here), expected()
    held = {str(r["Key"]) for r in here.school.rows("Email log") if r["Status"] == "unknown"}
    assert went.keys() | held == due.keys() | {k for k in held if k.split("/")[1] in ("digest", "notice")}
    assert all(went[key] >= due[key] for key in went)
