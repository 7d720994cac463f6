"""Which step a teacher gets for a focus."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from sgp.contract import BankStep, Focus, Observation, Staff
from sgp.contract.names import loose, says_something
from sgp.reading import Vocabulary, keywords_in
from sgp.steps.bank import Bank, Card, given_before, plain, telling
from sgp.steps.clear import clear_step
from sgp.steps.shape import moved_up, place_of, target_text

MOST = 3
"""So many steps are looked for: one and two further."""
LIKE, KEYWORD = 2, 2
"""Two steps are alike if they share two telling words; a keyword counts as two."""


@dataclass(frozen=True)
class Wanted:
    """What a step is looked for.

    `lessons` are the observations that the focus rests on, newest first; `given` the texts of all targets this teacher has had;
    `day` is that of drafting.
    """

    focus: Focus
    person: Staff
    lessons: tuple[Observation, ...]
    given: tuple[str, ...]
    day: date


@dataclass(frozen=True)
class Step:
    """A target's words, "" where no unused step is left; up to two further steps as they stand in the bank."""

    text: str
    alternatives: tuple[str, ...]


def find_step(wanted: Wanted, bank: Bank, vocabulary: Vocabulary) -> Step:
    """The observer's own step, if it is one clear step, else the unused one of the bank that fits best; in the shape of a target."""
    own = _own_step(wanted, bank, vocabulary)
    given = (*wanted.given, *(step.step for step in own))
    found = [*own, *unused_steps(replace(wanted, given=given), bank, vocabulary)][:MOST]
    if not found:
        return Step("", ())
    text = target_text(found[0].step, found[0].evidence, wanted.focus, place_of(wanted.lessons, wanted.day))
    return Step(text, tuple(step.step for step in found[1:]))


def unused_steps(wanted: Wanted, bank: Bank, vocabulary: Vocabulary) -> list[BankStep]:
    """Up to three steps that this teacher has not been given, the best first, no two alike.

    First comes what is most like what observers wrote, then a step for the teacher's own department; among equals they are dealt
    by the teacher's address, so that colleagues who share a focus get different ones.
    """
    given, found = [plain(text) for text in wanted.given], list[BankStep]()
    for card in _ranked(wanted, bank, vocabulary):
        if len(found) < MOST and not given_before(card.words, given):
            found.append(card.step)
            given.append(card.words)
    return found


def _ranked(wanted: Wanted, bank: Bank, vocabulary: Vocabulary) -> list[Card]:
    said = "\n".join(_asked(seen) for seen in wanted.lessons)
    words = telling(said) - telling(wanted.focus.name)
    likeness = {card: _likeness(said, words, card, vocabulary) for card in bank.get(wanted.focus.name, ())}
    return sorted(_open_to(wanted.person, likeness), key=lambda card: (-likeness[card], not card.departments, _dealt(wanted, card)))


def _asked(seen: Observation) -> str:
    """What an observer would like to see; where those boxes say nothing it stands among the strengths."""
    asked = f"{seen.development}\n{seen.action_step}"
    return asked if says_something(seen.development) or says_something(seen.action_step) else seen.strengths


def _likeness(said: str, words: frozenset[str], card: Card, vocabulary: Vocabulary) -> int:
    """How much a text speaks of a step; `words` are the text's telling ones."""
    return KEYWORD * len(keywords_in(said, card.step.keywords, vocabulary)) + len(words & card.telling)


def _open_to(person: Staff, cards: Iterable[Card]) -> list[Card]:
    theirs = {loose(name) for name in person.all_departments}
    return [card for card in cards if not card.departments or card.departments & theirs]


def _dealt(wanted: Wanted, card: Card) -> bytes:
    return sha256(f"{wanted.person.email}\n{wanted.focus.name}\n{card.words}".encode()).digest()


def _own_step(wanted: Wanted, bank: Bank, vocabulary: Vocabulary) -> list[BankStep]:
    """The clear step of the newest lesson in which one was agreed, unless it was given before."""
    agreed = next((seen for seen in wanted.lessons if says_something(seen.action_step)), Observation())
    words = moved_up(clear_step(agreed.action_step, vocabulary.language.first_names), agreed.day, wanted.day)
    if not words or given_before(plain(words), [plain(text) for text in wanted.given]):
        return []
    return [BankStep(focus=wanted.focus.name, step=words, evidence=_evidence_for(words, wanted, bank, vocabulary))]


def _evidence_for(step: str, wanted: Wanted, bank: Bank, vocabulary: Vocabulary) -> str:
    """The evidence of the bank's step that is most like this one, by its keywords and its words; "" where none is like it."""
    words = telling(step)
    likeness = [(_likeness(step, words, card, vocabulary), card.step.evidence)
                for card in _open_to(wanted.person, bank.get(wanted.focus.name, ()))]
    most, evidence = max(likeness, key=lambda found: found[0], default=(0, ""))
    return evidence if most >= LIKE else ""
