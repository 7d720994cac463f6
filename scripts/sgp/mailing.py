"""From what is due to a plan: every letter of a kind is written, looked through and shown, and those that may go are its messages."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from jinja2 import TemplateError

from sgp.contract import Cycle, School, Setting, Target, settings_declared
from sgp.delivery.fates import DONE, GO, NO_REPLY, OUTBOX, WAIT, Hold
from sgp.delivery.log import record_of, without_standing
from sgp.desk import Desk
from sgp.due import CHASERS, DIGEST, PACKS, REMINDERS, TARGETS
from sgp.errors import ERROR, WARNING, ExitCode, Problem, Stop, structure_fault
from sgp.letters.chasers import ChaserLetter, due_chasers
from sgp.letters.digest import DigestLetter, due_digest
from sgp.letters.drafts import Draft, Due, Letter, told
from sgp.letters.packs import PackLetter, due_packs
from sgp.letters.reminders import ReminderLetter, due_reminders
from sgp.letters.targets import TargetLetter, due_targets
from sgp.letters.writing import check_templates, written
from sgp.placeholders import BAD_TEMPLATE, cannot_render
from sgp.plan import Changes, Message, Plan
from sgp.preview import preview_page
from sgp.safety import Allowed, secrets, unsafe

PREVIEW = "preview/index.html"
MOST_DOUBTS = 8


@dataclass(frozen=True)
class Kind:
    """A kind of letter: what a run calls one and several, the fields of its templates, and who is due one."""

    one: str
    name: str
    letter: type[Letter]
    due: Callable[[Desk, Cycle], Due]


KINDS = {
    TARGETS: Kind("target letter", "target letters", TargetLetter, due_targets),
    REMINDERS: Kind("reminder", "reminders", ReminderLetter, due_reminders),
    CHASERS: Kind("chaser", "chasers", ChaserLetter, due_chasers),
    PACKS: Kind("pack for a head of department", "packs for heads of department", PackLetter, due_packs),
    DIGEST: Kind("digest", "digests", DigestLetter, due_digest),
}


def plan_letters(kind: str, desk: Desk) -> Plan:
    """Show every letter of a kind; with `send`, those that are due are to leave. Raises Stop (structure) for a faulty template."""
    return _made(kind, desk, KINDS, lambda due: due)


def plan_going(kind: str, desk: Desk) -> Plan:
    """The letters of a kind that go today, without a page of all there are. Raises Stop (structure) where its own template is faulty."""
    plan = _made(kind, desk, (kind,), lambda due: replace(due, drafts=due.of(GO)))
    return replace(plan, files={}, says=())


def _made(kind: str, desk: Desk, used: Iterable[str], chosen: Callable[[Due], Due]) -> Plan:
    """The plan for the chosen ones of a kind, once the templates used are known to be sound."""
    cycle = _cycle(desk)
    if faults := check_templates(desk.templates, {name: KINDS[name].letter for name in used}):
        raise structure_fault(faults, BAD_TEMPLATE)
    try:
        return _plan(kind, desk, cycle, chosen(KINDS[kind].due(desk, cycle)))
    except (TemplateError, ArithmeticError) as fault:
        raise structure_fault([cannot_render(fault)], BAD_TEMPLATE) from fault


def _plan(kind: str, desk: Desk, cycle: Cycle, due: Due) -> Plan:
    readable = [d for d in due.drafts if d.to.first_name or d.to.departments]
    shown = written(readable, desk.templates)
    drafts = _looked_through(readable, shown, desk)
    going = (GO, WAIT, DONE) if desk.to_me else (GO,)
    leaving = [m for m, d in sorted(zip(shown, drafts, strict=True), key=_order) if d.fate in going and desk.wants(d.to)]
    found = replace(due, drafts=(*drafts, *(d for d in due.drafts if d not in readable)))
    doubts = _doubts(found.drafts, desk)
    unfit = [(m, d) for m, d, before in zip(shown, drafts, readable, strict=True) if before.fate == GO and d.fate != GO]
    held = [record_of(m, "held", d.held, "", desk.now) for m, d in unfit if desk.send]
    return Plan(
        f"Showed {len(shown)} {KINDS[kind].name} of {cycle.name}.",
        Changes(without_standing(held, {r.key: r for r in desk.book.emails})), messages=tuple(leaving[:desk.limit]) if desk.send else (),
        problems=(*_nowhere(desk.book.school), *due.problems, *told([d for _, d in unfit])),
        says=(*_told(kind, desk, found, len(shown)), *_doubtful(found.of(GO), doubts)),
        files={PREVIEW: preview_page(sorted(shown, key=lambda m: (m.to_name, m.key)), desk.templates, found.drafts, doubts)},
    )


def _order(pair: tuple[Message, Draft]) -> tuple[str, str]:
    return pair[0].to_name, pair[0].key


def _looked_through(drafts: Sequence[Draft], messages: Sequence[Message], desk: Desk) -> list[Draft]:
    """The drafts, but those held that would tell somebody what is not for them: all are looked through before the first one goes."""
    allowed = {d.key: Allowed(d.to, d.own_target, d.may_say, d.may_name, d.may_name if d.kind == DIGEST else frozenset()) for d in drafts}
    near = [m for m, d in zip(messages, drafts, strict=True) if d.fate in (GO, WAIT)]
    letters = [source for name, source in desk.templates.items() if name.startswith("email/")]
    why = unsafe(near, allowed, secrets(desk.raw or desk.book, desk.people, letters)) if near else {}
    return [replace(d, fate=Hold(why[d.key], MEND_UNSAFE)) if d.key in why else d for d in drafts]


MEND_UNSAFE = "Look at the letter in the preview; then change the words it comes from, such as the target, or set Status to Hold."


def _told(kind: str, desk: Desk, due: Due, shown: int) -> list[str]:
    done, name = len(due.of(DONE)), KINDS[kind].one if shown == 1 else KINDS[kind].name
    gone = (f", {len(due.of(WAIT))} not yet" if due.of(WAIT) else "") + (f", {done} gone already" if done else "")
    shows = f"{shown} {name} {'is' if shown == 1 else 'are'} shown in {desk.output}/{PREVIEW}"
    says = [f"{shows}: {len(due.of(GO))} due{gone}, {len(due.held)} held back."]
    says += [due.note] if due.note else []
    if desk.only and not any(desk.wants(d.to) for d in due.drafts):
        says.append(f"None of them is for {desk.only}.")
    says += [f"{d.to.name}: {d.held}" for d in due.held if desk.only and desk.wants(d.to)]
    before = {r.key for r in desk.book.emails if r.status == "filed"}
    filed = sum(d.fate == GO and d.key in before for d in due.drafts)
    if filed and desk.transport != OUTBOX:
        says.append(f"{filed} of those due were filed in the offline outbox before. If you sent the files yourself, set Status to Hold.")
    return [*says, *([] if desk.send else ["Nothing has been sent: that takes --send."])]


def _doubts(drafts: Sequence[Draft], desk: Desk) -> dict[str, str]:
    """Key of a letter -> what a person should look at in the target it holds before it goes."""
    place = (WARNING, Target.tab.title, Target.fields["text"])
    warned = {p.row: p.what.partition(": ")[2] or p.what for p in desk.problems if (p.level, p.tab, p.column) == place}
    rows = ((d.key, d.row.row) for d in drafts if d.kind == TARGETS and isinstance(d.row, Target) and d.fate in (GO, WAIT))
    return {key: warned[row] for key, row in rows if row in warned}


def _doubtful(going: Sequence[Draft], doubts: Mapping[str, str]) -> list[str]:
    named = [f"  {d.to.name}: {doubts[d.key]}" for d in going if d.key in doubts]
    more = [f"  … and {len(named) - MOST_DOUBTS} more."] if len(named) > MOST_DOUBTS else []
    return ["To be looked at before they go:", *named[:MOST_DOUBTS], *more] if named else []


def _nowhere(school: School) -> list[Problem]:
    setting, mend = settings_declared()["coordinator_email"][0], "Write the coordinator's address as its value."
    return [] if school.coordinator_email else [Problem(ERROR, Setting.tab.title, 0, setting, NO_REPLY.reason, mend)]


def _cycle(desk: Desk) -> Cycle:
    if desk.cycle is None:
        raise Stop("There is no cycle yet. Write one in the tab Cycles, with the days on which it begins and closes.", ExitCode.DATA)
    return desk.cycle
