"""Letters: shown, and with `--send` sent; what a stopped run left open is settled first."""

from contextlib import nullcontext
from dataclasses import replace
from functools import partial

from sgp.errors import ExitCode
from sgp.job.books import both_books
from sgp.job.opening import Opened, open_book
from sgp.job.options import Options
from sgp.job.outcome import outcome
from sgp.job.posting import as_it_stands, closing, ends_with, post, posting
from sgp.job.progress import counted, table
from sgp.job.report import say, show_plan
from sgp.job.round import Round
from sgp.job.run import Planner, one_run_at_a_time, show_outcome, write_files, write_outcome
from sgp.job.to_me import send_to_me
from sgp.mailing import KINDS, plan_letters
from sgp.plan import Plan

SCRIPT = "send_emails.py"


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
    with posting(opened, options) as going:
        say(going.doubtful)
        plan = post(planner, going, options)
        return _finished(kind, plan, going, options)


def _finished(kind: str, plan: Plan, going: Round, options: Options) -> ExitCode:
    """Bring the book up to date, and say what went, what did not, and why. Raises the transport's Stop, if it gave one."""
    opened = as_it_stands(going, options)
    did = f"{KINDS[kind].name.capitalize()}: {counted(going.went.values())}." if going.went else plan.did
    done = outcome(SCRIPT, replace(plan, changes=closing(plan, going, opened.desk), did=did), opened)
    write_outcome(done, opened, options)
    say(table(plan.messages, going.went))
    code = show_outcome(plan, done)
    if going.stop:
        raise going.stop
    return ExitCode.first_of([code, *ends_with(going, opened.desk)])
