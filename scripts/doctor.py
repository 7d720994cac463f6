"""Look at everything that a run needs: sign-in, access, sharing, the build of both books, this Python; and say how to mend it."""

import sys

from sgp.job import command
from sgp.job.doctor import examine, sign_in_as_yourself


def _work(options, given):
    return sign_in_as_yourself(options) if given.sign_in else examine(options)


if __name__ == "__main__":
    sys.exit(
        command(
            __doc__, "python scripts/doctor.py", _work,
            ("--sign-in", {"action": "store_true", "help": "sign in to Google as yourself, once, in the browser"}),
        )
    )
