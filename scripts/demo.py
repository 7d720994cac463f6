"""Play a whole cycle of an invented school, offline, in seconds. Your own books are not touched, unless you name two new ones."""

import sys

from sgp.errors import ExitCode, Stop
from sgp.job import command
from sgp.job.demo import demonstrate
from sgp.job.report import say


def _play(options, given):
    if bool(given.book) != bool(given.staff_book):
        raise Stop("The demo plays in books of its own. For new ones of yours, name both: --book and --staff-book.", ExitCode.USAGE)
    if options.dry_run:
        say([f"A whole cycle of an invented school would be played in {options.output / 'demo'}."])
    else:
        say(demonstrate(options, own_books=bool(given.book)))
    return ExitCode.DONE


if __name__ == "__main__":
    sys.exit(command(__doc__, "python scripts/demo.py", _play))
