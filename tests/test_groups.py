"""Who meets whom: rules kept, cells people filled in, leavers and joiners, and everybody in exactly one list."""

import random
from dataclasses import replace
from datetime import date

import pytest
from group_schools import FIRST, formed, numbered, school, with_groups
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sgp.contract import Book, Cycle, Group, Meeting, Pair, Staff
from sgp.groups.forming import Formed
from sgp.groups.measures import measure, unavoidable
from sgp.groups.notes import GONE
from sgp.groups.overview import overview
from sgp.groups.places import seat_of
from sgp.people import people, takes_part

SOME = settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
CYCLE = "Cycle 1"


def seats(book: Book, cycle: str = CYCLE) -> dict[str, tuple[str, str]]:
    return {g.email: seat_of(g) for g in book.groups if g.cycle == cycle and g.group}


def left_out(found: Formed) -> dict[str, str]:
    return {m.person.email: reason for m, reason in found.left_out}


@SOME
@given(st.integers(3, 36), st.integers(0, 10**6))
def test_everyone_is_in_exactly_one_list_and_no_rule_is_broken(teachers: int, seed: int) -> None:
    book = school(teachers, seed)
    found = formed(book)
    placed = [m.person.email for m in found.members]
    assert sorted([*placed, *left_out(found)]) == [p.email for p in book.staff]
    good = measure(found.hall, found.seated)
    assert good.broken == 0
    assert good.kin >= unavoidable(found.hall)
    sizes = [found.seated.tolist().count(n) for n in set(found.seated.tolist())]
    assert all(3 <= size <= 5 for size in sizes)
    rows = with_groups(book).groups
    assert sorted(g.email for g in rows) == [p.email for p in book.staff]
    assert all(bool(g.group) != (g.email in left_out(found)) for g in rows)


@SOME
@given(st.integers(12, 30), st.integers(0, 10**6))
def test_the_order_of_rows_changes_nothing_and_a_second_run_changes_nothing(teachers: int, seed: int) -> None:
    book = school(teachers, seed)
    once, deal = with_groups(book), random.Random(seed)

    def shuffled(rows: tuple[Staff, ...]) -> tuple[Staff, ...]:
        return tuple(deal.sample(rows, len(rows)))

    mixed = replace(book, staff=shuffled(book.staff), observations=tuple(deal.sample(book.observations, len(book.observations))),
                    targets=tuple(deal.sample(book.targets, len(book.targets))), pairs=tuple(deal.sample(book.pairs, len(book.pairs))),
                    meetings=tuple(deal.sample(book.meetings, len(book.meetings))))
    assert with_groups(mixed).groups == once.groups
    assert with_groups(once).groups == once.groups


@SOME
@given(st.integers(12, 30), st.integers(0, 10**6), st.data())
def test_what_is_filled_in_stays_and_what_is_emptied_is_placed_again(teachers: int, seed: int, data: st.DataObject) -> None:
    once = with_groups(school(teachers, seed))
    numbers = st.sampled_from([g.row for g in once.groups])
    emptied = data.draw(st.sets(numbers, max_size=6))
    moved = data.draw(st.dictionaries(numbers, st.sampled_from([" a1 ", "B1", "The heads", "7"]), max_size=3))
    edited = tuple(g.model_copy(update={"group": moved.get(g.row, "" if g.row in emptied else g.group),
                                        "sitting": "" if g.row in emptied and g.row not in moved else g.sitting}) for g in once.groups)
    again = with_groups(replace(once, groups=edited))
    after = {g.email: g for g in again.groups}
    for row in (g for g in edited if g.group):
        assert (after[row.email].group, after[row.email].sitting) == (row.group, row.sitting)
    assert all(after[g.email].group or after[g.email].note for g in edited)


def test_a_leaver_moves_nobody() -> None:
    once = with_groups(school(40, 1))
    gone = [p.email for p in once.staff[::2]]
    staff = tuple(p.model_copy(update={"leaves": date(2026, 9, 1)}) if p.email in gone else p for p in once.staff)
    again = with_groups(replace(once, staff=staff))
    assert [(g.email, g.group, g.sitting) for g in again.groups] == [(g.email, g.group, g.sitting) for g in once.groups]


@pytest.mark.parametrize("seed", [2, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (0, 1, 3, 4))])
def test_twenty_joiners_one_after_another_move_nobody_or_at_most_two(seed: int) -> None:
    whole = school(100, seed)
    book, advised = with_groups(replace(whole, staff=whole.staff[:80])), 0
    for person in whole.staff[80:]:
        before = seats(book)
        book = with_groups(replace(book, staff=(*book.staff, person)))
        after = seats(book)
        assert {who: after[who] for who in before} == before
        if person.email not in after:
            book, advised = as_advised(book, person.email), advised + 1
            assert person.email in seats(book)
    assert advised <= 3
    found = formed(book)
    assert measure(found.hall, found.seated).broken == 0


def as_advised(book: Book, who: str) -> Book:
    """The book after the coordinator did what the note says: one or two Groups are emptied, and all groups formed again."""
    note = next(g.note for g in book.groups if g.email == who)
    assert note.startswith(("No seat is free without breaking a rule. Empty the Group of ", "Every group is full. Empty the Group of "))
    emptied = [g.row for g in book.groups if g.name in note.removesuffix(".").replace(" and ", ", ").replace(" of ", ", ").split(", ")]
    assert 1 <= len(emptied) <= 2
    again = tuple(g.model_copy(update={"group": "", "sitting": ""}) if g.row in emptied else g for g in book.groups)
    return with_groups(replace(book, groups=again))


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (1, 2))])
def test_twenty_leavers_and_twenty_joiners_at_once_move_nobody(seed: int) -> None:
    whole = school(100, seed)
    book = with_groups(replace(whole, staff=whole.staff[:80]))
    left = tuple(p.model_copy(update={"leaves": date(2026, 9, 1)}) for p in book.staff[:20])
    again = with_groups(replace(book, staff=(*left, *whole.staff[20:])))
    before, after = seats(book), seats(again)
    assert {who: after[who] for who in before} == before
    assert all(p.email in after for p in whole.staff[80:])


def eight(**more: object) -> Book:
    """Eight teachers of as many departments, one sitting on a Tuesday, groups of four."""
    known = ("ana", "ben", "cat", "dan", "eve", "fay", "gus", "hal")
    staff = tuple(Staff.model_validate({"email": f"{name}@x.example", "first_name": name.title(), "last_name": "Oak",
                                        "departments": name}) for name in known)
    days = {"1": date(2026, 10, 6), "2": date(2026, 11, 17)}
    meetings = tuple(Meeting(cycle=CYCLE, meeting=number, sitting="A", day=day) for number, day in days.items())
    cycle = Cycle(name=CYCLE, send_on=FIRST, closes_on=date(2026, 12, 11))
    return replace(Book(staff=staff, cycles=(cycle,), meetings=meetings), **more)


def changed(book: Book, who: str, **update: object) -> Book:
    """The book with these teachers changed."""
    return replace(book, staff=tuple(p.model_copy(update=update) if p.email[:3] in who.split() else p for p in book.staff))


def rows(**group: str) -> tuple[Group, ...]:
    return numbered(tuple(Group(cycle=CYCLE, email=f"{who}@x.example", group=name, sitting="A") for who, name in group.items()))


def test_nobody_is_with_their_own_line_manager_unless_that_is_wished() -> None:
    book = eight()
    book = changed(book, "ben cat dan", line_manager="ana@x.example")
    found = seats(with_groups(book))
    assert not any(found[f"{who}@x.example"] == found["ana@x.example"] for who in ("ben", "cat", "dan"))
    wished = replace(book, pairs=(Pair(first="ana@x.example", second="ben@x.example", rule="together"),))
    found = seats(with_groups(wished))
    assert found["ben@x.example"] == found["ana@x.example"]


def test_those_who_were_together_before_are_parted_where_that_can_be() -> None:
    earlier = Cycle(name="Cycle 0", send_on=date(2026, 4, 1), closes_on=date(2026, 7, 1))
    old = tuple(Group(cycle="Cycle 0", email=f"{who}@x.example", group=name, sitting="A")
                for who, name in (("ana", "1"), ("ben", "1"), ("old.eve", "1"), ("cat", "2"), ("dan", "2"), ("fay", "2")))
    book = eight(groups=numbered(old))
    book = changed(replace(book, cycles=(earlier, *book.cycles)), "eve", other_emails=("old.eve@x.example",))
    found = formed(book)
    # two groups of three strangers each are spread over two groups: one pair of each must meet again, and no more
    assert measure(found.hall, found.seated).met == 2


def test_a_joiner_without_a_legal_seat_is_told_whose_group_to_empty() -> None:
    full = rows(ana="A1", ben="A1", cat="A1", dan="A1", eve="A1")
    book = eight(groups=full, pairs=(Pair(first="fay@x.example", second="ana@x.example", rule="together"),))
    book = with_groups(replace(book, staff=book.staff[:6]))
    assert [g.note for g in book.groups if not g.group] == [
        "Every group is full. Empty the Group of Ana Oak and Ben Oak and form the groups again: then there are three people for a new one."]
    found = seats(as_advised(book, "fay@x.example"))
    assert found["fay@x.example"] == found["ana@x.example"] == found["ben@x.example"] != found["cat@x.example"]


def test_two_teachers_are_no_group_and_are_told_so() -> None:
    book = eight()
    found = formed(replace(book, staff=book.staff[:2]))
    assert left_out(found) == dict.fromkeys(("ana@x.example", "ben@x.example"), "A group has at least 3 people.")
    assert not found.members


def test_who_works_on_no_day_of_a_meeting_is_told_so() -> None:
    book = eight()
    reasons = left_out(formed(changed(book, "ana", working_days=frozenset({0, 2}))))
    assert reasons == {"ana@x.example": "Does not work on Tuesday, when groups meet. Write a Group here, or plan a sitting on another day."}


def test_a_sitting_takes_no_more_people_than_fit() -> None:
    book = eight()
    found = formed(replace(book, meetings=tuple(m.model_copy(update={"capacity": 6}) for m in book.meetings)))
    assert len(found.members) == 6
    assert set(left_out(found).values()) == {"Every sitting that suits is full. Make a Capacity larger, or write a Group here."}


def test_one_department_is_spread_as_evenly_as_can_be() -> None:
    book = eight()
    found = formed(changed(book, "ana ben cat dan eve fay gus hal", departments=("Art",)))
    assert measure(found.hall, found.seated).kin == unavoidable(found.hall) == 12


def test_where_a_rule_was_bent_the_first_row_of_the_group_says_so() -> None:
    book = eight(pairs=(Pair(first="ana@x.example", second="ben@x.example", rule="together"),))
    book = changed(book, "ana ben", departments=("Art",))
    notes = [g.note for g in with_groups(book).groups if g.note]
    assert notes == ["Ana Oak and Ben Oak are together as wished, though both belong to Art."]


def test_all_who_take_part_on_a_day_of_the_meetings_are_placed() -> None:
    book = eight()
    staff = (*(p.model_copy(update={"leaves": date(2026, 10, 1)}) if p.email.startswith("ana") else p for p in book.staff[:-1]),
             book.staff[-1].model_copy(update={"starts": date(2026, 11, 1)}))
    found = formed(replace(book, staff=staff))
    assert [m.person.email for m in found.members] == [p.email for p in staff[1:]]
    assert not takes_part(people(staff).find("hal@x.example") or staff[0], FIRST)


def test_the_command_says_who_is_left_out_first_and_then_how_well_it_went() -> None:
    book = changed(eight(), "ana ben", departments=("Art",))
    found = formed(changed(book, "hal", working_days=frozenset({0})))
    assert overview(found, book.cycles[0]) == [
        "1 without a group:",
        "  Hal Oak, hal: Does not work on Tuesday, when groups meet. Write a Group here, or plan a sitting on another day.",
        "Cycle 1: 7 teachers in 2 groups (1 of 3, 1 of 4); 2 in sitting A.",
        "                                                 here  dealt at random",
        "  Pairs of one department (0 cannot be avoided)     0                0",
        "  Pairs who were together before                    0                0",
    ]


def test_the_command_says_which_department_is_too_large_to_be_kept_apart() -> None:
    book = changed(eight(), "ana ben cat", departments=("Art",))
    assert "  Art has 3 people for 2 groups: at least two of them must meet." in overview(formed(book), book.cycles[0])
    book = changed(eight(), "ana ben cat dan eve fay gus hal", departments=("Art",))
    assert "  Art has 8 people for 2 groups: at least 12 pairs of them must meet." in overview(formed(book), book.cycles[0])


def many(departments: str, **more: object) -> Book:
    """Twenty teachers of as many departments, and joiners whose departments are named."""
    staff = [Staff.model_validate({"email": f"t{n:02}@x.example", "first_name": f"T{n:02}", "last_name": "Oak", "departments": f"D{n}"})
             for n in range(20)]
    joiners = [Staff.model_validate({"email": f"j{n}@x.example", "first_name": f"J{n}", "last_name": "New", "departments": name})
               for n, name in enumerate(departments.split())]
    whole = with_groups(replace(eight(), staff=tuple(staff)))
    return replace(whole, staff=(*staff, *joiners), **more)


def test_joiners_of_one_department_fill_up_groups_rather_than_make_one_of_their_own() -> None:
    book = many("Art Art Art Art")
    found = formed(book)
    assert len(found.rooms) == 5
    assert measure(found.hall, found.seated).kin == 0
    mixed = formed(many("E1 E2 E3 E4"))
    assert not mixed.left_out
    assert measure(mixed.hall, mixed.seated).kin == 0


def test_an_emptied_group_is_free_of_a_sitting_that_no_longer_suits() -> None:
    book = eight()
    later = tuple(m.model_copy(update={"sitting": "B", "day": m.day.replace(day=m.day.day + 2)}) for m in book.meetings if m.day)
    whole = with_groups(replace(book, meetings=(*book.meetings, *later)))
    one = next(g for g in whole.groups if g.sitting == "A")
    moved = changed(whole, one.email[:3], working_days=frozenset({3}))
    emptied = tuple(g.model_copy(update={"group": ""}) if g.email == one.email else g for g in moved.groups)
    again = seats(with_groups(replace(moved, groups=emptied)))
    assert again[one.email][0].startswith("b"), "on the day they work"


def test_nobody_is_placed_in_a_sitting_that_does_not_exist() -> None:
    whole = with_groups(eight())
    typed = tuple(g.model_copy(update={"group": "Z1", "sitting": "Z"}) if n < 3 else g for n, g in enumerate(whole.groups))
    joined = replace(whole, groups=typed, staff=(*whole.staff, whole.staff[0].model_copy(update={"email": "new@x.example",
                                                                                                 "departments": ("New",)})))
    assert seats(with_groups(joined))["new@x.example"][1] == "a"


def test_the_row_of_one_who_has_left_says_so() -> None:
    whole = with_groups(eight())
    again = with_groups(changed(whole, "ana", leaves=date(2026, 9, 1)))
    assert [g.note for g in again.groups if g.email.startswith("ana")] == [GONE]
    assert all(g.note != GONE for g in again.groups if not g.email.startswith("ana"))


def test_without_days_of_meetings_that_is_said() -> None:
    book = replace(eight(), meetings=())
    assert any("No meeting of Cycle 1 has a date" in line for line in overview(formed(book), book.cycles[0]))
