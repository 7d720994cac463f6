"""What observations say for each focus, in points."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sgp.contract import Focus, Observation, School
from sgp.contract.programme import CHOSEN, SURE
from sgp.reading import Read, Reading

FULL = 100
"""Points of a lesson seen today, of normal priority, where the focus was chosen."""
MOST_FURTHER = 2
"""So many further observers make a focus count more; any beyond them do not."""


@dataclass(frozen=True)
class Lesson:
    """An observation and what it says."""

    seen: Observation
    read: Read

    @property
    def day(self) -> date:
        """The day of the observation; all that are used have one."""
        return self.seen.day or date.min


@dataclass(frozen=True)
class Case:
    """What speaks for one focus as a target, in points: the lessons for it and those that show it as a strength, newest first."""

    focus: Focus
    points: float
    needs: tuple[Lesson, ...]
    strengths: tuple[Lesson, ...] = ()

    @property
    def how(self) -> str:
        """Chosen if any observer chose it, else Sure."""
        return CHOSEN if any(n.read.development.how == CHOSEN for n in self.needs) else SURE


def cases(lessons: Sequence[Lesson], focuses: Iterable[Focus], school: School, today: date,
          met: Mapping[str, date]) -> list[Case]:
    """Every focus that a lesson names as a need, the strongest case first. Praise beside a need in one lesson does not undo it.

    `met` are the days on which a focus was fully met: what was seen until then counts no more. Ties go to a whole-school focus,
    then to the one seen most lately, then by name.
    """
    needs, strengths = _by_focus(lessons, "development", met), _by_focus(lessons, "strength", met)
    found = [_case(f, needs[f.name], tuple(s for s in strengths.get(f.name, ()) if s not in needs[f.name]), school, today)
             for f in focuses if f.name in needs]
    return sorted(found, key=lambda c: (-round(c.points, 9), not c.focus.whole_school, -c.needs[0].day.toordinal(), c.focus.name))


def _by_focus(lessons: Iterable[Lesson], side: str, met: Mapping[str, date]) -> dict[str, tuple[Lesson, ...]]:
    found: dict[str, list[Lesson]] = defaultdict(list)
    for lesson in lessons:
        said: Reading = getattr(lesson.read, side)
        if said.how in (CHOSEN, SURE) and lesson.day > met.get(said.focus, date.min):
            found[said.focus].append(lesson)
    return {focus: tuple(ours) for focus, ours in found.items()}


def _case(focus: Focus, needs: tuple[Lesson, ...], strengths: tuple[Lesson, ...], school: School, today: date) -> Case:
    """Points = (priority x how we know it x freshness, summed, less the strengths) x agreement x whole-school weight."""
    against = sum(_points(n, n.read.strength, school, today) for n in strengths)
    told = sum(_priority(n.seen, school) * _points(n, n.read.development, school, today) for n in needs)
    further = min(len({n.seen.observer for n in needs}) - 1, MOST_FURTHER)
    weight = school.whole_school_weight if focus.whole_school else 1
    return Case(focus, (told - against) * (1 + school.agreement * further) * weight, needs, strengths)


def _points(lesson: Lesson, said: Reading, school: School, today: date) -> float:
    return FULL * (1 if said.how == CHOSEN else school.read_weight) * freshness((today - lesson.day).days, school.half_life_days)


def _priority(seen: Observation, school: School) -> float:
    return {"High": school.high_weight, "Low": school.low_weight}.get(seen.priority, 1)


def freshness(days: int, half_life: float) -> float:
    """What is left of 1 after so many days, if half is left after `half_life` days; all of it where that is 0 (nothing ages)."""
    return 0.5 ** (days / half_life) if half_life else 1.0
