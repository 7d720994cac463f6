"""The keywords that stand in a text."""

from bisect import bisect_left, bisect_right

from sgp.reading.phrases import Hit, Meanings, longest, places_of, worth
from sgp.reading.text import Text
from sgp.reading.vocabulary import Vocabulary


def hits_in(text: Text, vocabulary: Vocabulary) -> list[Hit[Meanings]]:
    """Every keyword that stands in the text, the longest where several share a word."""
    found: list[Hit[Meanings]] = []
    for at, word in enumerate(text.words):
        if word.keyword:
            found.append(Hit((at,), word.keyword.meaning, word.keyword.worth))
        if word.keywords and not text.keys.isdisjoint(word.keywords):
            found += _phrases_at(at, text)
        if word.opens and (halves := _in_two_halves(at, text, vocabulary)):
            found.append(halves)
    for sign, meaning in vocabulary.odd:
        found += [Hit(places, meaning, worth(meaning)) for m in sign.finditer(text.text) if (places := _touched(text, *m.span()))]
    return longest(found) if len(found) > 1 else found


def _phrases_at(at: int, text: Text) -> list[Hit[Meanings]]:
    """The phrases of several words that begin here."""
    longer = text.words[at].keywords
    able = (pattern for last in longer if last in text.keys for pattern in longer[last])
    return [Hit(places, p.meaning, p.worth) for p in able if (places := places_of(p, text.words, text.levels, at))]


def _in_two_halves(at: int, text: Text, vocabulary: Vocabulary) -> Hit[Meanings] | None:
    """A keyword written as two words: "home work"."""
    if at + 1 >= len(text.words) or text.levels[at + 1]:
        return None
    whole = vocabulary.word(text.words[at].plain + text.words[at + 1].plain)
    return Hit((at, at + 1), whole.keyword.meaning, whole.keyword.worth) if whole.keyword and not whole.mended else None


def _touched(text: Text, start: int, end: int) -> tuple[int, ...]:
    """The places of the words that letters from `start` up to `end` touch."""
    first = bisect_right(text.spans, start, key=lambda span: span[1])
    return tuple(range(first, bisect_left(text.spans, end, lo=first, key=lambda span: span[0])))
