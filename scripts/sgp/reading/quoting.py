"""The words that matched, exactly as they stand in what was read."""

import re
from collections.abc import Iterable
from functools import lru_cache

from sgp.reading.text import Text
from sgp.reading.vocabulary import Vocabulary
from sgp.reading.weighing import Piece
from sgp.wording import grade_words, initials

_GRADE = re.compile(r"\bgrade", re.IGNORECASE)


def quoted(said: Iterable[Piece], vocabulary: Vocabulary) -> tuple[str, ...]:
    """What matched, each once, in order; never a grade, initials or a name that stands between."""
    found: dict[str, str] = {}
    for piece in said:
        for part in _slices(piece.text, piece.hit.places, vocabulary):
            if _may_be_quoted(part):
                found.setdefault(part.casefold(), part)
    return tuple(found.values())


@lru_cache(maxsize=8192)
def _may_be_quoted(part: str) -> bool:
    return not (_GRADE.search(part) or grade_words(part) or initials(part))


def _slices(text: Text, places: tuple[int, ...], vocabulary: Vocabulary) -> list[str]:
    """The stretch from the first word to the last, or the words singly where what stands between is no ordinary word."""
    between = [w for i in range(places[0], places[-1]) if i not in places for w in (text.words[i],)]
    whole = text.text[text.spans[places[0]][0]:text.spans[places[-1]][1]]
    names = vocabulary.language.first_names
    if all(w.text.islower() and w.plain in vocabulary.language.words and w.plain not in names for w in between) and len(whole) <= 80:
        return [whole]
    return [text.text[slice(*text.spans[place])] for place in places]
