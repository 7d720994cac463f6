"""The scheduled run: does whatever is due today, once; with --send it lets emails leave."""

import sys

from sgp.job import command, run_due

if __name__ == "__main__":
    sys.exit(
        command(
            __doc__, "python scripts/run_due.py --send",
            lambda options, _: run_due(options),
            ("--send", {"action": "store_true", "help": "let emails leave (the offline outbox files them)"}),
        )
    )
