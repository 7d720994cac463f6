"""What lies before a room that plans: the checked book, the cycle, the day, and what the caller asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from sgp.contract import Book, Cycle, Language, Staff
from sgp.errors import Problem
from sgp.people import People
from sgp.plan import Snapshot
from sgp.reading import Vocabulary, vocabulary
from sgp.responses import Answers


@dataclass(frozen=True)
class Desk:
    """Everything a plan is made from. `now` is only for records of when; `today` decides what is due.

    `language` is what is known of the language observers write in; `raw` is the book as it was read, with the rows that the check
    left out of `book`. Of what is due only letters to the address
    `only`, and of these the first `limit`, are to leave; with `to_me` all that are not held are, due or not.
    """

    book: Book
    people: People
    answers: Answers
    snapshot: Snapshot
    cycle: Cycle | None
    today: date
    now: datetime
    templates: Mapping[str, str]
    transport: str
    language: Language = Language()
    send: bool = False
    only: str = ""
    limit: int | None = None
    to_me: bool = False
    output: str = "output"
    problems: tuple[Problem, ...] = ()
    raw: Book | None = None

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What the words of observers mean at this school."""
        return vocabulary(self.book.focuses, self.book.bank, self.language)

    def wants(self, person: Staff) -> bool:
        """Whether letters to this person are asked for: with `only`, those to one address alone."""
        return not self.only or self.only.casefold() in {person.email, *person.other_emails}
