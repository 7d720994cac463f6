"""What a scheduled run means to do on one day, part by part, for every cycle that goes on."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import chain

from sgp.contract import Book, Cycle
from sgp.contract.names import folded
from sgp.desk import Desk
from sgp.due import CHASERS, DRAFTS, PACKS, REMINDERS, TARGETS, open_steps
from sgp.mailing import plan_going
from sgp.plan import Changes, Plan
from sgp.plans import plan_groups, plan_targets

Part = tuple[str, Callable[[Desk], Plan]]
"""What a part is called where it fails, and what it plans."""


def drafting(desk: Desk) -> list[Part]:
    """The targets and then the groups of each cycle that are drafted today; whoever has one keeps it."""
    cycles = [step.cycle for step in open_steps(desk.book, desk.today, DRAFTS)]
    planners = (("Drafting targets", plan_targets), ("Forming groups", plan_groups))
    return [(what, _in_cycle(cycle, planner)) for cycle in cycles for what, planner in planners]


def emails(desk: Desk) -> list[Part]:
    """Every kind of letter that may be due today, in each cycle that goes on."""
    kinds = (TARGETS, REMINDERS, PACKS, CHASERS)
    found = open_steps(desk.book, desk.today, *kinds)
    return [(f"Sending {step.kind}", _in_cycle(step.cycle, _going(step.kind))) for step in found]


def joined(plans: Sequence[Plan]) -> Plan:
    """All of it as one: what several parts send leaves in one round."""
    tabs = tuple(chain.from_iterable(p.changes.tabs for p in plans))
    messages = {m.key: m for p in plans for m in p.messages}
    problems = dict.fromkeys(chain.from_iterable(p.problems for p in plans))
    return Plan("", Changes(tabs), messages=tuple(messages.values()), problems=tuple(problems))


def answers_since(before: Book, cycles: Sequence[Cycle], after: int) -> int:
    """How many more answers count than the tab of responses held."""
    return after - len([r for r in before.replies if any(folded(r.cycle) == folded(c.name) for c in cycles)])


def _in_cycle(cycle: Cycle, planner: Callable[[Desk], Plan]) -> Callable[[Desk], Plan]:
    return lambda desk: planner(replace(desk, cycle=cycle))


def _going(kind: str) -> Callable[[Desk], Plan]:
    return lambda desk: plan_going(kind, replace(desk, send=True))
