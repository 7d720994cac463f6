"""Ideas that teachers offered to all, in their own words, as far as each agreed."""

from collections.abc import Callable

from sgp.contract import Book, Practice
from sgp.contract.names import folded, says_something
from sgp.ideas.key import key_of
from sgp.responses import Answer, Answers

WITHDRAWN = "(no longer shared)"
HELD_BACK = "(changed, and held back: a student's name or a grade seems to stand in it)"

def shared_ideas(book: Book, answers: Answers, discreet: Callable[[str], bool]) -> tuple[Practice, ...]:
    """The rows of `Good practice`: those that stand, brought up to date, then new ones.

    An idea is one person's in one cycle. If consent is withdrawn the row stays and its words go. `discreet` tells whether a text seems
    to name no student and no grade; an idea that is not is held back until a person has looked.
    """
    offered = {key: p for a in answers.of("2") if (p := _offered(a, book, discreet)) for key in _keys(a)}
    said = {key for a in answers.of("2") for key in _keys(a)}
    standing = [_updated(p, offered.get(p.key), p.key in said) for p in book.practice]
    known = {offered[p.key].key for p in book.practice if p.key in offered}
    return (*standing, *(p for key, p in offered.items() if key == p.key and key not in known))


def _keys(answer: Answer) -> list[str]:
    """The key of a person's idea, under each address that is or was theirs."""
    return [key_of(answer.cycle.name, address) for address in (answer.person.email, *answer.person.other_emails)]


def is_public(idea: Practice) -> bool:
    """Whether staff may read it: shown, and not withdrawn or held back since."""
    return idea.show and idea.idea not in (WITHDRAWN, HELD_BACK)


def _offered(answer: Answer, book: Book, discreet: Callable[[str], bool]) -> Practice | None:
    idea, share = answer.text("idea"), answer.text("share")
    if share == "No" or not says_something(idea):
        return None
    addresses = {answer.person.email, *answer.person.other_emails}
    focus = next((t.focus for t in book.targets if t.email in addresses and folded(t.cycle) == folded(answer.cycle.name)), "")
    named = share == "Yes"
    return Practice(key=key_of(answer.cycle.name, answer.person.email), cycle=answer.cycle.name, focus=focus, idea=idea,
                    department=answer.department if named else "", source=answer.person.name if named else "Anonymous",
                    show=discreet(idea))


def _updated(old: Practice, new: Practice | None, asked: bool) -> Practice:
    if new:
        idea = new.idea if new.show or new.idea == old.idea else HELD_BACK
        return new.model_copy(update={"key": old.key, "row": old.row, "show": old.show, "idea": idea})
    gone = {"idea": WITHDRAWN, "source": "", "department": ""}
    return old.model_copy(update=gone) if asked else old
