"""The staff book: what staff may read, and nothing that points at a person who did not agree to it."""

from dataclasses import replace
from datetime import date, datetime
from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from schools import CYCLE, FORMS, STAFF, address, answer, groups, meetings, on_desk, small_school, target, teacher

from sgp.check import check
from sgp.config import read_language
from sgp.contract import STAFF_BOOK, Book, ByFocus, Department, EmailRecord, Observation, Pair, Practice, RunRecord, Scheme, School, Target
from sgp.plan import Changes, Page
from sgp.results.collate import with_results
from sgp.results.counts import Counts, count
from sgp.results.summaries import by_focus
from sgp.staff_book import staff_book
from sgp.suppression import about, merge_small

TODAY = date(2026, 12, 4)
T = "Zsecret"


def shown(book: Book, counts: Counts | None = None, focuses: tuple[ByFocus, ...] | None = None) -> Changes:
    desk = on_desk(book, language=read_language())
    counted = counts or count(book, desk.people, desk.cycle, TODAY)
    return staff_book(desk, book, counted, by_focus(book) if focuses is None else focuses)


def words(changes: Changes) -> list[str]:
    cells = [v for tab in changes.tabs for row in tab.whole or () for v in row.values()]
    return [str(v) for v in (*cells, *(span.value for page in changes.pages for line in page.lines for span in line)) if v is not None]


def rows(changes: Changes, title: str) -> list[dict[str, object]]:
    return [dict(r) for tab in changes.tabs if tab.tab.title == title for r in tab.whole or ()]


# ── privacy ──────────────────────────────────────────────────────────────────────────────────────────


def private_book() -> Book:
    """A book with a token of its own in every cell that staff must not read."""
    staff = tuple(p.model_copy(update={"role": f"{T}role", "line_manager": f"{T}boss@x.org", "other_emails": (f"{T}former{p.email}",),
                                       "title": f"{T}title"}) for p in STAFF)
    seen = Observation(row=2, day=date(2026, 9, 1), teacher=address("m.rahman"), strengths=f"{T}strength", development=f"{T}development",
                       action_step=f"{T}step", class_name=f"{T}class")
    free = {q.field: f"{T}{q.field}" for f in FORMS.form for q in f.questions
            if q.field not in ("cycle", "idea", "share", "department", "met", "due")}
    answers = [answer(m, p.email, datetime(2026, 11, 18, 16), n, **free) for m in "12" for n, p in enumerate(STAFF, start=2)]
    consents = ("No", "", "perhaps", "Anonymously", "Yes", "Yes")
    ideas = (f"{T}refused", f"{T}blank", f"{T}unclear", "Anonymous idea", "Open idea", f"{T} said by D.K.")
    answers = [replace(a, fields={**a.fields, "idea": i, "share": s}) if a.meeting == "2" else a for a, i,
               s in zip(answers, ideas * 2, consents * 2, strict=True)]
    answers.append(answer("3", "m.rahman", datetime(2026, 12, 2), 9, department="English", idea="Adopted idea", decision="Adopt",
                          whose=f"{T}whose", owner=address("d.evans")))
    answers.append(answer("3", "m.rahman", datetime(2026, 12, 2), 10, department="English", idea=f"{T} with D.K.", decision="Adopt"))
    targets = tuple(target(local, text=f"{T}target", why=f"{T}why", private_note=f"{T}note", suggestions=f"{T}other")
                    for local in ("a.nowak", "m.rahman"))
    hidden = Practice(row=2, key="h", cycle=CYCLE, idea=f"{T}hidden", source=f"{T}author", show=False)
    return small_school(
        forms=FORMS.form, staff=staff, observations=(seen,), answers=tuple(answers), targets=targets, practice=(hidden,),
        pairs=(Pair(first=address("m.rahman"), second=address("d.evans"), rule="apart", why=f"{T}quarrel"),),
        departments=tuple(Department(name=p.home, also_written=f"{T}also{n}", head=f"{T}head@x.org") for n, p in enumerate(STAFF)),
        groups=tuple(g.model_copy(update={"note": f"{T}groupnote", "can_help_with": f"{T}help", "target_focus": f"{T}focus"})
                     for g in groups()),
        emails=(EmailRecord(key=f"{T}key", cycle=CYCLE, kind="targets", email=address("m.rahman"), subject=f"{T}subject",
                            detail=f"{T}detail", status="failed"),),
        runs=(RunRecord(did=f"{T}run"),), schemes=(Scheme(row=2, key="x", cycle=CYCLE, department="English", idea="Old idea",
                                                          source=f"{T}source", owner=f"{T}owner@x.org"),),
    )


def collated(book: Book) -> Book:
    checked = check(book, TODAY)
    return with_results(on_desk(checked.book, TODAY))


def test_no_private_cell_reaches_the_staff_book() -> None:
    book = collated(private_book())
    said = words(shown(book))
    assert {"Anonymous idea", "Open idea", "Adopted idea", "Old idea"} <= set(said), "what may be shared is there"
    assert not [w for w in said if T.casefold() in w.casefold()]
    assert not [w for w in said if "@" in w]
    assert T in str(book), "the tokens were there to be found"


def test_an_anonymous_idea_has_no_name_and_no_department() -> None:
    practice = rows(shown(collated(private_book())), "Good practice")
    assert [(r["From"], r["Idea"]) for r in practice] == [("Anonymous", "Anonymous idea"), ("Maggie Ashworth", "Open idea")]
    assert set(practice[0]) == {"Cycle", "Focus", "From", "Idea"}


@pytest.mark.parametrize("bad", ["Ask D.K.", "From Requires Improvement up"])
@pytest.mark.parametrize("field", ["idea", "place"])
def test_a_scheme_that_may_name_a_student_or_a_grade_is_kept_back(field: str, bad: str) -> None:
    scheme = Scheme(row=2, key="k", cycle=CYCLE, department="English", idea="Quiz")
    assert len(rows(shown(small_school(schemes=(scheme,))), "Schemes of work")) == 1
    assert rows(shown(small_school(schemes=(scheme.model_copy(update={field: bad}),))), "Schemes of work") == []


def test_only_columns_of_the_contract_are_written_and_all_four_tabs() -> None:
    changes = shown(collated(private_book()))
    assert {t.tab.title for t in changes.tabs} | {p.tab.title for p in changes.pages} == {t.title for t in STAFF_BOOK}
    assert all(set(row) <= set(t.tab.headings) for t in changes.tabs for row in t.whole or ())


def test_an_empty_school_has_an_empty_staff_book() -> None:
    assert words(shown(Book()))
    assert not any(t.whole for t in shown(Book()).tabs)


# ── meetings and groups ──────────────────────────────────────────────────────────────────────────────


def test_everyone_placed_is_listed_at_their_sitting_and_other_sittings_say_when_and_where() -> None:
    found = rows(shown(small_school(groups=groups())), "Meetings and groups")
    assert [(r["Meeting"], r["Date"], r["Name"]) for r in found[:4]] == [
        ("1", date(2026, 10, 6), None), ("1", date(2026, 10, 8), "Aga Nowak"), ("1", date(2026, 10, 8), "Maggie Ashworth"),
        ("1", date(2026, 10, 8), "Mo Rahman")]
    assert [r["Name"] for r in found if r["Meeting"] == "3"] == [None, None]


def test_leavers_and_strangers_are_not_listed_and_case_does_not_matter() -> None:
    placed = (*(g.model_copy(update={"sitting": "b"}) for g in groups()), groups()[0].model_copy(update={"email": "who@x.org"}))
    staff = tuple(p.model_copy(update={"leaves": date(2026, 10, 30)}) if p.first_name == "Mo" else p for p in STAFF)
    found = rows(shown(small_school(groups=placed, staff=staff)), "Meetings and groups")
    assert [r["Name"] for r in found if r["Name"] and r["Meeting"] == "1"] == ["Aga Nowak", "Maggie Ashworth", "Mo Rahman"]
    assert [r["Name"] for r in found if r["Name"] and r["Meeting"] == "2"] == ["Aga Nowak", "Maggie Ashworth"]


def test_the_order_of_rows_does_not_matter() -> None:
    book = collated(private_book())
    mixed = replace(book, **{name: getattr(book, name)[::-1] for name in ("staff", "groups", "practice", "schemes", "targets", "meetings")})
    assert shown(mixed) == shown(book)
    assert meetings()


# ── small numbers ────────────────────────────────────────────────────────────────────────────────────

COUNTS = st.dictionaries(st.sampled_from("ABCDEFGH"), st.integers(1, 12), max_size=7)


@given(COUNTS, st.integers(1, 8))
def test_merged_counts_show_no_small_group_and_keep_the_sum(counts: dict[str, int], floor: int) -> None:
    merged = merge_small(counts, floor)
    assert all(n >= floor for n in merged.values())
    assert not merged or sum(merged.values()) == sum(counts.values())
    assert all(merged[name] == counts[name] for name in merged if name != "Other")
    assert "Other" not in merged or len(counts) - len(merged) >= 1, "Other holds at least two"


def numbers(page: Page) -> dict[str, int]:
    lines = [line for line in page.lines if len(line) == 2]
    return {str(a.value): int(str(b.value)) for a, b in lines if str(b.value).isdecimal()}


@given(COUNTS, st.integers(0, 70), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=2))
def test_nothing_small_can_be_found_by_subtraction(targets: dict[str, int], more: int, replies: list[tuple[int, int]]) -> None:
    floor, teachers = 5, sum(targets.values()) + more
    asked = tuple((str(n), min(a, e, teachers), min(e, teachers)) for n, (a, e) in enumerate(replies, start=1))
    focuses = tuple(ByFocus(cycle=CYCLE, focus=f, targets=n) for f, n in targets.items())
    page = shown(small_school(), Counts(teachers=teachers, replies=asked), focuses).pages[0]
    said = numbers(page)
    total = said.pop("Teachers taking part", 0)
    answers = {label: said.pop(label) for label in list(said) if label.startswith("Answers")}
    said.pop("Ideas on their way into schemes of work")
    subsets = chain.from_iterable(combinations(said.values(), k) for k in range(1, len(said) + 1))
    assert all(not 0 < total - sum(some) < floor for some in subsets)
    assert all(not 0 < total - n < floor for n in answers.values())
    assert all(not 0 < n < floor for n in (*said.values(), *answers.values(), total))
    for (_, answered, expected), label in zip(asked, (f"Answers after meeting {m}" for m, _, _ in asked), strict=True):
        assert label not in answers or not 0 < expected - answered < floor


@pytest.mark.parametrize(("part", "whole", "said"), [(0, 20, "0"), (1, 20, "fewer than 5"), (5, 20, "5"), (15, 20, "15"),
                                                     (16, 20, "nearly all"), (20, 20, "20"), (4, 4, "fewer than 5")])
def test_a_count_points_at_nobody(part: int, whole: int, said: str) -> None:
    assert about(part, whole, 5) == said
    assert about(5, 5, 5, 6) == "nearly all", "nor what is left of another total beside it"


def test_a_department_of_one_shows_in_no_number() -> None:
    staff = (*STAFF, *(teacher(f"t{n}", f"F{n}", f"L{n}", "English") for n in range(8)))
    targets = tuple(Target(row=n, cycle=CYCLE, email=p.email, focus="Oracy" if n else "Lonely focus") for n, p in enumerate(staff))
    said = words(shown(small_school(staff=staff, targets=targets, school=School(smallest_group=5))))
    assert "Lonely focus" not in said
