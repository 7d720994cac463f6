"""What of teaching an instruction is about, so that two of them can be told apart."""

import re

from sgp.advice.parts import words_in

_TOPICS = {topic: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for topic, words in {
    "asking": r"questioning|questions?|cold.?call\w*|hands up|no opt out|wait time|thinking time|follow.?ups?",
    "checking": r"afl|assessment for learning|whiteboards?|mwbs?|exit tickets?|hinge|check(?:ing)? (?:for )?understanding|success criteria",
    "recall": r"retrieval|recall|quiz\w*|do now|knowledge organisers?|brain dumps?",
    "talk": r"oracy|talk|discussions?|debates?|sentence stems|full sentences|think.pair.share",
    "marking": r"mark|marks|marking|marked|feedback|dirt|green pens?|redraft\w*|books",
    "homework": r"homeworks?|home learning|h/?w",
    "behaviour": r"behaviour|sanctions?|warnings?|silence|low.level|chatter|door|entry|praise\w*|routines?|late|lateness|uniform|phones?",
    "assistants": r"tas?|lsas?|teaching assistants?|other adults?|support staff",
    "pace": r"pace|timers?|timings?|time limits?|transitions?|plenar\w+",
    "words": r"literacy|vocabulary|key (?:words?|terms?)|spellings?|spag|grammar|glossary|read(?:ing)? aloud",
    "showing": r"modelling|model|worked examples?|visualiser|wagolls?|scaffold\w*|writing frames?",
    "stretch": r"challenge|stretch|extension|most able|high(?:er)? (?:prior )?attainers?|hpas?",
    "access": r"send?|ehcps?|eal|adaptive|adapt\w*|differentiat\w+|passports?|seating",
}.items()}
_COMMON = frozenset(words_in("""
    after also answer before class each every everyone from have into lesson lessons more pupil pupils pupils' student students
    students' than that their then they this three time week weekly weeks when with your
"""))


def topics_in(step: str) -> dict[str, str]:
    """The topics a step is about, with the first words that say so."""
    found = {topic: words.search(step) for topic, words in _TOPICS.items()}
    return {topic: at[0] for topic, at in found.items() if at}


def apart(first: str, second: str) -> bool:
    """Whether both are about something known, and not about the same thing."""
    one, other = topics_in(first), topics_in(second)
    return bool(one and other) and not set(one) & set(other) and not share_a_word(first, second)


def share_a_word(first: str, second: str) -> bool:
    """Whether a longer word of one begins as one of the other does: they are about one thing then."""
    return not _telling(first).isdisjoint(_telling(second))


def _telling(step: str) -> set[str]:
    return {w[:5] for w in words_in(step) if len(w) > 3 and w not in _COMMON}
