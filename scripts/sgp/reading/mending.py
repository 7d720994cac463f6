"""Typing errors: an unknown word becomes the one known word that it is nearest to, or stays as it is."""

from collections.abc import Collection, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from sgp.reading.words import family

SHORTEST, LONG = 4, 7
"""Letters from which one slip is mended, and from which two are."""


def mend(word: str, known: Sequence[str], ordinary: Collection[str]) -> str:
    """The known word that a word in lower case was meant to be, or "" where it may be right or is anybody's guess.

    One letter wrong, missing, too many or swapped; two in a long word that begins alike. Two candidates that are no relatives: none.
    """
    if len(word) < SHORTEST or not word.isalpha() or word in ordinary or word.removesuffix("s") in ordinary:
        return ""
    most = 2 if len(word) >= LONG else 1
    close = process.extract(word, known, scorer=OSA.distance, score_cutoff=most, limit=None)
    near = [(found, slips) for found, slips, _ in close if slips < 2 or found[0] == word[0]]
    best = [found for found, slips in near if slips == min(s for _, s in near)]
    return min(best) if len({family(found) for found in best}) == 1 else ""
