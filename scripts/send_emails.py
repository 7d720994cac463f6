"""Show every letter in a page (output/preview/index.html); with --send, hand on those that are due, each once."""

import sys

from sgp.job import carry_out, command
from sgp.plans import plan_target_letters

KINDS = {"targets": plan_target_letters}

if __name__ == "__main__":
    sys.exit(
        command(
            __doc__, "python scripts/send_emails.py targets",
            lambda options, given: carry_out("send_emails.py", KINDS[given.kind], options),
            ("kind", {"choices": sorted(KINDS), "help": "which letters"}),
            ("--send", {"action": "store_true", "help": "let them leave (the offline outbox files them)"}),
        )
    )
