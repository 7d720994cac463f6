"""One wrapper for all commands: options in, exit code out, errors for the person who must act."""

import argparse
import gc
import sys
import traceback
from collections.abc import Callable

from sgp.errors import ExitCode, Stop
from sgp.job.options import Options, options, parser

ROWS_AT_ONCE = 200_000
"""Python looks for waste anew with every 700 things made; a large school's rows are no waste, and looking through them costs a sixth."""
STOPPED = 130
"""What shells say of a command that Ctrl-C ended."""
Work = Callable[[Options, argparse.Namespace], ExitCode]


def command(description: str, example: str, work: Work, *arguments: tuple[str, dict[str, object]], argv: list[str] | None = None) -> int:
    """Run one command and give its exit code (DESIGN 3). `arguments` are further ones as for `add_argument`."""
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    made = parser(description, example)
    for name, how in arguments:
        made.add_argument(name, **how)  # type: ignore[arg-type]
    given = made.parse_args(argv)
    gc.set_threshold(ROWS_AT_ONCE)
    try:
        return int(work(options(given), given))
    except Stop as stop:
        return _stopped(stop, given.verbose)
    except KeyboardInterrupt:
        print("\nStopped, as you wished. What was done stands; run this again for the rest.", file=sys.stderr)
        return STOPPED
    except BrokenPipeError:  # whoever read what we print has gone; all that was to be done is done
        sys.stderr.close()
        return int(ExitCode.DONE)
    except Exception as fault:
        # the fault's own words may quote a cell, so they are only shown to who asks for them
        print(f"Something unexpected happened ({type(fault).__name__}). Nothing more was done.", file=sys.stderr)
        print("Run the command again with -v, and report what it prints.", file=sys.stderr)
        if given.verbose:
            traceback.print_exc()
        return int(ExitCode.UNEXPECTED)


def _stopped(stop: Stop, verbose: bool) -> int:
    print(stop, file=sys.stderr)
    for problem in stop.problems:
        print(f"- {problem}", file=sys.stderr)
    if verbose:
        traceback.print_exc()
    return int(stop.code)
