"""What `Summary` sets beside the cycle: the cycle before it, ideas that are not embedded yet, and groups dealt at random."""

from sgp.ideas import open_first
from sgp.pages.figures import Figures, Table
from sgp.pages.lines import row
from sgp.plan import Line, Value
from sgp.results.counts import Counts

MOST_OPEN = 15
"""So many ideas that are not embedded are listed; the tab `Schemes of work` holds them all."""


def before_and_now(figures: Figures) -> Table:
    """This cycle beside the last one: shares in per cent, which are drawn, then numbers."""
    cycle, last = figures.cycle, figures.last
    names = (cycle.name if cycle else "This cycle", last[0].name if last else "None before")
    now, then = _shares(figures.counts), _shares(last[1]) if last else {}
    rows = [row(what, value, then.get(what)) for what, value in now.items()]
    counted, earlier = _numbers(figures.counts), _numbers(last[1]) if last else {}
    numbers = [row(what, value, earlier.get(what)) for what, value in counted.items()]
    return Table("Beside the cycle before", ("", *names), [*rows, *numbers], (1, 2), stacked=False, rows_drawn=len(rows))


def _shares(counts: Counts) -> dict[str, Value]:
    answered = {meeting: _per_cent(given, expected) for meeting, given, expected in counts.replies}
    told = sum(number for _, number in counts.outcomes)
    fully = _per_cent(dict(counts.outcomes).get("Fully", 0), told)
    return {**{f"Answered after meeting {n}, %": answered.get(n) for n in "123"}, "Targets fully met, of those told, %": fully}


def _per_cent(part: int, whole: int) -> int | None:
    return round(100 * part / whole) if whole else None


def _numbers(counts: Counts) -> dict[str, Value]:
    return {"Teachers with a target": counts.targets, "Ideas shared with staff": counts.ideas,
            "Ideas taken up by departments": counts.placed, "of which embedded": counts.embedded}


def still_open(figures: Figures) -> Table:
    """Ideas that are not embedded, of whichever cycle, overdue ones first."""
    waiting = open_first(figures.book.schemes, figures.today)
    rows: list[Line] = []
    for scheme in waiting[:MOST_OPEN]:
        owner = figures.people.find(scheme.owner)
        who = ", ".join(filter(None, (scheme.department, owner.name if owner else scheme.owner or "no owner", scheme.cycle)))
        overdue = bool(scheme.due and scheme.due < figures.today)
        rows.append(row(scheme.idea, scheme.due, "Overdue" if overdue else scheme.status, who))
    more = [row(f"… and {len(waiting) - MOST_OPEN} more in the tab Schemes of work")] if len(waiting) > MOST_OPEN else []
    return Table("Not embedded yet, overdue first", ("Idea", "Due", "Status", "Department, owner, cycle", ""), [*rows, *more])


def dealt_at_random(figures: Figures) -> Table:
    """How well the groups meet what was wished for, beside a deal at random."""
    rows = [row(what, round(here), round(random)) for what, here, random in figures.groups]
    return Table("Who meets whom", ("The fewer the better", "Here", "Dealt at random"), rows)
