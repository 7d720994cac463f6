"""A run: open the book, plan, and carry the plan out in one write a book."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from filelock import FileLock, Timeout

from sgp.books import Workbook
from sgp.check import once_each
from sgp.contract import STAFF_BOOK
from sgp.desk import Desk
from sgp.errors import ERROR, ExitCode, Stop
from sgp.job.books import both_books
from sgp.job.opening import Opened, open_book, read_as_built
from sgp.job.options import Options
from sgp.job.outcome import Outcome, outcome
from sgp.job.report import say, show_plan, show_problems
from sgp.plan import Plan, differs

Planner = Callable[[Desk], Plan]
MOST_SHOWN = 8


def carry_out(script: str, planner: Planner, options: Options, most: int | None = MOST_SHOWN) -> ExitCode:
    """Plan and do it; in a rehearsal, print the very plan instead. Shows at most so many problems.

    Gives the exit code of a run that was not stopped; raises Stop for one that was.
    """
    with nullcontext() if options.dry_run else one_run_at_a_time(options):
        book, staff_book = both_books(options)
        opened = open_book(book, options)
        plan = planner(opened.desk)
        if plan.staff_changes:
            read_as_built(staff_book, STAFF_BOOK)
        done = outcome(script, plan, opened)
        if options.dry_run:
            show_plan(plan, done.changes, opened.desk.snapshot)
        else:
            write_files(plan, options)
            write_outcome(done, opened, options)
            if plan.staff_changes:
                staff_book.write(plan.staff_changes)
            say(plan.says)
        return show_outcome(plan, done, most)


def write_files(plan: Plan, options: Options) -> None:
    """Write what a plan shows into the output folder."""
    for name, text in plan.files.items():
        path = options.output / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def write_outcome(done: Outcome, opened: Opened, options: Options) -> None:
    """Write what the coordinator's book shall hold, if that is news; wait for it where it is open."""
    if done.changes.lease or differs(opened.desk.snapshot, done.changes):
        wait_for(opened.book, options)
        opened.book.write(done.changes)


def wait_for(book: Workbook, options: Options) -> None:
    """Say so where somebody has the book open."""
    if book.in_use():
        say([f"{book.name} is open. Close it: waiting {options.settings.lock_wait:g} seconds for that."])


def show_outcome(plan: Plan, done: Outcome, most: int | None = MOST_SHOWN) -> ExitCode:
    """Print what is wrong, and give the exit code that follows from it."""
    problems = once_each(done.problems, plan.problems)
    show_problems(problems, most)
    return ExitCode.DATA if any(p.level == ERROR for p in problems) else ExitCode.DONE


def one_run_at_a_time(options: Options) -> AbstractContextManager[object]:
    """The lock that every run on this output folder takes. Raises Stop where another run holds it, or there can be no such folder."""
    try:
        options.output.mkdir(parents=True, exist_ok=True)
        return FileLock(options.output / "run.lock", timeout=options.settings.lock_wait).acquire()
    except Timeout:
        raise Stop("Another run is still going on. Try again when it has ended.", ExitCode.LOCKED) from None
    except OSError as fault:
        said = f"The folder {options.output} cannot be used: {fault.strerror}. Name another as output in the settings file."
        raise Stop(said, ExitCode.CONFIGURATION) from fault
