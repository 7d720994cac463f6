"""Targets that have not gone yet: what is unwise in their wording, and what has been seen since they were drafted."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sgp.advice import advice, known_words
from sgp.contract import Book, Language, Observation, Target
from sgp.contract.names import folded
from sgp.contract.programme import CARRIED_ON
from sgp.errors import WARNING, Problem
from sgp.people import People
from sgp.steps.bank import plain
from sgp.targets.folder import by_teacher, in_window
from sgp.targets.why import focus_of, observations_read


def check_drafts(book: Book, people: People, today: date, language: Language) -> list[Problem]:
    """Warnings about the unsent targets of the cycles that have not closed."""
    ended = {folded(c.name) for c in book.cycles if c.closes_on and c.closes_on < today}
    seen, before = by_teacher(book.observations), _texts_before(book, people)
    known, steps = known_words(book), _steps(book)
    waiting = [t for t in book.targets if t.text and not t.sent_on and folded(t.cycle) not in ended]
    found = []
    for target in waiting:
        lessons = seen.get(people.address_of(target.email), ())
        found += [*_unwise(target, before, known, language), *_of_another_focus(target, steps, lessons), *_news(target, lessons, book)]
    return found


def _unwise(target: Target, before: Mapping[int, str], known: frozenset[str], language: Language) -> Iterable[Problem]:
    last = "" if target.how_sure == CARRIED_ON else before.get(target.row, "")
    return [_told(target, a.what, a.mend) for a in advice(target.text, last, known, language)]


def _steps(book: Book) -> dict[str, list[str]]:
    """The steps of the target bank by focus, as they are compared."""
    found: dict[str, list[str]] = defaultdict(list)
    for step in book.bank:
        found[step.focus].append(plain(step.step))
    return found


def _of_another_focus(target: Target, steps: Mapping[str, Sequence[str]], seen: Iterable[Observation]) -> Iterable[Problem]:
    """Told where the focus was changed and the words that were drafted for another one still stand."""
    text, drafted_for = plain(target.text), focus_of(target.why)
    if not target.focus or any(words in text for words in steps.get(target.focus, ()) if words):
        return []
    agreed = drafted_for and any(words in text for o in seen if (words := plain(o.action_step)))
    of = drafted_for if agreed else next((focus for focus, those in steps.items() if any(w in text for w in those if w)), target.focus)
    if of == target.focus:
        return []
    mend = "Empty the Target to have one drafted for the new focus, or write one."
    return [_told(target, f"The focus is {target.focus} now, but the step is one for {of}.", mend)]


def _news(target: Target, seen: Sequence[Observation], book: Book) -> Iterable[Problem]:
    """Told where more observations stand in the book now than were read for the draft."""
    read = observations_read(target.why)
    if read is None or target.drafted_on is None:
        return []
    now = in_window(seen, book.school, target.drafted_on, until=date.max)
    if len(now) <= read:
        return []
    mend = "Read it. If the target is still right, leave it; to have it drafted anew, empty its Focus and its Target."
    return [_told(target, "There is a new observation of this teacher since the target was drafted.", mend)]


def _texts_before(book: Book, people: People) -> dict[int, str]:
    """Row of a target -> the text of that teacher's target in the cycle before."""
    begun = {folded(c.name): (c.send_on or c.closes_on or date.min, c.name) for c in book.cycles}
    rows = sorted((t for t in book.targets if t.text and folded(t.cycle) in begun), key=lambda t: (begun[folded(t.cycle)], t.row))
    last: dict[str, str] = {}
    before = {}
    for target in rows:
        who = people.address_of(target.email)
        before[target.row], last[who] = last.get(who, ""), target.text
    return before


def _told(target: Target, what: str, mend: str) -> Problem:
    return Problem(WARNING, Target.tab.title, target.row, Target.fields["text"], f"{target.name or target.email}: {what}", mend)
