"""Which letters are due on a day, which wait, which are held and why; and what the log says afterwards."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from schools import CYCLE, STAFF, STEPS, address, on_desk, small_school, target, target_letters, templates

from sgp.contract import Book, ClosedDay, Cycle, EmailRecord, Meeting, School, Target
from sgp.contract.programme import STATUSES, SURENESS
from sgp.contract.records import EMAIL_STATUSES
from sgp.contract.values import Reading
from sgp.delivery.fates import DONE, GO, WAIT
from sgp.delivery.log import noted, record_of
from sgp.delivery.marks import Marks, with_marks
from sgp.letters.drafts import Draft, Due
from sgp.letters.targets import due_targets
from sgp.plan import Changes, Sheet, place

SEND_DAY = date(2026, 9, 28)


def due(book: Book, today: date = SEND_DAY, transport: str = "outbox") -> Due:
    return due_targets(on_desk(book, today, transport), book.cycles[0])


def why(found: Due) -> list[str]:
    """Why those that are held are."""
    return [draft.held for draft in found.held]


def one(day: date = SEND_DAY, transport: str = "outbox", emails: tuple[EmailRecord, ...] = (), **changes: object) -> Due:
    """What becomes of Mo's target alone, changed like this."""
    return due(small_school(targets=(target("m.rahman", **changes),), emails=emails), day, transport)


def logged(status: str, number: int = 1, when: object = datetime(2026, 9, 28, 7, 0), local: str = "m.rahman") -> EmailRecord:
    key = f"{CYCLE}/targets/0/{number}/{address(local)}"
    return EmailRecord(key=key, cycle=CYCLE, kind="targets", email=address(local), status=status, when=when)


def test_every_approved_target_is_due_on_the_day() -> None:
    found = due(small_school())
    assert [d.to.email for d in found.of(GO)] == sorted(address(local) for local in STEPS)
    assert (found.of(WAIT), found.of(DONE), found.held, found.problems, found.note) == ((), (), (), (), "")


@pytest.mark.parametrize(("day", "letters", "waiting", "held", "note"), [
    (date(2026, 9, 27), 0, 6, 0, "Targets go out from 28/09/2026 on."),
    (date(2026, 9, 28), 6, 0, 0, ""),
    (date(2026, 10, 8), 6, 0, 0, ""),
    (date(2026, 10, 15), 6, 0, 0, ""),
    (date(2026, 10, 16), 0, 0, 6, "Targets went out until 15/10/2026."),
])
def test_from_the_day_they_go_until_five_school_days_after_meeting_1(day: date, letters: int, waiting: int, held: int, note: str) -> None:
    found = due(small_school(), day)
    assert (len(found.of(GO)), len(found.of(WAIT)), len(found.held), found.note) == (letters, waiting, held, note)
    assert all(said == "Targets went out until 15/10/2026. A date in Send again sends it all the same." for said in why(found))


def test_closed_days_do_not_count_for_catching_up() -> None:
    closed = (ClosedDay(first=date(2026, 10, 12), last=date(2026, 10, 16)),)
    assert len(due(small_school(closed=closed), date(2026, 10, 22)).of(GO)) == 6
    assert len(due(small_school(closed=closed), date(2026, 10, 23)).of(GO)) == 0


def test_a_cycle_without_a_date_sends_nothing_and_is_told() -> None:
    found = due(small_school(cycles=(Cycle(row=2, name=CYCLE),)))
    assert (found.of(GO), len(found.of(WAIT))) == ((), 6)
    assert [(p.level, p.tab, p.row, p.column) for p in found.problems] == [("error", "Cycles", 2, "Send targets on")]
    assert "Send targets on" in found.note


def test_without_meetings_the_window_ends_with_the_cycle() -> None:
    assert len(due(small_school(meetings=()), date(2026, 12, 11)).of(GO)) == 6
    undated = (Meeting(cycle=CYCLE, meeting="1"),)
    assert len(due(small_school(meetings=undated, cycles=(Cycle(name=CYCLE, send_on=SEND_DAY),)), date(2027, 6, 1)).of(GO)) == 6


@pytest.mark.parametrize(("changes", "reason", "column", "level"), [
    ({"status": "Draft"}, "It is still a draft.", None, None),
    ({"status": "Hold"}, "It is on hold.", None, None),
    ({"text": ""}, "It has no text.", "Target", "error"),
    ({"text": "RI: plan the questions"}, "It seems to hold a grade; letters are ungraded.", "Target", "warning"),
    ({"focus": "Outstanding pace"}, "It seems to hold a grade; letters are ungraded.", "Target", "warning"),
    ({"text": "Sit D.K. at the front"}, "It seems to hold somebody's initials.", "Target", "warning"),
    ({"email": address("nobody")}, "Nobody in Staff has this address.", "Email", "error"),
])
def test_what_holds_a_target(changes: dict[str, object], reason: str, column: str | None, level: str | None) -> None:
    found = one(**changes)
    assert why(found) == [reason]
    assert [(p.level, p.tab, p.row, p.column) for p in found.problems] == ([(level, "Targets", 7, column)] if column else [])
    assert not found.of(GO)


@pytest.mark.parametrize(("person", "reason"), [
    ({"taking_part": False}, "This person is not taking part today."),
    ({"starts": date(2026, 11, 2)}, "This person is not taking part today."),
    ({"leaves": date(2026, 9, 27)}, "This person is not taking part today."),
])
def test_who_does_not_take_part_today_gets_nothing(person: dict[str, object], reason: str) -> None:
    staff = tuple(p.model_copy(update=person) if p.first_name == "Mo" else p for p in STAFF)
    found = due(small_school(staff=staff))
    assert [(d.to.name, d.held) for d in found.held] == [("Mo Rahman", reason)]
    assert len(found.of(GO)) == 5


@pytest.mark.parametrize(("email", "allowed", "reason"), [
    ("mo@home.example", (), "The address is not in a domain that email may go to."),
    ("mo@home.example", ("oakfield.example", "@HOME.example"), ""),
    ("mo@oakfield.example", ("home.example",), "The address is not in a domain that email may go to."),
    ("mo@evil-oakfield.example", (), "The address is not in a domain that email may go to."),
    ("mó@oakfield.example", (), "The address cannot be used for email."),
    ("m..o@oakfield.example", (), "The address cannot be used for email."),
])
def test_only_allowed_domains_and_usable_addresses(email: str, allowed: tuple[str, ...], reason: str) -> None:
    school = small_school().school.model_copy(update={"allowed_domains": allowed})
    staff = (STAFF[-1].model_copy(update={"email": email}),)
    found = due(small_school(school=school, staff=staff, targets=(target("m.rahman", email=email),)))
    assert why(found) == ([reason] if reason else [])


def test_an_address_on_two_people_is_held() -> None:
    staff = (*STAFF, STAFF[-1].model_copy(update={"first_name": "Moira", "row": 9}))
    found = due(small_school(staff=staff))
    assert why(found) == ["This address stands on two people in Staff."]


@pytest.mark.parametrize("second", [
    target("m.ashworth", row=20, text="Another", status="Draft"),
    target("m.ashworth", row=20, cycle="autumn  2026", email=address("m.hill")),
])
def test_two_rows_of_one_person_are_all_held_and_listed(second: Target) -> None:
    book = small_school()
    found = due(replace(book, targets=(*book.targets, second)))
    assert why(found) == ["Two rows stand for this teacher in this cycle."] * 2
    assert {p.row for p in found.problems} == {6, 20}
    assert len(found.of(GO)) == 5


def test_without_approval_drafts_go_but_never_one_that_is_not_sure() -> None:
    school = small_school().school.model_copy(update={"approval_needed": False})
    rows = (target("m.rahman", status="Draft"), target("a.nowak", status="Draft", how_sure="Not sure"), target("d.evans", status="Hold"))
    found = due(small_school(school=school, targets=rows))
    assert [d.to.name for d in found.of(GO)] == ["Mo Rahman"]
    assert set(why(found)) == {"It is on hold.", "It is a draft that is not sure: somebody should approve it first."}


def test_an_approved_target_that_is_not_sure_goes() -> None:
    assert one(how_sure="Not sure").of(GO)


def test_without_a_coordinator_nothing_goes() -> None:
    found = due(small_school(school=School(name="Oakfield School")))
    assert set(why(found)) == {"The coordinator's email is not set or cannot be used, so replies would go nowhere."}
    assert len(found.held) == 6


@pytest.mark.parametrize(("status", "transport", "fate"), [
    ("filed", "outbox", DONE), ("filed", "smtp", GO), ("sent", "outbox", DONE), ("sent", "smtp", DONE),
    ("planned", "smtp", GO), ("deferred", "smtp", GO), ("held", "smtp", GO), ("sending", "outbox", "held"),
    ("sending", "smtp", "held"), ("unknown", "outbox", "held"), ("failed", "smtp", "held"),
])
def test_what_the_log_says_decides(status: str, transport: str, fate: str) -> None:
    found = one(transport=transport, emails=(logged(status),))
    assert [d.fate if not d.held else "held" for d in found.drafts] == [fate]


@pytest.mark.parametrize(("again", "today", "goes"), [
    (date(2026, 10, 1), date(2026, 9, 30), False),
    (date(2026, 10, 1), date(2026, 10, 1), True),
    (date(2026, 10, 1), date(2026, 12, 1), True),
    (date(2026, 9, 28), date(2026, 10, 1), False),
])
@pytest.mark.parametrize("status", ["sent", "unknown", "failed", "filed"])
def test_send_again_sends_one_more(again: date, today: date, goes: bool, status: str) -> None:
    found = one(today, emails=(logged(status),), send_again=again)
    assert len(found.of(GO)) == goes


def test_one_more_email_has_the_next_number_and_is_the_last() -> None:
    rows = (target("m.rahman", send_again=date(2026, 10, 1)),)
    book = small_school(targets=rows, emails=(logged("sent"), logged("sent", 2, datetime(2026, 9, 29, 7, 0))))
    assert [d.key for d in due(book, date(2026, 10, 1)).of(GO)] == [f"{CYCLE}/targets/0/3/{address('m.rahman')}"]
    book = replace(book, emails=(*book.emails, logged("sent", 3, datetime(2026, 10, 1, 7, 0))))
    assert [d.key for d in due(book, date(2026, 10, 2)).of(DONE)] == [f"{CYCLE}/targets/0/3/{address('m.rahman')}"]


def test_a_record_without_a_readable_moment_is_never_doubled() -> None:
    assert one(date(2026, 10, 2), emails=(logged("sent", when="soon"),), send_again=date(2026, 10, 1)).of(DONE)
    assert one(date(2026, 10, 2), emails=(logged("sent", when="30/09/2026 07:00:00"),), send_again=date(2026, 10, 1)).of(GO)


def test_a_new_address_is_no_new_person() -> None:
    book = small_school(targets=(target("m.ashworth"),), emails=(logged("sent", local="m.hill"),))
    assert due(book).of(DONE)


def test_after_the_window_a_date_in_send_again_still_sends() -> None:
    assert one(date(2026, 11, 2), send_again=date(2026, 11, 2)).of(GO)


def test_another_cycles_rows_are_left_alone() -> None:
    assert not due(small_school(targets=(target("m.rahman", cycle="Spring 2027"),))).drafts


def row_of(draft: Draft) -> Target:
    assert isinstance(draft.row, Target)
    return draft.row


ROWS = st.builds(
    lambda local, changes: target(local, **changes), st.sampled_from(list(STEPS)),
    st.fixed_dictionaries({
        "status": st.sampled_from(STATUSES), "how_sure": st.sampled_from(SURENESS), "text": st.sampled_from(["", "Try it.", "RI", "D.K."]),
        "send_again": st.sampled_from([None, date(2026, 9, 20), date(2026, 10, 1), date(2026, 11, 1)]), "row": st.integers(2, 99),
    }),
)
MOMENTS = st.sampled_from([None, datetime(2026, 9, 29)])
LOG = st.lists(st.builds(logged, st.sampled_from(EMAIL_STATUSES), st.integers(1, 3), MOMENTS, st.sampled_from(list(STEPS))), max_size=8)
DAYS = st.dates(date(2026, 9, 20), date(2026, 12, 20))


@settings(max_examples=150, deadline=None)
@given(st.lists(ROWS, max_size=8, unique_by=lambda t: t.row), LOG, DAYS, st.booleans())
def test_every_target_is_in_exactly_one_list_whatever_the_order(
    rows: list[Target], log: list[EmailRecord], today: date, approval: bool
) -> None:
    school = small_school().school.model_copy(update={"approval_needed": approval})
    book = small_school(targets=tuple(rows), emails=tuple(log), school=school)
    found = due(book, today, "smtp")
    going = [row_of(d) for d in found.of(GO)]
    parts = (*found.of(GO), *found.of(WAIT), *found.of(DONE), *found.held)
    assert sorted(repr(row_of(d)) for d in parts) == sorted(map(repr, rows))
    assert all(t.status != "Hold" and t.text == "Try it." and (t.status == "Approved" or not approval) for t in going)
    assert len({d.key for d in found.of(GO)}) == len({t.email for t in going}) == len(going)
    turned = replace(book, targets=tuple(rows[::-1]), staff=STAFF[::-1])
    assert due(turned, today, "smtp") == found


def test_the_log_gets_a_row_or_has_its_row_changed() -> None:
    book = small_school(targets=(target("m.rahman"), target("a.nowak")))
    messages = target_letters(book, book.cycles[0], templates(), book.targets, date(2026, 9, 28))
    when = datetime(2026, 9, 28, 7, 0, 1, 5, tzinfo=UTC)
    change = noted([record_of(m, "filed", "", "<1@x>", when) for m in messages])
    tab = EmailRecord.tab
    written = place(Sheet(tab.title, (tab.headings,)), change).cells
    assert {row for row, _ in written} == {2, 3}
    assert written[2, tab.headings.index("Status")] == "filed"
    assert written[2, tab.headings.index("Message-ID")] == "<1@x>"
    assert written[2, tab.headings.index("When")] == datetime(2026, 9, 28, 7, 0, 1)
    rows = tuple(tuple(written.get((r, c)) for c in range(len(tab.headings))) for r in (2, 3))
    standing = Sheet(tab.title, (tab.headings, *rows))
    assert not place(standing, change)
    later = noted([record_of(messages[0], "sent", "", "<1@x>", when)])
    assert place(standing, later).cells == {(2, tab.headings.index("Status")): "sent"}
    assert Changes(tabs=(change,))


@pytest.mark.parametrize("said", ["", "done", "ok, sent"])
def test_a_word_that_cannot_be_read_in_the_log_never_sends_again(said: str) -> None:
    known = logged("sent").cells() | {"Status": said}
    record, _ = EmailRecord.read(2, known, Reading())
    assert why(one(emails=(record,)))[0].startswith("What became of its last email cannot be read")


def test_of_two_rows_with_one_key_the_one_counts_that_has_left() -> None:
    for pair in ((logged("deferred"), logged("sent")), (logged("sent"), logged("deferred"))):
        assert one(emails=pair).of(DONE)


def test_a_target_that_says_when_it_was_sent_is_not_sent_because_the_log_was_lost() -> None:
    assert one(sent_on=date(2026, 9, 28)).of(DONE)
    again = one(date(2026, 10, 2), sent_on=date(2026, 9, 28), send_again=date(2026, 10, 1)).of(GO)
    assert [d.key for d in again] == [f"{CYCLE}/targets/0/2/{address('m.rahman')}"]


def test_a_date_in_send_again_may_be_the_very_day_of_the_last_email_and_counts_once() -> None:
    def sent(number: int, again: str) -> EmailRecord:
        return logged("unknown", number).model_copy(update={"detail": with_marks("", Marks("smtp", "ab", again=again))})

    today = date(2026, 9, 28)
    asked = one(today, "smtp", (sent(1, ""),), send_again=today).of(GO)
    assert [(d.key[-28:], d.again) for d in asked] == [(f"/2/{address('m.rahman')}", "2026-09-28")]
    assert one(today, "smtp", (sent(1, "2026-09-28"),), send_again=today).held, "the date stood there when the first was claimed"
    assert one(today, "smtp", (sent(1, ""), sent(2, "2026-09-28")), send_again=today).held
