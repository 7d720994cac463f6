"""The email log: every email that did not simply go is listed until it has, or a newer one has taken its place."""

from sgp.contract import Book, EmailRecord
from sgp.delivery.log import number_of, series_of
from sgp.delivery.marks import PARTED
from sgp.errors import WARNING, Problem

AGAIN = "If it is not in your Sent folder, and it was a target, a date in Send again sends it once more; if it is there, write sent here."
_SAID = {
    "unknown": ("It may have been sent, and nobody knows.", AGAIN),
    "sending": ("A run is sending it, or was stopped in the middle of it.", "Nothing: the next run with --send looks what became of it."),
    "failed": ("It could not be delivered.", "Mend the address in Staff; for a target, a date in Send again sends it once more."),
    "held": ("It was held back.", "Look at the letter in the preview, and mend what it says."),
    "deferred": ("The mail server did not take it yet.", "Nothing: the next run tries again, as long as it is due."),
    "planned": ("It waits for its turn.", "Nothing: the next run sends it, as long as it is due."),
}
_UNREADABLE = ("What became of it cannot be read, so it is not sent again.", "Write sent here if it has gone.")


def emails_not_gone(book: Book) -> list[Problem]:
    """A warning at each record of an email that has not gone, or may not have; of one that was sent again, only the last counts."""
    latest: dict[tuple[str, str], EmailRecord] = {}
    for record in sorted(book.emails, key=lambda r: number_of(r.key)):
        latest[series_of(record.key)] = record
    return [_told(r) for r in latest.values() if r.key and r.status not in ("sent", "filed")]


def _told(record: EmailRecord) -> Problem:
    what, mend = _SAID.get(record.status, _UNREADABLE)
    words = record.detail.partition(PARTED)[0] if record.status in ("failed", "held", "deferred") else ""
    said = f"{what[:-1]}: {words}" if words and "=" not in words else what
    return Problem(WARNING, EmailRecord.tab.title, record.row, EmailRecord.fields["status"], said, mend)
