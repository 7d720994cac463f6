"""What staff may read: only these columns reach the staff book."""

from sgp.contract.columns import Row, column, tab
from sgp.contract.values import Anything, Day, Text


@tab("Meetings and groups", "Who meets when and where.", key=("Cycle", "Meeting", "Date", "Start", "Group", "Name"))
class PublicMeeting(Row):
    """One person's place at one meeting."""

    cycle: Text = column("Cycle", width=16)
    meeting: Text = column("Meeting", width=10)
    day: Day = column("Date", default=None, width=13, look="date")
    start: Anything = column("Start", default=None, width=9, look="time")
    end: Anything = column("End", default=None, width=9, look="time")
    place: Text = column("Place", width=24)
    group: Text = column("Group", width=10)
    name: Text = column("Name", width=26)
    department: Text = column("Department", width=26)


@tab("Good practice", "Ideas colleagues offered, in their own words.", key=("Cycle", "Idea", "From"))
class PublicPractice(Row):
    """One idea that may be shared."""

    cycle: Text = column("Cycle", width=16)
    focus: Text = column("Focus", width=30)
    source: Text = column("From", width=26)
    idea: Text = column("Idea", width=80)


@tab("Schemes of work", "Ideas on their way into our schemes of work.", key=("Cycle", "Department", "Idea"))
class PublicScheme(Row):
    """One idea and where it goes."""

    cycle: Text = column("Cycle", width=16)
    department: Text = column("Department", width=26)
    idea: Text = column("Idea", width=56)
    place: Text = column("Where it goes", width=30)
    due: Day = column("Due", default=None, width=13, look="date")
    status: Text = column("Status", width=12)
    link: Text = column("Link", width=40)
