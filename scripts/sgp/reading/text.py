"""A text taken apart: its words, where each stands, and how strongly it is parted from the word before."""

from dataclasses import dataclass

from sgp.reading.phrases import Word
from sgp.reading.vocabulary import Vocabulary
from sgp.reading.words import DASH, LEVELS, STOP, TOKEN, listed

SHOUTED = 3
"""Spaces from which on a text all in capitals tells nothing by them: "SEND THEM OUT EARLY" is not about SEND."""
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


def taken_apart(text: str, vocabulary: Vocabulary) -> Text:
    """The words of a text; initials and addresses are left out."""
    apart = Text(text, [], [], [], {}, set())
    level, shouted, word_of = STOP, text.isupper() and text.count(" ") >= SHOUTED, vocabulary.word
    for found in TOKEN.finditer(text):
        kind = found.lastgroup
        if kind != "word":
            level = max(level, LEVELS[kind or ""])
            if kind == "sign":
                apart.signs[len(apart.words)] = found[0].strip()
            continue
        word = word_of(found[0].lower() if shouted else found[0])
        if word.mended or len(word.text) == 2:
            word = _in_place(word, apart.words[-1].plain if apart.words else "", level < DASH, vocabulary)
        apart.words.append(word)
        apart.keys.update(word.keys)
        apart.spans.append(found.span())
        apart.levels.append(level)
        level = 0
    return apart


def _in_place(word: Word, before: str, inside: bool, vocabulary: Vocabulary) -> Word:
    """A capital inside a sentence may be a name and is not mended; "your ta" is a TA, "ta for that" is not."""
    if word.mended and inside and word.text[0].isupper():
        return word._replace(plain=word.text.casefold(), keys=(), keywords=(), cues=(), mended=False)
    if len(word.text) == 2 and before in DETERMINERS and word.text.islower() and not word.keywords:
        return vocabulary.word(word.text.upper())
    return word
