"""The coordinator's book, read: the typed rows of every tab that any room needs."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sgp.contract.answers import Practice, Reply, Scheme
from sgp.contract.forms import Form
from sgp.contract.people import Department, Observation, Pair, Staff
from sgp.contract.programme import BankStep, ClosedDay, Cycle, Focus, Group, Meeting, Target
from sgp.contract.records import EmailRecord, RunRecord
from sgp.contract.settings import School


@dataclass(frozen=True)
class RawAnswer:
    """One row of a form tab, as the form service wrote it.

    `fields` holds, for each of the form's fields, the newest non-blank cell as text; `typed_address` an
    address from a question of its own beside the verified one. `headings` are the tab's own, by field.
    """

    tab: str
    row: int
    meeting: str
    stamp: object
    address: str
    typed_address: str
    fields: Mapping[str, str]
    headings: Mapping[str, str] = field(default_factory=dict)

    def heading(self, name: str) -> str:
        """What the tab itself calls a field, the timestamp or the address; the name where it has no such column."""
        return self.headings.get(name, name)


@dataclass(frozen=True)
class Book:
    """Every row that could be read, in the order of the tabs; what could not be read is told elsewhere."""

    school: School = School()
    staff: tuple[Staff, ...] = ()
    observations: tuple[Observation, ...] = ()
    departments: tuple[Department, ...] = ()
    focuses: tuple[Focus, ...] = ()
    bank: tuple[BankStep, ...] = ()
    cycles: tuple[Cycle, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    closed: tuple[ClosedDay, ...] = ()
    pairs: tuple[Pair, ...] = ()
    targets: tuple[Target, ...] = ()
    groups: tuple[Group, ...] = ()
    replies: tuple[Reply, ...] = ()
    practice: tuple[Practice, ...] = ()
    schemes: tuple[Scheme, ...] = ()
    emails: tuple[EmailRecord, ...] = ()
    runs: tuple[RunRecord, ...] = ()
    forms: tuple[Form, ...] = ()
    answers: tuple[RawAnswer, ...] = ()
