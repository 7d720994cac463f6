"""Settling what stopped runs left open, before anything new goes."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from sgp.contract import EmailRecord
from sgp.delivery.fates import OUTBOX
from sgp.delivery.lots import results
from sgp.delivery.marks import marks
from sgp.delivery.settling import Fates, doubtful_records, settled
from sgp.errors import ExitCode, Stop
from sgp.job.opening import Opened, on_desk
from sgp.job.options import Options
from sgp.job.report import warn
from sgp.job.sending import LEASE
from sgp.job.ways import Way, outbox_of
from sgp.journal import Journal
from sgp.plan import Changes, Kept, Lease, Snapshot, applied


def settle(opened: Opened, way: Way, journal: Journal, options: Options) -> tuple[Opened, Fates]:
    """The book with what became of each email that a stopped run left open, as far as it can be told now, and that itself.

    Where there is any, the right to send was taken for it. Raises Stop where another run is sending, or the Sent folder cannot be
    asked just now.
    """
    became = fates(opened.desk.book.emails, way, outbox_of(options), journal, datetime.now(UTC))
    if not became:
        return opened, {}
    snapshot = opened.desk.snapshot

    def decided(now: Snapshot) -> Changes:
        nonlocal snapshot
        # only what still stands as it was looked at: another run may have settled it, or have sent it after all
        before = {r.key: r for r in opened.desk.book.emails}
        same = [r for r in on_desk(opened.book, now, options, opened.begun).desk.book.emails
                if r.key in became and (r.status, r.detail) == (before[r.key].status, before[r.key].detail)]
        clock = datetime.now(UTC)
        changes = Changes(results(same, became, opened.desk.today), lease=Lease(journal.holder, clock, clock + LEASE))
        snapshot = applied(now, changes)
        return changes

    opened.book.decide(decided)
    return on_desk(opened.book, snapshot, options, opened.begun), became


def fates(records: Iterable[EmailRecord], way: Way, outbox: Way, journal: Journal, now: datetime) -> Fates:
    """Key -> what became of each email that is open, by the journal, else by where it would have gone."""
    doubtful = doubtful_records(records)
    by_outbox = [r for r in doubtful if marks(r.detail).by in ("", OUTBOX)]
    seen = _looked_up(by_outbox, outbox) | _looked_up([r for r in doubtful if r not in by_outbox], way)
    kept = {r.key: journal.kept(m.sha256, m.lot) for r in doubtful for m in [marks(r.detail)]}
    found = {r.key: settled(r, kept[r.key], seen.get(r.key), _waited(kept[r.key], way, now)) for r in doubtful}
    return {key: became for key, became in found.items() if became}


def _looked_up(records: list[EmailRecord], way: Way) -> dict[str, bool | None]:
    if not records or way.look_up is None:
        return {}
    try:
        with way.look_up() as look_up:
            return {r.key: look_up(r.message_id) for r in records if r.message_id}
    except Stop as stop:
        if stop.code != ExitCode.CONFIGURATION:
            raise
        warn([f"What has been sent cannot be looked up: {stop}"])  # sending does not hang on it
        return {}


def _waited(kept: Kept | None, way: Way, now: datetime) -> bool:
    return kept is not None and (now - kept.at) >= timedelta(seconds=way.after)
