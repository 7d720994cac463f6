"""The pages to read: `Start here` for what needs the coordinator, `Summary` for how the cycle goes."""

from collections.abc import Sequence
from datetime import date, datetime

from sgp.agenda import NOTHING, ahead, needs
from sgp.contract import START_HERE, SUMMARY, Book, ByDepartment, ByFocus, Cycle
from sgp.contract.answers import SCHEME_STATUSES
from sgp.contract.names import folded
from sgp.counts import Counts
from sgp.errors import Problem
from sgp.plan import Chart, Line, Page, Span, Value

ANSWER_COLUMNS = ("department", "teachers", "meeting_1", "meeting_2", "meeting_3")
FOCUS_COLUMNS = ("focus", "targets", "not_yet", "partly", "fully")
BAR = 20
"""Blocks in a full bar."""
STEPS = (
    ("1  Settings", "Your name, your address, the school's name. Everything else has a sensible start."),
    ("2  Staff, Observations", "Paste them in, or let import_csv.py read an export. Then look at Problems."),
    ("3  Cycles, Meetings", "When targets go out, when and where you meet."),
    ("4  generate_targets.py", "Drafts a target for everyone. What needs you comes first, marked red."),
    ("5  Targets", "Change any words you like, then set Status to Approved."),
    ("6  form_groups.py", "Puts everyone into groups of different departments, with nobody they have met."),
    ("7  send_emails.py targets", "Shows every letter in a page. With --send they go out, each once."),
    ("8  collate_responses.py", "Turns the form answers into Summary, Replies and the staff book."),
)


def start_here(book: Book, cycle: Cycle | None, counts: Counts, problems: Sequence[Problem], today: date, now: datetime) -> Page:
    """The first page: what needs the coordinator, what is next, and how a cycle runs."""
    lines: list[Line] = [
        _line(("Sharing good practice", "title")),
        _line((f"{book.school.name or 'Your school'}: what needs you, what is next, and when.", "lead")),
        _line(("Last run", "label"), (now.replace(microsecond=0), "moment")),
        (), _section("Needs you"), *_needs(counts, problems),
        (), _section("Next"), *_next(book, cycle, today),
        (), _section(f"{cycle.name if cycle else 'This cycle'} in numbers"),
        *(_line((label, "label"), (number, "number")) for label, number in counts.lines()),
        (), _section("How a cycle runs"),
        *(_line((step, "strong"), ("", "text"), (what, "plain")) for step, what in STEPS),
    ]
    return Page(START_HERE, tuple(lines), freshly=frozenset({(3, 1)}))


def _needs(counts: Counts, problems: Sequence[Problem]) -> list[Line]:
    found = [_line((n.what, "alert" if n.urgent else "strong"), (n.number, "number"), (n.where, "plain")) for n in needs(counts, problems)]
    return found or [_line((NOTHING, "good"))]


def _next(book: Book, cycle: Cycle | None, today: date) -> list[Line]:
    if cycle is None:
        return [_line(("No cycle yet", "label"), ("", "text"), ("Write the first one in Cycles, and its meetings in Meetings.", "plain"))]
    days = [_line((d.what, "strong"), (d.day, "day"), (d.where, "plain")) for d in ahead(book, cycle, today)]
    return days or [_line((f"{cycle.name} is over", "label"))]


def summary(book: Book, cycle: Cycle | None, counts: Counts, departments: Sequence[ByDepartment], focuses: Sequence[ByFocus],
            groups: Sequence[tuple[str, float, float]] = ()) -> Page:
    """The one page to read about a cycle: a few lines, then tables, with charts.

    `groups` are what was wished for, how often it was missed, and how often a random deal would miss it.
    """
    name = cycle.name if cycle else "No cycle yet"
    lines: list[Line] = [
        _line((name, "title")), _line((f"{book.school.name or 'Sharing good practice'}: how the cycle is going", "lead")), (),
        *(_line((sentence, "plain")) for sentence in counts.sentences()),
    ]
    charts = []
    for title, headings, rows, numbers in _tables(book, folded(name), departments, focuses):
        lines += [(), _section(title), _heads(*headings), *rows]
        charts.append(Chart(title, len(lines) - len(rows), len(lines), 0, numbers, stacked=len(numbers) > 1))
    if groups:
        lines += [(), _section("Who meets whom"), _heads("The fewer the better", "Here", "Dealt at random"),
                  *(_row(what, round(here), round(random)) for what, here, random in groups)]
    return Page(SUMMARY, tuple(lines), charts=tuple(charts))


Table = tuple[str, tuple[str, ...], list[Line], tuple[int, ...]]
"""A title, the headings, the rows, and the columns (from 0) whose numbers are drawn."""


def _tables(book: Book, cycle: str, departments: Sequence[ByDepartment], focuses: Sequence[ByFocus]) -> tuple[Table, ...]:
    worked_on = [f for f in focuses if folded(f.cycle) == cycle]
    statuses = [s.status for s in book.schemes if folded(s.cycle) == cycle]
    answered = [_row(d.department, d.teachers, d.meeting_1, d.meeting_2, d.meeting_3,
                     _bar(d.meeting_1 + d.meeting_2 + d.meeting_3, 3 * d.teachers)) for d in departments if folded(d.cycle) == cycle]
    shares = [_row(f.focus, f.targets, f.not_yet, f.partly, f.fully, _bar(f.targets, sum(w.targets for w in worked_on))) for f in worked_on]
    return (
        ("Answers by department", (*(ByDepartment.fields[n] for n in ANSWER_COLUMNS), "Answered so far"), answered, (2, 3, 4)),
        ("What people work on, and how far they are", (*(ByFocus.fields[n] for n in FOCUS_COLUMNS), "Share of all targets"),
         shares, (2, 3, 4)),
        ("Ideas on their way into schemes of work", ("Status", "Ideas", "", "", "", ""),
         [_row(s, statuses.count(s)) for s in SCHEME_STATUSES], (1,)),
    )


def _bar(part: int, whole: int) -> str:
    return "█" * round(BAR * part / whole) + f" {round(100 * part / whole)}%" if whole else ""


def _line(*cells: tuple[Value, str]) -> Line:
    return tuple(Span(value or None if value == "" else value, look) for value, look in cells)


def _section(text: str) -> Line:
    return (Span(text, "section"),)


def _heads(*names: str) -> Line:
    return tuple(Span(name or None, "table heading") for name in names)


def _row(name: str, *numbers: Value) -> Line:
    return (Span(name, "text"), *(Span(n, "bar" if isinstance(n, str) else "number") for n in numbers))
