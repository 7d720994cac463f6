"""What must hold of the reading of comments whatever people write."""

import random
import re
from time import process_time

import pytest
from comment_files import COMMENTS, LISTS, bank, focuses, rows, seen, vocabulary_of
from hypothesis import given, settings
from hypothesis import strategies as st

from sgp.config import read_language
from sgp.contract import Focus
from sgp.contract.programme import CHOSEN, NOT_SURE, SURE
from sgp.reading import Reading, keywords_in, read, read_text, vocabulary
from sgp.wording import grade_words, initials

LANGUAGE = read_language()
SHIPPED = vocabulary_of("shipped")
NAMES = {f.name for f in SHIPPED.focuses}
TOLD = [r["development_points"] for r in rows(COMMENTS / "tuning.csv")] + [r["strengths"] for r in rows(COMMENTS / "tuning.csv")]
SCRAPS = st.sampled_from(sorted({w for text in TOLD for w in re.findall(r"\S+|\s", text)}))
TEXTS = st.one_of(st.text(max_size=80), st.lists(SCRAPS, max_size=25).map(" ".join), st.sampled_from(TOLD))


def is_sound(found: Reading, cells: tuple[str, ...]) -> None:
    """What holds of every reading, given the cells it was read from."""
    assert bool(found.focus) == (found.how in (CHOSEN, SURE))
    assert bool(found.suggestions) == (found.how == NOT_SURE)
    assert found.how or found == Reading()
    assert {found.focus} | set(found.suggestions) <= NAMES | {""}
    assert len(set(found.suggestions)) in (0, 3)
    assert len(set(found.words)) == len(found.words)
    for word in found.words:
        assert word
        assert any(word in cell for cell in cells)
        assert not grade_words(word)
        assert not initials(word)


@given(TEXTS, TEXTS, TEXTS)
def test_any_comment_can_be_read(development: str, strengths: str, action: str) -> None:
    lesson = seen(development, strengths, action)
    found = read(lesson, SHIPPED)
    cells = (lesson.development, lesson.strengths, lesson.action_step)
    is_sound(found.strength, cells)
    is_sound(found.development, cells)
    is_sound(read_text(development, SHIPPED), (development,))


@given(TEXTS, st.sampled_from(sorted(NAMES)))
def test_what_was_chosen_always_wins(text: str, name: str) -> None:
    found = read(seen(text, text, development_focus=name, strength_focus=name), SHIPPED)
    assert (found.development.focus, found.development.how) == (found.strength.focus, found.strength.how) == (name, CHOSEN)


@settings(deadline=None, max_examples=30)
@given(st.text(max_size=60), st.text(max_size=40), st.text(max_size=20))
def test_any_keywords_can_be_written(text: str, keywords: str, name: str) -> None:
    focus = Focus(name=name or "x", keywords=keywords, description=text)
    made = vocabulary([focus], [], LANGUAGE)
    assert read(seen(text, text), made).development.focus in ("", focus.name)
    assert set(keywords_in(text, keywords, made)) <= {k.strip() for k in re.split(r"[;,\n]", keywords)}


@settings(deadline=None, max_examples=20)
@given(st.randoms(use_true_random=False), st.lists(st.sampled_from(TOLD), min_size=8, max_size=8))
def test_the_order_of_focuses_and_steps_does_not_matter(chance: random.Random, texts: list[str]) -> None:
    shuffled, steps = focuses(LISTS["shipped"]), bank()
    chance.shuffle(shuffled)
    chance.shuffle(steps)
    other = vocabulary(shuffled, steps, LANGUAGE)
    for text in texts:
        assert read(seen(text, text), other) == read(seen(text, text), SHIPPED)


@pytest.mark.parametrize("keywords", LISTS)
def test_no_ordinary_word_or_name_is_ever_mended(keywords: str) -> None:
    word = vocabulary_of(keywords).word
    assert not [w for w in LANGUAGE.words | LANGUAGE.first_names if word(w).mended or word(w.capitalize()).mended]


@settings(max_examples=300)
@given(st.sampled_from(sorted(LANGUAGE.words)), st.integers(0, 30), st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
def test_what_is_mended_is_one_or_two_letters_off(word: str, at: int, letter: str) -> None:
    wrong = word[:at] + letter + word[at + 1:]
    found = SHIPPED.word(wrong)
    if found.mended:
        assert found.plain != wrong
        assert abs(len(found.plain) - len(wrong)) <= 2
        assert wrong not in LANGUAGE.words


@pytest.mark.parametrize("text",
    ["a.b" * 9000, "- " * 20_000, "-" * 40_000, "\n\t" * 20_000, "not " * 9000, "but, " * 9000, "check " * 8000, "A." * 20_000])
def test_no_text_takes_long(text: str) -> None:
    start = process_time()
    read(seen().model_copy(update={"development": text, "strengths": text}), SHIPPED)
    assert process_time() - start < 5
