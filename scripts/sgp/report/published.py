"""What a page may tell of a cycle. All that it shows is worked out from these numbers, and from nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sgp.contract.answers import SCHEME_STATUSES
from sgp.contract.names import folded
from sgp.report.tally import DID_NOT_SAY, Tally
from sgp.suppression import OTHER, Told, blocks, merge_small, rows_told, told

FORMS = ("1", "2")
"""Meetings after which every teacher is asked for an answer; after meeting 3 one of a department is enough."""
Block = tuple[tuple[str, ...], int]


@dataclass(frozen=True)
class DepartmentTold:
    """A department, or the small ones together: its teachers, its answers to both forms if they are told, its ideas in schemes of work.

    `wrote_back` is whether one of it has answered after meeting 3; None where that is still to come, or not told.
    """

    name: str
    teachers: int
    forms: Told | None
    wrote_back: bool | None
    ideas: int


@dataclass(frozen=True)
class Published:
    """One cycle as it may be told. With `few` there are too few teachers to tell of people at all."""

    cycle: str
    teachers: int = 0
    few: bool = False
    been: tuple[str, ...] = ()
    answers: Mapping[str, Told] = field(default_factory=dict)
    departments: tuple[DepartmentTold, ...] = ()
    focuses: Mapping[str, int] = field(default_factory=dict)
    outcomes: tuple[Block, ...] = ()
    ideas: Told | None = None
    statuses: Mapping[str, int] = field(default_factory=dict)
    groups: int = 0


def published(cycle: str, counted: Tally, floor: int) -> Published:
    """Of all that was counted, what points at nobody."""
    statuses = {s: sum(scheme.status == s for scheme in counted.schemes) for s in SCHEME_STATUSES}
    if counted.teachers < max(floor, 1):
        return Published(cycle, few=counted.teachers > 0, statuses=statuses)
    answers = {m: _answers(m, counted, floor) for m in FORMS if m in counted.answered}
    return Published(
        cycle, counted.teachers, been=tuple(counted.answered), answers=answers, departments=_departments(counted, answers, floor),
        focuses=_in_order(merge_small(counted.focuses, floor)), outcomes=_outcomes(counted, answers.get("2"), floor),
        ideas=_ideas(counted, answers.get("2"), floor), statuses=statuses, groups=counted.groups,
    )


def _answers(meeting: str, counted: Tally, floor: int) -> Told:
    """Answers of the whole school; not told where nearly all of it is one department, of which they would tell as much."""
    outside = counted.teachers - max(counted.departments.values())
    if 0 < outside < floor - 1:
        return Told(0, counted.teachers, counted.teachers)
    return told(sum(counted.answered[meeting].values()), counted.teachers, floor)


def _departments(counted: Tally, answers: Mapping[str, Told], floor: int) -> tuple[DepartmentTold, ...]:
    """Departments with both forms together: single forms would leave too few numbers open in a department of five or six."""
    shown = _in_order(merge_small(counted.departments, floor))
    given = _forms(counted, shown, [answers[m] for m in FORMS], floor) if all(m in answers for m in FORMS) else {}
    placed = [_row(s.department, shown) for s in counted.schemes if s.status != "Dropped"]
    return tuple(DepartmentTold(name, n, given.get(name), _wrote_back(name, counted), placed.count(name)) for name, n in shown.items())


def _in_order(counts: Mapping[str, int]) -> dict[str, int]:
    """The largest first, those alike by name, and Other last."""
    return dict(sorted(counts.items(), key=lambda item: (item[0] == OTHER, -item[1], item[0])))


def _forms(counted: Tally, shown: Mapping[str, int], answers: Sequence[Told], floor: int) -> dict[str, Told]:
    came = [(_row(d, shown), n) for m in FORMS for d, n in counted.answered[m].items()]
    sums = [sum(n for row, n in came if row == name) for name in shown]
    return dict(zip(shown, rows_told([*shown.values()], sums, answers, floor), strict=False))


def _row(department: str, shown: Mapping[str, int]) -> str:
    """The row in which a department is counted."""
    return next((name for name in shown if folded(name) == folded(department)), OTHER)


def _wrote_back(name: str, counted: Tally) -> bool | None:
    return bool(counted.answered["3"].get(name)) if "3" in counted.answered and name != OTHER else None


def _outcomes(counted: Tally, answered: Told | None, floor: int) -> tuple[Block, ...]:
    """How far targets are met, in blocks none of which is small; those who have not answered are one where that number may be told."""
    if answered is None or answered.withheld or answered.most < floor:
        return ()
    scale = [(name, number) for name, number in counted.outcomes if name != DID_NOT_SAY or number]
    return blocks(scale, floor)


def _ideas(counted: Tally, answered: Told | None, floor: int) -> Told | None:
    """Ideas are counts of people, too: each is one person's, and who answered and shared none is a group as well."""
    if answered is None:
        return None
    whole = answered.most if answered.exact else counted.teachers
    return told(counted.ideas, whole, floor) if counted.ideas <= whole else Told(counted.ideas, counted.ideas, counted.ideas)
