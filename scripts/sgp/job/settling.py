"""Settling what stopped runs left open, before anything new goes."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from functools import cache

from sgp.contract import EmailRecord
from sgp.delivery.fates import OUTBOX
from sgp.delivery.lots import results
from sgp.delivery.marks import marks
from sgp.delivery.settling import Fates, doubtful_records, settled
from sgp.desk import Desk
from sgp.errors import ExitCode, Stop
from sgp.job.opening import Opened, on_desk
from sgp.job.options import Options
from sgp.job.report import warn
from sgp.job.sending import LEASE
from sgp.job.ways import Way, outbox_of
from sgp.journal import Journal
from sgp.mail import LookUp
from sgp.plan import Changes, Kept, Lease, Snapshot, applied


def settle(opened: Opened, way: Way, journal: Journal, options: Options) -> tuple[Opened, Fates]:
    """The book with what became of each email that a stopped run left open, as far as it can be told now, and that itself.

    Where there is any, the right to send was taken for it. Raises Stop where another run is sending, or the Sent folder cannot be
    asked just now.
    """
    before = {r.key: r for r in opened.desk.book.emails}
    became = fates(before.values(), (way, outbox_of(options)), journal, opened.desk)
    if not became:
        return opened, {}
    snapshot = opened.desk.snapshot

    def decided(now: Snapshot) -> Changes:
        nonlocal snapshot
        # only what still stands as it was looked at: another run may have settled it, or have sent it after all
        standing = on_desk(opened.book, now, options, opened.begun).desk.book.emails
        same = [r for r in standing if r.key in became and (r.status, r.detail) == (before[r.key].status, before[r.key].detail)]
        clock = datetime.now(UTC)
        changes = Changes(results(same, became, opened.desk.today), lease=Lease(journal.holder, clock, clock + LEASE))
        snapshot = applied(now, changes)
        return changes

    opened.book.decide(decided)
    return on_desk(opened.book, snapshot, options, opened.begun), became


def fates(records: Iterable[EmailRecord], ways: Sequence[Way], journal: Journal, desk: Desk) -> Fates:
    """Key -> what became of each email that is open, by the journal, else by where it would have gone."""
    found: dict[str, tuple[str, str] | None] = {}
    with ExitStack() as lines:
        ask = {way.name: _asking(way, journal, lines) for way in ways}
        for record in doubtful_records(records, desk.today):
            known = marks(record.detail)
            kept = journal.kept(known.sha256, known.lot)
            way = next((w for w in ways if w.name == known.by), None)
            seen = ask[way.name](record) if way and _can_tell(record, kept, desk) else None
            found[record.key] = settled(record, kept, seen, way is None or _waited(kept, way))
    return {key: became for key, became in found.items() if became}


def _can_tell(record: EmailRecord, kept: Kept | None, desk: Desk) -> bool:
    """Whether a look could tell more than the journal, and would be into the mailbox of whoever sent it."""
    if kept is None:
        return bool(record.message_id)
    return kept.status in ("going", "unknown") and kept.envelope.sender == desk.book.school.coordinator_email


def _asking(way: Way, journal: Journal, lines: ExitStack) -> Callable[[EmailRecord], bool | None]:
    """Ask where this way's emails would be: one line for all questions, opened at the first."""

    @cache
    def line() -> LookUp:
        return lines.enter_context(way.look_up()) if way.look_up else lambda _: None

    @cache
    def proves() -> bool:
        """A folder without the last email that surely went keeps nothing, so that one is not in it proves nothing."""
        newest = journal.newest_sent() if way.name != OUTBOX else None
        return newest is None or bool(line()(newest))

    def ask(record: EmailRecord) -> bool | None:
        try:
            seen = line()(record.message_id)
            return seen if seen or proves() else None
        except Stop as stop:
            if stop.code != ExitCode.CONFIGURATION and record.status == "sending":
                raise
            warn([f"What has been sent cannot be looked up: {stop}"])  # nothing new hangs on it
            return None

    return ask


def _waited(kept: Kept | None, way: Way) -> bool:
    return way.look_up is None or (kept is not None and datetime.now(UTC) - kept.at >= timedelta(seconds=way.after))
