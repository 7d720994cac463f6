"""What a scheduled run means to do on one day, part by part, for every cycle that goes on."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import chain

from sgp.contract import Cycle, responses_tab
from sgp.contract.addresses import valid_address
from sgp.contract.names import folded
from sgp.delivery.fates import by_log
from sgp.desk import Desk
from sgp.due import CHASERS, DIGEST, DRAFTS, PACKS, REMINDERS, TARGETS, running, steps
from sgp.mailing import plan_going
from sgp.notices import Reader, notice
from sgp.plan import Changes, Plan
from sgp.plans import plan_groups, plan_results, plan_targets

Part = tuple[str, Callable[[Desk], Plan]]
"""What a part is called where it fails, and what it plans."""


def drafting(desk: Desk) -> list[Part]:
    """The targets and then the groups of each cycle that are drafted today; whoever has one keeps it."""
    cycles = [step.cycle for step in steps(desk.book) if step.kind == DRAFTS and step.is_open(desk.today)]
    planners = (("Drafting targets", plan_targets), ("Forming groups", plan_groups))
    return [(what, _in_cycle(cycle, planner)) for cycle in cycles for what, planner in planners]


def emails(desk: Desk) -> list[Part]:
    """Every kind of letter that may be due today, in each cycle that goes on."""
    kinds = (TARGETS, REMINDERS, PACKS, CHASERS)
    return [(f"Sending {kind}", _in_cycle(cycle, _going(kind))) for cycle in running(desk.book, desk.today) for kind in kinds]


def digest(desk: Desk, failed: Sequence[str]) -> list[Part]:
    """The digest of the current cycle, and apart from it what failed in this run."""
    told: Part = ("Telling what failed", lambda desk: _told(desk, failed))
    return [*([("Writing the digest", _going(DIGEST))] if desk.cycle else []), *([told] if failed else [])]


def _told(desk: Desk, failed: Sequence[str]) -> Plan:
    school = desk.book.school
    to = Reader(school.coordinator_email, school.coordinator, school.name, desk.today, desk.cycle.name if desk.cycle else "")
    message = notice(failed, to)
    known = next((e for e in desk.book.emails if folded(e.key) == folded(message.key)), None)
    unheard = by_log((1, known) if known else None, desk.transport) is None
    return Plan("", messages=(message,) if unheard and valid_address(to.address) else ())


def joined(plans: Sequence[Plan]) -> Plan:
    """All of it as one: what several parts send leaves in one round."""
    tabs = tuple(chain.from_iterable(p.changes.tabs for p in plans))
    messages = {m.key: m for p in plans for m in p.messages}
    problems = dict.fromkeys(chain.from_iterable(p.problems for p in plans))
    return Plan("", Changes(tabs), messages=tuple(messages.values()), problems=tuple(problems))


def collating(desk: Desk) -> Plan:
    """The results as they stand; the run log is told of answers that are new."""
    held = desk.snapshot.find(responses_tab(desk.book.forms).title)
    new = len(desk.answers.used) - sum(any(v is not None for v in row) for row in held.rows[1:]) if held else 0
    return replace(plan_results(desk), did=f"{new} new answer{'s' * (new != 1)}." if new > 0 else "")


def _in_cycle(cycle: Cycle, planner: Callable[[Desk], Plan]) -> Callable[[Desk], Plan]:
    return lambda desk: planner(replace(desk, cycle=cycle))


def _going(kind: str) -> Callable[[Desk], Plan]:
    return lambda desk: plan_going(kind, replace(desk, send=True))
