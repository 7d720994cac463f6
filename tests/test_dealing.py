"""The search for the best groups: against every arrangement there is, against golfers, and the same wherever it runs."""

from collections.abc import Iterator
from dataclasses import astuple, replace
from itertools import combinations

import numpy as np
import pytest
from golfers import links, weeks_without
from group_schools import formed, numbered, school
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sgp.groups.dealing import deal
from sgp.groups.hall import Hall, Numbers
from sgp.groups.levels import COVER, HELP, KIN, MET, RULE, SPREAD
from sgp.groups.measures import at_random, coverable, measure, unavoidable
from sgp.groups.notes import rows_of_groups
from sgp.groups.seating import Seating

SOME = settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))


def some_hall(seed: int, sizes: tuple[int, ...], spare: int = 0) -> Hall:
    """A hall of chance: departments, acquaintances, rules, needs and helps."""
    dice, people, groups = np.random.default_rng(seed), sum(sizes), len(sizes)

    def pairs(often: float) -> np.ndarray:
        half = np.triu(dice.random((people, people)) < often, 1)
        return half | half.T

    departments = dice.integers(0, 4, people)
    belongs = departments[:, None] == np.arange(4)[None, :]
    met, apart = pairs(0.25), pairs(0.05)
    nobody_or_first = np.where(dice.random(people) < 0.1, 0, -1)
    return Hall(least=np.array(sizes) - spare, seats=np.array(sizes) + spare, filled=nobody_or_first,
                may=dice.random((people, groups)) < 0.95, apart=apart, together=pairs(0.03) & ~apart, departments=belongs,
                met=met, need=dice.integers(-1, 4, people), helps=dice.random((people, 4)) < 0.3, new=dice.random(people) < 0.2)


def cost(hall: Hall, at: Numbers) -> int:
    """What the levels say an arrangement costs, told from what a coordinator is told."""
    good = measure(hall, at)
    weights = (RULE, KIN, MET, HELP, COVER, SPREAD)
    return round(sum(weight * many for weight, many in zip(weights, astuple(good), strict=True)))


def arrangements(hall: Hall) -> Iterator[Numbers]:
    """All ways to seat eight people in two groups of four, those in filled seats where they are."""
    for first in combinations(range(8), 4):
        at = np.array([0 if n in first else 1 for n in range(8)])
        if ((hall.filled < 0) | (hall.filled == at)).all():
            yield at


@SOME
@given(st.integers(0, 10**6))
def test_of_all_arrangements_of_eight_people_one_of_the_best_is_found(seed: int) -> None:
    hall = some_hall(seed, (4, 4))
    best = min((astuple(measure(hall, at)) for at in arrangements(hall)), default=None)
    if best is not None:
        found = astuple(measure(hall, deal(hall, "any")))
        assert found[:3] == best[:3], "rules, departments and earlier meetings"
        assert found[3] <= best[3] + 1, "those without help"


@SOME
@given(st.integers(0, 10**6), st.booleans(), st.booleans())
def test_what_an_exchange_is_weighed_at_is_what_it_changes(seed: int, spare: bool, crews: bool) -> None:
    hall, dice = some_hall(seed, (4, 3, 5), spare), np.random.default_rng(seed)
    if not crews:
        hall = replace(hall, need=np.full(12, -1), helps=np.zeros((12, 4), dtype=np.bool_))
    seats = np.repeat(np.arange(3), hall.seats)
    seating = Seating(replace(hall, filled=np.full(12, -1)), dice.permutation(seats), crews)
    for _ in range(10):
        one, before = int(dice.integers(12)), cost(hall, seating.at[:12])
        change, able = seating.changes(one), seating.able(one)
        other = int(dice.choice(np.flatnonzero(able)))
        sizes = np.bincount(seating.at[:12], minlength=3)
        seating.exchange(one, other)
        after = np.bincount(seating.at[:12], minlength=3)
        even = SPREAD * int((after**2).sum() - (sizes**2).sum()) if spare else 0
        assert change[other] == cost(hall, seating.at[:12]) - before + even


@pytest.mark.parametrize(("groups", "size", "weeks"), [
    (6, 4, 5), (7, 4, 6), *(pytest.param(*more, marks=pytest.mark.slow) for more in ((8, 4, 7), (10, 4, 9), (20, 4, 16)))])
def test_golfers_never_meet_twice(groups: int, size: int, weeks: int) -> None:
    assert weeks_without(groups, size, weeks, 1) == weeks


def test_the_same_people_are_dealt_alike_on_every_computer() -> None:
    assert deal(links(5, 3), "Autumn 2026").tolist() == SAME
    assert deal(links(5, 3), "Spring 2027").tolist() != SAME


SAME = [0, 1, 2, 3, 1, 3, 0, 2, 4, 3, 0, 1, 4, 4, 2]


def test_a_deal_at_random_shows_what_is_gained() -> None:
    found = formed(school(40, 1, cycles=1))
    chance = at_random(found.hall, "Autumn 2026")
    assert chance == at_random(found.hall, "Autumn 2026")
    good = measure(found.hall, found.seated)
    assert chance.kin > 5 + good.kin
    assert chance.unhelped > 2 * good.unhelped


@pytest.mark.parametrize(("teachers", "seed", "cycles"), [(40, 0, 3), *(pytest.param(*more, marks=pytest.mark.slow) for more in (
    (40, 0, 6), (40, 1, 6), (80, 0, 7), (80, 1, 7), (150, 0, 7), (150, 1, 7), (300, 0, 7), (300, 1, 7)))])
def test_cycle_after_cycle_nobody_meets_twice_and_no_rule_is_broken(teachers: int, seed: int, cycles: int) -> None:
    book = school(teachers, seed)
    for cycle in book.cycles[:cycles]:
        found = formed(book, cycle.name)
        good = measure(found.hall, found.seated)
        assert (good.broken, good.kin, good.met) == (0, unavoidable(found.hall), 0), cycle.name
        assert not found.left_out
        book = replace(book, groups=(*book.groups, *numbered(rows_of_groups(found, cycle, ()))))


@pytest.mark.parametrize(("teachers", "more", "alone"), [(80, 1.15, 0), pytest.param(150, 1.08, 0, marks=pytest.mark.slow),
                                                         pytest.param(300, 1.08, 3, marks=pytest.mark.slow)])
def test_nearly_everybody_finds_help_and_nearly_all_focuses_are_known(teachers: int, more: float, alone: int) -> None:
    found = formed(school(teachers, 1, cycles=1))
    good = measure(found.hall, found.seated)
    assert good.unhelped <= alone
    assert good.uncovered <= more * coverable(found.hall)


@pytest.mark.parametrize(("homes", "groups", "pairs"), [((8,), 2, 12), ((5, 4), 3, 2 + 1), ((3, 3, 3), 3, 0), ((7, 1), 2, 6 + 3)])
def test_what_cannot_be_avoided_is_counted_right(homes: tuple[int, ...], groups: int, pairs: int) -> None:
    belongs = np.repeat(np.eye(len(homes), dtype=np.bool_), homes, axis=0)
    hall = replace(links(1, sum(homes)), departments=belongs, seats=np.full(groups, 9), least=np.full(groups, 3))
    assert unavoidable(hall) == pairs
