"""The clauses of a comment, and what each is: praise, a point to develop, or neither."""

from typing import NamedTuple

from sgp.reading import cues
from sgp.reading.neighbours import SHORT, linked
from sgp.reading.parts import NOWHERE, Part, parts_of
from sgp.reading.text import Text
from sgp.reading.words import COLON, COMMA, STOP

PRAISE, POINT, NEITHER = "praise", "point", ""
REMEDY, WANTING, MAIN, MINOR, CONCEDED, STRAY = 1.25, 1.1, 1.5, 0.4, 0.3, 0.7
"""What a clause counts that says what to do, what is wanting, the main thing, a minor one, what is conceded; a point among praise."""


class Clause(NamedTuple):
    """Words from `first` up to `last` (not included) that say one thing."""

    first: int
    last: int
    side: str
    weight: float = 1.0
    marked: bool = False
    """Whether the observer marked the side: WWW, EBI."""
    under: int = NOWHERE
    """From which word on things are only said by the way ("before ...", "so that ...")."""
    aside: int = NOWHERE
    """From which word on things are held against what is meant ("rather than ...")."""
    yields: bool = False
    """Whether it only leads up to a "but": what follows counts, if it says anything."""


def clauses(text: Text, usual: str) -> list[Clause]:
    """The clauses of a cell; `usual` is the side that its heading gives it."""
    parts = linked(parts_of(text), text)
    found: list[Clause] = []
    mode, marked = usual, False
    for place, part in enumerate(parts):
        after = parts[place + 1] if place + 1 < len(parts) else None
        if part.flags & {cues.WWW, cues.HEAD_PRAISE} and not _looks_back(part, after):
            mode, marked = PRAISE, True
        elif part.flags & {cues.EBI, cues.HEAD_POINT}:
            mode, marked = POINT, True
        sign = text.signs.get(part.first)
        side = PRAISE if sign == "+" else POINT if sign and "+" in text.signs.values() else mode
        since = place > 0 and found[-1].side == POINT and side == mode == usual == PRAISE
        found.append(_judged(part, parts[place - 1] if place else None, after, side, marked or bool(sign), since))
    return found


def _looks_back(part: Part, after: Part | None) -> bool:
    """"Full sentences from all, WWW": the mark stands behind what it marks."""
    return part.last - part.first == 1 and (after is None or after.level >= STOP)


def _judged(part: Part, before: Part | None, after: Part | None, side: str, marked: bool, since: bool) -> Clause:
    if part.flags & {cues.HEAD_PRAISE, cues.HEAD_POINT}:
        return Clause(part.first, part.last, NEITHER, 0.0)
    yields = side == POINT and not marked and _yields(part, after)
    side, weight = _in_praise(part, since) if side == PRAISE else _in_points(part, before, after)
    under = part.first if _fronted(part, after) else part.under
    return Clause(part.first, part.last, side, weight, marked, under, part.aside, yields)


def _yields(part: Part, after: Part | None) -> bool:
    """"The debate was long but ...": it only leads up to what turns, unless that goes on about it ("but it ...")."""
    return after is not None and cues.TURN in after.flags and not (after.same or part.asks or cues.LACK in part.flags)


def _fronted(part: Part, after: Part | None) -> bool:
    """"When reading aloud, ...": all of it stands by the way."""
    return part.under == part.start and _goes_on(after)


def _goes_on(after: Part | None) -> bool:
    return after is not None and after.level < COLON


def _in_points(part: Part, before: Part | None, after: Part | None) -> tuple[str, float]:
    """A part among points: nothing where it praises or waves aside, or goes on with what did."""
    if part.settled or _goes_on_praising(part, before) or _listed(part, after) or part.denied:
        return NEITHER, 0.0
    conceded = cues.CONCEDE in part.flags and cues.LACK not in part.flags and not part.asks
    return POINT, _weight(part) * (CONCEDED if conceded else 1.0)


def _weight(part: Part) -> float:
    if cues.MAIN in part.flags:
        return MAIN
    if cues.MINOR in part.flags:
        return MINOR
    return REMEDY if part.asks else WANTING if cues.LACK in part.flags else 1.0


def _goes_on_praising(part: Part, before: Part | None) -> bool:
    """"..., which was superb", or the rest of a list of what is good."""
    if before is None or part.level >= STOP or not before.settled or cues.TURN in part.flags:
        return False
    bare = not part.asks and part.flags.isdisjoint((cues.LACK, cues.PLAIN))
    return cues.WHICH in part.flags or (part.level == COMMA and bare)


def _listed(part: Part, after: Part | None) -> bool:
    """"Questioning, modelling and pace were all strong": the first of a list that ends in praise."""
    if after is None or part.flags or part.last - part.first > SHORT:
        return False
    return after.level == COMMA and after.settled and cues.PLAIN in after.flags


def _in_praise(part: Part, since: bool) -> tuple[str, float]:
    """A part among praise: a point only where it turns, asks outright, or goes on after a turn."""
    if cues.CONCEDE in part.flags and part.level >= STOP:
        return NEITHER, 0.0
    conceded = cues.CONCEDE in part.flags and not part.praised
    turned = cues.TURN in part.flags and not part.settled
    if turned or conceded or part.flags & {cues.NEEDED, cues.URGE} or (since and (part.asks or cues.LACK in part.flags)):
        return POINT, STRAY
    return PRAISE, MINOR if cues.DISMISS in part.flags else 1.0
