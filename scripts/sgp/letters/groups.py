"""With whom a teacher is in a group, as letters tell it."""

from collections.abc import Mapping
from dataclasses import dataclass

from sgp.contract import Group


@dataclass(frozen=True)
class Colleague:
    """Another member of the teacher's group."""

    name: str
    department: str


def colleagues(others: Mapping[str, Group]) -> tuple[Colleague, ...]:
    """The others by name and department, in order of names."""
    return tuple(sorted((Colleague(g.name, g.department) for g in others.values()), key=lambda c: (c.name, c.department)))
