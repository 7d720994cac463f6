"""The scheduled run: whatever is due today, once, with nobody watching, and whoever needs to know of it is told."""

from argparse import Namespace
from collections.abc import Callable
from time import monotonic
from uuid import uuid4

from sgp.diary import Note, diary
from sgp.errors import ExitCode, Stop
from sgp.job.options import Options
from sgp.job.report import REHEARSAL, say, show_problems, warn
from sgp.job.scheduled.faults import LATER, unforeseen
from sgp.job.scheduled.parts import Run
from sgp.job.scheduled.run import do_what_is_due, ends
from sgp.job.scheduled.schools import run_all
from sgp.job.scheduled.telling import remember, tell
from sgp.letters.events import NOTHING
from sgp.watchdog import What, ping

WELL = (ExitCode.DONE, ExitCode.DATA)
"""A run that ended so has done its work: wrong data is told in the digest, and is no matter for a watch-dog."""


def scheduled(options: Options, given: Namespace) -> ExitCode:
    """The scheduled run of one school, or of all in a folder. Raises Stop where nothing could be begun."""
    if not given.all:
        return run_due(options)
    if given.book or given.staff_book:
        raise Stop("With --all each school's settings file names its own books: leave out --book and --staff-book.", ExitCode.USAGE)
    return run_all(given.all, given, run_due)


def run_due(options: Options) -> ExitCode:
    """Do whatever is due today, once. Raises Stop where nothing could be begun."""
    if options.dry_run:
        return _rehearsed(options)
    number = str(uuid4())
    with diary(options.output / "runs.jsonl", number) as note:
        def bark(what: What, **counts: int) -> None:
            warn(filter(None, [ping(options.settings.watch.ping, what, counts, number)]))

        return _watched(options, note, bark)


def _rehearsed(options: Options) -> ExitCode:
    say([REHEARSAL])
    run = do_what_is_due(options)
    say([] if run.busy else [NOTHING])
    return ends(run)


def _watched(options: Options, note: Note, bark: Callable[..., None]) -> ExitCode:
    begun = monotonic()
    note("begun")
    bark("start")
    try:
        run = do_what_is_due(options)
    except Exception as fault:
        # what -v shows of a fault of our own is shown by whoever called
        stop = fault if isinstance(fault, Stop) else unforeseen(fault, verbose=False)
        note("stopped", code=int(stop.code), seconds=round(monotonic() - begun, 1))
        tell(stop, options)
        bark("failure", code=int(stop.code))
        raise
    return _ended(run, options, note, bark, begun)


def _ended(run: Run, options: Options, note: Note, bark: Callable[..., None], begun: float) -> ExitCode:
    say([] if run.busy else [NOTHING])
    show_problems(run.opened.problems, 0)
    code, problems = ends(run), len(run.opened.problems)
    for fault in run.faults:
        note("failed", part=fault.part.lower(), code=int(fault.stop.code))
        if fault.stop.code in LATER:  # the book and the digest tell of the others
            tell(fault.stop, options, begun=True)
    note("ended", code=int(code), problems=problems, seconds=round(monotonic() - begun, 1), **run.counts)
    if code in WELL:
        remember(run.desk.book.school, options)
    bark("success" if code in WELL else "failure", code=int(code), problems=problems, **run.counts)
    return code
