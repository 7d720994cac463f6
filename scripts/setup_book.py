"""Make both books, or add to existing ones what is missing: tabs, headings, drop-downs, notes. No value is changed."""

import sys

from sgp.job import command, set_up

if __name__ == "__main__":
    sys.exit(
        command(
            __doc__, "python scripts/setup_book.py --sample",
            lambda options, given: set_up(options, given.sample),
            ("--sample", {"action": "store_true", "help": "fill in an invented school, to look around"}),
        )
    )
