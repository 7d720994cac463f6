"""What is known of the language observers write in."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, eq=False)
class Language:
    """What is known of the language observers write in."""

    short_forms: Mapping[str, str] = field(default_factory=dict)
    """As schools write them -> what they stand for: "AfL" -> "assessment for learning"."""
    words: frozenset[str] = frozenset()
    """Ordinary English words in lower case: never mended, never taken for names."""
    first_names: frozenset[str] = frozenset()
    """Given names in lower case."""
    same: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """A phrase -> others that mean just that: each of them meets a keyword that any of them meets."""
    tells: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """A keyword -> how observers tell of it without the word; these meet the keyword, never the reverse."""
    alone: frozenset[str] = frozenset()
    """Keywords met by this very word only, since its relatives mean something else: "reading" but not "reads"."""
    faint: frozenset[str] = frozenset()
    """Keywords that observers also use by the way, so that they count for less."""
    sayings: frozenset[str] = frozenset()
    """Sayings in which a keyword is no keyword: "due to", "as discussed"."""
