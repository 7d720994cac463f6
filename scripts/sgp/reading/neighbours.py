"""What the parts of a comment say of one another."""

from sgp.reading import cues
from sgp.reading.parts import Part
from sgp.reading.text import Text
from sgp.reading.words import COLON, COMMA, DASH, STOP, listed

SHORT = 5
"""Words that a heading has at most."""
_SAME = listed("it its it's they these this none")


def linked(parts: list[Part], text: Text) -> list[Part]:
    """The parts, each with what its neighbours say of it."""
    for place, part in enumerate(parts):
        begins = text.words[part.start].plain if part.start < part.last else ""
        part.same = begins in _SAME
        part.denied = begins == "not" and any(cues.TURN in p.flags for p in parts[place + 1:place + 3])
    _labelled(parts)
    for before, part, after in zip(parts, parts[1:], [*parts[2:], None], strict=False):
        if _interrupted(before, part, after) or _answers(part, before) or (_looks_back_on(part, before) and not (after and after.same)):
            before.flags.add(cues.DISMISS)
    return parts


def _labelled(parts: list[Part]) -> None:
    """A part that is nothing but a label ("main point", "minor:") speaks for what follows its colon, else for what stands before it."""
    for place, part in enumerate(parts):
        label = part.flags & {cues.MAIN, cues.MINOR}
        if not label or part.start < part.last or part.last - part.first > 3:
            continue
        after = place + 1
        if after < len(parts) and parts[after].level in (COLON, DASH):
            parts[after].flags |= label
        elif place and part.level < STOP:
            parts[place - 1].flags |= label


def _looks_back_on(part: Part, before: Part) -> bool:
    """"The quiz, which was lovely, ..." and "not scaffolding (that's sorted)": what praises the part before settles it."""
    return cues.WHICH in part.flags and part.settled and part.level < STOP and not before.asks


def _interrupted(before: Part, part: Part, after: Part | None) -> bool:
    """"The discussion, which you had planned, worked well": what comes after the interruption is said of it."""
    if after is None or before.flags or cues.WHICH not in part.flags:
        return False
    return after.level == COMMA and after.settled and after.last - after.first <= SHORT


def _answers(part: Part, before: Part) -> bool:
    """"Routines: excellent", "Behaviour? Not an issue": a heading and what is said of it."""
    if not before.flags <= {cues.DOING} or max(before.last - before.first, part.last - part.first) > SHORT:
        return False
    if part.level in (COLON, DASH):
        return part.settled
    return part.level == STOP and (cues.DISMISS in part.flags or (part.praised and part.last - part.first == 1))
