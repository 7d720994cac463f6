"""An email before it is written: to whom, what it may say, and what becomes of it today."""

from collections.abc import Sequence
from dataclasses import dataclass

from sgp.contract import Book, Cycle, Staff
from sgp.contract.columns import Row
from sgp.delivery.fates import Fate, Hold
from sgp.errors import Problem
from sgp.letters.links import web
from sgp.plan import Attachment


@dataclass(frozen=True)
class Letter:
    """What the templates of every kind of letter may name; each kind adds fields of its own."""

    school: str
    cycle: str
    coordinator: str
    coordinator_email: str
    staff_book_link: str
    first_name: str
    teacher_name: str
    department: str


def standing(book: Book, cycle: Cycle, person: Staff) -> dict[str, str]:
    """What stands in every letter to this person."""
    school = book.school
    return {
        "school": school.name, "coordinator": school.coordinator, "coordinator_email": school.coordinator_email,
        "staff_book_link": web(school.staff_book_link), "cycle": cycle.name,
        "first_name": person.first_name, "teacher_name": person.name, "department": person.home,
    }


@dataclass(frozen=True)
class Draft:
    """One email that may be due. `key` names it for ever, `says` is all that its templates may name.

    `about` are the words whose change matters to the reader. `own_target` is what the reader's target says, if it stands in it;
    `may_name` are the addresses of colleagues whose names it may hold, `may_say` are texts that may stand in it
    whatever they hold: its reader's own answers, and ideas shared with consent.
    `row` is the row that a hold is told of.
    `calendar` is what the log shall remember of the calendar that goes with it, `again` of the date in `Send again`, or
    of the day it reminds of.
    """

    key: str
    kind: str
    to: Staff
    says: Letter
    fate: Fate
    about: str = ""
    own_target: str = ""
    may_name: frozenset[str] = frozenset()
    may_say: tuple[str, ...] = ()
    row: Row | None = None
    attachments: tuple[Attachment, ...] = ()
    calendar: str = ""
    again: str = ""

    @property
    def held(self) -> str:
        """Why it is held, or ""."""
        return self.fate.reason if isinstance(self.fate, Hold) else ""


@dataclass(frozen=True)
class Due:
    """All emails of one kind in one list. `problems` are those of the kind itself; `note` says why nothing goes, if so."""

    drafts: tuple[Draft, ...] = ()
    problems: tuple[Problem, ...] = ()
    note: str = ""

    def of(self, fate: str) -> tuple[Draft, ...]:
        """Those that go, wait or are done."""
        return tuple(d for d in self.drafts if d.fate == fate)

    @property
    def held(self) -> tuple[Draft, ...]:
        """Those that are held."""
        return tuple(d for d in self.drafts if d.held)


def told(drafts: Sequence[Draft]) -> list[Problem]:
    """The problems of those that are held for what a person can mend."""
    holds = [(d.row, d.fate) for d in drafts if d.row and isinstance(d.fate, Hold) and d.fate.mend]
    return [Problem(h.level, row.tab.title, row.row, row.fields[h.field], h.reason, h.mend) for row, h in holds]
