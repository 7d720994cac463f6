"""Chasers: who is asked once more for answers that are missing, how often, and all that the letter may say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sgp.collate import OUTSTANDING, expected_from, replies
from sgp.contract import Cycle, EmailRecord, Group, Reply, Staff, Target
from sgp.contract.names import folded
from sgp.contract.when import read_date
from sgp.dates import closed_days, school_days_after
from sgp.delivery.fates import DONE, Fate, by_home, by_log, by_recipient, by_window
from sgp.delivery.log import LEFT, Last, last_email, last_emails, message_key
from sgp.desk import Desk
from sgp.groups.places import places
from sgp.letters.drafts import Draft, Due, Letter, standing, told
from sgp.letters.links import form_link, form_of
from sgp.letters.meets import MEETINGS, sittings_for
from sgp.letters.quotes import target_as_emailed
from sgp.people import takes_part
from sgp.wording import said_day

KIND = "chasers"


@dataclass(frozen=True)
class Missing:
    """A meeting of which the reader's answer is missing; `days` says when it was."""

    number: str
    name: str
    days: str
    form_link: str


@dataclass(frozen=True)
class ChaserLetter(Letter):
    """Every field that the templates of this letter may name."""

    missing: tuple[Missing, ...]


@dataclass(frozen=True)
class _Day:
    """All that decides on one day who is chased."""

    desk: Desk
    cycle: Cycle
    rows: Mapping[str, Target]
    placed: Mapping[str, Group]
    emails: Mapping[str, Last]
    targets: Mapping[str, Last]
    closed: frozenset[date]

    def after(self, day: date, at_least: int = 0) -> date:
        """The day that lies `Chase after days` after this one."""
        return school_days_after(day, max(at_least, int(self.desk.book.school.chase_after_days)), self.closed)


def due_chasers(desk: Desk, cycle: Cycle) -> Due:
    """One email to everybody of whom an answer is missing, in order of their keys; none once the cycle has closed."""
    if int(desk.book.school.chases_at_most) < 1:
        return Due(note="Nobody is chased: the settings allow no chases.")
    if cycle.closes_on and desk.today > cycle.closes_on:
        return Due(note=f"Chasers went out until {cycle.closes_on:%d/%m/%Y}.")
    rows = {desk.people.address_of(t.email): t for t in sorted(desk.book.targets, key=lambda t: (t.email, t.row), reverse=True)
            if folded(t.cycle) == folded(cycle.name)}
    placed, emails = places(desk.book.groups, desk.people, cycle.name), last_emails(desk.book.emails, cycle.name, KIND)
    day = _Day(desk, cycle, rows, placed, emails, last_emails(desk.book.emails, cycle.name), closed_days(desk.book.closed))
    wanted = [(p, missed) for r in replies(desk.book, desk.people, desk.answers, desk.today) if (missed := _missed(r, day))
              if (p := desk.people.find(r.email)) and takes_part(p, desk.today)]
    drafts = sorted((_draft(person, missed, day) for person, missed in wanted), key=lambda d: d.key)
    return Due(tuple(drafts), tuple(told(drafts)), _note([_first(missed, day) for _, missed in wanted], desk.today))


def _missed(reply: Reply, day: _Day) -> dict[str, date]:
    """Meeting -> the day from which its answer was expected. One of today may not have begun, so it counts from tomorrow."""
    if folded(reply.cycle) != folded(day.cycle.name):
        return {}
    words, book = {"1": reply.meeting_1, "2": reply.meeting_2, "3": reply.meeting_3}, day.desk.book
    days = {n: expected_from(book, day.placed.get(reply.email), reply.cycle, n) for n, word in words.items() if word == OUTSTANDING}
    return {n: on for n, on in days.items() if on and on < day.desk.today}


def _first(missed: Mapping[str, date], day: _Day) -> date:
    return min(day.after(on) for on in missed.values())


def _draft(person: Staff, missed: Mapping[str, date], day: _Day) -> Draft:
    key, settled = _chase(person, day)
    words = target_as_emailed(day.rows[person.email], person, day.desk.book.school, day.targets)
    fate = (settled or by_recipient(person.email, person, day.desk.people, day.desk.book.school) or by_home(person)
            or by_window(_first(missed, day), None, day.desk.today, ""))
    missing = tuple(_missing(number, person, words, day) for number in missed)
    says = ChaserLetter(**standing(day.desk.book, day.cycle, person), missing=missing)
    return Draft(key, KIND, person, says, fate, f"meetings {' '.join(missed)}", words, row=day.rows[person.email])


def _missing(number: str, person: Staff, words: str, day: _Day) -> Missing:
    sittings = sittings_for(day.desk.book, day.cycle, number, day.placed.get(person.email))
    days = dict.fromkeys(said_day(m.day) for m in sittings if m.day)
    link = form_link(form_of(day.desk.book, day.cycle, number), person, day.cycle, words)
    return Missing(number, MEETINGS[number], " or ".join(days), link)


def _chase(person: Staff, day: _Day) -> tuple[str, Fate | None]:
    """The key of the chase that is next, and what the log alone decides of it.

    One that did not leave keeps its number; the next number waits for its days, and is never above the most that Settings allow.
    """
    last = last_email({day.rows[person.email].email}, person, day.emails)
    settled = by_log(last, day.desk.transport)
    went = [e for e in day.desk.book.emails if _counts(e, person, day)]
    if last is None or (settled and last[1].status != "failed" and _may_follow(went, day)):
        return message_key(day.cycle.name, KIND, 0, last[0] + 1 if last else 1, person.email), None
    others = sum(e.key != last[1].key for e in went)
    return last[1].key, settled or (DONE if others >= int(day.desk.book.school.chases_at_most) else None)


def _counts(email: EmailRecord, person: Staff, day: _Day) -> bool:
    ours = email.kind == KIND and email.status in LEFT and folded(email.cycle) == folded(day.cycle.name)
    return ours and day.desk.people.address_of(email.email) == person.email


def _may_follow(went: Sequence[EmailRecord], day: _Day) -> bool:
    """Whether one more may go after these. Where a moment cannot be read it may not: rather one email too few."""
    school, today = day.desk.book.school, day.desk.today
    days = [read_date(e.when, school.day_first) if isinstance(e.when, date | str) else None for e in went]
    return len(went) < int(school.chases_at_most) and all(on is not None and day.after(on, at_least=1) <= today for on in days)


def _note(firsts: Sequence[date], today: date) -> str:
    if not firsts:
        return "Nobody’s answer is missing."
    return "" if min(firsts) <= today else f"Chasers go out from {min(firsts):%d/%m/%Y} on."
