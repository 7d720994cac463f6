"""How the page says its numbers."""

from collections.abc import Sequence
from datetime import date

from sgp.report.published import Published
from sgp.report.tally import NO_ANSWER
from sgp.suppression import Told
from sgp.wording import listed

GRADES_NOBODY = "Here is the cycle in numbers; they name nobody and grade nobody."


def so_many(number: int, one: str, several: str = "") -> str:
    """A number of things: 1 idea, 2 ideas."""
    return f"{number} {one if number == 1 else several or one + 's'}"


def percent(part: int, whole: int) -> str:
    """A share in whole hundredths."""
    return f"{round(100 * part / whole)}%"


def share(count: Told) -> str:
    """The share that a count is: 70%, 90% or more, under 12%."""
    if count.exact:
        return percent(count.least, count.of)
    return f"{100 * count.least // count.of}% or more" if count.least else f"under {-(-100 * (count.most + 1) // count.of)}%"


def number(count: Told) -> str:
    """The count, as far as it is told: 28, 36 or more, fewer than 5."""
    if count.exact:
        return str(count.least)
    return f"{count.least} or more" if count.least else f"fewer than {count.most + 1}"


def either(names: Sequence[str]) -> str:
    """The name of a block: Not yet or partly."""
    first, *others = [n for n in names if n != NO_ANSWER] + [n for n in names if n == NO_ANSWER]
    return listed([first, *(o.casefold() for o in others)], "or")


def day(when: date) -> str:
    """A day with its year: 4 December 2026."""
    return f"{when.day} {when:%B %Y}"


def title(cycle: Published) -> str:
    """The page's heading: while the cycle lasts, and once its third meeting has been."""
    return f"{cycle.cycle}: {'what came of it' if '3' in cycle.been else 'how it is going'}" if cycle.cycle else "No cycle yet"


def lead(cycle: Published) -> str:
    """The page's first words: what was done, as far as the cycle has come."""
    if cycle.few:
        return "The cycle has begun. So few teachers have a target that this page does not count them yet."
    if not cycle.teachers:
        return f"{'Nobody has a target in this cycle yet. ' if cycle.cycle else ''}This page fills as the cycle goes on."
    does = "tried" if "2" in cycle.been else "have"
    return " ".join([f"{cycle.teachers} teachers each {does} one small step in their own teaching.", *_met(cycle), GRADES_NOBODY])


def _met(cycle: Published) -> list[str]:
    groups = so_many(cycle.groups, "small group") if cycle.groups else "small groups"
    first = f"They planned theirs in {groups} with colleagues of other departments"
    if "2" in cycle.been:
        last = ["Then departments chose ideas for their schemes of work."] if "3" in cycle.been else []
        return [f"{first}, and met again to share how it went.", *last]
    return [f"{first}."] if "1" in cycle.been else ["The first meeting is still to come."]
