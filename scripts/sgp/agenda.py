"""What needs the coordinator and what is next, in the same words on the first page and in the digest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from sgp.contract import Book, Cycle, EmailRecord, RunRecord, Setting
from sgp.dates import meetings_of
from sgp.due import DRAFTS, PACKS, REMINDERS, TARGETS, steps, steps_of
from sgp.errors import ERROR, Problem
from sgp.results.counts import Counts
from sgp.wording import said_hours

NOTHING = "Nothing just now"
MOST_AHEAD = 6
_BEGINS = {
    DRAFTS: "Targets and groups to be drafted", REMINDERS: "Reminders for meeting {} are due",
    PACKS: "Packs for heads of department are due",
}


@dataclass(frozen=True)
class Need:
    """What needs the coordinator, how many of it, and where to see to it; `urgent` where something stays undone without that."""

    what: str
    number: int
    where: str
    urgent: bool = True


@dataclass(frozen=True)
class Ahead:
    """What happens on a day to come; `where` says the hours and the place, if they are known."""

    day: date
    what: str
    where: str = ""


def needs(counts: Counts, problems: Sequence[Problem]) -> tuple[Need, ...]:
    """All that needs the coordinator, the gravest first."""
    failed = sum(p.tab == RunRecord.tab.title for p in problems)
    errors = sum(p.level == ERROR for p in problems) - failed
    blank = [p.column for p in problems if p.tab == Setting.tab.title and not p.row]
    emails = sum(p.tab == EmailRecord.tab.title for p in problems)
    wanted = (
        Need("Parts of the scheduled run that failed", failed, "Tab Problems says why, and what helps"),
        Need("Settings to fill in", len(blank), f"Tab Settings: {', '.join(blank)}"),
        Need("Cells or rows that could not be used", errors, "Tab Problems says where, and how to mend each"),
        Need("Emails that have not gone, or may not have", emails, "Tab Problems says what to do about each"),
        Need("Targets that are not sure", counts.not_sure, "Tab Targets, marked red: choose a focus and draft again, or write the target"),
        Need("Teachers without a group", counts.without_group, "Tab Groups, at the end: the note says why, and what helps"),
        Need("Ideas overdue in schemes of work", counts.overdue, "Tab Schemes of work: their owners are reminded", urgent=False),
        Need("Targets to read and approve", counts.drafts, "Tab Targets: set Status to Approved", urgent=False),
        Need("Things to look at", len(problems) - failed - errors - emails, "Tab Problems, the warnings: nothing stops because of them",
             urgent=False),
    )
    return tuple(need for need in wanted if need.number)


def ahead(book: Book, cycle: Cycle, today: date) -> tuple[Ahead, ...]:
    """The next days of the cycle, today's first."""
    days = [Ahead(m.day, f"Meeting {m.meeting}, sitting {m.sitting}", _where(m.start, m.end, m.place))
            for m in meetings_of(book.meetings, cycle.name) if m.day]
    days += [Ahead(day, what) for day, what in ((cycle.send_on, "Targets go out"), (cycle.closes_on, f"{cycle.name} closes")) if day]
    days += _letters_ahead(book, cycle) + _following(book, cycle)
    return tuple(sorted((d for d in days if d.day >= today), key=lambda d: (d.day, d.what, d.where))[:MOST_AHEAD])


def _letters_ahead(book: Book, cycle: Cycle) -> list[Ahead]:
    ours = (s for s in steps_of(book, cycle) if s.kind in _BEGINS)
    return [Ahead(s.first, _BEGINS[s.kind].format(s.meeting)) for s in ours]


def _following(book: Book, cycle: Cycle) -> list[Ahead]:
    """When the next cycle begins, since its targets are drafted while this one goes on."""
    later = [s for s in steps(book) if s.kind in (DRAFTS, TARGETS) and cycle.send_on and s.first > cycle.send_on and s.cycle != cycle]
    words = {DRAFTS: "targets and groups to be drafted", TARGETS: "targets go out"}
    return [Ahead(s.first, f"{s.cycle.name}: {words[s.kind]}") for s in later if s.cycle == later[0].cycle]


def _where(start: time | None, end: time | None, place: str) -> str:
    return ", ".join(filter(None, (said_hours(start, end), place)))
