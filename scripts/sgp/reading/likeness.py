"""How like a text is to what is written about a focus: for suggestions, and to settle what is nearly even."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

from sgp.contract import BankStep, Focus
from sgp.reading.words import SKIPPED, family, listed, words_of

MOST = 0.2
"""What likeness can count at most: less than any keyword."""
_EMPTY = SKIPPED | listed("is are was were be to in on at as by from not no they them you your he she it we i pupils students one each")


@dataclass(frozen=True)
class Likeness:
    """For each word's family, the focuses it speaks for and how much."""

    weights: Mapping[str, tuple[tuple[int, float], ...]]

    def of(self, words: Iterable[str]) -> dict[int, float]:
        """How like these words are to each focus, 0 to MOST."""
        found: dict[int, float] = {}
        seen = sorted({family(w) for w in words if w not in _EMPTY})
        for word in seen:
            for focus, weight in self.weights.get(word, ()):
                found[focus] = found.get(focus, 0.0) + weight
        return {focus: min(MOST, MOST * total / (1 + sqrt(len(seen)))) for focus, total in found.items()}


def likeness_of(focuses: Sequence[Focus], steps: Iterable[BankStep]) -> Likeness:
    """Learned from each focus's name, description, keywords and steps; rare words tell more."""
    texts = {f.name: [f.name, f.description, f.keywords] for f in focuses}
    for step in steps:
        texts.get(step.focus, []).extend((step.step, step.keywords))
    counts = [Counter(family(w) for part in texts[f.name] for x in words_of(part) if (w := x.casefold()) not in _EMPTY) for f in focuses]
    spread = Counter(word for count in counts for word in count)
    weights = {
        word: tuple((i, round((1 + log(c[word])) * log(1 + len(counts) / spread[word]) / log(1 + len(counts)), 6))
                    for i, c in enumerate(counts) if word in c)
        for word in sorted(spread)
    }
    return Likeness(weights)
