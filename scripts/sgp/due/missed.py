"""What was due and never done: listed and asked about, since by now only a person can tell whether it is still wanted."""

from collections.abc import Iterator
from datetime import date

from sgp.contract import Book, Cycle, EmailRecord, Meeting
from sgp.contract.names import folded
from sgp.contract.when import read_date
from sgp.dates import meetings_of
from sgp.due import DRAFTS, PACKS, REMINDERS, TARGETS, Step, steps
from sgp.errors import WARNING, Problem

SCHEDULED = "run_due.py"
_WORDS = {TARGETS: "target emails", REMINDERS: "reminders for meeting {}", PACKS: "packs for heads of department"}
_NOT_GONE = ("planned", "held")


def last_scheduled(book: Book) -> date | None:
    """The day of the last scheduled run that the run log knows of."""
    return max(_scheduled(book), default=None)


def missed_steps(book: Book, today: date) -> tuple[Step, ...]:
    """What scheduled runs should have done in a cycle that is not over, and did not, though it can be caught up no more."""
    begun = min(_scheduled(book), default=None)
    if begun is None:
        return ()
    over = [s for s in steps(book) if begun <= s.last and s.until < today <= (s.cycle.closes_on or today)]
    return tuple(s for s in over if not _done(s, book) and _wanted(s, book))


def tell_missed(book: Book, today: date) -> Iterator[Problem]:
    """A warning for each step that was missed, with a question and what can be done."""
    for step in missed_steps(book, today):
        span = f"from {step.first:%d/%m/%Y} to {step.last:%d/%m/%Y}"
        if step.kind == DRAFTS:
            yield _told(step, book, f"Targets of {step.cycle.name} were to be drafted {span}, and no run did.",
                        "Shall they still be? Then run generate_targets.py and form_groups.py.")
        else:
            what = _WORDS[step.kind].format(step.meeting)
            yield _told(step, book, f"No {what} of {step.cycle.name} have left; they were due {span}.",
                        f"Is it still needed? {_way(step)} If you told people yourself, nothing is to be done.")


def _scheduled(book: Book) -> list[date]:
    moments = (r.when for r in book.runs if r.script == SCHEDULED and isinstance(r.when, date | str))
    return [day for when in moments if (day := read_date(when, book.school.day_first))]


def _done(step: Step, book: Book) -> bool:
    if step.kind == DRAFTS:
        return any(folded(t.cycle) == folded(step.cycle.name) for t in book.targets)
    return any(_is_of(e, step) for e in book.emails)


def _is_of(email: EmailRecord, step: Step) -> bool:
    series = folded(f"{step.cycle.name}/{step.kind}/{step.meeting or 0}/")
    return email.status not in _NOT_GONE and folded(email.key).startswith(series)


def _wanted(step: Step, book: Book) -> bool:
    """Whether there was anybody to do it for: without targets nobody is reminded, and without staff nothing is drafted."""
    return bool(book.staff) if step.kind == DRAFTS else any(folded(t.cycle) == folded(step.cycle.name) for t in book.targets)


def _way(step: Step) -> str:
    return "A date in Send again sends a target all the same." if step.kind == TARGETS else "Write to people yourself."


def _told(step: Step, book: Book, what: str, mend: str) -> Problem:
    sittings = meetings_of(book.meetings, step.cycle.name, step.meeting) if step.meeting else []
    row: Meeting | Cycle = sittings[0] if sittings else step.cycle
    column = Meeting.fields["day"] if sittings else Cycle.fields["send_on"]
    return Problem(WARNING, row.tab.title, row.row, column, what, mend)
