"""The diary of scheduled runs: a line of JSON for each thing that happened, for whoever looks after the computer.

It holds what happened, when, and how often: numbers, and words that this project itself chose. What people typed cannot get in.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from logging import LogRecord, makeLogRecord
from logging.handlers import RotatingFileHandler
from pathlib import Path

LARGEST, KEPT = 1_000_000, 5
"""Bytes of one file, and how many full ones are kept."""
_OWN_WORDS = re.compile(r"[a-z0-9][a-z0-9 _.-]{0,59}")
Note = Callable[..., None]


class _Lines(RotatingFileHandler):
    """Each line at once on the disk; a disk that refuses stops no run."""

    def handleError(self, record: LogRecord) -> None:
        """Go on: that emails leave matters more."""


@contextmanager
def diary(path: Path, run: str) -> Iterator[Note]:
    """What notes an event of this run, with numbers, such as note("emails", sent=3)."""
    lines = None
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        lines = _Lines(path, maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8")

    def note(event: str, **about: float | str) -> None:
        at = datetime.now(UTC).isoformat(timespec="seconds")
        said = {"at": at, "run": run, "event": event, **about}
        if lines:
            lines.handle(makeLogRecord({"msg": json.dumps({k: v if k == "at" else _plain(v) for k, v in said.items()})}))

    if lines is None:
        yield note
    else:
        with closing(lines):
            yield note


def _plain(value: float | str) -> float | str:
    """A number, or words of our own; anything else is not for a log."""
    return value if not isinstance(value, str) or _OWN_WORDS.fullmatch(value) else "..."
