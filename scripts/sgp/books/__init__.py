"""Books: each kind reads a snapshot of all tabs and writes one atomic change set."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from sgp.errors import ExitCode, Stop
from sgp.plan import Changes, Lease, Snapshot

_ID = re.compile(r"[A-Za-z0-9_-]{30,}")
_URL = re.compile(r"(?:https?://)?(?:docs|sheets)\.google\.com/(?:a/[^/]+/)?spreadsheets/(?:u/\d+/)?d/(?!e/)([A-Za-z0-9_-]{15,})")
_ONLINE = re.compile(r"https?://|(?:docs|sheets|drive)\.google\.com/")


LEASE_TAB = "Sending now"
"""The tab that stands in a Google Sheet while emails leave; it is hidden afterwards."""


@dataclass(frozen=True)
class GoogleSheet:
    """Where a Google Sheet is: its id, the long word in its address."""

    id: str

    def __str__(self) -> str:
        return f"https://docs.google.com/spreadsheets/d/{self.id}"


Place = Path | GoogleSheet


@dataclass(frozen=True)
class Online:
    """What a book's service says of it: its clock and language, and who may open it (Drive's permissions; None where that cannot be seen).

    `us` is the address that the scripts sign in with, "" for the coordinator's own account.
    """

    time_zone: str
    locale: str
    grants: tuple[Mapping[str, str], ...] | None
    us: str


class Workbook(Protocol):
    """What every kind of book can do. All of it may raise Stop."""

    @property
    def name(self) -> str:
        """What a person calls it."""

    def exists(self) -> bool:
        """Whether there is such a book."""

    def read(self) -> Snapshot:
        """All tabs with typed cells, as they stand."""

    def in_use(self) -> bool:
        """Whether somebody has the book open, so that writing means waiting."""

    def check_free(self) -> None:
        """Stop unless the book can be written to now, or soon."""

    def check_writable(self) -> None:
        """Stop unless we may write to the book; nothing in it is changed."""

    def online(self) -> Online | None:
        """What its service says of it, or None for a file."""

    def write(self, changes: Changes) -> Place | None:
        """Carry the changes out on the book as it stands now; where it was written, or None when nothing differs."""

    def decide(self, what: Callable[[Snapshot], Changes]) -> Place | None:
        """Like `write`, but what is written is decided on the book as it stands right then.

        `what` may be asked more than once: it is its last answer that is written. What it raises goes through, and nothing is
        written then. It sets no tabs up.
        """


@dataclass(frozen=True)
class Held:
    """A lease that stands in a book: whose it is, and until when. Without `until` it cannot be read, and never runs out by itself."""

    holder: str
    until: datetime | None


def held(holder: object, until: object) -> Held:
    """The lease that these two, as they were read back, tell of."""
    try:
        moment = datetime.fromisoformat(str(until).strip())
    except ValueError:
        return Held("", None)
    whole = moment.tzinfo and isinstance(holder, str) and holder.strip()
    return Held(str(holder).strip(), moment) if whole else Held("", None)


def refuse_others(standing: Held | None, asked: Lease, had: bool, where: str) -> None:
    """Stop (locked) where the lease is another's, still in force or taken over from this run, which `had` it.

    `where` is what a person may delete. The same rule for every kind of book.
    """
    if standing is None or standing.holder == asked.holder:
        return
    if standing.until and standing.until <= asked.now and not had:
        return
    raise Stop(_others(standing, asked, had, where), ExitCode.LOCKED)


def _others(standing: Held, asked: Lease, had: bool, where: str) -> str:
    mend = f"Nothing was written. Run this again then. If you know that it was stopped, delete {where}."
    if not standing.until:
        return (f"Emails seem to be sent from this book right now, but {where} cannot be read: it should say by whom, and until when. "
                "Nothing was written. If no emails are being sent, delete it, and run this again.")
    until = standing.until.astimezone(asked.now.tzinfo)
    day = "" if until.date() == asked.now.date() else " on %d/%m/%Y"
    who = f"(on {standing.holder.split()[0][:40]}, until {until:%H:%M{day}})"
    if had:
        return f"Another run {who} has taken over the sending from this book, because this one took too long. {mend}"
    return f"Emails are being sent from this book by another run {who}. {mend}"



def google_sheet(text: str) -> GoogleSheet | None:
    """The Google Sheet that an address or an id names, or None where the text is a path.

    Raises Stop (configuration) for any other address: it must never become the name of a file.
    """
    found = _URL.match(text.strip())
    bare = None if found or Path(text).exists() else _ID.fullmatch(text.strip())
    if _ONLINE.match(text.strip()) and not found:
        raise Stop(f"{text} is not the address of a Google Sheet. Open the sheet and copy the address from the browser's address bar: "
                   "it holds /spreadsheets/d/.", ExitCode.CONFIGURATION)
    return GoogleSheet(found[1]) if found else GoogleSheet(bare[0]) if bare else None
