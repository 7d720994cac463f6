"""What came of it: answers, who replied, counts, ideas, and where they went."""

from typing import Annotated

from pydantic import BeforeValidator

from sgp.contract.columns import PERSON, Row, column, tab
from sgp.contract.values import Anything, Day, Email, Text, YesNo, one_of

SCHEME_STATUSES = ("Agreed", "Trying", "Embedded", "Dropped")


@tab("Replies", "Who answered which form.", key=("Cycle", "Email"))
class Reply(Row):
    """One teacher's answers in one cycle, in a word each."""

    cycle: Text = column("Cycle", width=14)
    email: Email = column("Email", width=30)
    name: Text = column("Name", width=22)
    department: Text = column("Department", width=22)
    meeting_1: Text = column("Meeting 1", width=15, marks=(("No answer yet", "alert"),))
    meeting_2: Text = column("Meeting 2", width=15, marks=(("No answer yet", "alert"),))
    meeting_3: Text = column("Meeting 3", width=15, marks=(("No answer yet", "alert"),))
    chases: Anything = column("Chases", width=9, look="number", default=0)
    last_chased: Day = column("Last chased", default=None, width=13, look="date")


@tab("By department", "How each department is getting on.", key=("Cycle", "Department"))
class ByDepartment(Row):
    """One department's counts in one cycle."""

    cycle: Text = column("Cycle", width=14)
    department: Text = column("Department", width=26)
    teachers: Anything = column("Teachers", width=11, look="number", default=0)
    targets_sent: Anything = column("Targets sent", width=13, look="number", default=0)
    meeting_1: Anything = column("Meeting 1", width=11, look="number", default=0)
    meeting_2: Anything = column("Meeting 2", width=11, look="number", default=0)
    meeting_3: Anything = column("Meeting 3", width=11, look="number", default=0)
    ideas_adopted: Anything = column("Ideas adopted", width=14, look="number", default=0)


@tab("By focus", "What people work on, and how far they got.", key=("Cycle", "Focus"))
class ByFocus(Row):
    """One focus's counts in one cycle."""

    cycle: Text = column("Cycle", width=14)
    focus: Text = column("Focus", width=32)
    targets: Anything = column("Targets", width=11, look="number", default=0)
    not_yet: Anything = column("Not yet", width=11, look="number", default=0)
    partly: Anything = column("Partly", width=11, look="number", default=0)
    fully: Anything = column("Fully", width=11, look="number", default=0)


@tab("Good practice", "Ideas teachers agreed to share. Show = no keeps one from staff.", key=("Key",))
class Practice(Row):
    """One idea, in the teacher's words, that may be shared."""

    key: Text = column("Key", width=12)
    cycle: Text = column("Cycle", width=14)
    focus: Text = column("Focus", width=26)
    department: Text = column("Department", width=22)
    source: Text = column("From", width=22)
    idea: Text = column("Idea", width=60, private=True)
    show: YesNo = column("Show", PERSON, default=True, on_fault=False, width=8, choices=("yes", "no"),
                         note="Starts yes; no where a student's name is suspected.")


@tab("Schemes of work", "Where good ideas go. Place, owner, due and status are yours to change.", key=("Key",))
class Scheme(Row):
    """One idea on its way into a shared scheme of work."""

    key: Text = column("Key", width=12)
    cycle: Text = column("Cycle", width=14)
    department: Text = column("Department", width=22)
    idea: Text = column("Idea", width=52, private=True)
    source: Text = column("From", width=22)
    place: Text = column("Where it goes", PERSON, width=28)
    owner: Email = column("Owner email", PERSON, width=30)
    due: Day = column("Due", PERSON, default=None, width=12, look="date")
    status: Annotated[str, BeforeValidator(one_of(*SCHEME_STATUSES))] = column("Status", PERSON, width=12, choices=SCHEME_STATUSES,
                                                                               marks=(("Embedded", "good"),))
    link: Text = column("Link", PERSON, width=36)
