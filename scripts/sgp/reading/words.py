"""Words as they are compared: one key for a whole family, and capitals where they alone tell a short form."""

import re
from functools import lru_cache

from snowballstemmer import stemmer  # type: ignore[import-untyped]

TOKEN = re.compile(
    r"(?P<unread>https?://\S+|www\.\S+|(?<![\w.])(?:[^\W\d_]\.)+[^\W\d_](?![\w])\.?)"
    r"|(?P<word>[^\W\d_]/[^\W\d_]+\b|\w+(?:['’`]\w+)*)"
    r"|(?P<comma>,)|(?P<dash>(?<!\w)-+|-+(?!\w)|[–—()\[\]>→]|\.\.\.|…)|(?P<colon>:)"
    r"|(?P<stop>[.!?;•·*✓]+)",
)
COMMA, DASH, COLON, STOP = 1, 2, 3, 4
LEVELS = {"comma": COMMA, "dash": DASH, "colon": COLON, "stop": STOP, "unread": COMMA}



def listed(words: str) -> frozenset[str]:
    """Words as a set."""
    return frozenset(words.split())


_IRREGULAR = {
    "ran": "run", "took": "take", "taken": "take", "gave": "give", "given": "give", "spoke": "speak", "spoken": "speak", "taught":
    "teach", "forgot": "forget", "forgotten": "forget", "told": "tell", "knew": "know", "known": "know", "shown": "show", "wrote":
    "write", "written": "write", "went": "go", "gone": "go", "said": "say", "left": "leave", "kept": "keep", "got": "get", "made": "make",
    "thought": "think", "spotted": "spot", "began": "begin", "lost": "lose", "led": "lead", "built": "build", "drew": "draw", "overran":
    "overrun", "behave": "behaviour", "behaved": "behaviour", "behaving": "behaviour", "behaviours": "behaviour", "behaviour":
    "behaviour", "behavior": "behaviour", "behaves": "behaviour", "ambitious": "ambition", "u": "you", "ur": "your", "r": "are", "b4":
    "before", "n": "and", "silent": "silence", "silently": "silence", "calmer": "calm", "calmly": "calm", "slower": "slow", "deeper":
    "deep", "responses": "response", "pls": "please", "plz": "please", "gd": "good", "gud": "good", "cd": "could", "shd": "should", "wd":
    "would", "thru": "through", "w": "with", "quizz": "quiz", "dyslexic": "dyslexia",
}
_NOT = {
    "cannot", "cant", "couldnt", "didnt", "doesnt", "dont", "hadnt", "hasnt", "havent", "isnt", "neednt", "shouldnt", "wasnt", "werent",
    "wont", "wouldnt", "arent", "aint",
}
_IZE = re.compile(r"(?<=[a-z]{4})iz(?=[aei])")
_ENGLISH = stemmer("english")


@lru_cache(maxsize=65536)
def family(word: str) -> str:
    """The key that a word in lower case shares with its relatives: "quizzes" and "quiz", "modelling" and "model"."""
    if word in _NOT or word.endswith(("n't", "n’t")):
        return "not"
    word = word.replace("’", "'").replace("`", "'").removesuffix("'s").removesuffix("'")
    word = _IRREGULAR.get(word, word)
    if not word.isalpha():
        return word
    stem: str = _ENGLISH.stemWord(_IZE.sub("is", word))
    return stem[:-1] if len(stem) > 4 and stem[-1] == stem[-2] and stem[-1] in "lzs" else stem


def words_of(phrase: str) -> list[str]:
    """The words of a short phrase as they stand."""
    return [found[0] for found in TOKEN.finditer(phrase) if found.lastgroup == "word"]


def capitals(word: str) -> str:
    """The short form in capitals that a word is ("TA" of "TAs" or "TA's"), or ""."""
    bare = word.replace("’", "'").removesuffix("'s")
    bare = bare[:-1] if len(bare) > 2 and bare[-1] == "s" and bare[:-1].isupper() else bare
    return bare if bare.isupper() else ""


def only_in_capitals(word: str, ordinary: frozenset[str]) -> bool:
    """Whether a short form must stand in capitals, since in lower case it would be another word: TA, SEND, DIRT."""
    return word.isupper() and len(word) <= 4 and (len(word) == 1 or word.casefold() in ordinary)


SKIPPED = listed(
    "a an the and of their your my our his her its this that these those some any all then so own really very quite just more both with to "
    "for",
)
"""Words that may stand inside a phrase without parting it."""
_DROPPED = listed("a an the and of their your")


def keys_of(phrase: str, ordinary: frozenset[str], alone: frozenset[str]) -> tuple[str, ...]:
    """The keys by which a phrase is found, without the small words inside it."""
    found = words_of(phrase)
    if len(found) == 1 and found[0].casefold() in alone:
        return (f"={found[0].casefold()}",)
    kept = [w for i, w in enumerate(found) if not (0 < i < len(found) - 1 and w.casefold() in _DROPPED)]
    return tuple(family(w.casefold()) if len(w) == 1 < len(kept) else _key(w, ordinary) for w in kept)


def _key(word: str, ordinary: frozenset[str]) -> str:
    bare = capitals(word)
    return f"^{bare}" if bare and only_in_capitals(bare, ordinary) else family(word.casefold())


def keys_in_text(word: str) -> tuple[str, ...]:
    """Every key that a word in a text may be found by."""
    lower, bare = word.casefold(), capitals(word)
    exact = lower.replace("’", "'").removesuffix("'s")
    return (f"^{bare}", f"={exact}", family(bare.casefold())) if bare else (f"={exact}", family(lower))
