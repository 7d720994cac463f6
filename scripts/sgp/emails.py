"""The email log: the name of each email, the last one to somebody, and what is noted when some have gone."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from sgp.contract import Book, EmailRecord, School, Staff, Target
from sgp.contract.names import folded
from sgp.contract.when import read_date
from sgp.people import People
from sgp.plan import Edit, Message, TabChange

_ADDRESS = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([a-z0-9-]+\.)+[a-z0-9-]{2,}")
Last = tuple[int, EmailRecord]
"""The number and the record of the last email to someone."""


def deliverable(address: str) -> bool:
    """Whether mail servers take such an address; unusual ones that some take do not count."""
    return bool(_ADDRESS.fullmatch(address))


def message_key(cycle: str, kind: str, meeting: int, number: int, email: str) -> str:
    """The name of one email for ever: cycle/kind/meeting/number/email."""
    return f"{cycle}/{kind}/{meeting}/{number}/{email}"


def last_emails(emails: Iterable[EmailRecord], cycle: str, kind: str = "targets", meeting: int = 0) -> dict[str, Last]:
    """Address -> the last email of this kind that the log knows of."""
    start, found = folded(f"{cycle}/{kind}/{meeting}/"), dict[str, Last]()
    for record in emails:
        number, _, address = folded(record.key).removeprefix(start).partition("/")
        if folded(record.key).startswith(start) and number.isdecimal() and (address not in found or int(number) > found[address][0]):
            found[address] = int(number), record
    return found


def emailed(book: Book, people: People) -> set[tuple[str, str]]:
    """Cycle (folded) and present address of everyone whose target email has left, or may have."""
    gone = (e for e in book.emails if e.kind == "targets" and e.status != "planned")
    return {(folded(e.cycle), people.address_of(e.email)) for e in gone}


def last_email(target: Target, person: Staff | None, emails: Mapping[str, Last]) -> Last | None:
    """The last email to this person, under any address that is or was theirs."""
    addresses = {target.email, person.email, *person.other_emails} if person else {target.email}
    return max((emails[a] for a in sorted(addresses) if a in emails), key=lambda last: last[0], default=None)


def wants_another(target: Target, last: Last | None, school: School) -> bool:
    """Whether `Send again` asks for one more email than the last one."""
    when = last[1].when if last else date.min
    # a record without a readable moment never counts as asked for again: rather one email too few than two
    day = read_date(when, school.day_first) if isinstance(when, date | str) else None
    return bool(target.send_again and day and target.send_again > day)


def next_number(target: Target, last: Last | None, school: School) -> int:
    """The number of the email that is due for this target, or was last due."""
    return last[0] + wants_another(target, last, school) if last else 1


def stopped(emails: Iterable[EmailRecord], leaving: Iterable[str]) -> TabChange:
    """What the log shall say of emails that a stopped run had claimed and that do not leave now: unknown."""
    going, said = {folded(key) for key in leaving}, {"status": "unknown", "detail": "A run was stopped; see whether the outbox holds it."}
    open_ = [e for e in emails if e.status == "sending" and folded(e.key) not in going]
    edits = (Edit(EmailRecord.tab.key_of(e.cells()), e.model_copy(update=said).cells()) for e in open_)
    return TabChange(EmailRecord.tab, tuple(edits))


def outcome_records(
    messages: Sequence[Message], when: datetime, status: str, detail: str = "", ids: Mapping[str, str] | None = None
) -> TabChange:
    """What the `Email log` shall say of these messages; `ids` are their Message-IDs by key."""
    said = {"status": status, "detail": detail, "when": when.replace(microsecond=0, tzinfo=None)}
    rows = [
        EmailRecord(key=m.key, cycle=m.cycle, kind=m.kind, email=m.to, subject=m.subject, message_id=(ids or {}).get(m.key, "")).model_copy(
            update=said
        ).cells()
        for m in messages
    ]
    # a key that stands is changed, one that does not is added: an edit of no row and an addition of a standing key do nothing
    return TabChange(EmailRecord.tab, tuple(Edit(EmailRecord.tab.key_of(cells), cells) for cells in rows), tuple(rows))
