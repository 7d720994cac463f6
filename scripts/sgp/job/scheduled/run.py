"""One scheduled run of one school: its parts in order, on one reading of the book."""

import re
from contextlib import nullcontext
from functools import partial

from sgp.desk import Desk
from sgp.due.missed import last_scheduled
from sgp.errors import ERROR, ExitCode, Stop
from sgp.job.books import both_books
from sgp.job.opening import open_book
from sgp.job.options import Options
from sgp.job.report import warn
from sgp.job.run import one_run_at_a_time
from sgp.job.scheduled.parts import Run, draft, send_digest, send_letters, write, write_staff_book
from sgp.job.sending import ASKED
from sgp.plan import Plan
from sgp.today import collating, drafting

_ADDRESS = re.compile(r"[^\s<>()]+@[^\s<>()]+")
"""What the log of a computer has no business with."""


def do_what_is_due(options: Options) -> Run:
    """Do whatever is due today, once; what was done and what failed. Raises Stop where nothing could be begun, or it was told to end."""
    with nullcontext() if options.dry_run else one_run_at_a_time(options):
        book, staff_book = both_books(options)
        run = Run(open_book(book, options), staff_book, options)
        if not options.dry_run:
            _check_clock(run.desk)
        for part, planner in drafting(run.desk):
            run.attempt(part, partial(draft, run, planner))
        run.attempt("Sending emails", partial(send_letters, run))
        _unless_told_to_end(run)
        _results(run)
        if not any(f.part == "Sending emails" for f in run.faults):  # where nothing can leave, the book says so
            run.attempt("Sending the digest", partial(send_digest, run))
        if len(run.faults) > run.told:
            run.attempt("Noting what failed", partial(write, run, Plan("")))
    warn(f"{fault.part} failed. {_ADDRESS.sub('(an address)', str(fault.stop))}" for fault in run.faults)
    return run


def ends(run: Run) -> ExitCode:
    """What the run ends with."""
    wrong = [ExitCode.DATA] if any(p.level == ERROR for p in run.opened.problems) else []
    return ExitCode.first_of([*(f.stop.code for f in run.faults), *run.codes, *wrong])


def _check_clock(desk: Desk) -> None:
    """Raise Stop (configuration) where today is before the last scheduled run: by days, since clocks go back an hour each autumn."""
    last = last_scheduled(desk.book)
    if last and desk.today < last:
        raise Stop(f"By this computer's clock it is {desk.today:%d/%m/%Y}, but the Run log tells of a scheduled run on {last:%d/%m/%Y}. "
                   "Nothing was done. Set the clock right; or if that line of the Run log is wrong, delete it.", ExitCode.CONFIGURATION)


def _results(run: Run) -> None:
    """Collate, write all that is new, and then the staff book."""
    plan = run.attempt("Collating answers", partial(collating, run.desk)) or Plan("")
    if plan.did:
        run.note(plan.did)
    run.attempt("Writing the book", partial(write, run, plan))
    if plan.staff_changes:
        run.attempt("Writing the staff book", partial(write_staff_book, run, plan.staff_changes))


def _unless_told_to_end(run: Run) -> None:
    stopped = next((f.stop for f in run.faults if f.stop is ASKED), None)
    if stopped:
        raise stopped
