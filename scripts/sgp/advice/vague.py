"""Whether a step names anything to do, or only an area of teaching to get better at."""

import re
from collections.abc import Mapping, Sequence
from itertools import islice

from sgp.advice.parts import without_class, words_in

_BETTER = frozenset(words_in("""
    address aim apply ask asking be become boost broaden build challenge check checking consider continue deal deepen develop
    developing differentiate do doing embed encourage engage engaging enhance ensure ensuring establish explore extend focus foster
    further get give have help implement improve improving include incorporate increase increasing involve keep look maintain make
    making manage managing meet monitor offer plan promote promoting provide providing raise raising reduce refine reflect review set
    sharpen show strengthen stretch support tackle target think tighten try use using vary widen work
"""))
_AREAS = frozenset(words_in("""
    ability accountability achievement adapt adaptation adapting adaptive afl ambition ambitious assessment assistant assistants
    atmosphere attainment attitude attitudes behavior behaviour cfu challenging clarity climate communication concentration confidence
    confident consistency consistent culture delivery deployment depth differentiated differentiation discipline disruption disruptive
    eal effort encouragement energy engaged engagement environment ethos expectation expectations feedback homework inclusion
    inclusive independence independent independently interactive interesting knowledge leadership learning literacy management marking
    metacognition metacognitive modelling motivated motivation needs numeracy oracy organisation outcomes pace pacing participation
    pastoral planning policies policy practice presence presentation productive progress punctuality questioning questions rapport
    regulation relationship relationships resilience resilient retrieval rigorous rigour routine routines rules sanctions scaffolding
    sen send structure subject ta tas teaching timing transition transitions understanding vocabulary wellbeing
"""))
_AROUND = frozenset(words_in("""
    a able about across activities all always amount an and any approach approaches appropriate appropriately are area areas around as
    aspect aspects at attainers attaining being best better between both by can class classes classroom clear clearer clearly closely
    consistently could deeper different during each effective effectively even every everyone everything excellent for from general
    good great greater group groups hand hard have having high higher how i in individual individuals into is it its key kind learner
    learners less lesson lessons level levels low lower more most much must my need needed of often on opportunities or other our out
    over overall own part pedagogy positive practices prior pupil pupils pupils' purposeful quality quieter range really regular
    regularly rich robust school schools should skill skills smoother so some stage strategies strategy strong stronger student
    students students' sure tasks technique techniques than that the their them there these they things this throughout time to
    towards up varied variety very way ways we well when where while whilst whole will with within work year you your yourself
"""))
_WISH = re.compile(
    r"(?:(?:aim|also|and|could|i|must|need|next|now|please|should|step|target|to|try|we|will|you|your)\b[:, ]*)*"
    r"(?:be (?!at\b|by\b|in\b|on\b|ready\b)|(?:address|better|boost|consider|consistent|continue|develop|enhance|ensure|focus|greater"
    r"|improve|increase|less|more|promote|raise|strengthen|stronger|tackle|think about|work (?:on|towards))\b)", re.IGNORECASE,
)
_EMPTY = _BETTER | _AREAS | _AROUND
_EXACT = frozenset(words_in("aloud daily eight five four half nine once one seven six ten three twice two weekly"))
_HOW = frozenset(words_in("by through using via with"))
_QUOTES = frozenset("“”‘\"")


def is_vague(steps: Sequence[str], short_forms: Mapping[str, str]) -> bool:
    """Whether no sentence of the target names a thing to do. `short_forms`: what "AfL" and the like stand for."""
    return all(_names_nothing(step, short_forms) for step in steps)


def names_only_areas(text: str) -> bool:
    """Whether the first words are an area of teaching: "behaviour", "your marking"."""
    return any(word in _AREAS for word in words_in(text)[:2])


def _names_nothing(step: str, short_forms: Mapping[str, str]) -> bool:
    spelt_out = (w for token in without_class(step).split() for w in _spelt_out(token.strip(".,;:!?()"), short_forms))
    telling = list(islice((w for w in spelt_out if w not in _EMPTY), 2))
    return not telling or (len(telling) == 1 and telling[0] not in _EXACT and _only_wishes(step))


def _spelt_out(token: str, short_forms: Mapping[str, str]) -> list[str]:
    return words_in(token if token.casefold() in _AREAS else short_forms.get(token, token))


def _only_wishes(step: str) -> bool:
    """Whether it begins like "improve" or "be more", and says neither how nor how often nor what in so many words."""
    words = words_in(step)
    exact = any(c.isdigit() for c in without_class(step)) or not _QUOTES.isdisjoint(step) or not _HOW.isdisjoint(words)
    return not exact and bool(_WISH.match(step))
