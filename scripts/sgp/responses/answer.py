"""What an answer is once it is understood."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sgp.contract import Cycle, RawAnswer, Staff
from sgp.contract.names import folded
from sgp.errors import Problem

SHOWN = 60
"""Characters of an answer that are quoted."""


@dataclass(frozen=True)
class Answer:
    """One answer, understood: who, of which cycle and department, when, and what was said (field -> value)."""

    raw: RawAnswer
    person: Staff
    cycle: Cycle
    department: str
    on: datetime | None
    fields: Mapping[str, str | date]
    for_colleague: bool = False
    """Whether a colleague's address was typed: then any answer of the person's own goes before it."""

    @property
    def late(self) -> bool:
        """Whether it came after the cycle had closed."""
        return bool(self.on and self.cycle.closes_on and self.on.date() > self.cycle.closes_on)

    def text(self, name: str) -> str:
        """A field as text; "" where nothing was said."""
        return str(self.fields.get(name, ""))


@dataclass(frozen=True)
class Answers:
    """All answers of a book: `used` count, `superseded` gave way to a later one, the rest are in `problems`."""

    used: tuple[Answer, ...] = ()
    superseded: tuple[Answer, ...] = ()
    problems: tuple[Problem, ...] = field(default=())

    def of(self, meeting: str, cycle: str = "") -> list[Answer]:
        """The answers that count for this meeting (of this cycle, if named)."""
        return [a for a in self.used if a.raw.meeting == meeting and (not cycle or folded(a.cycle.name) == folded(cycle))]


def told(level: str, raw: RawAnswer, column: str, what: str, mend: str) -> Problem:
    """A problem of this answer."""
    return Problem(level, raw.tab, raw.row, column, what, mend)
