"""Why this target, in one sentence for its teacher: at most the words that matched, never a comment, a date, a name or a grade."""

from collections.abc import Sequence

from sgp.contract import Focus, Observation, Staff, Target
from sgp.contract.names import folded, loose
from sgp.contract.programme import CARRIED_ON, CHOSEN, SURE
from sgp.desk import Desk
from sgp.reading import Reading, read
from sgp.targets.folder import in_window
from sgp.wording import unfit

MOST_WORDS = 3


def reason(target: Target, person: Staff, observations: Sequence[Observation], desk: Desk) -> str:
    """The sentence for the focus that stands in the row now, or "" where nothing speaks for it.

    `observations` are the teacher's, newest first; those later than the draft do not count.
    """
    if folded(target.how_sure) == folded(CARRIED_ON):
        return "It carries on from last time: a good start is worth finishing."
    focus = next((f for f in desk.book.focuses if f.name == target.focus), None)
    seen = in_window(observations, desk.book.school, target.drafted_on or desk.today)
    readings = [r for o in seen if focus and (r := read(o, desk.vocabulary).development).focus == focus.name and r.how in (CHOSEN, SURE)]
    return _noted(readings) if readings else _shared(focus, person) if focus else ""


def _noted(readings: Sequence[Reading]) -> str:
    words = {folded(w): " ".join(w.split()) for r in readings for w in r.words if not unfit(w)}
    quoted = [f"“{w}”" for w in words.values()][:MOST_WORDS]
    came_up = " and ".join(filter(None, (", ".join(quoted[:-1]), *quoted[-1:])))
    return f"It builds on notes from your lessons, where {came_up or 'this focus'} came up."


def _shared(focus: Focus, person: Staff) -> str:
    if any(loose(d) == loose(person.home) for d in focus.departments):
        return f"It is a focus of {person.home} this year."
    return "It is one of our whole-school focuses this year." if focus.whole_school else ""
