"""Who there is: staff, departments, what was seen in lessons, and who must or must not meet."""

from datetime import date
from typing import Annotated

from pydantic import BeforeValidator

from sgp.contract.columns import PERSON, Row, column, tab
from sgp.contract.values import Day, Days, Email, Emails, Names, Text, YesNo, one_of

Priority = Annotated[str, BeforeValidator(one_of("High", "Normal", "Low", urgent="High", minor="Low"))]
Rule = Annotated[str, BeforeValidator(one_of("apart", "together"))]


@tab("Staff", "Who teaches here. One row a person; add rows or import them.", key=("Email",))
class Staff(Row):
    """One member of staff."""

    email: Email = column("Email", PERSON, width=32,
                          note="The address this person is written to. It identifies the person, in any letter case.")
    title: Text = column("Title", PERSON, width=8)
    first_name: Text = column("First name", PERSON, note="The name used in letters.")
    last_name: Text = column("Last name", PERSON)
    departments: Names = column("Department", PERSON, default=(), width=24,
                                note="Home department. Several may stand here; the first is home.")
    other_departments: Names = column("Other departments", PERSON, default=(), width=24)
    role: Text = column("Role", PERSON, width=26, note="“Head of …” makes this person the head of the department.")
    working_days: Days | None = column("Working days", PERSON, default=None, width=18, on_fault=frozenset(),
                                       note="Such as Mon Tue Wed, or Mon-Thu. Blank means every day.")
    line_manager: Email = column("Line manager email", PERSON, width=30)
    taking_part: YesNo = column("Taking part", PERSON, default=True, width=12, choices=("yes", "no"), note="Blank means yes.",
                                on_fault=False)
    starts: Day = column("Starts", PERSON, default=None, width=12, look="date", on_fault=date.max,
                         note="First day of taking part. Blank means already here.")
    leaves: Day = column("Leaves", PERSON, default=None, width=12, look="date", on_fault=date.min, note="Last day of taking part.")
    other_emails: Emails = column("Other emails", PERSON, default=(), width=30, note="Former or second addresses of the same person.")

    @property
    def name(self) -> str:
        """First and last name, or the address where there is no name."""
        return f"{self.first_name} {self.last_name}".strip() or self.email

    @property
    def home(self) -> str:
        """The home department, or ""."""
        return self.departments[0] if self.departments else ""

    @property
    def all_departments(self) -> tuple[str, ...]:
        """The home department first, then all others."""
        return tuple(dict.fromkeys(self.departments + self.other_departments))


@tab("Observations", "What was seen in lessons. What observers wrote stays in this book.")
class Observation(Row):
    """One lesson seen, in the observer's words."""

    day: Day = column("Date", PERSON, default=None, width=12, look="date")
    teacher: Email = column("Teacher email", PERSON, width=30)
    observer: Email = column("Observer email", PERSON, width=30)
    class_name: Text = column("Class", PERSON, width=10)
    strengths: Text = column("Strengths", PERSON, width=44, private=True)
    development: Text = column("Areas for development", PERSON, width=44, private=True)
    action_step: Text = column("Action step", PERSON, width=36, private=True,
                               note="One small step, if one was agreed. It becomes the target.")
    strength_focus: Text = column("Strength focus", PERSON, width=24, choices_from=("Focuses", "Focus"))
    development_focus: Text = column("Development focus", PERSON, width=24, choices_from=("Focuses", "Focus"),
                                     note="Chosen here, it beats anything read from the text.")
    priority: Priority = column("Priority", PERSON, default="Normal", width=10, choices=("High", "Normal", "Low"),
                                note="Blank means Normal.")


@tab("Departments", "Optional: how departments are also written, and who leads them. Blank: as in Staff.", key=("Department",))
class Department(Row):
    """One department and its other spellings."""

    name: Text = column("Department", PERSON, width=26)
    also_written: Names = column("Also written", PERSON, default=(), width=34, note="Other spellings, such as Eng or MFL, parted by ;")
    head: Email = column("Head email", PERSON, width=32)


@tab("Pairs", "Who must not, and who should, be in one group.", key=("Email A", "Email B"))
class Pair(Row):
    """A wish or a rule about two people."""

    first: Email = column("Email A", PERSON, width=30)
    second: Email = column("Email B", PERSON, width=30)
    rule: Rule = column("Rule", PERSON, width=12, choices=("apart", "together"))
    why: Text = column("Why", PERSON, width=50, private=True)
