"""What each command means to do: from the desk to a plan."""

from jinja2 import TemplateError

from sgp.collate import response_rows, with_results
from sgp.contract import ByDepartment, ByFocus, Cycle, Reply, Row, Tab, Target, responses_tab
from sgp.contract.programme import CHOSEN, DRAFT, NO_OBSERVATION, NOT_SURE, SURE
from sgp.counts import count
from sgp.delivery import OUTBOX, Due, due_targets
from sgp.desk import Desk
from sgp.emails import outcome_records, stopped
from sgp.errors import ExitCode, Stop, structure_fault
from sgp.letters import check_templates, target_letters
from sgp.pages import summary
from sgp.placeholders import cannot_render
from sgp.plan import Changes, Plan, TabChange, between
from sgp.preview import preview_page
from sgp.staff_book import staff_book
from sgp.targets import draft_targets

PREVIEW = "preview/index.html"


def plan_check(desk: Desk) -> Plan:
    """Only look: `job` writes the problems."""
    done = f"Checked {len(desk.book.staff)} staff and {len(desk.book.observations)} observations."
    return Plan(done, says=(done,), only_problems=True)


def plan_targets(desk: Desk) -> Plan:
    """Draft a target for everyone who takes part and has none."""
    cycle = _cycle(desk)
    drafted = draft_targets(desk.book, desk.people, cycle, desk.today)
    change = between(desk.book.targets, drafted)
    new = [t for t in drafted if not t.row]
    sure = {word: sum(t.how_sure == word for t in drafted) for word in (CHOSEN, SURE, NO_OBSERVATION, NOT_SURE)}
    says = (
        f"{cycle.name}: {len(drafted)} teachers have a row in Targets, {len(new)} of them new.",
        ", ".join(f"{number} {word.casefold()}" for word, number in sure.items()) + ".",
        *([] if desk.book.staff else ["There is nobody in the tab Staff yet: paste your staff in, or let import_csv.py read an export."]),
        *_needing_a_person(drafted),
    )
    return Plan(f"Drafted {len(new)} targets for {cycle.name}.", _changes(change), says=says)


def _needing_a_person(drafted: tuple[Target, ...]) -> list[str]:
    waiting = [t for t in drafted if t.how_sure == NOT_SURE and t.status == DRAFT]
    return [f"{len(waiting)} need{'s' * (len(waiting) == 1)} you: marked red in Targets, with suggestions beside."] if waiting else []


def plan_target_letters(desk: Desk) -> Plan:
    """Show every letter; with `send`, hand those that are due to the transport. Raises Stop (structure) for a faulty template."""
    cycle = _cycle(desk)
    if faults := check_templates(desk.templates):
        raise structure_fault(faults, BAD_TEMPLATE)
    due = due_targets(desk.book, cycle, desk.people, desk.today, desk.transport, desk.send)
    try:
        return _letters_of(desk, cycle, due)
    except (TemplateError, ArithmeticError) as fault:
        raise structure_fault([cannot_render(fault)], BAD_TEMPLATE) from fault


BAD_TEMPLATE = "a template is not right"


def _letters_of(desk: Desk, cycle: Cycle, due: Due) -> Plan:
    drawn = [t for t, _ in due.held if t.text and desk.people.find(t.email)]
    in_order = sorted((*due.shown, *drawn), key=lambda t: (t.name, t.email))
    shown = target_letters(desk.book, cycle, desk.templates, in_order, desk.today)
    going = {id(t) for t in due.letters} if desk.send else set()
    leaving = [m for t, m in zip(in_order, shown, strict=True) if id(t) in going]
    left = stopped(desk.book.emails, [m.key for m in leaving]) if desk.send else None
    return Plan(
        f"{f'Filed {len(leaving)}' if desk.send else f'Showed {len(shown)}'} target letters of {cycle.name}.",
        _changes(left if left and left.edits else None), messages=tuple(leaving), problems=due.problems,
        says=tuple(_told_of(desk, due, len(shown), len(leaving))), files={PREVIEW: preview_page(shown, desk.templates, due.held)},
    )


def _told_of(desk: Desk, due: Due, shown: int, leaving: int) -> list[str]:
    gone = f", {len(due.done)} already {'filed' if desk.transport == OUTBOX else 'sent'}" if due.done else ""
    says = [f"{shown} letters are shown in output/{PREVIEW}: {len(due.letters)} due{gone}, {len(due.held)} held back."]
    says += [due.note] if due.note else []
    return [*says, f"{leaving} filed in the offline outbox." if desk.send else "Nothing has been sent: that takes --send."]


def plan_results(desk: Desk) -> Plan:
    """Bring the tabs of results, the summary and the staff book up to date."""
    # pandas takes as long to load as most commands take in all, and only this one needs it
    from sgp.summaries import by_department, by_focus

    book = with_results(desk.book, desk.people, desk.answers, desk.today)
    departments, focuses = by_department(book), by_focus(book)
    counts = count(book, desk.people, desk.cycle, desk.today)
    responses = responses_tab(book.forms)
    tabs = [
        between(desk.book.targets, book.targets), TabChange(responses, whole=response_rows(book, desk.answers)),
        _whole(Reply.tab, book.replies), _whole(ByDepartment.tab, departments), _whole(ByFocus.tab, focuses),
        between(desk.book.practice, book.practice), between(desk.book.schemes, book.schemes),
    ]
    pages = (summary(book, desk.cycle, counts, departments, focuses),)
    used, gone = len(desk.answers.used), len(desk.answers.superseded)
    says = (f"{used} answers count, {gone} gave way to a later one; what could not be used is in Problems.", *counts.sentences())
    staff = staff_book(book, desk.people, desk.cycle, counts, focuses)
    return Plan(f"Collated {used} answers.", Changes(tuple(t for t in tabs if t), pages), staff, says=says)


def letters_noted(plan: Plan, desk: Desk, status: str, ids: dict[str, str]) -> Changes:
    """What the email log shall say once the messages of a plan have been handed on."""
    return Changes(tabs=(outcome_records(plan.messages, desk.now, status, ids=ids),)) if plan.messages else Changes()


def _whole(tab: Tab, rows: tuple[Row, ...]) -> TabChange:
    return TabChange(tab, whole=tuple(r.cells() for r in rows))


def _changes(*tabs: TabChange | None) -> Changes:
    return Changes(tabs=tuple(t for t in tabs if t))


def _cycle(desk: Desk) -> Cycle:
    if desk.cycle is None:
        raise Stop("There is no cycle yet. Write one in the tab Cycles, with the days on which it begins and closes.", ExitCode.DATA)
    return desk.cycle
