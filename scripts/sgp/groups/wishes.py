"""Who must not, and who should, be in one group; and which of these wishes cannot be."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sgp.contract import Book, Pair
from sgp.groups.sittings import Sitting
from sgp.groups.sizes import MOST
from sgp.people import People
from sgp.wording import listed

APART, TOGETHER = "apart", "together"
Two = frozenset[str]


@dataclass(frozen=True)
class Wishes:
    """By address: pairs who are kept apart, people who belong together, and rows that cannot be followed, with the reason."""

    apart: frozenset[Two]
    together: tuple[frozenset[str], ...]
    impossible: tuple[tuple[Pair, str], ...]


def wishes_of(book: Book, people: People, sittings: Sequence[Sitting]) -> Wishes:
    """All wishes of the tab Pairs, and that nobody is with their own line manager, unless that is wished."""
    known = [(pair, frozenset((a.email, b.email))) for pair in book.pairs
             if (a := people.find(pair.first)) and (b := people.find(pair.second)) and a.email != b.email]
    apart = {two for pair, two in known if pair.rule == APART}
    wished = [(pair, two) for pair, two in known if pair.rule == TOGETHER]
    managed = {frozenset((p.email, people.address_of(p.line_manager))) for p in people.everyone() if p.line_manager}
    kept: list[Two] = []
    impossible: list[tuple[Pair, str]] = []
    for pair, two in wished:
        whole = joined([*kept, two], two)
        if reason := _why_not(whole, apart, people, sittings):
            impossible.append((pair, reason))
        else:
            kept.append(two)
    blocks = tuple(sorted({joined(kept, two) for two in kept}, key=sorted))
    inside = {frozenset((a, b)) for block in blocks for a in block for b in block if a != b}
    return Wishes(frozenset(apart | {two for two in managed if len(two) == 2 and two not in inside}), blocks, tuple(impossible))


def joined(pairs: Iterable[frozenset[str]], start: frozenset[str]) -> frozenset[str]:
    """All who are bound to these by pairs, however many lie between."""
    whole, pairs = set(start), list(pairs)
    while more := {who for two in pairs if two & whole for who in two} - whole:
        whole |= more
    return frozenset(whole)


def _why_not(block: frozenset[str], apart: set[Two], people: People, sittings: Sequence[Sitting]) -> str:
    """Why these cannot be in one group, or nothing."""
    if against := sorted(sorted(two) for two in apart if two <= block):
        return f"{names(against[0], people)} must be together and apart at once"
    if len(block) > MOST:
        return f"{len(block)} people must be together, and a group has at most {MOST}"
    persons = [person for who in block if (person := people.find(who))]
    if not any(all(sitting.suits(p) for p in persons) for sitting in sittings):
        return f"{names(sorted(block), people)} can come to no sitting together"
    return ""


def names(addresses: Iterable[str], people: People) -> str:
    """Ana Diaz, Tom Reid and Lee Moss."""
    return listed([person.name if (person := people.find(who)) else who for who in addresses])
