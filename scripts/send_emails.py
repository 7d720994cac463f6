"""Show every letter of a kind in a page (output/preview/index.html); with --send, send those that are due, each once."""

import sys

from sgp.job import command, post_letters
from sgp.job.options import whole_number
from sgp.mailing import KINDS

if __name__ == "__main__":
    sys.exit(
        command(
            __doc__, "python scripts/send_emails.py targets",
            lambda options, given: post_letters(given.kind, options),
            ("kind", {"choices": sorted(KINDS), "help": "which letters"}),
            ("--send", {"action": "store_true", "help": "let them leave (the offline outbox files them)"}),
            ("--to-me", {"action": "store_true", "help": "with --send: all of them to the coordinator instead; nothing is noted"}),
            ("--only", {"metavar": "EMAIL", "default": "", "help": "only to this person"}),
            ("--limit", {"metavar": "N", "type": whole_number, "help": "at most so many"}),
        )
    )
