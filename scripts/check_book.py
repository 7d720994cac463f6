"""Find everything that is wrong in the book, at once; only the tab Problems is changed."""

import sys

from sgp.job import carry_out, command
from sgp.plans import plan_check


def _work(options, _):
    return carry_out("check_book.py", plan_check, options, most=None)


if __name__ == "__main__":
    sys.exit(command(__doc__, "python scripts/check_book.py", _work))
