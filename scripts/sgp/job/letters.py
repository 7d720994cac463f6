"""Letters: shown, and with `--send` sent; what a stopped run left open is settled first."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from sgp.delivery.log import record_of, without_standing
from sgp.delivery.lots import sent_marks
from sgp.delivery.settling import Fates, open_records
from sgp.desk import Desk
from sgp.errors import ExitCode, Stop
from sgp.job.books import both_books
from sgp.job.leaving import anew, sorted_out
from sgp.job.opening import Opened, on_desk, open_book
from sgp.job.options import Options
from sgp.job.outcome import outcome
from sgp.job.progress import codes, counted, progress, table
from sgp.job.report import say, show_plan
from sgp.job.round import Round
from sgp.job.run import one_run_at_a_time, show_outcome, wait_for, write_files, write_outcome
from sgp.job.sending import send
from sgp.job.settling import settle
from sgp.job.to_me import send_to_me
from sgp.job.ways import way_of
from sgp.journal import journal
from sgp.mailing import KINDS, plan_letters
from sgp.plan import Changes, Message, Plan, TabChange

SCRIPT, JOURNAL = "send_emails.py", "journal.sqlite3"
Planner = Callable[[Desk], Plan]


def post_letters(kind: str, options: Options) -> ExitCode:
    """Show every letter of a kind; with `send`, send those that are due, each once. Raises Stop for a run that was stopped before that."""
    planner = partial(plan_letters, kind)
    with nullcontext() if options.dry_run else one_run_at_a_time(options):
        opened = open_book(both_books(options)[0], options)
        if options.send and not options.dry_run:
            return send_to_me(planner, opened, options) if options.to_me else _send(kind, planner, opened, options)
        plan = planner(opened.desk)
        done = outcome(SCRIPT, plan, opened)
        if options.dry_run:
            show_plan(plan, done.changes, opened.desk.snapshot)
        else:
            write_files(plan, options)
            say(plan.says)
            write_outcome(done, opened, options)
        return show_outcome(plan, done)


def _send(kind: str, planner: Planner, opened: Opened, options: Options) -> ExitCode:
    way = way_of(options, opened.desk.book.school.coordinator_email)
    with journal(options.output / JOURNAL, str(options.book), datetime.now(UTC)) as kept:
        opened, settled = settle(opened, way, kept, options)
        doubtful = _doubtful(settled)
        say(doubtful)
        going = Round(opened, way, kept, partial(anew, planner, options), leased=bool(settled))
        with _given_back(going):
            code = _sent(kind, planner, going, options)
        return ExitCode.first_of([code, ExitCode.EMAILS] if doubtful else [code])


@contextmanager
def _given_back(going: Round) -> Iterator[None]:
    """Whatever stops the run, the right to send does not stay taken."""
    try:
        yield
    except BaseException:
        if going.leased:
            with suppress(Stop):
                going.opened.book.write(Changes(lease=going.lease(None)))
        raise


def _sent(kind: str, planner: Planner, going: Round, options: Options) -> ExitCode:
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
    return _finished(kind, plan, going, on_desk(going.opened.book, going.opened.desk.snapshot, options, going.opened.begun), options)


def _doubtful(settled: Fates) -> list[str]:
    """What a stopped run left that did not go, or may not have gone: each by name, once."""
    ends = {key: {"failed": f"Failed: {detail}", "unknown": detail}.get(status) for key, (status, detail) in settled.items()}
    return [f"  {key.rpartition('/')[2]}  {end}" for key, end in sorted(ends.items()) if end]


def _finished(kind: str, plan: Plan, going: Round, opened: Opened, options: Options) -> ExitCode:
    """Bring the book up to date, and say what went, what did not, and why. Raises the transport's Stop, if it gave one."""
    did = f"{KINDS[kind].name.capitalize()}: {counted(going.went)}." if going.went else plan.did
    tabs = (*plan.changes.tabs, *_not_claimed(plan.messages, going, opened.desk))
    changes = Changes(tabs, lease=going.lease(None) if going.leased else None)
    done = outcome(SCRIPT, replace(plan, changes=changes, did=did), opened)
    write_outcome(done, opened, options)
    say(table(plan.messages, going.went))
    code = show_outcome(plan, done)
    if going.stop:
        raise going.stop
    open_ones = [r.status for r in open_records(opened.desk.book.emails)]
    return ExitCode.first_of([code, *codes((*(h.status for h in going.went.values()), *open_ones))])


def _not_claimed(messages: Sequence[Message], going: Round, desk: Desk) -> tuple[TabChange, ...]:
    """What the log shall say of those that were not claimed in this run, unless it says so, or knows of bytes that were."""
    known = {r.key: r for r in desk.book.emails}
    told = {key: h for key, h in going.went.items() if key not in going.claimed} | going.left
    said = [record_of(m, h.status, h.detail, "", desk.now) for m in messages if (h := told.get(m.key))]
    return (*without_standing(said, known), *sent_marks([r for r in said if r.status == "sent"], desk.today))
