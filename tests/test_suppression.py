"""What may be told of small groups: by itself, along a scale, and of tables whose cells stay private."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sgp.suppression import OTHER, Told, blocks, merge_small, rows_told, told
from sgp.suppression.margins import Grid


@pytest.mark.parametrize(("part", "said"), [(0, (0, 4)), (4, (0, 4)), (5, (5, 5)), (15, (15, 15)), (16, (16, 20)), (20, (16, 20))])
def test_a_count_is_told_where_neither_it_nor_the_rest_is_small(part: int, said: tuple[int, int]) -> None:
    assert told(part, 20, 5) == Told(*said, 20)


@given(st.integers(1, 8), st.integers(1, 40))
def test_who_knows_the_rule_learns_no_more_than_what_is_said(floor: int, whole: int) -> None:
    """Of all counts that would be told in the same words there are `floor` or more, unless the count and the rest are both large."""
    said = [told(part, whole, floor) for part in range(whole + 1)]
    for part, words in enumerate(said):
        assert words.least <= part <= words.most
        alike = [n for n in range(whole + 1) if said[n] == words]
        assert words.withheld or len(alike) >= floor or (words.exact and part >= floor and whole - part >= floor)


def test_a_whole_too_small_for_two_answers_is_not_told_at_all() -> None:
    assert all(told(part, 8, 5).withheld for part in range(9))
    assert not told(3, 9, 5).withheld


def test_what_is_named_other_already_is_never_written_over() -> None:
    assert merge_small({OTHER: 12, "A": 2, "B": 4, "C": 20}, 5) == {"C": 20, OTHER: 18}
    assert merge_small({OTHER: 12, "C": 20}, 5) == {"C": 20, OTHER: 12}


@given(st.lists(st.integers(0, 20), max_size=5), st.integers(1, 6))
def test_blocks_keep_the_order_and_the_sum_and_none_is_small(numbers: list[int], floor: int) -> None:
    scale = [(str(at), n) for at, n in enumerate(numbers)]
    found = blocks(scale, floor)
    assert all(n >= floor for _, n in found)
    assert not found or [name for names, _ in found for name in names] == [name for name, _ in scale]
    assert sum(n for _, n in found) == (sum(numbers) if found else 0)
    assert bool(found) == (sum(numbers) >= floor)


SMALL = st.lists(st.tuples(st.integers(1, 4), st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=3)


@settings(max_examples=40)
@given(SMALL, st.integers(1, 4))
def test_a_grid_knows_all_that_a_cell_can_be(cells: list[tuple[int, int, int]], floor: int) -> None:
    """Held against trying every table there is."""
    holds = tuple(most for most, _, _ in cells)
    table = [(min(x, most), min(y, most)) for most, x, y in cells]
    rows = tuple(told(x + y, 2 * most, floor) for (x, y), most in zip(table, holds, strict=True))
    columns = tuple(told(sum(column), sum(holds), floor) for column in zip(*table, strict=True))
    fitting = [t for t in product(*(product(range(most + 1), repeat=2) for most in holds)) if _fits(t, rows, columns)]
    kinds = [[t[at][c] for t in fitting] for at in range(len(holds)) for c in (0, 1)]
    kinds += [[sum(t[at]) for t in fitting] for at, r in enumerate(rows) if not r.exact]
    kinds += [[sum(row[c] for row in t) for t in fitting] for c, r in enumerate(columns) if not r.exact]
    assert Grid(holds, rows, columns).is_safe(floor) == all(len(set(kind)) >= floor for kind in kinds)


def _fits(table: tuple[tuple[int, ...], ...], rows: tuple[Told, ...], columns: tuple[Told, ...]) -> bool:
    sums = [*map(sum, table), *(sum(column) for column in zip(*table, strict=True))]
    return all(t.least <= n <= t.most for n, t in zip(sums, (*rows, *columns), strict=True))


def test_one_small_row_takes_another_with_it() -> None:
    columns = [told(13, 24, 5), told(12, 24, 5)]
    rows = rows_told([10, 8, 6], [14, 8, 3], columns, 5)
    assert rows == (Told(14, 14, 20), Told(0, 16, 16), Told(0, 4, 12)), "else 3 would be 25 without 14 and 8"


def test_where_totals_give_cells_away_no_row_is_told() -> None:
    """Five of one department and ten of another, all of them in meeting 1: sums by row would say so."""
    assert rows_told([10, 10], [5, 15], [Told(15, 15, 20), Told(5, 5, 20)], 5) == ()
