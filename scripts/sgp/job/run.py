"""A run: open the book, plan, and carry the plan out in one write a book."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from filelock import FileLock, Timeout

from sgp.check import once_each
from sgp.contract import STAFF_BOOK, EmailRecord, Staff, Target
from sgp.desk import Desk
from sgp.errors import ERROR, ExitCode, Stop
from sgp.job.books import both_books
from sgp.job.opening import Opened, open_book, read_as_built
from sgp.job.options import Options
from sgp.job.outcome import Outcome, outcome
from sgp.job.report import say, show_plan, show_problems
from sgp.mail.mime import encoded, message_id
from sgp.mail.outbox import file
from sgp.plan import Plan, Snapshot, differs
from sgp.plans import letters_noted

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
        ids = {m.key: message_id(m) for m in plan.messages}
        done = outcome(script, plan, opened, letters_noted(plan, opened.desk, "filed", ids))
        if options.dry_run:
            show_plan(plan, done.changes, opened.desk.snapshot)
        else:
            _do(plan, done, opened, options, ids)
            if plan.staff_changes:
                staff_book.write(plan.staff_changes)
            say(plan.says)
        problems = once_each(done.problems, plan.problems)
        show_problems(problems, most)
        return ExitCode.DATA if any(p.level == ERROR for p in problems) else ExitCode.DONE


def _do(plan: Plan, done: Outcome, opened: Opened, options: Options, ids: dict[str, str]) -> None:
    book, news = opened.book, differs(opened.desk.snapshot, done.changes)
    if news and book.in_use():
        say([f"{book.name} is open. Close it: waiting {options.settings.lock_wait:g} seconds for that."])
    for name, text in plan.files.items():
        path = options.output / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    _file_letters(plan, opened, options, ids)
    if news:
        book.write(done.changes)


def _file_letters(plan: Plan, opened: Opened, options: Options, ids: dict[str, str]) -> None:
    """Claim in the log, then file: a run that is killed leaves nothing unlisted. With the book open, nothing is filed at all."""
    if not plan.messages:
        return
    book, desk = opened.book, opened.desk
    claimed = {e.key for e in desk.book.emails}
    book.check_free()
    _still_the_same(book.read(), desk.snapshot)
    book.write(letters_noted(plan, desk, "sending", ids))
    for message in plan.messages:
        file(options.output / "outbox", message, encoded(message, desk.now), anew=message.key not in claimed)


def _still_the_same(now: Snapshot, then: Snapshot) -> None:
    """Raise Stop where what letters hang on has changed since they were written: an edit counts, and so does another computer's run."""
    for tab in (Target.tab, Staff.tab, EmailRecord.tab):
        if now.find(tab.title) != then.find(tab.title):
            raise Stop(f"The tab {tab.title} was changed while the letters were being prepared, so none has gone. Run this again.",
                       ExitCode.LOCKED)


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
