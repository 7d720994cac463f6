"""The lease of a book that is a file: the right to send, which one run has at a time, on whatever computer."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sgp.books import Held, refuse_others
from sgp.books.xlsx.leasefile import Found, lease_file, renamed, standing, swapped, sweep, text_of
from sgp.books.xlsx.saving import told
from sgp.errors import ExitCode, Stop
from sgp.plan import Lease

MOST_TRIES = 5


@contextmanager
def leased(book: Path, lease: Lease | None, had: set[str]) -> Iterator[None]:
    """Take the lease, or move it on, and then write the book; without `until`, give it back once the book is written.

    Where the book is not written, a lease that was taken is as it was before, and one to give back is given back if the run stops.
    `had` are the holders that this run has been. Raises Stop (locked) where the lease is another's.
    """
    if lease is None:
        yield
    elif lease.until is None:
        yield from _giving_back(book, lease)
        had.discard(lease.holder)
    else:
        yield from _taking(book, lease, lease.holder in had)
        had.add(lease.holder)


def _giving_back(book: Path, lease: Lease) -> Iterator[None]:
    try:
        yield
    except Stop:
        _put(book, lease, None)
        raise
    _put(book, lease, None)


def _taking(book: Path, lease: Lease, had: bool) -> Iterator[None]:
    try:
        before = _claimed(book, lease, had)
    except OSError as fault:
        raise told(lease_file(book), fault) from fault
    try:
        yield
    except BaseException:
        _put(book, lease, before.text if before and before.held.holder == lease.holder else None)
        raise


def _claimed(book: Path, lease: Lease, had: bool) -> Found | None:
    """Take the lease or move it on; what stood there before."""
    for _ in range(MOST_TRIES):
        before = standing(book)
        _refuse(before, lease, had)
        if swapped(book, before, text_of(Held(lease.holder, lease.until))):
            if not (rival := _rival(book, lease)):
                with suppress(OSError):
                    sweep(book, lease.now)
                return before
            _put(book, lease, None)
            _refuse(rival, lease, had)
    raise Stop("Several runs want to send emails from this book at once, and others were quicker. Nothing was written. Run this again.",
               ExitCode.LOCKED)


def _refuse(found: Found | None, lease: Lease, had: bool) -> None:
    if found:
        refuse_others(found.held, lease, had, f"the file {found.file}")


def _rival(book: Path, lease: Lease) -> Found | None:
    """A lease of another's in force, which somebody renamed by mistake while this one was taken."""
    others = (found for found in renamed(book) if found.held.holder != lease.holder)
    return next((f for f in others if f.held.until is None or f.held.until > lease.now), None)


def _put(book: Path, lease: Lease, text: str | None) -> None:
    """Put this text, or nothing, in the place of the lease if it is still this holder's; where the disk fails, it runs out."""
    with suppress(OSError):
        for _ in range(MOST_TRIES):
            now = standing(book)
            if not now or now.held.holder != lease.holder or swapped(book, now, text):
                break
        sweep(book, lease.now)
