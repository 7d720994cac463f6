"""Books: each kind reads a snapshot of all tabs and writes one atomic change set."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sgp.errors import ExitCode, Stop
from sgp.plan import Changes, Snapshot

_ID = re.compile(r"[A-Za-z0-9_-]{30,}")
_URL = re.compile(r"(?:https?://)?(?:docs|sheets)\.google\.com/(?:a/[^/]+/)?spreadsheets/(?:u/\d+/)?d/(?!e/)([A-Za-z0-9_-]{15,})")
_ONLINE = re.compile(r"https?://|(?:docs|sheets|drive)\.google\.com/")


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
