"""What is unwise in the wording of a target. Advice only: a target is never changed, and what must not be sent is held elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from sgp.advice.doubled import two_areas, two_targets
from sgp.advice.known import discretion, known_words
from sgp.advice.parts import bare, steps_in
from sgp.advice.students import students_in
from sgp.advice.vague import is_vague
from sgp.contract import Language
from sgp.wording import initials

LONGEST = 40
"""Words beyond which a target is more than one small step."""
ALIKE = 88
"""Per cent of likeness from which two steps are the same one."""
_SIGNS = "-–—•*·…&+/"


@dataclass(frozen=True)
class Advice:
    """One thing that is unwise in a target, and what to do about it. Nothing of the target is quoted: it may be an observer's words."""

    what: str
    mend: str


STUDENT = Advice("A student's name seems to stand here.",
                 "Say “one student” or “two students who are often stuck”. If it is no student's name, leave it.")
VAGUE = Advice("No small step seems to be named here, only an aim.", "Name one thing to do, small enough to try in the next lesson.")
TWO = Advice("Two targets seem to stand here.", "Keep the one that matters more.")
SAME = Advice("It is much the same as this teacher's target in the last cycle.", "Choose another step. If it is to go on, leave it.")


def advice(text: str, before: str, known: frozenset[str], language: Language) -> tuple[Advice, ...]:
    """What a coordinator should look at in a target before it is sent, what matters most first; () where it is well said.

    `before`: the teacher's target of the cycle before, "" where there is none or it is carried on. `known`: words in lower case that
    name no student. Grades and initials, which are held, are not told here.
    """
    return tuple(_told(text, before, known, language)) if text.strip() else ()


def _told(text: str, before: str, known: frozenset[str], language: Language) -> Iterator[Advice]:
    vague = is_vague(steps_in(text), language.short_forms)
    if not initials(text) and students_in(text, known, language):
        yield STUDENT
    if vague:
        yield VAGUE
    if two_targets(text) or (vague and two_areas(text)):
        yield TWO
    if (long := len([w for w in text.split() if w.strip(_SIGNS)])) > LONGEST:
        yield Advice(f"It is {long} words long.", f"Cut it to {LONGEST} words or fewer.")
    if before.strip() and _same(text, before):
        yield SAME


def _same(text: str, before: str) -> bool:
    """Whether both ask for one step, whatever class, purpose and evidence stand around it."""
    now, then = bare(text), bare(before)
    return bool(now and then) and (now == then or fuzz.token_sort_ratio(now, then, score_cutoff=ALIKE) > 0)


__all__ = ["Advice", "advice", "discretion", "known_words"]
