"""The journal: the exact bytes of every email that was claimed, and how far each has come, kept on this computer's disk.

It narrows what a crash leaves open to the one email in flight. What it says counts only on the computer and in the file that
it was written on: a copy, or one that a backup brought back, may be older than what has left since.
"""

import os
import platform
import sqlite3
import uuid
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from sgp.errors import ExitCode, Stop
from sgp.plan import Envelope, Handed, Kept

KEPT_FOR = timedelta(days=90)
FROZEN, GOING = "frozen", "going"
_TABLES = """
CREATE TABLE IF NOT EXISTS home (computer TEXT NOT NULL, file TEXT NOT NULL, holder TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS emails (
    book TEXT NOT NULL, sha256 TEXT NOT NULL, key TEXT NOT NULL, message_id TEXT NOT NULL, sender TEXT NOT NULL, recipient TEXT NOT NULL,
    raw BLOB NOT NULL, status TEXT NOT NULL, detail TEXT NOT NULL, at TEXT NOT NULL, lot TEXT NOT NULL, PRIMARY KEY (book, sha256)
);
"""


class Journal:
    """One book's part of the journal. Every change is on the disk before the call returns."""

    def __init__(self, line: sqlite3.Connection, book: str) -> None:
        self._line = line
        self._book = book
        self.holder: str = line.execute("SELECT holder FROM home").fetchone()[0]
        """What the runs that use this journal are called where they take the right to send."""

    def freeze(self, envelopes: Sequence[Envelope], at: datetime) -> None:
        """Keep these bytes, and that their sending has not begun. The moment names the lot: the book has it, too."""
        lot = at.isoformat()
        rows = [(self._book, e.sha256, e.key, e.message_id, e.sender, e.to, e.raw, FROZEN, "", lot, lot) for e in envelopes]
        with self._line:
            self._line.executemany("INSERT OR REPLACE INTO emails VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def step(self, done: tuple[Envelope, Handed] | None, begun: Envelope | None, at: datetime) -> None:
        """In one go: what became of one email, and that the next is begun now."""
        with self._line:
            if done:
                self._now(done[0], done[1].status, done[1].detail, at)
            if begun:
                self._now(begun, GOING, "", at)

    def _now(self, envelope: Envelope, status: str, detail: str, at: datetime) -> None:
        self._line.execute("UPDATE emails SET status = ?, detail = ?, at = ? WHERE book = ? AND sha256 = ?",
                           (status, detail, at.isoformat(), self._book, envelope.sha256))

    def kept(self, sha256: str, lot: str | None = None) -> Kept | None:
        """What is known of the email with these bytes; with a lot, only if that is the last in which they were to go.

        A journal that a backup brought back may know the same bytes from an earlier try.
        """
        asked = "SELECT key, message_id, sender, recipient, raw, status, detail, at, lot FROM emails WHERE book = ? AND sha256 = ?"
        found = self._line.execute(asked, (self._book, sha256)).fetchone()
        if not found or lot not in (None, found[8]):
            return None
        return Kept(Envelope(*found[:5]), found[5], found[6], datetime.fromisoformat(found[7]))

    def newest_sent(self) -> str | None:
        """The Message-ID of the email that was sent last, as far as this journal knows."""
        asked = "SELECT message_id FROM emails WHERE book = ? AND status = 'sent' ORDER BY at DESC LIMIT 1"
        found = self._line.execute(asked, (self._book,)).fetchone()
        return str(found[0]) if found else None

    def left(self, key: str) -> Kept | None:
        """What is known of the last email of this name that has left, or may have; filed ones have not."""
        asked = "SELECT sha256 FROM emails WHERE book = ? AND key = ? AND status IN ('sent', 'unknown', 'going') ORDER BY at DESC LIMIT 1"
        found = self._line.execute(asked, (self._book, key)).fetchone()
        return self.kept(found[0]) if found else None


@contextmanager
def journal(path: Path, book: str, now: datetime) -> Iterator[Journal]:
    """The journal in this file, made where there is none; what is older than 90 days is forgotten.

    One that is damaged, or was written elsewhere, is set aside and a new one begun. Raises Stop where the disk refuses.
    """
    try:
        if path.exists() and not _is_ours(path):
            _set_aside(path, now)
        opened = _opened(path)
    except (OSError, sqlite3.OperationalError) as fault:
        raise Stop(f"The journal {path} cannot be written ({fault}), and without it nothing is sent. Look at the disk and the folder.",
                   ExitCode.CONFIGURATION) from fault
    with closing(opened) as line:
        with line:
            line.execute("DELETE FROM emails WHERE at < ?", ((now - KEPT_FOR).isoformat(),))
        yield Journal(line, book)


def _set_aside(path: Path, now: datetime) -> None:
    """Keep it for whoever wonders, but of several only the last: they hold letters."""
    for old in path.parent.glob(f"{path.stem}-set-aside-*"):
        old.unlink()
    os.replace(path, path.with_name(f"{path.stem}-set-aside-{now:%Y%m%d-%H%M%S}{path.suffix}"))
    for beside in ("-wal", "-shm"):
        path.with_name(path.name + beside).unlink(missing_ok=True)


def _opened(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    new = not path.exists()
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))  # it holds letters: for this user's eyes alone
    line = sqlite3.connect(path)
    line.execute("PRAGMA journal_mode = WAL")  # one wait for the disk a step, where the older way takes four
    line.execute("PRAGMA synchronous = FULL")
    with line:
        line.executescript(_TABLES)
        if new:
            line.execute("INSERT INTO home VALUES (?, ?, ?)", (*_home(path), f"{platform.node()} {uuid.uuid4().hex}"))
    return line


def _is_ours(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(path)) as line:
            whole = line.execute("PRAGMA quick_check").fetchone()[0] == "ok"
            line.execute("SELECT lot FROM emails LIMIT 1")
            return whole and line.execute("SELECT computer, file FROM home").fetchall() == [_home(path)]
    except sqlite3.OperationalError as fault:
        if "locked" in str(fault):  # that is no damage
            raise
        return False
    except sqlite3.DatabaseError:
        return False


def _home(path: Path) -> tuple[str, str]:
    """This computer and this very file: a copy has another number, even under the same name."""
    card = uuid.getnode()
    made_up = card >> 40 & 1  # where there is no network card, Python makes a number up for every run
    return f"{platform.node()} {'' if made_up else f'{card:x}'}", str(path.stat().st_ino)
