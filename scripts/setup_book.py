"""Make both books, or add to existing ones what is missing: tabs, headings, drop-downs, notes. No value is changed."""

import sys

from sgp.job import command, set_up
from sgp.job.setup import print_forms_script

if __name__ == "__main__":
    sys.exit(
        command(
            __doc__, "python scripts/setup_book.py --sample",
            lambda options, given: print_forms_script() if given.forms_script else set_up(options, given.sample),
            ("--sample", {"action": "store_true", "help": "fill in an invented school, to look around"}),
            ("--forms-script", {"action": "store_true", "help": "print a script that makes the three Google Forms; set up nothing"}),
        )
    )
