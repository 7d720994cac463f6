"""Social golfers: the classical puzzle that forming groups comes to when departments and targets do not count."""

from dataclasses import replace

import numpy as np

from sgp.groups.dealing import deal
from sgp.groups.hall import Hall, same_group
from sgp.groups.measures import measure


def weeks_without(groups: int, size: int, weeks: int, seed: int) -> int:
    """How many weeks so many groups of that size can be formed, one after another, with no pair twice."""
    hall = links(groups, size)
    for week in range(weeks):
        seated = deal(hall, f"{seed} week {week}")
        if measure(hall, seated).met:
            return week
        hall = replace(hall, met=hall.met | same_group(seated, groups))
    return weeks


def links(groups: int, size: int) -> Hall:
    """Golfers: everybody of a department of their own, who can help nobody and needs no help."""
    people, sizes = groups * size, np.full(groups, size)
    nobody = np.zeros((people, people), dtype=np.bool_)
    return Hall(least=sizes, seats=sizes, filled=np.full(people, -1), may=np.ones((people, groups), dtype=np.bool_), apart=nobody,
                together=nobody, departments=np.eye(people, dtype=np.bool_), met=nobody,
                need=np.full(people, -1), helps=np.zeros((people, 0), dtype=np.bool_), new=np.zeros(people, dtype=np.bool_))
