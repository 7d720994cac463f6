"""The sections of the page, each from the numbers that may be told."""

from collections.abc import Sequence

from sgp.contract.programme import OUTCOMES
from sgp.report.drawing import Bar, Part, bars, line, stack
from sgp.report.figures import DepartmentRow, Figure, Row, Section
from sgp.report.published import FORMS, DepartmentTold, Published
from sgp.report.tally import NO_ANSWER
from sgp.report.words import either, number, percent, share, so_many
from sgp.suppression import OTHER, Told

LOOKS = dict(zip(OUTCOMES, ("not-yet", "partly", "fully"), strict=True))
MEETINGS = {"1": "After meeting 1: the plan", "2": "After meeting 2: what came of it"}
TOO_FEW = "The answers are too few, or too much alike, to be told apart without pointing at somebody."
NOT_TOLD = "not told"


def met(cycle: Published) -> Section:
    """How far targets were met: one bar for all who answered, or for everyone where who did not is a small group."""
    shown, of = outcome(cycle)
    if "2" not in cycle.been or len(shown) < 2:
        return Section("met", "How far targets were met", (TOO_FEW if "2" in cycle.been else "This is asked after meeting 2.",), "whole")
    parts = [Part(either(names), 100 * n / of, percent(n, of), so_many(n, "teacher"), LOOKS.get(names[-1], "unsaid")) for names, n in shown]
    who = f"the {of} teachers who answered after meeting 2" if cycle.outcomes[0][0] == (NO_ANSWER,) else f"all {of} teachers"
    said = f"As teachers see it themselves. Of {who}:"
    figure = Figure("met-figure", "How far targets were met", f"{said} {', '.join(f'{p.name}: {p.strong}' for p in parts)}.", stack(parts),
                    ("Target met", "Teachers", "Share"), tuple(Row(p.name, (p.words.split()[0], p.strong)) for p in parts))
    return Section("met", figure.title, (said,), "whole", (figure,))


def outcome(cycle: Published) -> tuple[tuple[tuple[tuple[str, ...], int], ...], int]:
    """The blocks that are shown and how many teachers they are: without those who have not answered where they stand by themselves."""
    apart = bool(cycle.outcomes) and cycle.outcomes[0][0] == (NO_ANSWER,)
    shown = cycle.outcomes[1:] if apart else cycle.outcomes
    return shown, sum(n for _, n in shown)


def ideas(cycle: Published) -> Section:
    """How many ideas were shared and where they went."""
    told, going = cycle.ideas if cycle.ideas and _is_told(cycle.ideas) else None, in_schemes(cycle)
    shared = f"{number(told).capitalize()} ideas were shared for colleagues to use. " if told else ""
    where = f"{so_many(going, 'is', 'are')} in a scheme of work or on the way there." if going else "None is in a scheme of work yet."
    rows = [Bar(status, _of(n, max(cycle.statuses.values())), str(n)) for status, n in cycle.statuses.items()]
    figure = _counts("ideas-figure", "Ideas in schemes of work", ("Status", "Ideas"), rows)
    return Section("ideas", "Where ideas went", (shared + where,), "left", (figure,) if any(cycle.statuses.values()) else ())


def in_schemes(cycle: Published) -> int:
    """Ideas in schemes of work and on the way there."""
    return sum(n for status, n in cycle.statuses.items() if status != "Dropped")


def focuses(cycle: Published) -> Section:
    """What people worked on."""
    if not cycle.focuses:
        return Section("focuses", "What people worked on", ("Nothing can be told of this yet.",), "right")
    names = {OTHER: "Other focuses together"}
    rows = [Bar(names.get(f, f), _of(n, max(cycle.focuses.values())), str(n)) for f, n in cycle.focuses.items()]
    figure = _counts("focuses-figure", "Teachers by the focus of their target", ("Focus", "Teachers"), rows)
    return Section("focuses", "What people worked on", ("Teachers by the focus of their target.",), "right", (figure,))


def _counts(name: str, title: str, headings: tuple[str, ...], rows: Sequence[Bar]) -> Figure:
    said = ", ".join(f"{b.name}: {b.strong}" for b in rows)
    return Figure(name, title, f"{said}.", bars(rows), headings, tuple(Row(b.name, (b.strong,)) for b in rows))


def answers(cycle: Published) -> Section:
    """Who answered after each meeting, in the whole school."""
    title, told = "Answers after each meeting", {m: count for m, count in cycle.answers.items() if _is_told(count)}
    if not told:
        words = TOO_FEW if cycle.answers else "The first answers are asked for after meeting 1."
        return Section("answers", title, (words,), "left")
    rows = [_bar(MEETINGS[m], count) for m, count in told.items()]
    cells = [(f"{number(count)} of {count.of}", share(count)) for count in told.values()]
    said = ", ".join(f"{b.name}: {b.strong} {b.words}".strip() for b in rows)
    figure = Figure("answers-figure", "Teachers who answered", f"{said}.", bars(rows, track=True), ("Meeting", "Teachers", "Share"),
                    tuple(Row(b.name, c) for b, c in zip(rows, cells, strict=True)))
    return Section("answers", title, (f"From the {cycle.teachers} teachers with a target.",), "left", (figure,))


def departments(cycle: Published) -> tuple[Section, ...]:
    """Department by department, the small ones together; none where there are too few teachers for that."""
    if len(cycle.departments) < 2:
        return ()
    both, later = "Answers after meetings 1 and 2 together", "Answers are counted here once meeting 2 has been"
    third = "After meeting 3 one answer speaks for the whole department."
    words = f"{both if len(cycle.answers) == len(FORMS) else later}. {third}"
    rows = tuple(map(_department, cycle.departments))
    return (Section("departments", "Department by department", (words,), "whole turn", departments=rows),)


def _department(row: DepartmentTold) -> DepartmentRow:
    told = row.forms if row.forms and _is_told(row.forms) else None
    bar = _bar(row.name, told) if told else Bar(row.name, 0, "", NOT_TOLD)
    name = "All smaller departments" if row.name == OTHER else row.name
    said = f"{share(told)} of answers, {number(told)} of {told.of}" if told else NOT_TOLD
    return DepartmentRow(name, row.teachers, line(bar), said, {True: "yes", False: "not yet", None: "–"}[row.wrote_back], row.ideas)


def _bar(name: str, count: Told) -> Bar:
    """A count as a bar with its share at the end; the count beside it only where it is told exactly, to keep the words short."""
    words = f"{count.least} of {count.of}" if count.exact else ""
    return Bar(name, 100 * count.least / count.of, share(count), words, 100 * (count.most - count.least) / count.of)


def _is_told(count: Told) -> bool:
    return not count.withheld


def _of(part: int, most: int) -> float:
    return 100 * part / most if most else 0
