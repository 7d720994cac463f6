"""Departments: one spelling each, and a word where two may be one."""

from itertools import permutations

import pytest
from schools import teacher

from sgp.contract import Department, Staff
from sgp.departments import doubtful_departments, spellings, with_known_departments


def staff(*departments: str) -> list[Staff]:
    return [teacher(f"t{n}", "T", f"T{n}", d, row=n + 2) for n, d in enumerate(departments)]


def doubts(rows: list[Staff], listed: tuple[Department, ...] = ()) -> list[str]:
    names = spellings(rows, listed)
    return [p.what for p in doubtful_departments(with_known_departments(rows, names), listed)]


def test_the_commonest_spelling_is_the_name_in_any_order() -> None:
    for rows in permutations(staff("MATHEMATICS", "Mathematics", "Mathematics ", "Art")):
        assert {p.home for p in with_known_departments(rows, spellings(rows, ()))} == {"Mathematics", "Art"}


def test_the_tab_departments_names_them() -> None:
    listed = (Department(name="English", also_written="Eng; EN"), Department(name="Modern Languages", also_written="MFL"),
              Department(also_written="lost"))
    rows = staff("eng", "E.N.", "m f l", "English", "Lost", "Music")
    assert [p.home for p in with_known_departments(rows, spellings(rows, listed))] == ["English", "English", "Modern Languages", "English",
                                                                                       "Lost", "Music"]
    assert doubts(rows, listed) == []


def test_a_department_of_the_tab_is_beyond_doubt() -> None:
    assert len(doubts(staff("Maths", "Mathematics", "Mathematics"))) == 1
    assert doubts(staff("Maths", "Mathematics", "Mathematics"), (Department(name="Maths"), Department(name="Mathematics"))) == []


def test_a_department_that_is_another_ones_spelling_keeps_its_own_name() -> None:
    listed = [Department(name="Science", also_written="Physics"), Department(name="Physics")]
    for rows in permutations(listed):
        assert spellings((), rows)["physics"] == "Physics"


def test_a_department_known_only_from_other_departments_is_known() -> None:
    rows = [teacher("a", "A", "B", "English", other_departments="Drama")]
    assert spellings(rows, ())["drama"] == "Drama"


@pytest.mark.parametrize(("lone", "common", "suspected"), [
    ("Eng", "English", True), ("MFL", "Modern Languages", True), ("Humanities (RE)", "Humanities", True), ("Sciense", "Science", True),
    ("DT", "Design-Technology", True),
    ("Music", "Design-Technology", False), ("Art", "Drama", False), ("Music", "Science", False),
])
def test_a_department_of_one_whose_name_is_like_anothers_is_a_warning(lone: str, common: str, suspected: bool) -> None:
    said = doubts(staff(common, common, lone))
    assert said == ([f"“{lone}” has one member, and may be “{common}” written otherwise."] if suspected else [])


def test_two_members_are_a_department() -> None:
    assert doubts(staff("Eng", "Eng", "English", "English")) == []
