"""Which emails of a run must be held, and why: looked at as they would travel, all of them before the first one goes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sgp.contract import Staff
from sgp.contract.addresses import valid_address
from sgp.people import in_allowed_domain
from sgp.plan import Message
from sgp.safety.looking import Looked, Words, attached, looked_at, runs, seen, tags, words_of
from sgp.safety.secrets import ANSWER, FEEDBACK, NOTE, TARGET, Secrets
from sgp.wording import grade_words, initials

TARGETS = "targets"
_SAYS = {
    TARGET: "It holds another person's target.",
    FEEDBACK: "It holds words of an observation, which nobody but the coordinator reads.",
    NOTE: "It holds words of a private note.",
    ANSWER: "It holds what another person answered on a form.",
}


@dataclass(frozen=True)
class Allowed:
    """What one email may hold, and whom it is for (`reader` is None where that is nobody in Staff).

    `target` is the reader's own target, which a targets email must hold; `words` are further texts that may stand in it whatever
    else they are part of: the reader's own plan, ideas shared with consent. `names` and `addresses` are those of colleagues whose
    name, or address too, it may hold, by address.
    """

    reader: Staff | None
    target: str = ""
    words: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Found:
    """What stands in a text that may not be for its reader: addresses, names (whose they may be), runs of private words."""

    addresses: frozenset[str]
    names: tuple[frozenset[str], ...]
    runs: frozenset[Words]


def unsafe(messages: Sequence[Message], allowed: Mapping[str, Allowed], known: Secrets) -> dict[str, str]:
    """Key -> why this email must be held; a key that is not in it is safe. `allowed` has an entry for each key.

    A reason names a colleague, but never quotes what is private.
    """
    met: dict[str, _Found] = {}
    reasons = {m.key: _reason(m, allowed.get(m.key, Allowed(None)), known, met) for m in messages}
    return {key: reason for key, reason in reasons.items() if reason}


def _reason(message: Message, may: Allowed, known: Secrets, met: dict[str, _Found]) -> str:
    files = attached(message)
    if files is None:
        return "It has an attachment that cannot be looked into."
    subject, text, page = looked_at(message.subject), looked_at(message.text), looked_at(seen(message.html))
    found = [*(_found(look, known) for look in (subject, text, page, *map(looked_at, files))), *_in_tags(message.html, known, met)]
    checks: tuple[Callable[[], str], ...] = (
        lambda: _wrong_address(message, known), lambda: _not_theirs(message, may, text, page),
        lambda: _foreign_address(found, message, may, known), lambda: _foreign_name(found, message, may, known),
        lambda: _foreign_words(found, message, may, known), lambda: _telling_subject(message.subject, subject, known),
    )
    return next((reason for check in checks if (reason := check())), "")


def _in_tags(page: str, known: Secrets, met: dict[str, _Found]) -> list[_Found]:
    """What stands in the tags; `met` keeps what was found, as nearly all tags are the same in all emails."""
    those = tags(page)
    met.update({tag: _found(looked_at(tag), known) for tag in those if tag not in met})
    return [met[tag] for tag in those]


def _wrong_address(message: Message, known: Secrets) -> str:
    """Why it must not go to this address, or come from that one."""
    if not valid_address(message.to):
        return "The address cannot be used for email."
    if message.to not in known.readers:
        return "Nobody in Staff has this address, and no department's head."
    if not in_allowed_domain(message.to, known.school):
        return "The address is not in a domain that email may go to."
    return "" if message.sender and message.sender == known.school.coordinator_email else "It does not come from the coordinator's address."


def _not_theirs(message: Message, may: Allowed, text: Looked, page: Looked) -> str:
    """What the reader's own email must say and this one does not."""
    if may.reader and message.to not in (may.reader.email, *may.reader.other_emails):
        return "It is addressed to somebody else than it is written for."
    first = words_of(may.reader.first_name if may.reader else "")
    if first and not all(_stands(first, look.words) for look in (text, page)):
        return "It does not greet its reader by name."
    if message.kind == TARGETS and not (may.target and all(_stands(words_of(may.target), look.words) for look in (text, page))):
        return "It does not hold the reader's own target."
    return ""


def _foreign_address(found: Iterable[_Found], message: Message, may: Allowed, known: Secrets) -> str:
    own = {message.to, *((may.reader.email, *may.reader.other_emails) if may.reader else ())}
    free = {*own, *may.addresses, known.school.coordinator_email} - {""}
    # what an address with unusual signs looks like when it stands in a text, unless that is somebody's too
    free |= {a for address in free for a in looked_at(address).addresses if a not in known.owners} | known.public
    others = {a for f in found for a in f.addresses} - free
    if not others:
        return ""
    whose = next((known.full_names[known.owners[a]] for a in sorted(others) if a in known.owners), "")
    return f"It holds the address of {whose}." if whose and "@" not in whose else "It holds another person's address."


def _foreign_name(found: Iterable[_Found], message: Message, may: Allowed, known: Secrets) -> str:
    friends = {known.owners.get(a, a) for a in (message.to, *may.names, known.school.coordinator_email)}
    others = {min(who) for f in found for who in f.names if not who & friends}
    return f"It names {known.full_names[min(others)]}, who is not in the reader's group." if others else ""


def _foreign_words(found: Iterable[_Found], message: Message, may: Allowed, known: Secrets) -> str:
    """What is private in it, and not in a text that its reader may read anyhow."""
    reader = known.owners.get(message.to, message.to)
    private = {run for f in found for run in f.runs}
    if private:
        names = (known.full_names.get(address, "") for address in {reader, *may.names})
        private -= {run for text in (may.target, *may.words, *names) for run in runs(words_of(text))}
    kinds = {s.what for run in private for s in known.runs[run] if s.owner != reader}
    return next((said for what, said in _SAYS.items() if what in kinds), "")


def _telling_subject(written: str, subject: Looked, known: Secrets) -> str:
    """What a subject gives away to whoever sees the screen; it may hold the templates' own words, dates, cycles and departments."""
    if any(True for _ in _names(subject, known)):
        return "Its subject names somebody; phones and classroom screens show it."
    if known.focuses.intersection(runs(subject.words)):
        return "Its subject names a focus; phones and classroom screens show it."
    if grade_words(written) or initials(written):
        return "Its subject seems to hold a grade or initials; phones and classroom screens show it."
    other = [w for w in subject.words if w not in known.neutral and not w[0].isdigit()]
    return "Its subject says more than its template does; phones and classroom screens show it." if other else ""


def _found(look: Looked, known: Secrets) -> _Found:
    return _Found(look.addresses, tuple(_names(look, known)), frozenset(filter(known.runs.__contains__, runs(look.words, known.lengths))))


def _names(look: Looked, known: Secrets) -> Iterable[frozenset[str]]:
    """Whose names stand in a text, from left to right; of two that overlap the first, of two that begin together the longer."""
    after = 0
    for at, word in enumerate(look.words):
        if at < after or word not in known.names:
            continue
        for name, who in known.names[word]:
            if look.words[at:at + len(name)] == name and _is_meant(name, look.written[at:at + len(name)], known):
                after = at + len(name)
                yield who
                break


def _is_meant(name: Words, written: Words, known: Secrets) -> bool:
    """Names that are also ordinary words (Mark Reading) count only with their capitals."""
    return name not in known.ordinary or all(w[0].isupper() for w in written)


def _stands(words: Words, within: Words) -> bool:
    return any(within[at:at + len(words)] == words for at, word in enumerate(within) if word == words[0]) if words else True
