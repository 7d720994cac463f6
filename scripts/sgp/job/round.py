"""One run's sending, as it goes."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sgp.contract import EmailRecord
from sgp.errors import Stop
from sgp.job.opening import Opened
from sgp.job.ways import Way
from sgp.journal import Journal
from sgp.plan import Envelope, Handed, Lease, Message, Snapshot


@dataclass
class Round:
    """One run's sending, as it goes: what is left to do, what became of each, and how the book stands.

    `left` are emails that have left in an earlier run, which only the journal still knows. `again` opens a book
    that people have changed meanwhile anew, and gives what goes now.
    `doubtful` names those that an earlier run left and that may not have gone. `clock` tells the true time, whatever day is pretended.
    """

    opened: Opened
    way: Way
    journal: Journal
    again: Callable[["Round", Snapshot], list[Message]] = lambda *_: []
    todo: list[Message] = field(default_factory=list)
    tell: Callable[[], None] = lambda: None
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    sleep: Callable[[float], None] = time.sleep
    asked_to_stop: Callable[[], bool] = lambda: False
    went: dict[str, Handed] = field(default_factory=dict)
    left: dict[str, Handed] = field(default_factory=dict)
    records: dict[str, EmailRecord] = field(default_factory=dict)
    claimed: set[str] = field(default_factory=set)
    begun: Envelope | None = None
    leased: bool = False
    doubtful: list[str] = field(default_factory=list)
    stop: Stop | None = None

    def lease(self, until: timedelta | None) -> Lease:
        """The right to send from the book for so long from now, or given back."""
        now = self.clock()
        self.leased = until is not None
        return Lease(self.journal.holder, now, now + until if until else None)
