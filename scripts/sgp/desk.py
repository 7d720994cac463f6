"""What lies before a room that plans: the checked book, the cycle, the day, and what the caller asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sgp.contract import Book, Cycle
from sgp.people import People
from sgp.plan import Snapshot
from sgp.responses import Answers


@dataclass(frozen=True)
class Desk:
    """Everything a plan is made from. `now` is only for records of when; `today` decides what is due."""

    book: Book
    people: People
    answers: Answers
    snapshot: Snapshot
    cycle: Cycle | None
    today: date
    now: datetime
    templates: Mapping[str, str]
    transport: str
    send: bool = False
