"""Every trap of the raw exports in reading staff, dates, addresses, departments and answers, one test each."""

from datetime import date, datetime

import pytest
from conftest import EXPORTS, Taken, export, on_desk

from sgp.config import read_forms, read_import_headings
from sgp.contract import Staff
from sgp.filling import plan_import
from sgp.responses import Answer


def person(oakfield: Taken, local: str) -> Staff:
    found = oakfield.checked.people.find(f"{local}@oakfield.example")
    assert found, local
    return found


def answer(oakfield: Taken, meeting: str, row: int) -> Answer:
    return next(a for a in oakfield.checked.answers.used if a.raw.meeting == meeting and a.raw.row == row)


def used_rows(oakfield: Taken, meeting: str, cycle: str = "Autumn 2026") -> set[int]:
    return {a.raw.row for a in oakfield.checked.answers.of(meeting, cycle)}


# ── staff ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("local", "name"), [
    ("s.o'brien", "Siobhan O'Brien"), ("k.wojcik", "Kasia Wójcik"), ("l.chen", "Li Na Chen"), ("h.tan", "Hui Min Tan"),
    ("c.ruizvega", "Carmen Ruiz-Vega"), ("j.zielinska", "Joanna Zielińska"), ("g.adeyemi", "Grace Adeyemi"),
])
def test_one_column_of_names_is_read_without_loss(oakfield: Taken, local: str, name: str) -> None:
    assert person(oakfield, local).name == name


@pytest.mark.parametrize(("local", "first"), [
    ("m.ashworth", "Maggie"), ("a.kowalczyk", "Aga"), ("k.wojcik", "Kasia"), ("m.iqbal", "Mo"), ("d.roberts", "Dai"), ("a.cole", "Andy"),
])
def test_the_preferred_name_is_the_one_used(oakfield: Taken, local: str, first: str) -> None:
    assert person(oakfield, local).first_name == first


def test_two_people_called_jane_smith_are_never_mixed_up(oakfield: Taken) -> None:
    assert person(oakfield, "j.smith").home == "Mathematics"
    assert person(oakfield, "j.smith2").home == "PE & Health"
    assert oakfield.checked.people.find("Jane Smith") is None
    assert oakfield.checked.people.find("Maggie Ashworth") == person(oakfield, "m.ashworth")


@pytest.mark.parametrize("local", ["h.marsh", "d.birch"])
def test_capitals_and_spaces_in_an_address_are_no_complaint(oakfield: Taken, local: str) -> None:
    assert not oakfield.told("Staff", person(oakfield, local).row)


def test_a_former_address_is_the_same_person(oakfield: Taken) -> None:
    bevan = person(oakfield, "f.bevan")
    assert oakfield.checked.people.find("F.Morgan@oakfield.example") == bevan
    assert date(2024, 11, 20) in {o.day for o in oakfield.checked.book.observations if o.teacher == bevan.email}
    assert answer(oakfield, "1", 60).person == bevan


@pytest.mark.parametrize(("local", "home", "others"), [
    ("f.coker", "Drama", ("English",)), ("s.haig", "PE & Health", ("Science",)), ("j.ho", "Computing", ("Mathematics",)),
    ("k.mensah", "Technology", ("Art & Design",)), ("l.chapman", "Humanities (RE)", ("English",)), ("i.hopkin", "Music", ("Drama",)),
    ("m.dowling", "PE & Health", ()), ("n.umeh", "Mathematics", ()),
])
def test_the_first_department_is_home_and_the_rest_are_others(oakfield: Taken, local: str, home: str, others: tuple[str, ...]) -> None:
    assert (person(oakfield, local).home, person(oakfield, local).all_departments[1:]) == (home, others)


@pytest.mark.parametrize(("local", "other"), [("f.balogun", "English"), ("h.tan", "Modern Languages"), ("l.chapman", "Humanities")])
def test_likely_spellings_of_departments_are_reported_not_guessed(oakfield: Taken, local: str, other: str) -> None:
    told = oakfield.told("Staff", person(oakfield, local).row, "Department")
    assert told.startswith("warning")
    assert f"may be “{other}”" in told


@pytest.mark.parametrize(("local", "days"), [
    ("g.adeyemi", {0, 1, 2, 3, 4}), ("l.bettany", {0, 1, 2, 3}), ("b.sandford", {0, 1, 2}), ("n.parry", {3, 4}), ("s.patel", {1, 2, 3, 4}),
    ("r.holt", {0, 1, 3, 4}), ("e.monro", {0, 1}),
])
def test_working_days_are_understood(oakfield: Taken, local: str, days: set[int]) -> None:
    assert person(oakfield, local).working_days == days


def test_leavers_and_starters_take_part_on_their_days_only(oakfield: Taken) -> None:
    days = {"c.draycott": (None, date(2026, 7, 17)), "a.thackeray": (None, date(2026, 8, 31)), "g.pryce": (None, date(2026, 10, 23)),
            "s.garland": (None, date(2027, 4, 9)), "e.loxley": (date(2026, 11, 2), None), "n.stanton": (date(2027, 1, 4), None)}
    for local, (starts, leaves) in days.items():
        found = person(oakfield, local)
        assert found.leaves == leaves
        assert starts is None or found.starts == starts


def test_one_person_on_two_rows_is_one_person(oakfield: Taken) -> None:
    eze = [p for p in oakfield.raw.staff if p.email == "j.eze@oakfield.example"]
    assert [p.role for p in eze] == ["Assistant Headteacher; Head of Year 10"]
    assert any("Joseph Eze has two rows" in line for line in oakfield.says["Staff"])


def test_teaching_assistants_do_not_take_part_and_that_is_said(oakfield: Taken) -> None:
    out = {p.email.split("@")[0] for p in oakfield.raw.staff if not p.taking_part}
    assert out == {"r.begum", "w.crabtree", "m.jenkins", "i.lewandowska", "p.ogden"}
    assert any("5 assistants" in line for line in oakfield.says["Staff"])
    assert person(oakfield, "j.eze").taking_part, "an Assistant Headteacher teaches"


def test_line_managers_are_found_by_their_code(oakfield: Taken) -> None:
    assert person(oakfield, "g.adeyemi").line_manager == "m.ashworth@oakfield.example"
    assert person(oakfield, "l.chapman").line_manager == "j.eze@oakfield.example"


def test_notes_are_not_read_and_not_copied(oakfield: Taken) -> None:
    cells = [str(v) for sheet in oakfield.snapshot.sheets for row in sheet.rows for v in row]
    assert not any(word in cell for cell in cells for word in ("maternity", "agreed with Head", "NB two Jane Smiths"))
    assert any("Notes" in line for line in oakfield.says["Staff"]), "and the coordinator is told that it was left out"


# ── observations ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("row", "day"), [
    (2, date(2024, 9, 19)), (5, date(2024, 10, 14)), (7, date(2024, 11, 5)), (18, date(2024, 12, 11)),
])
def test_three_ways_of_writing_a_date_are_read_day_first(oakfield: Taken, row: int, day: date) -> None:
    assert next(o for o in oakfield.raw.observations if o.row == row).day == day


@pytest.mark.parametrize("row", [84, 85, 86, 146])
def test_impossible_missing_and_coming_dates_are_reported_and_not_used(oakfield: Taken, row: int) -> None:
    assert "error" in oakfield.told("Observations", row, "Date")
    assert row not in {o.row for o in oakfield.checked.book.observations}


@pytest.mark.parametrize(("row", "column"), [(4, "Development focus"), (82, "Development focus"), (115, "Priority")])
def test_an_unknown_focus_or_priority_is_reported_and_the_row_is_still_read(oakfield: Taken, row: int, column: str) -> None:
    assert oakfield.told("Observations", row, column)
    kept = next(o for o in oakfield.checked.book.observations if o.row == row)
    assert kept.development_focus == ""
    assert kept.priority == "Normal"


def test_formula_like_text_is_text(oakfield: Taken) -> None:
    texts = {o.development for o in oakfield.raw.observations} | {o.strengths for o in oakfield.raw.observations}
    assert '=HYPERLINK("http://example.invalid","see notes")' in texts
    assert {"+ brisk start", "- plenary rushed"} <= texts


def test_a_comment_of_four_thousand_letters_is_read(oakfield: Taken) -> None:
    longest = max(oakfield.raw.observations, key=lambda o: len(o.development))
    assert len(longest.development) > 3500
    assert not oakfield.told("Observations", longest.row)


def test_an_unknown_teacher_is_reported_with_the_nearest_address(oakfield: Taken) -> None:
    told = oakfield.told("Observations", 42)
    assert "j.smth@oakfield.example" in told
    assert "j.smith@oakfield.example" in told


def test_a_self_review_is_told_and_the_same_row_twice_counts_once(oakfield: Taken) -> None:
    assert "self-review" in oakfield.told("Observations", 114)
    assert "counted once" in oakfield.told("Observations", 78)
    rows = {o.row for o in oakfield.checked.book.observations}
    assert 77 in rows
    assert 78 not in rows


def test_grades_are_warned_of_without_being_quoted(oakfield: Taken) -> None:
    for row in (7, 8, 10, 11):
        told = oakfield.told("Observations", row)
        assert "grade" in told, row
        assert not any(word in told for word in ("improvement", "Outstanding", "RI "))


# ── answers ──────────────────────────────────────────────────────────────────────────────────────────


def test_nameless_and_unasked_columns_and_the_empty_row_are_ignored(oakfield: Taken) -> None:
    texts = {str(v) for sheet in oakfield.snapshot.sheets if sheet.title == "Form 1" for row in sheet.rows for v in row}
    assert not texts & {"AH spoke to him", "count them on Friday"}
    assert len(oakfield.snapshot.find("Form 1").rows) == 62  # type: ignore[union-attr]
    assert not any("4 / 5" in a.fields.values() for a in oakfield.checked.answers.used)


def test_the_verified_address_wins_and_a_difference_is_told(oakfield: Taken) -> None:
    assert answer(oakfield, "1", 11).person == person(oakfield, "o.prosser")
    assert "my.own@post.invalid" in oakfield.told("Form 1", 11)


def test_a_typed_address_is_used_only_when_there_is_no_verified_one(oakfield: Taken) -> None:
    assert answer(oakfield, "1", 61).person == person(oakfield, "t.bakare")


def test_a_question_renamed_in_mid_cycle_is_one_field(oakfield: Taken) -> None:
    assert answer(oakfield, "1", 6).text("change") == "Model the first answer under the visualiser"
    assert answer(oakfield, "1", 5).text("change") == "Say the name after the question"


@pytest.mark.parametrize(("row", "moment"), [
    (31, datetime(2026, 10, 6, 16, 12, 9)), (32, datetime(2026, 10, 8, 16, 20, 11)), (5, datetime(2026, 10, 6, 16, 51, 5)),
])
def test_three_kinds_of_timestamp_are_understood(oakfield: Taken, row: int, moment: datetime) -> None:
    assert answer(oakfield, "1", row).on == moment


def test_a_timestamp_that_cannot_be_day_first_is_reported_and_the_answer_kept_by_its_cycle(oakfield: Taken) -> None:
    assert answer(oakfield, "1", 33).cycle.name == "Autumn 2026"
    assert "error" in oakfield.told("Form 1", 33, "Timestamp")


@pytest.mark.parametrize(("tab", "row"), [
    ("Form 1", 2), ("Form 1", 3), ("Form 1", 4), ("Form 2", 50), ("Form 2", 51), ("Form 3", 35), ("Form 3", 36),
])
def test_last_years_answers_are_listed_and_not_counted(oakfield: Taken, tab: str, row: int) -> None:
    assert "not counted" in oakfield.told(tab, row)
    assert not any((a.raw.tab, a.raw.row) == (tab, row) for a in oakfield.checked.answers.used)


def test_an_empty_cycle_is_told_by_the_date_and_a_wrong_one_is_reported(oakfield: Taken) -> None:
    assert answer(oakfield, "1", 22).cycle.name == "Autumn 2026"
    assert answer(oakfield, "1", 23).cycle.name == "Spring 2027"
    assert "Spring 2027" in oakfield.told("Form 1", 23, "Which cycle is this for?")


def test_options_with_commas_are_split_by_the_known_ones(oakfield: Taken) -> None:
    assert answer(oakfield, "1", 14).text("focuses") == "Questioning; Feedback, marking and response; Other: wellbeing of staff"
    assert answer(oakfield, "2", 44).text("evidence_kind") == "Quiz or test scores; A colleague watched"
    assert answer(oakfield, "2", 45).text("evidence_kind") == "A colleague watched; Photos, video or audio"


@pytest.mark.parametrize(("meeting", "first", "second"), [("1", 7, 57), ("1", 9, 58), ("2", 7, 46), ("2", 8, 47)])
def test_of_two_answers_the_latest_counts_once(oakfield: Taken, meeting: str, first: int, second: int) -> None:
    rows = used_rows(oakfield, meeting)
    later = max((a for a in (*oakfield.checked.answers.used, *oakfield.checked.answers.superseded)
                 if a.raw.meeting == meeting and a.raw.row in (first, second)), key=lambda a: a.on or datetime.min)
    assert rows & {first, second} == {later.raw.row}


@pytest.mark.parametrize(("row", "share"), [(3, "No"), (4, "Anonymously"), (2, "Yes"), (8, "No")])
def test_consent_is_read_with_care(oakfield: Taken, row: int, share: str) -> None:
    found = [a for a in (*oakfield.checked.answers.used, *oakfield.checked.answers.superseded) if (a.raw.meeting, a.raw.row) == ("2", row)]
    assert [a.text("share") for a in found] == [share]


def test_an_unknown_address_and_a_name_without_a_domain_are_listed(oakfield: Taken) -> None:
    assert "a.nobody@oakfield.example is nobody" in oakfield.told("Form 1", 59)
    assert "Did you mean" not in oakfield.told("Form 1", 59), "nobody has an address that is nearly this one"
    assert "j.smith is nobody" in oakfield.told("Form 2", 49)


def test_a_leavers_answer_stays_and_late_ones_count_and_are_marked(oakfield: Taken) -> None:
    assert any(a.person == person(oakfield, "g.pryce") for a in oakfield.checked.answers.of("2"))
    late = [a for a in oakfield.checked.answers.used if a.late]
    assert {(a.raw.meeting, a.person.email.split("@")[0]) for a in late} == {("1", "z.lis"), ("3", "s.o'connell")}


def test_what_people_type_is_kept_as_typed(oakfield: Taken) -> None:
    said = {str(v) for a in oakfield.checked.answers.used for v in a.fields.values()}
    assert {"=1+1 small steps", "- too much talk\n- too little writing", "@home quizzes: +10%", "Ask {{ name }} first",
            "Loved the “two stars” idea 😊👍", "line one\nline two"} <= said


@pytest.mark.parametrize(("row", "column", "said"), [
    (2, "Department", "Science is taken"), (9, "Department", "Pastoral"), (3, "Owner", "Maggie"), (4, "Due", "end of term"),
    (5, "Due", "31/02/2027"), (6, "Decision", "trial"), (8, "Link to the resource", "not a link"),
])
def test_doubtful_fields_of_form_3_are_reported_and_the_rest_is_used(oakfield: Taken, row: int, column: str, said: str) -> None:
    assert said in oakfield.told("Form 3", row, column)
    everything = (*oakfield.checked.answers.used, *oakfield.checked.answers.superseded)
    assert any((a.raw.tab, a.raw.row) == ("Form 3", row) for a in everything)


def test_every_answer_is_used_superseded_or_told(oakfield: Taken) -> None:
    answers = oakfield.checked.answers
    listed = {(p.tab, p.row) for p in answers.problems if "not counted" in p.what}
    assert len(answers.used) + len(answers.superseded) + len(listed) == len(oakfield.raw.answers) == 146


@pytest.mark.parametrize("title", EXPORTS)
def test_the_same_export_again_adds_nothing(oakfield: Taken, title: str) -> None:
    desk, _, _ = on_desk(oakfield.snapshot, date(2026, 12, 4))
    assert not plan_import(desk, title, export(EXPORTS[title]), read_import_headings(), read_forms()).changes
