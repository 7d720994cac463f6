"""Everything that is wrong with a book, told at once; and the book with only what can be used."""

from datetime import date, time, timedelta

import pytest
from schools import CYCLE, FOCUSES, STAFF, address, small_school, teacher

from sgp.check import Checked, check, once_each
from sgp.contract import BankStep, ClosedDay, Cycle, Meeting, Observation, School, Target
from sgp.dates import current_cycle
from sgp.errors import ERROR, WARNING, Problem

TODAY = date(2026, 10, 5)
TOKEN = "Zsecretfeedback"


def checked(**changes: object) -> Checked:
    return check(small_school(**{"focuses": FOCUSES, "targets": (), **changes}), TODAY)


def told(**changes: object) -> list[tuple[str, str, int, str]]:
    return [(p.level, p.tab, p.row, p.column) for p in checked(**changes).problems]


def seen(row: int = 2, **changes: object) -> Observation:
    return Observation.model_validate({"row": row, "day": TODAY, "teacher": address("m.rahman"), "observer": address("d.evans"),
                                       "development": "cold call", **changes})


def test_a_good_book_has_no_problem() -> None:
    assert told() == []
    assert told(observations=(seen(),), closed=(ClosedDay(row=2, first=TODAY),)) == []


# ── staff ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("rows", "problem"), [
    ([teacher("x", "X", "Y", "", row=9)], (ERROR, "Staff", 9, "Department")),
    ([teacher("x", "X", "Y", "", row=9, taking_part="no")], None),
    ([teacher("x", "X", "Y", "Dance", row=9).model_copy(update={"email": ""})], (ERROR, "Staff", 9, "Email")),
    ([teacher("x", "X", "Y", "Dance", row=9).model_copy(update={"email": "x@else.org"})], (WARNING, "Staff", 9, "Email")),
    ([teacher("x", "X", "Y", "Dance", row=9, starts=TODAY, leaves=TODAY - timedelta(1))], (WARNING, "Staff", 9, "Leaves")),
    ([teacher("x", "X", "Y", "Dance", row=9, line_manager="who@oakfield.example")], (WARNING, "Staff", 9, "Line manager email")),
    ([teacher("x", "X", "Y", "Dance", row=9, line_manager=address("m.hill"))], None),
    ([teacher("x", "X", "Y", "Dance", row=8), teacher("x", "X", "Z", "Dance", row=9)], (ERROR, "Staff", 8, "Email")),
    ([teacher("x", "X", "Y", "Dance", row=9, other_emails=address("m.rahman"))], (ERROR, "Staff", 0, "Email")),
    ([teacher("x", "X", "Y", "Dance", row=8, role="Head of Dance"), teacher("x", "X", "Y", "Music", row=9, role="Tutor")],
     (WARNING, "Staff", 9, "Email")),
])
def test_staff_rows(rows: list[object], problem: tuple[str, str, int, str] | None) -> None:
    assert told(staff=(*STAFF, *rows, teacher("z1", "A", "B", "Music"), teacher("z2", "A", "C", "Music"))) == ([problem] if problem else [])


def test_two_rows_of_one_person_are_one_with_both_roles_and_departments() -> None:
    rows = (teacher("x", "X", "Y", "Art", role="Head of Art"), teacher("X", "X", "Y", "Music; Drama", role="Tutor", taking_part="no"))
    (person,) = checked(staff=rows).book.staff
    assert (person.role, person.home, person.all_departments) == ("Head of Art; Tutor", "Art", ("Art", "Music", "Drama"))
    assert not person.taking_part, "a no is meant"


def test_a_bad_row_never_stops_the_good_ones() -> None:
    bad = (teacher("x", "X", "Y", "").model_copy(update={"email": ""}), teacher("m.rahman", "Other", "Person", "Art"))
    assert {p.email for p in checked(staff=(*STAFF, *bad)).people.everyone()} == {p.email for p in STAFF} - {address("m.rahman")}


# ── observations ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("changes", "level", "column", "used"), [
    ({"teacher": ""}, ERROR, "Teacher email", False), ({"teacher": address("m.rahmn")}, ERROR, "Teacher email", False),
    ({"day": None}, ERROR, "Date", False),
    ({"day": TODAY + timedelta(1)}, ERROR, "Date", False), ({"development_focus": "Questionning"}, ERROR, "Development focus", True),
    ({"strength_focus": "Pupil premium"}, ERROR, "Strength focus", True), ({"observer": address("who")}, WARNING, "Observer email", True),
    ({"observer": address("m.rahman")}, WARNING, "Observer email", True), ({"strengths": "Outstanding"}, WARNING, "Strengths", True),
    ({"development": "2"}, WARNING, "Areas for development", True), ({"action_step": "move from RI"}, WARNING, "Action step", True),
])
def test_observations(changes: dict[str, object], level: str, column: str, used: bool) -> None:
    found = checked(observations=(seen(**changes), seen(3, class_name="9A")))
    assert [(p.level, p.row, p.column) for p in found.problems] == [(level, 2, column)]
    assert [o.row for o in found.book.observations] == ([2, 3] if used else [3])


def test_a_former_address_is_settled_and_the_same_observation_counts_once() -> None:
    found = checked(observations=(seen(2, teacher=address("m.hill")), seen(3, teacher=address("m.ashworth"))))
    assert [(o.row, o.teacher) for o in found.book.observations] == [(2, address("m.ashworth"))]
    assert [(p.level, p.row) for p in found.problems] == [(WARNING, 3)]


def test_problems_hold_no_feedback() -> None:
    words = {"strengths": f"Outstanding {TOKEN}", "development": f"RI {TOKEN}", "action_step": f"{TOKEN} grade 2"}
    target = Target(row=2, cycle=CYCLE, email=address("m.rahman"), text=f"D.K. and {TOKEN}", status="Approved", private_note=TOKEN)
    found = checked(observations=(seen(**words), seen(3, teacher="", **words), seen(4, day=None, **words)), targets=(target,)).problems
    assert len(found) > 6
    assert not any(word in str(p) for p in found for word in (TOKEN, "D.K.", "Outstanding"))


# ── the programme ────────────────────────────────────────────────────────────────────────────────────


def test_a_focus_twice_counts_once() -> None:
    again = FOCUSES[0].model_copy(update={"row": 9, "name": "QUESTIONING", "keywords": "other"})
    found, turned = checked(focuses=(*FOCUSES, again)), checked(focuses=(again, *FOCUSES))
    assert [p.level for p in found.problems] == [WARNING]
    assert len(found.book.focuses) == len(FOCUSES)
    assert (found.book.focuses, found.problems) == (turned.book.focuses, turned.problems), "whichever stands first"


def test_a_step_of_an_unknown_focus_is_not_used() -> None:
    found = checked(bank=(BankStep(row=2, focus="Oracey", step="x"), BankStep(row=3, focus="oracy", step="y")))
    assert [(p.row, p.column, "Oracy" in p.mend) for p in found.problems] == [(2, "Focus", True)]
    assert [(s.focus, s.step) for s in found.book.bank] == [("Oracy", "y")]


DATED = {"send_on": date(2026, 9, 28), "closes_on": date(2026, 12, 11)}


@pytest.mark.parametrize(("cycle", "columns"), [
    ({"name": "Spring"}, ["Closes on", "Send targets on"]), ({"name": "", **DATED}, ["Cycle"]),
    ({"name": "AUTUMN  2026", **DATED}, ["Cycle"]),
    ({"name": "Spring", "send_on": date(2027, 3, 1), "closes_on": date(2027, 2, 1)}, ["Closes on"]),
    ({"name": "1. Autumn 2026", **DATED}, []),
])
def test_cycles(cycle: dict[str, object], columns: list[str]) -> None:
    found = checked(cycles=(Cycle(row=2, name=CYCLE, **DATED), Cycle(row=3, **cycle)))  # type: ignore[arg-type]
    assert [(p.level, p.row, p.column) for p in found.problems] == [(ERROR, 3, c) for c in columns]


def test_a_cycle_without_a_name_is_never_the_current_one() -> None:
    found = checked(cycles=(Cycle(row=2, name="", send_on=date(2026, 9, 1), closes_on=date(2026, 10, 30)),
                            Cycle(row=3, name=CYCLE, **DATED)))  # type: ignore[arg-type]
    current = current_cycle(found.book.cycles, TODAY)
    assert current
    assert current.name == CYCLE


@pytest.mark.parametrize(("meeting", "level", "column"), [
    ({"cycle": "Autum 2026"}, ERROR, "Cycle"), ({"cycle": "Autumn-2026"}, ERROR, "Cycle"), ({"day": None}, ERROR, "Date"),
    ({"day": date(2026, 10, 10)}, WARNING, "Date"),
    ({"day": date(2026, 10, 7)}, WARNING, "Date"), ({"meeting": ""}, ERROR, "Meeting"),
    ({"start": time(16), "end": time(15)}, WARNING, "End"), ({"cycle": "autumn 2026"}, None, ""),
])
def test_meetings(meeting: dict[str, object], level: str | None, column: str) -> None:
    row = Meeting(row=2, cycle=CYCLE, meeting="1", sitting="C", day=date(2026, 10, 6)).model_copy(update=meeting)
    assert told(meetings=(row,), closed=(ClosedDay(row=2, first=date(2026, 10, 7)),)) == ([(level, "Meetings", 2, column)] if level else [])


def test_a_sitting_twice_is_told() -> None:
    rows = tuple(Meeting(row=n, cycle=c, meeting="1", sitting=s, day=date(2026, 10, 6)) for n,
                 (c, s) in enumerate(((CYCLE, "A"), (CYCLE.upper(), "a")), start=2))
    assert told(meetings=rows) == [(ERROR, "Meetings", 3, "Sitting")]


@pytest.mark.parametrize(("first", "last", "column"), [
    (date(2026, 10, 30), date(2026, 10, 26), "To"), (date(1990, 1, 1), date(2099, 12, 31), "To"), (None, date(2026, 10, 26), "From"),
    (date(2026, 7, 20), date(2026, 9, 1), None),
])
def test_closed_days(first: date | None, last: date, column: str | None) -> None:
    found = checked(closed=(ClosedDay(row=2, first=first, last=last), ClosedDay(row=3, first=TODAY)))
    assert [(p.level, p.tab, p.row, p.column) for p in found.problems] == ([(ERROR, "Closed days", 2, column)] if column else [])
    assert [d.row for d in found.book.closed] == ([3] if column else [2, 3])


# ── targets, settings, and all together ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("changes", "level", "column"), [
    ({"status": "Approved", "text": ""}, ERROR, "Target"), ({"sent_on": TODAY, "text": ""}, ERROR, "Target"),
    ({"focus": "Wellbing"}, WARNING, "Focus"),
    ({"text": "Sit with D.K."}, WARNING, "Target"), ({"text": "Sit with D.K.", "status": "Approved"}, ERROR, "Target"),
    ({"text": "From RI to better"}, WARNING, "Target"),
    ({"text": ""}, None, ""), ({"status": "Hold", "text": ""}, None, ""),
])
def test_targets(changes: dict[str, object], level: str | None, column: str) -> None:
    row = Target(row=2, cycle=CYCLE, email=address("m.rahman"), text="Ask one why question").model_copy(update=changes)
    assert told(targets=(row,)) == ([(level, "Targets", 2, column)] if level else [])


def test_missing_settings_are_warnings() -> None:
    assert told(school=School()) == [(WARNING, "Settings", 0, name) for name in ("Coordinator email", "Coordinator name", "School name")]


def test_a_cell_that_could_not_be_read_is_not_told_as_missing_too() -> None:
    fault = Problem(ERROR, "Observations", 2, "Date", "“x” is not a date.", "")
    found = check(small_school(targets=(), focuses=FOCUSES, observations=(seen(day=None),)), TODAY, [fault])
    assert found.problems == (fault,)


def test_problems_are_the_same_for_a_book_read_twice_errors_first() -> None:
    faulty = {"observations": (seen(day=None), seen(3, observer="who@x.org")), "closed": (ClosedDay(row=2, last=TODAY),)}
    found = checked(**faulty).problems
    assert found == checked(**faulty).problems
    assert [p.level for p in found] == sorted((p.level for p in found), key=lambda level: level != ERROR)


def test_without_any_focus_that_is_said_once() -> None:
    many = tuple(seen(n, class_name=str(n), development_focus="Oracy") for n in range(2, 9))
    found = [p for p in checked(focuses=(), bank=(), observations=many).problems if "focus" in p.what]
    assert [(p.level, p.tab) for p in found] == [(WARNING, "Focuses")]


def test_a_comment_in_the_focus_column_is_told_and_not_quoted() -> None:
    (found,) = checked(observations=(seen(development_focus="Her asking of D.K. was weak today"),)).problems
    assert (found.column, "D.K." in str(found), "weak" in str(found)) == ("Development focus", False, False)


def test_an_error_is_not_lost_behind_a_warning_of_the_same_cell() -> None:
    mild, grave = Problem(WARNING, "Settings", 0, "x", "mild", ""), Problem(ERROR, "Settings", 0, "x", "grave", "")
    assert once_each([mild], [grave]) == (grave, mild)
    assert once_each([grave], [mild]) == (grave,)
    assert once_each([mild], [Problem(WARNING, "Settings", 0, "x", "again", "")]) == (mild,)
