"""The vocabulary of a school: its focuses' keywords with all that means the same, as phrases to be found."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from sgp.contract import BankStep, Focus, Language
from sgp.reading.cues import CUES, DISMISS, DOING, FAMILIES, PLEASANTRIES
from sgp.reading.likeness import Likeness, likeness_of
from sgp.reading.mending import mend
from sgp.reading.phrases import Meaning, Meanings, Word, by_first
from sgp.reading.words import SKIPPED, family, keys_in_text, keys_of, words_of

Keys = tuple[str, ...]
LENGTHS = (0.0, 1.0, 1.5, 1.7)
"""What a phrase of one, two, three and more words counts."""
TOLD = (0.0, 0.5, 0.85, 0.95)
"""What is only told of counts, by its length."""
NAME, SAME, TELLS, FAINT, FAMILY = 1.2, 0.95, 0.8, 0.42, 0.9
MOST = 400
"""Ways of saying a keyword that are thought of at most."""


class Groups(NamedTuple):
    """What means the same, and what tells of a keyword, by their keys."""

    same: Mapping[Keys, frozenset[Keys]]
    tells: Mapping[Keys, frozenset[Keys]]
    longest: int


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """What observations are read with; made once a run."""

    focuses: tuple[Focus, ...]
    language: Language
    likeness: Likeness
    groups: Groups
    word: Callable[[str], Word]
    odd: tuple[tuple[re.Pattern[str], Meanings], ...] = ()


def vocabulary(focuses: Iterable[Focus], bank: Iterable[BankStep], language: Language) -> Vocabulary:
    """What observations are read with: the active focuses by name, the ways of saying their keywords, and the words of their steps.

    Neither the order of focuses nor that of steps matters.
    """
    active = tuple(sorted((f for f in focuses if f.active), key=lambda f: (f.name, f.keywords, f.description)))
    steps = sorted(bank, key=lambda s: (s.focus, s.step, s.keywords))
    groups = groups_of(language)
    found: dict[Keys, dict[int, Meaning]] = {}
    odd: list[tuple[re.Pattern[str], Meanings]] = []
    for place, focus in enumerate(active):
        for phrase, weight in _phrases_of(focus):
            if pattern := odd_sign(phrase):
                odd.append((pattern, (Meaning(place, (phrase.casefold(),), weight),)))
            else:
                _add(found, place, phrase, weight, groups, language)
    keywords = {keys: tuple(meanings.values()) for keys, meanings in found.items()}
    keywords.update({k: () for s in language.sayings if (k := keys_of(s, language.words, frozenset()))})
    known = _known(active, steps, language)
    return Vocabulary(active, language, likeness_of(active, steps), groups, _maker(keywords, known, language), tuple(odd))


def _phrases_of(focus: Focus) -> Iterator[tuple[str, float]]:
    """The keywords of a focus, its name and the parts of its name."""
    yield focus.name, NAME
    for part in re.split(r"\band\b|[&/,;:+]", focus.name):
        yield part, NAME
    for keyword in split(focus.keywords):
        yield keyword, 1.0


def split(keywords: str) -> tuple[str, ...]:
    """Keywords as they stand in a cell, parted by ; , or new lines."""
    return tuple(dict.fromkeys(w.strip() for w in re.split(r"[;,\n]", keywords) if w.strip()))


def odd_sign(phrase: str) -> re.Pattern[str] | None:
    """How a keyword with signs in it ("c++") is found: letter by letter."""
    if re.fullmatch(r"[\w\s'’/&.–-]*", phrase) and any(c.isalnum() for c in phrase):
        return None
    parts = phrase.split()
    return re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, parts)) + r"(?!\w)", re.IGNORECASE) if parts else None


def _add(found: dict[Keys, dict[int, Meaning]], place: int, phrase: str, weight: float, groups: Groups, language: Language) -> None:
    """A keyword of the focus at `place`, with every way of saying it; of several weights for one phrase the greatest stands."""
    keys = keys_of(phrase, language.words, language.alone)
    if not keys:
        return
    base = _length(keys) * weight
    faint = FAINT if phrase.casefold() in language.faint and weight <= 1 else 1.0
    ways = {said: base * SAME if kind == SAME else TOLD[min(len(said), 3)] for said, kind in ways_of(keys, groups).items()}
    ways[keys] = base * faint
    if len(keys) == 1 and keys[0][0] not in "=^":
        ways = {**ways, keys: base * faint * FAMILY, (f"={phrase.strip().casefold()}",): base * faint}
    for said, counts in ways.items():
        known = found.setdefault(said, {}).get(place)
        if known is None or counts > known.weight:
            found[said][place] = Meaning(place, keys, counts)


def _length(keys: Keys) -> float:
    return LENGTHS[min(len(keys), len(LENGTHS) - 1)]


def groups_of(language: Language) -> Groups:
    """What means the same, and what tells of a keyword, by keys."""
    def keys(phrase: str) -> Keys:
        return keys_of(phrase, language.words, language.alone)

    same: dict[Keys, set[Keys]] = {}
    for phrase, others in [*((s, (of,)) for s, of in sorted(language.short_forms.items())), *sorted(language.same.items())]:
        group = {keys(phrase), *map(keys, others)} - {()}
        for one in list(group):
            group |= same.get(one, set())
        for one in group:
            same[one] = group
    tells = {keys(k): frozenset(map(keys, phrases)) - {()} for k, phrases in language.tells.items()}
    return Groups({k: frozenset(v) for k, v in same.items()}, tells, max(map(len, same), default=0))


def ways_of(keys: Keys, groups: Groups) -> dict[Keys, float]:
    """Every way to say a keyword, and how surely it is the same: itself, others for a part of it, what tells of it."""
    ways = {keys: 1.0}
    for start in range(len(keys)):
        for end in range(start + 1, min(len(keys), start + groups.longest) + 1):
            for other in sorted(groups.same.get(keys[start:end], ())):
                ways.setdefault(keys[:start] + other + keys[end:], SAME)
    for said in list(ways):
        for told in sorted(groups.tells.get(said, ())):
            ways.setdefault(told, TELLS)
    return dict(list(ways.items())[:MOST])


def _known(focuses: Iterable[Focus], steps: Iterable[BankStep], language: Language) -> tuple[str, ...]:
    """The words that a typing error may be mended to: of names, keywords, what means the same, and cues."""
    phrases = [p for f in focuses for p, _ in _phrases_of(f)] + [k for s in steps for k in split(s.keywords)]
    phrases += [p for table in (language.same, language.tells) for k, others in table.items() for p in (k, *others)]
    phrases += [p for cues in CUES.values() for p in cues] + list(language.short_forms.values())
    words = {w.casefold() for phrase in phrases for w in words_of(phrase) if len(w) > 3 and w.isalpha() and not w.isupper()}
    return tuple(sorted(words | {f"{w}s" for w in words if w[-1] != "s"}))


def _maker(keywords: Mapping[Keys, Meanings], known: tuple[str, ...], language: Language) -> Callable[[str], Word]:
    """What makes a word of a text, once for each way it is written."""
    doing = {family(w) for p in CUES[DOING] for w in words_of(p)}
    begun = by_first(keywords, {k for k, meant in keywords.items() if k[0] in doing and any(m.weight > 1 for m in meant)})
    cues: dict[Keys, tuple[str, ...]] = {}
    for kind, phrases in CUES.items():
        for phrase in phrases:
            keys = keys_of(phrase, frozenset(), frozenset() if kind in FAMILIES else frozenset([phrase]))
            cues[keys] = (*cues.get(keys, ()), kind)
    cued = by_first(cues, {keys for keys, kinds in cues.items() if DISMISS in kinds and len(keys) > 1 and keys[0] == "not"})
    alphabet = {key for keys in (*keywords, *cues) for key in keys}
    ordinary = language.words | language.first_names | frozenset(known) | {w.casefold() for s in language.short_forms for w in words_of(s)}
    openings = {keys[0].lstrip("=")[:n] for keys in keywords if len(keys) == 1 for n in range(3, len(keys[0]) - 2) if len(keys[0]) > 6}

    @lru_cache(maxsize=1 << 17)
    def word(text: str) -> Word:
        plain = text.casefold()
        keys = tuple(k for k in keys_in_text(text) if k in alphabet)
        meant = "" if keys else mend(plain, known, ordinary)
        if meant:
            keys = tuple(k for k in keys_in_text(meant) if k in alphabet)
        return Word(
            text, meant or plain, keys, tuple(p for k in keys for p in begun.get(k, ())), tuple(sorted((p for k in keys for p in cued.get(k, ())), key=lambda p: -len(p.rest))),
            plain not in PLEASANTRIES and plain not in SKIPPED and any(c.isalpha() for c in plain), bool(meant), plain in openings,
        )

    return word

