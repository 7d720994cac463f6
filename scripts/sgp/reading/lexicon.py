"""Words of a text, made once for each way they are written: what each may be found by, and what it was meant to be."""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple, TypeVar

from sgp.contract import Language
from sgp.reading.cues import CUES, DISMISS, DOING, FAMILIES, PLEASANTRIES, WORRIES
from sgp.reading.mending import mend
from sgp.reading.phrases import Meanings, Pattern, Word, by_first, worth
from sgp.reading.ways import Keys
from sgp.reading.words import LEVELS, SKIPPED, TOKEN, family, keys_in_text, keys_of, words_of

M = TypeVar("M")
REMEMBERED = 1 << 17
"""Words of which the making is remembered."""
LONG = 7
"""Letters of a word that may be found written in two."""


class Token(NamedTuple):
    """A word of a chunk: where it begins and ends there, and how strongly it is parted from what stands before."""

    word: Word
    start: int
    end: int
    level: int


Chunk = tuple[tuple[Token, ...], int]
"""What stands between two spaces: its words, and how strongly what follows is parted from them."""


def chunk_maker(word: Callable[[str], Word]) -> Callable[[str], Chunk]:
    """What takes a stretch without spaces apart; the same stretches come again and again."""

    @lru_cache(maxsize=REMEMBERED)
    def chunk(text: str) -> Chunk:
        made, level = [], 0
        for found in TOKEN.finditer(text):
            if found.lastgroup == "word":
                made.append(Token(word(found[0]), *found.span(), level))
                level = 0
            else:
                level = max(level, LEVELS[found.lastgroup or ""])
        return tuple(made), level

    return chunk


def word_maker(keywords: Mapping[Keys, Meanings], phrases: Iterable[str], language: Language) -> Callable[[str], Word]:
    """What makes the words of a text; `phrases` are a school's own, to whose words a typing error may be mended."""
    cues = _cues()
    begun, cued = by_first(keywords, _loose(keywords), worth), by_first(cues, _worries(cues))
    alphabet = {key for keys in (*keywords, *cues) for key in keys}
    openings = {keys[0].lstrip("=")[:n] for keys in keywords if len(keys) == 1 for n in range(3, len(keys[0]) - 2) if len(keys[0]) >= LONG}
    known = _known(phrases, language)
    sure = language.words | language.first_names | frozenset(known) | {w.casefold() for s in language.short_forms for w in words_of(s)}

    @lru_cache(maxsize=REMEMBERED)
    def word(text: str) -> Word:
        plain = text.casefold()
        keys = tuple(k for k in keys_in_text(text) if k in alphabet)
        if meant := "" if keys else mend(plain, known, sure):
            keys = tuple(k for k in keys_in_text(meant) if k in alphabet)
        tells = plain not in PLEASANTRIES and plain not in SKIPPED and any(c.isalpha() for c in plain)
        wavers = bool(meant) or len(text) == 2
        if not keys:  # most words say nothing of a focus, nor how it is meant
            return Word(text, meant or plain, (), None, {}, (), tells, bool(meant), wavers, plain in openings)
        begins, hints = _parted(_from(keys, begun)), _together(_from(keys, cued))
        return Word(text, meant or plain, keys, *begins, hints, tells, bool(meant), wavers, plain in openings)

    return word


def _from(keys: Iterable[str], patterns: Mapping[str, list[Pattern[M]]]) -> tuple[Pattern[M], ...]:
    """What begins with one of the keys, longest first, of single words the weightiest first."""
    return tuple(sorted((p for key in keys for p in patterns.get(key, ())), key=lambda p: (-len(p.rest), -p.worth)))


def _together(cues: tuple[Pattern[tuple[str, ...]], ...]) -> tuple[Pattern[tuple[str, ...]], ...]:
    """Cues with those of the word itself and of its family made one."""
    single = [p for p in cues if not p.rest]
    kinds = tuple(dict.fromkeys(kind for p in single for kind in p.meaning))
    return (*(p for p in cues if p.rest), *(p._replace(meaning=kinds) for p in single[:1]))


def _parted(patterns: tuple[Pattern[Meanings], ...]) -> tuple[Pattern[Meanings] | None, dict[str, tuple[Pattern[Meanings], ...]]]:
    """The single word among the patterns, and the longer ones by their last key."""
    longer: dict[str, tuple[Pattern[Meanings], ...]] = {}
    for pattern in (p for p in patterns if p.rest):
        longer[pattern.last] = (*longer.get(pattern.last, ()), pattern)
    return next((p for p in patterns if not p.rest), None), longer


def _loose(keywords: Mapping[Keys, Meanings]) -> set[Keys]:
    """Phrases that begin with a doing, so that any word may stand inside: "check whole-class understanding"."""
    doing = {family(w) for phrase in CUES[DOING] for w in words_of(phrase)}
    return {keys for keys, meant in keywords.items() if keys[0] in doing and any(m.weight > 1 for m in meant)}


def _cues() -> dict[Keys, tuple[str, ...]]:
    """Every cue by its keys, with its kinds."""
    found: dict[Keys, tuple[str, ...]] = {}
    for kind, phrases in CUES.items():
        for phrase in phrases:
            exact = phrase.startswith("=") or kind not in FAMILIES
            keys = keys_of(phrase, frozenset(), frozenset([phrase.lstrip("=")]) if exact else frozenset())
            found[keys] = (*found.get(keys, ()), kind)
    return found


def _worries(cues: Mapping[Keys, tuple[str, ...]]) -> set[Keys]:
    return {keys for keys, kinds in cues.items() if DISMISS in kinds and len(keys) == 2 and keys[1] in WORRIES}


def _known(phrases: Iterable[str], language: Language) -> tuple[str, ...]:
    """The words that a typing error may be mended to: of names, keywords, what means the same, and cues."""
    said = [p for table in (language.same, language.tells) for k, others in table.items() for p in (k, *others)]
    told = [*phrases, *said, *(p for cues in CUES.values() for p in cues), *language.short_forms.values()]
    words = {w.casefold() for phrase in told for w in words_of(phrase) if len(w) > 3 and w.isalpha() and not w.isupper()}
    return tuple(sorted(words | {f"{w}s" for w in words if w[-1] != "s"}))
