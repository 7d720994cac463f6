"""How names people type are compared: loosely, and never changed."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import lru_cache

_NUMBERING = re.compile(r"^\s*(?:q(?:uestion)?\s*)?\d+\s*[.):\]]\s*", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_UNSEEN = {"Cf", "Cc", "Cs", "Co"}
_NOTHING = {"", "na", "none", "nil", "nothing", "tbc", "tba", "x", "seeemail", "seeabove", "asabove", "asdiscussed"}


def clean(text: str) -> str:
    """The text without invisible or control characters (line breaks and tabs stay) and outer spaces."""
    if text.replace("\n", " ").isprintable():  # nearly all text is, and this is asked of every cell
        return text.strip()
    kept = (c for c in text if c in "\n\t" or unicodedata.category(c) not in _UNSEEN or c == "\u200d")
    return "".join(kept).replace("\u00a0", " ").strip()


@lru_cache(maxsize=8192)
def loose(text: str) -> str:
    """A name reduced to what matters when two are compared: letters and digits, in one case.

    Spaces, punctuation, a leading number such as "3." or "Q3:", a BOM and invisible characters do not count.
    """
    plain = unicodedata.normalize("NFKC", clean(text))
    return "".join(c for c in _NUMBERING.sub("", plain).casefold() if c.isalnum())


def folded(text: str) -> str:
    """Text for comparing keys: case and runs of spaces do not count, punctuation does."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", clean(text))).casefold()


def says_something(text: str) -> bool:
    """Whether the words say anything: not "n/a", "-", "see email" or the like."""
    return loose(text) not in _NOTHING


def find_name(text: str, names: Iterable[str]) -> str | None:
    """The one of the names that the text means, compared loosely, or None."""
    wanted = loose(text)
    return next((name for name in names if wanted and loose(name) == wanted), None)


def nearest(text: str, names: Iterable[str]) -> str | None:
    """The name most like the text, for "did you mean"; never used to decide anything."""
    by_loose: Mapping[str, str] = {loose(name): name for name in names}
    close = _closest(loose(text), tuple(by_loose))
    return by_loose[close] if close else None


@lru_cache(maxsize=4096)
def _closest(wanted: str, names: tuple[str, ...]) -> str:
    return next(iter(get_close_matches(wanted, names, n=1)), "")


def did_you_mean(text: str, names: Iterable[str]) -> str:
    """A sentence that offers the nearest name, or nothing."""
    close = nearest(text, names)
    return f"Did you mean “{close}”?" if close else ""
