"""What every kind of book must do, held on each: what is read after a write is what was to be written, and nothing else has changed."""

from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sheets_server import Server
from xlsx_samples import PUPILS, book_at

from sgp.books import GoogleSheet, Workbook
from sgp.books.google import GoogleBook
from sgp.books.google.calling import over
from sgp.contract import STAFF_BOOK, Tab, coordinators_book
from sgp.contract.columns import Column
from sgp.errors import ExitCode, Stop
from sgp.plan import Changes, Edit, Line, Page, RawRows, Sheet, Snapshot, Span, TabChange, Value, applied
from sgp.plan.cells import same

New = Callable[[], Workbook]
ANA: dict[str, Value] = {"Key": "a", "Name": "Ana", "Born": date(2015, 2, 1), "Score": 4}
BO: dict[str, Value] = {"Key": "b", "Name": "Bo", "Born": date(2016, 2, 1), "Score": 5}


@pytest.fixture(params=["xlsx", "google"])
def new(request: pytest.FixtureRequest, tmp_path: Path, server: Server) -> New:
    """Makes a new book of each kind, which nobody has set up yet."""
    if request.param == "google":
        return lambda: GoogleBook(GoogleSheet(server.new_book()), over(server.session()))
    return lambda: book_at(tmp_path / f"book{len(list(tmp_path.iterdir()))}.xlsx")


@pytest.fixture
def book(new: New) -> Workbook:
    """A book with the tab of pupils."""
    made = new()
    made.write(Changes(setup=(PUPILS,)))
    return made


def rows(change: TabChange) -> Changes:
    return Changes(tabs=(change,))


def alike(left: Snapshot, right: Snapshot) -> bool:
    """Whether two books show the same in every cell."""
    pairs = list(zip(left.sheets, right.sheets, strict=True))
    return all(a.title == b.title and _cells_alike(a, b) for a, b in pairs)


def _cells_alike(a: Sheet, b: Sheet) -> bool:
    height = max(len(a.rows), len(b.rows))
    width = max((len(row) for row in (*a.rows, *b.rows)), default=0)
    return all(same(a.at(r, c), b.at(r, c)) for r in range(1, height + 1) for c in range(width))


@pytest.mark.parametrize("tabs", [coordinators_book(()), STAFF_BOOK], ids=["coordinator", "staff"])
def test_set_up_makes_every_tab_in_order_and_then_has_nothing_to_do(new: New, tabs: tuple[Tab, ...]) -> None:
    made = new()
    assert made.write(Changes(setup=tabs))
    assert [s.title for s in made.read().sheets] == [t.title for t in tabs]
    assert [s.headings for s in made.read().sheets] == [t.headings for t in tabs]
    assert made.write(Changes(setup=tabs)) is None


VALUES: tuple[Value, ...] = (
    "007", "5.10", "1e5", "=1+1", "+44 20 7946 0000", "-plenary rushed", "@home", "'quoted", "30/02/2026", "03/04/2026", "TRUE",
    "👩‍🏫 “ok”", "two\nlines", " spaces ", "<b>", "{{ name }}", "#REF!", 7, 7.25, -3, 1e15, 0, True, False,
    date(2026, 9, 28), datetime(2026, 9, 28, 15, 30), time(15, 30), date(1901, 3, 4),
)


@pytest.mark.parametrize("value", VALUES, ids=repr)
@pytest.mark.parametrize("heading", PUPILS.headings[1:])
def test_a_value_comes_back_as_what_it_is_wherever_it_stands(book: Workbook, heading: str, value: Value) -> None:
    book.write(rows(TabChange(PUPILS, added=({"Key": "a", heading: value},))))
    found = book.read().sheets[0].at(2, PUPILS.headings.index(heading))
    assert type(found) is type(value)
    assert found == value
    assert book.write(rows(TabChange(PUPILS, edits=(Edit(("a",), {heading: value}),)))) is None, "nothing differs"


def test_a_cell_takes_values_of_another_kind_one_after_the_other(book: Workbook) -> None:
    book.write(rows(TabChange(PUPILS, added=(ANA,))))
    for value in (date(2026, 1, 2), 42, "x", time(9, 0), 7.5, True, datetime(2026, 1, 2, 3, 4), None):
        book.write(rows(TabChange(PUPILS, edits=(Edit(("a",), {"Score": value, "Born": value}),))))
        assert book.read().sheets[0].rows[1][2:] == ((value, value) if value is not None else ())


def test_edits_additions_and_fills_land_by_key(book: Workbook) -> None:
    book.write(rows(TabChange(PUPILS, added=(ANA, {"Key": "c"}))))
    edits = Edit(("a",), {"Score": 9}, {"Name": "Not this"}), Edit(("c",), {}, {"Name": "Cy"}), Edit(("x",), {"Score": 1})
    change = TabChange(PUPILS, edits, added=(BO, ANA))
    before = book.read()
    assert book.write(rows(change))
    assert alike(book.read(), applied(before, rows(change)))
    assert [r[:2] for r in book.read().sheets[0].rows[1:]] == [("a", "Ana"), ("c", "Cy"), ("b", "Bo")]


def test_what_people_wrote_beside_a_row_goes_with_its_key(book: Workbook) -> None:
    book.write(rows(TabChange(PUPILS, added=(ANA, BO, {"Key": "c", "Name": "Cy"}))))
    book.write(Changes(raw=(RawRows("Pupils", ("", "", "", "", "Mine"), ()),)))
    more = tuple((None, None, None, None, f"about {k}") for k in "abc")
    tab = Tab("Pupils", "", (*PUPILS.columns, Column("Mine", "P")), ("Key",))
    book.write(rows(TabChange(tab, edits=tuple(Edit((k,), {"Mine": m[4]}) for k, m in zip("abc", more, strict=True)))))
    change = TabChange(PUPILS, whole=({"Key": "d"}, {"Key": "c", "Name": "Cy"}, {"Key": "a"}))
    before = book.read()
    book.write(rows(change))
    assert alike(book.read(), applied(before, rows(change)))
    assert [(r[0], r[4] if len(r) > 4 else None) for r in book.read().sheets[0].rows[1:]] == [
        ("d", None), ("c", "about c"), ("a", "about a"), (None, "about b")]


def test_a_page_is_written_whole_and_a_shorter_one_leaves_nothing_behind(book: Workbook) -> None:
    page = Tab("Start", "", page=True, widths=(20, 10))
    lines: tuple[Line, ...] = ((Span("Title", "title"),), (), (Span("Last run", "label"), Span(datetime(2026, 9, 28, 9, 0), "moment")),
                               (Span("Soon", "strong"), Span(date(2026, 10, 1), "day")), (Span("Drafts", "label"), Span(12, "number")))
    assert book.write(Changes(pages=(Page(page, lines),)))
    assert book.write(Changes(pages=(Page(page, lines),))) is None
    assert book.read().find("Start").rows == tuple(tuple(s.value for s in line) for line in lines)  # type: ignore[union-attr]
    book.write(Changes(pages=(Page(page, lines[:1]),)))
    assert book.read().find("Start").rows == (("Title",),)  # type: ignore[union-attr]


def test_answers_make_their_tab_and_are_added_below(book: Workbook) -> None:
    raw = RawRows("Form 1", ("Timestamp", "My target"), ((datetime(2026, 10, 7, 16, 0), "=1+1"),))
    book.write(Changes(raw=(raw,)))
    book.write(Changes(raw=(RawRows("Form 1", raw.headings, (("x", "y"),)),)))
    assert book.read().find("form 1").rows == (raw.headings, *raw.rows, ("x", "y"))  # type: ignore[union-attr]


def test_a_tab_grows_when_it_is_full(book: Workbook) -> None:
    many = tuple({"Key": f"k{n}", "Name": f"Name {n}", "Born": date(2015, 1, 1)} for n in range(1200))
    book.write(rows(TabChange(PUPILS, added=many)))
    found = book.read().sheets[0].rows
    assert len(found) == 1201
    assert found[1200] == ("k1199", "Name 1199", date(2015, 1, 1))


def test_a_tab_that_is_not_there_is_told_and_nothing_is_written(book: Workbook) -> None:
    gone = Tab("Gone", "", PUPILS.columns, ("Key",))
    before = book.read()
    with pytest.raises(Stop, match=r"not built as it should be") as stop:
        book.write(Changes(tabs=(TabChange(PUPILS, added=(ANA,)), TabChange(gone, added=(ANA,)))))
    assert stop.value.code == ExitCode.DATA
    assert book.read() == before


CELLS = st.one_of(st.none(), st.sampled_from(("x", "007", "=A1", "two\nlines")), st.integers(-5, 5), st.booleans(),
                  st.dates(date(1990, 1, 1), date(2100, 1, 1)))
ROWS = st.lists(st.fixed_dictionaries({"Key": st.sampled_from("abcdef")}, optional=dict.fromkeys(PUPILS.headings[1:], CELLS)), max_size=5)
SET, FILL = st.dictionaries(st.sampled_from(("Born", "Score")), CELLS), st.dictionaries(st.just("Name"), CELLS)
EDITS = st.lists(st.builds(lambda k, c, f: Edit((k,), c, f), st.sampled_from("abcdef"), SET, FILL), max_size=4)
CHANGE = st.one_of(
    st.builds(lambda e, a: TabChange(PUPILS, tuple(e), tuple(a)), EDITS, ROWS),
    st.builds(lambda w: TabChange(PUPILS, whole=tuple({r["Key"]: r for r in w}.values())), ROWS),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=ROWS, changes=st.lists(CHANGE, min_size=1, max_size=3))
def test_whatever_is_written_reads_as_it_was_to_be(new: New, before: list[dict[str, Value]], changes: list[TabChange]) -> None:
    made = new()
    made.write(Changes(setup=(PUPILS,)))
    made.write(Changes(raw=(RawRows("Pupils", (*PUPILS.headings, "Mine"),
                                    tuple((*(r.get(h) for h in PUPILS.headings), f"beside {n}") for n, r in enumerate(before))),)))
    for change in changes:
        expected = applied(made.read(), rows(change))
        made.write(rows(change))
        assert alike(made.read(), expected)
        assert made.write(Changes(tabs=(change,))) is None or change.added, "again: nothing differs"
