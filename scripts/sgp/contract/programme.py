"""What the programme is made of: focuses, steps, cycles, meetings, targets and groups."""

from typing import Annotated

from pydantic import BeforeValidator

from sgp.contract.columns import PERSON, Row, column, tab
from sgp.contract.values import Clock, Count, Day, Email, Names, Text, YesNo, one_of

STATUSES = DRAFT, APPROVED, HOLD = ("Draft", "Approved", "Hold")
SURENESS = CHOSEN, SURE, NOT_SURE, NO_OBSERVATION, CARRIED_ON = ("Chosen", "Sure", "Not sure", "No observation", "Carried on")
OUTCOMES = ("Not yet", "Partly", "Fully")
Status = Annotated[str, BeforeValidator(one_of(*STATUSES))]


@tab("Targets", "One personal target a teacher. Read, change, then set Status to Approved.", key=("Cycle", "Email"))
class Target(Row):
    """One teacher's target in one cycle."""

    cycle: Text = column("Cycle", width=14)
    email: Email = column("Email", width=30)
    name: Text = column("Name", width=22)
    department: Text = column("Department", width=20)
    focus: Text = column("Focus", PERSON, width=24, choices_from=("Focuses", "Focus"))
    text: Text = column("Target", PERSON, width=56, note="This text is emailed. Change it as you like.")
    status: Status = column("Status", PERSON, default="Draft", on_fault="Hold", width=11, choices=STATUSES,
                            marks=(("Approved", "good"), ("Hold", "alert")), note="Only Approved targets are emailed. Hold keeps one back.")
    private_note: Text = column("Private note", PERSON, width=28, private=True, note="Never emailed.")
    send_again: Day = column("Send again", PERSON, default=None, width=12, look="date",
                             note="A date here: one more email on or after that day.")
    why: Text = column("Why this target", width=50)
    how_sure: Text = column("How sure", width=15, marks=(("Not sure", "alert"),))
    suggestions: Text = column("Other suggestions", width=60)
    drafted_on: Day = column("Drafted on", default=None, width=12, look="date")
    sent_on: Day = column("Sent on", default=None, width=12, look="date")
    outcome: Text = column("Outcome", width=11)


@tab("Groups", "Who meets whom in meetings 1 and 2. What you fill in stays.", key=("Cycle", "Email"))
class Group(Row):
    """One teacher's place in a group."""

    cycle: Text = column("Cycle", width=14)
    email: Email = column("Email", width=30)
    name: Text = column("Name", width=22)
    department: Text = column("Department", width=20)
    group: Text = column("Group", PERSON, width=10)
    sitting: Text = column("Sitting", PERSON, width=9)
    target_focus: Text = column("Target focus", width=24)
    can_help_with: Text = column("Can help with", width=30)
    note: Text = column("Note", width=40)


@tab("Focuses", "What the school works on. Yes under Whole school makes it everyone's.", key=("Focus",))
class Focus(Row):
    """One area of teaching to work on."""

    name: Text = column("Focus", PERSON, width=30)
    description: Text = column("Description", PERSON, width=52)
    keywords: Text = column("Keywords", PERSON, width=52, note="Words that observers use for it, parted by ;")
    whole_school: YesNo = column("Whole school", PERSON, default=False, width=13, choices=("yes", "no"), tick=True,
                                 note="Blank means no.")
    departments: Names = column("Departments", PERSON, default=(), width=28, note="Departments whose focus this is.")
    active: YesNo = column("Active", PERSON, default=True, width=9, choices=("yes", "no"), note="Blank means yes.")


@tab("Target bank", "Small steps for each focus. Used where an observer agreed no step.", key=("Focus", "Step"))
class BankStep(Row):
    """One small step towards a focus."""

    focus: Text = column("Focus", PERSON, width=28, choices_from=("Focuses", "Focus"))
    step: Text = column("Step", PERSON, width=60)
    evidence: Text = column("Evidence", PERSON, width=40, note="What to bring to meeting 2.")
    keywords: Text = column("Keywords", PERSON, width=34, note="When to use this step, parted by ;")
    departments: Names = column("Departments", PERSON, default=(), width=26, note="Only for these departments. Blank means all.")


@tab("Cycles", "About three a year. The current one is the earliest not yet closed.", key=("Cycle",))
class Cycle(Row):
    """One run of the programme."""

    name: Text = column("Cycle", PERSON, width=18)
    send_on: Day = column("Send targets on", PERSON, default=None, width=16, look="date")
    closes_on: Day = column("Closes on", PERSON, default=None, width=12, look="date")
    group_size: Count = column("Group size", PERSON, default=4, width=11, look="number", note="3 to 5; blank means 4.")
    form_1: Text = column("Form 1 link", PERSON, width=44,
                          note="A pre-filled link may hold EMAIL, NAME, DEPARTMENT, CYCLE and TARGET; they are replaced.")
    form_2: Text = column("Form 2 link", PERSON, width=44, note="Blank means the last cycle's link.")
    form_3: Text = column("Form 3 link", PERSON, width=44, note="Blank means the last cycle's link.")


@tab("Meetings", "When and where. Sittings of one meeting are alternatives.", key=("Cycle", "Meeting", "Sitting"))
class Meeting(Row):
    """One sitting of one meeting."""

    cycle: Text = column("Cycle", PERSON, width=18, choices_from=("Cycles", "Cycle"))
    meeting: Annotated[str, BeforeValidator(one_of("1", "2", "3"))] = column("Meeting", PERSON, width=10, choices=("1", "2", "3"))
    sitting: Text = column("Sitting", PERSON, default="A", width=9, note="A, B … ; blank means A.")
    day: Day = column("Date", PERSON, default=None, width=12, look="date")
    start: Clock = column("Start", PERSON, default=None, width=9, look="time")
    end: Clock = column("End", PERSON, default=None, width=9, look="time")
    place: Text = column("Place", PERSON, width=24)
    capacity: Count = column("Capacity", PERSON, default=None, width=10, look="number", note="People who fit. Blank means all.")


@tab("Closed days", "Holidays and INSET days. Blank To means one day.", key=("From",))
class ClosedDay(Row):
    """Days without school."""

    first: Day = column("From", PERSON, default=None, width=12, look="date")
    last: Day = column("To", PERSON, default=None, width=12, look="date")
    why: Text = column("Why", PERSON, width=50)
