"""A target taken apart: its frame, the step or steps in it, their purpose, the evidence to bring."""

import re
from functools import lru_cache

_FRAME = re.compile(r"^(?:with|in(?! addition)|for)(?: +[^\s,:;.]+){1,6} *[,:] *", re.IGNORECASE)
_EVIDENCE = re.compile(r"(?:by|for|before|at) (?:the |our |your )?(?:next |second )?meeting\b|bring\b|evidence\b", re.IGNORECASE)
_AND_BRING = re.compile(r",? and (?:then )?bring\b.*", re.IGNORECASE)
_PURPOSE = re.compile(
    r"(?:^|,? )(?:so that|in order (?:to|that)|so (?=(?:students|pupils|all|every|everyone|each|they|more|nobody|no one)\b))"
    r".*?(?=,? and also\b|;|$)", re.IGNORECASE,
)
_STOP = re.compile(r"(?<=[.!?])(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bMr\.)(?<!\bDr\.)(?<!\bMrs\.)[”’\"')]*\s+(?=[^\W_a-z]|[“‘\"'(])|\s*\n\s*")
_MARK = re.compile(r"^(?:[-–—•*·▪○‣]|\(?(?:\d{1,2}|[a-d])[.):])\s+")
_CLASS = re.compile(r"\b(?:y(?:ea)?r?s? ?\d{1,2}|\d{1,2}[a-z]{0,3}(?:[/.-]?[a-z]{1,4}\d?)|set \d)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")


def words_in(text: str) -> list[str]:
    """The words of a text in lower case, without signs; a word with an apostrophe stays one word, one with a hyphen is two."""
    return [w.replace("’", "'") for w in _WORD.findall(text.casefold())]


@lru_cache(maxsize=64)  # several kinds of advice ask for the steps of one text
def steps_in(text: str) -> tuple[str, ...]:
    """What a target asks for, sentence by sentence, without frame, purpose, evidence, and the signs of a list."""
    told = [_MARK.sub("", s.strip()) for s in _STOP.split(text.strip())]
    asked = [_FRAME.sub("", _AND_BRING.sub("", s)) for s in told if s and not _EVIDENCE.match(s)]
    return tuple(s for s in map(_without_purpose, asked) if s)


def _without_purpose(sentence: str) -> str:
    """The sentence without its "so that ..."; one that would be left with a single word keeps it."""
    whole = sentence.rstrip(" .!")
    short = _PURPOSE.sub("", whole)
    return whole if len(short.split()) == 1 else short


def listed(text: str) -> tuple[str, list[str]]:
    """What stands before a list, and the items of the list: lines that begin with a dash, a bullet or a number."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    marked = [line for line in lines if _MARK.match(line)]
    before = lines[lines.index(marked[0]) - 1] if marked and lines[0] != marked[0] else ""
    return before, [item for line in marked if not _EVIDENCE.match(item := _MARK.sub("", line))]


def bare(text: str) -> str:
    """The steps of a target as two targets are compared: words only, no class in them."""
    return " ".join(words_in(without_class(" ".join(steps_in(text)))))


def without_class(text: str) -> str:
    """The text without names of classes: "9K/Dr", "Year 10", "set 2"."""
    return _CLASS.sub(" ", text) if any(c.isdigit() for c in text) else text
