"""Everything that is wrong with a book, found at once; and the book with only what can be used."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sgp.advice import discretion
from sgp.check.clocks import impossible_times
from sgp.check.drafts import check_drafts
from sgp.check.emails import emails_not_gone
from sgp.check.groups import check_groups
from sgp.check.ideas import check_ideas
from sgp.check.lessons import check_observations
from sgp.check.programme import check_bank, check_closed_days, check_cycles, check_focuses, check_meetings
from sgp.check.settings import missing_settings
from sgp.check.sittings import settle_sittings
from sgp.check.staff import check_staff
from sgp.check.targets import check_targets
from sgp.contract import Book, Language
from sgp.due.missed import tell_missed
from sgp.errors import ERROR, WARNING, Problem
from sgp.people import People, people
from sgp.responses import Answers, read_responses

NO_WORDS = Language()


@dataclass(frozen=True)
class Checked:
    """A book that rooms can work on: names settled, unusable rows left out, and each of those told."""

    book: Book
    people: People
    answers: Answers
    problems: tuple[Problem, ...]


def check(book: Book, today: date, cell_faults: Sequence[Problem] = (), language: Language = NO_WORDS) -> Checked:
    """Check a book as it stands on a day. `cell_faults` are what reading its cells already told; `language` what targets are worded in."""
    problems: list[Problem] = list(missing_settings(book.school))
    book = check_staff(book, problems)
    everyone = people(book.staff)
    book = check_focuses(book, problems)
    book = check_bank(book, problems)
    book = check_cycles(book, problems)
    book = check_closed_days(book, problems)
    check_meetings(book, problems)
    problems += impossible_times(book)
    book = check_observations(book, everyone, today, problems)
    book = check_targets(book, everyone, problems)
    problems += check_drafts(book, everyone, today, language)
    book = settle_sittings(book, problems)
    problems += check_groups(book, everyone, today)
    problems += emails_not_gone(book)
    problems += tell_missed(book, today)
    answers = read_responses(book, everyone)
    problems += check_ideas(book, everyone, answers, today, discretion(book, language))
    return Checked(book, everyone, answers, once_each(cell_faults, [*problems, *answers.problems]))


def once_each(first: Sequence[Problem], more: Sequence[Problem]) -> tuple[Problem, ...]:
    """All problems in order, but none of `more` whose cell `first` speaks of as gravely: unreadable is not missing too."""
    told = {(p.tab, p.row, p.column, level) for p in first for level in (p.level, WARNING)}
    return tuple(sorted({*first, *(p for p in more if (p.tab, p.row, p.column, p.level) not in told)}, key=_order))


def _order(problem: Problem) -> tuple[bool, str, int, str, str]:
    return problem.level != ERROR, problem.tab, problem.row, problem.column, problem.what
