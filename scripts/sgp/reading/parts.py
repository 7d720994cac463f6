"""Parts of a comment: stretches of words between stops, dashes, commas and turns, and the cues in each."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sgp.reading import cues
from sgp.reading.phrases import places_of
from sgp.reading.text import Text
from sgp.reading.words import COLON, COMMA, DASH, STOP, listed

NOWHERE = 1 << 30
NO_CUE: tuple[Sequence[str], int] = ((), 1)
_OPENERS = listed("please and to then just also or pls maybe perhaps now next so")
_REASONS = listed("so because since")
_LEADING = frozenset((cues.WWW, cues.EBI, cues.TURN, cues.MAIN, cues.MINOR))
_FIRST_ONLY = frozenset((cues.DOING, cues.WHICH, cues.CONCEDE, cues.TURN, cues.URGE))
_JOINTS = listed("and so now then & next")


@dataclass(slots=True)
class Part:
    """A stretch of words between stops, dashes, commas and turns, with the cues in it."""

    first: int
    last: int
    level: int
    start: int
    flags: set[str] = field(default_factory=set)
    under: int = NOWHERE
    aside: int = NOWHERE
    praise_ends: int = 0
    denied: bool = False
    """Whether it is what is not meant: "not behaviour, but challenge"."""
    same: bool = False
    """Whether it goes on about what stood before: "..., but it is not marked"."""

    @property
    def praised(self) -> bool:
        """Whether it praises and asks for nothing."""
        return cues.PRAISE in self.flags and cues.LACK not in self.flags and not self.asks

    @property
    def settled(self) -> bool:
        """Whether nothing is left to do about it."""
        return cues.DISMISS in self.flags or self.praised

    @property
    def asks(self) -> bool:
        """Whether it asks for a change."""
        return not self.flags.isdisjoint(cues.ASKS)


def parts_of(text: Text) -> list[Part]:
    """The text cut at stops, dashes, commas, turns and marks."""
    parts: list[Part] = []
    at, end = 0, len(text.words)
    while at < end:
        kinds, width = _cue(text, at) if text.words[at].cues else NO_CUE
        if not parts or text.levels[at] >= COMMA or (kinds and _cuts(kinds)):
            parts.append(Part(at, at, text.levels[at], at))
        elif kinds and _turns_to(kinds, parts[-1], text.words[at - 1].plain):
            parts.append(Part(at, at, DASH, at))
        elif kinds and _breaks_off(kinds, parts[-1]):
            parts.append(_rest_of(parts[-1]))
        if kinds or at == parts[-1].start:
            _note(parts[-1], kinds, at, width, text)
        at += width
        parts[-1].last = at
    return parts


def _cue(text: Text, at: int) -> tuple[Sequence[str], int]:
    """The kinds of the longest cue that begins here, and how many words it is long."""
    for pattern in text.words[at].cues:
        if not pattern.rest:
            return pattern.meaning, 1
        if pattern.last in text.keys and pattern.rest[0] in text.keys and (places := places_of(pattern, text.words, text.levels, at)):
            return pattern.meaning, places[-1] + 1 - at
    return NO_CUE


def _cuts(kinds: Sequence[str]) -> bool:
    return cues.TURN in kinds or cues.WWW in kinds or cues.EBI in kinds or (cues.CONCEDE in kinds and cues.UNDER not in kinds)


def _turns_to(kinds: Sequence[str], part: Part, before: str) -> bool:
    """"... was great and now work on pace"."""
    if part.praised and cues.UNDER in kinds and cues.REASON in kinds:
        return True
    return before in _JOINTS and part.settled and not cues.ASKS.isdisjoint(kinds)


def _breaks_off(kinds: Sequence[str], part: Part) -> bool:
    """"Although retrieval is strong pupils struggle to ...": no comma where one should be."""
    held = cues.CONCEDE in part.flags and part.praise_ends
    return bool(held) and not {cues.LACK, cues.WISH}.isdisjoint(kinds)


def _rest_of(part: Part) -> Part:
    rest = Part(part.praise_ends, part.last, COMMA, part.praise_ends)
    part.last = part.praise_ends
    return rest


def _note(part: Part, kinds: Sequence[str], at: int, width: int, text: Text) -> None:
    """What a cue adds to the part it stands in."""
    first = at == part.start
    for kind in kinds:
        if kind in (cues.HEAD_PRAISE, cues.HEAD_POINT):
            if text.levels[at] >= STOP and at + width < len(text.words) and text.levels[at + width] in (DASH, COLON):
                part.flags.add(kind)
        elif kind == cues.UNDER:
            part.under = min(part.under, at)
        elif kind == cues.ASIDE:
            part.aside = min(part.aside, at)
        elif (first or kind not in _FIRST_ONLY) and not (kind == cues.PRAISE and at in text.inside):
            part.flags.add(kind)
    if cues.PRAISE in kinds:
        part.praise_ends = at + width
    if part.under < at and not part.flags.isdisjoint((cues.WISH, cues.MAIN)) and text.words[part.under].plain in _REASONS:
        part.under = NOWHERE
    if first and (not _LEADING.isdisjoint(kinds) or text.words[at].plain in _OPENERS):
        part.start = at + width
