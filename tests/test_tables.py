"""From a book's cells to typed rows: what is built wrongly, what cannot be read, and the settings."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from schools import FORMS, address, book_of, sheet_of

from sgp.contract import Book, Observation, School, Staff, coordinators_book
from sgp.errors import ERROR, WARNING, Problem
from sgp.plan import Broken, Sheet, Snapshot, Value
from sgp.structure import faults_of_structure
from sgp.tables import Read, read_book

UNCALCULATED, BROKEN = Broken("=A2", uncalculated=True), Broken("#REF!", uncalculated=False)
TOKEN = "Zsecretfeedback"


def read(*sheets: Sheet) -> tuple[Book, list[Problem]]:
    return read_book(book_of(*sheets), FORMS)


def staff(*rows: tuple[Value, ...], headings: tuple[str, ...] = ("Email", "First name", "Department")) -> Sheet:
    return sheet_of("Staff", headings, *rows)


def structure(*sheets: Sheet) -> list[Problem]:
    return faults_of_structure(Snapshot(sheets), [Staff.tab])


# ── structure ────────────────────────────────────────────────────────────────────────────────────────


def test_a_book_as_set_up_has_no_fault() -> None:
    assert faults_of_structure(book_of(), coordinators_book(FORMS.form)) == []


@pytest.mark.parametrize(("title", "hint"), [("Staf", "“Staf”"), ("Staff-", "“Staff-”"), ("Timetable", "setup_book.py")])
def test_a_missing_tab_is_told_with_the_one_that_may_be_meant(title: str, hint: str) -> None:
    (fault,) = structure(Sheet(title, ()))
    assert (fault.level, fault.tab) == (ERROR, "Staff")
    assert hint in fault.mend


@pytest.mark.parametrize("title", ["STAFF", " staff ", "Staff"])
def test_a_tab_is_found_in_any_case(title: str) -> None:
    assert structure(Sheet(title, (Staff.tab.headings,))) == []


def test_a_missing_heading_is_told_with_the_one_that_may_be_meant() -> None:
    faults = structure(Sheet("Staff", (tuple({"Working days": "Workin day"}.get(h, h) for h in Staff.tab.headings if h != "Title"),)))
    assert {f.column: f.mend for f in faults}.keys() == {"Working days", "Title"}
    assert "Did you mean “Workin day”?" in next(f.mend for f in faults if f.column == "Working days")


@pytest.mark.parametrize("again", ["Email", "3. email", "\ufeffE-mail", "EMAIL\u200b"])
def test_a_heading_twice_is_told(again: str) -> None:
    (fault,) = structure(Sheet("Staff", ((*Staff.tab.headings, again),)))
    assert "2 times" in fault.what


def test_every_fault_of_structure_is_told_at_once() -> None:
    faults = faults_of_structure(Snapshot(()), coordinators_book(FORMS.form))
    assert {f.tab for f in faults} == {t.title for t in coordinators_book(FORMS.form)}


def test_an_empty_tab_lacks_every_heading() -> None:
    assert {f.column for f in structure(Sheet("Staff", ()))} == set(Staff.tab.headings)


# ── cells ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("headings", [
    ("Email", "First name", "Department"), ("EMAIL", "first_name", " Department "), ("1. Email", "2) First name", "3: Department"),
    ("\ufeffEmail", "First\u200b name", "Depart\u00adment"),
])
def test_headings_in_another_dress_are_read(headings: tuple[str, str, str]) -> None:
    book, problems = read(staff((address("a.nowak"), "Aga", "Art"), headings=headings))
    assert [(p.email, p.first_name, p.home) for p in book.staff] == [(address("a.nowak"), "Aga", "Art")]
    assert not problems


def test_headings_in_another_order_and_extra_columns_change_nothing() -> None:
    plain, _ = read(staff((address("a"), "Aga", "Art")))
    other, _ = read(staff(("Art", "her car", address("a"), "Aga"), headings=("Department", "Notes", "Email", "First name")))
    assert plain == other


@pytest.mark.parametrize("blank", [(), (None, None, None), ("", " ", "\u200b"), (None, None, False)])
def test_blank_rows_are_passed_over_and_rows_keep_their_number(blank: tuple[Value, ...]) -> None:
    book, problems = read(staff(blank, (address("a"), "Aga", "Art"), blank, blank, (address("b"), "Bo", "Art"), blank))
    assert [p.row for p in book.staff] == [3, 6]
    assert not problems


def test_short_rows_are_read() -> None:
    book, problems = read(staff((address("a"),)))
    assert (book.staff[0].email, problems) == (address("a"), [])


@pytest.mark.parametrize(("broken", "said"), [(UNCALCULATED, "never calculated"), (BROKEN, "#REF!")])
def test_broken_formulas_are_told_once_a_column(broken: Broken, said: str) -> None:
    book, problems = read(staff(*((address(f"t{n}"), "Aga", broken) for n in range(9))))
    assert len(book.staff) == 9
    assert [(p.row, p.column) for p in problems] == [(2, "Department")]
    assert said in problems[0].what
    assert "8 more rows" in problems[0].what


def test_a_formula_that_cannot_be_read_is_no_blank() -> None:
    book, _ = read(
        sheet_of("Staff", ("Email", "Working days"), (address("a"), UNCALCULATED)),
        sheet_of("Targets", ("Cycle", "Email", "Status"), ("Autumn", address("a"), UNCALCULATED)),
        sheet_of("Good practice", ("Key", "Idea", "Show"), ("k", "Quiz", BROKEN)),
    )
    assert book.staff[0].working_days == frozenset(), "not all days"
    assert book.targets[0].status == "Hold", "not a draft that may be drafted again"
    assert book.practice[0].show is False


def test_broken_formulas_in_form_answers_are_told_and_are_no_answer() -> None:
    asked = ("Timestamp", "Email Address", "Cycle", "What I tried", "One idea worth sharing", "May we share it",
             "What happened for students")
    book, problems = read(sheet_of("Answers", asked, (datetime(2026, 11, 18, 16), address("a"), "Autumn", "x", BROKEN, "Yes", "y"),
                                   (UNCALCULATED, "b", "c", "d")))
    assert [a.fields["idea"] for a in book.answers] == ["", ""]
    assert book.answers[1].stamp is None
    assert {(p.tab, p.row, p.column) for p in problems} == {("Answers", 2, "One idea worth sharing"), ("Answers", 3, "Timestamp")}


PEOPLE = st.tuples(st.sampled_from([None, "a@oakfield.example", "no address"]), st.sampled_from(["Art / Craft", "Art, Music", BROKEN]),
                   st.sampled_from([None, "03/04/2026", "27/11/2026", UNCALCULATED]))


@given(st.lists(st.tuples(st.lists(PEOPLE, max_size=3), st.sampled_from(["Art / Craft", "Music"]), st.sampled_from(["yes", "no"])),
                min_size=2, max_size=4))
def test_a_book_that_is_read_again_is_as_if_read_for_the_first_time(books: list[tuple[list[tuple[Value, ...]], str, str]]) -> None:
    before: Read = {}
    standing: dict[str, Sheet] = {}
    for people, department, day_first in books:
        sheets = (staff(*people, headings=("Email", "Department", "Starts")), sheet_of("Departments", ("Department",), (department,)),
                  sheet_of("Settings", ("Setting", "Value"), ("Day first", day_first)))
        book = book_of(*(standing.setdefault(repr(sheet), sheet) for sheet in sheets))
        assert read_book(book, FORMS, before) == read_book(book, FORMS)


def test_only_a_tab_that_was_changed_is_read_again() -> None:
    before: Read = {}
    seen = sheet_of("Observations", ("Date", "Teacher email"), (date(2026, 9, 1), address("a")))
    first, _ = read_book(book_of(staff((address("a"), "Ann", "Art")), seen), FORMS, before)
    second, _ = read_book(book_of(staff((address("a"), "Anna", "Art")), seen), FORMS, before)
    assert [p.first_name for p in second.staff] == ["Anna"]
    assert second.observations[0] is first.observations[0]


def test_sixty_thousand_letters_are_told_and_the_row_is_read() -> None:
    book, problems = read(sheet_of("Observations", ("Date", "Teacher email", "Strengths"), (date(2026, 9, 1), address("a"), TOKEN * 4000)))
    assert book.observations[0].teacher == address("a")
    assert [(p.row, p.column) for p in problems] == [(2, "Strengths")]
    assert "60,000" in problems[0].what


def test_control_and_invisible_characters_are_taken_out() -> None:
    book, problems = read(staff((f"\ufeff{address('a')}\x00", "A\x07g\u200ba\x1b", "Art\r")))
    assert (book.staff[0].email, book.staff[0].first_name, book.staff[0].home) == (address("a"), "Aga", "Art")
    assert not problems


def test_what_stands_in_a_private_column_is_never_quoted() -> None:
    long = f"{TOKEN} " * 4000
    headings = [c.heading for c in Observation.tab.columns if c.private]
    _, problems = read(
        sheet_of("Observations", tuple(headings), (long,) * len(headings)),
        sheet_of("Targets", ("Email", "Private note"), (address("a"), long)),
        sheet_of("Pairs", ("Email A", "Why"), (address("a"), long)),
    )
    assert len(problems) == len(headings) + 2
    assert not any(TOKEN in str(p) for p in problems)


def test_other_cells_are_quoted_in_part() -> None:
    _, problems = read(staff(("not an address " * 20, "Aga", "Art")))
    assert "not an address" in problems[0].what
    assert len(problems[0].what) < 140


# ── settings ─────────────────────────────────────────────────────────────────────────────────────────


def settings(*rows: tuple[Value, ...]) -> tuple[School, list[Problem]]:
    book, problems = read(sheet_of("Settings", ("Setting", "Value", "What it does"), *rows))
    return book.school, problems


@pytest.mark.parametrize(("name", "value", "field", "read_as"), [
    ("School name", 2026, "name", "2026"), ("approval needed?", False, "approval_needed", False),
    ("Approval needed", 0, "approval_needed", False),
    ("Day first", "NO", "day_first", False), ("Whole-school weight", "1,5", "whole_school_weight", 1.5),
    ("Smallest group shown", 4.0, "smallest_group", 4),
    ("Chases at most", "3", "chases_at_most", 3), ("Coordinator email", " S.W@School.org", "coordinator_email", "s.w@school.org"),
    ("Allowed email domains", "school.org; trust.org", "allowed_domains", ("school.org", "trust.org")),
])
def test_settings_are_read_as_people_and_excel_write_them(name: str, value: Value, field: str, read_as: object) -> None:
    school, problems = settings((name, value))
    assert (getattr(school, field), problems) == (read_as, [])


@pytest.mark.parametrize("blank", [None, "", "  ", "\u200b"])
def test_a_blank_setting_means_its_default(blank: Value) -> None:
    assert settings(("Smallest group shown", blank), ("Approval needed", blank), ("School name", blank)) == (School(), [])


@pytest.mark.parametrize(("name", "value"), [
    ("Smallest group shown", "five"), ("Smallest group shown", "nan"), ("Smallest group shown", -1),
    ("Oldest observation in months", "1e9"), ("Whole-school weight", date(2026, 3, 1)),
    ("Approval needed", "sometimes"), ("Coordinator email", "Sarah"), ("Smallest group shown", True),
    ("Half-life of an observation in days", "inf"),
])
def test_a_bad_setting_is_told_and_its_default_counts(name: str, value: Value) -> None:
    school, problems = settings((name, value), ("School name", "Oakfield"))
    assert school == School(name="Oakfield")
    assert [(p.level, p.row) for p in problems] == [(ERROR, 2)]


def test_an_unknown_setting_is_a_warning_with_the_nearest_name() -> None:
    _, (problem,) = settings(("Smalest group shown", 3))
    assert (problem.level, problem.row) == (WARNING, 2)
    assert "Smallest group shown" in problem.mend


def test_of_a_setting_twice_the_first_counts_with_a_warning() -> None:
    school, (problem,) = settings(("School name", "Oakfield"), ("SCHOOL NAME", "Elmfield"))
    assert school.name == "Oakfield"
    assert (problem.level, problem.row) == (WARNING, 3)


def test_several_bad_settings_are_all_told() -> None:
    assert {p.row for p in settings(("Day first", "x?"), ("Chases at most", "x"), ("Coordinator email", "x"))[1]} == {2, 3, 4}
