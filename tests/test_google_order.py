"""Rows that change places, and cells written as blocks: whatever the order, each ends where it should and nothing else is touched."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from sgp.books.google.order import moving, new_order
from sgp.books.google.reading import SeenTab
from sgp.books.google.writing import blocks, setting
from sgp.plan import Sheet

PLACES = st.sets(st.tuples(st.integers(1, 12), st.integers(0, 6)))


def tab(rows: int) -> SeenTab:
    return SeenTab(3, Sheet("Targets", tuple((n,) for n in range(1, rows + 1))), rows, 5)


def carried_out(rows: Sequence[int], requests: Sequence[dict[str, dict[str, object]]]) -> list[int]:
    """What Google makes of the requests: a row is taken out and set down before where the destination stood."""
    now = list(rows)
    for request in requests:
        source, to = request["moveDimension"]["source"], request["moveDimension"]["destinationIndex"]
        start, end = source["startIndex"], source["endIndex"]  # type: ignore[index]
        taken = now[start:end]
        rest = now[:start] + now[end:]
        at = to - (end - start if to > start else 0)  # type: ignore[operator]
        now = rest[:at] + taken + rest[at:]
    return now


@given(st.integers(2, 14).flatmap(lambda n: st.tuples(st.just(n), st.permutations(range(2, n + 3)), st.integers(0, n - 1))))
def test_every_row_that_goes_somewhere_gets_there_and_the_heading_stays(case: tuple[int, list[int], int]) -> None:
    rows, targets, count = case
    moves = {(to, 4): (source, 4) for source, to in zip(range(2, 2 + count), targets, strict=False) if to != source}
    kept = {source for source, to in zip(range(2, 2 + count), targets, strict=False) if to == source}
    order = new_order(tab(rows), moves)
    assert sorted(order) == list(range(1, len(order) + 1)), "no row is lost and none is doubled"
    assert order[0] == 1
    assert all(order[to - 1] == source for (to, _), (source, _) in moves.items())
    assert all(order[row - 1] == row for row in kept), "a row that people wrote beside and that need not move stays"
    assert carried_out(range(1, len(order) + 1), moving(tab(rows), order)) == order


def test_rows_in_order_ask_for_nothing() -> None:
    assert moving(tab(4), [1, 2, 3, 4]) == []
    assert len(moving(tab(9), [1, 9, 2, 3, 4, 5, 6, 7, 8])) == 1, "one row that moves is one request"


@given(PLACES)
def test_blocks_cover_each_cell_once_and_no_other(places: set[tuple[int, int]]) -> None:
    covered = [(r, c) for top, bottom, left, right in blocks(places) for r in range(top, bottom + 1) for c in range(left, right + 1)]
    assert sorted(covered) == sorted(places)


def test_a_column_of_days_and_one_of_texts_are_two_requests() -> None:
    from datetime import date

    cells = {(row, column): date(2026, 9, row) if column else "x" for row in (2, 3, 4) for column in (0, 1)}
    requests = setting(tab(9), cells)
    assert [r["updateCells"]["fields"] for r in requests] == ["userEnteredValue", "userEnteredValue,userEnteredFormat.numberFormat"]
