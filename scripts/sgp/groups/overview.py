"""How well the forming of groups went, in a few lines."""

from collections import Counter
from collections.abc import Sequence

from sgp.contract import Cycle
from sgp.groups.forming import Formed
from sgp.groups.measures import at_random, fewest_pairs, measure, unavoidable

MOST_NAMED = 12


def overview(formed: Formed, cycle: Cycle) -> list[str]:
    """Who has no group and why, first; then how many groups there are, and how good they are beside a random deal."""
    told = [f"  {m.person.name}, {m.person.home}: {reason}" for m, reason in formed.left_out[:MOST_NAMED]]
    more = [f"  … and {len(formed.left_out) - MOST_NAMED} more."] if len(formed.left_out) > MOST_NAMED else []
    alone = [f"{len(formed.left_out)} without a group:", *told, *more] if told else []
    return [*alone, _groups(formed, cycle), *_undated(formed, cycle), *_crowded(formed), *_table(compared(formed, cycle))]


def _groups(formed: Formed, cycle: Cycle) -> str:
    sizes = Counter(formed.seated.tolist())
    letters = Counter(formed.rooms[n].sitting.letter for n in sizes)
    of = ", ".join(f"{many} of {size}" for size, many in sorted(Counter(sizes.values()).items()))
    where = ", ".join(f"{many} in sitting {letter}" for letter, many in sorted(letters.items()))
    return f"{cycle.name}: {sizes.total()} teachers in {len(sizes)} groups ({of}); {where}." if sizes else f"{cycle.name}: no groups."


def _undated(formed: Formed, cycle: Cycle) -> list[str]:
    """Told where no meeting has a day, so that nobody's days could be looked at."""
    if not formed.rooms or any(room.sitting.days for room in formed.rooms):
        return []
    return [f"  No meeting of {cycle.name} has a date in Meetings: working days were not looked at, and who starts later has no row."]


def _crowded(formed: Formed) -> list[str]:
    """Departments with more people than there are groups, who cannot all be kept apart."""
    groups = len(formed.rooms)
    belong = Counter(name for m in formed.members for name in m.person.all_departments)
    return [f"  {name} has {people} people for {groups} groups: {_at_least(fewest_pairs(people, groups))}."
            for name, people in sorted(belong.items()) if people > groups > 0]


def _at_least(pairs: int) -> str:
    return f"at least {pairs} pairs of them must meet" if pairs > 1 else "at least two of them must meet"


def compared(formed: Formed, cycle: Cycle) -> list[tuple[str, float, float]]:
    """What is wished for, how often it is missed, and how often a random deal would miss it, on average."""
    if not formed.members:
        return []
    good, chance = measure(formed.hall, formed.seated), at_random(formed.hall, cycle.name)
    asked = [("Teachers with nobody to help with their target", good.unhelped, chance.unhelped)] if (formed.hall.need >= 0).any() else []
    return [(f"Pairs of one department ({unavoidable(formed.hall)} cannot be avoided)", good.kin, chance.kin),
            ("Pairs who were together before", good.met, chance.met), *asked]


def _table(rows: Sequence[tuple[str, float, float]]) -> list[str]:
    width = max((len(what) for what, _, _ in rows), default=0)
    told = [f"  {what:{width}}  {here:4.0f}  {random:15.0f}" for what, here, random in rows]
    return [f"  {'':{width}}  here  dealt at random", *told] if told else []
