"""Write one page about a cycle for school leaders (output/report/index.html): no names, and no number that points at anybody."""

import sys

from sgp.job import carry_out, command
from sgp.plans import plan_report


def _work(options, _):
    return carry_out("report_cycle.py", plan_report, options)


if __name__ == "__main__":
    sys.exit(command(__doc__, "python scripts/report_cycle.py", _work))
