"""Letters: shown, and with `--send` sent; what a stopped run left open is settled first."""

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from time import sleep

from sgp.delivery.log import noted, record_of
from sgp.delivery.pace import left_today
from sgp.delivery.settling import Fates, open_records
from sgp.desk import Desk
from sgp.errors import ExitCode, Stop
from sgp.job.books import both_books
from sgp.job.opening import Opened, on_desk, open_book
from sgp.job.options import Options
from sgp.job.outcome import outcome
from sgp.job.progress import counted, progress, table
from sgp.job.report import say, show_plan
from sgp.job.run import one_run_at_a_time, show_outcome, wait_for, write_files, write_outcome
from sgp.job.sending import Round, send
from sgp.job.settling import settle
from sgp.job.ways import Way, way_of
from sgp.journal import journal
from sgp.mail.mime import frozen, to_coordinator
from sgp.mailing import KINDS, plan_letters
from sgp.plan import Changes, Handed, Message, Plan, Snapshot, TabChange

SCRIPT, JOURNAL = "send_emails.py", "journal.sqlite3"
CODES = {"held": ExitCode.DATA, "deferred": ExitCode.TEMPORARY} | dict.fromkeys(("failed", "unknown", "sending"), ExitCode.EMAILS)
"""What a run ends with that leaves such an email."""
Planner = Callable[[Desk], Plan]


def post_letters(kind: str, options: Options) -> ExitCode:
    """Show every letter of a kind; with `send`, send those that are due, each once. Raises Stop for a run that was stopped before that."""
    planner = partial(plan_letters, kind)
    with nullcontext() if options.dry_run else one_run_at_a_time(options):
        opened = open_book(both_books(options)[0], options)
        if options.send and not options.dry_run:
            return _to_me(planner, opened, options) if options.to_me else _send(kind, planner, opened, options)
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
    with journal(options.output / JOURNAL, opened.book.name, datetime.now(UTC)) as kept:
        opened, settled = settle(opened, way, kept, options)
        doubtful = _doubtful(settled)
        say(doubtful)
        plan = planner(opened.desk)
        write_files(plan, options)
        say(plan.says)
        todo, not_now = _sorted_out(plan, opened.desk, way)
        if todo:
            wait_for(opened.book, options)
            opened.book.check_free()
        with progress(len(todo)) as tell:
            going = Round(opened, way, kept, todo, partial(_anew, planner, opened, options), tell, went=not_now, leased=bool(settled))
            send(going)
        code = _finished(kind, plan, going, on_desk(opened.book, going.opened.desk.snapshot, options, opened.begun), options)
        return ExitCode.first_of([code, ExitCode.EMAILS] if doubtful else [code])


def _doubtful(settled: Fates) -> list[str]:
    """What a stopped run left that did not go, or may not have gone: each by name, once."""
    ends = {key: {"failed": f"Failed: {detail}", "unknown": detail}.get(status) for key, (status, detail) in settled.items()}
    return [f"  {key.rpartition('/')[2]}  {end}" for key, end in sorted(ends.items()) if end]


def _sorted_out(plan: Plan, desk: Desk, way: Way) -> tuple[list[Message], dict[str, Handed]]:
    """The messages that go now; and what is said of those that cannot be built safely, and of those for which today has no room."""
    said: dict[str, Handed] = {}
    for message in plan.messages:
        try:
            frozen(message, desk.now)
        except Stop as unsafe:
            said[message.key] = Handed("held", str(unsafe))
    sound = [m for m in plan.messages if m.key not in said]
    room = left_today(desk.book.emails, desk.today, way.pace)
    rest = sound[room:] if room is not None else []
    said |= {m.key: Handed("planned", f"The mail provider takes {way.pace.a_day} emails a day.") for m in rest}
    return sound[:room], said


def _anew(planner: Planner, before: Opened, options: Options, now: Snapshot) -> tuple[Opened, list[Message]]:
    opened = on_desk(before.book, now, options, before.begun)
    return opened, list(planner(opened.desk).messages)


def _finished(kind: str, plan: Plan, going: Round, opened: Opened, options: Options) -> ExitCode:
    """Bring the book up to date, and say what went, what did not, and why. Raises the transport's Stop, if it gave one."""
    did = f"{KINDS[kind].name.capitalize()}: {counted(going.went)}." if going.went else plan.did
    changes = Changes(_not_sent(plan.messages, going, opened.desk), lease=going.lease(None) if going.leased else None)
    done = outcome(SCRIPT, replace(plan, changes=changes, did=did), opened)
    write_outcome(done, opened, options)
    say(table(plan.messages, going.went))
    code = show_outcome(plan, done)
    if going.stop:
        raise going.stop
    open_ones = [r.status for r in open_records(opened.desk.book.emails)]
    return ExitCode.first_of([code, *(CODES[s] for s in (*(h.status for h in going.went.values()), *open_ones) if s in CODES)])


def _not_sent(messages: Sequence[Message], going: Round, desk: Desk) -> tuple[TabChange, ...]:
    """What the log shall say of those that were held back or wait for tomorrow, unless it says so, or knows of an earlier try."""
    known = {r.key: (r.status, r.detail) for r in desk.book.emails if r.status in ("held", "planned", "deferred")}
    said = [record_of(m, h.status, h.detail, "", desk.now) for m in messages
            if (h := going.went.get(m.key)) and h.status in ("held", "planned")]
    news = [r for r in said if known.get(r.key, ("",))[0] != "deferred" and known.get(r.key) != (r.status, r.detail)]
    return (noted(news),) if news else ()


def _to_me(planner: Planner, opened: Opened, options: Options) -> ExitCode:
    """Send all that is due to the coordinator instead, and claim nothing."""
    plan, desk = planner(opened.desk), opened.desk
    way = way_of(options, desk.book.school.coordinator_email)
    write_files(plan, options)
    say(plan.says)
    went: dict[str, Handed] = {}
    with progress(len(plan.messages)) as tell, way.open() as hand_on:
        for message in plan.messages:
            went[message.key] = handed = hand_on(frozen(to_coordinator(message, desk.now), desk.now))
            tell()
            if handed.stop:
                raise handed.stop
            sleep(way.pace.gap)
    say([f"All to {desk.book.school.coordinator_email}, and nothing is noted:", *table(plan.messages, went)])
    return ExitCode.first_of(CODES[h.status] for h in went.values() if h.status in CODES)
