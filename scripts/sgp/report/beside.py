"""Cycle on cycle: this one beside the earlier ones."""

from collections.abc import Sequence

from sgp.contract.programme import OUTCOMES
from sgp.report.drawing import Bar, bars
from sgp.report.figures import Figure, Row, Section
from sgp.report.published import Published
from sgp.report.sections import NOT_TOLD, outcome
from sgp.report.words import percent, share
from sgp.suppression import Told

MOST = 5
"""Cycles that stand beside each other."""
TITLE = "Cycle on cycle"


def cycles(shown: Sequence[Published]) -> Section:
    """The last few cycles in three small figures, this one last."""
    if len(shown) < 2:
        return Section("cycles", TITLE, ("This is the first cycle here. From the next one on, it stands beside those before it.",), "whole")
    last = shown[-MOST:]
    figures = (
        _figure("answers", "Answers that came in", "After meetings 1 and 2 together", [_answers(c) for c in last], track=True),
        _figure("fully", "Targets fully met", "Of those who answered", [_fully(c) for c in last], track=True),
        _figure("embedded", "Ideas embedded", "In schemes of work", _embedded(last), track=False),
    )
    return Section("cycles", TITLE, (), "whole three", figures)


def _figure(name: str, title: str, words: str, rows: Sequence[Bar], track: bool) -> Figure:
    said = ", ".join(f"{b.name}: {b.strong or b.words}" for b in rows)
    looks = [Bar(b.name, b.full, b.strong, b.words, b.open, "bar" if at == len(rows) - 1 else "past") for at, b in enumerate(rows)]
    return Figure(f"cycles-{name}", title, f"{words}. {said}.", bars(looks, track), ("Cycle", title),
                  tuple(Row(b.name, (b.strong or b.words,)) for b in rows))


def _answers(cycle: Published) -> Bar:
    counts = cycle.answers.values()
    both = Told(sum(c.least for c in counts), sum(c.most for c in counts), sum(c.of for c in counts))
    if not counts or both.withheld:
        return Bar(cycle.cycle, 0, "", NOT_TOLD if counts else "still to come")
    return Bar(cycle.cycle, 100 * both.least / both.of, share(both), "", 100 * (both.most - both.least) / both.of)


def _fully(cycle: Published) -> Bar:
    shown, of = outcome(cycle)
    number = dict(shown).get((OUTCOMES[-1],))
    if number is None or len(shown) < 2:
        return Bar(cycle.cycle, 0, "", NOT_TOLD if "2" in cycle.been else "still to come")
    return Bar(cycle.cycle, 100 * number / of, percent(number, of))


def _embedded(shown: Sequence[Published]) -> list[Bar]:
    most = max(c.statuses["Embedded"] for c in shown)
    return [Bar(c.cycle, 100 * n / most if most else 0, str(n)) for c in shown for n in (c.statuses["Embedded"],)]
