"""The target bank, sorted once for all teachers."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.fuzz import partial_ratio

from sgp.contract import BankStep
from sgp.contract.names import clean, loose
from sgp.wording import unfit

LETTERS = 600
"""A text of more letters is a report and no step."""
ALIKE = 90
"""Of 100: so much alike are two wordings of one step."""
SHORT = 15
"""Letters: in so few, likeness says nothing."""
COMMON = frozenset(re.findall(r"\w+", """
    after also before class each every first from have into lesson lessons more most once only over part pupil pupils student students
    task their them then they this time times twice week weeks what when where which while with work your
"""))
"""Words that tell nothing of a step."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Card:
    """One step of the bank, as it is compared: all its words, the telling ones and those of its keywords.

    `departments` are those it is for; none means all.
    """

    step: BankStep
    words: str
    telling: frozenset[str]
    departments: frozenset[str]


Bank = Mapping[str, tuple[Card, ...]]
"""The name of a focus -> the cards that may be used, in the order of their words."""


def bank_of(steps: Iterable[BankStep]) -> Bank:
    """Sort the steps by focus, in an order of their own. One with a grade or initials, without words, or too long is left out."""
    found: dict[str, list[Card]] = defaultdict(list)
    for step in sorted(steps, key=lambda s: (s.step, s.evidence, s.keywords, s.departments)):
        if (words := plain(step.step)) and len(step.step) <= LETTERS and not (unfit(step.step) or unfit(step.evidence)):
            told = telling(f"{step.step} {step.keywords}")
            found[step.focus].append(Card(step, words, told, frozenset(loose(d) for d in step.departments)))
    return {focus: tuple(cards) for focus, cards in found.items()}


@lru_cache(maxsize=1024)
def plain(text: str) -> str:
    """The words of a text for comparing: no capitals, no punctuation."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFC", clean(text)).casefold()))


def telling(text: str) -> frozenset[str]:
    """The words of a text that tell something, down to their stems, roughly."""
    return frozenset(word[:5] for word in plain(text).split() if len(word) > 3 and word not in COMMON)


def given_before(words: str, given: Sequence[str]) -> bool:
    """Whether one of the targets holds the step, perhaps reworded a little. Both are `plain`.

    A very short step is not looked for in other words. A target shorter than the step is only a part of it, and does not count.
    """
    return any(f" {words} " in f" {text} " or (SHORT < len(words) * ALIKE / 100 <= len(text) and _alike(words, text)) for text in given)


@lru_cache(maxsize=1024)
def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _alike(words: str, text: str) -> bool:
    """Whether the text holds the step nearly word for word; texts with few common words need no comparing letter by letter."""
    ours = _words(words)
    return len(ours & _words(text)) * 2 >= len(ours) and partial_ratio(words, text, score_cutoff=ALIKE) > 0
