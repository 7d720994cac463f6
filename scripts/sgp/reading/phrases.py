"""Phrases found among words: the longest first, small words and word families let through."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from math import inf
from typing import Generic, NamedTuple, TypeVar

from sgp.reading.words import COLON, COMMA, SKIPPED

M = TypeVar("M")
FAR = 3
"""Words that may stand inside a phrase that begins with a doing: "check whole-class understanding"."""


class Word(NamedTuple):
    """A word of a text, made once: the keys it is found by, and what may begin with it."""

    text: str
    plain: str
    keys: tuple[str, ...]
    keyword: "Pattern[Meanings] | None"
    """What the word is by itself."""
    keywords: "Mapping[str, tuple[Pattern[Meanings], ...]]"
    """The longer phrases that it begins, by their last key: nearly always that is not in the text."""
    cues: "tuple[Pattern[tuple[str, ...]], ...]"
    tells: bool
    """Whether it says anything by itself: no small word, no pleasantry."""
    mended: bool = False
    wavers: bool = False
    """Whether what it is depends on where it stands."""
    opens: bool = False
    """Whether the next word may be its second half: "home work"."""


class Meaning(NamedTuple):
    """What a phrase says of one focus."""

    focus: int
    concept: tuple[str, ...]
    """The keyword behind the phrase, so that it counts once however it is said."""
    weight: float
    told: bool = False
    """Whether it only tells of a keyword, and holds none itself."""


Meanings = tuple[Meaning, ...]


class Pattern(NamedTuple, Generic[M]):
    """A phrase by its keys; `first` is told by where it is kept."""

    rest: tuple[str, ...]
    last: str
    far: bool
    meaning: M
    worth: float = 0.0
    """What it counts at most; a saying stands above every keyword."""


class Hit(NamedTuple, Generic[M]):
    """A phrase that stands in a text: the places of its words."""

    places: tuple[int, ...]
    meaning: M
    worth: float = 0.0


def by_first(
    phrases: Mapping[tuple[str, ...], M], far: Collection[tuple[str, ...]] = (), worth: Callable[[M], float] = lambda _: 0.0,
) -> dict[str, list[Pattern[M]]]:
    """The phrases by their first key, longest first; those in `far` may be parted by any word."""
    found: dict[str, list[Pattern[M]]] = {}
    for keys, meaning in sorted(phrases.items(), key=lambda item: (-len(item[0]), item[0])):
        found.setdefault(keys[0], []).append(Pattern(keys[1:], keys[-1], keys in far, meaning, worth(meaning)))
    return found


def worth(meaning: Meanings) -> float:
    """What a keyword's phrase counts at most; a saying, which means nothing, stands above."""
    return max((m.weight for m in meaning), default=inf)


def places_of(pattern: Pattern[M], words: Sequence[Word], levels: Sequence[int], start: int) -> tuple[int, ...]:
    """Where the words of a pattern stand that begins at `start`, or ()."""
    places, at, end = [start], start, len(words)
    reach = COLON if len(pattern.rest) > 1 else COMMA  # "plan, monitor, evaluate" goes over commas, "pace, timing" is no phrase
    for key in pattern.rest:
        skipped = 0
        at += 1
        while at < end and levels[at] < reach and key not in words[at].keys:
            skipped += 1
            if skipped > FAR or levels[at] or not (pattern.far or (skipped < 3 and words[at].plain in SKIPPED)):
                return ()
            at += 1
        if at >= end or levels[at] >= reach:
            return ()
        places.append(at)
    return tuple(places)


def longest(hits: Iterable[Hit[Meanings]]) -> list[Hit[Meanings]]:
    """The hits of which no word is part of a longer one, in the order of the text; sayings before keywords, the weightiest first."""
    taken: set[int] = set()
    kept = []
    for hit in sorted(hits, key=lambda h: (-len(h.places), -h.worth, h.places)):
        if taken.isdisjoint(hit.places):
            taken.update(hit.places)
            kept.append(hit)
    return sorted(kept, key=lambda h: h.places)
