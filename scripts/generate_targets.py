"""Draft one personal target for everyone who takes part in the cycle."""

import sys

from sgp.job import carry_out, command
from sgp.plans import plan_targets


def _work(options, _):
    return carry_out("generate_targets.py", plan_targets, options)


if __name__ == "__main__":
    sys.exit(command(__doc__, "python scripts/generate_targets.py --dry-run", _work))
