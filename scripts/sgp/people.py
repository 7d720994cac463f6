"""Who is meant and who takes part. A person is found by address or by a full name that only one has, never by likeness."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extractOne

from sgp.contract import School, Staff
from sgp.contract.names import clean, loose

A_SLIP = 88
"""How alike, of 100, two addresses are that differ by a slip of the pen; another person's is less so."""

@dataclass(frozen=True)
class People:
    """All staff, found by any of their addresses; `doubtful` are addresses that two rows claim."""

    by_address: Mapping[str, Staff]
    by_name: Mapping[str, tuple[Staff, ...]]
    doubtful: frozenset[str]

    def find(self, text: str) -> Staff | None:
        """The one person this address, former address or full name belongs to, or None."""
        address = clean(text).casefold()
        if address in self.by_address:
            return self.by_address[address]
        named = self.by_name.get(loose(text), ()) if "@" not in text else ()
        return named[0] if len(named) == 1 else None

    def address_of(self, text: str) -> str:
        """The address of the person whose this address is or was; one that is nobody's stays as it is."""
        found = self.find(text)
        return found.email if found else text

    def near(self, text: str) -> str:
        """A sentence that offers the address that differs from this one by a slip of the pen, or nothing.

        Only what stands before the @ is compared: a whole school shares the rest.
        """
        local = clean(text).casefold().partition("@")[0]
        found = extractOne(local, self._before_at, scorer=ratio, score_cutoff=A_SLIP) if len(local) > 3 else None
        return f"Did you mean “{found[2]}”?" if found else ""

    @cached_property
    def _before_at(self) -> Mapping[str, str]:
        return {address: address.partition("@")[0] for address in sorted(self.by_address)}

    def everyone(self) -> tuple[Staff, ...]:
        """Each person once, by address."""
        return tuple(sorted({p.email: p for p in self.by_address.values()}.values(), key=lambda p: p.email))


def people(staff: Iterable[Staff]) -> People:
    """All staff as `People`. Rows that share an address are all left out: nobody can say who is meant."""
    claims: dict[str, list[Staff]] = defaultdict(list)
    for person in staff:
        for address in {person.email, *person.other_emails} - {""}:
            claims[address].append(person)
    doubtful = frozenset(a for a, rows in claims.items() if len(rows) > 1)
    held = {id(p) for a in doubtful for p in claims[a]}
    sure = {a: rows[0] for a, rows in claims.items() if id(rows[0]) not in held}
    names: dict[str, dict[int, Staff]] = defaultdict(dict)
    for person in (p for rows in claims.values() for p in rows if p.first_name and p.last_name):
        names[loose(person.name)][id(person)] = person
    known = {name: tuple(p for p in found.values() if len(found) == 1 and id(p) not in held) for name, found in names.items()}
    return People(sure, known, doubtful)


def in_allowed_domain(address: str, school: School) -> bool:
    """Whether email may go to this address; with no domain named, only to the coordinator's own."""
    allowed = {d.rpartition("@")[2].strip().casefold() for d in school.allowed_domains or (school.coordinator_email,)} - {""}
    return not allowed or address.rpartition("@")[2] in allowed


def takes_part(person: Staff, day: date) -> bool:
    """Whether the person takes part on that day: not before `Starts`, not after `Leaves`."""
    return person.taking_part and is_here(person, day)


def is_here(person: Staff, day: date) -> bool:
    """Whether the person works here on that day, taking part or not."""
    begun = person.starts is None or person.starts <= day
    return begun and (person.leaves is None or day <= person.leaves)
