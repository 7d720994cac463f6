"""The file of a lease, which stands beside the book: made by only one, never rewritten, and swapped by only one.

Whoever changes or removes it renames it first, which only one can do, and looks at what was caught: so nobody acts on a lease
that has changed since it was read. A lease that was renamed counts as long as none has the proper name.
"""

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from glob import escape
from pathlib import Path

from sgp.books import Held, held
from sgp.books.xlsx.saving import UNFINISHED

_NOTE = "Emails are being sent from this book right now. Please wait until this file is gone; it goes by itself."


@dataclass(frozen=True)
class Found:
    """A lease that stands: in which file, and word for word."""

    file: Path
    text: str

    @property
    def held(self) -> Held:
        """What it says."""
        said = dict(line.split(": ", 1) for line in self.text.splitlines() if ": " in line)
        return held(said.get("Sent by"), said.get("Until"))

    @property
    def _lasts(self) -> tuple[bool, float]:
        until = self.held.until
        return until is None, until.timestamp() if until else 0.0


def lease_file(book: Path) -> Path:
    """Where the lease of a book has its place."""
    return (whole := book.resolve()).with_name(f"{whole.name}.sending")


def text_of(lease: Held) -> str:
    """What the file says, to a person and to other runs."""
    return f"{_NOTE}\nSent by: {lease.holder}\nUntil: {lease.until.isoformat() if lease.until else ''}\n"


def standing(book: Path) -> Found | None:
    """The lease as it stands; of several that were renamed, the one that lasts longest. Raises OSError."""
    return _read(lease_file(book)) or max(renamed(book), key=lambda found: found._lasts, default=None)


def renamed(book: Path) -> list[Found]:
    """Leases that somebody is about to swap, or was when their run was killed."""
    file = lease_file(book)
    return [found for path in sorted(file.parent.glob(f"{escape(file.name)}-*")) if (found := _read(path))]


def sweep(book: Path, now: datetime) -> None:
    """Remove what is over and was left renamed, by runs that were killed or not quick enough."""
    for found in renamed(book):
        if found.held.until and found.held.until <= now:
            found.file.unlink(missing_ok=True)


def swapped(book: Path, before: Found | None, text: str | None) -> bool:
    """Put a lease of this text, or none, in the place of the one that was read; False where somebody was quicker. Raises OSError."""
    caught = _caught(book, before) if before else None
    if before and not caught:
        return False
    done = text is None or _made(lease_file(book), text)
    if done and caught:
        with suppress(OSError):  # on Windows somebody may be reading it
            caught.unlink()
    return done


def _read(file: Path) -> Found | None:
    try:
        return Found(file, file.read_text(encoding="utf-8", errors="replace"))
    except FileNotFoundError:
        return None


def _caught(book: Path, before: Found) -> Path | None:
    """The new name of the lease that was read, or None where it is gone or no longer the same."""
    aside = (file := lease_file(book)).with_name(f"{file.name}-{os.urandom(6).hex()}")
    try:
        before.file.rename(aside)
    except OSError:  # gone, or, on Windows, being read
        return None
    return aside if (found := _read(aside)) and found.text == before.text else None


def _made(file: Path, text: str) -> bool:
    """Make the file, whole from its first moment where the disk can do that; False where there is one."""
    new = file.with_name(f"{UNFINISHED}{file.stem}-{os.urandom(6).hex()}")
    try:
        new.write_text(text, encoding="utf-8")
        os.link(new, file)
    except FileExistsError:
        return False
    except OSError:  # this disk knows no links; where it cannot be written to, the next line says so
        return _made_plainly(file, text)
    finally:
        with suppress(OSError):
            new.unlink()
    return True


def _made_plainly(file: Path, text: str) -> bool:
    try:
        with file.open("x", encoding="utf-8") as out:
            out.write(text)
    except FileExistsError:
        return False
    return True
