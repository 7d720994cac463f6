"""Points: how much a text says for each focus, and whether one leads."""

from collections.abc import Iterable, Sequence, Set
from typing import NamedTuple

from sgp.contract import Focus
from sgp.reading.clauses import Clause, clauses
from sgp.reading.finding import hits_in
from sgp.reading.likeness import MOST
from sgp.reading.phrases import Hit, Meanings
from sgp.reading.text import Text, taken_apart
from sgp.reading.vocabulary import Vocabulary
from sgp.reading.words import listed

UNDER, ASIDE, LIGHT, MENDED, FURTHER, CONCEDED = 0.5, 0.25, 0.65, 0.9, 0.4, 0.3
ENOUGH, LEAD = 0.4, 1.25
"""Points that a focus needs to be asserted, and how many times those of the next it needs."""
LONG = 3
"""Words of a keyword inside which nothing is praised."""
_BENT_ON = listed("insist insisting focus work concentrate build insists working focusing")
_LIGHT = listed("in on for with by at from through of about during into via using to")


class Piece(NamedTuple):
    """Something said for a focus: where, for which keyword, how much."""

    focus: int
    concept: tuple[str, ...]
    points: float
    told: bool
    text: Text
    hit: Hit[Meanings]


class Saying(NamedTuple):
    """A clause, what it says for focuses, and whether it says anything at all."""

    clause: Clause
    text: Text
    pieces: list[Piece]

    @property
    def tells(self) -> bool:
        """Whether a word in it is more than a pleasantry."""
        return any(word.tells for word in self.text.words[self.clause.first:self.clause.last])


def sayings(text: str, usual: str, vocabulary: Vocabulary, factor: float = 1.0) -> list[Saying]:
    """What a cell says, clause by clause; `usual` is the side that its heading gives it."""
    if not text:
        return []
    apart = taken_apart(text, vocabulary)
    hits = hits_in(apart, vocabulary)
    apart.inside.update(place for hit in hits if len(hit.places) >= LONG for place in hit.places)
    found = [Saying(clause, apart, []) for clause in clauses(apart, usual)]
    at = 0
    for place, saying in enumerate(found):
        before: set[int] = set()
        while at < len(hits) and hits[at].places[0] < saying.clause.last:
            hit, at = hits[at], at + 1
            weight = factor * saying.clause.weight * _standing(hit, saying.clause, apart, before)
            saying.pieces.extend(Piece(m.focus, m.concept, m.weight * weight, m.told, apart, hit) for m in hit.meaning)
            before.update(m.focus for m in hit.meaning)
        if saying.pieces and place and found[place - 1].clause.yields:
            earlier = found[place - 1].pieces
            earlier[:] = [piece._replace(points=piece.points * CONCEDED) for piece in earlier]
    return found


def words_said(said: Iterable[Saying]) -> list[str]:
    """The words of clauses, for likeness."""
    return [word.plain for s in said for word in s.text.words[s.clause.first:s.clause.last] if word.tells]


def _standing(hit: Hit[Meanings], clause: Clause, text: Text, before: set[int]) -> float:
    """What a keyword loses by where and how it stands."""
    first = hit.places[0]
    factor = ASIDE if first >= clause.aside else UNDER if first >= clause.under else 1.0
    if any(text.words[p].mended for p in hit.places):
        factor *= MENDED
    if before and not before & {m.focus for m in hit.meaning} and _lightly(text, first):
        factor *= LIGHT
    return factor


def _lightly(text: Text, place: int) -> bool:
    """Whether a small word before it makes it a side matter: "in", "with"; not "on" after a doing, as in "insist on"."""
    words = text.words
    near = ((words[p - 1].plain, words[p].plain) for p in range(max(1, place - 3), place))
    return any(word in _LIGHT and not (word == "on" and before in _BENT_ON) for before, word in near)


def points(said: Iterable[Piece]) -> dict[int, float]:
    """Points of each focus: its strongest keyword in full, further ones in part, the same one once."""
    by_focus: dict[int, dict[tuple[str, ...], float]] = {}
    for piece in said:
        concepts = by_focus.setdefault(piece.focus, {})
        concepts[piece.concept] = max(piece.points, concepts.get(piece.concept, 0.0))
    totals = {}
    for focus, concepts in by_focus.items():
        first, *further = sorted(concepts.values(), reverse=True)
        totals[focus] = first + FURTHER * sum(further)
    return totals


def leader(points: dict[int, float], like: dict[int, float], named: Set[int]) -> int | None:
    """The focus that has a keyword's worth of points and a margin over every other, if it is one of those a keyword names."""
    if not points:
        return None
    first = max(points, key=lambda focus: (points[focus], like.get(focus, 0.0), -focus))
    rival = max((total + like.get(focus, 0.0) for focus, total in points.items() if focus != first), default=0.0)
    ahead = points[first] + like.get(first, 0.0) >= LEAD * rival
    return first if ahead and points[first] >= ENOUGH and first in named else None


def named(said: Iterable[Piece]) -> Set[int]:
    """The focuses that may be asserted: a keyword of theirs is said in whatever form, or two things that tell of their keywords."""
    said = list(said)
    told: dict[int, set[tuple[str, ...]]] = {}
    for piece in said:
        told.setdefault(piece.focus, set()).add(piece.concept)
    return {p.focus for p in said if not p.told or len(told[p.focus]) > 1}


def clearly(points: dict[int, float]) -> bool:
    """Whether likeness cannot change who leads."""
    totals = sorted(points.values(), reverse=True)[:2]
    return len(totals) == 1 or (len(totals) == 2 and totals[0] >= LEAD * (totals[1] + MOST))


def ranked(points: dict[int, float], like: dict[int, float], focuses: Sequence[Focus]) -> tuple[str, ...]:
    """The names of the focuses by points and likeness; whole-school ones first among equals, then by name."""
    counts = (round(points.get(i, 0.0) + like.get(i, 0.0), 6) for i in range(len(focuses)))
    order = sorted((-count, not focus.whole_school, focus.name) for count, focus in zip(counts, focuses, strict=True))
    return tuple(name for _, _, name in order)
