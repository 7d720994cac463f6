"""Whether what an observer agreed with a teacher is one clear step."""

import re
from collections.abc import Set

from sgp.contract.names import says_something
from sgp.steps.bank import LETTERS
from sgp.wording import unfit

SHORTEST, LONGEST = 3, 25
"""Words: a shorter text hardly says what to do, a longer one is no small step."""
DOINGS = frozenset(re.findall(r"\w+", """
    add agree allow annotate arrange ask assign begin bounce break brief bring call cap change check choose chunk circulate clarify
    close cold collect come compare complete correct count cover create cut deconstruct define demonstrate describe direct discuss
    display divide do draw drill elicit end establish explain extend feed fill film find finish follow gather get give go greet group
    hand have hide hold identify include insist introduce invite issue keep label lay lead leave let limit link list listen live log
    make map mark match measure meet mix model move name narrate number offer open organise organize pair park pass pause perform
    photograph pick place plan play point pose post practice practise praise prepare present preteach print probe project prompt provide
    put quiz rate read record redraft refer rehearse remind remove repeat rephrase replace reply reread reteach return reuse review
    revisit reward rotate run say scaffold schedule script seat select send separate set share show sit sketch slow sort speak spend
    split spread stand start state stay step stick stop structure sum swap switch take talk teach tell test think tick time track train
    trial trim try turn underline use vary visit wait walk warn watch welcome withhold work write
"""))
"""Words with which a step begins that can be done."""
_PART = re.compile(r"[.!?]\s+(?=[^\W\d_a-z])|;\s+|\s*\n\s*|\s[+&•*·–—-]\s|\s\(?\d[.)]\s")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_a-z])|\s*\n\s*")
_LEAD = re.compile(r"(?:[-–—•*·]+\s*|\(?\d[.)]\s*|(?:ebi|action(?: step)?|next steps?|step|targets?)(?:\s*[:=]|\s+[–-])\s*"
                   r"|(?:please|pls|always|also|just|try to|to|you (?:could|can|should|might))\s+)+", re.IGNORECASE)
_OPENINGS = tuple(re.compile(rf"(?:in|with|for|at|on|during|after|before|when|once|if|each|every)\b{rest}", re.IGNORECASE) for rest in (
    r"(?: (?:one|each|every|your|the|year|set))? [\w/]+ ", r"[^,]{1,60},\s*"))
_JOINED = re.compile(r"\b(?:and also|as well as|in addition|additionally|plus)\b", re.IGNORECASE)
_ABSTRACT = ("expectations|progress|progression|engagement|challenge|standards|differentiation|pace|opportunit(?:y|ies)|assessment|afl"
             "|questioning|behaviou?r|feedback|support|structure|oracy|literacy|modelling|marking|retrieval|learning")
_VAGUE = re.compile("|".join((  # the last: "Group work needs roles" is a remark, and tells nobody to do anything
    r"(?:work (?:on|towards?)|think about|go on|keep (?:up|on|going|working|trying)|try (?:and|being|improving|working))\b",
    r"\w+ (?:\w+ )?(?:more|better|less|fewer|greater|further|clearer)\b|(?:make|keep|get)\b.* more\b",
    rf"\w+ (?:[\w-]+ ){{0,2}}(?:{_ABSTRACT})(?:$|[,.:;]| (?:in|for|to|with|and|at|from|across|during|when|so|by|throughout|effectively)\b)",
    r".*\b(?:more (?:effective|consistent|regular)(?:ly)?|more often|effectively|where (?:possible|appropriate))\b",
    r"(?!ask|tell|check|explain)\w+ (?:of )?(?:[\w-]+ ){0,2}(?:was|were|needs?|could|should)\b",
)), re.IGNORECASE)
_WORD_ENDS = re.compile(r"[^a-z-]")
_INSIDE = re.compile(r"(?<=[^\s.!?:] )[^\W\d_a-z][^\W\d_A-Z]+")
_MONTHS = {"april", "may", "june", "august"}


def clear_step(text: str, first_names: Set[str]) -> str:
    """The one clear step that a text is, without what explains it; "" where it is none, is vague, is two, or must not be sent.

    `first_names` are in lower case: a text that seems to name a student is not sent.
    """
    if len(text) > LETTERS or not says_something(text) or unfit(text) or _JOINED.search(text):
        return ""
    if sum(bool(_doing(part)) for part in _PART.split(text)) != 1:
        return ""
    step = " ".join(_bare(_SENTENCE.split(text.strip())[0]).split())
    doing = _doing(step)
    fits = doing and SHORTEST <= len(step.split()) <= LONGEST and not _VAGUE.match(doing) and not _names(step, first_names)
    return step if fits else ""


def _names(text: str, first_names: Set[str]) -> bool:
    """Whether a word inside the text is written like a name, and is one."""
    return any(word in first_names and word not in _MONTHS for word in (found.casefold() for found in _INSIDE.findall(text)))


def _bare(part: str) -> str:
    """The part without a bullet, a label such as "Next step:" and words of politeness."""
    lead = _LEAD.match(part.strip())
    return part.strip()[lead.end() if lead else 0:]


def _doing(part: str) -> str:
    """The part from its first doing on, after an opening such as "In 10Q" or "When they arrive,"; "" where nothing is to be done."""
    bare = _bare(part)
    rests = (bare[found.end():] for opening in _OPENINGS if (found := opening.match(bare)))
    return next((rest for rest in (bare, *rests) if _begins_with_doing(rest)), "")


def _begins_with_doing(text: str) -> bool:
    """Whether it begins with a doing; of "cold-call" and "pre-teach" the whole counts, or the first part."""
    word = _WORD_ENDS.split(text.casefold(), maxsplit=1)[0]
    return not DOINGS.isdisjoint((word.replace("-", ""), word.partition("-")[0]))
