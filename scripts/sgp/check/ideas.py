"""Ideas: rows whose answer is gone, and what staff do not see until somebody has looked."""

from collections import Counter
from collections.abc import Callable, Iterable, Set
from datetime import date

from sgp.contract import Book, Practice, Row, Scheme, Staff
from sgp.contract.names import folded
from sgp.errors import WARNING, Problem
from sgp.ideas import HELD_BACK, WITHDRAWN, is_open, key_of
from sgp.people import People, is_here
from sgp.responses import Answer, Answers

UNSEEN = "A student's name or initials, or a grade, seem to stand here, so staff do not see it."


def check_ideas(book: Book, people: People, answers: Answers, today: date, discreet: Callable[[str], bool]) -> list[Problem]:
    """Warnings about `Good practice` and `Schemes of work`; none of them stops anything."""
    given = (*answers.used, *answers.superseded)
    return [*_held_back(book, discreet), *_overdue_and_nobodys(book, people, today),
            *_without_answer(book.practice, {key for a in given if a.raw.meeting == "2" for key in _persons(a)}, "Set Show to no if it "
                             "should no longer be shown."),
            *_without_answer(book.schemes, {key_of(a.cycle.name, a.department, a.text("idea")) for a in given if a.raw.meeting == "3"},
                             "Nothing; or set Status to Dropped.")]


def _persons(answer: Answer) -> Iterable[str]:
    return (key_of(answer.cycle.name, address) for address in (answer.person.email, *answer.person.other_emails))


def _held_back(book: Book, discreet: Callable[[str], bool]) -> list[Problem]:
    """What waits for a look: ideas of cycles that have not closed, and all that is on its way into a scheme."""
    hidden = [p for p in book.practice if not p.show and p.idea not in (WITHDRAWN, HELD_BACK) and not discreet(p.idea)]
    schemes = [s for s in book.schemes if is_open(s) and not (discreet(s.idea) and discreet(s.place))]
    return [*(_told(p, "idea", UNSEEN, "Read it; if nobody is named, set Show to yes.") for p in hidden),
            *(_told(s, "idea", UNSEEN, "Reword it in the form tab, or under Where it goes.") for s in schemes)]


def _overdue_and_nobodys(book: Book, people: People, today: date) -> list[Problem]:
    """Overdue ideas of which nobody can be reminded."""
    overdue = [s for s in book.schemes if is_open(s) and s.due and s.due < today]
    owners = [(s, people.find(s.owner)) for s in overdue]
    return [_told(s, "owner", _no_owner(s, owner), "Write who sees to it, or change Due or Status.") for s, owner in owners
            if owner is None or not is_here(owner, today)]


def _no_owner(scheme: Scheme, owner: Staff | None) -> str:
    who = f"{owner.name} has left" if owner else f"{scheme.owner} is nobody in Staff" if scheme.owner else "it has no owner"
    return f"This was due on {scheme.due:%d/%m/%Y}, and {who}, so nobody is reminded."


def _without_answer(rows: Iterable[Practice] | Iterable[Scheme], keys: Set[str], mend: str) -> list[Problem]:
    """Rows that came from an answer which is gone. Where all of a cycle are, they are told as one: its form tab was cleared."""
    ours = [r for r in rows if r.key and r.cycle and r.idea not in (WITHDRAWN,)]
    gone = [r for r in ours if r.key not in keys]
    all_of, gone_of = Counter(folded(r.cycle) for r in ours), Counter(folded(r.cycle) for r in gone)
    cleared = {cycle for cycle, number in gone_of.items() if number == all_of[cycle] > 1}
    one = [_told(r, "idea", "The answer this came from is no longer in the book; the row stays.", mend) for r in gone
           if folded(r.cycle) not in cleared]
    whole = [_told(first, "idea", f"The answers that the {all_of[cycle]} ideas of {first.cycle} came from are no longer in the book; "
                   "the rows stay.", mend) for cycle in sorted(cleared) if (first := next(r for r in gone if folded(r.cycle) == cycle))]
    return [*one, *whole]


def _told(row: Row, field: str, what: str, mend: str) -> Problem:
    return Problem(WARNING, row.tab.title, row.row, row.fields[field], what, mend)
