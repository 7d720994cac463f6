"""Ideas: which may be shared, and which go into a scheme of work."""

from hashlib import sha256

from sgp.contract import Book, Practice, Scheme
from sgp.contract.names import folded, loose, says_something
from sgp.responses import Answer, Answers
from sgp.wording import grade_words, initials

WITHDRAWN = "(no longer shared)"
HELD_BACK = "(changed, and held back: a student's initials or a grade seem to stand in it)"
STARTS = {"Adopt": "Agreed", "Try": "Trying"}
EMBEDDED = "Now embedded"


def key_of(*parts: str) -> str:
    """A short name for a row that never changes while its parts mean the same."""
    return sha256("|".join(loose(p) for p in parts).encode()).hexdigest()[:10]


def shared_ideas(book: Book, answers: Answers) -> tuple[Practice, ...]:
    """The rows of `Good practice`: those that stand, brought up to date, then new ones.

    An idea is one person's in one cycle. If consent is withdrawn the row stays and its words go.
    """
    offered = {key: p for a in answers.of("2") if (p := _offered(a, book)) for key in _keys(a)}
    said = {key for a in answers.of("2") for key in _keys(a)}
    standing = [_updated(p, offered.get(p.key), p.key in said) for p in book.practice]
    known = {offered[p.key].key for p in book.practice if p.key in offered}
    return (*standing, *(p for key, p in offered.items() if key == p.key and key not in known))


def _keys(answer: Answer) -> list[str]:
    """The key of a person's idea, under each address that is or was theirs."""
    return [key_of(answer.cycle.name, address) for address in (answer.person.email, *answer.person.other_emails)]


def safe_for_staff(*texts: str) -> bool:
    """Whether no text seems to hold a student's initials or a grade."""
    return not any(initials(text) or grade_words(text) for text in texts)


def is_public(idea: Practice) -> bool:
    """Whether staff may read it: shown, and not withdrawn or held back since."""
    return idea.show and idea.idea not in (WITHDRAWN, HELD_BACK)


def _offered(answer: Answer, book: Book) -> Practice | None:
    idea, share = answer.text("idea"), answer.text("share")
    if share == "No" or not says_something(idea):
        return None
    addresses = {answer.person.email, *answer.person.other_emails}
    focus = next((t.focus for t in book.targets if t.email in addresses and folded(t.cycle) == folded(answer.cycle.name)), "")
    named = share == "Yes"
    return Practice(key=key_of(answer.cycle.name, answer.person.email), cycle=answer.cycle.name, focus=focus, idea=idea,
                    department=answer.department if named else "", source=answer.person.name if named else "Anonymous",
                    show=safe_for_staff(idea))


def _updated(old: Practice, new: Practice | None, asked: bool) -> Practice:
    if new:
        idea = new.idea if new.show or new.idea == old.idea else HELD_BACK
        return new.model_copy(update={"key": old.key, "row": old.row, "show": old.show, "idea": idea})
    gone = {"idea": WITHDRAWN, "source": "", "department": ""}
    return old.model_copy(update=gone) if asked else old


def with_new_schemes(book: Book, answers: Answers) -> tuple[Scheme, ...]:
    """The rows of `Schemes of work`: all that stand, and a row for each idea newly adopted or tried.

    A standing row changes only its `Status`, to Embedded, when an answer says so; never one that was dropped.
    """
    decided = {_about(a): a for a in answers.of("3") if says_something(a.text("idea"))}
    begun = {_about(a) for a in answers.superseded if a.text("decision") in STARTS}
    standing = [_embedded(s, decided.get(s.key)) for s in book.schemes]
    known = {s.key for s in book.schemes}
    return (*standing, *(_scheme(key, a) for key, a in decided.items() if key not in known and _goes_in(a, key in begun)))


def _about(answer: Answer) -> str:
    return key_of(answer.cycle.name, answer.department, answer.text("idea"))


def _goes_in(answer: Answer, begun: bool) -> bool:
    """Adopted or tried; or now embedded, where an earlier answer had adopted or tried it."""
    decision = answer.text("decision")
    return decision in STARTS or (decision == EMBEDDED and begun)


def _embedded(scheme: Scheme, answer: Answer | None) -> Scheme:
    moves = answer is not None and answer.text("decision") == EMBEDDED and scheme.status != "Dropped"
    return scheme.model_copy(update={"status": "Embedded"}) if moves else scheme


def _scheme(key: str, answer: Answer) -> Scheme:
    due = answer.fields.get("due") or None
    return Scheme(
        key=key, cycle=answer.cycle.name, department=answer.department, idea=answer.text("idea"),
        source=answer.text("whose") or answer.person.name,
        place=answer.text("place"), owner=answer.text("owner"), due=due, status=STARTS.get(answer.text("decision"), "Embedded"),
        link=answer.text("link"),
    )
