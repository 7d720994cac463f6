"""Play a whole cycle of an invented school, offline, in seconds. Your own books are not touched."""

import sys

from sgp.errors import ExitCode
from sgp.job import command
from sgp.job.demo import demonstrate
from sgp.job.report import say


def _play(options, _):
    if options.dry_run:
        say([f"A whole cycle of an invented school would be played in {options.output / 'demo'}."])
    else:
        say(demonstrate(options))
    return ExitCode.DONE


if __name__ == "__main__":
    sys.exit(command(__doc__, "python scripts/demo.py", _play))
