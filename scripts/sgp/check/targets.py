"""Targets: one row a teacher and cycle, a known focus, and words that may be sent."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sgp.contract import Book, Target
from sgp.contract.names import did_you_mean, find_name, folded
from sgp.contract.programme import APPROVED
from sgp.delivery.log import emailed, emailed_words
from sgp.delivery.marks import hashed
from sgp.errors import ERROR, WARNING, Problem
from sgp.people import People
from sgp.wording import grade_words, initials

TAB = Target.tab.title


def check_targets(book: Book, people: People, problems: list[Problem]) -> Book:
    """The book with focuses in `Targets` under their one spelling. Two rows of one person in a cycle both stay, and are held elsewhere."""
    names = [f.name for f in book.focuses]
    whose = {t.row: (folded(t.cycle), people.address_of(t.email)) for t in book.targets}
    counts, left, words = Counter(whose.values()), emailed(book, people), emailed_words(book, people)
    problems += _without_row(left - set(whose.values()), book, people)
    for target in book.targets:
        gone = bool(target.sent_on) or whose[target.row] in left
        problems += _about_person(target, counts[whose[target.row]], gone, people)
        problems += _about_words(target, gone, names)
        problems += _about_change(target, words.get(whose[target.row], ""))
    return replace(book, targets=tuple(t.model_copy(update={"focus": find_name(t.focus, names) or t.focus}) for t in book.targets))


def _about_person(target: Target, rows: int, gone: bool, people: People) -> list[Problem]:
    told = []
    if rows > 1:
        what = f"{target.email} has more than one row in {target.cycle}; none of them is sent."
        told.append(_told(ERROR, target, "email", what, "Delete all but one."))
    if not gone and not people.find(target.email):
        what = f"{target.email} is nobody in the tab Staff, so nothing is sent."
        told.append(_told(WARNING, target, "email", what, "Correct Staff, or delete this row."))
    return told


def _without_row(gone: Iterable[tuple[str, str]], book: Book, people: People) -> list[Problem]:
    """Who was sent a target whose row has been deleted; nobody is sent a second one because of that."""
    cycles = {folded(c.name): c.name for c in book.cycles}
    mend = "Add the row again: Cycle, Email, Target and Status. The target stands in the email."
    told = {who: f"{who} was emailed a target in {cycles[cycle]}, and has no row here any more."
            for cycle, who in sorted(gone) if cycle in cycles and people.find(who)}
    return [Problem(ERROR, TAB, 0, Target.fields["email"], what, mend) for what in told.values()]


def _about_words(target: Target, gone: bool, names: Sequence[str]) -> list[Problem]:
    told = []
    if target.status == APPROVED and not target.text:
        mend = "Write the target, or set Status to Draft and run generate_targets.py."
        told.append(_told(ERROR, target, "text", "Approved, but there is no target to send.", mend))
    elif gone and not target.text:
        what = "Its email has gone out, and now there is no target here; it is not drafted again."
        told.append(_told(ERROR, target, "text", what, "Write the target."))
    if target.focus and not find_name(target.focus, names):
        mend = did_you_mean(target.focus, names) or "Choose one from the list."
        told.append(_told(WARNING, target, "focus", f"“{target.focus[:60]}” is not a focus in the tab Focuses.", mend))
    if grade_words(target.text) or initials(target.text):
        what = "A grade or a student's initials seem to stand here; it is not sent like this."
        told.append(_told(ERROR if target.status == APPROVED else WARNING, target, "text", what, "Take them out."))
    return told


def _about_change(target: Target, emailed: str) -> list[Problem]:
    if not target.text or emailed in ("", hashed(target.text)):
        return []
    mend = "Nothing, or write a date in Send again: one more email goes with these words."
    return [_told(WARNING, target, "text", "It was changed after its email had gone out.", mend)]


def _told(level: str, target: Target, field: str, what: str, mend: str) -> Problem:
    return Problem(level, TAB, target.row, Target.fields[field], what, mend)
