"""The parts of a scheduled run: drafting, emails, results, and the digest."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeVar

from sgp.books import Workbook
from sgp.contract import STAFF_BOOK
from sgp.delivery.settling import doubtful_records
from sgp.desk import Desk
from sgp.due.missed import SCHEDULED
from sgp.errors import ERROR, ExitCode, Stop
from sgp.job.opening import Opened, on_desk, read_as_built
from sgp.job.options import Options
from sgp.job.outcome import outcome
from sgp.job.posting import as_it_stands, closing, ends_with, post, posting
from sgp.job.report import say, show_changes
from sgp.job.run import Planner, write_outcome
from sgp.job.scheduled.faults import Fault, lasting, problems_of, unforeseen
from sgp.job.scheduled.saying import left_lying, went_by_kind
from sgp.letters.events import BROUGHT, EMAILS, NOTHING
from sgp.plan import Changes, Plan, applied, differs
from sgp.today import Part, digest, emails, joined

T = TypeVar("T")


@dataclass
class Run:
    """One scheduled run as it goes: how the book stands, what was done since that was last noted, and what failed."""

    opened: Opened
    staff_book: Workbook
    options: Options
    did: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    codes: list[ExitCode] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    told: int = 0
    busy: bool = False

    @property
    def desk(self) -> Desk:
        """The desk as it is now."""
        return self.opened.desk

    def attempt(self, part: str, do: Callable[[], T]) -> T | None:
        """Do a part of the run; where that fails the fault is kept, once for each part, and the run goes on."""
        try:
            return do()
        except Exception as fault:
            found = fault if isinstance(fault, Stop) else unforeseen(fault, self.options.verbose)
        if all(part != fault.part for fault in self.faults):
            self.faults.append(Fault(part, found))
        return None

    def note(self, did: str) -> None:
        """Say what was done, now and in the run log."""
        self.did.append(did)
        self.busy = True
        say([did])

    def stands(self, changes: Changes) -> None:
        """From now on the book is known to hold these changes."""
        self.opened = on_desk(self.opened.book, applied(self.desk.snapshot, changes), self.options, self.opened.begun)


def draft(run: Run, planner: Planner) -> None:
    """Draft what is missing, and write it at once: what goes out hangs on it."""
    plan = planner(run.desk)
    if differs(run.desk.snapshot, plan.changes):
        run.note(plan.did)
        write(run, plan)


def write(run: Run, plan: Plan) -> None:
    """Write what a plan wants into the coordinator's book, if that is news, with a line in the run log of all that was done."""
    plan = replace(plan, did=" ".join(run.did) or (BROUGHT if differs(run.desk.snapshot, plan.changes) else NOTHING))
    done = outcome(SCHEDULED, plan, run.opened, tuple(problems_of(run.faults)), daily=True)
    if differs(run.desk.snapshot, done.changes):
        if run.options.dry_run:
            show_changes(done.changes, run.desk.snapshot)
        else:
            run.opened.book.check_free()  # a copy beside an open book helps who looks on; each hour one would only pile up
            write_outcome(done, run.opened, run.options)
        run.stands(done.changes)
    run.did, run.told = [], len(run.faults)


def send_letters(run: Run) -> None:
    """Send every letter that is due, of all kinds in one round."""
    _send(run, lambda desk: _going(run, emails(desk), desk))


def send_digest(run: Run) -> None:
    """Send the coordinator what is new today, and what failed."""
    failed = [f"{f.part} failed. {f.stop}" for f in lasting(run.faults)]
    _send(run, lambda desk: _going(run, digest(desk, failed), desk))


def _going(run: Run, parts: Sequence[Part], desk: Desk) -> Plan:
    """What all parts send; one that fails is told, and the others go."""
    plans = [run.attempt(part, partial(planner, desk)) for part, planner in parts]
    return joined([plan for plan in plans if plan])


def _send(run: Run, planner: Planner) -> None:
    plan = planner(run.desk)
    run.codes += [ExitCode.DATA] * any(p.level == ERROR for p in plan.problems)
    if run.options.dry_run or not run.options.send:
        run.busy |= bool(plan.messages)
        say(left_lying(plan.messages, run.options.send))
    elif plan.messages or plan.changes or doubtful_records(run.desk.book.emails, run.desk.today):
        _leave(run, planner)


def _leave(run: Run, planner: Planner) -> None:
    """Let them leave. Raises the transport's Stop, if it gave one, once all is noted."""
    with posting(run.opened, run.options) as going:
        plan = post(planner, going, run.options)
        run.opened = as_it_stands(going, run.options)
        last = closing(plan, going, run.desk)
        if last.lease or differs(run.desk.snapshot, last):
            run.opened.book.write(last)
            run.stands(last)
    if going.went:
        run.note(f"{EMAILS}{went_by_kind(plan.messages, going.went)}.")
        run.counts.update(h.status for h in going.went.values())
    run.codes += ends_with(going, run.desk)
    if going.stop:
        raise going.stop


def write_staff_book(run: Run, changes: Changes) -> None:
    """Bring the staff book up to date. Raises Stop where it is not built as it should be."""
    read_as_built(run.staff_book, STAFF_BOOK)
    if not run.options.dry_run:
        run.staff_book.check_free()
        run.staff_book.write(changes)
