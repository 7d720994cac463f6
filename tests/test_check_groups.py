"""What is told of Pairs and of Groups that people filled in. Nothing of it is changed."""

from dataclasses import replace

import pytest
from group_schools import FIRST
from test_groups import changed, eight, rows

from sgp.check import check
from sgp.contract import Book, Group, Pair


def pair(first: str, second: str, rule: str) -> Pair:
    return Pair(row=2, first=f"{first}@x.example", second=f"{second}@x.example", **({"rule": rule} if rule else {}))


def told(book: Book) -> list[tuple[str, str, int, str, str]]:
    return [(p.level, p.tab, p.row, p.column, p.what) for p in check(book, FIRST).problems if p.tab in ("Pairs", "Groups")]


def test_a_book_that_is_right_has_nothing_to_tell() -> None:
    fine = eight(groups=rows(ana="A1", ben="A1", cat="A1", dan="A1"), pairs=(pair("ana", "ben", "together"), pair("ana", "eve", "apart")))
    assert told(fine) == []


@pytest.mark.parametrize(("pairs", "row", "column", "what"), [
    ((pair("ana", "ben", "together"), pair("ben", "ana", "apart")), 2, "Rule",
     "Ana Oak and Ben Oak must be together and apart at once, so this row is not followed."),
    (tuple(pair("ana", who, "together") for who in ("ben", "cat", "dan", "eve", "fay")), 2, "Rule",
     "6 people must be together, and a group has at most 5, so this row is not followed."),
    ((pair("ana", "zoe", "apart"),), 2, "Email B", "zoe@x.example is nobody in the tab Staff, so this row is not followed."),
    ((pair("ana", "ana", "apart"),), 2, "Email B", "Both are the same person."),
    ((pair("ana", "ben", ""),), 2, "Rule", "It is not said whether they are to be apart or together."),
])
def test_wishes_that_cannot_be_are_told(pairs: tuple[Pair, ...], row: int, column: str, what: str) -> None:
    found = told(eight(pairs=pairs))
    assert [(at, where, said) for _, tab, at, where, said in found if tab == "Pairs"] == [(row, column, what)]


def test_two_who_can_come_to_no_sitting_together_are_told() -> None:
    book = eight(pairs=(pair("ana", "ben", "together"),))
    book = replace(book, meetings=(*book.meetings, *(m.model_copy(update={"sitting": "B", "day": m.day.replace(day=m.day.day + 2)})
                                                     for m in book.meetings if m.day)))
    book = changed(changed(book, "ana", working_days=frozenset({1})), "ben", working_days=frozenset({3}))
    assert [what for *_, what in told(book)] == ["Ana Oak and Ben Oak can come to no sitting together, so this row is not followed."]


def groups(**update: object) -> tuple[Group, ...]:
    """Four people in a group, the first row changed."""
    first, *others = rows(ana="A1", ben="A1", cat="A1", dan="A1")
    return (first.model_copy(update=update), *others)


@pytest.mark.parametrize(("book", "column", "what"), [
    (eight(groups=groups(email="zoe@x.example")), "Email", "zoe@x.example is nobody in the tab Staff."),
    (eight(groups=groups(email="ben@x.example")), "Email", "Ben Oak stands in row 2 too, and that row counts."),
    (eight(groups=groups(sitting="C")), "Sitting", "Group A1 meets in sitting A, so C is not followed here."),
    (eight(groups=groups(group="", note="Nowhere to go.")), "Group", "Ana Oak has no group."),
    (changed(eight(groups=groups()), "ana", working_days=frozenset({2})), "Sitting", "Ana Oak does not work on every day of sitting A."),
    (eight(groups=rows(**dict.fromkeys(("ana", "ben", "cat", "dan", "eve", "fay"), "A1"))), "Group",
     "This group has 6 people, more than 5."),
    (eight(groups=groups(), pairs=(pair("ana", "ben", "apart"),)), "Group",
     "Ana Oak and Ben Oak are in one group, though Pairs or a line manager keeps them apart."),
    (eight(groups=rows(**dict.fromkeys(("ana", "cat", "dan"), "A1"), **dict.fromkeys(("ben", "eve", "fay"), "A2")),
           pairs=(pair("ana", "ben", "together"),)), "Group", "Ana Oak and Ben Oak should be in one group."),
    (changed(eight(groups=groups()), "ana", line_manager="ben@x.example"), "Group",
     "Ana Oak and Ben Oak are in one group, though Pairs or a line manager keeps them apart."),
])
def test_what_was_filled_in_against_a_rule_is_told(book: Book, column: str, what: str) -> None:
    assert [(level, tab, where, said) for level, tab, _, where, said in told(book)] == [("warning", "Groups", column, what)]


def test_a_sitting_with_more_people_than_fit_is_told() -> None:
    book = eight(groups=groups())
    book = replace(book, meetings=tuple(m.model_copy(update={"capacity": 3}) for m in book.meetings))
    assert [what for *_, what in told(book)] == ["4 people are in sitting A, and 3 fit."]


# ── the sitting of what was filled in by hand ────────────────────────────────────────────────────────


def two_groups(**update: object) -> Book:
    """A1 on Tuesdays and B1 on Thursdays, four people each, the first row changed."""
    book = eight(groups=(*groups(**update), *(row.model_copy(update={"row": row.row + 4, "sitting": "B"})
                                              for row in rows(eve="B1", fay="B1", gus="B1", hal="B1"))))
    later = (m.model_copy(update={"sitting": "B", "day": m.day.replace(day=m.day.day + 2)}) for m in book.meetings if m.day)
    return replace(book, meetings=(*book.meetings, *later))


@pytest.mark.parametrize(("update", "sitting", "said"), [
    ({}, "A", []), ({"group": "B1", "sitting": ""}, "B", []), ({"group": "b1", "sitting": "A"}, "B", [
        "Group b1 meets in sitting B, so A is not followed here."]),
    ({"sitting": ""}, "A", []), ({"sitting": "C"}, "A", ["Group A1 meets in sitting A, so C is not followed here."]),
    ({"group": "Z", "sitting": ""}, "", ["In group Z, sitting A, nobody else is."]),
])
def test_who_is_moved_to_another_group_meets_when_that_group_meets(update: dict[str, str], sitting: str, said: list[str]) -> None:
    found = check(two_groups(**update), FIRST)
    assert found.book.groups[0].sitting == sitting
    assert [p.what for p in found.problems if p.tab == "Groups"] == said


def test_a_group_that_has_become_too_small_is_told() -> None:
    book = two_groups()
    left = replace(book, groups=(*book.groups[:2], *book.groups[4:]), staff=(*book.staff[:2], *book.staff[4:]))
    assert [what for *_, what in told(left)] == ["In group A1, sitting A, only two people are."]


@pytest.mark.parametrize(("size", "said"), [(None, []), (3, []), (5, []), (2, ["3"]), (8, ["5"]), (0, ["3"])])
def test_a_size_that_cannot_be_is_told(size: int | None, said: list[str]) -> None:
    book = eight()
    found = check(replace(book, cycles=(book.cycles[0].model_copy(update={"group_size": size}),)), FIRST).problems
    assert [p.what for p in found if p.tab == "Cycles"] == [f"Groups have 3 to 5 people, so {n} is taken." for n in said]
