"""The page composed: which cycles it shows, its key numbers, its sections."""

from datetime import date

from sgp.contract import Book, Cycle
from sgp.contract.names import folded
from sgp.people import People
from sgp.report.beside import MOST, cycles
from sgp.report.figures import Key, Report
from sgp.report.published import Published, published
from sgp.report.sections import answers, departments, focuses, ideas, in_schemes, met, outcome
from sgp.report.tally import tally
from sgp.report.words import day, either, lead, number, percent, share, title


def compose(book: Book, people: People, cycle: Cycle | None, today: date) -> Report:
    """The page about a cycle, as it stands on a day; a page that says so where there is no cycle yet."""
    floor = max(int(book.school.smallest_group), 1)
    told = [published(c.name, tally(book, people, c.name), floor) for c in _earlier(book, cycle)]
    this = published(cycle.name, tally(book, people, cycle.name), floor) if cycle else Published("")
    page = (met(this), ideas(this), answers(this), focuses(this), *departments(this), cycles([*(c for c in told if c.teachers), this]))
    begun = this.teachers or any(this.statuses.values())
    return Report(book.school.name, title(this), day(today), lead(this), _keys(this), page if begun else (), floor)


def _earlier(book: Book, cycle: Cycle | None) -> list[Cycle]:
    """The cycles before this one, in order; no more than can be shown."""
    order = sorted(book.cycles, key=_begins)
    return [c for c in order if cycle and _begins(c) < _begins(cycle) and folded(c.name) != folded(cycle.name)][-MOST:]


def _begins(cycle: Cycle) -> tuple[date, str]:
    return cycle.send_on or date.max, cycle.name


def _keys(cycle: Published) -> tuple[Key, ...]:
    """The numbers at the top: what is not told, or still to come, is left out."""
    going, embedded = in_schemes(cycle), cycle.statuses.get("Embedded", 0)
    teachers = [Key(str(cycle.teachers), "teachers with one small step each")] if cycle.teachers else []
    shared = [Key(_short(number(cycle.ideas)), "ideas shared with colleagues")] if cycle.ideas and not cycle.ideas.withheld else []
    schemes = [Key(str(going), "ideas going into schemes of work", f"{embedded} embedded")] if "3" in cycle.been or going else []
    return (*teachers, *_answered(cycle), *_fully(cycle), *shared, *schemes)


def _answered(cycle: Published) -> list[Key]:
    return [Key(_short(share(count)), f"answered after meeting {m}", f"{number(count)} of {count.of}")
            for m, count in cycle.answers.items() if not count.withheld]


def _fully(cycle: Published) -> list[Key]:
    shown, of = outcome(cycle)
    names, most = shown[-1] if len(shown) > 1 else ((), 0)
    return [Key(percent(most, of), f"met their target {either(names).casefold()}", f"{most} of {of}")] if names else []


def _short(said: str) -> str:
    """Large letters leave little room: 90% or more becomes 90%+, fewer than 5 becomes <5."""
    return said.replace(" or more", "+").replace("fewer than ", "<").replace("under ", "<")
