"""Advice on the wording of targets: what is unwise is told, and what is well said is left alone."""

import csv
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgp.advice import STUDENT, advice
from sgp.config import read_language
from sgp.contract import Language

SAMPLE = Path(__file__).parents[1] / "config" / "sample"
LANGUAGE = read_language()
BANK, RAW_BANK = (list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())) for path in (
    SAMPLE / "Target_bank.csv", Path(__file__).parent / "oakfield" / "target_bank.csv"))
STAFF = frozenset({"tom", "birch", "priya", "ffion", "ward", "amir", "oakfield", "drama", "hall"})
VAGUE, TWO, LONG, SAME = ("step seems to be named", "Two targets", "words long", "the last cycle")


def told(text: str, before: str = "", known: frozenset[str] = STAFF) -> str:
    return "\n".join(a.what for a in advice(text, before, known, LANGUAGE))


def framed(step: str, evidence: str) -> str:
    small = step[0].lower() + step[1:].rstrip(".")
    return f"With 9K/Dr, {small}, so that every student thinks. By meeting 2, bring {evidence[0].lower()}{evidence[1:].rstrip('.')}."


@pytest.mark.parametrize("row", [*BANK, *RAW_BANK], ids=lambda row: row["Step"][:30])
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
With 8B/Ma, narrate your thinking for the first two lines of each proof, so that students hear how one decides. By meeting 2, bring a photo.
With 12/Bi, give every student a role card in the practical, so that nobody watches. By meeting 2, bring the cards.
Start each lesson with a five-question quiz from memory; reveal answers one at a time.
With Y7, stand still and silent at the front until everyone looks at you.
Pick one misconception per topic and write the question that reveals it.
Do a two-minute round the room at the start of independent work, pens down, eyes on books.
Replace "any questions?" with "what is the first step?".
With 10C/Co, use Python turtle to show the loop before they code their own.
Post the WAGOLL on Teams before homework is due.
In Drama, have students freeze-frame a scene from Blood Brothers and say one line each.
With 11X/Te, hand over the demonstration: let a student explain what you are doing.
Plan where your TA stands in each phase and tell her on Monday.
With 9D/Fr, speak only French for the first ten minutes.
Use the Kagan structure Rally Robin for two minutes before writing.
When you circulate, carry a pen and mark one line in ten books.
Show your workings, hide the answer, ask for the next step.
With 13/Ec, let each student write one exam question and swap it with a partner.
Give sentence starters (I agree because, I disagree because) in one debate.
Change the seats of the back row and tell them why.
Set up an equipment box by the door so students do not ask you for pens.
Try a silent debate: students write their replies on sugar paper around the room.
Have students explain Pythagoras' theorem to a partner in one minute.
Ask the SENCO for one strategy for a student in 9P.
Ring one parent a week with good news.
With 7C/Sc, pre-teach “osmosis”, “diffusion” and “gradient” with a picture each.
Use Rosenshine's daily review: five minutes, five questions, books closed.
Ask students to quote from An Inspector Calls without the book.
With 10Q/En, model how to embed a quotation, using Lady Macbeth's speech.
Set the scene with a photo of Florence in 1490 and ask what they notice.
Teach the Tudor timeline with dual coding: an icon for each event.
Use a Now / Next board with one student who finds change hard.
Introduce the task before handing out the worksheet, and check three students can say it back.
Plan one moment in each lesson when students talk for one minute and you only listen.
Film five minutes of your explanation and count the words students do not know.
Praise in public, correct in private: go to the student's desk and crouch.
With 8M/Mu, clap the rhythm, students echo, then they write it down.
Cold call, but warn the student one question ahead.
Ask "What makes you say that?" before you say right or wrong.
Prepare two hints on cards for question 3 and give them out only when asked.
With 9K/Dr, count down from five, so that all are still. Write the count on the board.
With 10A/Sc, show Marie Curie's notebook page before the radiation practical.
Give students the mark scheme on Wednesday and the test on Friday.
Have pupils read silently for four minutes at the start of Form Time.
Leave ten seconds after a student answers before you reply. Say nothing, and nod.
Use think, pair, share with a timer (30 seconds, 60 seconds, 90 seconds).
Divide the lesson into three parts and write the end time of each on the board.
Ask each table for one question they still have at the end.
Encourage students to use “because” in every spoken answer for a fortnight.
Build in a two-minute check of last week's key words before new ones.
Help students see the difference between weight and mass with two labelled pictures.
Provide a word mat with ten key terms for the essay.
Focus on one routine: bags off, books out, date written within two minutes.
Be at the door when the bell rings.
Increase wait time to five seconds after every open question.
Reduce teacher talk to ten minutes before students do something.
Support two EAL students with a bilingual glossary of the unit's ten key words.
With 9K/Dr, use the visualiser to model question 1, thinking aloud, so that students see how to begin. By meeting 2, bring a photo.
Adopt the 3-2-1 exit ticket on Fridays
With 7A/En, pause Lady Macbeth's speech twice and ask what she wants.
Watch Tom teach 8B and borrow one routine.
With 10C/Co, let pairs debug code: one drives, one navigates, swap after five minutes.
Have Year 9 peer assess with two stars and a wish.
Use Cold Call in the Starter and in the Plenary.
With Y10, Cold Call: ask, pause, then name.
Set Seneca homework on Tuesday, quiz on Thursday.
For the German oral, rehearse three answers with a partner.
Prompt, then hint, then model: never give the answer first.
Plan the lesson backwards from the last question. Write that question on the board at the start.
Use a seating plan. Put the two who chat at the front.
Give each table one mini whiteboard. Students take turns to write.
Teach students to use a checklist. Review it after a fortnight.
Check the register silently while students do the quiz.
Keep Tuesday's lesson free for redrafting.
Show, don't tell: act out the water cycle
Try think-pair-share
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
Be more consistent with sanctions
Do more retrieval
Improve questioning by asking better questions
Ask better questions.
Make your expectations clear
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
    "Make Will the timekeeper.",
    "Sit with Jay King for five minutes.",
    "Keep Leo on task with a checklist",
    "so Tyler stops calling out, move his seat",
    "Use Ahmed's interest in football in two examples.",
    "Seat AB next to CD.",
    "Make sure Ellie-Mae has her overlay.",
])
def test_a_students_name_is_told(text: str) -> None:
    assert [a.what for a in advice(text, "", STAFF, LANGUAGE)].count(STUDENT.what) == 1


def test_nothing_of_a_target_is_quoted() -> None:
    said = told("Improve Aisha's questioning in the starter and also set homework for Jack every Monday.")
    assert TWO in said
    assert not any(word in said.casefold() for word in ("aisha", "questioning", "starter", "homework", "jack", "monday"))


@pytest.mark.parametrize("text", [
    "Ask Priya to watch your starter.", "Ask Priya-Ffion to watch your starter.", "Ask Priya's class what helps.",
    "Sit with Ffion and plan three questions.", "Use the lamp in the Hall for one scene.",
])
def test_known_words_name_no_student(text: str) -> None:
    assert told(text) == ""


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


@pytest.mark.parametrize("part", ["1. ", "1. a 2. ", "With a ", "so that ", "and also ", "Jay ", "so ", "\n- ", ", also", "ask ", "M.", "“",
                                  "2", ";, "])
def test_a_long_text_takes_no_longer_than_its_length(part: str) -> None:
    begun = time.process_time()
    advice(part * (20_000 // len(part)), part * 200, STAFF, LANGUAGE)
    assert time.process_time() - begun < 2


def test_given_names_leave_out_what_else_they_could_mean() -> None:
    names = LANGUAGE.first_names
    assert len(names) > 3000
    assert {"jay", "mohammed", "aisha", "siân", "sian", "oluwaseun", "zofia", "gurpreet", "wei", "callum", "tiago", "zeynep"} <= names
    other = "monday may june french german polish macbeth romeo frayer cornell bloom venn china paris summer mark's ta eal the and us"
    assert not names & set(other.split())
    listed = [line for line in (SAMPLE.parent / "language" / "first_names.txt").read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    assert listed == sorted(set(listed))
