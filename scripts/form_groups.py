"""Put everyone who takes part in the cycle into groups of different departments."""

import sys

from sgp.job import carry_out, command
from sgp.plans import plan_groups


def _work(options, _):
    return carry_out("form_groups.py", plan_groups, options)


if __name__ == "__main__":
    sys.exit(command(__doc__, "python scripts/form_groups.py --dry-run", _work))
