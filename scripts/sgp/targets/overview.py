"""What the coordinator is told when targets are drafted: what needs her, and how the focuses are spread."""

from collections import Counter
from collections.abc import Sequence

from sgp.contract import Cycle, Focus, Target
from sgp.contract.programme import CARRIED_ON, CHOSEN, DRAFT, NO_OBSERVATION, NOT_SURE, SURE

COUNTED = (CHOSEN, SURE, CARRIED_ON, NO_OBSERVATION, NOT_SURE)
MOST_NAMED = 12


def overview(drafted: Sequence[Target], focuses: Sequence[Focus], cycle: Cycle) -> list[str]:
    """How many there are of each kind, the rows that need a person, the focuses by department, and those that nobody has."""
    new = sum(not t.row for t in drafted)
    kinds = Counter(t.how_sure for t in drafted)
    return [
        f"{cycle.name}: {len(drafted)} teachers have a row in Targets, {new} of them new.",
        ", ".join(f"{kinds[word]} {word.casefold()}" for word in COUNTED) + ".",
        *_needing_a_person(drafted), *_spread(drafted), *_with_nobody(drafted, focuses),
    ]


def _needing_a_person(drafted: Sequence[Target]) -> list[str]:
    waiting = [t for t in drafted if t.how_sure == NOT_SURE and t.status == DRAFT]
    if not waiting:
        return []
    named = [f"  {t.name}, {t.department}: {_need(t)}." for t in waiting[:MOST_NAMED]]
    more = [f"  … and {len(waiting) - MOST_NAMED} more."] if len(waiting) > MOST_NAMED else []
    return [f"{len(waiting)} need{'s' * (len(waiting) == 1)} you: marked red in Targets, with suggestions beside.", *named, *more]


def _need(target: Target) -> str:
    if not target.focus:
        return "choose a focus, or write the target"
    unclear, dry = "the feedback is not clear, choose a focus or keep this one", "no unused step in the target bank, write the target"
    return unclear if target.text else dry


def _spread(drafted: Sequence[Target]) -> list[str]:
    """Each focus with its teachers, most first, and their departments."""
    focuses = Counter(t.focus for t in drafted if t.focus)
    where = {name: Counter(t.department for t in drafted if t.focus == name) for name in focuses}
    width = max(map(len, focuses), default=0)
    rows = [f"  {name:{width}}  {number:3}  {_departments(where[name])}" for name, number in sorted(focuses.items(), key=_most_first)]
    return ["How the focuses are spread:", *rows] if rows else []


def _departments(counted: Counter[str]) -> str:
    return ", ".join(f"{name} {number}" if number > 1 else name for name, number in sorted(counted.items(), key=_most_first))


def _most_first(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]


def _with_nobody(drafted: Sequence[Target], focuses: Sequence[Focus]) -> list[str]:
    taken = {t.focus for t in drafted}
    free = [f.name for f in focuses if f.active and f.whole_school and f.name not in taken] if drafted else []
    return [f"Whole-school focus that nobody has: {', '.join(sorted(free))}."] if free else []
