"""The pages a coordinator reads first."""

from datetime import date, datetime

import pytest
from schools import CYCLE, STAFF, small_school

from sgp.contract import Book, ByDepartment, ByFocus, ClosedDay, Cycle, Reply, Scheme
from sgp.errors import ERROR, WARNING, Problem
from sgp.pages import Figures, start_here, summary
from sgp.pages.beside import MOST_OPEN
from sgp.people import people
from sgp.plan import Changes, Page, Snapshot, applied, differs
from sgp.results.collate import ANSWERED, LATE, OUTSTANDING
from sgp.results.counts import Counts

TODAY, NOW = date(2026, 10, 5), datetime(2026, 10, 5, 7, 30, 15, 999)


def texts(page: Page) -> list[str]:
    return [" | ".join(str(s.value) for s in line if s.value is not None) for line in page.lines]


def start(book: Book | None = None, counts: Counts | None = None, problems: list[Problem] | None = None, today: date = TODAY,
          now: datetime = NOW) -> Page:
    book = small_school() if book is None else book
    return start_here(book, book.cycles[0] if book.cycles else None, counts or Counts(), problems or [], today, now)


def problem(level: str, tab: str = "Staff", row: int = 2, column: str = "Email") -> Problem:
    return Problem(level, tab, row, column, "what", "mend")


def test_nothing_to_do_is_said() -> None:
    assert "Nothing just now" in texts(start())


@pytest.mark.parametrize(("counts", "problems", "line"), [
    (Counts(not_sure=3), [], "Targets that are not sure | 3"), (Counts(drafts=2), [], "Targets to read and approve | 2"),
    (Counts(), [problem(ERROR), problem(WARNING)], "Cells or rows that could not be used | 1"),
    (Counts(), [problem(WARNING)] * 2, "Things to look at | 2"),
    (Counts(), [problem(WARNING, "Settings", 0, "School name")], "Settings to fill in | 1 | Tab Settings: School name"),
])
def test_what_needs_the_coordinator_is_counted(counts: Counts, problems: list[Problem], line: str) -> None:
    found = texts(start(counts=counts, problems=problems))
    assert any(t.startswith(line) for t in found)
    assert "Nothing just now" not in found


@pytest.mark.parametrize(("today", "first"), [
    ((2026, 9, 1), "Targets and groups to be drafted | 2026-09-14"),
    ((2026, 9, 15), "Targets go out | 2026-09-28"),
    ((2026, 10, 6), "Meeting 1, sitting A | 2026-10-06 | 15:30 to 16:30, Library"),
    ((2026, 12, 4), "Autumn 2026 closes | 2026-12-11"), ((2026, 12, 12), "Autumn 2026 is over"),
])
def test_what_is_next(today: tuple[int, int, int], first: str) -> None:
    found = texts(start(today=date(*today)))
    assert found[found.index("Next") + 1] == first


def test_meetings_without_date_time_or_place_do_no_harm() -> None:
    bare = tuple(m.model_copy(update={"start": None, "place": "", "day": m.day if m.meeting == "1" else None})
                 for m in small_school().meetings)
    found = texts(start(small_school(meetings=bare)))
    assert found[found.index("Next") + 1] == "Meeting 1, sitting A | 2026-10-06 | until 16:30"


@pytest.mark.parametrize(("closed", "lines"), [
    ((), ["Reminders for meeting 1 are due | 2026-10-02", "Reminders for meeting 2 are due | 2026-11-13",
          "Packs for heads of department are due | 2026-11-24", "Reminders for meeting 3 are due | 2026-11-27"]),
    ((ClosedDay(first=date(2026, 11, 27)), ClosedDay(first=date(2026, 10, 5))),
     ["Reminders for meeting 1 are due | 2026-10-01", "Reminders for meeting 2 are due | 2026-11-13",
      "Packs for heads of department are due | 2026-11-23", "Reminders for meeting 3 are due | 2026-11-26"]),
])
def test_what_is_next_says_when_letters_begin_to_go(closed: tuple[ClosedDay, ...], lines: list[str]) -> None:
    days = [date(2026, 9, 20), date(2026, 11, 1)]
    found = dict.fromkeys(t for day in days for t in texts(start(small_school(closed=closed), today=day)) if "are due |" in t)
    assert list(found) == lines


def test_a_book_without_a_cycle_says_what_to_write() -> None:
    assert any("Write the first one in Cycles" in t for t in texts(start(Book())))


def test_the_same_book_gives_the_same_page_and_a_new_moment_is_no_change() -> None:
    page, later = start(), start(now=datetime(2026, 10, 6, 7, 30))
    assert page == start()
    assert page.lines[2][1].value == datetime(2026, 10, 5, 7, 30, 15), "a whole second, as a workbook keeps it"
    stands = applied(Snapshot(()), Changes(pages=(page,)))
    assert not differs(stands, Changes(pages=(page,)))
    assert not differs(stands, Changes(pages=(later,)))
    assert differs(stands, Changes(pages=(start(counts=Counts(drafts=1), now=datetime(2026, 10, 6)),)))


def test_the_order_of_meetings_does_not_matter() -> None:
    assert start(small_school(meetings=small_school().meetings[::-1])) == start()


# ── Summary ──────────────────────────────────────────────────────────────────────────────────────────


def page(book: Book, counts: Counts, **more: object) -> Page:
    cycle = book.cycles[0] if book.cycles else None
    return summary(Figures(book, people(book.staff), cycle, date(2026, 12, 4), counts, **more))  # type: ignore[arg-type]


def test_the_summary_has_the_cycles_own_rows_and_no_others() -> None:
    departments = [ByDepartment(cycle=c, department=d, teachers=4, meeting_1=2) for c, d in ((CYCLE, "Art"), ("Spring 2027", "Music"))]
    focuses = [ByFocus(cycle=CYCLE.upper(), focus="Oracy", targets=3, partly=1), ByFocus(cycle="Spring 2027", focus="Quiz", targets=9)]
    book = small_school(schemes=(Scheme(cycle=CYCLE, status="Agreed"), Scheme(cycle="Spring 2027", status="Agreed"),
                                 Scheme(cycle="Spring 2027", status="Agreed")),
                        replies=(Reply(cycle=CYCLE, meeting_1=ANSWERED, meeting_2=OUTSTANDING), Reply(cycle=CYCLE, meeting_1=LATE)))
    found = texts(page(book, Counts(teachers=4, replies=(("1", 2, 4),)), departments=departments, focuses=focuses))
    assert "Meeting 1 | 1 | 1 | 0" in found
    assert "Meeting 2 | 0 | 0 | 1" in found
    assert "Art | 4 | 2 | 0 | 0" in found
    assert "Oracy | 3 | 0 | 1 | 0" in found
    assert "Agreed | 1 | 2" in found
    assert any("Meeting 1: 2 of 4" in t and "(50%)" in t for t in found)
    assert not any("Music" in t or "Quiz" in t for t in found)


def test_the_summary_sets_the_cycle_before_beside_this_one() -> None:
    then = Counts(replies=(("1", 3, 4),), outcomes=(("Fully", 1), ("Partly", 3)))
    last = (Cycle(row=3, name="Summer 2026", send_on=date(2026, 4, 20)), then)
    found = texts(page(small_school(), Counts(replies=(("1", 2, 4),), outcomes=(("Fully", 3), ("Partly", 0)), ideas=7), last=last))
    assert "Autumn 2026 | Summer 2026" in found
    assert "Answered after meeting 1, % | 50 | 75" in found
    assert "Targets fully met, of those told, % | 100 | 25" in found
    assert "Ideas shared with staff | 7 | 0" in found


def test_what_is_not_embedded_stands_there_overdue_first() -> None:
    rows = [Scheme(key=key, cycle=cycle, department="Art", idea=key, due=due, status=status, owner=STAFF[0].email if key == "late" else "")
            for key, cycle, due, status in (("new", CYCLE, None, "Trying"), ("late", "Summer 2026", date(2026, 11, 1), "Agreed"),
                                            ("done", CYCLE, None, "Embedded"))]
    found = texts(page(small_school(schemes=tuple(rows)), Counts(carried=1, overdue=1)))
    at = found.index("Not embedded yet, overdue first")
    assert found[at + 2:] == ["late | 2026-11-01 | Overdue | Art, Aga Nowak, Summer 2026", "new | Trying | Art, no owner, Autumn 2026"]
    assert {"From other cycles, not embedded yet: 1.", "Overdue: 1."} <= set(found)
    many = tuple(Scheme(key=str(n), cycle=CYCLE, department="Art", idea=f"Idea {n}", status="Trying") for n in range(MOST_OPEN + 4))
    assert texts(page(small_school(schemes=many), Counts()))[-1] == "… and 4 more in the tab Schemes of work"


def test_charts_stand_on_the_rows_of_their_tables() -> None:
    departments = [ByDepartment(cycle=CYCLE, department=d, teachers=4) for d in ("Art", "Drama", "Music")]
    found = page(small_school(), Counts(), departments=departments)
    lines = texts(found)
    for chart in found.charts:
        assert lines[chart.heading_row - 2] == chart.title
        assert all(isinstance(found.lines[n - 1][c].value, int | None) for n in range(chart.heading_row + 1, chart.last_row + 1)
                   for c in chart.numbers)
    assert {c.title: c.last_row - c.heading_row for c in found.charts} == {
        "Answers by meeting": 3, "Answers by department": 3, "What people work on, and how far they are": 0,
        "Ideas on their way into schemes of work": 4, "Beside the cycle before": 4}


def test_the_summary_of_nothing_can_be_read() -> None:
    assert texts(page(Book(), Counts()))[0] == "No cycle yet"
    assert texts(page(small_school(), Counts(), departments=[ByDepartment(cycle=CYCLE, department="Art")]))
