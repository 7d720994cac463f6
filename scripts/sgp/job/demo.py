"""A whole cycle of an invented school, offline: every step through the very code that a real school runs."""

import contextlib
import io
import shutil
from collections import Counter
from dataclasses import replace
from datetime import date

from sgp.config import read_csv, read_forms, read_import_headings
from sgp.contract import Target
from sgp.contract.programme import APPROVED, NOT_SURE
from sgp.desk import Desk
from sgp.errors import ERROR
from sgp.filling import plan_import
from sgp.groups.places import seat_of
from sgp.importing import Export
from sgp.job.books import both_books
from sgp.job.letters import post_letters
from sgp.job.opening import open_book
from sgp.job.options import Options
from sgp.job.run import Planner, carry_out
from sgp.job.setup import SAMPLE, set_up
from sgp.plan import Changes, Edit, Plan, TabChange
from sgp.plans import REPORT, plan_groups, plan_report, plan_results, plan_targets

SENDING_DAY, AFTER_MEETING_3 = date(2026, 9, 28), date(2026, 12, 4)


def demonstrate(options: Options, own_books: bool = False) -> list[str]:
    """Run the cycle in a folder of its own, made afresh; gives what happened and where to look.

    With `own_books` it is played in the books of the options, which must be new ones; raises Stop (usage) where they are not.
    """
    folder = options.output / "demo"
    shutil.rmtree(folder, ignore_errors=True)
    here = replace(options, output=folder, today=SENDING_DAY, send=True)
    here = here if own_books else replace(here, book=folder / "coordinator.xlsx", staff_book=folder / "staff.xlsx")
    with contextlib.redirect_stdout(io.StringIO()):
        set_up(here, sample=True)
        _step(plan_targets, here)
        _step(approve_what_is_sure, here)
        _step(plan_groups, here)
        post_letters("targets", here)
        for meeting in ("1", "2", "3"):
            _import_answers(meeting, here)
        _step(plan_results, replace(here, today=AFTER_MEETING_3))
        _step(plan_report, replace(here, today=AFTER_MEETING_3))
        book, _ = both_books(here)
        opened = open_book(book, replace(here, today=AFTER_MEETING_3))
    return _told(opened.desk, sum(p.level == ERROR for p in opened.problems), here)


def _step(planner: Planner, options: Options) -> None:
    carry_out("demo.py", planner, options)


def _import_answers(meeting: str, options: Options) -> None:
    path = SAMPLE / f"form_{meeting}.csv"
    export = Export(path.name, *read_csv(path))
    headings, forms = read_import_headings(), read_forms()
    _step(lambda desk: plan_import(desk, f"Form {meeting}", export, headings, forms), replace(options, today=AFTER_MEETING_3))


def approve_what_is_sure(desk: Desk) -> Plan:
    """What the coordinator does by hand: read the drafts, approve them, and leave those that are not sure."""
    sure = [t for t in desk.book.targets if t.how_sure != NOT_SURE]
    approved = {Target.fields["status"]: APPROVED}
    change = TabChange(Target.tab, tuple(Edit(Target.tab.key_of(t.cells()), approved) for t in sure))
    return Plan(f"Approved {len(sure)} targets.", Changes(tabs=(change,)))


def _told(desk: Desk, errors: int, here: Options) -> list[str]:
    book, answers = desk.book, desk.answers
    placed = Counter(seat_of(g) for g in book.groups if g.group)
    approved = sum(t.status == APPROVED for t in book.targets)
    return [
        "A whole cycle at an invented school, played in a moment:",
        f"  {len(book.staff)} staff and {len(book.observations)} observations read; {errors} could not be used (tab Problems)",
        f"  {len(book.targets)} targets drafted, {approved} approved, {len(book.targets) - approved} left for the coordinator",
        f"  {sum(placed.values())} teachers in {len(placed)} groups, each with colleagues of other departments",
        f"  {sum(e.status == 'filed' for e in book.emails)} letters filed, one for each approved target; no email has left",
        f"  {len(answers.used)} form answers collated; {len(book.schemes)} ideas on their way into schemes of work",
        "Look at:",
        f"  the coordinator's book  {here.book}  (tabs Start here, Targets, Summary)",
        f"  the staff book          {here.staff_book}",
        f"  the letters             {here.output / 'preview' / 'index.html'}",
        f"  the filed emails        {here.output / 'outbox'}",
        f"  the page for leaders    {here.output / REPORT}",
    ]
