"""Setting up: both books are made, or what is missing in them is added; never a value changed."""

from sgp.config import ROOT, read_csv, read_forms, read_import_headings
from sgp.contract import STAFF_BOOK, Staff, coordinators_book
from sgp.errors import ExitCode, Stop
from sgp.importing import Export
from sgp.job.opening import backend, open_book
from sgp.job.options import Options
from sgp.job.run import carry_out
from sgp.plan import Changes
from sgp.plans import plan_sample, plan_setup

SAMPLE = ROOT / "config" / "sample"


def set_up(options: Options, sample: bool = False) -> ExitCode:
    """Make or complete both books; with `sample`, fill the coordinator's with an invented school.

    Raises Stop (usage) where the sample would be mixed with a real school.
    """
    tabs = coordinators_book(read_forms().form)
    for path, wanted in ((options.book, tabs), (options.staff_book, STAFF_BOOK)):
        if options.dry_run:
            print(f"{path} would be {'completed' if path.exists() else 'made'}.")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            backend(path, options).write(Changes(setup=wanted))
    if options.dry_run:
        return ExitCode.DONE
    if sample:
        _only_into_an_empty_book(options)
    carry_out("setup_book.py", plan_setup, options, most=0)
    if sample:
        carry_out("setup_book.py", lambda desk: plan_sample(desk, sample_exports(), read_import_headings()), options, most=0)
    return ExitCode.DONE


def sample_exports() -> dict[str, Export]:
    """Tab -> the invented school's rows for it."""
    files = sorted(SAMPLE.glob("*.csv"))
    return {path.stem.replace("_", " "): Export(path.name, *read_csv(path)) for path in files if not path.stem.startswith("form")}


def _only_into_an_empty_book(options: Options) -> None:
    staff = open_book(options).desk.snapshot.find(Staff.tab.title)
    if staff and len(staff.rows) > 1:
        raise Stop(f"{options.book.name} holds staff already. --sample only fills a new book; name another with --book.", ExitCode.USAGE)
