"""Whether two targets stand where one should: a list, a second instruction, "and also"."""

import re
from collections.abc import Sequence
from itertools import pairwise

from sgp.advice.parts import listed, steps_in, words_in
from sgp.advice.topics import apart, share_a_word, topics_in
from sgp.advice.vague import names_only_areas

Two = tuple[str, str]
_DOING = frozenset(words_in("""
    adapt add adjust agree allow analyse annotate arrange ask assess assign avoid be begin bounce break build call challenge change
    check circulate cold collect compare complete connect consider correct create cut deal deepen define deliver demonstrate deploy
    develop differentiate direct discuss display divide do draw emphasise encourage end enforce engage ensure establish expect explain
    extend finish focus follow get give greet group hand have help hold implement improve include incorporate increase insist
    introduce invite involve keep label leave let limit link list log look lower maintain make manage mark meet model monitor move
    narrate offer open organise pair pause phone pick place plan post practise praise pre prepare present promote prompt provide put
    question quiz raise read record reduce refer refine reflect rehearse relate remind remove repeat rephrase replace respond reteach
    review revise revisit reward rotate say scaffold script seat secure select sequence set share shorten show sit slow sort specify
    spend split stand start step stick stop stretch structure support tackle target teach tell think tighten time track try underline
    use vary wait walk watch welcome work write
"""))
_BESIDE = frozenset(words_in("""
    agree allow be begin bring choose continue count discuss do film find finish invite jot keep leave let list look make note observe
    pick record reflect repeat review see share speak start stick stop talk tally tell time track try visit watch
"""))
"""What helps the one step on, rather than being another: "Try it for a week.", "Watch a colleague."."""
_BESIDE_TOO = re.compile(
    r"ask (?:(?:a|an|one|the|your) )?(?:buddy|colleague|friend|head of|line manager|mentor|neighbour|partner|sendco|technician)"
    r"|(?:plan|set aside|spend) \w+ minutes", re.IGNORECASE)
_LEAD_IN = re.compile(r"^(?:(?:[,;&]|(?:(?:i|we|you) )?(?:could|must|need to|should|will)\b|also|and|finally|first|lastly|next|now|please"
                      r"|then|to|try to)\b[, ]*)*", re.IGNORECASE)
_FURTHER = re.compile(r"^(?:also|and|additionally|furthermore|in addition|moreover|plus|secondly)\b(?! to\b)[, ]*", re.IGNORECASE)
_BACK = frozenset(words_in("again both either here instead it its itself same them themselves then there these this those they"))
_AND_ALSO = re.compile(r"(?:[,;]|\band) also (\w+)|\bplus (\w+)", re.IGNORECASE)
_AND_BETTER = re.compile(r"(?:\band|&) (?:to )?(?:address|develop|focus on|improve|increase|raise|strengthen|tackle|work on)\b",
                         re.IGNORECASE)
_BESIDES = re.compile(r"\b(?:as well as|in addition to|on top of|alongside) (.+)", re.IGNORECASE)
_DOING_IT = re.compile(r"\w+ing (?:a|all|an|better|each|every|more|the|their|your)\b", re.IGNORECASE)
_SECOND = re.compile(r"[,;] *(?:in addition|additionally|furthermore|moreover|secondly)\b(?! to\b)|\b(?:second|another) target\b"
                     r"|\btarget (?:2|two)\b", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:^|\s)\(?1[.)] *(([a-z]+).{1,300}?)[\s;,.]+(?:and )?\(?2[.)] *(([a-z]+).{1,300})", re.IGNORECASE | re.DOTALL)
_PARTS = re.compile(r",|;|/| and | & ", re.IGNORECASE)
_SIGNS = ("also", "plus", "and ", "&", "as well", "addition", "on top", "alongside", "further", "moreover", "secondly", "target", ";")


def two_targets(text: str) -> Two | None:
    """The first two of several targets that stand in one text, or None."""
    found = _in_a_list(text) or _in_sentences(steps_in(text))
    return (found[0], _without_lead_in(found[1])) if found else None


def two_areas(text: str) -> Two | None:
    """Two areas that are to get better at once, in a text that names no step: "improve questioning and behaviour"."""
    named = [topics for step in steps_in(text) for part in _PARTS.split(step) if (topics := topics_in(part))]
    two = next((two for two in pairwise(named) if two[0].keys().isdisjoint(two[1])), None)
    return (next(iter(two[0].values())), next(iter(two[1].values()))) if two else None


def _in_a_list(text: str) -> Two | None:
    """Items of a list, unless they are the parts of one step that stands before them."""
    if "\n" in text:
        before, items = listed(text)
        if len(items) > 1 and not _is_doing(before):
            return items[0], items[1]
    found = _NUMBERED.search(text) if "1" in text and "2" in text else None
    return (found[1], found[3]) if found and {found[2].casefold(), found[4].casefold()} <= _DOING else None


def _in_sentences(steps: Sequence[str]) -> Two | None:
    asked = [step for step in steps if _is_doing(step)] if len(steps) > 1 else []
    told_apart = next((two for two in pairwise(asked) if _FURTHER.match(two[1]) or _is_other(*two)), None)
    return told_apart or next((two for step in steps if (two := _in_one_sentence(step))), None)


def _in_one_sentence(step: str) -> Two | None:
    small = step.casefold()
    return (_joined(step) or _besides(step) or _by_semicolon(step)) if any(sign in small for sign in _SIGNS) else None


def _joined(step: str) -> Two | None:
    """What "and also use ...", "plus ask ...", "and improve ...", "secondly, ..." add."""
    ways = (at for way in (_AND_ALSO, _AND_BETTER, _SECOND) for at in way.finditer(step))
    at = next((at for at in ways if at.re is not _AND_ALSO or (at[1] or at[2]).casefold() in _DOING), None)
    return (step[:at.start()], step[at.start():]) if at else None


def _besides(step: str) -> Two | None:
    """What "as well as" and "in addition to" join, where that is doing something or an area of teaching, not a thing."""
    at = _BESIDES.search(step)
    if not at or not (_DOING_IT.match(at[1]) or names_only_areas(at[1])):
        return None
    one, _, other = at[1].partition(", ")
    return (step[:at.start()], at[1]) if at.start() else (one, other)


def _by_semicolon(step: str) -> Two | None:
    halves = pairwise(step.split("; "))
    return next(((a, b) for a, b in halves if _is_doing(b) and not _points_back(b) and apart(a, b)), None)


def _without_lead_in(step: str) -> str:
    """The instruction itself, without "also", "in addition", "you should" and the like before it."""
    return _LEAD_IN.sub("", _FURTHER.sub("", step))


def _first_word(step: str) -> str:
    return next(iter(words_in(_without_lead_in(step))), "")


def _is_doing(step: str) -> bool:
    """Whether it tells somebody to do something."""
    return _first_word(step) in _DOING


def _points_back(step: str) -> bool:
    return not _BACK.isdisjoint(words_in(step))


def _is_other(first: str, second: str) -> bool:
    """Whether the second instruction is another step: about something else, or about nothing that the first one said."""
    if _points_back(second) or _first_word(second) in _BESIDE or _BESIDE_TOO.match(second):
        return False
    if topics_in(first) and topics_in(second):
        return apart(first, second)
    later = words_in(second)
    return len(later) > 4 and "the" not in later and not share_a_word(first, second)
