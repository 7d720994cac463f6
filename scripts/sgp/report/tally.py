"""A cycle counted: private numbers, from which a page may tell only what `published` lets through."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sgp.contract import Book, Reply, Scheme
from sgp.contract.names import folded
from sgp.contract.programme import OUTCOMES
from sgp.ideas import is_public
from sgp.people import People
from sgp.results.collate import ANSWERED, LATE, NOT_EXPECTED, OUTSTANDING

COUNTED = (ANSWERED, LATE)
MEETINGS = ("1", "2", "3")
NO_DEPARTMENT, NO_FOCUS = "No department", "No focus yet"
NO_ANSWER, DID_NOT_SAY = "No answer", "Did not say"


@dataclass(frozen=True)
class Tally:
    """One cycle in numbers of people and of ideas.

    `answered` is meeting -> department -> people; only meetings that have been stand in it. `outcomes` are along the scale, from those
    who have not answered to those who met their target fully.
    """

    departments: Mapping[str, int]
    answered: Mapping[str, Mapping[str, int]]
    focuses: Mapping[str, int]
    outcomes: tuple[tuple[str, int], ...]
    ideas: int
    schemes: tuple[Scheme, ...]
    groups: int

    @property
    def teachers(self) -> int:
        """Those with a target in this cycle."""
        return sum(self.departments.values())


def tally(book: Book, people: People, cycle: str) -> Tally:
    """Count a cycle: the people are those with a row in `Targets` of whom any answer was or is expected."""
    name = folded(cycle)
    ours = [r for r in book.replies if folded(r.cycle) == name and any(w != NOT_EXPECTED for w in _words(r))]
    targets = {people.address_of(t.email): t for t in book.targets if folded(t.cycle) == name}
    met = [targets[r.email].outcome if r.meeting_2 in COUNTED else NO_ANSWER for r in ours]
    return Tally(
        departments=Counter(_home(r) for r in ours),
        answered={m: Counter(_home(r) for r in ours if _words(r)[int(m) - 1] in COUNTED) for m in MEETINGS if _has_been(m, ours)},
        focuses=Counter(targets[r.email].focus or NO_FOCUS for r in ours),
        outcomes=tuple((w, sum(_as_said(m) == w for m in met)) for w in (NO_ANSWER, DID_NOT_SAY, *OUTCOMES)),
        ideas=sum(is_public(p) for p in book.practice if folded(p.cycle) == name),
        schemes=tuple(s for s in book.schemes if folded(s.cycle) == name),
        groups=len({(folded(g.sitting), folded(g.group)) for g in book.groups if folded(g.cycle) == name and g.group}),
    )


def _words(reply: Reply) -> tuple[str, str, str]:
    return reply.meeting_1, reply.meeting_2, reply.meeting_3


def _has_been(meeting: str, replies: list[Reply]) -> bool:
    return any(_words(r)[int(meeting) - 1] in (*COUNTED, OUTSTANDING) for r in replies)


def _home(reply: Reply) -> str:
    return reply.department or NO_DEPARTMENT


def _as_said(outcome: str) -> str:
    return outcome if outcome in (NO_ANSWER, *OUTCOMES) else DID_NOT_SAY
