"""A run: open the book, plan, and carry the plan out in one write a book."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import datetime
from time import monotonic

from filelock import FileLock, Timeout

from sgp.check import Checked, check, once_each
from sgp.contract import STAFF_BOOK, ProblemRecord, RunRecord
from sgp.counts import count
from sgp.desk import Desk
from sgp.errors import ERROR, ExitCode, Problem, Stop
from sgp.job.opening import Opened, backend, open_book, read_as_built
from sgp.job.options import Options
from sgp.job.report import say, show_plan, show_problems
from sgp.mail.mime import encoded, message_id
from sgp.mail.outbox import file
from sgp.pages import start_here
from sgp.plan import Changes, Plan, TabChange, applied, differs
from sgp.plans import letters_noted
from sgp.tables import read_book

Planner = Callable[[Desk], Plan]
MOST_SHOWN = 12


def carry_out(script: str, planner: Planner, options: Options, most: int | None = MOST_SHOWN) -> ExitCode:
    """Plan and do it; in a rehearsal, print the plan instead. Shows at most so many problems.

    Gives the exit code of a run that was not stopped; raises Stop for one that was.
    """
    with nullcontext() if options.dry_run else _one_run_at_a_time(options):
        begun = monotonic()
        opened = open_book(options)
        plan = planner(opened.desk)
        if options.dry_run:
            show_plan(plan, opened.desk.snapshot)
            return ExitCode.DONE
        if plan.staff_changes:
            read_as_built(options.staff_book, STAFF_BOOK, options)
        _hand_on(plan, opened.desk, options)
        problems = _write(script, plan, opened, options, begun)
        say(plan.says)
        show_problems(problems, most)
        return ExitCode.DATA if any(p.level == ERROR for p in problems) else ExitCode.DONE


def _hand_on(plan: Plan, desk: Desk, options: Options) -> None:
    """Write the preview, and file what leaves; when the book is open elsewhere, nothing leaves at all."""
    if plan.messages:
        backend(options.book, options).check_free()
    for name, text in plan.files.items():
        path = options.output / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for message in plan.messages:
        file(options.output / "outbox", message, encoded(message, desk.now))


def _write(script: str, plan: Plan, opened: Opened, options: Options, begun: float) -> tuple[Problem, ...]:
    """One write a book, if anything differs; gives the problems of the book as it is then."""
    desk = opened.desk
    noted = letters_noted(plan, desk, "filed", {m.key: message_id(m) for m in plan.messages})
    changes = replace(plan.changes, tabs=(*plan.changes.tabs, *noted.tabs))
    after, faults = read_book(applied(desk.snapshot, changes), opened.forms)
    checked = check(after, desk.today, tuple(faults))
    problems = once_each(checked.problems, plan.problems)
    changes = replace(changes, tabs=(*changes.tabs, TabChange(ProblemRecord.tab, whole=tuple(_record(p).cells() for p in problems))))
    if not plan.only_problems:
        changes = _with_the_run(changes, script, plan, replace(checked, problems=problems), desk, begun)
    if differs(desk.snapshot, changes):
        backend(options.book, options).write(changes)
    if plan.staff_changes:
        backend(options.staff_book, options).write(plan.staff_changes)
    return problems


def _with_the_run(changes: Changes, script: str, plan: Plan, checked: Checked, desk: Desk, begun: float) -> Changes:
    """The changes with the first page, and with a line in the run log if there is anything to write at all."""
    counts = count(checked.book, checked.people, desk.cycle, desk.today)
    page = start_here(checked.book, desk.cycle, counts, checked.problems, desk.today, _stamp(desk.now))
    changes = replace(changes, pages=(*changes.pages, page))
    if not differs(desk.snapshot, changes):
        return changes
    spent = round(monotonic() - begun, 1)
    record = RunRecord(when=_stamp(desk.now), script=script, did=plan.did, problems=len(checked.problems), seconds=spent)
    return replace(changes, tabs=(*changes.tabs, TabChange(RunRecord.tab, added=(record.cells(),))))


def _record(p: Problem) -> ProblemRecord:
    return ProblemRecord(level=p.level, tab_title=p.tab, at_row=p.row, at_column=p.column, what=p.what, mend=p.mend)


def _stamp(now: datetime) -> datetime:
    return now.replace(tzinfo=None, microsecond=0)


def _one_run_at_a_time(options: Options) -> AbstractContextManager[object]:
    options.output.mkdir(parents=True, exist_ok=True)
    try:
        return FileLock(options.output / "run.lock", timeout=options.settings.lock_wait).acquire()
    except Timeout:
        raise Stop("Another run is still going on. Try again when it has ended.", ExitCode.LOCKED) from None
