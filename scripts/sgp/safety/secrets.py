"""What a book holds that is not for everybody, found again by runs of words."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from sgp.contract import Book, School, Staff
from sgp.people import People
from sgp.safety.looking import RUN, Words, looked_at, runs, seen, tags, words_of

TARGET, FEEDBACK, NOTE, ANSWER = "target", "feedback", "note", "answer"
_PLACEHOLDER = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_DAYS = ("Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October "
         "November December")
_TITLES = ("Mr", "Mrs", "Ms", "Dr")


@dataclass(frozen=True)
class Secret:
    """What some words are part of, and whose they are: the only one who may read them (nobody, if "")."""

    what: str
    owner: str = ""


@dataclass(frozen=True)
class Secrets:
    """All that must be looked for in every email of a run; built once.

    `names` has, for the first word of each name, the names that begin so (the longest first) with the addresses of those called so;
    `ordinary` are names that are also ordinary words. `neutral` are the words that a subject may hold; `public` are addresses that
    the school itself shows to all.
    """

    school: School
    owners: Mapping[str, str]
    full_names: Mapping[str, str]
    readers: frozenset[str]
    public: frozenset[str]
    names: Mapping[str, tuple[tuple[Words, frozenset[str]], ...]]
    ordinary: frozenset[Words]
    runs: Mapping[Words, frozenset[Secret]]
    lengths: frozenset[int]
    focuses: frozenset[Words]
    neutral: frozenset[str]


def secrets(book: Book, people: People, fixed_wording: Iterable[str]) -> Secrets:
    """The secrets of a book; `fixed_wording` are the sources of all templates, and whatever else is worded by nobody but the school.

    The book should be the one that was read, with the rows that a check leaves out: those are no less private.
    """
    wording = [part for source in fixed_wording for part in _said_by(source)]
    shown = [*wording, *_shown_to_all(book)]
    steps, common, open_names, neutral = map(_runs_of, (
        [b.step for b in book.bank], [*shown, *_known_to_all(book)], shown, [*wording, *_neutral(book)],
    ))
    owners = {address: p.email for p in book.staff for address in (*p.other_emails, p.email) if address}
    names = {name: who for name, who in _names(book.staff).items() if name not in open_names}
    lower = {w for text in (*wording, *_known_to_all(book), *(b.step for b in book.bank)) for w in looked_at(text).written if w.islower()}
    private = _private_runs(book, people, common, steps)
    readers = {*owners, *(d.head for d in book.departments), book.school.coordinator_email} - {""}
    return Secrets(
        book.school, owners, {p.email: p.name for p in book.staff}, frozenset(readers), _public(book, wording, owners),
        _by_first_word(names), frozenset(name for name in names if lower.issuperset(name)), private, frozenset(map(len, private)),
        frozenset(words for f in book.focuses if (words := words_of(f.name))) - neutral, frozenset(run[0] for run in neutral),
    )


def _runs_of(texts: Iterable[str]) -> set[Words]:
    return set(chain.from_iterable(runs(words_of(text)) for text in texts))


def _said_by(source: str) -> list[str]:
    """What a template says of its own: its text and its tags without the placeholders, and the words quoted in these."""
    literal = [" ".join(filter(None, pair)) for mark in _PLACEHOLDER.findall(source) for pair in _QUOTED.findall(mark)]
    plain = _PLACEHOLDER.sub(" ", source)
    return [seen(plain), *tags(plain), *literal]


def _shown_to_all(book: Book) -> list[str]:
    return [*_neutral(book), book.school.coordinator, *(m.place for m in book.meetings), *(f.name for f in book.focuses)]


def _neutral(book: Book) -> list[str]:
    departments = (name for p in book.staff for name in p.all_departments)
    return [book.school.name, _DAYS, *(c.name for c in book.cycles), *departments, *(d.name for d in book.departments)]


def _known_to_all(book: Book) -> list[str]:
    """Texts of the programme itself, whose words stand in letters by chance. Steps are another matter: a step may be somebody's target."""
    focuses = (text for f in book.focuses for text in (f.name, f.description, f.keywords))
    return [*focuses, *(text for b in book.bank for text in (b.evidence, b.keywords)), *(p.role for p in book.staff)]


def _public(book: Book, wording: Iterable[str], owners: Mapping[str, str]) -> frozenset[str]:
    links = [book.school.staff_book_link, *(link for c in book.cycles for link in (c.form_1, c.form_2, c.form_3))]
    told = {a for text in (*links, *(m.place for m in book.meetings)) for a in looked_at(text).addresses}
    return frozenset(a for text in wording for a in looked_at(text).addresses) | (told - set(owners))


def _names(staff: Sequence[Staff]) -> dict[Words, set[str]]:
    """Each name as people write it -> the addresses of those called so: Mo Rahman; Rahman, Mo; Mr Rahman."""
    names: dict[Words, set[str]] = defaultdict(set)
    for person in staff:
        for name in _ways_to_write(person):
            names[name].add(person.email)
    for person in staff:  # one's first names may be another's whole name: Dear Mary Anne
        if (first := words_of(person.first_name)) in names:
            names[first].add(person.email)
    return names


def _ways_to_write(person: Staff) -> set[Words]:
    last, ways = person.last_name, set[str]()
    if not last.strip():
        return set()
    if person.first_name.strip():
        firsts = {person.first_name, person.first_name.split()[0]}
        ways = {way for first in firsts for way in (f"{first} {last}", f"{last} {first}")}
    ways |= {f"{title} {last}" for title in ((person.title,) if person.title else _TITLES)}
    whole = {words_of(way) for way in ways} | {words_of(re.sub("['’‘`´-]", "", way)) for way in ways}
    return {words for words in whole if len(words) > 1 and len("".join(words)) > 3}


def _by_first_word(names: Mapping[Words, set[str]]) -> dict[str, tuple[tuple[Words, frozenset[str]], ...]]:
    found: dict[str, list[tuple[Words, frozenset[str]]]] = defaultdict(list)
    for name in sorted(names, key=len, reverse=True):
        found[name[0]].append((name, frozenset(names[name])))
    return {first: tuple(those) for first, those in found.items()}


def _private_runs(book: Book, people: People, common: set[Words], steps: set[Words]) -> dict[Words, frozenset[Secret]]:
    """The runs that give a private text away. An observer's words that are also a step of the bank give nothing away."""
    found: dict[Words, frozenset[Secret]] = {}
    for secret, text in _private_texts(book, people):
        alone = frozenset({secret})
        for run in _telling_runs(words_of(text), secret.what):
            if run not in common and (secret.what == TARGET or run not in steps):
                found[run] = found[run] | alone if run in found else alone
    return found


def _private_texts(book: Book, people: People) -> Iterable[tuple[Secret, str]]:
    """Every private text. Feedback is for nobody, not even for the one it is about; targets and answers are their owner's."""
    feedback = Secret(FEEDBACK)
    yield from ((feedback, text) for o in book.observations for text in (o.strengths, o.development, o.action_step))
    yield from ((Secret(NOTE), t.private_note) for t in book.targets)
    yield from ((Secret(TARGET, people.address_of(t.email)), t.text) for t in book.targets)
    for answer in book.answers:
        secret = Secret(ANSWER, people.address_of(answer.address or answer.typed_address))
        yield from ((secret, text) for text in answer.fields.values())


def _telling_runs(words: Words, what: str) -> Iterable[Words]:
    """The runs that give a text away: any of six words; a shorter text as a whole, unless it is a word that says little."""
    if len(words) >= RUN:
        return zip(*(words[start:] for start in range(RUN)), strict=False)
    tells = len(words) > 2 or sum(map(len, words)) >= 8
    return [words] if words and tells and what != ANSWER else []
