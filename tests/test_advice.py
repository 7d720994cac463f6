"""Advice on the wording of targets: what is unwise is told, and what is well said is left alone."""

import csv
import timeit
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgp.advice import advice
from sgp.config import read_language
from sgp.contract import Language

SAMPLE = Path(__file__).parents[1] / "config" / "sample"
LANGUAGE = read_language()
BANK = list(csv.DictReader((SAMPLE / "Target_bank.csv").read_text(encoding="utf-8-sig").splitlines()))
STAFF = frozenset({"tom", "birch", "priya", "ffion", "ward", "amir", "oakfield", "drama", "hall"})
VAGUE, TWO, LONG, GRADE, INITIALS, NAME, SAME = ("step seems to be named", "Two targets", "words long", "grade", "initials", "name seems",
                                                 "the last cycle")


def told(text: str, before: str = "", known: frozenset[str] = STAFF) -> str:
    return "\n".join(a.what for a in advice(text, before, known, LANGUAGE))


def framed(step: str, evidence: str) -> str:
    small = step[0].lower() + step[1:].rstrip(".")
    return f"With 9K/Dr, {small}, so that every student thinks. By meeting 2, bring {evidence[0].lower()}{evidence[1:].rstrip('.')}."


@pytest.mark.parametrize("row", BANK, ids=lambda row: row["Step"][:30])
def test_every_step_of_the_bank_is_left_alone(row: dict[str, str]) -> None:
    for text in (row["Step"], framed(row["Step"], row["Evidence"])):
        assert [w for w in told(text).splitlines() if LONG not in w] == []


def test_no_two_steps_of_the_bank_are_taken_for_one() -> None:
    for row in BANK:
        same = [r["Step"] for r in BANK if SAME in told(framed(row["Step"], "a tally."), framed(r["Step"], "one book."))]
        assert same == [row["Step"]]


GOOD = """
Ask the question, pause, then say a name.
Model one answer live and keep it on the board.
Model one answer live. Keep it on the board while they write.
Cold call three students in each starter. Try it for two weeks.
Use a timer on the board for every task, and tell the class when half the time is gone.
With 10Q/En, ask “how do you know?” after each answer for one week, so that students give reasons. By meeting 2, bring three answers.
In 10Q ask 'how do you know?' after each answer for one week
Put the timer on the board for the practical
Use the whole-class feedback sheet for the Macbeth essay
Send Mrs B the plan on Monday
With 8B/Ma, use a Frayer model for three key words, so that students own the words.
Use Cornell notes once a week in Year 12.
Plan one question at each level of Bloom's taxonomy.
With 7A/En, read one page of Romeo and Juliet aloud together.
With 9P/Ge, show the Venn diagram before students compare China and India.
In French, have students answer in full sentences.
On Mondays, begin with five questions from March.
Give your TA a job in the first ten minutes. Ask them to note who is unsure.
Ask Tom to watch your first five minutes.
Ask Mr Birch for his seating plan and try it with 9K.
With a class like 9D/Fr, bounce one answer to a second student before you say whether it is right.
With 11B/Ma, have students sketch the graph before they use a formula, so that they can see the answer coming.
Ask two students to explain the same step in different words.
Show a good example as well as a poor one, and let students say why.
Plan for speaking as well as writing: one minute of paired talk before the paragraph.
Use a number line for carrying in addition and subtraction.
Write the learning question on the board; come back to it in the last five minutes.
Praise three students by what they did, not by name.
Use mini whiteboards for the hinge question. Then sort the class into two groups.
Set a two-minute quiz on last week's homework and go through it together.
Collect the missing homework each Friday.
Chase up outstanding homework on the day it is due.
Give students a mark scheme and let them mark one paragraph with a partner.
Have students move from a grade 4 answer to a grade 5 answer by adding one reason.
Improve one weak paragraph live with the class.
Develop questioning by asking “why?” twice in each discussion.
Ensure every student writes an answer on a whiteboard before you take one.
Stand at the door and greet each student by name.
Sit beside one student who is often stuck, and ask what the first step could be.
Check on two students within a minute of setting the task.
Use I do, we do, you do for one new method a week.
Give the Do Now before the register; keep it to five minutes.
Let students choose between two tasks with the same aim.
Swap one slide of text for a picture and a question.
With Y10, use think-pair-share before each big question. Give two minutes.
With 12/Bi, have students rate their confidence, so that they know where to begin.
With 7R/PE, show the skill once in silence, and again with three cues. By meeting 2, bring a short clip.
Use sentence stems for the debate, so that quieter students can join in. Bring two sentences you heard.
With 8Y/Hi, have students annotate one speech by Winston Churchill. By meeting 2, bring one copy.
Read King Lear aloud, stopping at three hard words.
Ask Year 11 to plan before they write.
Help Spanish speakers in 8M/Mu with a glossary of ten words.
Check in with SEND students first.
Be at the door.
think aloud more
Let students mark their own quiz in green pen; you look only at question five.
Ask EAL students to say the sentence before they write it.
Have Student A and Student B swap roles.
Use the AfL grid from the CPD folder in two lessons.
With 9K/Dr, Mark five books live while students work.
With 10A/Sc, Will a circle do? Ask students to test it.
""".strip().splitlines()


@pytest.mark.parametrize("text", GOOD)
def test_what_is_well_said_is_left_alone(text: str) -> None:
    assert told(text) == ""


@pytest.mark.parametrize("text", """
improve questioning
Improve questioning.
more pace
Pace
work on behaviour
Be more consistent.
be consistent with routines
ensure progress
develop AfL
Use more AfL
Develop CFU
Better challenge for the most able
Challenge the most able.
Make lessons more engaging.
Ensure that all students make good progress in every lesson.
With 9K/Dr, improve questioning, so that every student thinks. By meeting 2, bring a tally of who answered.
With one class, develop your use of assessment for learning, so that students know how they are doing.
In 10Q, improve the quality of questioning. By meeting 2, bring three questions.
Focus on differentiation
Continue to develop adaptive teaching strategies to meet the needs of all learners.
Think about seating
Use a range of strategies to engage students
Try to raise expectations.
Improve behaviour at the door
Increase student engagement
Embed retrieval practice
You should improve your marking and feedback.
Target: support SEND students
Work on entry routines
Have higher expectations
Your subject knowledge is strong. Improve questioning.
With 9K/Dr, so that every student thinks. By meeting 2, bring a tally.
Look at behaviour in 9K
Make sure that all students are making progress
Be stricter
Marking needs to improve
Further develop adaptive teaching
Pace and challenge
Keep up the good work
Use of TA
""".strip().splitlines())
def test_a_vague_target_is_told(text: str) -> None:
    assert VAGUE in told(text)


@pytest.mark.parametrize("text", [
    "- Use cold call\n- Mark books weekly",
    "• Cold call three students\n• Greet students at the door",
    "1. Use a timer for each task\n2. Use exit tickets on Fridays",
    "1) use a timer 2) mark five books live",
    "Targets:\n- pace\n- questioning",
    "With 9K/Dr, use cold call and also mark books weekly, so that every student thinks.",
    "Use cold call in each lesson, and also improve your marking.",
    "Use cold call as well as marking every book",
    "Improve questioning as well as behaviour",
    "In addition to marking five books live, use cold call",
    "Use a timer for each task. In addition, set homework in the first ten minutes.",
    "Use a timer for each task. Also set homework in the first ten minutes.",
    "Cold call three students in each starter. Set homework every Monday.",
    "With 9K/Dr, cold call three students, so that all think. Greet students at the door. By meeting 2, bring a tally.",
    "Use mini whiteboards before independent work. Mark books every Friday with one question.",
    "Use a visualiser to show one example. Improve your use of the TA.",
    "Cold call three students; set homework in the first ten minutes.",
    "Use cold call and improve marking",
    "improve pace, questioning and marking",
    "Work on behaviour and marking",
    "Ask one follow-up to every answer, plus use exit tickets on Fridays.",
    "Use a timer. Secondly, have students mark with green pens.",
    "Rehearse one routine until it takes a minute. Furthermore, plan a hinge question.",
    "Use cold call. In addition use exit tickets at the end of each lesson.",
    "Focus on questioning. Also, use mini whiteboards before independent work.",
    "Improve your questioning and also try to mark books more often",
    "Set two targets: cold call every lesson; mark books weekly.",
    "Use sentence stems. A second target is to use exit tickets.",
])
def test_two_targets_in_one_are_told(text: str) -> None:
    assert TWO in told(text)


def test_the_two_are_quoted_in_a_few_words() -> None:
    found = advice("Cold call three students in each starter, by name. Set homework every Monday.", "", STAFF, LANGUAGE)
    assert [(a.what, a.mend) for a in found] == [(
        "Two targets seem to stand here: “Cold call three students in each starter …” and “Set homework every Monday”.",
        "Keep the one that matters more.")]


@pytest.mark.parametrize("text", [
    "Sit with Jay for the first five minutes.",
    "The text was too hard for Jay, who has dyslexia: give him three headings.",
    "Check on Mohammed A. within a minute of setting the task.",
    "Ask Sam M to begin the discussion.",
    "With 9K/Dr, ask Aisha two questions, so that she thinks.",
    "With 9K/Dr, ask two questions, so that Zofia answers in sentences.",
    "Seat Grace near the front.",
    "Give Will and Tom one task card each.",
    "Have two students work with Mark on the plan.",
    "Jack needs three headings to begin his paragraph.",
    "Oluwaseun to sit at the front for two weeks.",
    "Move Siân’s seat to the front for one week.",
    "Use a timer with Li Wei and tally how often he begins.",
    "Set one extra problem for Callum each lesson.",
    "Praise Mary-Kate twice a lesson.",
    "Check in with Thandeka before the task begins.",
    "Sit with Xhulzim for five minutes.",
    "Ask a student named Qwentyn first.",
    "ask mohammed one question a lesson",
    "sit with aleksandra for five minutes",
    "Sit with DK for five minutes.",
    "Ask TW to sum up the last answer.",
    "Help the pupil KB with the first question.",
    "With Aisha, agree one signal for help.",
    "Have a short talk with Gurpreet at the door each Monday.",
])
def test_a_students_name_is_told_and_not_repeated(text: str) -> None:
    found = [a for a in advice(text, "", STAFF, LANGUAGE) if NAME in a.what]
    assert len(found) == 1
    assert not any(word in found[0].what for word in ("Jay", "Mohammed", "Aisha", "Grace", "DK", "KB"))


def test_where_the_name_stands_is_told() -> None:
    assert told("Sit with Jay for the first five minutes.") == "A student's name seems to stand here, after “Sit with”."
    assert told("Mohammed to sum up one answer a week.") == "A student's name seems to stand here, at the beginning."


def test_no_name_is_quoted_by_other_advice() -> None:
    said = told("Cold call Aisha in each starter. Set homework for D.K. every Monday. Outstanding!")
    assert TWO in said
    assert GRADE in said
    assert not any(word in said for word in ("Aisha", "D.K", "Outstanding"))


@pytest.mark.parametrize("text", [
    "Ask Priya to watch your starter.", "Sit with Ffion and plan three questions.", "Use the lamp in the Hall for one scene.",
])
def test_known_words_name_no_student(text: str) -> None:
    assert told(text) == ""


def test_initials_and_grades_are_told() -> None:
    assert INITIALS in told("Sit D.K. near the front.")
    assert GRADE in told("Requires improvement: ask three questions from memory.")


def test_a_long_target_is_told() -> None:
    forty = " ".join(["Ask", "three", *["short"] * 37, "questions."])
    assert LONG not in told(forty)
    assert "It is 41 words long." in told(forty.replace("Ask", "Now ask"))
    assert LONG not in told(forty.replace("Ask", "– Ask"))


LAST = ("With 9K/Dr, cold call: ask the question, pause for three seconds, then say a name, so that every student thinks. "
        "By meeting 2, bring a tally.")


@pytest.mark.parametrize("text", [
    LAST,
    LAST.upper(),
    LAST.replace("9K/Dr", "10A/Sc"),
    "Cold call: ask the question, pause for three seconds, then say a name.",
    "With one class, cold call: ask the question, pause for three seconds, then say a name, so none hides. By meeting 2, bring a page.",
    "With Y10, cold call: ask the question, pause three seconds, then say a name.",
])
def test_the_same_step_as_last_time_is_told(text: str) -> None:
    assert SAME in told(text, LAST)


@pytest.mark.parametrize("text", [
    "With 9K/Dr, bounce an answer to a second pupil before you say whether it is right, so that all think. By meeting 2, bring a tally.",
    "With 9K/Dr, count to five in your head after each big question, so that every student thinks. By meeting 2, bring a tally.",
    "Cold call with lolly sticks in one lesson.",
])
def test_another_step_is_not_the_same(text: str) -> None:
    assert told(text, LAST) == ""


@pytest.mark.parametrize("text", ["", "  \n ", " "])
def test_nothing_is_said_of_nothing(text: str) -> None:
    assert advice(text, LAST, STAFF, LANGUAGE) == ()


def test_without_a_language_no_name_is_guessed_from_the_list() -> None:
    assert advice("Sit with Jay for five minutes.", "", frozenset(), Language()) == ()


@given(st.text(max_size=300), st.text(max_size=60))
def test_any_text_can_be_looked_at(text: str, before: str) -> None:
    found = advice(text, before, STAFF, LANGUAGE)
    assert found == advice(text, before, STAFF, LANGUAGE)
    assert all(a.what and a.mend and len(a.what) < 700 for a in found)


@given(st.lists(st.sampled_from([*GOOD, "Improve pace.", "\n- ", "and also", "“", "Jay", "so that", "1.", "By meeting 2, bring"]),
                max_size=8))
def test_targets_put_together_can_be_looked_at(parts: list[str]) -> None:
    assert isinstance(advice(" ".join(parts), GOOD[0], STAFF, LANGUAGE), tuple)


def test_it_is_quick() -> None:
    texts = [framed(row["Step"], row["Evidence"]) for row in BANK]
    once = min(timeit.repeat(lambda: [advice(t, LAST, STAFF, LANGUAGE) for t in texts], number=1, repeat=5)) / len(texts)
    assert once < 0.001, f"{once * 1e6:.0f} microseconds a target"


def test_given_names_leave_out_what_else_they_could_mean() -> None:
    names = LANGUAGE.first_names
    assert len(names) > 3000
    assert {"jay", "mohammed", "aisha", "siân", "sian", "oluwaseun", "zofia", "gurpreet", "wei", "callum", "tiago", "zeynep"} <= names
    other = "monday may june french german polish macbeth romeo frayer cornell bloom venn china paris summer mark's ta eal the and us"
    assert not names & set(other.split())
    listed = [line for line in (SAMPLE.parent / "language" / "first_names.txt").read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    assert listed == sorted(set(listed))
