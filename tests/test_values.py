"""How cells are read: days, times, lists, numbers and names as people type them; read when certain, else told."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgp.contract import Cycle, Focus, Meeting, Observation, Practice, Reading, Row, Staff, Target
from sgp.contract.columns import Column
from sgp.contract.names import clean, find_name, folded, loose, says_something
from sgp.contract.values import as_text
from sgp.contract.when import read_date, read_moment, read_time

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


def read(kind: type[Row], heading: str, value: object, **how: object) -> tuple[object, list[tuple[Column, str]]]:
    row, faults = kind.read(2, {heading: value}, Reading(**how))  # type: ignore[arg-type]
    name = next(n for n, h in kind.fields.items() if h == heading)
    return getattr(row, name), faults


def understood(kind: type[Row], heading: str, value: object, **how: object) -> object:
    found, faults = read(kind, heading, value, **how)
    assert not faults, faults
    return found


@pytest.mark.parametrize(("written", "day"), [
    ("14/10/24", date(2024, 10, 14)), ("14/10/2024", date(2024, 10, 14)), ("14.10.2024", date(2024, 10, 14)),
    ("14-10-2024", date(2024, 10, 14)),
    ("2024-11-05", date(2024, 11, 5)), ("2024/11/05", date(2024, 11, 5)), ("2024-11-05T16:20:00Z", date(2024, 11, 5)),
    ("5 November 2024", date(2024, 11, 5)),
    ("5th Nov 2024", date(2024, 11, 5)), ("Tuesday 5 November 2024", date(2024, 11, 5)), ("Tue, 5 Nov 2024", date(2024, 11, 5)),
    ("05-Nov-24", date(2024, 11, 5)), ("5-Nov-2024", date(2024, 11, 5)), (" 03/04/2026 ", date(2026, 4, 3)),
    ("03/04/2026 16:12", date(2026, 4, 3)),
    ("29/02/2028", date(2028, 2, 29)), ("\ufeff14/10/24", date(2024, 10, 14)), (datetime(2026, 4, 3, 9, 0), date(2026, 4, 3)),
    (date(2026, 4, 3), date(2026, 4, 3)),
])
def test_a_day_is_read_day_first(written: object, day: date) -> None:
    assert understood(Observation, "Date", written) == day


@pytest.mark.parametrize("written", [
    "31/06/2026", "29/02/2027", "11/27/2025", "00/01/2026", "5/10", "asap", "end of term", "2026", 46293, 46293.5, True,
    "06/10/2026 - 08/10/2026", "1/2/20261",
    "5 Nonsense 2024", "06/10/2026-8", "next Tue 5", "06/10/2026 25:00", "5-Nov-245",
])
def test_a_day_that_cannot_be_is_told_and_not_guessed(written: object) -> None:
    found, faults = read(Observation, "Date", written)
    assert found is None
    assert [(c.heading, what) for c, what in faults] == [("Date", "a date such as 28/09/2026")]


def test_the_other_order_is_never_tried() -> None:
    assert (read_date("27/11/2025", day_first=False), read_date("11/27/2025", day_first=True)) == (None, None)
    assert read_date("03/04/2026", day_first=False) == date(2026, 3, 4)
    assert understood(Observation, "Date", date(2026, 4, 3), day_first=False) == date(2026, 4, 3), "a real date has no order"


@given(DAYS, st.sampled_from(["{0:%d/%m/%Y}", "{0:%d.%m.%Y}", "{0.day}/{0.month}/{0.year}", "{0:%d/%m/%y}", "{0:%Y-%m-%d}",
                              "{0.day} {0:%B %Y}", "{0:%d-%b-%y}"]))
def test_a_written_date_reads_back(day: date, form: str) -> None:
    assert read_date(form.format(day)) == day
    assert read_date(as_text(day)) == day


@given(st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31)).map(lambda m: m.replace(microsecond=0)))
def test_a_written_moment_reads_back_and_month_first_never_changes_a_year_first_one(moment: datetime) -> None:
    assert read_moment(as_text(moment)) == moment
    assert read_moment(moment.isoformat(), day_first=False) == moment


@given(DAYS, st.booleans())
def test_month_first_is_never_guessed(day: date, day_first: bool) -> None:
    found = read_date(f"{day:%m/%d/%Y}", day_first)
    meant = day if not day_first else date(day.year, day.day, day.month) if day.day <= 12 else None
    assert found == meant


@pytest.mark.parametrize(("written", "at"), [
    ("15:30", time(15, 30)), ("15.30", time(15, 30)), ("3:30 pm", time(15, 30)), ("3pm", time(15, 0)), ("12 am", time(0, 0)),
    ("12:05 p.m.", time(12, 5)),
    ("9:05", time(9, 5)), ("16:12:09", time(16, 12, 9)), (time(15, 30), time(15, 30)), (datetime(2026, 1, 1, 15, 30), time(15, 30)),
])
def test_a_time_of_day_is_read(written: object, at: time) -> None:
    assert understood(Meeting, "Start", written) == at


@pytest.mark.parametrize("written", ["25:00", "15:60", "13 pm", "0 am", "15", "after school", "15.3", 0.25, 0.5, 15])
def test_a_time_that_cannot_be_told_is_told(written: object) -> None:
    assert read(Meeting, "Start", written)[1]


def test_a_time_needs_minutes_or_a_half_of_the_day() -> None:
    assert (read_time("4"), read_time("")) == (None, None)


@pytest.mark.parametrize(("written", "days"), [
    ("Mon Tue Wed", "012"), ("Mon-Thu", "0123"), ("M T W", "012"), ("M T W T F", "01234"), ("M,T,W,Th,F", "01234"),
    ("Thursday and Friday", "34"),
    ("Tue-Fri", "1234"), ("mon – wed", "012"), ("Monday to Wednesday and Fri", "0124"), ("Mon/Wed/Fri", "024"), ("Mon & Tues", "01"),
    ("Weds, Thurs.", "23"),
    ("Mon;Tue\nWed", "012"), ("T Th", "13"), ("Tue-Thu, Mon", "0123"), ("MON", "0"), ("Fridays", "4"),
])
def test_working_days_are_read(written: str, days: str) -> None:
    assert understood(Staff, "Working days", written) == {int(d) for d in days}


@pytest.mark.parametrize("written", [
    "0.6", 0.6, 3, True, "Mon-Sat", "Sunday", "not Monday", "Fri-Mon", "Mon Fri-Mon", "Mon-Wed-Fri", "mornings", "Mon (am)", "-", "Mon-",
    "to Wed", "MTW", "1-3",
])
def test_working_days_that_cannot_be_told_are_told_and_never_read_as_all_days(written: object) -> None:
    found, faults = read(Staff, "Working days", written)
    assert found == frozenset()
    assert len(faults) == 1


@pytest.mark.parametrize(("written", "said"), [("yes", True), (" YES ", True), ("y", True), (True, True), (1, True), (1.0, True),
                                               ("✓", True),
                                               ("no", False), ("N", False), (False, False), (0, False), ("FALSE", False)])
def test_yes_and_no_are_read(written: object, said: bool) -> None:
    assert understood(Staff, "Taking part", written) is said


@pytest.mark.parametrize("written", ["maybe", "yes please", 2, "no, on leave", "?"])
def test_what_is_neither_yes_nor_no_is_told(written: object) -> None:
    assert [what for _, what in read(Staff, "Taking part", written)[1]] == ["yes or no"]


def test_blank_cells_mean_what_the_contract_says() -> None:
    for blank in (None, "", "  ", "\u200b", "\u00a0"):
        person, _ = Staff.read(2, dict.fromkeys(Staff.tab.headings, blank), Reading())
        focus, _ = Focus.read(2, dict.fromkeys(Focus.tab.headings, blank), Reading())
        seen, _ = Observation.read(2, dict.fromkeys(Observation.tab.headings, blank), Reading())
        meeting, _ = Meeting.read(2, dict.fromkeys(Meeting.tab.headings, blank), Reading())
        assert (person.taking_part, person.working_days, focus.active, focus.whole_school) == (True, None, True, False)
        assert (seen.priority, meeting.sitting) == ("Normal", "A")


def test_an_unreadable_choice_counts_as_the_careful_one() -> None:
    assert read(Practice, "Show", "hide it")[0] is False, "an idea is not shown because somebody misspelt no"
    assert read(Target, "Status", "on hold, ask me")[0] == "Hold", "a target is neither drafted again nor sent"
    assert read(Staff, "Working days", "mornings")[0] == frozenset()


@pytest.mark.parametrize(("written", "parts"), [
    ("Drama/English", ("Drama", "English")), ("PE & Health; Science", ("PE & Health", "Science")),
    ("Computing, Mathematics", ("Computing", "Mathematics")),
    ("Technology / Art & Design", ("Technology", "Art & Design")), ("A\nB; C", ("A", "B", "C")), ("English; English", ("English",)),
    (" ; ,", ()),
    ("Art, Design & Technology", ("Art, Design & Technology",)), ("art, design & technology; Music", ("art, design & technology", "Music")),
    ("Art, Music", ("Art", "Music")), ("PE/Dance", ("PE/Dance",)),
])
def test_a_list_is_split_but_never_inside_a_known_name(written: str, parts: tuple[str, ...]) -> None:
    assert understood(Staff, "Department", written, known=("Art, Design & Technology", "PE/Dance")) == parts


@pytest.mark.parametrize(("written", "address"), [
    ("A.Nowak@Oakfield.example ", "a.nowak@oakfield.example"), ("mailto:a.n@school.org", "a.n@school.org"),
    ("s.o'brien@school.org", "s.o'brien@school.org"),
    ("\u200ba.n@school.org\u00a0", "a.n@school.org"), ("a+b_c-d@sub.school.org.uk", "a+b_c-d@sub.school.org.uk"),
])
def test_an_address_is_read_in_any_case(written: str, address: str) -> None:
    assert understood(Staff, "Email", written) == address


@pytest.mark.parametrize("written", ["a.nowak", "a@b", "a b@school.org", "a@b@school.org", "<a.n@school.org>",
                                     "a@school.org, b@school.org", "a@school.org\nBcc: b@x.org", 7])
def test_what_is_no_single_address_is_told(written: object) -> None:
    assert read(Staff, "Email", written)[1]


@pytest.mark.parametrize("written", ["a@x.org; B@x.org", "a@x.org,b@x.org", "a@x.org b@x.org", "a@x.org\nb@x.org", "a@x.org / b@x.org"])
def test_other_emails_are_a_list(written: str) -> None:
    assert understood(Staff, "Other emails", written) == ("a@x.org", "b@x.org")


@pytest.mark.parametrize(("written", "number"), [("4", 4), (4, 4), (4.0, 4), (" 5 ", 5), ("0", 0)])
def test_a_count_is_a_whole_number(written: object, number: int) -> None:
    assert understood(Cycle, "Group size", written) == number


@pytest.mark.parametrize("written", ["four", -1, "3-5", 4.5, "nan", "inf", "1e3", "1,000", "1_0", True, date(2026, 4, 3), 10**9])
def test_what_is_no_count_is_told(written: object) -> None:
    found, faults = read(Cycle, "Group size", written)
    assert (found, len(faults)) == (4, 1)


@pytest.mark.parametrize(("written", "word"), [("high", "High"), (" HIGH ", "High"), ("urgent", "High"), ("low.", "Low"), ("asap", None),
                                               ("Hi", None), (1, None)])
def test_a_choice_is_one_of_its_words(written: object, word: str | None) -> None:
    found, faults = read(Observation, "Priority", written)
    assert (found, bool(faults)) == ((word, False) if word else ("Normal", True))


def test_a_text_of_sixty_thousand_letters_is_told_without_the_letters() -> None:
    found, faults = read(Observation, "Strengths", "a" * 60_000)
    assert found == ""
    assert "60,000" in faults[0][1]
    assert "aaa" not in faults[0][1]


@pytest.mark.parametrize(("value", "text"), [
    (None, ""), (7.0, "7"), (7.5, "7.5"), (True, "yes"), (date(2026, 4, 3), "03/04/2026"),
    (datetime(2026, 4, 3, 16, 5), "03/04/2026 16:05:00"),
    (time(9, 5), "09:05"), ("a\x00b\x07c", "abc"), ("\ufeffx\u200b ", "x"), ("two\nlines", "two\nlines"), ("👩\u200d🏫", "👩\u200d🏫"),
    ("=1+1", "=1+1"),
])
def test_any_cell_as_the_text_a_person_sees(value: object, text: str) -> None:
    assert as_text(value) == text


@pytest.mark.parametrize("heading", ["email", "E-MAIL", " Email ", "3. Email", "\ufeffEmail", "E\u200bmail", "Email:", "Ｅmail"])
def test_headings_are_the_same_whatever_their_dress(heading: str) -> None:
    assert find_name(heading, ("Name", "Email")) == "Email"


@given(st.text(max_size=30))
def test_comparing_is_steady(text: str) -> None:
    assert loose(clean(text)) == loose(text)
    assert folded(folded(text)) == folded(text)
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize("text", ["", "n/a", "N/A.", "-", "none", "TBC", ".", "see email", "…", "👍"])
def test_some_words_say_nothing(text: str) -> None:
    assert not says_something(text)
    assert says_something(f"{text} mini-whiteboards")
