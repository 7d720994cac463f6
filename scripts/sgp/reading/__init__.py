"""From words to a focus: what an observation says of a strength and of a point to develop."""

from collections.abc import Sequence
from dataclasses import dataclass

from sgp.contract import Observation
from sgp.contract.programme import CHOSEN, NOT_SURE, SURE
from sgp.reading.clauses import POINT, PRAISE
from sgp.reading.keywords import keywords_in
from sgp.reading.quoting import quoted
from sgp.reading.vocabulary import Vocabulary, vocabulary
from sgp.reading.weighing import Saying, clearly, leader, named, points, ranked, sayings, words_said

SUGGESTED = 3
AGREED = 1.3
"""What a word in an agreed action step counts."""


@dataclass(frozen=True)
class Reading:
    """What one side of an observation says."""

    focus: str = ""
    """The focus's name, only where `how` is Chosen or Sure."""
    how: str = ""
    """Chosen, Sure, Not sure; "" where no point is made at all."""
    words: tuple[str, ...] = ()
    """What matched, exactly as it stands in the observation, in order, no doubles."""
    suggestions: tuple[str, ...] = ()
    """Where not sure: three active focuses, the likeliest first."""


@dataclass(frozen=True)
class Read:
    """What an observation says of either side."""

    strength: Reading
    development: Reading


def read(seen: Observation, vocabulary: Vocabulary) -> Read:
    """What an observation says: the chosen focuses, else what the free text says of each side."""
    praise = sayings(seen.strengths, PRAISE, vocabulary)
    asked = sayings(seen.development, POINT, vocabulary) + sayings(seen.action_step, POINT, vocabulary, AGREED)
    strengths = [s for s in praise if s.clause.side == PRAISE] + [s for s in asked if s.clause.side == PRAISE and s.clause.marked]
    developments = [s for s in praise + asked if s.clause.side == POINT]
    return Read(_said(seen.strength_focus, strengths, vocabulary), _said(seen.development_focus, developments, vocabulary))


def read_text(text: str, vocabulary: Vocabulary) -> Reading:
    """What a text of no side is about: an idea, a target. Praise counts like anything else."""
    return _said("", sayings(text, PRAISE, vocabulary), vocabulary)


def _said(chosen: str, heard: Sequence[Saying], vocabulary: Vocabulary) -> Reading:
    pieces = [piece for saying in heard for piece in saying.pieces if piece.points > 0]
    if chosen:
        return Reading(chosen, CHOSEN, quoted((p for p in pieces if vocabulary.focuses[p.focus].name == chosen), vocabulary))
    if not pieces and not any(saying.tells for saying in heard):
        return Reading()
    totals = points(pieces)
    like = vocabulary.likeness.of(words_said(heard)) if not clearly(totals) else {}
    if (first := leader(totals, like, named(pieces))) is not None:
        return Reading(vocabulary.focuses[first].name, SURE, quoted((p for p in pieces if p.focus == first), vocabulary))
    like = like or vocabulary.likeness.of(words_said(heard))
    return Reading("", NOT_SURE, quoted(pieces, vocabulary), ranked(totals, like, vocabulary.focuses)[:SUGGESTED])


__all__ = ["Read", "Reading", "Vocabulary", "keywords_in", "read", "read_text", "vocabulary"]
