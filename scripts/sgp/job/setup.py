"""Setting up: both books are made, or what is missing in them is added; never a value changed."""

from collections.abc import Sequence

from sgp.books import Workbook
from sgp.config import ROOT, read_csv, read_forms, read_import_headings, read_templates
from sgp.contract import PERSON, STAFF_BOOK, Setting, Tab, coordinators_book
from sgp.errors import ExitCode, Stop, structure_fault
from sgp.filling import plan_sample, plan_setup
from sgp.forms import forms_script
from sgp.importing import Export
from sgp.job.books import both_books
from sgp.job.options import Options
from sgp.job.report import say
from sgp.job.run import carry_out, one_run_at_a_time
from sgp.plan import Changes
from sgp.structure import seems_lost

SAMPLE = ROOT / "config" / "sample"


def set_up(options: Options, sample: bool = False) -> ExitCode:
    """Make or complete both books; with `sample`, fill the coordinator's with an invented school.

    Raises Stop (usage) where the sample would be mixed with a real school, and (structure) where a tab or
    heading was renamed rather than missing.
    """
    books = tuple(zip(both_books(options), (coordinators_book(read_forms().form), STAFF_BOOK), strict=True))
    for book, tabs in books:
        _refuse(book, tabs, sample)
    if options.dry_run:
        say(f"{book.name} would be {'completed where something is missing' if book.exists() else 'made'}." for book, _ in books)
        return ExitCode.DONE
    with one_run_at_a_time(options):
        for book, tabs in books:
            book.write(Changes(setup=tabs))
    carry_out("setup_book.py", plan_setup, options, most=0)
    if sample:
        carry_out("setup_book.py", lambda desk: plan_sample(desk, sample_exports(), read_import_headings()), options, most=0)
    return ExitCode.DONE


def print_forms_script() -> ExitCode:
    """Print the script that makes the three Google Forms, ready to paste. Raises Stop (structure) for a faulty template."""
    say([forms_script(read_forms(), read_templates())])
    return ExitCode.DONE


def _refuse(book: Workbook, tabs: Sequence[Tab], sample: bool) -> None:
    """Stop before anything is touched that a person would miss."""
    if not book.exists():
        return
    snapshot = book.read()
    if lost := seems_lost(snapshot, tabs):
        raise structure_fault(lost, "something seems to be renamed or lost")
    filled = [t.title for t in tabs if t != Setting.tab and any(c.by == PERSON for c in t.columns)
              and (sheet := snapshot.find(t.title)) and len(sheet.rows) > 1]
    if sample and filled:
        raise Stop(f"{book.name} holds rows already, in {', '.join(filled)}. --sample only fills a new book; name another with --book.",
                   ExitCode.USAGE)


def sample_exports() -> dict[str, Export]:
    """Tab -> the invented school's rows for it."""
    files = sorted(SAMPLE.glob("*.csv"))
    return {path.stem.replace("_", " "): Export(path.name, *read_csv(path)) for path in files if not path.stem.startswith("form")}
