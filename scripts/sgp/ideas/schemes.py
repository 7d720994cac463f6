"""Ideas on their way into schemes of work: a row for each that a department takes up, followed until it is embedded."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date
from types import MappingProxyType

from sgp.contract import Book, Scheme
from sgp.contract.names import loose, says_something
from sgp.ideas.key import key_of
from sgp.responses import Answer, Answers

STARTS = {"Adopt": "Agreed", "Try": "Trying"}
EMBEDDED, DROPPED = "Embedded", "Dropped"
NOW_EMBEDDED = "Now embedded"
OPEN = (*STARTS.values(), "")
"""A status that still asks for something; so does none at all."""
Decided = Mapping[str, str]
"""Key of an answer -> the decision it told."""
NOTHING: Decided = MappingProxyType({})
_About = tuple[str, str]
"""A department and an idea, in any cycle."""


def with_new_schemes(book: Book, answers: Answers, before: Decided = NOTHING) -> tuple[Scheme, ...]:
    """The rows of `Schemes of work`: all that stand, and a row for each idea newly adopted or tried.

    An idea that a department has on its way from an earlier cycle is no new one. A standing row changes only its `Status`, to Embedded,
    when an answer of its cycle or a later one says so; never one that was dropped. `before` is what answers said at the last run
    already: what a person made of a status since then stays, and what was dropped is taken up anew only by an answer that is new.
    """
    said = _said(answers)
    by_key = {_key(a): theirs for theirs in said.values() for a in theirs}
    standing = [_moved_on(s, said.get(_about(s.department, s.idea)) or by_key.get(s.key, ()), before) for s in book.schemes]
    return (*standing, *_begun(standing, said, answers, before))


def is_open(scheme: Scheme) -> bool:
    """Whether it is neither embedded nor dropped."""
    return scheme.status in OPEN


def open_first(schemes: Iterable[Scheme], today: date) -> list[Scheme]:
    """Those that are open: overdue ones first, then the next that is due, then those without a date."""
    return sorted((s for s in schemes if is_open(s)), key=lambda s: (s.due is None, s.due or today, s.department, s.idea, s.key))


def _said(answers: Answers) -> Mapping[_About, Sequence[Answer]]:
    """What each department said of each idea, by cycle."""
    found: dict[_About, list[Answer]] = defaultdict(list)
    for answer in answers.of("3"):
        if says_something(answer.text("idea")):
            found[_about(answer.department, answer.text("idea"))].append(answer)
    return found


def _about(department: str, idea: str) -> _About:
    return loose(department), loose(idea)


def _key(answer: Answer) -> str:
    return key_of(answer.cycle.name, answer.department, answer.text("idea"))


def _moved_on(scheme: Scheme, said: Sequence[Answer], before: Decided) -> Scheme:
    """The row as the answers of its own cycle and of later ones leave it."""
    own = next((n for n, a in enumerate(said) if loose(a.cycle.name) == loose(scheme.cycle)), 0)
    newest = next(reversed(said[own:]), None)
    says_so = newest is not None and newest.text("decision") == NOW_EMBEDDED and not _is_known(newest, before)
    return scheme.model_copy(update={"status": EMBEDDED}) if says_so and scheme.status != DROPPED else scheme


def _is_known(answer: Answer, before: Decided) -> bool:
    return before.get(_key(answer)) == answer.text("decision")


def _begun(standing: Sequence[Scheme], said: Mapping[_About, Sequence[Answer]], answers: Answers, before: Decided) -> list[Scheme]:
    """A row for each idea that was taken up and stands nowhere, in the cycle in which it was."""
    keys, stands = {s.key for s in standing}, {_about(s.department, s.idea) for s in standing}
    alive = {_about(s.department, s.idea) for s in standing if s.status != DROPPED}
    started = {_key(a) for a in answers.superseded if a.text("decision") in STARTS}
    found = []
    for about, theirs in said.items():
        fresh = [a for a in theirs if _key(a) not in keys and not (about in stands and _is_known(a, before))]
        first = next((a for a in fresh if _goes_in(a, started)), None)
        if first and about not in alive:
            later = theirs[theirs.index(first):]
            found.append(_row(first, any(a.text("decision") == NOW_EMBEDDED for a in later)))
    return found


def _goes_in(answer: Answer, started: Set[str]) -> bool:
    """Adopted or tried; or now embedded, where an earlier answer had adopted or tried it."""
    decision = answer.text("decision")
    return decision in STARTS or (decision == NOW_EMBEDDED and _key(answer) in started)


def _row(answer: Answer, embedded: bool) -> Scheme:
    return Scheme(
        key=_key(answer), cycle=answer.cycle.name, department=answer.department, idea=answer.text("idea"),
        source=answer.text("whose") or answer.person.name, place=answer.text("place"), owner=answer.text("owner"),
        due=answer.fields.get("due") or None, link=answer.text("link"),
        status=EMBEDDED if embedded else STARTS.get(answer.text("decision"), EMBEDDED),
    )
