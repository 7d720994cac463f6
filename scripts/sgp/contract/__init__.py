"""The contract: the two books, their tabs and headings. No other room spells a heading."""

from collections.abc import Sequence

from sgp.contract.answers import ByDepartment, ByFocus, Practice, Reply, Scheme
from sgp.contract.book import Book, RawAnswer
from sgp.contract.columns import PERSON, SCRIPT, Column, Row, Tab
from sgp.contract.forms import Form, Forms, Question, responses_tab
from sgp.contract.language import Language
from sgp.contract.people import Department, Observation, Pair, Staff
from sgp.contract.programme import BankStep, ClosedDay, Cycle, Focus, Group, Meeting, Target
from sgp.contract.records import EmailRecord, ProblemRecord, RunRecord
from sgp.contract.settings import School, Setting, settings_declared
from sgp.contract.staff_book import PublicMeeting, PublicPractice, PublicScheme
from sgp.contract.values import Reading

START_HERE = Tab("Start here", "What needs you, what is next, and when.", page=True, widths=(48, 18, 70), stale="B3")
SUMMARY = Tab("Summary", "The one page to read about a cycle.", page=True, widths=(44, 14, 14, 14, 14))
OVERVIEW = Tab("Overview", "How the programme is going, in numbers.", page=True, widths=(50, 18))


def coordinators_book(forms: Sequence[Form]) -> tuple[Tab, ...]:
    """The tabs of the coordinator's book, in order; the first six are the ones a coordinator lives in."""
    return (
        START_HERE, Target.tab, Group.tab, SUMMARY, Staff.tab, Observation.tab, Department.tab, Focus.tab, BankStep.tab, Cycle.tab,
        Meeting.tab, ClosedDay.tab, Pair.tab, Setting.tab, responses_tab(forms), Reply.tab, ByDepartment.tab, ByFocus.tab,
        Practice.tab, Scheme.tab, EmailRecord.tab, RunRecord.tab, ProblemRecord.tab,
    )


STAFF_BOOK: tuple[Tab, ...] = (OVERVIEW, PublicMeeting.tab, PublicPractice.tab, PublicScheme.tab)

__all__ = [
    "OVERVIEW", "PERSON", "SCRIPT", "STAFF_BOOK", "START_HERE", "SUMMARY", "BankStep", "Book", "ByDepartment", "ByFocus", "ClosedDay",
    "Column", "Cycle", "Department", "EmailRecord", "Focus", "Form", "Forms", "Group", "Language", "Meeting", "Observation", "Pair",
    "Practice", "ProblemRecord", "PublicMeeting", "PublicPractice", "PublicScheme", "Question", "RawAnswer", "Reading", "Reply", "Row",
    "RunRecord", "Scheme", "School", "Setting", "Staff", "Tab", "Target", "coordinators_book", "responses_tab", "settings_declared",
]
