"""The vocabulary of a school: its focuses' keywords with all that means the same, as phrases to be found."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from sgp.contract import BankStep, Focus, Language
from sgp.reading.lexicon import Chunk, chunk_maker, word_maker
from sgp.reading.likeness import Likeness, likeness_of
from sgp.reading.phrases import Meaning, Meanings, Word
from sgp.reading.ways import Groups, Keys, groups_of, odd_sign, split, told_of, ways_of
from sgp.reading.words import keys_of, words_of

LENGTHS = (0.0, 1.0, 1.5, 1.7)
"""What a phrase of one, two, three and more words counts."""
TOLD = (0.0, 0.5, 0.85, 0.95)
"""What is only told of a keyword counts, by its length."""
NAME, SAME, FAINT, FAMILY = 1.05, 0.95, 0.42, 0.85
"""What counts more or less than the keyword itself: a focus's name, what means the same, what is also said by the way, a relative."""
Found = dict[Keys, dict[int, Meaning]]
"""For each phrase what it says of each focus, by its place."""


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """What observations are read with; made once a run."""

    focuses: tuple[Focus, ...]
    language: Language
    likeness: Likeness
    groups: Groups
    word: Callable[[str], Word]
    chunk: Callable[[str], Chunk]
    odd: tuple[tuple[re.Pattern[str], Meanings], ...] = ()


def vocabulary(focuses: Iterable[Focus], bank: Iterable[BankStep], language: Language) -> Vocabulary:
    """What observations are read with: the active focuses, the ways of saying their keywords, and the words of their steps.

    Neither the order of focuses nor that of steps matters.
    """
    active = tuple(sorted((f for f in focuses if f.active), key=lambda f: (f.name, f.keywords, f.description)))
    steps = sorted(bank, key=lambda s: (s.focus, s.step, s.keywords))
    groups = groups_of(language)
    found: Found = {}
    odd: list[tuple[re.Pattern[str], Meanings]] = []
    for place, focus in enumerate(active):
        for phrase, weight in _phrases_of(focus):
            if pattern := odd_sign(phrase):
                odd.append((pattern, (Meaning(place, (phrase.casefold(),), weight),)))
            else:
                _add(found, place, phrase, weight, groups, language)
    keywords: dict[Keys, Meanings] = {keys: tuple(_lifted(keys, m, found) for m in meanings.values()) for keys, meanings in found.items()}
    keywords.update({k: () for s in language.sayings if (k := keys_of(s, language.words, language.sayings))})
    phrases = [phrase for focus in active for phrase, _ in _phrases_of(focus)] + [k for step in steps for k in split(step.keywords)]
    made = word_maker(keywords, phrases, language)
    return Vocabulary(active, language, likeness_of(active, steps), groups, made, chunk_maker(made), tuple(odd))


def _phrases_of(focus: Focus) -> Iterator[tuple[str, float]]:
    """The keywords of a focus, its name and the parts of its name."""
    yield focus.name, NAME
    for part in re.split(r"\band\b|[&/,;:+]", focus.name):
        yield part, NAME
    for keyword in split(focus.keywords):
        yield keyword, 1.0


def _add(found: Found, place: int, phrase: str, weight: float, groups: Groups, language: Language) -> None:
    """A keyword or name of the focus at `place`, with every way of saying it; of several weights for one phrase the greatest stands.

    What only tells of a word without saying it counts for keywords alone, which a coordinator may delete.
    """
    keys = keys_of(phrase, language.words, language.alone)
    if not keys:
        return
    base = LENGTHS[min(len(keys), 3)] * weight
    faint = base * (FAINT if phrase.casefold() in language.faint and weight <= 1 else 1.0)
    meant = {said: Meaning(place, keys, LENGTHS[min(len(said), 3)] * weight * SAME) for said in ways_of(keys, groups)}
    meant[keys] = Meaning(place, keys, faint)
    if len(keys) == 1 and keys[0][0] not in "=^":
        meant |= {keys: Meaning(place, keys, faint * FAMILY), (f"={words_of(phrase)[0].casefold()}",): Meaning(place, keys, faint)}
    for told in told_of(keys, groups) if weight != NAME else ():
        meant.setdefault(told, Meaning(place, told, TOLD[min(len(told), 3)], told=True))
    for said, meaning in meant.items():
        known = found.setdefault(said, {}).get(place)
        if known is None or meaning.weight > known.weight:
            found[said][place] = meaning


def _lifted(keys: Keys, meaning: Meaning, found: Found) -> Meaning:
    """A phrase counts no less than a single word of it does: "targeted questioning" than "questioning"."""
    parts = [keys[a:b] for a in range(len(keys)) for b in range(a + 1, len(keys) + 1) if b - a < len(keys)]
    inside = [(part, found[part][meaning.focus]) for part in parts if meaning.focus in found.get(part, ())]
    singly = [m.weight for part, m in inside if len(part) == 1]
    return meaning._replace(weight=max([meaning.weight, *singly]), told=meaning.told and all(m.told for _, m in inside))
