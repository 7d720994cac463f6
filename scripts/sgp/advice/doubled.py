"""Whether two targets stand where one should: a list, a second instruction, "and also"."""

import re
from collections.abc import Sequence

from sgp.advice.parts import listed, steps_in, words_in
from sgp.advice.vague import is_vague, names_only_areas

Two = tuple[str, str]
_DOING = frozenset("""
    add adapt adjust agree allow analyse annotate appoint arrange assess assign avoid be begin bounce break build call challenge change check
    circulate cold collect compare complete connect consider correct create cut deal deepen define deliver demonstrate deploy develop differentiate
    direct discuss display divide do draw emphasise encourage end engage enforce ensure establish expect explain extend finish focus follow get
    give greet group hand have help hold implement improve include incorporate increase insist introduce invite involve keep label leave let
    limit link list log look lower make manage mark maintain meet model monitor move narrate offer open organise pair pause phone pick place
    plan post practise praise prepare present promote prompt provide pre put question quiz raise reduce refer rehearse relate remind remove
    replace respond reteach revise revisit revise reward rotate rephrase scaffold script seat secure select set sequence share shorten show sit
    slow sort specify spend split stand start step stick stop stretch structure support tackle target teach tell think tighten time track
    underline use vary wait walk welcome work write
    ask read say repeat record review refine reflect try watch
""".split())
_BESIDE = frozenset("""
    agree allow be begin bring choose continue count do discuss film find finish invite jot keep leave let list look make note observe
    pick record reflect repeat review see share speak start stick stop talk tally tell time track try visit watch
""".split())
"""What helps the one step on, rather than being another: "Try it for a week.", "Watch a colleague."."""
_ALSO_BESIDE = re.compile(r"ask (?:a|an|your|the|one)? ?(?:colleague|friend|partner|mentor|buddy|neighbour|line manager|head of|sendco|technician)"
                          r"|(?:plan|set aside|spend) \w+ minutes", re.IGNORECASE)
_SOFTLY = frozenset("also and at could first finally i in lastly lesson must next now please secondly should the then to try we will you".split())
_BACK = frozenset("again both either here instead it its itself same them themselves then there these this those they".split())
_AND_ALSO = re.compile(r"(?:,|;| and|\.) also (?=(\w+))|,? plus (?=(\w+))", re.IGNORECASE)
_BESIDES = re.compile(r"(?:^|,? )(?:as well as|in addition to|on top of|alongside) ((?:\w+ing (?:a|an|the|your|their|all|every|each|more|better)\b|\w+).*)",
                      re.IGNORECASE)
_SECOND = re.compile(r"(?:(?:^|[,;] *)(?:in addition|additionally|furthermore|moreover|secondly)[, ]|(?:a |your )?second target\b|target 2\b"
                     r"|another target\b) *(?:is |to |:|,)*", re.IGNORECASE)
_AND_BETTER = re.compile(r",? (?:and|&) (?:to )?(?=(?:improve|develop|increase|raise|tackle|address|strengthen|work on|focus on)\b)", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:^|\s)\(?1[.)] *(?=([a-z]+))(.+?)[\s;,.]+(?:and )?\(?2[.)] *(?=([a-z]+))(.+)", re.IGNORECASE | re.DOTALL)
_GERUND = re.compile(r"\w+ing (?:a|an|the|your|their|all|every|each|more|better)\b", re.IGNORECASE)
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


def two_targets(text: str) -> Two | None:
    """The first two of several targets that stand in one text, or None."""
    return _as_list(text) or _in_sentences(steps_in(text))


def _as_list(text: str) -> Two | None:
    """Items of a list, unless they are the parts of one step that stands before them."""
    before, items = listed(text)
    if len(items) > 1 and not _is_doing(before):
        return items[0], items[1]
    found = _NUMBERED.search(text)
    return (found[2], found[4]) if found and {found[1].casefold(), found[3].casefold()} <= _DOING else None


def _in_sentences(steps: Sequence[str]) -> Two | None:
    asked = [step for step in steps if _is_doing(step)]
    for first, second in zip(asked, asked[1:], strict=False):
        if _is_other(first, second):
            return first, second
    return next((two for step in steps if (two := _in_one_sentence(step))), None)


def _in_one_sentence(step: str) -> Two | None:
    for joined in (*_AND_ALSO.finditer(step), *_AND_BETTER.finditer(step)):
        if next((g for g in joined.groups() if g), "improve").casefold() in _DOING:
            return _cut(step, joined)
    if (second := _SECOND.search(step)) and len(step) > second.end():
        return _cut(step, second)
    if (beside := _BESIDES.search(step)) and (names_only_areas(beside[1]) or _GERUND.match(beside[1])):
        one, _, other = beside[1].partition(", ")
        return (step[:beside.start()], beside[1]) if beside.start() else (one, other)
    parts = [p.strip() for p in step.split(";")]
    return next(((a, b) for a, b in zip(parts, parts[1:], strict=False) if _is_doing(b) and _apart(a, b) and not _points_back(b)), None) \
        or _areas(step)


def _areas(step: str) -> Two | None:
    """Two areas that are to get better at once: "questioning and behaviour"."""
    if " and " not in step and "," not in step and "&" not in step or not is_vague([step], {}):
        return None
    named = list({found[0].casefold(): None for pattern in _TOPICS.values() if (found := pattern.search(step))})
    return (named[0], named[1]) if len(named) > 1 else None


def _cut(step: str, at: re.Match[str]) -> Two:
    return step[:at.start()] or step, step[at.end():]


def _is_doing(step: str) -> bool:
    """Whether it tells somebody to do something."""
    return next((w for w in words_in(step) if w not in _SOFTLY), "") in _DOING


def _is_other(first: str, second: str) -> bool:
    """Whether the second instruction is another step: about something else, or about nothing that the first one said."""
    if _points_back(second) or _is_beside(second):
        return False
    if _topics(first) and _topics(second):
        return _apart(first, second)
    later = words_in(second)
    return len(later) > 4 and "the" not in later and not _telling(first) & _telling(second)


def _points_back(step: str) -> bool:
    return not _BACK.isdisjoint(words_in(step))


def _is_beside(step: str) -> bool:
    first = next((w for w in words_in(step) if w not in _SOFTLY), "")
    return first in _BESIDE or bool(_ALSO_BESIDE.match(step))


def _apart(first: str, second: str) -> bool:
    one, other = _topics(first), _topics(second)
    return bool(one and other) and not one & other and not _telling(first) & _telling(second)


def _topics(step: str) -> set[str]:
    return {topic for topic, words in _TOPICS.items() if words.search(step)}


def _telling(step: str) -> set[str]:
    """The beginnings of its longer words: two sentences that share one are about one thing."""
    return {w[:5] for w in words_in(step) if len(w) > 3 and w not in _COMMON}


_COMMON = frozenset("""
    also answer before class each every everyone have lesson lessons more students student students' pupils pupil pupils' that their then they
    this three time week weeks weekly when with your from into than after
""".split())
