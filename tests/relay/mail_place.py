"""Where a mail system of the tests is, who is in it, and what it is known for."""

from dataclasses import dataclass
from pathlib import Path

DOMAIN = "oakfield.example"
USER, PASSWORD = f"s.whitfield@{DOMAIN}", "pässword"
LARGEST = 100_000
"""Bytes an email may have."""
NOBODY = 5000
"""The number of the user, with no name, that owns the mailboxes."""
LATER, GREY = f"later@{DOMAIN}", f"grey@{DOMAIN}"
"""People whose emails this server defers."""
DEFERS = {
    LATER: "450 4.2.0 The mailbox is busy, try again later",
    GREY: "450 4.2.0 Greylisted, see http://postgrey.schweikert.ch/help/oakfield.example.html",
}


@dataclass(frozen=True)
class Place:
    """The folder of everything, the server's certificate with its key, and the two ports."""

    folder: Path
    certificate: Path
    smtp_port: int
    imap_port: int

    @property
    def mail(self) -> Path:
        """Every mailbox, as a Maildir named by its address."""
        return self.folder / "mail"
