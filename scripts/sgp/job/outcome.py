"""What a book will hold once a plan is carried out: its changes, with the problems and the pages that follow from them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from time import monotonic

from sgp.check import Checked, check, once_each
from sgp.contract import ProblemRecord, RunRecord
from sgp.desk import Desk
from sgp.due.missed import last_scheduled
from sgp.errors import Problem
from sgp.job.opening import Opened
from sgp.pages import start_here
from sgp.plan import Changes, Page, Plan, TabChange, applied, differs
from sgp.results.counts import count
from sgp.tables import read_book


@dataclass(frozen=True)
class Outcome:
    """All that is to be written to the coordinator's book, and what is wrong with it then."""

    changes: Changes
    problems: tuple[Problem, ...]


def outcome(script: str, plan: Plan, opened: Opened, faults: Sequence[Problem] = (), daily: bool = False) -> Outcome:
    """The plan's changes with the problems of the book as it will be, and the first page.

    `faults` are those of the run itself; with `daily` its line in the run log stands once a day, whether it changed anything or not.
    """
    checked, changes = _as_it_will_be(plan.changes, opened), plan.changes
    checked = replace(checked, problems=once_each(faults, checked.problems))
    problems = TabChange(ProblemRecord.tab, whole=tuple(_record(p).cells() for p in checked.problems))
    changes = replace(changes, tabs=(*changes.tabs, problems))
    if not plan.only_problems:
        changes = _with_the_run(changes, script, plan, checked, opened, daily)
    return Outcome(changes, checked.problems)


def _as_it_will_be(changes: Changes, opened: Opened) -> Checked:
    """The book with the changes, checked: just as it lies on the desk where there are none."""
    desk = opened.desk
    if not changes:
        return Checked(desk.book, desk.people, desk.answers, opened.problems)
    after, faults = read_book(applied(desk.snapshot, changes), opened.forms, opened.read)
    return check(after, desk.today, tuple(faults), desk.language)


def _with_the_run(changes: Changes, script: str, plan: Plan, checked: Checked, opened: Opened, daily: bool) -> Changes:
    """The changes with the first page, and with a line in the run log if there is anything to write at all."""
    desk, when = opened.desk, opened.desk.now.replace(tzinfo=None, microsecond=0)
    page = _first_page(checked, desk, when)
    first_today = daily and last_scheduled(desk.book) != desk.today
    # the moment of the last run alone is no change, but once a day it is news
    page = replace(page, freshly=frozenset()) if first_today else page
    changes = replace(changes, pages=(*changes.pages, page))
    if not first_today and not differs(desk.snapshot, changes):
        return changes
    spent = round(monotonic() - opened.begun, 1)
    record = RunRecord(when=when, script=script, did=plan.did, problems=len(checked.problems), seconds=spent)
    return replace(changes, tabs=(*changes.tabs, TabChange(RunRecord.tab, added=(record.cells(),))))


def _first_page(checked: Checked, desk: Desk, when: datetime) -> Page:
    counts = count(checked.book, checked.people, desk.cycle, desk.today)
    return start_here(checked.book, desk.cycle, counts, checked.problems, desk.today, when)


def _record(p: Problem) -> ProblemRecord:
    return ProblemRecord(level=p.level, tab_title=p.tab, at_row=p.row, at_column=p.column, what=p.what, mend=p.mend)
