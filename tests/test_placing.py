"""Where changes land: by key and heading, in the book as it is at the moment of writing."""

from collections import Counter
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from schools import address, sheet_of

from sgp.contract import SUMMARY, Focus, Reply, RunRecord, Scheme, Target
from sgp.contract.columns import PERSON
from sgp.plan import Changes, Edit, Page, RawRows, Sheet, Snapshot, Span, TabChange, Value, applied, between, differs, place
from sgp.plan.cells import same

HEADINGS = ("Cycle", "Email", "Focus", "Target", "Status", "Why this target", "mine")
A, B, C = (("autumn", address(x)) for x in "abc")


def row(who: str, *cells: Value) -> tuple[Value, ...]:
    return ("Autumn", address(who), *cells)


def targets(*rows: tuple[Value, ...], headings: tuple[str, ...] = HEADINGS) -> Sheet:
    return sheet_of("Targets", headings, *rows)


def new(who: str, **cells: Value) -> dict[str, Value]:
    return {"Cycle": "Autumn", "Email": address(who), **{k.capitalize(): v for k, v in cells.items()}}


def after(sheet: Sheet, change: TabChange | Page | RawRows) -> Sheet:
    kind = "tabs" if isinstance(change, TabChange) else "pages" if isinstance(change, Page) else "raw"
    return applied(Snapshot((sheet,)), Changes(**{kind: (change,)})).sheets[0]


def by_key(sheet: Sheet, column: str) -> dict[str, Value]:
    at = sheet.headings.index(column)
    who = sheet.headings.index("Email")
    return {str(r[who]).strip()[0].lower(): r[at] for r in sheet.rows[1:] if r[who]}


# ── edits and added rows ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("order", ["abc", "cba", "bxacx", "xxabc"])
def test_an_edit_finds_its_row_by_key_after_rows_were_sorted_or_inserted(order: str) -> None:
    rows = {who: row(who, "Oracy", f"step of {who}") for who in "abc"} | {"x": ()}
    changed = after(targets(*(rows[who] for who in order)), TabChange(Target.tab, (Edit(B, {"Why this target": "seen"}),)))
    assert by_key(changed, "Why this target") == {"a": None, "b": "seen", "c": None}


def test_an_edit_finds_its_column_by_heading() -> None:
    sheet = targets((None, "x", "AUTUMN ", address("a").upper()), headings=("1. why THIS target", "mine", "cycle", "E-mail"))
    assert after(sheet, TabChange(Target.tab, (Edit(A, {"Why this target": "seen"}),))).rows[1] == ("seen", "x", "AUTUMN ",
                                                                                                    address("a").upper())


def test_an_edit_of_a_key_that_is_gone_does_nothing() -> None:
    assert not place(targets(row("a")), TabChange(Target.tab, (Edit(B, {"Why this target": "seen"}),)))


@pytest.mark.parametrize(("stands", "becomes"), [(None, "new"), ("", ""), ("  ", "new"), ("\u200b", "new"), ("hers", "hers"), (0, 0),
                                                 (False, False)])
def test_a_cell_is_filled_only_where_it_is_still_empty(stands: Value, becomes: Value) -> None:
    """An empty text is a formula that shows nothing, which is somebody's."""
    changed = after(targets(row("a", "Oracy", stands)), TabChange(Target.tab, (Edit(A, fill={"Target": "new"}),)))
    assert changed.rows[1][3] == becomes


def test_rows_are_added_below_the_last_one_and_blank_rows_in_the_middle_stay_blank() -> None:
    changed = after(targets(row("a"), (), (), row("b"), (), (None, None, None, None, None, None, "a note")),
                    TabChange(Target.tab, added=(new("c"),)))
    assert [r[1] for r in changed.rows[1:]] == [address("a"), None, None, address("b"), address("c"), None]
    assert changed.rows[6][6] == "a note"


@pytest.mark.parametrize("sheet", [targets(row("a"), row("b")), targets(("AUTUMN", f" {address('a').upper()}"), row("b"))])
def test_a_row_whose_key_stands_is_not_added_again(sheet: Sheet) -> None:
    changed = after(sheet, TabChange(Target.tab, added=(new("a", target="x"), new("c"), new("c", target="twice"))))
    assert len(changed.rows) == 4
    assert by_key(changed, "Target") == {"a": None, "b": None, "c": None}


def test_where_a_key_stands_twice_only_its_first_row_is_edited() -> None:
    rows = [Scheme(row=2, key="k", status="Dropped"), Scheme(row=3, key="k", status="Agreed")]
    assert between(rows, [rows[0], rows[1].model_copy(update={"status": "Embedded"})]) is None
    change = between(rows, [rows[0].model_copy(update={"source": "Aga"}), rows[1]])
    assert change
    assert [(e.key, dict(e.cells)) for e in change.edits] == [(("k",), {"From": "Aga"})]


def test_rows_of_a_tab_without_a_key_are_all_added() -> None:
    sheet = sheet_of("Run log", ("When", "Script"), (datetime(2026, 9, 1), "x"))
    assert len(after(sheet, TabChange(RunRecord.tab, added=({"Script": "x"}, {"Script": "x"}))).rows) == 4


# ── between ──────────────────────────────────────────────────────────────────────────────────────────


def test_nothing_to_do_is_no_change() -> None:
    rows = [Target(row=2, cycle="Autumn", email=address("a"), status="Draft")]
    assert between(rows, rows) is None
    assert between([], []) is None


def test_what_a_person_emptied_is_only_filled_and_what_scripts_own_is_set() -> None:
    old = Target(row=2, cycle="Autumn", email=address("a"), why="old")
    change = between([old], [old.model_copy(update={"text": "step", "why": "new"}), Target(cycle="Autumn", email=address("b"))])
    assert change
    assert [(dict(e.cells), dict(e.fill)) for e in change.edits] == [({"Why this target": "new"}, {"Target": "step"})]
    assert [c["Email"] for c in change.added] == [address("b")]


def test_a_persons_cell_that_says_the_default_is_left_as_it_is() -> None:
    sheet = targets(row("a", None, None, "draft"))
    old, _ = Target.read(2, {"Cycle": "Autumn", "Email": address("a"), "Status": "draft"}, None)  # type: ignore[arg-type]
    change = between([old], [old.model_copy(update={"text": "step"})])
    assert change
    assert after(sheet, change).rows[1] == row("a", None, "step", "draft", None, None)


# ── whole tabs ───────────────────────────────────────────────────────────────────────────────────────


def replies(*rows: tuple[str, str, Value]) -> Sheet:
    return sheet_of("Replies", ("Cycle", "Email", "my note"), *(("Autumn", address(w), note) for _, w, note in rows))


def whole(*who: str) -> TabChange:
    return TabChange(Reply.tab, whole=tuple({"Cycle": "Autumn", "Email": address(w)} for w in who))


@pytest.mark.parametrize(("before", "wanted"), [("abc", "abc"), ("abc", "cba"), ("abc", "b"), ("a", "cab"), ("abc", ""), ("", "ab"),
                                                ("ab", "cd")])
def test_an_extra_cell_follows_the_key_of_its_row(before: str, wanted: str) -> None:
    sheet = after(replies(*(("", w, f"note of {w}") for w in before)), whole(*wanted))
    kept = by_key(sheet, "my note")
    assert list(kept) == list(wanted)
    assert all(kept[w] == (f"note of {w}" if w in before else None) for w in wanted)
    assert Counter(r[2] for r in sheet.rows[1:] if r[2]) == Counter(f"note of {w}" for w in before), "a note whose row is gone stays below"
    assert all(r[1] is None for r in sheet.rows[1 + len(wanted):])


def test_extra_cells_beside_rows_that_stand_twice_are_kept() -> None:
    sheet = after(replies(("", "a", "one"), ("", "a", "two"), ("", "b", "three"), ("", "c", "gone")), whole("b", "a", "b", "a"))
    assert [r[2] for r in sheet.rows[1:5]] == ["three", "one", None, None]
    assert Counter(r[2] for r in sheet.rows[5:] if r[2]) == Counter(("two", "gone"))


KEYS = st.lists(st.sampled_from("abcdefg"), max_size=8)
UNIQUE = st.lists(st.sampled_from("abcdefg"), unique=True, max_size=7)
NOTES = st.lists(st.sampled_from([None, "", "n1", "n2", 3]), min_size=8, max_size=8)


@given(KEYS, NOTES, UNIQUE, st.lists(st.integers(0, 7), max_size=3))
def test_a_whole_tab_written_twice_is_written_once_and_no_extra_cell_is_lost(stand: list[str], notes: list[Value], wanted: list[str],
                                                                             blanks: list[int]) -> None:
    rows: list[tuple[Value, ...]] = [("Autumn", address(w), notes[n]) for n, w in enumerate(stand)]
    for at in blanks:
        rows.insert(min(at, len(rows)), (None, None, notes[at]))
    sheet = sheet_of("Replies", ("Cycle", "Email", "my note"), *rows)
    once = after(sheet, whole(*wanted))
    assert not place(once, whole(*wanted))
    assert [r[1] for r in once.rows[1:] if r[1]] == [address(w) for w in wanted]
    assert Counter(r[2] for r in once.rows[1:] if r[2] is not None) == Counter(r[2] for r in rows if r[2] is not None)


PEOPLE_CELLS = [HEADINGS.index(c.heading) for c in Target.tab.columns if c.by == PERSON
                and c.heading in HEADINGS] + [HEADINGS.index("mine")]
CELL = st.sampled_from([None, "", "hers", "Draft"])


@given(st.lists(st.tuples(st.sampled_from("abcd"), CELL, CELL, CELL, CELL, CELL), max_size=6), UNIQUE, UNIQUE)
def test_edits_and_additions_twice_are_once_and_people_keep_what_they_wrote(rows: list[tuple[str, Value, Value, Value, Value, Value]],
                                                                            edited: list[str], added: list[str]) -> None:
    sheet = targets(*(row(*r) for r in rows))
    edits = tuple(Edit(("autumn", address(w)), {"Why this target": "new"}, {"Target": "filled", "Focus": "Oracy"}) for w in edited
                  if w not in added)
    change = TabChange(Target.tab, edits, tuple(new(w, target="drafted") for w in added))
    once = after(sheet, change)
    assert not place(once, change)
    assert not differs(Snapshot((once,)), Changes(tabs=(change,)))
    for number, old in enumerate(sheet.rows[1:], start=1):
        assert all(once.rows[number][c] == old[c] for c in PEOPLE_CELLS if old[c] not in (None, ""))
    assert all(any(r[1] == address(w) for r in once.rows) for w in added)


# ── pages, raw rows, values ──────────────────────────────────────────────────────────────────────────


def page(*lines: tuple[Value, ...], freshly: frozenset[tuple[int, int]] = frozenset()) -> Page:
    return Page(SUMMARY, tuple(tuple(Span(v) for v in line) for line in lines), freshly)


def test_a_page_is_written_whole_and_what_it_no_longer_says_goes() -> None:
    sheet = after(Sheet("Summary", (("old", "x"), ("gone", 1), ("gone too",))), page(("new",), (), ("two", 2)))
    assert [tuple(v for v in r if v is not None) for r in sheet.rows] == [("new",), (), ("two", 2)]


def test_a_page_that_only_says_when_has_not_changed() -> None:
    stands = Sheet("Summary", (("Last run", datetime(2026, 9, 1)), ("Teachers", 5)))
    fresh = frozenset({(1, 1)})
    assert not place(stands, page(("Last run", datetime(2026, 9, 2)), ("Teachers", 5), freshly=fresh))
    both = place(stands, page(("Last run", datetime(2026, 9, 2)), ("Teachers", 6), freshly=fresh))
    assert set(both.cells) == {(1, 1), (2, 1)}, "with another change the moment is written too"


def test_what_stands_beside_a_page_is_left_alone() -> None:
    beside = len(SUMMARY.widths)
    sheet = after(Sheet("Summary", (("old", *[None] * (beside - 1), "my own sum"),)), page(("new",)))
    assert (sheet.rows[0][0], sheet.rows[0][beside]) == ("new", "my own sum")


def test_raw_rows_go_below_what_stands_and_make_the_tab_if_need_be() -> None:
    raw = RawRows("Form 1", ("Timestamp", "Q"), (("t2", "=1+1"),))
    assert after(Sheet("Form 1", (("Timestamp", "Q"), ("t1", "x"), ())), raw).rows[2] == ("t2", "=1+1")
    made = applied(Snapshot(()), Changes(raw=(raw,))).sheets[0]
    assert made == Sheet("Form 1", (("Timestamp", "Q"), ("t2", "=1+1")))


@pytest.mark.parametrize(("old", "now", "alike"), [
    (None, "", True), (1, 1.0, True), (1, True, False), (0, None, False), (False, None, False), ("1", 1, False),
    (date(2026, 9, 1), datetime(2026, 9, 1), True),
    (datetime(2026, 9, 1, 8), date(2026, 9, 1), False), ("a", "A", False),
])
def test_whether_a_cell_already_shows_a_value(old: Value, now: Value, alike: bool) -> None:
    assert same(old, now) is alike
    assert same(now, old) is alike


def test_a_tab_that_is_not_there_yet_takes_nothing_until_it_is_set_up() -> None:
    assert not differs(Snapshot(()), Changes(tabs=(TabChange(Focus.tab, added=({"Focus": "Oracy"},)),)))
