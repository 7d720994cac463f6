"""What the scripts note down: emails, runs and problems."""

from typing import Annotated

from pydantic import BeforeValidator

from sgp.contract.columns import Row, column, tab
from sgp.contract.values import Anything, Email, Text, one_of

EMAIL_STATUSES = ("planned", "sending", "sent", "deferred", "failed", "unknown", "held", "filed")


@tab("Email log", "Every email: one row each, and what became of it.", key=("Key",))
class EmailRecord(Row):
    """One email."""

    key: Text = column("Key", width=44)
    cycle: Text = column("Cycle", width=14)
    kind: Text = column("Kind", width=11)
    email: Email = column("Email", width=30)
    subject: Text = column("Subject", width=40)
    status: Annotated[str, BeforeValidator(one_of(*EMAIL_STATUSES))] = column("Status", width=11,
                                                                              marks=(("failed", "alert"), ("unknown", "alert"),
                                                                                     ("held", "alert")))
    detail: Text = column("Detail", width=40)
    message_id: Text = column("Message-ID", width=40)
    when: Anything = column("When", default=None, width=18, look="moment")


@tab("Run log", "What the scripts did, and when.")
class RunRecord(Row):
    """One run of one script."""

    when: Anything = column("When", default=None, width=18, look="moment")
    script: Text = column("Script", width=22)
    did: Text = column("What it did", width=70)
    problems: Anything = column("Problems", default=0, width=11, look="number")
    seconds: Anything = column("Seconds", default=0, width=10, look="number")


@tab("Problems", "What is wrong in this book, and how to mend it.", key=("Tab", "Row", "Column", "What is wrong"))
class ProblemRecord(Row):
    """One problem, as `errors.Problem` says it."""

    level: Text = column("Level", width=10, marks=(("error", "alert"),))
    tab_title: Text = column("Tab", width=18)
    at_row: Anything = column("Row", default=0, width=8, look="number")
    at_column: Text = column("Column", width=22)
    what: Text = column("What is wrong", width=60)
    mend: Text = column("How to mend it", width=56)
