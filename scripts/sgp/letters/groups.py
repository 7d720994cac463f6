"""Who is in which group, and with whom."""

from collections.abc import Mapping
from dataclasses import dataclass

from sgp.contract import Book, Cycle, Group, Staff
from sgp.contract.names import folded
from sgp.people import People


@dataclass(frozen=True)
class Colleague:
    """Another member of the teacher's group."""

    name: str
    department: str


def places(book: Book, cycle: Cycle, everyone: People) -> dict[str, Group]:
    """Address -> the person's place in a group of the cycle, by the name and department that Staff knows."""
    placed = {}
    for row in (g for g in book.groups if g.group and folded(g.cycle) == folded(cycle.name)):
        person = everyone.find(row.email)
        named = {"name": person.name, "department": person.home} if person else {}
        placed[person.email if person else row.email] = row.model_copy(update=named)
    return placed


def in_the_same_group(placed: Mapping[str, Group], person: Staff) -> dict[str, Group]:
    """Address -> place of the others in this person's group; nobody where the person has none."""
    own = placed.get(person.email)
    alike = {who: g for who, g in placed.items() if own and g.group[:1].casefold() == own.group[:1].casefold()}
    return {who: g for who, g in alike.items() if own and who != person.email and _group(g) == _group(own)}


def colleagues(others: Mapping[str, Group]) -> tuple[Colleague, ...]:
    """The others by name and department, in order of names."""
    return tuple(sorted((Colleague(g.name, g.department) for g in others.values()), key=lambda c: (c.name, c.department)))


def _group(place: Group) -> tuple[str, str]:
    return folded(place.group), folded(place.sitting)
