"""Whether a student's name stands in a target: a given name as a sentence uses one, or a word that can only be a name there."""

import re
from collections.abc import Iterator

from sgp.advice.parts import words_in
from sgp.contract import Language

Span = tuple[int, int]
_WORD = re.compile(r"(?<![\w’'./-])[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_BEFORE = re.compile(r"([^\W\d_]+)? *([^\w\s]*)\s*$")
_AFTER = re.compile(r"(?:[’']s?)? *([^\w\s]?) *([^\W_]*)")
_SOMEBODY = re.compile(
    r"(?:.*[^\w])?(?:(?:check|pair|sit|sitting|speak|talk|work)(?: in)? (?:by|on|to|with)|ask|behind|beside|boy|called|child|encourage|girl"
    r"|give|help|let|listen to|move|named|near|next to|praise|prompt|pupils?|remind|seat|sit|students?|support|tell) $",
    re.IGNORECASE | re.DOTALL)
_PART = re.compile("[-']")
_FRAME = re.compile(r"\s*(?:with|in|for)\b[^,.;]{1,40}, $", re.IGNORECASE)
_TITLES = frozenset(words_in("""
    aunt captain doctor dr emperor empress governor king lady lord madam miss mister mr mrs ms mx president prince princess prof
    professor prophet queen saint sir st tsar uncle
"""))
_NO_NAME_AFTER = frozenset(words_in("a an any both each every its my no one our the two your"))
_STOPS = frozenset(".!?:;“\"‘'(•–—*-")
_DOES = frozenset(words_in("finishes needs often sits still struggles"))
_NEXT = frozenset(words_in("""
    a about after and answers as at before by each every first for how if in near needs next on once one or sits so the then to twice
    what when where which who why with within
"""))
_NO_NAMES = re.compile(r".*(?:ians?|ish|ese|ean|ic|ists?|ism|ing|ed|tion|ly)|dutch|french|german|google|greek|kahoot|latin|maths|ofsted"
                       r"|powerpoint|quizlet|send?co|seneca|sparx|teams|welsh")
_FAMOUS = frozenset(words_in("""
    angelou attenborough blake bohr boleyn christie churchill columbus cratchit curie dahl darwin dickens duffy earhart einstein
    elliot eyre fawkes fleming frank franklin freud gandhi hawking heaney hitler jenner keller king lemov lennon lovelace luther
    luxemburg mandela marley marx mendel miskin monet morpurgo newton nightingale orwell owen pankhurst parks pasteur peat picasso
    potter quigley rashford rosenshine rossetti seacole shakespeare shelley sherrington skinner steinbeck stevenson thunberg tull
    turing twist vinci wilberforce wilde wiliam yousafzai
"""))
_STORY = re.compile(r"\b(?:acts?|actors?|artists?|authors?|book of|chapters?|characters?|composers?|essays?|extracts?|films?|gospels?"
                    r"|journey|laws?|monologues?|novels?|paintings?|paragraphs?|parables?|plays?|poems?|poets?|quotations?|quotes?|reigns?"
                    r"|revolutions?|scenes?|scientists?|sonnets?|speech|speeches|stanzas?|stor(?:y|ies)|theor(?:y|ies|em)|wars?)\b",
                    re.IGNORECASE)
_SHORT = frozenset(words_in("""
    ah ai al ap ar ba bp ct cv dh dt ep fe fm fs ft gp ha he hl ht hw ib it ko ks la lm lo lp ma ml nb ot pa pc pd pe pp pr pt qa re
    ri rs sc sl ss ta tv uk us vi vp wb ws
"""))


def students_in(text: str, known: frozenset[str], language: Language) -> list[Span]:
    """Where what looks like a student's name stands, in order. `known`: words in lower case that name no student."""
    return list(_names(text, known, language))


def _names(text: str, known: frozenset[str], language: Language) -> Iterator[Span]:
    for found in _WORD.finditer(text):
        word = found[0].removesuffix("’s").removesuffix("'s")
        plain = word.casefold().replace("’", "'")
        if plain in known or (plain in language.words and (word[0].islower() or plain not in language.first_names)):
            continue
        if _is_name(word, plain, found, language) and not known.issuperset(_PART.split(plain)):
            yield found.start(), found.start() + len(word)


def _is_name(word: str, plain: str, found: re.Match[str], language: Language) -> bool:
    """Whether it is one: by its letters if it has a capital, else only where somebody is asked or helped."""
    given, called = _given(plain, language), bool(_SOMEBODY.match(found.string, max(0, found.start() - 30), found.start()))
    if word.isupper() and len(word) == 2:
        return called and plain not in _SHORT and word not in language.short_forms and _ends_there(found)
    if word[0].islower():
        return called and given
    return word[1:].islower() | ("-" in word) and _is_meant(plain, given, called, found, language)


def _given(plain: str, language: Language) -> bool:
    names = language.first_names
    return plain in names or ("-" in plain and all(part in names for part in plain.split("-")))


def _is_meant(plain: str, given: bool, called: bool, found: re.Match[str], language: Language) -> bool:
    """Whether a word with a capital is a name in this sentence."""
    text, at = found.string, found.start()
    before, stop = _before(text, at)
    after = _after(found)[1]
    said = "" if stop else before.casefold()
    if said in _TITLES or said in _NO_NAME_AFTER or re.fullmatch("[IVX]+", after) or (after.casefold() in _FAMOUS and not called):
        return False
    opens = not (before or stop) or not _STOPS.isdisjoint(stop) or bool(_FRAME.fullmatch(text, 0, at))
    if not given:
        return called and not opens and _can_only_be_a_name(plain, language) and _ends_there(found)
    if plain in language.words:
        return after in _DOES if opens else called or not (after[:1].isupper() or _in_a_heading(text[:at].rstrip(), before))
    return called or not _STORY.search(text)


def _in_a_heading(told: str, before: str) -> bool:
    """Whether the word before it has a capital too, without beginning a sentence: "the Success Mark"."""
    earlier = told[:len(told) - len(before)].rstrip()
    return before[:1].isupper() and bool(earlier) and earlier[-1] not in _STOPS


def _can_only_be_a_name(plain: str, language: Language) -> bool:
    """Whether no list holds the word, and its ending is not that of a people, a language or a thing."""
    return bool(language.words) and plain.rstrip("s") not in language.words and "-" not in plain and not _NO_NAMES.fullmatch(plain)


def _ends_there(found: re.Match[str]) -> bool:
    """Whether no noun follows that the word could belong to: "ask EC first", not "ask EC teachers"."""
    sign, after = _after(found)
    return bool(sign) or not after or after in _NEXT


def _before(text: str, at: int) -> tuple[str, str]:
    """The word before a place, and the signs between; the end of a line is a sign."""
    found = _BEFORE.search(text[max(0, at - 30):at].replace("\n", " • "))
    return (found[1] or "", found[2]) if found else ("", "")


def _after(found: re.Match[str]) -> tuple[str, str]:
    """The sign and the word after it."""
    after = _AFTER.match(found.string, found.end())
    return (after[1], after[2]) if after else ("", "")
