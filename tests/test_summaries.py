"""Counts by department and by focus, and the cycle in a few numbers."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from schools import CYCLE, STAFF, address, small_school

from sgp.contract import Cycle, Practice, Reply, Scheme, Target
from sgp.ideas import WITHDRAWN
from sgp.people import people
from sgp.results.collate import ANSWERED, LATE, NOT_EXPECTED, OUTSTANDING, TO_COME
from sgp.results.counts import Counts, count
from sgp.results.summaries import by_department, by_focus

DEPARTMENTS, WORDS = ("Art", "Music"), (ANSWERED, LATE, OUTSTANDING, TO_COME, NOT_EXPECTED)
REPLIES = st.lists(st.builds(lambda c, d, m1, m2, m3: Reply(cycle=c, email="", department=d, meeting_1=m1, meeting_2=m2, meeting_3=m3),
                             st.sampled_from([CYCLE, "Spring 2027"]), st.sampled_from(DEPARTMENTS), *[st.sampled_from(WORDS)] * 3),
                             max_size=12)
CYCLES = (Cycle(name="Spring 2027", send_on=date(2027, 1, 11)), Cycle(name=CYCLE, send_on=date(2026, 9, 28)))


@given(REPLIES)
@settings(max_examples=40, deadline=None)
def test_every_reply_is_counted_once_and_cycles_come_in_order(replies: list[Reply]) -> None:
    replies = [r.model_copy(update={"email": address(str(n))}) for n, r in enumerate(replies)]
    rows = by_department(small_school(cycles=CYCLES, replies=tuple(replies), targets=()))
    assert [(r.cycle, r.department) for r in rows] == sorted({(r.cycle, r.department) for r in replies})
    for row in rows:
        ours = [r for r in replies if (r.cycle, r.department) == (row.cycle, row.department)]
        assert row.teachers == len(ours)
        assert [row.meeting_1, row.meeting_2, row.meeting_3] == [sum(w in (ANSWERED, LATE) for w in said) for said in zip(
            *((r.meeting_1, r.meeting_2, r.meeting_3) for r in ours), strict=True)]


def test_sent_targets_and_adopted_ideas_are_counted_in_any_spelling_and_address() -> None:
    targets = (Target(row=2, cycle=CYCLE.upper(), email=address("m.hill"), sent_on=date(2026, 9, 28)),
               Target(row=3, cycle=CYCLE, email=address("d.evans")))
    replies = (Reply(cycle=CYCLE, email=address("m.ashworth"), department="Science"),
               Reply(cycle=CYCLE, email=address("d.evans"), department="Humanities"))
    adopted = tuple(Scheme(cycle="autumn 2026", department="SCIENCE", status=s) for s in ("Agreed", "Trying", "Embedded", "Dropped"))
    rows = by_department(small_school(targets=targets, replies=replies, schemes=adopted))
    assert [(r.department, r.targets_sent, r.ideas_adopted) for r in rows] == [("Humanities", 0, 0), ("Science", 1, 2)]


OUTCOMES = st.sampled_from(["", "Not yet", "Partly", "Fully", "a bit"])
TARGETS = st.lists(st.builds(lambda c, f, o: Target(cycle=c, focus=f, outcome=o), st.sampled_from([CYCLE, "AUTUMN 2026", "Old cycle"]),
                             st.sampled_from(["", "Oracy", "Quiz"]), OUTCOMES), max_size=12)


@given(TARGETS)
@settings(max_examples=40, deadline=None)
def test_every_target_with_a_focus_is_counted_once(targets: list[Target]) -> None:
    rows = by_focus(small_school(targets=tuple(targets)))
    ours = [t for t in targets if t.focus and t.cycle != "Old cycle"]
    assert {(r.cycle, r.focus): r.targets for r in rows} == {(CYCLE, f): n for f in ("Oracy", "Quiz")
                                                             if (n := sum(t.focus == f for t in ours))}
    assert sum(r.not_yet + r.partly + r.fully for r in rows) == sum(t.outcome in ("Not yet", "Partly", "Fully") for t in ours)
    assert [r.targets for r in rows] == sorted((r.targets for r in rows), reverse=True)


def counted(**changes: object) -> Counts:
    book = small_school(**changes)
    return count(book, people(book.staff), book.cycles[0], date(2026, 12, 4))


def test_the_cycle_in_numbers() -> None:
    found = counted()
    assert (found.teachers, found.targets, found.approved, found.drafts, found.sent) == (len(STAFF), 6, 6, 0, 0)
    assert found.replies == ()


def test_ideas_withdrawn_or_hidden_and_schemes_dropped_are_not_counted() -> None:
    practice = tuple(Practice(key=k, cycle=CYCLE, idea=i, show=s) for k, i,
                     s in (("1", "x", True), ("2", WITHDRAWN, True), ("3", "x", False)))
    found = counted(practice=practice, schemes=(*(Scheme(cycle=CYCLE, status=s) for s in ("Agreed", "Dropped", "Embedded")),
                                                Scheme(cycle=CYCLE)))
    assert (found.ideas, found.placed, found.embedded) == (1, 3, 1)


def test_only_meetings_that_have_been_are_told_with_those_expected() -> None:
    words = ((ANSWERED, OUTSTANDING, TO_COME), (LATE, NOT_EXPECTED, TO_COME), (OUTSTANDING, NOT_EXPECTED, NOT_EXPECTED))
    replies = tuple(Reply(cycle=CYCLE, email=address(str(n)), meeting_1=a, meeting_2=b, meeting_3=c) for n, (a, b, c) in enumerate(words))
    found = counted(replies=replies)
    assert found.replies == (("1", 2, 3), ("2", 0, 1))
    assert any("Meeting 1: 2 of 3" in line and "(67%)" in line for line in found.sentences())


def test_nothing_yet_is_no_row() -> None:
    empty = small_school(targets=(), replies=(), cycles=(), staff=())
    assert by_department(empty) == by_focus(empty) == ()
    assert count(empty, people(()), None, date(2026, 12, 4)).sentences()
