"""Words that must never stand in a letter, and how days, hours and long lines are said."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgp.wording import _GRADES, WIDTH, grade_words, initials, said_day, said_hours, wrapped


@pytest.mark.parametrize(("text", "found"), [
    ("Requires improvement in pace", ("Requires improvement",)),
    ("RI. Plan the questions", ("RI",)),
    ("Was R.I. last year", ("R.I.",)),
    ("Outstanding subject knowledge", ("Outstanding",)),
    ("inadequate use of time", ("inadequate",)),
    ("Grade 3: plan the questions", ("Grade 3",)),
    ("Good with outstanding features", ("Good with outstanding features",)),
    ("graded good overall", ("graded good",)),
    ("2", ("2",)),
    ("Good.", ("Good.",)),
    ("Satisfactory", ("Satisfactory",)),
    ("a grade 3 lesson", ("grade 3",)),
    ("Grade 3 for marking, books a term behind", ("Grade 3",)),
    ("graded as a 2 overall", ("graded as a 2",)),
    ("A grade of 2.", ("grade of 2",)),
    ("Judged good by the team", ("Judged good",)),
    ("Ofsted: needs attention", ("Ofsted: needs attention",)),
    ("Overall: good", ("Overall: good",)),
    ("serious weaknesses in marking", ("serious weaknesses",)),
    ("outstanding homework!", ("outstanding",)),
    ("an outstanding plenary; chase outstanding homework", ("outstanding",)),
    ("OUTSTANDING", ("OUTSTANDING",)),
])
def test_old_grades_are_seen(text: str, found: tuple[str, ...]) -> None:
    assert grade_words(text) == found


@given(st.from_regex(_GRADES), st.text(max_size=20), st.text(max_size=20))
def test_the_quick_look_passes_over_no_grade(grade: str, before: str, after: str) -> None:
    for text in (grade, f"{before} {grade} {after}"):
        assert grade_words(text) == tuple(found.strip() for found in _GRADES.findall(text))


@pytest.mark.parametrize("text", [
    "Give good feedback to two groups.", "Use 2 questions.", "Ask Marie and Henri.", "In Grade 7 music, count in.",
    "Improve the ending.", "ri", "", "Chase up outstanding homework each Friday.", "Collect the outstanding books.",
    "Log any outstanding detentions.", "Homework is still outstanding for six.", "Show a grade 4 answer and a grade 6 answer.",
    "Move from a grade 4 to a grade 5.", "Seat the grade 3/4 borderline students in front.", "Aim at GCSE grade 4.",
    "a grade 3 piano piece", "a secure grasp", "a strong standard of work", "an exemplary paragraph", "the expected standard",
    "an exceptional case", "a satisfactory explanation", "one good example", "upgrade 2 slides", "moderated good work",
    "Have students say what is good, overall.", "Use 3 questions.",
])
def test_ordinary_words_are_no_grades(text: str) -> None:
    assert grade_words(text) == ()


@pytest.mark.parametrize(("text", "found"), [
    ("Sit D.K. near the front", ("D.K.",)),
    ("Ask J.B to begin", ("J.B",)),
    ("Help K.B. in 9D plan", ("K.B.",)),
    ("(D.K., J.B.)", ("D.K.", "J.B.")),
    ("A word with J. B. before the lesson", ("J. B.",)),
    ("A word with J.R.B. first", ("J.R.B.",)),
    ("Ask Ł.Ś. too", ("Ł.Ś.",)),
    ("R.S. has a TA beside him", ("R.S.",)),
    ("Let A.M. think before you move on", ("A.M.",)),
    ("Prompt P.M. first", ("P.M.",)),
])
def test_initials_are_seen(text: str, found: tuple[str, ...]) -> None:
    assert initials(text) == found


@pytest.mark.parametrize("text", [
    "e.g. a timer, i.e. ten minutes", "at 9 a.m. or 3 P.M.", "in the U.K. and the U.S.A.", "set H.W. on Fridays",
    "in P.E. and R.E.", "A B C", "in R.S.", "GCSE R.S. for Year 10", "at 10.30 A.M. on Friday", "the D.N.A. on the board",
    "Choose plan D. A pupil begins.", "www.oakfield.example", "Mr. B. Smith", "9D and 10B", "1.A or 2.B", "",
])
def test_short_forms_are_no_initials(text: str) -> None:
    assert initials(text) == ()


def test_days_and_hours_as_people_say_them() -> None:
    assert said_day(date(2026, 10, 6)) == "Tuesday 6 October"
    assert said_hours(time(15, 30), time(16, 30)) == "15:30 to 16:30"
    assert said_hours(time(8, 5), None) == "from 08:05"
    assert said_hours(None, time(16, 30)) == "until 16:30"
    assert said_hours(None, None) == ""


def test_long_lines_are_wrapped_with_their_indent() -> None:
    lines = wrapped("- " + "word " * 40).splitlines()
    assert lines[0].startswith("- word")
    assert all(line.startswith("  word") for line in lines[1:])


def test_an_address_stays_whole() -> None:
    link = "https://forms.example/" + "a-b" * 60
    assert link in wrapped(f"Here it is, at the end of a long sentence that must be broken somewhere: {link}").splitlines()


@given(st.text(alphabet=st.sampled_from("ab é-=+<{\n\r."), max_size=400))
def test_wrapping_loses_no_word_and_leaves_no_gap(text: str) -> None:
    done = wrapped(text)
    assert done.split() == text.split()
    assert "\n\n\n" not in done
    assert all(len(line) <= WIDTH or " " not in line.strip() for line in done.splitlines())
