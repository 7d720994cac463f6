"""Draft one personal target for everyone who takes part in the cycle."""

import sys

from sgp.job import carry_out, command
from sgp.plans import plan_targets

if __name__ == "__main__":
    sys.exit(command(__doc__, "python scripts/generate_targets.py --cycle \"Autumn 2026\" --dry-run", lambda options, _: carry_out("generate_targets.py", plan_targets, options)))
