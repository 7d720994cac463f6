"""The digest for the coordinator: what needs them, what has been done since the last one, and what is next."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sgp.agenda import ahead
from sgp.contract import Cycle, EmailRecord
from sgp.contract.names import folded
from sgp.dates import closed_days, is_school_day
from sgp.delivery.fates import GO, WAIT, Fate, by_log
from sgp.delivery.log import message_key
from sgp.delivery.marks import hashed, marks
from sgp.desk import Desk
from sgp.due import DIGEST as KIND
from sgp.letters.drafts import Draft, Due, Letter, standing
from sgp.letters.events import done_since, emails_in_trouble, moment
from sgp.letters.leaders import Leader, coordinator, hold_for
from sgp.letters.wanting import Item, wanting
from sgp.wording import said_day

FIRST_LOOK_BACK = timedelta(days=7)
"""How far back the first digest looks."""
NOTHING_NEW, NO_SCHOOL = "Nothing new has come up since the last digest.", "Today is no school day, so no digest goes out."


@dataclass(frozen=True)
class Coming:
    """What happens on a day to come."""

    day: str
    what: str
    where: str


@dataclass(frozen=True)
class DigestLetter(Letter):
    """Every field that the templates of this letter may name. `since` says from when on all of `done` was done."""

    day: str
    needs: tuple[Item, ...]
    since: str
    done: tuple[str, ...]
    coming: tuple[Coming, ...]


def due_digest(desk: Desk, cycle: Cycle) -> Due:
    """Today's email to the coordinator: due on a school day when something was done or went wrong, or what needs them has changed."""
    leader = coordinator(desk.book.school, desk.people)
    last = _last(desk, leader)
    since = (moment(last, desk) if last else None) or datetime.combine(desk.today - FIRST_LOOK_BACK, time.min)
    needs, trouble, done = wanting(desk, cycle), emails_in_trouble(desk, since), done_since(desk, since)
    about = "\n".join(item.in_words for item in needs)
    says_news = bool(trouble or done or (needs and (last is None or marks(last.detail).about != hashed(about))))
    key = message_key(cycle.name, KIND, 0, int(f"{desk.today:%Y%m%d}"), leader.person.email)
    letter = DigestLetter(
        **standing(desk.book, cycle, leader.person), day=said_day(desk.today), needs=(*trouble, *needs),
        since=f"since {said_day(since.date())}", done=done, coming=_coming(desk, cycle),
    )
    draft = Draft(key, KIND, leader.person, letter, _fate(key, leader, desk, says_news), about, may_name=_everybody(desk))
    return Due((draft,), note=_note(desk, says_news) if draft.fate == WAIT else "")


def _coming(desk: Desk, cycle: Cycle) -> tuple[Coming, ...]:
    return tuple(Coming(said_day(d.day), d.what, d.where) for d in ahead(desk.book, cycle, desk.today))


def _last(desk: Desk, leader: Leader) -> EmailRecord | None:
    """The last digest that this coordinator got, or may have got."""
    addresses = {leader.person.email, *leader.person.other_emails}
    ours = (e for e in desk.book.emails if folded(e.kind) == KIND and e.email in addresses and e.status != "failed")
    got = [e for e in ours if by_log((1, e), desk.transport)]
    return max(got, key=lambda e: (moment(e, desk) or datetime.min, e.key), default=None)


def _fate(key: str, leader: Leader, desk: Desk, says_news: bool) -> Fate:
    record = next((e for e in desk.book.emails if folded(e.key) == folded(key)), None)
    if record and (settled := by_log((1, record), desk.transport)):
        return settled
    if hold := hold_for(leader, desk.people, desk.book.school):
        return hold
    return GO if says_news and _is_school_day(desk) else WAIT


def _is_school_day(desk: Desk) -> bool:
    return is_school_day(desk.today, closed_days(desk.book))


def _note(desk: Desk, says_news: bool) -> str:
    return NOTHING_NEW if not says_news else "" if _is_school_day(desk) else NO_SCHOOL


def _everybody(desk: Desk) -> frozenset[str]:
    return frozenset(p.email for p in desk.book.staff)
