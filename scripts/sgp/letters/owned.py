"""Ideas on their way into a scheme of work whose day has passed, by the person who is to put them there."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sgp.contract import Scheme
from sgp.desk import Desk
from sgp.ideas import open_first
from sgp.people import is_here

Owned = Mapping[str, Sequence[Scheme]]
"""Address of a person -> what they own and is overdue, of whichever cycle, the longest overdue first."""


def overdue_of(desk: Desk) -> Owned:
    """What each owner who works here is asked about. What may name a student is told to the coordinator instead."""
    found: dict[str, list[Scheme]] = defaultdict(list)
    for scheme in open_first(desk.schemes, desk.today):
        owner = desk.people.find(scheme.owner)
        ready = scheme.due and scheme.due < desk.today and desk.discreet(scheme.idea) and desk.discreet(scheme.place)
        if owner and ready and is_here(owner, desk.today):
            found[owner.email].append(scheme)
    return found
