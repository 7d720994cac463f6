"""From words to a focus: which focus's keywords stand in a text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sgp.contract import Focus


@dataclass(frozen=True)
class Match:
    """A focus and those of its keywords that stand in a text, as the keywords are written."""

    focus: Focus
    words: tuple[str, ...]


def matches(text: str, focuses: Sequence[Focus]) -> list[Match]:
    """Every focus with a keyword in the text: most keywords first, then the longest keyword, then by name."""
    found = [Match(f, words) for f in focuses if (words := keywords_in(text, f.keywords))]
    return sorted(found, key=lambda m: (*_strength(m), m.focus.name))


def leads(found: Sequence[Match]) -> bool:
    """Whether the first match is ahead of the second, so that the focus is more than a guess."""
    return len(found) == 1 or (len(found) > 1 and len(found[0].words) > len(found[1].words))


def keywords_in(text: str, keywords: str) -> tuple[str, ...]:
    """Those of the keywords (parted by ; , or new lines) that stand in the text as whole words.

    A keyword that another found keyword contains counts as well ("quiz" beside "starter quiz" only once).
    """
    found = [word for word in _split(keywords) if _pattern(word).search(text)]
    return tuple(w for w in found if not any(w != other and w.casefold() in other.casefold() for other in found))


def _strength(match: Match) -> tuple[int, int]:
    return -len(match.words), -max(len(w) for w in match.words)


@lru_cache(maxsize=4096)
def _split(keywords: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(w.strip() for w in re.split(r"[;,\n]", keywords) if w.strip()))


@lru_cache(maxsize=4096)
def _pattern(word: str) -> re.Pattern[str]:
    """Short words in capitals (TA, HW) must stand in capitals, or "ta" for thanks would count."""
    body = r"\s+".join(re.escape(part) for part in word.split())
    flags = 0 if word.isupper() and len(word) <= 3 else re.IGNORECASE
    return re.compile(rf"(?<!\w){body}(?!\w)", flags)
