"""Targets: one row a teacher and cycle, a known focus, and words that may be sent."""

from collections import Counter
from dataclasses import replace

from sgp.contract import Book, Target
from sgp.contract.names import did_you_mean, find_name
from sgp.errors import ERROR, WARNING, Problem
from sgp.wording import grade_words, initials

TAB = Target.tab.title


def check_targets(book: Book, problems: list[Problem]) -> Book:
    """The book with focuses in `Targets` under their one spelling. Rows of one key all stay, and are held elsewhere."""
    names = [f.name for f in book.focuses]
    counts = Counter(Target.tab.key_of(t.cells()) for t in book.targets)
    for target in book.targets:
        if counts[Target.tab.key_of(target.cells())] > 1:
            problems.append(_told(ERROR, target, "email", f"{target.email} has more than one row in {target.cycle}; none of them is sent.", "Delete all but one."))
        if target.status == "Approved" and not target.text:
            problems.append(_told(ERROR, target, "text", "Approved, but there is no target to send.", "Write the target, or set Status to Draft and run generate_targets.py."))
        if target.focus and not find_name(target.focus, names):
            mend = did_you_mean(target.focus, names) or "Choose one from the list."
            problems.append(_told(WARNING, target, "focus", f"“{target.focus}” is not a focus in the tab Focuses.", mend))
        if found := grade_words(target.text) + initials(target.text):
            level = ERROR if target.status == "Approved" else WARNING
            problems.append(_told(level, target, "text", f"“{found[0]}” looks like a grade or a student's initials; it is not sent like this.", "Take it out."))
    return replace(book, targets=tuple(t.model_copy(update={"focus": find_name(t.focus, names) or t.focus}) for t in book.targets))


def _told(level: str, target: Target, field: str, what: str, mend: str) -> Problem:
    return Problem(level, TAB, target.row, Target.fields[field], what, mend)
