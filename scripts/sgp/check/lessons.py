"""Observations: of someone we know, on a day that has been, told once."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from sgp.contract import Book, Observation, Staff
from sgp.contract.names import did_you_mean, find_name, folded
from sgp.errors import ERROR, WARNING, Problem
from sgp.people import People
from sgp.wording import grade_words

TAB = Observation.tab.title
Near = Callable[[str], str]
"""Offers an address that may be meant."""


def check_observations(book: Book, people: People, today: date, problems: list[Problem]) -> Book:
    """The book with the observations that can be used: known teacher, possible day, each once, known focuses."""
    names, near = [f.name for f in book.focuses], cache(people.near)  # one stranger may stand in many rows
    settled: list[Observation] = []
    for seen in book.observations:
        teacher, observer = people.find(seen.teacher), people.find(seen.observer)
        problems += _doubts(seen, teacher, observer)
        unusable = _unusable(seen, teacher, near, today)
        problems += unusable
        if not unusable:
            settled.append(_settled(seen, teacher, observer, names, problems))
    return replace(book, observations=_each_once(settled, problems))


def _each_once(observations: Sequence[Observation], problems: list[Problem]) -> tuple[Observation, ...]:
    """Of two with the same words on one day the first. Words are only compared where teacher and day are the same, which is rare."""
    shared = Counter((o.teacher, o.day) for o in observations)
    used: dict[tuple[object, ...], Observation] = {}
    for seen in observations:
        words = _words(seen) if shared[seen.teacher, seen.day] > 1 else ()
        first = used.setdefault((seen.teacher, seen.day, *words), seen)
        if first is not seen:
            problems.append(_told(WARNING, seen, "day", f"The same observation stands in row {first.row} too; counted once.",
                                  "Delete one of them."))
    return tuple(used.values())


def _words(seen: Observation) -> tuple[str, ...]:
    return tuple(folded(str(value)) for name, value in seen if name not in ("row", "sheet"))


def _unusable(seen: Observation, teacher: Staff | None, near: Near, today: date) -> list[Problem]:
    reasons = []
    if not teacher:
        who = f"{seen.teacher} is nobody in the tab Staff" if seen.teacher else "Nobody is named"
        mend = near(seen.teacher) or "Correct the address, or add the person to Staff, even one who has left."
        reasons.append(_told(ERROR, seen, "teacher", f"{who}, so this observation is not used.", mend))
    if seen.day is None:
        reasons.append(_told(ERROR, seen, "day", "The date is missing or cannot be read, so this observation is not used.",
                             "Write the date, such as 28/09/2026."))
    elif seen.day > today:
        reasons.append(_told(ERROR, seen, "day", f"{seen.day:%d/%m/%Y} has not come yet, so this observation is not used.",
                             "Correct the date; if it is right, it counts from that day on."))
    return reasons


def _doubts(seen: Observation, teacher: Staff | None, observer: Staff | None) -> list[Problem]:
    doubts = []
    if seen.observer and not observer:
        doubts.append(_told(WARNING, seen, "observer", f"{seen.observer} is nobody in the tab Staff.", "Correct the address, or leave it."))
    if teacher and observer and teacher.email == observer.email:
        doubts.append(_told(WARNING, seen, "observer", "Observer and teacher are one person: a self-review.", "Nothing, if that is meant."))
    for field in ("strengths", "development", "action_step"):
        if grade_words(getattr(seen, field)):
            doubts.append(_told(WARNING, seen, field, "A grade seems to stand here. It reaches nobody.", "Nothing; or take the grade out."))
    return doubts


def _settled(seen: Observation, teacher: Staff | None, observer: Staff | None, names: Sequence[str],
             problems: list[Problem]) -> Observation:
    settled = {"teacher": teacher.email if teacher else "", "observer": observer.email if observer else ""}
    for field in ("development_focus", "strength_focus"):
        written = getattr(seen, field)
        settled[field] = (find_name(written, names) or "") if written else ""
        if names and written and not settled[field]:
            meant = did_you_mean(written, names)
            # what is no name at all may be a comment in the wrong column, and comments are never quoted
            shown = f"“{written}”" if meant or len(written.split()) <= 3 else "What stands here"
            problems.append(_told(ERROR, seen, field, f"{shown[:60]} is not a focus in the tab Focuses; the text is read instead.",
                                  meant or "Choose one from the list."))
    return seen.changed(settled)


def _told(level: str, seen: Observation, field: str, what: str, mend: str) -> Problem:
    return Problem(level, seen.sheet or TAB, seen.row, Observation.fields[field], what, mend)
