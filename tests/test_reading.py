"""From words to a focus: sides, negation, short forms, word families, typing errors, and what is left unsure."""

from dataclasses import replace

import pytest
from comment_files import LISTS, bank, focuses, seen, vocabulary_of

from sgp.config import read_language
from sgp.contract import Focus, Language
from sgp.contract.programme import CHOSEN, NOT_SURE, SURE
from sgp.reading import Reading, Vocabulary, keywords_in, read, read_text, vocabulary

LANGUAGE = read_language()
LEAN = vocabulary_of("lean")
QUESTIONING, RETRIEVAL, ORACY, ADAPTIVE = "Questioning", "Retrieval practice", "Oracy", "Adaptive teaching and SEND"
FEEDBACK, BEHAVIOUR, MODELLING = "Feedback and marking", "Behaviour and routines", "Modelling and scaffolding"
LITERACY = "Literacy and vocabulary"
AFL, CHALLENGE, METACOGNITION = "Assessment for learning", "Challenge and stretch", "Metacognition and self-regulation"
HOMEWORK, PACE, ASSISTANTS = "Homework and independent study", "Pace and transitions", "Use of teaching assistants"


def of(*named: tuple[str, str] | Focus, language: Language = LANGUAGE) -> Vocabulary:
    """A vocabulary of a few focuses, given as name and keywords."""
    return vocabulary([f if isinstance(f, Focus) else Focus(name=f[0], keywords=f[1]) for f in named], [], language)


def development(text: str, words: Vocabulary = LEAN) -> Reading:
    """What a comment in the box for development says."""
    return read(seen(text), words).development


# Which side

@pytest.mark.parametrize(("text", "focus"), [
    ("No need to work on questioning, which was superb - instead set homework weekly.", HOMEWORK),
    ("Questioning is a strength. Work instead on setting homework that is checked.", HOMEWORK),
    ("The starter quiz was lovely but the able ones were bored by the main task.", CHALLENGE),
    ("Retrieval starter is a strength; next, give homework a purpose", HOMEWORK),
    ("Behaviour is not a concern. Literacy is.", LITERACY), ("Not a behaviour issue, more the pace", PACE),
    ("not behaviour (that was great) but challenge", CHALLENGE), ("Behaviour? Not an issue. Pace? Slow.", PACE),
    ("Although the modelling was good, pupils needed longer to practise - pace", PACE),
    ("Although retrieval is strong pupils lack independence", METACOGNITION),
    ("Questioning, modelling and pace were all strong, homework was not set", HOMEWORK),
    ("Rather than more homework, give feedback", FEEDBACK), ("WWW: great modelling EBI more challenge", CHALLENGE),
    ("Strengths: oracy\nAreas for development: pace", PACE), ("+ lovely debate\n- marking behind", FEEDBACK),
    ("Main thing is feedback. Also less hands up.", FEEDBACK), ("Modelling - main point. Minor point: spellings.", MODELLING),
    ("Wait for silence; you talked over them", BEHAVIOUR), ("No-one was not ready. Timing!", PACE),
    ("Leave the marking as it is and focus on scaffolding", MODELLING),
    ("CFU before independent work pls", AFL), ("No worked example on the board, so many stuck", MODELLING),
])
def test_a_point_is_told_from_praise_and_from_what_is_waved_aside(text: str, focus: str) -> None:
    assert development(text).focus == focus


@pytest.mark.parametrize(("strengths", "strength", "point"), [
    ("WWW: calm entry, clear routines. EBI: check understanding with MWBs.", BEHAVIOUR, AFL),
    ("Good discussion but homework not set", ORACY, HOMEWORK), ("Strong modelling. Next time brief your TA.", MODELLING, ASSISTANTS),
    ("Excellent routines however pupils are passive; try cold call", BEHAVIOUR, QUESTIONING),
    ("No opt out, everyone answered", QUESTIONING, ""), ("Full sentences from all, WWW", ORACY, ""),
    ("Pupils could say why and were never stuck", METACOGNITION, ""),
])
def test_a_point_in_the_box_for_strengths_counts_for_development(strengths: str, strength: str, point: str) -> None:
    found = read(seen(strengths=strengths), LEAN)
    assert (found.strength.focus, found.development.focus) == (strength, point)


def test_praise_in_the_box_for_development_counts_only_where_it_is_marked() -> None:
    marked = read(seen("WWW: brilliant modelling. EBI: check understanding before they start."), LEAN)
    assert (marked.strength.focus, marked.development.focus) == (MODELLING, AFL)
    passing = read(seen("The modelling was brilliant but nobody set homework."), LEAN)
    assert (passing.strength, passing.development.focus) == (Reading(), HOMEWORK)


def test_an_agreed_step_is_development() -> None:
    assert read(seen(action="Put the timer on the board"), LEAN).development.focus == PACE
    assert read(seen("Lovely lesson", action="Set homework on Mondays"), LEAN).development.focus == HOMEWORK


# Chosen, sure, not sure, nothing

def test_what_was_chosen_wins_and_what_matched_for_it_is_told() -> None:
    found = read(seen("Homework not set. More cold call", "Oracy", development_focus=QUESTIONING, strength_focus=PACE), LEAN)
    assert found.development == Reading(QUESTIONING, CHOSEN, ("cold call",))
    assert found.strength == Reading(PACE, CHOSEN)
    assert read(seen(development_focus="Gone"), LEAN).development == Reading("Gone", CHOSEN)


@pytest.mark.parametrize("text", [
    "", " ", "n/a", "N/A", "-", ".", "?", "tbc", "none", "None from me, great stuff", "see email", "See separate email.", "Great lesson",
    "Nothing.",
    "Nothing to add", "Nothing to add - see email", "as discussed", "As discussed in our meeting", "Keep it up!", "none today!",
    "Thank you! Nothing but praise.", "Great to see", "Superb questioning.", "No further comments", "Will discuss when we meet", "👏",
    "Superb modelling, superb questioning, superb lesson.", "No need to work on behaviour", "http://school.example/feedback", "J.B.",
])
def test_where_no_point_is_made_nothing_is_said(text: str) -> None:
    assert development(text) == Reading()


@pytest.mark.parametrize(("text", "among"), [
    ("Pace. Homework.", {PACE, HOMEWORK}), ("The room was cold", set()), ("Everything seemed rather odd", set()),
])
def test_a_point_that_no_keyword_settles_is_left_to_a_person(text: str, among: set[str]) -> None:
    found = development(text)
    assert (found.focus, found.how, len(found.suggestions)) == ("", NOT_SURE, 3)
    assert among <= set(found.suggestions)


def test_suggestions_are_filled_up_by_whole_school_and_then_by_name() -> None:
    few = of(("B", "x"), ("A", "y"), Focus(name="D", whole_school=True), Focus(name="C", active=False))
    assert development("Untold matters", few).suggestions == ("D", "A", "B")
    assert development("Untold matters", of(("A", ""))).suggestions == ("A",)
    assert development("Untold matters", of()) == Reading("", NOT_SURE)


def test_likeness_suggests_and_never_asserts() -> None:
    words = of(Focus(name="Wellbeing", description="Noticing how staff and pupils feel, kindness, sleep"), ("Pace", "pace"))
    found = development("They look tired, think of sleep and kindness", words)
    assert (found.focus, found.how, found.suggestions[0]) == ("", NOT_SURE, "Wellbeing")
    assert development("More on wellbeing please", words).focus == "Wellbeing"
    assert development("Sleep, kindness, feel, noticing: pace", words).focus == "Pace"


def test_a_focus_that_is_not_active_is_not_read() -> None:
    assert development("pace", of(Focus(name="Pace", keywords="pace", active=False), ("Oracy", "talk"))).focus == ""


# Words

@pytest.mark.parametrize(("text", "words"), [
    ("Try cold calling: spread questions", ("cold calling", "spread questions")), ("COLD CALL, cold call", ("COLD CALL",)),
    ("Quesioning was thin", ("Quesioning",)), ("Cold call D.K. and answered it yourself", ("Cold call", "answered it yourself")),
])
def test_the_words_stand_as_they_were_written(text: str, words: tuple[str, ...]) -> None:
    found = development(text)
    assert (found.focus, found.words) == (QUESTIONING, words)


@pytest.mark.parametrize("text", ["Check Jay's understanding", "Check D.K. understanding", "Raise ambition - grade 9 answer never shown"])
def test_no_name_initials_or_grade_is_ever_quoted(text: str) -> None:
    assert not any(bad in " ".join(development(text).words) for bad in ("Jay", "D.K.", "grade"))


def test_initials_are_no_short_forms() -> None:
    assert development("Missing homework for K.O. and T.A. was not followed up").words == ("homework",)


@pytest.mark.parametrize(("text", "focus"), [
    ("AfL lacking", AFL), ("CFU b4 moving on", AFL), ("MWBs please", AFL), ("brief ur ta", ASSISTANTS), ("LSA idle", ASSISTANTS),
    ("TA's role", ASSISTANTS),
    ("SEN K not supported", ADAPTIVE), ("sen pupils lost", ADAPTIVE), ("EHCP strategies not seen", ADAPTIVE), ("DIRT!", FEEDBACK),
    ("WAGOLL pls", MODELLING),
    ("i do we do you do pls", MODELLING), ("I do, we do, you do", MODELLING), ("DNA not linked", RETRIEVAL), ("KOs for recall", RETRIEVAL),
    ("hw not set", HOMEWORK), ("set h/w", HOMEWORK), ("no home work in planners", HOMEWORK), ("HPAs coasting", CHALLENGE),
    ("SPaG", LITERACY),
    ("Qs closed", QUESTIONING), ("TPS needed", ORACY), ("BRIEF YOUR TA BEFORE THE LESSON", ASSISTANTS),
])
def test_short_forms_are_read(text: str, focus: str) -> None:
    assert development(text).focus == focus


@pytest.mark.parametrize("text", ["ta for having me in, dirt on the floor", "Please send them out in order",
    "SEND THEM OUT IN ORDER PLEASE"])
def test_what_is_another_word_in_lower_case_must_stand_in_capitals(text: str) -> None:
    assert not development(text).focus


@pytest.mark.parametrize(("text", "keyword"), [
    ("not volunteering", "volunteers"), ("let them discuss it", "discussion"), ("quizzes", "quiz"), ("quizzing", "quiz"),
    ("model it", "modelling"),
    ("Modelled", "modelling"), ("visualizer", "visualiser"), ("independently", "independence"), ("behave", "behaviour"),
    ("white boards", "whiteboards"),
    ("they ran out of the time", "run out of time"), ("plan, monitor, evaluate", "plan monitor evaluate"),
    ("check whole-class understanding", "check understanding"),
    ("self regulation", "self-regulation"), ("low level", "low-level"),
])
def test_a_family_of_words_meets(text: str, keyword: str) -> None:
    assert development(text, of(("Zed", keyword))).focus == "Zed"


@pytest.mark.parametrize(("text", "keyword"), [
    ("Late due to a fire drill", "due"), ("She reads the question", "reading"), ("Keep moved chairs tidy", "moving"),
    ("It was next time", "timing"),
    ("Remember to smile", "remember"), ("a marked improvement", "marked"), ("the pacemaker", "pace"), ("really", "recall"),
])
def test_relatives_that_mislead_do_not(text: str, keyword: str) -> None:
    assert not development(text, of(("Zed", keyword))).focus


@pytest.mark.parametrize(("text", "focus"), [
    ("Diferentiation needed", ADAPTIVE), ("retreival", RETRIEVAL), ("wrok on behaivour", BEHAVIOUR), ("Homwork", HOMEWORK),
    ("indepedence", METACOGNITION),
    ("vocabulry", LITERACY), ("transtions slow", PACE), ("mini whitebords", AFL),
])
def test_typing_errors_are_mended(text: str, focus: str) -> None:
    assert development(text).focus == focus


@pytest.mark.parametrize(("text", "keyword"), [("Mrs Scafold was in", "scaffold"), ("ask Marko", "marks"), ("tak", "talk; task"),
    ("bxxks", "books")])
def test_names_and_guesses_are_not_mended(text: str, keyword: str) -> None:
    assert not development(text, of(("Zed", keyword))).focus


@pytest.mark.parametrize("word", ["TA", "LSA", "teaching assistant", "other adults", "adult support", "support staff"])
def test_whoever_deletes_a_keyword_is_rid_of_what_means_the_same(word: str) -> None:
    with_it, without = of(("Team", "TA"), ("Pace", "pace")), of(("Team", "people"), ("Pace", "pace"))
    assert development(f"Use the {word} more", with_it).focus == "Team"
    assert not development(f"Use the {word} more", without).focus


def test_what_only_tells_of_a_keyword_counts_for_a_keyword_alone() -> None:
    assert development("It dragged and ran away with you, clock-watching; mind the pace", of(("Tempo", "pace"))).focus == "Tempo"
    assert development("It dragged, it took ages", of(("Tempo", "pace"))).focus == "Tempo", "two that tell of it"
    assert development("It dragged", of(("Tempo", "pace"))).how == NOT_SURE, "one alone is a guess"
    assert not development("It dragged, it took ages", of(("Pace", ""))).focus
    assert development("Mind the pace", of(("Pace", ""))).focus == "Pace"


@pytest.mark.parametrize(("keyword", "text"), [
    ("c++", "more c++ (again)"), ("(a", "do (a first"), ("A*", "aim for A* here"), ("Q", "too few Q here"), ("à poser", "Fragen à poser"),
    ("4Cs", "the 4Cs"),
    ("PAUSE button", "use the pause button"), ("R&D", "more R&D"), ("it's fine to fail", "say it's fine to fail"),
])
def test_a_keyword_may_be_anything(keyword: str, text: str) -> None:
    assert development(text, of(("Zed", keyword), ("Other", "zzz"))).focus == "Zed"


def test_a_keyword_that_two_focuses_share_settles_nothing() -> None:
    assert development("more talk", of(("A", "talk"), ("B", "talk"))).how == NOT_SURE


def test_a_text_of_no_side_is_about_what_it_names() -> None:
    assert read_text("Cold calling went so well that everyone thinks now", LEAN).focus == QUESTIONING
    assert read_text("With 9D, use an exit ticket, so that you see who needs help.", LEAN) == Reading(AFL, SURE, ("exit ticket",))
    assert read_text("n/a", LEAN) == Reading()


# A step's own keywords

@pytest.mark.parametrize(("text", "keywords", "found"), [
    ("Try cold call more.", "cold call; question", ("cold call",)), ("COLD\n  CALL", "cold call", ("cold call",)),
    ("quizzes", "quiz", ("quiz",)),
    ("a quiz, then", "quiz", ("quiz",)), ("starter quiz", "quiz; starter quiz", ("starter quiz",)), ("brief the TA", "TA", ("TA",)),
    ("the LSA", "TA", ("TA",)), ("ta for that", "TA", ()), ("exit-ticket", "exit", ("exit",)), ("c++ (again)", "c++", ("c++",)),
    ("nothing", "", ()),
    ("x", " ; ,\n", ()), ("", "quiz", ()), ("Fragen à poser", "à poser", ("à poser",)),
    ("they'd forgotten; quizes", "forgotten, quiz", ("forgotten", "quiz")),
])
def test_a_steps_keywords_are_found(text: str, keywords: str, found: tuple[str, ...]) -> None:
    assert keywords_in(text, keywords, LEAN) == found


def test_a_language_of_hardly_anything_will_do() -> None:
    bare = Language({}, frozenset(), frozenset())
    assert development("more quizzes", of(("Retrieval", "quiz"), language=bare)).focus == "Retrieval"
    named = replace(bare, first_names=frozenset({"quizz"}))
    assert development("ask Quizz", of(("Retrieval", "quizzes"), language=named)).focus == "Retrieval"


def test_every_shipped_keyword_is_read_for_its_own_focus() -> None:
    """Alone in a wish for more of it, whatever other focuses' keywords are like it."""
    shipped = vocabulary_of("shipped")
    for focus in focuses(LISTS["shipped"]):
        for keyword in focus.keywords.split("; "):
            found = development(f"More thought for this: {keyword}", shipped)
            assert found.focus in (focus.name, ""), keyword
            assert focus.name in (found.focus, *found.suggestions), keyword


def test_shipped_keywords_belong_to_one_focus_each() -> None:
    listed = [k.casefold() for f in focuses(LISTS["shipped"]) for k in f.keywords.split("; ")]
    assert len(listed) == len(set(listed))
    assert bank()
