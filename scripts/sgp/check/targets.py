"""Targets: one row a teacher and cycle, a known focus, and words that may be sent."""

from collections import Counter
from dataclasses import replace

from sgp.contract import Book, Target
from sgp.contract.names import did_you_mean, find_name, folded
from sgp.contract.programme import APPROVED
from sgp.errors import ERROR, WARNING, Problem
from sgp.people import People
from sgp.wording import grade_words, initials

TAB = Target.tab.title


def check_targets(book: Book, people: People, problems: list[Problem]) -> Book:
    """The book with focuses in `Targets` under their one spelling. Two rows of one person in a cycle both stay, and are held elsewhere."""
    names = [f.name for f in book.focuses]
    whose = {t.row: (folded(t.cycle), people.address_of(t.email)) for t in book.targets}
    counts, emailed = Counter(whose.values()), _emailed(book, people)
    for target in book.targets:
        if counts[whose[target.row]] > 1:
            problems.append(_told(ERROR, target, "email", f"{target.email} has more than one row in {target.cycle}; none of them is sent.",
                                  "Delete all but one."))
        if target.status == APPROVED and not target.text:
            problems.append(_told(ERROR, target, "text", "Approved, but there is no target to send.",
                                  "Write the target, or set Status to Draft and run generate_targets.py."))
        elif not target.text and (target.sent_on or whose[target.row] in emailed):
            problems.append(_told(ERROR, target, "text",
                                  "Its email has gone out, and now there is no target here; it is not drafted again.", "Write the target."))
        if not people.find(target.email) and not target.sent_on and whose[target.row] not in emailed:
            problems.append(_told(WARNING, target, "email", f"{target.email} is nobody in the tab Staff, so nothing is sent.",
                                  "Correct Staff, or delete this row."))
        if target.focus and not find_name(target.focus, names):
            mend = did_you_mean(target.focus, names) or "Choose one from the list."
            problems.append(_told(WARNING, target, "focus", f"“{target.focus[:60]}” is not a focus in the tab Focuses.", mend))
        if grade_words(target.text) or initials(target.text):
            level = ERROR if target.status == APPROVED else WARNING
            problems.append(_told(level, target, "text", "A grade or a student's initials seem to stand here; it is not sent like this.",
                                  "Take them out."))
    return replace(book, targets=tuple(t.model_copy(update={"focus": find_name(t.focus, names) or t.focus}) for t in book.targets))


def _emailed(book: Book, people: People) -> set[tuple[str, str]]:
    return {(folded(e.cycle), people.address_of(e.email)) for e in book.emails if e.kind == "targets" and e.status != "planned"}


def _told(level: str, target: Target, field: str, what: str, mend: str) -> Problem:
    return Problem(level, TAB, target.row, Target.fields[field], what, mend)
