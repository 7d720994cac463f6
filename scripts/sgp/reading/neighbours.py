"""What the parts of a comment say of one another."""

from sgp.reading import cues
from sgp.reading.parts import Part
from sgp.reading.text import Text
from sgp.reading.words import COLON, DASH, STOP, listed

SHORT = 4
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
        if _answers(part, before) or (_looks_back_on(part, before) and not (after and after.same)):
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


def _answers(part: Part, before: Part) -> bool:
    """"Routines: excellent", "Behaviour? Not an issue": a heading and what is said of it."""
    if before.flags or max(before.last - before.first, part.last - part.first) > SHORT:
        return False
    return part.settled if part.level in (COLON, DASH) else part.level == STOP and cues.DISMISS in part.flags
