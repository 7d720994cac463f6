"""Why this target, in one sentence for its teacher: at most the keywords that matched, never a comment, a date, a name or a grade."""

from collections.abc import Iterable, Sequence

from sgp.contract import Focus, Observation, Staff, Target
from sgp.contract.names import folded, loose
from sgp.contract.programme import CARRIED_ON
from sgp.desk import Desk
from sgp.reading import Vocabulary, keywords_in, read
from sgp.targets.folder import in_window
from sgp.wording import listed, unfit

MOST_WORDS = 3


def reason(target: Target, person: Staff, observations: Sequence[Observation], desk: Desk) -> str:
    """The sentence for the focus that stands in the row now, or "" where nothing speaks for it.

    `observations` are the teacher's, newest first; those later than the draft do not count.
    """
    if folded(target.how_sure) == folded(CARRIED_ON):
        return "It carries on from last time: a good start is worth finishing."
    focus = next((f for f in desk.book.focuses if f.name == target.focus), None)
    seen = in_window(observations, desk.book.school, target.drafted_on or desk.today)
    readings = [r for o in seen if focus and (r := read(o, desk.vocabulary).development).focus == focus.name]
    if focus is None or not readings:
        return _shared(focus, person) if focus else ""
    return _noted(_keywords((word for r in readings for word in r.words), focus, desk.vocabulary))


def _keywords(words: Iterable[str], focus: Focus, vocabulary: Vocabulary) -> list[str]:
    """What matched, in the words of the tab Focuses: an observer's own may be blunt, and several in a row would be the comment."""
    met = ((word, keywords_in(word, focus.keywords, vocabulary)) for word in words)
    found = [next((k for k in keywords if folded(k) == folded(word)), keywords[0]) for word, keywords in met if keywords]
    return [k for k in dict.fromkeys(found) if not unfit(k)][:MOST_WORDS]


def _noted(keywords: Sequence[str]) -> str:
    came_up = listed([f"“{k}”" for k in keywords]) or "this focus"
    return f"It builds on notes from your lessons, where {came_up} came up."


def _shared(focus: Focus, person: Staff) -> str:
    if any(loose(d) == loose(person.home) for d in focus.departments):
        return f"It is a focus of {person.home} this year."
    return "It is one of our whole-school focuses this year." if focus.whole_school else ""
