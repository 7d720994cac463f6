"""How an email is looked at before it leaves: as a reader sees it and as its source holds it, in one plain spelling."""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from urllib.parse import unquote

from sgp.plan import Attachment, Message

Words = tuple[str, ...]
RUN = 6
"""So many words in a row are no chance: they are quoted."""
_WORD = re.compile(r"[^\W_]+")
_ADDRESS = re.compile(r"[\w+][\w.+'-]*@(?:[\w-]+\.)+[^\W\d_][\w-]+")
_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<style\b.*?</style\s*>|</?([a-z][a-z0-9]*)[^>]*>|<[!?][^>]*>", re.DOTALL | re.IGNORECASE)
_INLINE = frozenset({"a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "font", "i", "kbd", "mark", "q", "s", "small", "span", "strong",
                     "sub", "sup", "time", "u", "var", "wbr"})
_UID = re.compile(r"^UID:[0-9a-f]{32}@\S+", re.MULTILINE)
"""Looks like an address, and is a meeting's name for calendars: a hash of what it is about."""
_UNSEEN = {"Mn", "Me", "Cf", "Cc", "Cs", "Co"}
_BLANK_LETTERS = "\u115f\u1160\u2800"


@dataclass(frozen=True)
class Looked:
    """A text as it is compared: its words in one case, the same words as they are written, and the email addresses in it."""

    words: Words
    written: Words
    addresses: frozenset[str]


def looked_at(text: str) -> Looked:
    """A text as it is compared, whatever hides in it: entities, percent signs, invisible characters, accents, case."""
    plain = _without_unseen(_decoded(text))
    written = tuple(_WORD.findall(plain))
    addresses = _ADDRESS.findall(plain.casefold()) if "@" in plain else ()
    return Looked(tuple("\n".join(written).casefold().split("\n")) if written else (), written, frozenset(addresses))


def words_of(text: str) -> Words:
    """The words of a text in one case; punctuation does not count."""
    return looked_at(text).words


def runs(words: Words, lengths: Iterable[int] = range(1, RUN + 1)) -> Iterator[Words]:
    """Every run of so many words in a row."""
    return chain.from_iterable(zip(*(words[start:] for start in range(length)), strict=False) for length in lengths)


def seen(source: str) -> str:
    """What a reader sees of HTML, hidden text included; text that only tags divide stays together."""
    return _TAG.sub(lambda tag: "" if tag[0].startswith("<!--") or (tag[1] or "").casefold() in _INLINE else " ", source)


def tags(source: str) -> set[str]:
    """What a reader does not see of HTML: every tag with its attributes, every comment, how it is to look."""
    return {tag[0] for tag in _TAG.finditer(source)}


def attached(message: Message) -> list[str] | None:
    """The name and the text of each attachment, or None where one is no text and so cannot be looked at."""
    try:
        return [f"{a.name}\n{_unfolded(a)}" for a in message.attachments]
    except UnicodeDecodeError:
        return None


def _unfolded(attachment: Attachment) -> str:
    """A file's text; in a calendar long lines are broken anywhere and some signs stand behind a stroke (RFC 5545, 3.1 and 3.3.11)."""
    text = attachment.content.decode("utf-8")
    if not attachment.kind.startswith("text/calendar"):
        return text
    plain = _UID.sub("", re.sub(r"\r?\n[ \t]", "", text))
    return re.sub(r"\\([nN,;\\])", lambda m: " " if m[1] in "nN" else m[1], plain)


def _decoded(text: str) -> str:
    """Links in links are encoded twice, so three times at most."""
    for _ in range(3):
        if "&" not in text and "%" not in text:
            break
        text = unquote(html.unescape(text))
    return text


def _without_unseen(text: str) -> str:
    """One spelling for each letter: no accents, no letters that are joined or wide, nothing that takes no room."""
    plain = text if text.isascii() else unicodedata.normalize("NFKD", text)
    unseen = [c for c in set(plain) if c in _BLANK_LETTERS or (unicodedata.category(c) in _UNSEEN and not c.isspace())]
    return plain.translate(dict.fromkeys(map(ord, unseen))) if unseen else plain
