"""One email: as it is written, and as it travels once it is frozen."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sgp.errors import Stop


@dataclass(frozen=True)
class Attachment:
    """A file that goes with an email. `kind` is its media type with parameters, such as `text/calendar; method=PUBLISH`."""

    name: str
    kind: str
    content: bytes


@dataclass(frozen=True)
class Message:
    """What one person is sent. `key` is cycle/kind/meeting/number/email and names this email for ever.

    `about` are the words whose change matters to the reader: a target, a list of what is outstanding. `calendar` is what
    the log shall remember of the calendar that goes with it, `again` of the date in `Send again`, or of the day it reminds of.
    """

    key: str
    cycle: str
    kind: str
    to: str
    to_name: str
    subject: str
    text: str
    html: str
    sender: str = ""
    sender_name: str = ""
    attachments: tuple[Attachment, ...] = ()
    about: str = ""
    calendar: str = ""
    again: str = ""


@dataclass(frozen=True)
class Envelope:
    """An email frozen: the exact bytes that travel, from whom to whom, however often it is tried."""

    key: str
    message_id: str
    sender: str
    to: str
    raw: bytes

    @property
    def sha256(self) -> str:
        """What tells these bytes from any others."""
        return sha256(self.raw).hexdigest()


@dataclass(frozen=True)
class Handed:
    """What became of an email that was handed on: sent, filed, deferred (not taken, may be tried again), failed, or unknown.

    `stop` is given where no other email would fare better: the run ends, and fails nobody for it.
    """

    status: str
    detail: str = ""
    stop: Stop | None = None


@dataclass(frozen=True)
class Kept:
    """What the journal of this computer knows of an email: `frozen` (not begun), `going` (begun, no answer yet), or what became
    of it; and when."""

    envelope: Envelope
    status: str
    detail: str
    at: datetime
