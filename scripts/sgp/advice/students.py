"""Whether a student's name stands in a target: a given name as a sentence uses one, or a word that only a name can be there."""

import re
from collections.abc import Iterator

from sgp.contract import Language

_CAPITAL = re.compile(r"(?<![\w’'./-])[^\W\d_a-z][^\W\d_]*(?:[’'-][^\W\d_]+)*")
_OWN = re.compile(r"[’']s?$")
_BEFORE = re.compile(r"([^\W\d_]+(?: [^\W\d_]+)?)? *([^\w\s]*)\s*$")
_AFTER = re.compile(r"(?:’s|'s)? *([^\w\s]?) *([^\W_]*)")
_FRAME = re.compile(r"^\s*(?:with|in|for)\b[^,.;]{1,40}, $", re.IGNORECASE)
_LOWER = re.compile(r"\b(?:sit with|seat|sit|ask|help|check (?:in )?(?:on|with)|give|let|tell|move|praise|encourage|remind|student|pupil"
                    r"|called|named) ([a-zà-ÿ]+(?:-[a-zà-ÿ]+)?)\b")
_LETTERS = re.compile(r"\b(?:(?:sit|sitting|work|check in|check|speak) (?:with|on)|ask|help|seat|sit|praise|next to|beside|student|pupil"
                      r"|called|named) ([A-Z]{2})(?:[’']s)?(?= (?:to|and|or|first|before|after|at|in|near|next|with|on|by|who|for|so|a|one|if|when)\b"
                      r"|[,.;:!?)]|\s*$)", re.IGNORECASE)
_TO_SOMEBODY = frozenset("""
    ask beside boy called child encourage give girl help let move named near praise prompt pupil remind seat sit student support tell
    check-on check-in call-on in-with next-to sit-with sitting-with work-with works-with pair-with paired-with speak-with talk-with
    sit-by talk-to speak-to listen-to behind for-example students pupils
""".split())
_TITLES = frozenset("""
    captain doctor dr emperor empress governor king lady lord madam miss mister mr mrs ms mx president prince princess prof professor
    prophet queen saint sir st tsar uncle aunt
""".split())
_NO_NAME_AFTER = frozenset("a an any both each every its my no one our the two your".split())
_SENTENCE = frozenset(".!?:;“\"‘'(•–—*")
_DOES = frozenset("finishes needs often sits still struggles".split())
_NEXT = frozenset("""
    a about after and answers as at before by each every first for how if in near needs next on once one or sits so the then to twice
    what when where which who why with within
""".split())
_NO_NAMES = re.compile(r".*(?:ian|ians|ish|ese|ean|ic|ist|ism|ing|ed|tion|ly)$|french|german|welsh|latin|greek|dutch|google|teams|powerpoint"
                       r"|seneca|sparx|kahoot|quizlet|senco|sendco|ofsted|senior|english|maths|spanish", re.IGNORECASE)
_FAMOUS = frozenset("""
    angelou attenborough blake boleyn bohr christie churchill columbus cratchit curie dahl darwin dickens duffy earhart einstein elliot eyre
    fawkes fleming frank franklin freud gandhi hawking heaney hitler jenner jones keller king lemov lennon lovelace luther luxemburg mandela
    marley marx mendel miskin monet morpurgo nightingale newton orwell owen pankhurst parks pasteur peat picasso potter quigley rashford
    rosenshine rossetti seacole shakespeare shelley sherrington skinner steinbeck stevenson thunberg tull turing twist vinci wiliam wilberforce
    wilde wilson yousafzai
""".split())
_STORY = re.compile(r"\b(?:acts?|actors?|artists?|authors?|book of|chapters?|characters?|composers?|essays?|extracts?|films?|gospels?|journey"
                    r"|laws?|monologues?|novels?|paintings?|paragraphs?|parables?|plays?|poems?|poets?|quotations?|quotes?|reigns?|revolutions?"
                    r"|scenes?|scientists?|sonnets?|speech|speeches|stanzas?|stor(?:y|ies)|theor(?:y|ies|em)|wars?)\b", re.IGNORECASE)
_SHORT = frozenset("""
    AI AL AH AP AR BA BP CT CV DH DT EP FE FM FS FT GP HA HE HL HT HW IB ICT IT KO KS LA LM LO LP MA ML NB OT PA PC PD PE PP PR PT QA RE RI RS
    SC SL SS TA TAS TV UK US VI VP WB WS
""".split())


def students_in(text: str, known: frozenset[str], language: Language) -> list[tuple[int, int]]:
    """Where what looks like a student's name stands, in order. `known`: words in lower case that name no student."""
    return sorted({*_with_capitals(text, known, language), *_two_letters(text, known, language), *_in_small_letters(text, known, language)})


def _with_capitals(text: str, known: frozenset[str], language: Language) -> Iterator[tuple[int, int]]:
    for found in _CAPITAL.finditer(text):
        word = _OWN.sub("", found[0])
        if found[0][0].isupper() and word[1:].islower() | ("-" in word) and _plain(word) not in known and _is_name(word, text, found, language):
            yield found.start(), found.start() + len(word)


def _is_name(word: str, text: str, found: re.Match[str], language: Language) -> bool:
    before, stop = _before(text, found.start())
    sign, after = _after(text, found.end())
    said = before.split(" ")[-1] if not stop else ""
    if said in _TITLES or said in _NO_NAME_AFTER or after.casefold() in _FAMOUS or re.fullmatch("[IVX]+", after):
        return False
    asked = not stop and (said in _TO_SOMEBODY or before.replace(" ", "-") in _TO_SOMEBODY)
    opens = not before and not stop or bool(_SENTENCE & set(stop)) or bool(_FRAME.match(text[:found.start()]))
    plain = _plain(word)
    if not _given(plain, language):
        return asked and not opens and _only_a_name(plain, sign, after, language)
    if plain in language.words:
        return after in _DOES if opens else asked or not (_in_capitals(said, text, found) or after[:1].isupper())
    return asked or not _STORY.search(text)


def _given(plain: str, language: Language) -> bool:
    parts = plain.split("-")
    return plain in language.first_names or (len(parts) > 1 and all(p in language.first_names for p in parts))


def _only_a_name(plain: str, sign: str, after: str, language: Language) -> bool:
    """Whether a word that nobody knows, after "ask" or "sit with", can only be somebody's name."""
    if not language.words or plain in language.words or plain.rstrip("s") in language.words or _NO_NAMES.fullmatch(plain):
        return False
    return "-" not in plain and (bool(sign) or not after or after in _NEXT)


def _in_capitals(said: str, text: str, found: re.Match[str]) -> bool:
    """Whether the word before it has a capital too, as in a heading: "the Success Mark"."""
    return bool(said) and text[:found.start()].split()[-1][:1].isupper()


def _two_letters(text: str, known: frozenset[str], language: Language) -> Iterator[tuple[int, int]]:
    short = {s.casefold() for s in language.short_forms}
    for found in _LETTERS.finditer(text):
        if found[1].isupper() and found[1] not in _SHORT and found[1].casefold() not in short | known:
            yield found.span(1)


def _in_small_letters(text: str, known: frozenset[str], language: Language) -> Iterator[tuple[int, int]]:
    for found in _LOWER.finditer(text):
        if found[1] in language.first_names and found[1] not in language.words and found[1] not in known:
            yield found.span(1)


def _plain(word: str) -> str:
    return word.casefold().replace("’", "'")


def _before(text: str, at: int) -> tuple[str, str]:
    """The one or two words before a place in lower case, and the signs between them and the place."""
    found = _BEFORE.search(text[max(0, at - 40):at].replace("\n", " • "))
    return ((found[1] or "").casefold(), found[2]) if found else ("", "")


def _after(text: str, at: int) -> tuple[str, str]:
    found = _AFTER.match(text, at)
    return (found[1], found[2]) if found else ("", "")
