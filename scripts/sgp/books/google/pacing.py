"""A pace that Google's quota allows: runs for many schools share one sign-in, and wait rather than be refused."""

import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

A_MINUTE, SPAN = 58, 61.0
"""Reads, and writes, that are asked for in so many seconds. Google allows 60 a minute to one account
(https://developers.google.com/workspace/sheets/api/limits), counted as they arrive; so a little is kept in hand."""


@dataclass
class Pace:
    """What was asked for of late, of each kind."""

    pause: Callable[[float], None] = field(default=lambda seconds: time.sleep(seconds))
    clock: Callable[[], float] = time.monotonic
    asked: dict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def wait(self, kind: str) -> None:
        """Wait until one more request of this kind is allowed, and count it."""
        lately = self.asked[kind]
        while lately and lately[0] <= self.clock() - SPAN:
            lately.popleft()
        if len(lately) >= A_MINUTE:
            self.pause(max(0.0, lately.popleft() + SPAN - self.clock()))
        lately.append(self.clock())


@cache
def pace_of(who: str) -> Pace:
    """The one pace of all runs in this process that sign in as this account."""
    del who
    return Pace()
