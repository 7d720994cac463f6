"""The scheduled run: does whatever is due today, once; with --send it lets emails leave."""

import sys
from pathlib import Path

from sgp.job import command, scheduled

if __name__ == "__main__":
    sys.exit(
        command(
            __doc__, "python scripts/run_due.py --send",
            scheduled,
            ("--send", {"action": "store_true", "help": "let emails leave (the offline outbox files them)"}),
            ("--all", {"metavar": "FOLDER", "type": Path, "help": "for many schools: every settings file (NAME.toml) in this folder"}),
        )
    )
