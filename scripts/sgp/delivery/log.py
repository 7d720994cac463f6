"""The email log: the name of each email, the last one to somebody, and what is noted of those that go."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from sgp.contract import Book, EmailRecord, School, Staff, Target
from sgp.contract.names import folded
from sgp.contract.when import read_date
from sgp.delivery.marks import marks
from sgp.people import People
from sgp.plan import Edit, Message, TabChange

LEFT = ("sending", "sent", "filed", "unknown")
"""States of an email that has left, or may have."""
_FROZEN = (*LEFT, "deferred")
"""States of an email whose words stay as they were when it was claimed."""
Last = tuple[int, EmailRecord]
"""The number and the record of the last email to someone."""


def message_key(cycle: str, kind: str, meeting: int, number: int, email: str) -> str:
    """The name of one email for ever: cycle/kind/meeting/number/email."""
    return f"{cycle}/{kind}/{meeting}/{number}/{email}"


def last_emails(emails: Iterable[EmailRecord], cycle: str, kind: str = "targets", meeting: int = 0) -> dict[str, Last]:
    """Address -> the last email of this kind that the log knows of."""
    start, found = folded(f"{cycle}/{kind}/{meeting}/"), dict[str, Last]()
    for record in sorted(emails, key=_gone):
        number, _, address = folded(record.key).removeprefix(start).partition("/")
        if folded(record.key).startswith(start) and number.isdecimal() and (address not in found or int(number) >= found[address][0]):
            found[address] = int(number), record
    return found


def _gone(record: EmailRecord) -> int:
    """How surely it has left: of two rows with one key the one counts that has."""
    order = ("planned", "held", "deferred", "filed", "failed", "", "sending", "unknown", "sent")
    return order.index(record.status)


def emailed(book: Book, people: People) -> set[tuple[str, str]]:
    """Cycle (folded) and present address of everyone whose target email has left, or may have."""
    gone = (e for e in book.emails if e.kind == "targets" and e.status not in ("planned", "held"))
    return {(folded(e.cycle), people.address_of(e.email)) for e in gone}


def emailed_words(book: Book, people: People) -> dict[tuple[str, str], str]:
    """Cycle (folded) and present address -> a hash of the words of the last target email that left, or may have, or shall."""
    gone = sorted((e for e in book.emails if e.kind == "targets" and e.status in _FROZEN), key=lambda e: number_of(e.key))
    return {(folded(e.cycle), people.address_of(e.email)): marks(e.detail).about for e in gone}


def number_of(key: str) -> int:
    """Which of the emails of its series a key names; 0 where that cannot be read."""
    number = key.rsplit("/", 2)[-2:-1]
    return int(number[0]) if number and number[0].isdecimal() else 0


def series_of(key: str) -> tuple[str, str]:
    """What the emails to one person of one kind, cycle and meeting have in common, whatever their number."""
    front, _, address = folded(key).rpartition("/")
    return front.rpartition("/")[0], address


def last_email(addresses: Collection[str], person: Staff | None, emails: Mapping[str, Last]) -> Last | None:
    """The last email to these addresses, or under any that is or was this person's."""
    theirs = {*addresses, *((person.email, *person.other_emails) if person else ())}
    return max((emails[a] for a in sorted(theirs) if a in emails), key=lambda last: last[0], default=None)


def wants_another(target: Target, last: Last | None, school: School) -> bool:
    """Whether `Send again` asks for one more email than the last one: a later date, or one of that day that was written after it."""
    if not target.send_again or not last:
        return bool(target.send_again)
    # a record without a readable moment never counts as asked for again: rather one email too few than two
    day = read_date(when, school.day_first) if isinstance(when := last[1].when, date | str) else None
    if not day:
        return False
    known = marks(last[1].detail)
    written_since = bool(known.sha256) and target.send_again == day and known.again != target.send_again.isoformat()
    return target.send_again > day or written_since


def as_sent(target: Target) -> Last | None:
    """What `Sent on` tells of an email that the log has lost: that there was one."""
    record = EmailRecord(cycle=target.cycle, kind="targets", email=target.email, status="sent")
    return (1, record.model_copy(update={"when": target.sent_on})) if target.sent_on else None


def record_of(message: Message, status: str, detail: str, message_id: str, when: datetime) -> EmailRecord:
    """What the log says of a message from `when` on."""
    stands = {"status": status, "detail": detail, "message_id": message_id, "when": when.replace(microsecond=0, tzinfo=None)}
    named = EmailRecord(key=message.key, cycle=message.cycle, kind=message.kind, email=message.to, subject=message.subject)
    return named.model_copy(update=stands)


def noted(records: Iterable[EmailRecord]) -> TabChange:
    """These records in the log: one whose key stands is changed, any other is added."""
    rows = tuple(r.cells() for r in records)
    # an edit of no row and an addition of a standing key do nothing
    return TabChange(EmailRecord.tab, tuple(Edit(EmailRecord.tab.key_of(cells), cells) for cells in rows), rows)


def without_standing(said: Iterable[EmailRecord], known: Mapping[str, EmailRecord]) -> tuple[TabChange, ...]:
    """These records in the log, but for what it says already, and where it knows of bytes that were claimed."""
    standing = {key: (r.status, r.detail) for key, r in known.items()}
    news = [r for r in said if standing.get(r.key) != (r.status, r.detail) and not (r.key in known and marks(known[r.key].detail).sha256)]
    return (noted(news),) if news else ()


def now_said(fates: Mapping[str, tuple[str, str]]) -> TabChange:
    """Key -> the status and the detail that its record has from now on; all else of it stays, the moment of its claim too."""
    status, detail = (EmailRecord.fields[name] for name in ("status", "detail"))
    return TabChange(EmailRecord.tab, tuple(Edit((folded(key),), {status: s, detail: d}) for key, (s, d) in fates.items()))
