"""Whether a step names anything to do, or only an area of teaching to get better at."""

from collections.abc import Mapping, Sequence

from sgp.advice.parts import words_in

_BETTER = frozenset("""
    address aim apply be become boost broaden build challenge check checking consider continue deal deepen develop developing differentiate
    embed encourage engage engaging enhance ensure ensuring establish explore extend focus foster further get give have help implement improve
    improving include incorporate increase increasing involve keep know look maintain make making manage managing meet monitor offer plan
    promote promoting provide providing raise raising reduce refine reflect review set sharpen show strengthen stretch support tackle target
    think tighten try understand use using vary widen work
""".split())
_AREAS = frozenset("""
    ability accountability achievement adapt afl adaptation adapting adaptive ambition ambitious assessment assistant assistants atmosphere
    attainment attitude attitudes behavior behaviour cfu challenging clarity climate communication concentration confidence confident
    consistency consistent culture delivery deployment depth differentiated differentiation discipline disruption disruptive eal effort
    encouragement energy engaged engagement environment ethos expectation expectations feedback homework inclusion inclusive independence
    independent independently interactive interesting knowledge learning leadership literacy management marking metacognition metacognitive
    modelling motivated motivation needs numeracy oracy organisation outcomes pace pacing participation pastoral planning practice presence
    presentation productive progress punctuality questioning rapport regulation relationship relationships resilience resilient retrieval
    rigorous rigour routine routines scaffolding sen send structure subject ta tas teaching timing transition transitions understanding
    vocabulary wellbeing
""".split())
_AROUND = frozenset("""
    a able about across activities all always amount an and any appropriate appropriately approach approaches are area areas around as aspect
    aspects at attainers attaining being best better between both by can class classes classroom clear clearer clearly closely consistently
    could deeper different during each effective effectively even every everyone everything excellent for from general good great greater
    group groups hand hard have having high higher how i in individual individuals into is it its key kind learner learners less lesson lessons
    level levels low lower more most much must my need needed of often on opportunities or other our out over overall own part pedagogy positive
    practices prior purposeful pupil pupils pupils' quality quieter range really regular regularly rich robust school schools should skill skills
    smoother so some stage strong stronger strategies strategy student students students' technique techniques than that the their them there these
    they things this throughout time to tasks towards up varied variety very way ways we well when where while whilst whole will with within
    work year you your yourself
""".split())
_OPENINGS = frozenset("""
    address be better boost consider consistent continue develop enhance ensure focus greater improve increase less more promote raise
    strengthen stronger tackle think work
""".split())
_SOFTLY = frozenset("aim also could i is must need needs next now please should step target to try we will you your".split())
_HOW = frozenset("by through using via with".split())
_QUOTES = frozenset("“”‘\"")


def is_vague(steps: Sequence[str], short_forms: Mapping[str, str]) -> bool:
    """Whether no sentence of the target names a thing to do. `short_forms`: what "AfL" and the like stand for."""
    return all(_names_nothing(step, short_forms) for step in steps)


def names_only_areas(text: str) -> bool:
    """Whether the first words are an area of teaching: "behaviour", "your marking"."""
    return any(word in _AREAS for word in words_in(text)[:2])


def _names_nothing(step: str, short_forms: Mapping[str, str]) -> bool:
    words = [w for token in step.split() for w in _spelt_out(token.strip(".,;:!?()"), short_forms)]
    telling = set(words) - _EMPTY
    if len(telling) != 1:
        return not telling
    opening = next((w for w in words if w not in _SOFTLY), "")
    exact = any(c.isdigit() for c in step) or not _QUOTES.isdisjoint(step) or telling & _EXACT
    return opening in _OPENINGS and not exact and _HOW.isdisjoint(words)


def _spelt_out(token: str, short_forms: Mapping[str, str]) -> list[str]:
    return words_in(token if token.casefold() in _AREAS else short_forms.get(token, token))


_EMPTY = _BETTER | _AREAS | _AROUND
_EXACT = frozenset("daily eight five four half nine once one seven six ten three twice two weekly".split())
