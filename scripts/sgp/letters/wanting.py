"""What needs the coordinator, as the digest says it: the lines of the first page, and who is meant where a name helps."""

from collections.abc import Iterable
from dataclasses import dataclass

from sgp.agenda import needs
from sgp.contract import Cycle, Staff
from sgp.delivery.fates import Hold
from sgp.desk import Desk
from sgp.letters.approval import ON_HOLD, STILL_DRAFT, UNSURE
from sgp.letters.targets import due_targets
from sgp.people import takes_part
from sgp.results.counts import count

MOST_NAMES = 8
CHOSEN = (ON_HOLD, STILL_DRAFT, UNSURE)
"""What holds a target because the coordinator has not approved it, or does not want it sent: that is no trouble, or counted already."""


@dataclass(frozen=True)
class Item:
    """One thing that needs the coordinator: how many of it, where to see to it, and lines that say who and why."""

    what: str
    number: int
    where: str
    lines: tuple[str, ...] = ()

    @property
    def in_words(self) -> str:
        """All of it in one line, to tell whether it has changed."""
        return " ".join((self.what, str(self.number), self.where, *self.lines))


def wanting(desk: Desk, cycle: Cycle) -> tuple[Item, ...]:
    """All that needs the coordinator and stays until they see to it; what holds up a person's letter comes first."""
    shared = needs(count(desk.book, desk.people, cycle, desk.today), desk.problems)
    return (*_held(desk, cycle), *_homeless(desk), *(Item(n.what, n.number, n.where) for n in shared))


def _held(desk: Desk, cycle: Cycle) -> tuple[Item, ...]:
    """Target letters that are held for another reason than that nobody has approved them."""
    held = [(called(d.to), d.fate) for d in due_targets(desk, cycle).drafts if isinstance(d.fate, Hold) and d.fate not in CHOSEN]
    lines = by_reason((name, f"{fate.reason} {fate.mend}".strip()) for name, fate in held)
    return (Item("Target letters that are held back", len(held), "Tab Targets, and Email log", lines),) if held else ()


def _homeless(desk: Desk) -> tuple[Item, ...]:
    names = sorted(p.name for p in desk.people.everyone() if not p.home and takes_part(p, desk.today))
    return (Item("People without a department", len(names), "Tab Staff: write the home department", (some(names),)),) if names else ()


def called(person: Staff) -> str:
    """Name and department: two people may have one name."""
    return f"{person.name} ({person.home})" if person.home else person.name


def by_reason(told: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """(who, why) in lines: each reason once, with all whom it concerns."""
    names: dict[str, list[str]] = {}
    for name, why in sorted(told):
        names.setdefault(why, []).append(name)
    return tuple(f"{some(who)}: {why}" for why, who in sorted(names.items()))


def some(names: list[str]) -> str:
    """The first names of a list, and how many more there are."""
    more = len(names) - MOST_NAMES
    return ", ".join(names[:MOST_NAMES]) + (f" and {more} more" if more > 0 else "")
