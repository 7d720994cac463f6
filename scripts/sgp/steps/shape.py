"""The shape of a target: With [class], [one small step], so that [students ...]. By meeting 2, bring [one piece of evidence]."""

import re
from collections.abc import Sequence
from datetime import date

from sgp.contract import Focus, Observation
from sgp.wording import unfit

MOST_WORDS = 40
PURPOSE = "more students do well"
"""True of any step: what it is for where nothing else can be said."""
EVIDENCE = "a short note of what changed"
ANYWHERE = "With one class"
YEAR_TURNS = 8
"""The month with whose first day a school year begins."""
_YEAR = r"(?:[1-9]|1[0-3])"
_CLASS = (rf"(?:(?:Y|Yr|Year|Form|Grade) ?{_YEAR}|{_YEAR}(?:[A-Z]{{1,2}}|[a-z])\d?|{_YEAR}(?=/[A-Za-z]))"
          r"(?:/[A-Za-z]{1,5}\d?)?(?: [Ss]et \d)?")
_WHOLE_YEAR = re.compile(rf"(?:Y|Yr|Year) ?{_YEAR}")
_PLACE = re.compile(rf"(?:{_CLASS}|{_YEAR} [Ss]et \d|Reception|Nursery|Sixth form)(?![\w.])")
_IN_TEXT = re.compile(rf"\b(?![23]D\b|\d[a-z]\b){_CLASS}\b")
_IN_CLASS = re.compile(rf"\b(In|With|For|in|with|for) ({_CLASS})(?!\w|\.\w)")
_PLACED = re.compile(r"(?:in|with|for)\b", re.IGNORECASE)
_PURPOSE = re.compile(r"\bso that ([^.;:!?]+)[.!]?$")
_HAS_PURPOSE = re.compile(r"\bso (?!far\b|much\b|many\b|long\b|often\b|on\b)\w|\b(?:in order to|to make)\b", re.IGNORECASE)
_CAPITAL = re.compile(r"I\b|Do Now\b|\w+[A-Z]")
_OF_ITSELF = re.compile(r"bring\b|(?:ask|show|share|write|collect|count|record|take|keep|send) "
                        r"(?:an?|the|your|one|two|three|how|what|who|which)\b", re.IGNORECASE)
_MEASURE = re.compile(r"(?:seconds|minutes|hours|number|percentage|(?:[\w-]+ )?rate)\b", re.IGNORECASE)
_OLD_AND_NEW = re.compile(r"(?:old and|first and|before and) \w+ ", re.IGNORECASE)
_QUESTION = re.compile(r"(?:how|what|who|which|when|where|why|whether|if)\b", re.IGNORECASE)
_COUNTED = re.compile(r"(?:tally|photo|picture|copy|note|list|log|count|record|summary|sample)(?: (?:of|from|on|with|for|about)\b|$)",
                      re.IGNORECASE)


def target_text(step: str, evidence: str, focus: Focus, place: str) -> str:
    """A step in the shape, for the place that `place_of` gives.

    In 40 words where that can be: if need be without naming the class, then with less of a purpose.
    """
    purpose, brought = _purpose_of(focus), evidence or EVIDENCE
    ways = ((place, purpose), (ANYWHERE, purpose), (place, PURPOSE), (ANYWHERE, PURPOSE), (place, ""))
    texts = (_whole(step, *way, brought) for way in ways)
    return next((text for text in texts if len(text.split()) <= MOST_WORDS), "") or _whole(step, ANYWHERE, "", EVIDENCE)


def place_of(lessons: Sequence[Observation], day: date) -> str:
    """Where the step is tried: the newest lesson's class, or one like it if the class has moved up since; else just a class."""
    told = ((seen, found[0]) for seen in lessons if (found := _PLACE.match(seen.class_name)) and not unfit(found[0]))
    seen, name = next(told, (None, ""))
    if seen is None:
        return ANYWHERE
    return f"With {name if _of_this_year(seen.day, day) else _one_like(name)}"


def moved_up(text: str, then: date | None, day: date) -> str:
    """A text that was written on the day `then` as it is to be read now: the classes of an earlier school year have moved up."""
    return text if _of_this_year(then, day) else _IN_CLASS.sub(lambda found: f"{found[1]} {_one_like(found[2])}", text)


def _of_this_year(then: date | None, day: date) -> bool:
    return then is not None and then >= _year_began(day)


def _one_like(name: str) -> str:
    return f"a {name} class" if _WHOLE_YEAR.fullmatch(name) else f"a class like {name}"


def _year_began(day: date) -> date:
    return date(day.year - (day.month < YEAR_TURNS), YEAR_TURNS, 1)


def _purpose_of(focus: Focus) -> str:
    """What the focus's description says after "so that"; where it does not, the focus's name stands for it."""
    found = _PURPOSE.search(" ".join(focus.description.split()))
    ways = (found[1] if found else "", f"more students gain from {_small(focus.name)}")
    return next((way for way in ways if way and not unfit(way)), PURPOSE)


def _whole(step: str, place: str, purpose: str, evidence: str) -> str:
    return f"{_framed(step, place, purpose)} {_asked(evidence)}"


def _framed(step: str, place: str, purpose: str) -> str:
    """The step with its class and its purpose, unless it names them itself."""
    words = step.strip().rstrip(" .,;:!…")
    framed = words[:1].upper() + words[1:] if _PLACED.match(words) or _IN_TEXT.search(words) else f"{place}, {_small(words)}"
    return _stopped(f"{framed}, so that {purpose}" if purpose and not words.endswith("?") and not _HAS_PURPOSE.search(words) else framed)


def _asked(evidence: str) -> str:
    """What is brought to meeting 2. What is something to do, or a question, is asked for as such."""
    words = _small(evidence.strip().rstrip(" .,;:!…"))
    if _OF_ITSELF.match(words):
        return _stopped(f"By meeting 2, {words}")
    return _stopped(f"By meeting 2, bring {_article(words)}{words}")


def _article(words: str) -> str:
    """What "bring" needs before words that were noted in short."""
    if _MEASURE.match(words):
        return "a note of the "
    if _QUESTION.match(words):
        return "a note of "
    return "the " if _OLD_AND_NEW.match(words) else "a " if _COUNTED.match(words) else ""


def _small(words: str) -> str:
    return words if _CAPITAL.match(words) else words[:1].lower() + words[1:]


def _stopped(text: str) -> str:
    return text if text.endswith("?") else f"{text}."
