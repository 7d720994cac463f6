"""Chasers: who is asked once more for missing answers and overdue ideas, how often, and all that the letter may say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sgp.contract import Cycle, Reply, Scheme, Staff
from sgp.contract.names import folded
from sgp.dates import closed_days, current_cycle, school_days_after
from sgp.delivery.fates import Hold, by_home, by_recipient, by_window
from sgp.delivery.log import last_emails
from sgp.desk import Desk
from sgp.due import CHASERS as KIND
from sgp.groups.places import places
from sgp.letters.chases import Chasing, next_chase
from sgp.letters.drafts import Draft, Due, Letter, standing, told
from sgp.letters.links import form_link, form_of
from sgp.letters.meets import MEETINGS, sittings_for
from sgp.letters.owned import overdue_of
from sgp.letters.quotes import target_as_emailed
from sgp.letters.shelf import Decision, decision
from sgp.people import takes_part
from sgp.results.collate import OUTSTANDING, expected_from, replies
from sgp.wording import said_day


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
    ideas: tuple[Decision, ...]


@dataclass(frozen=True)
class _Asked:
    """What one person is asked about: meetings whose answer is missing, with the day it was expected from, and overdue ideas."""

    person: Staff
    missed: Mapping[str, date]
    owned: Sequence[Scheme]

    def since(self, day: Chasing) -> date:
        """The first day on which they may be asked: the settings' days after a meeting, or the school day after an idea was due."""
        due = (school_days_after(s.due, 1, day.closed) for s in self.owned if s.due)
        return min((*(day.after(on) for on in self.missed.values()), *due))


def due_chasers(desk: Desk, cycle: Cycle) -> Due:
    """One email to everybody of whom an answer is missing, in order of their keys; none once the cycle has closed."""
    if int(desk.book.school.chases_at_most) < 1:
        return Due(note="Nobody is chased: the settings allow no chases.")
    if cycle.closes_on and desk.today > cycle.closes_on:
        return Due(note=f"Chasers went out until {cycle.closes_on:%d/%m/%Y}.")
    rows = {desk.people.address_of(t.email): t for t in sorted(desk.book.targets, key=lambda t: (t.email, t.row), reverse=True)
            if folded(t.cycle) == folded(cycle.name)}
    placed, emails = places(desk.book.groups, desk.people, cycle.name), last_emails(desk.book.emails, cycle.name, KIND)
    day = Chasing(desk, cycle, rows, placed, emails, last_emails(desk.book.emails, cycle.name), closed_days(desk.book))
    asked = _asked(day)
    drafts = sorted((_draft(one, day) for one in asked), key=lambda d: d.key)
    return Due(tuple(drafts), tuple(told(drafts)), _note([one.since(day) for one in asked], desk.today))


def _asked(day: Chasing) -> list[_Asked]:
    """Everybody who is to be asked, once each."""
    desk = day.desk
    # ideas are of no cycle: their owners are asked in the current one, not once more in one that overlaps
    owned = overdue_of(desk) if _is_current(day) else {}
    all_replies = replies(desk.book, desk.people, desk.answers, desk.today)
    missed = {p.email: found for r in all_replies if (found := _missed(r, day))
              if (p := desk.people.find(r.email)) and takes_part(p, desk.today)}
    known = ((who, desk.people.find(who)) for who in dict.fromkeys((*missed, *owned)))
    return [_Asked(person, missed.get(who, {}), owned.get(who, ())) for who, person in known if person]


def _is_current(day: Chasing) -> bool:
    now = current_cycle(day.desk.book.cycles, day.desk.today)
    return now is None or folded(now.name) == folded(day.cycle.name)


def _missed(reply: Reply, day: Chasing) -> dict[str, date]:
    """Meeting -> the day from which its answer was expected. One of today may not have begun, so it counts from tomorrow."""
    if folded(reply.cycle) != folded(day.cycle.name):
        return {}
    words, book = {"1": reply.meeting_1, "2": reply.meeting_2, "3": reply.meeting_3}, day.desk.book
    days = {n: expected_from(book, day.placed.get(reply.email), reply.cycle, n) for n, word in words.items() if word == OUTSTANDING}
    return {n: on for n, on in days.items() if on and on < day.desk.today}


def _draft(asked: _Asked, day: Chasing) -> Draft:
    person, school, row = asked.person, day.desk.book.school, day.rows.get(asked.person.email)
    key, settled = next_chase(person, day)
    words = target_as_emailed(row, person, school, day.targets) if row and asked.missed else ""
    told_at = row or next(iter(asked.owned), None)
    fate = (settled or by_recipient(person.email, person, day.desk.people, school) or by_home(person)
            or by_window(asked.since(day), None, day.desk.today, ""))
    if isinstance(fate, Hold) and isinstance(told_at, Scheme):
        fate = replace(fate, field="owner")
    missing = tuple(_missing(number, person, words, day) for number in asked.missed)
    ideas = tuple(decision(s, day.desk.today) for s in asked.owned)
    says = ChaserLetter(**standing(day.desk.book, day.cycle, person), missing=missing, ideas=ideas)
    about = " ".join((f"meetings {' '.join(asked.missed)}", *(s.key for s in asked.owned)))
    return Draft(key, KIND, person, says, fate, about, words, may_say=tuple(i.words for i in ideas), row=told_at)


def _missing(number: str, person: Staff, words: str, day: Chasing) -> Missing:
    sittings = sittings_for(day.desk.book, day.cycle, number, day.placed.get(person.email))
    days = dict.fromkeys(said_day(m.day) for m in sittings if m.day)
    link = form_link(form_of(day.desk.book, day.cycle, number), person, day.cycle, words)
    return Missing(number, MEETINGS[number], " or ".join(days), link)


def _note(firsts: Sequence[date], today: date) -> str:
    if not firsts:
        return "Nobody’s answer is missing, and no idea is overdue."
    return "" if min(firsts) <= today else f"Chasers go out from {min(firsts):%d/%m/%Y} on."
