"""The pages a coordinator reads first."""

from datetime import date, datetime

import pytest
from schools import CYCLE, small_school

from sgp.contract import Book, ByDepartment, ByFocus, ClosedDay, Scheme
from sgp.counts import Counts
from sgp.errors import ERROR, WARNING, Problem
from sgp.pages import start_here, summary
from sgp.plan import Changes, Page, Snapshot, applied, differs

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
    ((2026, 9, 1), "Targets go out | 2026-09-28"), ((2026, 10, 6), "Meeting 1, sitting A | 2026-10-06 | 15:30 to 16:30, Library"),
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
    found = dict.fromkeys(t for day in days for t in texts(start(small_school(closed=closed), today=day)) if "are due" in t)
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


def test_the_summary_has_the_cycles_own_rows_and_no_others() -> None:
    departments = [ByDepartment(cycle=c, department=d, teachers=4, meeting_1=2) for c, d in ((CYCLE, "Art"), ("Spring 2027", "Music"))]
    focuses = [ByFocus(cycle=CYCLE.upper(), focus="Oracy", targets=3, partly=1), ByFocus(cycle="Spring 2027", focus="Quiz", targets=9)]
    book = small_school(schemes=(Scheme(cycle=CYCLE, status="Agreed"), Scheme(cycle="Spring 2027", status="Agreed")))
    found = texts(summary(book, book.cycles[0], Counts(teachers=4, replies=(("1", 2, 4),)), departments, focuses))
    assert "Art | 4 | 2 | 0 | 0 | ███ 17%" in found
    assert f"Oracy | 3 | 0 | 1 | 0 | {'█' * 20} 100%" in found
    assert "Agreed | 1" in found
    assert any("Meeting 1: 2 of 4" in t and "(50%)" in t for t in found)
    assert not any("Music" in t or "Quiz" in t for t in found)


def test_the_summary_of_nothing_can_be_read() -> None:
    assert texts(summary(Book(), None, Counts(), [], []))[0] == "No cycle yet"
    assert texts(summary(small_school(), small_school().cycles[0], Counts(), [ByDepartment(cycle=CYCLE, department="Art")], []))
