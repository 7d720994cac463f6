"""From words to a focus."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from schools import FOCUSES

from sgp.contract import Focus
from sgp.focus import keywords_in, leads, matches


@pytest.mark.parametrize(("text", "keywords", "found"), [
    ("Try cold call more.", "cold call; question", ("cold call",)), ("COLD\n  CALL", "cold call", ("cold call",)), ("quizzes", "quiz", ()),
    ("a quiz, then", "quiz", ("quiz",)),
    ("starter quiz", "quiz; starter quiz", ("starter quiz",)), ("brief the TA", "TA", ("TA",)), ("ta for that", "TA", ()),
    ("exit-ticket", "exit", ("exit",)),
    ("c++ (again)", "c++", ("c++",)), ("nothing", "", ()), ("x", " ; ,\n", ()), ("", "quiz", ()),
    ("Fragen à poser", "à poser", ("à poser",)),
])
def test_whole_words_are_found(text: str, keywords: str, found: tuple[str, ...]) -> None:
    assert keywords_in(text, keywords) == found


@pytest.mark.parametrize(("text", "names", "sure"), [
    ("cold call after a question, and one quiz", ["Questioning", "Retrieval"], True),
    ("a question and a quiz", ["Questioning", "Retrieval"], False),
    ("talk", ["Oracy"], True), ("lovely lesson", [], False),
])
def test_most_keywords_lead_and_a_tie_is_a_guess(text: str, names: list[str], sure: bool) -> None:
    found = matches(text, FOCUSES)
    assert [m.focus.name for m in found] == names
    assert leads(found) is sure


def test_the_order_of_focuses_does_not_matter() -> None:
    for focuses in permutations(FOCUSES):
        assert [m.focus.name for m in matches("talk, quiz and question", focuses)] == ["Questioning", "Oracy", "Retrieval"]


@given(st.text(max_size=60), st.text(max_size=40))
def test_any_text_and_any_keywords_can_be_read(text: str, keywords: str) -> None:
    assert len(matches(text, [Focus(name="x", keywords=keywords)])) <= 1
