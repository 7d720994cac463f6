"""Words of a text, made once for each way they are written: what each may be found by, and what it was meant to be."""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import TypeVar

from sgp.contract import Language
from sgp.reading.cues import CUES, DISMISS, DOING, FAMILIES, PLEASANTRIES, WORRIES
from sgp.reading.mending import mend
from sgp.reading.phrases import Meanings, Pattern, Word, by_first
from sgp.reading.ways import Keys
from sgp.reading.words import SKIPPED, family, keys_in_text, keys_of, words_of

M = TypeVar("M")
REMEMBERED = 1 << 17
"""Words of which the making is remembered."""
LONG = 7
"""Letters of a word that may be found written in two."""


def word_maker(keywords: Mapping[Keys, Meanings], phrases: Iterable[str], language: Language) -> Callable[[str], Word]:
    """What makes the words of a text; `phrases` are a school's own, to whose words a typing error may be mended."""
    cues = _cues()
    begun, cued = by_first(keywords, _loose(keywords)), by_first(cues, _worries(cues))
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
        return Word(text, meant or plain, keys, _from(keys, begun), _from(keys, cued), tells, bool(meant), plain in openings)

    return word


def _from(keys: Iterable[str], patterns: Mapping[str, list[Pattern[M]]]) -> tuple[Pattern[M], ...]:
    """What begins with one of the keys, longest first."""
    return tuple(sorted((p for key in keys for p in patterns.get(key, ())), key=lambda p: -len(p.rest)))


def _loose(keywords: Mapping[Keys, Meanings]) -> set[Keys]:
    """Phrases that begin with a doing, so that any word may stand inside: "check whole-class understanding"."""
    doing = {family(w) for phrase in CUES[DOING] for w in words_of(phrase)}
    return {keys for keys, meant in keywords.items() if keys[0] in doing and any(m.weight > 1 for m in meant)}


def _cues() -> dict[Keys, tuple[str, ...]]:
    """Every cue by its keys, with its kinds."""
    found: dict[Keys, tuple[str, ...]] = {}
    for kind, phrases in CUES.items():
        for phrase in phrases:
            keys = keys_of(phrase, frozenset(), frozenset() if kind in FAMILIES else frozenset([phrase]))
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
