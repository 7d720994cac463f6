"""What became of emails whose run was stopped: by the journal, else by the Sent folder, else nobody knows."""

from collections.abc import Iterable

from sgp.contract import EmailRecord
from sgp.delivery.fates import OUTBOX
from sgp.delivery.marks import marks
from sgp.plan import Kept

Fates = dict[str, tuple[str, str]]
"""Key -> the status and the words that its record has from now on."""


def open_records(emails: Iterable[EmailRecord]) -> list[EmailRecord]:
    """The emails of which a stopped run left open what became of them."""
    return [e for e in emails if e.status == "sending"]


def doubtful_records(emails: Iterable[EmailRecord]) -> list[EmailRecord]:
    """Those that are open, or were given up as unknown: a look into the Sent folder may still tell."""
    return [e for e in emails if e.status in ("sending", "unknown")]


def settled(record: EmailRecord, kept: Kept | None, in_sent: bool | None, waited: bool) -> tuple[str, str] | None:
    """The status and the words that this record has from now on, or None where it stays as it is.

    `kept` is what this computer's journal knows of this very claim. It counts even where another computer gave the email up as
    unknown, since no other run sends what was claimed. `in_sent` is whether the Sent folder holds it (None: it cannot be asked);
    `waited` whether it has had the time to get there. Only what was certainly not taken may go again.
    """
    filed = marks(record.detail).by in ("", OUTBOX)
    if in_sent:
        return ("filed", "") if filed else ("sent", "Found in the Sent folder.")
    if kept and kept.status not in ("going", record.status):
        return ("deferred", "The run was stopped before it went.") if kept.status == "frozen" else (kept.status, kept.detail)
    if record.status != "sending":
        return None
    if in_sent is False and filed:
        return "deferred", "The run was stopped before it was filed."
    if in_sent is False and kept:
        return ("deferred", "The run was stopped, and it is not in the Sent folder.") if waited else None
    return "unknown", "It may have been sent: a run was stopped in the middle of it."
