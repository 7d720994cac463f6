"""The scheduled run: whatever is due today, once, with nobody watching."""

from sgp.errors import ExitCode
from sgp.job.options import Options
from sgp.job.report import say
from sgp.job.scheduled.run import do_what_is_due, ends
from sgp.letters.events import NOTHING


def run_due(options: Options) -> ExitCode:
    """Do whatever is due today, once. Raises Stop where nothing could be begun."""
    run = do_what_is_due(options)
    say([] if run.busy else [NOTHING])
    return ends(run)
