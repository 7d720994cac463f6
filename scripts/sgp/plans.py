"""What each command means to do: from the desk to a plan."""

from collections.abc import Sequence

from sgp.contract import Book, ByDepartment, ByFocus, Cycle, Reply, Row, Tab, responses_tab
from sgp.contract.names import folded
from sgp.dates import cycle_before
from sgp.desk import Desk
from sgp.errors import ExitCode, Stop
from sgp.pages import Figures, summary
from sgp.plan import Changes, Plan, TabChange, between
from sgp.results.collate import response_rows, with_results
from sgp.results.counts import count
from sgp.staff_book import staff_book
from sgp.targets import draft_targets
from sgp.targets.overview import overview

REPORT = "report/index.html"


def plan_check(desk: Desk) -> Plan:
    """Only look: `job` writes the problems."""
    done = f"Checked {len(desk.book.staff)} staff and {len(desk.book.observations)} observations."
    return Plan(done, says=(done,), only_problems=True)


def plan_targets(desk: Desk) -> Plan:
    """Draft a target for everyone who takes part and has none."""
    cycle = _cycle(desk)
    drafted = draft_targets(desk.book, desk.people, cycle, desk.today, desk.vocabulary)
    nobody = ["There is nobody in the tab Staff yet: paste your staff in, or let import_csv.py read an export."]
    says = (*overview(drafted, desk.book.focuses, cycle), *([] if desk.book.staff else nobody))
    new = sum(not t.row for t in drafted)
    done = f"Drafted {new} targets for {cycle.name}." if new else f"Brought the targets of {cycle.name} up to date."
    return Plan(done, _changes(between(desk.book.targets, drafted)), says=says)


def plan_groups(desk: Desk) -> Plan:
    """Place everybody who takes part in the cycle and has no group."""
    # numpy takes as long to load as a short command takes in all
    from sgp.groups.forming import form
    from sgp.groups.notes import rows_of_groups
    from sgp.groups.overview import overview

    cycle = _cycle(desk)
    formed = form(desk.book, desk.people, cycle, desk.today, desk.vocabulary)
    change = between(desk.book.groups, rows_of_groups(formed, cycle, desk.book.groups))
    done = f"Placed {len(formed.members)} teachers in {len(set(formed.seated.tolist()))} groups for {cycle.name}."
    return Plan(done, _changes(change), says=tuple(overview(formed, cycle)))


def plan_results(desk: Desk) -> Plan:
    """Bring the tabs of results, the summary and the staff book up to date."""
    book = with_results(desk)
    figures = _figures(desk, book)
    tabs = [
        between(desk.book.targets, book.targets), TabChange(responses_tab(book.forms), whole=response_rows(book, desk.answers)),
        _whole(Reply.tab, book.replies), _whole(ByDepartment.tab, figures.departments), _whole(ByFocus.tab, figures.focuses),
        between(desk.book.practice, book.practice), between(desk.book.schemes, book.schemes),
    ]
    used, gone = len(desk.answers.used), len(desk.answers.superseded)
    unused = len(book.answers) - used - gone
    what = f"{used} answers count, {gone} gave way to a later one, {unused} could not be used{' and are in Problems' if unused else ''}."
    says = (what, *figures.counts.sentences())
    staff = staff_book(desk, book, figures.counts, figures.focuses)
    return Plan(f"Collated {used} answers.", Changes(tuple(t for t in tabs if t), (summary(figures),)), staff, says=says)


def _figures(desk: Desk, book: Book) -> Figures:
    """All that the summary says, of the book with its results."""
    # pandas and numpy take as long to load as most commands take in all
    from sgp.groups.forming import standing
    from sgp.groups.overview import compared
    from sgp.results.summaries import by_department, by_focus

    cycle, people, today = desk.cycle, desk.people, desk.today
    groups = compared(standing(book, people, cycle, today, desk.vocabulary), cycle) if cycle else []
    held = {folded(t.cycle) for t in book.targets}
    last = cycle_before((c for c in book.cycles if folded(c.name) in held), cycle) if cycle else None
    then = (last, count(book, people, last, today)) if last else None
    return Figures(book, people, cycle, today, count(book, people, cycle, today), by_department(book), by_focus(book), groups, then)


def plan_report(desk: Desk) -> Plan:
    """Write a page about the cycle for school leaders. Raises Stop (structure) for a faulty template."""
    # jinja2 takes a while to load, and no other plan here needs it
    from sgp.report import compose, page

    book = with_results(desk)
    report = compose(book, desk.people, desk.cycle, desk.today)
    says = f"The page for school leaders is {desk.output}/{REPORT}: open it in a browser, and print it from there."
    return Plan("Wrote the page for school leaders.", says=(says,), only_problems=True, files={REPORT: page(report, desk.templates)})


def _whole(tab: Tab, rows: Sequence[Row]) -> TabChange:
    return TabChange(tab, whole=tuple(r.cells() for r in rows))


def _changes(*tabs: TabChange | None) -> Changes:
    return Changes(tabs=tuple(t for t in tabs if t))


def _cycle(desk: Desk) -> Cycle:
    if desk.cycle is None:
        raise Stop("There is no cycle yet. Write one in the tab Cycles, with the days on which it begins and closes.", ExitCode.DATA)
    return desk.cycle
