"""What earlier cycles mean for this one: a step carried on, a focus that rests, steps given before."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sgp.contract import Book, Cycle, Target
from sgp.contract.names import find_name, folded
from sgp.contract.programme import CARRIED_ON, OUTCOMES
from sgp.dates import meeting_day
from sgp.people import People

NOT_YET, PARTLY, FULLY = OUTCOMES
MOST_CARRIED = 2
"""So often the same step is carried on; then it is time for a conversation."""
RESTS = 2
"""Cycles in which a focus that was fully met is not drawn again."""


@dataclass(frozen=True)
class Given:
    """A target of an earlier cycle: how many cycles ago (1 for the last), and the day on which it was looked back on."""

    ago: int
    day: date
    target: Target

    def ended(self, *outcomes: str) -> bool:
        """Whether that is how far it was met."""
        return find_name(self.target.outcome, outcomes) is not None


@dataclass(frozen=True)
class Past:
    """A teacher's targets of earlier cycles, the newest first, and the words of all targets they have had."""

    targets: tuple[Given, ...] = ()
    words: tuple[str, ...] = ()

    def unmet(self) -> Target | None:
        """The last target, if it was said to be not or only partly met."""
        return next((g.target for g in self.targets[:1] if g.ended(NOT_YET, PARTLY)), None)

    def times_carried(self) -> int:
        """How often the last target had been carried on already."""
        rows = [g.target for g in self.targets]
        again = [t.how_sure == CARRIED_ON or folded(t.text) == folded(before.text)
                 for t, before in zip(rows, [*rows[1:], Target()], strict=bool(rows))]
        return next((n for n, carried in enumerate(again) if not carried), len(again))

    def met(self) -> dict[str, date]:
        """Focus -> the day on which it was last told to be fully met."""
        return {g.target.focus: g.day for g in reversed(self.targets) if g.ended(FULLY)}

    def resting(self) -> frozenset[str]:
        """The focuses fully met in the last cycles."""
        return frozenset(g.target.focus for g in self.targets if g.ended(FULLY) and g.ago <= RESTS)


def pasts(book: Book, people: People, cycle: Cycle) -> Mapping[str, Past]:
    """Present address -> the past of that teacher before this cycle. Of a cycle without dates only a target's words count."""
    before = _before(book, cycle)
    rows: dict[str, list[Target]] = defaultdict(list)
    for target in (t for t in book.targets if t.text and folded(t.cycle) != folded(cycle.name)):
        rows[people.address_of(target.email)].append(target)
    return {who: _past(theirs, before) for who, theirs in rows.items()}


def _past(targets: Sequence[Target], before: Mapping[str, tuple[int, date]]) -> Past:
    dated = [Given(*before[folded(t.cycle)], t) for t in targets if folded(t.cycle) in before]
    return Past(tuple(sorted(dated, key=lambda g: (g.ago, g.target.text, g.target.focus))), tuple(sorted({t.text for t in targets})))


def _before(book: Book, cycle: Cycle) -> dict[str, tuple[int, date]]:
    """Each earlier cycle -> how many cycles ago it was, and the day of its look back: meeting 2, else its end."""
    earlier = sorted((c for c in book.cycles if _begun(c) < _begun(cycle)), key=lambda c: (_begun(c), c.name), reverse=True)
    return {folded(c.name): (ago, meeting_day(book.meetings, c.name, "2") or c.closes_on or _begun(c)) for ago, c in enumerate(earlier, 1)}


def _begun(cycle: Cycle) -> date:
    return cycle.send_on or cycle.closes_on or date.min
