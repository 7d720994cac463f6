"""`Summary`: the one page to read about a cycle. A few lines for a busy person, then tables, with charts of them."""

from collections import Counter

from sgp.contract import SUMMARY, ByDepartment, ByFocus, Reply
from sgp.contract.answers import SCHEME_STATUSES
from sgp.pages.beside import before_and_now, dealt_at_random, still_open
from sgp.pages.figures import Figures, Table
from sgp.pages.lines import headings, line, row, section
from sgp.plan import Chart, Line, Page
from sgp.results.collate import ANSWERED, LATE, OUTSTANDING

ANSWER_COLUMNS = ("department", "teachers", "meeting_1", "meeting_2", "meeting_3")
FOCUS_COLUMNS = ("focus", "targets", "not_yet", "partly", "fully")


def summary(figures: Figures) -> Page:
    """The page, whole."""
    name, school = figures.cycle.name if figures.cycle else "No cycle yet", figures.book.school.name
    lines: list[Line] = [
        line((name, "title")), line((f"{school or 'Sharing good practice'}: how the cycle is going", "lead")), (),
        *(line((sentence, "plain")) for sentence in figures.counts.sentences()),
    ]
    charts = []
    for table in _tables(figures):
        lines += [(), section(table.title), headings(*table.headings), *table.rows]
        if table.drawn:
            first = len(lines) - len(table.rows)
            last = first + (len(table.rows) if table.rows_drawn is None else table.rows_drawn)
            charts.append(Chart(table.title, first, last, 0, table.drawn, stacked=table.stacked))
    return Page(SUMMARY, tuple(lines), charts=tuple(charts))


def _tables(figures: Figures) -> list[Table]:
    """Those on which charts hang are always there; the others where they have something to show."""
    always = [_by_meeting(figures), _by_department(figures), _by_focus(figures), _by_status(figures), before_and_now(figures)]
    return [*always, *(t for t in (still_open(figures), dealt_at_random(figures)) if t.rows)]


def _by_meeting(figures: Figures) -> Table:
    ours = [r for r in figures.book.replies if figures.is_now(r.cycle)]
    shown, meetings = (ANSWERED, LATE, OUTSTANDING), ("meeting_1", "meeting_2", "meeting_3")
    words = {meeting: Counter(getattr(r, meeting) for r in ours) for meeting in meetings}
    rows = [row(Reply.fields[meeting], *(words[meeting][word] for word in shown)) for meeting in meetings]
    return Table("Answers by meeting", ("", *shown), rows, (1, 2, 3))


def _by_department(figures: Figures) -> Table:
    ours = [d for d in figures.departments if figures.is_now(d.cycle)]
    rows = [row(d.department, d.teachers, d.meeting_1, d.meeting_2, d.meeting_3) for d in ours]
    return Table("Answers by department", tuple(ByDepartment.fields[n] for n in ANSWER_COLUMNS), rows, (2, 3, 4))


def _by_focus(figures: Figures) -> Table:
    ours = [f for f in figures.focuses if figures.is_now(f.cycle)]
    rows = [row(f.focus, f.targets, f.not_yet, f.partly, f.fully) for f in ours]
    return Table("What people work on, and how far they are", tuple(ByFocus.fields[n] for n in FOCUS_COLUMNS), rows, (4, 3, 2))


def _by_status(figures: Figures) -> Table:
    now = Counter(s.status for s in figures.book.schemes if figures.is_now(s.cycle))
    before = Counter(s.status for s in figures.book.schemes if not figures.is_now(s.cycle))
    rows = [row(status, now[status], before[status]) for status in SCHEME_STATUSES]
    return Table("Ideas on their way into schemes of work", ("", "This cycle", "Other cycles"), rows, (1, 2))
