"""A text taken apart: its words, where each stands, and how strongly it is parted from the word before."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from sgp.reading.lexicon import Chunk
from sgp.reading.phrases import Word
from sgp.reading.vocabulary import Vocabulary
from sgp.reading.words import DASH, STOP, listed

SHOUTED = 3
"""Spaces from which on a text all in capitals tells nothing by them: "SEND THEM OUT EARLY" is not about SEND."""
SIGNS = frozenset("+-–—")
_CHUNK = re.compile(r"\n|\S+")
DETERMINERS = listed("the your ur a her his their our my with w brief")


@dataclass(frozen=True)
class Text:
    """A cell: its words, their spans, how strongly each is parted from the one before, and the lines that begin with + or -."""

    text: str
    words: list[Word]
    spans: list[tuple[int, int]]
    levels: list[int]
    signs: dict[int, str]
    keys: set[str]
    inside: set[int]
    """Places inside a long keyword, whose words are no cues: "what a good one looks like" praises nothing."""


def taken_apart(text: str, vocabulary: Vocabulary) -> Text:
    """The words of a text; initials and addresses are left out."""
    apart = Text(text, [], [], [], {}, set(), set())
    words, spans, levels = apart.words, apart.spans, apart.levels
    level, fresh = STOP, True
    chunk_of = _lowered(vocabulary.chunk) if text.isupper() and text.count(" ") >= SHOUTED else vocabulary.chunk
    for found in _CHUNK.finditer(text):
        chunk, begin = found[0], found.start()
        if chunk == "\n" or (fresh and chunk in SIGNS):
            level, fresh = STOP, chunk == "\n"
            if not fresh:
                apart.signs[len(words)] = chunk
            continue
        fresh = False
        tokens, after = chunk_of(chunk)
        for word, start, end, before in tokens:
            level = before if before > level else level
            words.append(_in_place(word, words[-1].plain if words else "", level < DASH, vocabulary) if word.wavers else word)
            spans.append((begin + start, begin + end))
            levels.append(level)
            level = 0
        level = after if after > level else level
    apart.keys.update(key for word in words if word.keys for key in word.keys)
    return apart


def _lowered(chunk_of: Callable[[str], Chunk]) -> Callable[[str], Chunk]:
    """A text in capitals is read in lower case, where that leaves its letters in their places."""
    return lambda chunk: chunk_of(chunk.lower() if len(chunk.lower()) == len(chunk) else chunk)


def _in_place(word: Word, before: str, inside: bool, vocabulary: Vocabulary) -> Word:
    """A capital inside a sentence may be a name and is not mended; "your ta" is a TA, "ta for that" is not."""
    if word.mended and inside and word.text[0].isupper():
        return word._replace(plain=word.text.casefold(), keys=(), keyword=None, keywords={}, cues=(), mended=False)
    if len(word.text) == 2 and before in DETERMINERS and word.text.islower() and not word.keyword:
        return vocabulary.word(word.text.upper())
    return word
