"""Which small step: the observer's own, else an unused one from the target bank."""

from sgp.contract import BankStep, Book, Observation, Staff
from sgp.contract.names import folded, loose, says_something
from sgp.focus import keywords_in
from sgp.wording import grade_words, initials

LONGEST = 600
"""Characters beyond which a text is a report and no small step."""


def step_for(focus: str, person: Staff, seen: Observation | None, book: Book) -> str:
    """The step for this focus as it is put to the teacher, or "" where the bank has no unused one.

    The observer's `Action step` counts unless it holds a grade or a student's initials; else a step of the bank.
    """
    if seen and says_something(seen.action_step) and _fit_to_send(seen.action_step):
        return _sentence(seen.action_step)
    step = bank_step(focus, person, f"{seen.development}\n{seen.action_step}" if seen else "", book)
    return _with_evidence(step) if step else ""


def bank_step(focus: str, person: Staff, said: str, book: Book) -> BankStep | None:
    """The unused step of the bank that fits best what an observer said; ties go by the step's own words."""
    given = [folded(t.text) for t in book.targets if t.text and t.email in (person.email, *person.other_emails)]
    fitting = [s for s in book.bank if s.focus == focus and _for(s, person) and _fit_to_send(f"{s.step}\n{s.evidence}")
               and not any(folded(s.step) in text for text in given)]
    return min(fitting, key=lambda s: (-len(keywords_in(said, s.keywords)), s.step), default=None)


def _for(step: BankStep, person: Staff) -> bool:
    theirs = {loose(d) for d in person.all_departments}
    return not step.departments or bool(theirs & {loose(d) for d in step.departments})


def _fit_to_send(text: str) -> bool:
    """Whether it is short enough for one step, and no grade and no student's initials stand in it."""
    return len(text) <= LONGEST and not (grade_words(text) or initials(text))


def _with_evidence(step: BankStep) -> str:
    evidence = f" By meeting 2, bring: {step.evidence[0].lower()}{step.evidence[1:]}" if step.evidence else ""
    return _sentence(step.step) + (_sentence(evidence) if evidence else "")


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "’", ")")) else f"{text}."
