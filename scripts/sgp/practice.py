"""Ideas: which may be shared, and which go into a scheme of work."""

from hashlib import sha256

from sgp.contract import Book, Practice, Scheme
from sgp.contract.names import folded, loose
from sgp.fields import says_something
from sgp.responses import Answer, Answers
from sgp.wording import initials

WITHDRAWN = "(no longer shared)"
STARTS = {"Adopt": "Agreed", "Try": "Trying"}
EMBEDDED = "Now embedded"


def key_of(*parts: str) -> str:
    """A short name for a row that never changes while its parts mean the same."""
    return sha256("|".join(loose(p) for p in parts).encode()).hexdigest()[:10]


def shared_ideas(book: Book, answers: Answers) -> tuple[Practice, ...]:
    """The rows of `Good practice`: those that stand, brought up to date, then new ones.

    An idea is one person's in one cycle. If consent is withdrawn the row stays and its words go.
    """
    offered = {p.key: p for a in answers.of("2") if (p := _offered(a, book))}
    said = {key_of(a.cycle.name, a.person.email) for a in answers.of("2")}
    standing = [_updated(p, offered.get(p.key), p.key in said) for p in book.practice]
    known = {p.key for p in book.practice}
    return (*standing, *(p for p in offered.values() if p.key not in known))


def _offered(answer: Answer, book: Book) -> Practice | None:
    idea, share = answer.text("idea"), answer.text("share")
    if share == "No" or not says_something(idea):
        return None
    focus = next((t.focus for t in book.targets if t.email == answer.person.email and folded(t.cycle) == folded(answer.cycle.name)), "")
    named = share == "Yes"
    return Practice(key=key_of(answer.cycle.name, answer.person.email), cycle=answer.cycle.name, focus=focus, idea=idea,
                    department=answer.department if named else "", source=answer.person.name if named else "Anonymous", show=not initials(idea))


def _updated(old: Practice, new: Practice | None, asked: bool) -> Practice:
    if new:
        return new.model_copy(update={"row": old.row, "show": old.show})
    gone = {"idea": WITHDRAWN, "source": "", "department": ""}
    return old.model_copy(update=gone) if asked else old


def with_new_schemes(book: Book, answers: Answers) -> tuple[Scheme, ...]:
    """The rows of `Schemes of work`: all that stand, and a row for each idea newly adopted or tried.

    A standing row changes only its `Status`, to Embedded, when an answer says so; never one that was dropped.
    """
    decided = {key_of(a.cycle.name, a.department, a.text("idea")): a for a in answers.of("3") if says_something(a.text("idea"))}
    standing = [_embedded(s, decided.get(s.key)) for s in book.schemes]
    known = {s.key for s in book.schemes}
    return (*standing, *(_scheme(key, a) for key, a in decided.items() if key not in known and a.text("decision") in STARTS))


def _embedded(scheme: Scheme, answer: Answer | None) -> Scheme:
    moves = answer is not None and answer.text("decision") == EMBEDDED and scheme.status != "Dropped"
    return scheme.model_copy(update={"status": "Embedded"}) if moves else scheme


def _scheme(key: str, answer: Answer) -> Scheme:
    due = answer.fields.get("due") or None
    return Scheme(
        key=key, cycle=answer.cycle.name, department=answer.department, idea=answer.text("idea"), source=answer.text("whose") or answer.person.name,
        place=answer.text("place"), owner=answer.text("owner"), due=due, status=STARTS[answer.text("decision")], link=answer.text("link"),
    )
