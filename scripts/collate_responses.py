"""Turn the form answers into Responses, Replies, the summary and the staff book."""

import sys

from sgp.job import carry_out, command
from sgp.plans import plan_results


def _work(options, _):
    return carry_out("collate_responses.py", plan_results, options)


if __name__ == "__main__":
    sys.exit(command(__doc__, "python scripts/collate_responses.py", _work))
