"""Which of a step's own keywords a text holds."""

import re
from functools import lru_cache
from typing import NamedTuple

from sgp.reading.phrases import Pattern, places_of
from sgp.reading.text import Text, taken_apart
from sgp.reading.vocabulary import Vocabulary
from sgp.reading.ways import odd_sign, split, ways_of
from sgp.reading.words import keys_in_text, keys_of


class _Keyword(NamedTuple):
    text: str
    ways: tuple[tuple[str, Pattern[None]], ...]
    odd: re.Pattern[str] | None


def keywords_in(text: str, keywords: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Those of the keywords (parted by ; , or new lines) that the text holds, as the keywords are written.

    Word families and short forms count. A keyword that another found keyword contains does not ("quiz" beside "starter quiz").
    """
    apart, places = _apart(" ".join(text.split()), vocabulary)
    found = [k.text for k in _known(keywords, vocabulary) if _stands(k, apart, places)]
    return tuple(w for w in found if not any(w != other and w.casefold() in other.casefold() for other in found))


def _stands(keyword: _Keyword, text: Text, places: dict[str, list[int]]) -> bool:
    if keyword.odd:
        return bool(keyword.odd.search(text.text))
    return any(places_of(pattern, text.words, text.levels, at) for first, pattern in keyword.ways for at in places.get(first, ()))


@lru_cache(maxsize=1024)
def _known(keywords: str, vocabulary: Vocabulary) -> tuple[_Keyword, ...]:
    return tuple(_keyword(k, vocabulary) for k in split(keywords))


def _keyword(text: str, vocabulary: Vocabulary) -> _Keyword:
    if odd := odd_sign(text):
        return _Keyword(text, (), odd)
    keys = keys_of(text, vocabulary.language.words, vocabulary.language.alone)
    ways = ways_of(keys, vocabulary.groups) if keys else []
    return _Keyword(text, tuple((way[0], Pattern(way[1:], way[-1], False, None)) for way in ways), None)


@lru_cache(maxsize=64)
def _apart(text: str, vocabulary: Vocabulary) -> tuple[Text, dict[str, list[int]]]:
    """The text with every key of every word, and where each key stands."""
    apart = taken_apart(text, vocabulary)
    places: dict[str, list[int]] = {}
    for at, word in enumerate(apart.words):
        keys = (*word.keys, *keys_in_text(word.plain if word.mended else word.text))
        apart.words[at] = word._replace(keys=keys)
        for key in dict.fromkeys(keys):
            places.setdefault(key, []).append(at)
    return apart, places
