"""From when to when anybody is reminded of a meeting, and which meeting that is today."""

from collections.abc import Iterable, Mapping
from datetime import date

Spans = Mapping[str, tuple[date, date]]
"""Meeting -> from the first day to the last on which anybody may be reminded of it."""


def spans_of(turns: Iterable[tuple[str, date, date]]) -> Spans:
    """The spans of all turns: the number of the meeting, and the first and the last day of each."""
    firsts, lasts = dict[str, list[date]](), dict[str, list[date]]()
    for number, first, last in turns:
        firsts.setdefault(number, []).append(first)
        lasts.setdefault(number, []).append(last)
    return {number: (min(firsts[number]), max(lasts[number])) for number in firsts}


def near(spans: Spans, today: date) -> set[str]:
    """The meetings of which people are being reminded today, else the next one."""
    now = {n for n, (first, last) in spans.items() if first <= today <= last}
    return now or {n for _, n in sorted((first, n) for n, (first, _) in spans.items() if first > today)[:1]}


def note(spans: Spans, today: date) -> str:
    """Why nobody is reminded today, "" where somebody is."""
    if not spans:
        return "Nothing is due: the cycle has no targets yet, or its meetings have no dates."
    if any(first <= today <= last for first, last in spans.values()):
        return ""
    over = sorted((last, n) for n, (_, last) in spans.items() if last < today)[-1:]
    come = sorted((first, n) for n, (first, _) in spans.items() if first > today)[:1]
    said = [f"Reminders for meeting {n} went out until {last:%d/%m/%Y}." for last, n in over]
    return " ".join([*said, *(f"Reminders for meeting {n} go out from {first:%d/%m/%Y} on." for first, n in come)])
