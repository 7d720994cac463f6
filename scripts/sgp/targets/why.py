"""Why this target: one line for the coordinator that can be checked against the rows it names."""

import re

from sgp.contract import Observation
from sgp.contract.programme import CHOSEN
from sgp.people import People
from sgp.targets.evidence import Case, Lesson

_COUNTED = re.compile(r"Observations read: (\d+)\.$")
_FOCUS = re.compile(r"(?:^|\. )([^.:]+), [\d.]+ points: ")
_POINTS = re.compile(r"\S+ points")


def why(reason: str, case: Case | None, second: Case | None, read: int, people: People) -> str:
    """The reason in words, then what observations say for the focus: points, when and by whom seen, in which words; and the runner-up."""
    parts = [reason, *(_for_it(case, people) if case else ()), f"Next: {second.focus.name}, {_points(second)}." if second else ""]
    return " ".join([*(p for p in parts if p), f"Observations read: {read}."])


def observations_read(line: str) -> int | None:
    """How many observations a reason says were read; None where it says nothing of it."""
    found = _COUNTED.search(line)
    return int(found[1]) if found else None


def focus_of(line: str) -> str:
    """The focus for which a reason tells points; "" where it does for none."""
    found = _FOCUS.search(line)
    return found[1] if found else ""


def without_points(line: str) -> str:
    """A reason without its points, which fade from day to day."""
    return _POINTS.sub("", line)


def seen_by(seen: Observation, people: People) -> str:
    """When a lesson was seen and by whom: 12 March 2026, Eve Monro."""
    observer = people.find(seen.observer)
    day = f"{seen.day.day} {seen.day:%B %Y}" if seen.day else "a day not noted"
    return f"{day}, {observer.name if observer else 'observer not known'}"


def _for_it(case: Case, people: People) -> list[str]:
    seen = "; ".join(f"{_words(n)} ({seen_by(n.seen, people)})" for n in case.needs)
    against = "; ".join(seen_by(s.seen, people) for s in case.strengths)
    return [f"{case.focus.name}, {_points(case)}: {seen}.", f"Less for strengths seen there ({against})." if against else ""]


def _words(lesson: Lesson) -> str:
    said = lesson.read.development
    quoted = ", ".join(f"“{' '.join(word.split())}”" for word in said.words)
    return quoted if said.how != CHOSEN else "chosen" if not quoted else f"chosen, {quoted}"


def _points(case: Case) -> str:
    return f"{case.points:.0f} points" if case.points >= 10 else f"{case.points:.1f} points"
