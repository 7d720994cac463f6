"""Whether somebody has the book open, and waiting until it is free."""

import time
from pathlib import Path

from sgp.errors import ExitCode, Stop

_LOOK_EVERY = 0.25


def open_marks(path: Path) -> list[Path]:
    """The marks that Excel (`~$NAME`) and LibreOffice (`.~lock.NAME#`) leave beside a book that is open."""
    places = dict.fromkeys((path, path.resolve()))
    marks = [p.with_name(name) for p in places for name in (f"~${p.name}", f".~lock.{p.name}#")]
    return [mark for mark in marks if mark.exists()]


def wait_until_free(path: Path, seconds: float) -> bool:
    """Wait at most so long for the book to be closed; whether it is free now."""
    until = time.monotonic() + seconds
    while open_marks(path):
        if (left := until - time.monotonic()) <= 0:
            return False
        time.sleep(min(_LOOK_EVERY, left))
    return True


def still_open(path: Path, done: str) -> Stop:
    """Somebody has the book open: what was done instead, and what to do."""
    mark = next(iter(open_marks(path)), path)
    return Stop(
        f"The workbook {path} is open in Excel or LibreOffice. {done} Close it and run this again. "
        f"If nobody has it open, delete the left-over file {mark}.",
        ExitCode.LOCKED,
    )
