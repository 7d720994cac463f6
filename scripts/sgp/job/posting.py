"""Emails that leave: what a stopped run left open is settled, the rest goes lot by lot, and the right to send is given back."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import partial

from sgp.delivery.log import record_of, without_standing
from sgp.delivery.lots import sent_marks
from sgp.delivery.settling import Fates, open_records
from sgp.desk import Desk
from sgp.errors import ExitCode, Stop
from sgp.job.leaving import anew, sorted_out
from sgp.job.opening import Opened, on_desk
from sgp.job.options import Options
from sgp.job.progress import codes, progress
from sgp.job.report import say
from sgp.job.round import Round
from sgp.job.run import Planner, wait_for, write_files
from sgp.job.sending import send
from sgp.job.settling import settle
from sgp.job.stopping import gently_stopped
from sgp.job.ways import way_of
from sgp.journal import journal
from sgp.plan import Changes, Message, Plan, TabChange

JOURNAL = "journal.sqlite3"


@contextmanager
def posting(opened: Opened, options: Options) -> Iterator[Round]:
    """One run's sending, with what a stopped run left open settled; whatever stops it, the right to send does not stay taken.

    Raises Stop where there is no way to send, or another run is sending.
    """
    way = way_of(options, opened.desk.book.school.coordinator_email)
    with journal(options.output / JOURNAL, str(options.book), datetime.now(UTC)) as kept:
        opened, settled = settle(opened, way, kept, options)
        going = Round(opened, way, kept, leased=bool(settled), doubtful=_doubtful(settled))
        try:
            with gently_stopped() as going.asked_to_stop:
                yield going
        except BaseException:
            if going.leased:
                with suppress(Stop):
                    going.opened.book.write(Changes(lease=going.lease(None)))
            raise


def post(planner: Planner, going: Round, options: Options) -> Plan:
    """Send what this planner finds due, as the book stands at each claim; what it planned at first."""
    going.again = partial(anew, planner, options)
    plan = planner(going.opened.desk)
    write_files(plan, options)
    say(plan.says)
    going.todo = sorted_out(plan.messages, going)
    if going.left:
        say([f"{len(going.left)} more have left already: this computer's journal knows it, and the log is mended."])
    if going.todo:
        wait_for(going.opened.book, options)
        going.opened.book.check_free()
        with progress(len(going.todo)) as tell:
            going.tell = tell
            send(going)
    return plan


def as_it_stands(going: Round, options: Options) -> Opened:
    """The book as the sending has left it."""
    return on_desk(going.opened.book, going.opened.desk.snapshot, options, going.opened.begun)


def closing(plan: Plan, going: Round, desk: Desk) -> Changes:
    """What is still to be noted once all have gone: those that were not claimed, and that the right to send is given back."""
    tabs = (*plan.changes.tabs, *_not_claimed(plan.messages, going, desk))
    return Changes(tabs, lease=going.lease(None) if going.leased else None)


def ends_with(going: Round, desk: Desk) -> list[ExitCode]:
    """What a run ends with that leaves its emails like this."""
    open_ones = [r.status for r in open_records(desk.book.emails)]
    return [*codes((*(h.status for h in going.went.values()), *open_ones)), *([ExitCode.EMAILS] if going.doubtful else [])]


def _doubtful(settled: Fates) -> list[str]:
    """What a stopped run left that did not go, or may not have gone: each by name, once."""
    ends = {key: {"failed": f"Failed: {detail}", "unknown": detail}.get(status) for key, (status, detail) in settled.items()}
    return [f"  {key.rpartition('/')[2]}  {end}" for key, end in sorted(ends.items()) if end]


def _not_claimed(messages: Sequence[Message], going: Round, desk: Desk) -> tuple[TabChange, ...]:
    """What the log shall say of those that were not claimed in this run, unless it says so, or knows of bytes that were."""
    known = {r.key: r for r in desk.book.emails}
    told = {key: h for key, h in going.went.items() if key not in going.claimed} | going.left
    said = [record_of(m, h.status, h.detail, "", desk.now) for m in messages if (h := told.get(m.key))]
    return (*without_standing(said, known), *sent_marks([r for r in said if r.status == "sent"], desk.today))
