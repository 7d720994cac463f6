"""A text taken apart: its words, where each stands, and how strongly it is parted from the word before."""

from dataclasses import dataclass

from sgp.reading.phrases import Word
from sgp.reading.vocabulary import Vocabulary
from sgp.reading.words import DASH, LEVELS, STOP, tokens

DETERMINERS = frozenset("the your ur a her his their our my with w brief".split())


@dataclass(frozen=True)
class Text:
    """A cell: its words, their spans, how strongly each is parted from the one before, and the lines that begin with + or -."""

    text: str
    words: list[Word]
    spans: list[tuple[int, int]]
    levels: list[int]
    signs: dict[int, str]


def taken_apart(text: str, vocabulary: Vocabulary) -> Text:
    """The words of a text; initials and addresses are left out."""
    apart = Text(text, [], [], [], {})
    level, shouted = STOP, text.isupper()
    for kind, token, start, end in tokens(text):
        if kind != "word":
            level = max(level, LEVELS[kind])
            if kind == "sign":
                apart.signs[len(apart.words)] = token.strip()
            continue
        apart.words.append(_word(token, apart.words[-1].plain if apart.words else "", level < DASH and not shouted, vocabulary))
        apart.spans.append((start, end))
        apart.levels.append(level)
        level = 0
    return apart


def _word(token: str, before: str, inside: bool, vocabulary: Vocabulary) -> Word:
    """A capital inside a sentence may be a name and is not mended; "your ta" is a TA, "ta for that" is not."""
    word = vocabulary.word(token)
    if word.mended and inside and token[0].isupper():
        return word._replace(plain=token.casefold(), keys=(), keywords=(), cues=(), mended=False)
    if len(token) == 2 and before in DETERMINERS and token.islower() and not word.keywords:
        return vocabulary.word(token.upper())
    return word
