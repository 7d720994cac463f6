"""The clauses of a comment, and what each is: praise, a point to develop, or neither."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sgp.reading import cues
from sgp.reading.phrases import places_of
from sgp.reading.text import Text
from sgp.reading.words import COLON, COMMA, DASH, STOP

PRAISE, POINT, NEITHER = "praise", "point", ""
REMEDY, WANTING, MAIN, MINOR, CONCEDED, STRAY = 1.25, 1.1, 1.5, 0.4, 0.3, 0.7
NOWHERE = 1 << 30
_OPENERS = frozenset("please and to then just also or pls maybe perhaps now next so".split())
_REASONS = frozenset("so because since".split())
_JOINTS = frozenset("and so now then & next".split())


class Clause(NamedTuple):
    """Words from `first` up to `last` (not included) that say one thing."""

    first: int
    last: int
    side: str
    weight: float = 1.0
    marked: bool = False
    """Whether the observer marked the side: WWW, EBI."""
    under: int = NOWHERE
    """From which word on things are only said by the way ("before ...", "so that ...")."""
    aside: int = NOWHERE
    """From which word on things are held against what is meant ("rather than ...")."""
    yields: bool = False
    """Whether it only leads up to a "but": what follows counts, if it says anything."""


@dataclass
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

    @property
    def praised(self) -> bool:
        """Whether it praises and asks for nothing."""
        return cues.PRAISE in self.flags and self.flags.isdisjoint((cues.WISH, cues.LACK, cues.DOING))

    @property
    def settled(self) -> bool:
        """Whether nothing is left to do about it."""
        return cues.DISMISS in self.flags or self.praised

    @property
    def asks(self) -> bool:
        """Whether it asks for a change."""
        return not self.flags.isdisjoint((cues.WISH, cues.DOING, cues.MAIN))


def clauses(text: Text, usual: str) -> list[Clause]:
    """The clauses of a cell; `usual` is the side that its heading gives it."""
    parts = parts_of(text)
    found: list[Clause] = []
    mode, marked = usual, False
    for place, part in enumerate(parts):
        after = parts[place + 1] if place + 1 < len(parts) else None
        if part.flags & {cues.WWW, cues.HEAD_PRAISE} and not _looks_back(part, after):
            mode, marked = PRAISE, True
        elif part.flags & {cues.EBI, cues.HEAD_POINT}:
            mode, marked = POINT, True
        sign = text.signs.get(part.first)
        side = PRAISE if sign == "+" else POINT if sign and "+" in text.signs.values() else mode
        found.append(_judged(part, parts[place - 1] if place else None, after, side, marked or bool(sign)))
    return found


def _looks_back(part: Part, after: Part | None) -> bool:
    """"Full sentences from all, WWW": the mark stands behind what it marks."""
    return part.last - part.first == 1 and (after is None or after.level >= STOP)


def _judged(part: Part, before: Part | None, after: Part | None, side: str, marked: bool) -> Clause:
    held = _fronted(part, after)
    yields = side == POINT and after is not None and cues.TURN in after.flags and not part.asks and cues.LACK not in part.flags and not marked
    judge = _in_praise if side == PRAISE else _in_points
    side, weight = judge(part, before, after, marked)
    return Clause(part.first, part.last, side, weight, marked, part.first if held else part.under, part.aside, yields)


def _fronted(part: Part, after: Part | None) -> bool:
    """"When reading aloud, ...": all of it stands by the way."""
    return part.under == part.start and _goes_on(after)


def _goes_on(after: Part | None) -> bool:
    return after is not None and after.level < COLON


def _in_points(part: Part, before: Part | None, after: Part | None, marked: bool) -> tuple[str, float]:
    """A part among points: nothing where it praises or waves aside, or goes on with what did."""
    if part.settled or _goes_on_praising(part, before) or _listed(part, after) or part.denied:
        return NEITHER, 0.0
    conceded = cues.CONCEDE in part.flags and part.flags.isdisjoint((cues.LACK, cues.WISH))
    weight = MAIN if cues.MAIN in part.flags else MINOR if cues.MINOR in part.flags else REMEDY if part.asks else 1.0
    return POINT, max(weight, WANTING if cues.LACK in part.flags and cues.MINOR not in part.flags else 0) * (CONCEDED if conceded else 1.0)


def _goes_on_praising(part: Part, before: Part | None) -> bool:
    """"..., which was superb", or the rest of a list of what is good."""
    if before is None or part.level >= STOP or not before.settled or cues.TURN in part.flags:
        return False
    bare = part.flags.isdisjoint((cues.WISH, cues.LACK, cues.DOING, cues.PLAIN, cues.MAIN))
    return cues.WHICH in part.flags or (part.level == COMMA and bare)


def _listed(part: Part, after: Part | None) -> bool:
    """"Questioning, modelling and pace were all strong": the first of a list that ends in praise."""
    return after is not None and after.level == COMMA and after.settled and cues.PLAIN in after.flags and not part.flags and part.last - part.first < 5


def _in_praise(part: Part, before: Part | None, after: Part | None, marked: bool) -> tuple[str, float]:
    """A part among praise: a point only where it turns or asks outright."""
    if cues.CONCEDE in part.flags and part.level >= STOP:
        return NEITHER, 0.0
    conceded = cues.CONCEDE in part.flags and not part.praised
    turned = cues.TURN in part.flags and part.flags & {cues.LACK, cues.WISH} and not part.praised
    if turned or conceded or cues.NEEDED in part.flags:
        return POINT, STRAY
    return PRAISE, MINOR if cues.DISMISS in part.flags else 1.0


def parts_of(text: Text) -> list[Part]:
    """The text cut at stops, dashes, commas, turns and marks."""
    parts: list[Part] = []
    at, end = 0, len(text.words)
    while at < end:
        kinds, width = _cue(text, at)
        if not parts or text.levels[at] >= COMMA or (kinds and _cuts(kinds, parts[-1])):
            parts.append(Part(at, at, text.levels[at], at))
        elif kinds and _turns_to(kinds, parts[-1], text.words[at - 1].plain):
            parts.append(Part(at, at, DASH, at))
        elif kinds and _breaks_off(kinds, parts[-1]):
            parts.append(_rest_of(parts[-1]))
        if kinds or at == parts[-1].start:
            _note(parts[-1], kinds, at, width, text)
        at += width
        parts[-1].last = at
    _labelled(parts)
    for place, part in enumerate(parts):
        part.denied = part.start < part.last and text.words[part.start].plain == "not" and any(
            cues.TURN in p.flags for p in parts[place + 1:place + 3])
    return parts


def _cue(text: Text, at: int) -> tuple[Sequence[str], int]:
    """The kinds of the longest cue that begins here, and how many words it is long."""
    for pattern in text.words[at].cues:
        if not pattern.rest:
            return pattern.meaning, 1
        if pattern.last in text.keys and (places := places_of(pattern, text.words, text.levels, at)):
            return pattern.meaning, places[-1] + 1 - at
    return (), 1


def _labelled(parts: list[Part]) -> None:
    """A part that is nothing but a label ("main point", "minor:") speaks for what follows its colon, else for what stands before it."""
    for place, part in enumerate(parts):
        label = part.flags & {cues.MAIN, cues.MINOR}
        if not label or part.start < part.last or part.last - part.first > 3:
            continue
        after = place + 1
        if after < len(parts) and parts[after].level in (COLON, DASH):
            parts[after].flags |= label
        elif place and part.level < STOP:
            parts[place - 1].flags |= label


def _cuts(kinds: Sequence[str], part: Part) -> bool:
    return cues.TURN in kinds or cues.WWW in kinds or cues.EBI in kinds or (cues.CONCEDE in kinds and cues.UNDER not in kinds)


def _turns_to(kinds: Sequence[str], part: Part, before: str) -> bool:
    """"... was great and now work on pace"."""
    if part.praised and cues.UNDER in kinds and cues.REASON in kinds:
        return True
    return before in _JOINTS and part.settled and not {cues.MAIN, cues.DOING, cues.WISH}.isdisjoint(kinds)


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
        elif kind not in (cues.DOING, cues.WHICH, cues.CONCEDE, cues.TURN) or first:
            part.flags.add(kind)
    if cues.PRAISE in kinds:
        part.praise_ends = at + width
    if part.under < at and not part.flags.isdisjoint((cues.WISH, cues.MAIN)) and text.words[part.under].plain in _REASONS:
        part.under = NOWHERE
    if first and (not part.flags.isdisjoint((cues.WWW, cues.EBI, cues.TURN, cues.MAIN, cues.MINOR)) or text.words[at].plain in _OPENERS):
        part.start = at + width
