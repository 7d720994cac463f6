"""`Start here`: what needs the coordinator, what is next, and how a cycle runs."""

from collections.abc import Sequence
from datetime import date, datetime

from sgp.agenda import NOTHING, ahead, needs
from sgp.contract import START_HERE, Book, Cycle
from sgp.errors import Problem
from sgp.pages.lines import line, section
from sgp.plan import Line, Page
from sgp.results.counts import Counts

STEPS = (
    ("1  Settings", "Your name, your address, the school's name. Everything else has a sensible start."),
    ("2  Staff, Observations", "Paste them in, or let import_csv.py read an export. Then look at Problems."),
    ("3  Cycles, Meetings", "When targets go out, when and where you meet."),
    ("4  generate_targets.py", "Drafts a target for everyone. What needs you comes first, marked red."),
    ("5  Targets", "Change any words you like, then set Status to Approved."),
    ("6  form_groups.py", "Puts everyone into groups of different departments, with nobody they have met."),
    ("7  send_emails.py targets", "Shows every letter in a page. With --send they go out, each once."),
    ("8  collate_responses.py", "Turns the form answers into Summary, Replies and the staff book."),
    ("9  report_cycle.py", "One page about the cycle for school leaders, to read or print. It names nobody."),
    ("Or leave it to run_due.py", "A scheduler runs it on school days: it does 4, 6, 7 and 8 when they are due. The README says how."),
)


def start_here(book: Book, cycle: Cycle | None, counts: Counts, problems: Sequence[Problem], today: date, now: datetime) -> Page:
    """The first page: what needs the coordinator, what is next, and how a cycle runs."""
    lines: list[Line] = [
        line(("Sharing good practice", "title")),
        line((f"{book.school.name or 'Your school'}: what needs you, what is next, and when.", "lead")),
        line(("Last run", "label"), (now.replace(microsecond=0), "moment")),
        (), section("Needs you"), *_needs(counts, problems),
        (), section("Next"), *_next(book, cycle, today),
        (), section(f"{cycle.name if cycle else 'This cycle'} in numbers"),
        *(line((label, "label"), (number, "number")) for label, number in counts.lines()),
        (), section("How a cycle runs"),
        *(line((step, "strong"), ("", "text"), (what, "plain")) for step, what in STEPS),
    ]
    return Page(START_HERE, tuple(lines), freshly=frozenset({(3, 1)}))


def _needs(counts: Counts, problems: Sequence[Problem]) -> list[Line]:
    found = [line((n.what, "alert" if n.urgent else "strong"), (n.number, "number"), (n.where, "plain")) for n in needs(counts, problems)]
    return found or [line((NOTHING, "good"))]


def _next(book: Book, cycle: Cycle | None, today: date) -> list[Line]:
    if cycle is None:
        return [line(("No cycle yet", "label"), ("", "text"), ("Write the first one in Cycles, and its meetings in Meetings.", "plain"))]
    days = [line((d.what, "strong"), (d.day, "day"), (d.where, "plain")) for d in ahead(book, cycle, today)]
    return days or [line((f"{cycle.name} is over", "label"))]
