"""Who sits where: the rows of Groups by person, and which of them share a group."""

from collections.abc import Iterable, Mapping

from sgp.contract import Group, Staff
from sgp.contract.names import folded
from sgp.people import People


def seat_of(row: Group) -> tuple[str, str]:
    """The key of a row's group, and of its sitting; without a letter it is in sitting A."""
    return folded(row.group), folded(row.sitting or "A")


def rows_of(groups: Iterable[Group], people: People, cycle: str) -> Mapping[str, Group]:
    """Present address -> the person's row of the cycle; of two rows the first."""
    return {people.address_of(g.email): g for g in reversed(tuple(groups)) if folded(g.cycle) == folded(cycle)}


def places(groups: Iterable[Group], people: People, cycle: str) -> dict[str, Group]:
    """Present address -> the person's place in a group of the cycle, by the name and department that Staff knows."""
    placed = {}
    for who, row in rows_of((g for g in groups if g.group), people, cycle).items():
        person = people.find(who)
        placed[who] = row.model_copy(update={"name": person.name, "department": person.home} if person else {})
    return placed


def in_the_same_group(placed: Mapping[str, Group], person: Staff) -> dict[str, Group]:
    """Address -> place of the others in this person's group; nobody where the person has none."""
    own = placed.get(person.email)
    alike = {who: g for who, g in placed.items() if own and g.group[:1].casefold() == own.group[:1].casefold()}
    return {who: g for who, g in alike.items() if own and who != person.email and seat_of(g) == seat_of(own)}
