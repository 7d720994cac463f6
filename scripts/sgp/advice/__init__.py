"""What is unwise in the wording of a target. Advice only: a target is never changed, and what must not be sent is held elsewhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from sgp.advice.doubled import two_targets
from sgp.advice.parts import bare, steps_in
from sgp.advice.students import students_in
from sgp.advice.vague import is_vague
from sgp.contract import Language
from sgp.wording import grade_words, initials

LONGEST = 40
"""Words beyond which a target is more than one small step."""
ALIKE = 88
"""Per cent of likeness from which two steps are the same one."""
_QUOTED = 7
_SIGNS = "-–—•*·…&+/"


@dataclass(frozen=True)
class Advice:
    """One thing that is unwise in a target, and what to do about it. No student is named in it and no grade."""

    what: str
    mend: str


def advice(text: str, before: str, known: frozenset[str], language: Language) -> tuple[Advice, ...]:
    """What a coordinator should look at in a target before it is sent, what matters most first; () where it is well said.

    `before`: the teacher's target of the cycle before, "" where there is none or it is carried on. `known`: words in lower case that
    name no student.
    """
    return tuple(_told(text, before, known, language)) if text.strip() else ()


def _told(text: str, before: str, known: frozenset[str], language: Language) -> Iterator[Advice]:
    graded, letters, students = grade_words(text), initials(text), students_in(text, known, language)
    if graded:
        yield Advice("A grade seems to stand here.", "Say it without the grade: it is not sent like this.")
    if letters:
        yield Advice("A student's initials seem to stand here.", "Say it without them: it is not sent like this.")
    if students and not letters:
        yield Advice(f"A student's name seems to stand here, {_place(text, students[0][0])}.",
                     "Say “one student” or “two students who are often stuck”. If it is no student's name, leave it.")
    hidden = _hidden(text, students, (*letters, *graded))
    if is_vague(steps_in(text), language.short_forms):
        yield Advice(_vague(hidden), "Name one thing to do, small enough to try in the next lesson.")
    if two := two_targets(hidden):
        yield Advice(f"Two targets seem to stand here: “{_short(two[0])}” and “{_short(two[1])}”.", "Keep the one that matters more.")
    if (long := len([w for w in text.split() if w.strip(_SIGNS)])) > LONGEST:
        yield Advice(f"It is {long} words long.", f"Cut it to {LONGEST} words or fewer.")
    if before.strip() and _same(text, before):
        yield Advice("It is much the same as this teacher's target in the last cycle.", "Choose another step. If it is to go on, leave it.")


def _vague(text: str) -> str:
    step = " ".join(steps_in(text))
    return f"No small step seems to be named here, only an aim: “{_short(step)}”." if step else "No step seems to be named here."


def _same(text: str, before: str) -> bool:
    """Whether both ask for one step, whatever class, purpose and evidence stand around it."""
    now, then = bare(text), bare(before)
    return bool(now and then) and (now == then or fuzz.token_sort_ratio(now, then, score_cutoff=ALIKE) > 0)


def _place(text: str, at: int) -> str:
    words = text[:at].split()[-3:]
    return f"after “{' '.join(words)}”" if words else "at the beginning"


def _hidden(text: str, students: Sequence[tuple[int, int]], others: Sequence[str]) -> str:
    """The text with a dash for every name, all initials and grades, so that none is quoted."""
    for start, end in reversed(students):
        text = f"{text[:start]}—{text[end:]}"
    for other in others:
        text = text.replace(other, "—")
    return text


def _short(text: str) -> str:
    words = text.strip(" ,;.:").split()
    return " ".join(words) if len(words) <= _QUOTED else f"{' '.join(words[:_QUOTED]).rstrip(',;:.')} …"
