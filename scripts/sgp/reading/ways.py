"""Ways of saying a keyword: short forms, what means the same, what tells of it."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from sgp.contract import Language
from sgp.reading.words import keys_of

Keys = tuple[str, ...]
MOST = 400
"""Ways of saying a keyword that are thought of at most."""


class Groups(NamedTuple):
    """What means the same, and what tells of a keyword, by their keys."""

    same: Mapping[Keys, frozenset[Keys]]
    tells: Mapping[Keys, frozenset[Keys]]
    longest: int


def split(keywords: str) -> tuple[str, ...]:
    """Keywords as they stand in a cell, parted by ; , or new lines."""
    return tuple(dict.fromkeys(w.strip() for w in re.split(r"[;,\n]", keywords) if w.strip()))


def odd_sign(phrase: str) -> re.Pattern[str] | None:
    """How a keyword with signs in it ("c++") is found: letter by letter."""
    if re.fullmatch(r"[\w\s'’/&.–-]*", phrase) and any(c.isalnum() for c in phrase):
        return None
    parts = phrase.split()
    return re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, parts)) + r"(?!\w)", re.IGNORECASE) if parts else None


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


def ways_of(keys: Keys, groups: Groups) -> list[Keys]:
    """Every way to say just the same as a keyword: itself, and with others for a part of it."""
    ways = dict.fromkeys([keys])
    for start in range(len(keys)):
        for end in range(start + 1, min(len(keys), start + groups.longest) + 1):
            ways |= dict.fromkeys(keys[:start] + other + keys[end:] for other in sorted(groups.same.get(keys[start:end], ())))
    return list(ways)[:MOST]


def told_of(keys: Keys, groups: Groups) -> list[Keys]:
    """What tells of a keyword without saying it."""
    return sorted({told for way in ways_of(keys, groups) for told in groups.tells.get(way, ())})[:MOST]
