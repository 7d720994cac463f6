"""What lies before a room that plans: the checked book, the cycle, the day, and what the caller asked for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache

from sgp.advice import discretion
from sgp.contract import Book, Cycle, Language, Practice, Scheme, Staff
from sgp.errors import Problem
from sgp.ideas import decided_before, shared_ideas, with_new_schemes
from sgp.people import People
from sgp.plan import Snapshot
from sgp.reading import Vocabulary, vocabulary
from sgp.responses import Answers

_vocabulary = lru_cache(maxsize=2)(vocabulary)
"""A scheduled run lays the same focuses on the desk again and again."""


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
        return _vocabulary(self.book.focuses, self.book.bank, self.language)

    @cached_property
    def discreet(self) -> Callable[[str], bool]:
        """Tells of a text whether staff may read it, as far as students' names and grades go."""
        return discretion(self.book, self.language)

    @cached_property
    def ideas(self) -> tuple[Practice, ...]:
        """The rows of `Good practice` as the answers leave them."""
        return shared_ideas(self.book, self.answers, self.discreet)

    @cached_property
    def schemes(self) -> tuple[Scheme, ...]:
        """The rows of `Schemes of work` as the answers leave them."""
        return with_new_schemes(self.book, self.answers, decided_before(self.snapshot, self.book.forms))

    def wants(self, person: Staff) -> bool:
        """Whether letters to this person are asked for: with `only`, those to one address alone."""
        return not self.only or self.only.casefold() in {person.email, *person.other_emails}
