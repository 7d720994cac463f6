"""What became of emails whose run was stopped: by the journal, else by the Sent folder, else nobody knows."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sgp.contract import EmailRecord
from sgp.delivery.fates import OUTBOX
from sgp.delivery.marks import marks
from sgp.plan import Kept

LOOKED_FOR = timedelta(days=14)
"""How long an email that may have been sent is looked for."""
STOPPED = "The run was stopped before it went."
Fates = dict[str, tuple[str, str]]
"""Key -> the status and the words that its record has from now on."""


def open_records(emails: Iterable[EmailRecord]) -> list[EmailRecord]:
    """The emails of which a stopped run left open what became of them."""
    return [e for e in emails if e.status == "sending"]


def doubtful_records(emails: Iterable[EmailRecord], today: date) -> list[EmailRecord]:
    """Those that are open, or were given up as unknown not long ago: a look into the Sent folder may still tell."""
    return [e for e in emails if e.status == "sending" or (e.status == "unknown" and _is_recent(e, today))]


def _is_recent(record: EmailRecord, today: date) -> bool:
    return isinstance(record.when, datetime) and abs(today - record.when.date()) <= LOOKED_FOR


def settled(record: EmailRecord, kept: Kept | None, in_sent: bool | None, waited: bool) -> tuple[str, str] | None:
    """The status and the words that this record has from now on, or None where it stays as it is.

    `kept` is what this computer's journal knows of this very claim. It counts even where another computer gave the email up as
    unknown, since no other run sends what was claimed. `in_sent` is whether the place where it would be holds it (None: it cannot
    be asked, or proves nothing); `waited` whether it has had the time to get there. Only what was certainly not taken goes again.
    """
    if in_sent:
        return ("filed", "") if marks(record.detail).by == OUTBOX else ("sent", "Found in the Sent folder.")
    if kept and kept.status not in ("going", record.status):
        return ("deferred", STOPPED) if kept.status == "frozen" else (kept.status, kept.detail)
    if record.status != "sending" or (kept and not waited):
        return None
    if kept and in_sent is False:
        return "deferred", f"{STOPPED} It is not where it would be if it had gone."
    return "unknown", "It may have been sent: a run was stopped in the middle of it."
