"""What has happened since a moment, as the email log and the run log tell it."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime

from sgp.contract import EmailRecord, RunRecord
from sgp.contract.when import read_moment
from sgp.delivery.fates import Hold, by_log
from sgp.desk import Desk
from sgp.due import CHASERS, DIGEST, PACKS, REMINDERS, TARGETS
from sgp.letters.wanting import Item, by_reason, called
from sgp.notices import KIND as NOTICE

LETTERS = {
    TARGETS: ("target letter", "target letters"), REMINDERS: ("reminder", "reminders"), CHASERS: ("chaser", "chasers"),
    PACKS: ("pack for a head of department", "packs for heads of department"),
}
"""What one email of a kind is called, and several."""
GONE = {"sent": "sent", "filed": "filed in the offline outbox", "deferred": "put off by the mail server: the next run tries again"}
TOLD_OTHERWISE = ("send_emails.py", "check_book.py")
"""Scripts of which the email log and the list of needs tell more than their line in the run log."""
NOTHING, BROUGHT, EMAILS = "Nothing was due.", "Brought the pages up to date.", "Emails: "
"""What scheduled runs note in the run log that is no news, and what stands before the emails, of which the email log tells."""
MOST_RUNS = 6


def moment(record: EmailRecord | RunRecord, desk: Desk) -> datetime | None:
    """When it was, or None where that cannot be read."""
    return read_moment(record.when, desk.book.school.day_first) if isinstance(record.when, date | str) else None


def done_since(desk: Desk, since: datetime) -> tuple[str, ...]:
    """What was sent, by kind, and what the runs did, in words. Nothing in it is about digests: each would call for the next."""
    return (*_letters_gone(desk, since), *_runs(desk, since))


def emails_in_trouble(desk: Desk, since: datetime) -> tuple[Item, ...]:
    """Emails other than target letters that failed or may have been sent: told once, as nothing is to be done about them in the book."""
    told = [(_whose(e, desk), fate.reason) for e in _emails(desk, since)
            if e.kind != TARGETS and isinstance(fate := by_log((1, e), desk.transport), Hold)]
    where = "Tab Email log; they are not sent a second time by themselves"
    return (Item("Emails that failed or may not have arrived", len(told), where, by_reason(told)),) if told else ()


def _letters_gone(desk: Desk, since: datetime) -> Iterator[str]:
    counted = Counter((e.kind, e.status) for e in _emails(desk, since))
    for kind, (one, several) in LETTERS.items():
        for status, words in GONE.items():
            if number := counted[kind, status]:
                yield f"{number} {one if number == 1 else several} {words}."


def _runs(desk: Desk, since: datetime) -> list[str]:
    told = [(when, r.did) for r in desk.book.runs if (when := moment(r, desk)) and when > since and r.script not in TOLD_OTHERWISE]
    said = (words for _, did in sorted(told) if DIGEST not in did.casefold() and (words := _no_emails(did)))
    return list(dict.fromkeys(said))[-MOST_RUNS:]


def _no_emails(did: str) -> str:
    """What a run did beside sending, of which the email log tells; "" where that is nothing."""
    return "" if did in (NOTHING, BROUGHT) else did.partition(EMAILS)[0].strip()


def _emails(desk: Desk, since: datetime) -> list[EmailRecord]:
    return [e for e in desk.book.emails if (when := moment(e, desk)) and when > since and e.kind not in (DIGEST, NOTICE)]


def _whose(record: EmailRecord, desk: Desk) -> str:
    letter, person = LETTERS.get(record.kind, (record.kind,))[0], desk.people.find(record.email)
    return f"{letter.capitalize()} to {called(person) if person else 'somebody who is not in Staff'}"
