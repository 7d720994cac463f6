"""Which letters are due, which wait, and which are held and why."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sgp.contract import Book, Cycle, School, Setting, Target, settings_declared
from sgp.contract.names import folded
from sgp.contract.programme import DRAFT, HOLD, NOT_SURE
from sgp.dates import CATCH_UP, closed_days, meeting_day, school_days_after
from sgp.emails import Last, deliverable, last_email, last_emails, wants_another
from sgp.errors import ERROR, WARNING, Problem
from sgp.people import People, in_allowed_domain, takes_part
from sgp.wording import grade_words, initials

OUTBOX = "outbox"
GO, WAIT, DONE = "go", "wait", "done"
_IN_DOUBT = {
    "sending": "It may have been sent: the last run stopped in the middle of it. A date in Send again sends it once more.",
    "unknown": "It may have been sent: the mail server did not say. A date in Send again sends it once more.",
    "failed": "The last try failed. Once the cause is mended, a date in Send again sends it once more.",
}


@dataclass(frozen=True)
class Due:
    """Every target of a cycle in one list. `waiting` are ready but not now; `note` says why nothing goes, if so."""

    letters: tuple[Target, ...] = ()
    waiting: tuple[Target, ...] = ()
    done: tuple[Target, ...] = ()
    held: tuple[tuple[Target, str], ...] = ()
    problems: tuple[Problem, ...] = ()
    note: str = ""

    @property
    def shown(self) -> tuple[Target, ...]:
        """The targets whose letters a preview shows: all that are not held, by address."""
        return tuple(sorted(self.letters + self.waiting + self.done, key=_order))


@dataclass(frozen=True)
class _Hold:
    """Why a letter is held; `mend` is said, and a problem listed, where it takes a person to mend a cell of that field."""

    reason: str
    mend: str = ""
    level: str = ERROR
    field: str = "email"


DOUBLED = _Hold("Two rows stand for this teacher in this cycle.", "Keep one of them.")
ON_HOLD, STILL_DRAFT = _Hold("It is on hold."), _Hold("It is still a draft.")
UNSURE = _Hold("It is a draft that is not sure: somebody should approve it first.")
NO_REPLY = _Hold("The coordinator's email is not set or cannot be used, so replies would go nowhere.")
SHARED = _Hold("This address stands on two people in Staff.", "Mend the addresses in Staff.")
NOBODY = _Hold("Nobody in Staff has this address.", "Mend the address in Staff, or delete this row.")
AWAY = _Hold("This person is not taking part today.", "Set Status to Hold, or mend the days in Staff.", WARNING, "status")
HOMELESS = _Hold("This person has no department.", "Write the home department in Staff.")
NO_ADDRESS = _Hold("The address cannot be used for email.", "Mend the address in Staff.")
OUTSIDE = _Hold("The address is not in a domain that email may go to.", "Mend the address, or the allowed email domains in Settings.")
EMPTY = _Hold("It has no text.", "Write the target, or set Status to Hold.", field="text")
GRADED = _Hold("It seems to hold a grade; letters are ungraded.", "Say it without a grade.", WARNING, "text")
NAMED = _Hold("It seems to hold somebody's initials.", "Say it without naming a student.", WARNING, "text")


@dataclass(frozen=True)
class _Day:
    """All that decides the fate of a target on one day."""

    book: Book
    people: People
    today: date
    window: tuple[date | None, date | None]
    emails: Mapping[str, Last]
    doubled: frozenset[str]


def due_targets(book: Book, cycle: Cycle, people: People, today: date, transport: str, send: bool) -> Due:
    """What becomes of each target of the cycle today. Only the outbox, from which nothing leaves, needs no `send`."""
    rows = sorted((t for t in book.targets if folded(t.cycle) == folded(cycle.name)), key=_order)
    day = _Day(book, people, today, _window(book, cycle), last_emails(book.emails, cycle.name), _doubled(rows, people))
    fates = [(t, _fate(t, day, transport, send)) for t in rows]
    told = [_problem(t, hold) for t, hold in fates if isinstance(hold, _Hold) and hold.mend]
    go, wait, done = (tuple(t for t, fate in fates if fate == wanted) for wanted in (GO, WAIT, DONE))
    held = tuple((t, hold.reason) for t, hold in fates if isinstance(hold, _Hold))
    return Due(go, wait, done, held, (*_unready(book.school, cycle), *told), _note(day.window, today))


def _fate(target: Target, day: _Day, transport: str, send: bool) -> str | _Hold:
    if day.people.address_of(target.email) in day.doubled:
        return DOUBLED
    last = last_email(target, day.people.find(target.email), day.emails)
    asked = wants_another(target, last, day.book.school) and (target.send_again or date.max) <= day.today
    if last and not asked:
        if last[1].status == "sent" or (last[1].status, transport) == ("filed", OUTBOX):
            return DONE
        # filing the same key again is harmless, so what a stopped run had claimed is simply filed now
        if last[1].status in _IN_DOUBT and (last[1].status, transport) != ("sending", OUTBOX):
            return _Hold(_IN_DOUBT[last[1].status])
    if hold := _hold(target, day):
        return hold
    first, end = day.window
    if first is None or day.today < first or (transport != OUTBOX and not send):
        return WAIT
    late = end is not None and day.today > end and not asked
    return _Hold(f"{_note(day.window, day.today)} A date in Send again sends it all the same.") if late else GO


def _hold(target: Target, day: _Day) -> _Hold | None:
    """The first reason why this target must not go to anybody as it stands."""
    school, person, text = day.book.school, day.people.find(target.email), f"{target.text}\n{target.why}"
    draft, unsure = target.status == DRAFT, folded(target.how_sure) == folded(NOT_SURE)
    reasons = (
        (target.status == HOLD, ON_HOLD),
        (draft and school.approval_needed, STILL_DRAFT),
        (draft and unsure, UNSURE),
        (not deliverable(school.coordinator_email), NO_REPLY),
        (target.email in day.people.doubtful, SHARED),
        (person is None, NOBODY),
        (person and not takes_part(person, day.today), AWAY),
        (person and not person.home, HOMELESS),
        (person and not deliverable(person.email), NO_ADDRESS),
        (person and not in_allowed_domain(person.email, school), OUTSIDE),
        (not target.text, EMPTY),
        (grade_words(text), GRADED),
        (initials(text), NAMED),
    )
    return next((hold for holds, hold in reasons if holds), None)


def _order(target: Target) -> tuple[str, str, int]:
    return target.email, target.text, target.row


def _doubled(rows: Sequence[Target], people: People) -> frozenset[str]:
    return frozenset(who for who, count in Counter(people.address_of(t.email) for t in rows).items() if count > 1)


def _window(book: Book, cycle: Cycle) -> tuple[date | None, date | None]:
    end = meeting_day(book.meetings, cycle.name, "1") or cycle.closes_on
    return cycle.send_on, end and school_days_after(end, CATCH_UP, closed_days(book.closed))


def _note(window: tuple[date | None, date | None], today: date) -> str:
    first, end = window
    if first is None:
        return f"Nothing is due: the cycle has no date under “{Cycle.fields['send_on']}”."
    if today < first:
        return f"Targets go out from {first:%d/%m/%Y} on."
    return f"Targets went out until {end:%d/%m/%Y}." if end and today > end else ""


def _unready(school: School, cycle: Cycle) -> list[Problem]:
    setting, send_on = settings_declared()["coordinator_email"][0], Cycle.fields["send_on"]
    nowhere = Problem(ERROR, Setting.tab.title, 0, setting, NO_REPLY.reason, "Write the coordinator's address as its value.")
    no_day = Problem(ERROR, Cycle.tab.title, cycle.row, send_on, "The cycle has no date for its targets.", "Write the day they go out.")
    return [nowhere] * (not school.coordinator_email) + [no_day] * (cycle.send_on is None)


def _problem(target: Target, hold: _Hold) -> Problem:
    return Problem(hold.level, Target.tab.title, target.row, Target.fields[hold.field], hold.reason, hold.mend)
