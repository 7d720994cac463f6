"""What the tab Groups says: a row for everybody, and a note where a rule was bent."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from sgp.contract import Cycle, Group
from sgp.contract.names import folded, loose
from sgp.groups.forming import Formed
from sgp.groups.members import Member
from sgp.groups.rooms import Room
from sgp.wording import listed

GONE = "Does not take part any more, or not yet; counted in no group."


def rows_of_groups(formed: Formed, cycle: Cycle, standing: Sequence[Group]) -> tuple[Group, ...]:
    """The rows of the cycle, brought up to date: those that stand first, then new ones by sitting, group and name."""
    notes, placed = _notes(formed), zip(formed.members, (formed.rooms[n] for n in formed.seated.tolist()), strict=True)
    rows = [_row(member, room, cycle, notes.get(member.person.email, "")) for member, room in placed]
    rows += [_row(member, None, cycle, reason) for member, reason in formed.left_out]
    theirs = {row.row for row in rows if row.row}
    others = [row if folded(row.cycle) != folded(cycle.name) else row.model_copy(update={"note": GONE if row.group else ""})
              for row in standing if row.row not in theirs]
    return tuple(sorted([*rows, *others], key=_order))


def _order(row: Group) -> tuple[object, ...]:
    return row.row == 0, row.row, not row.group, row.sitting, len(row.group), row.group, row.name, row.email


def _row(member: Member, room: Room | None, cycle: Cycle, note: str) -> Group:
    """A person's row; what is filled in stays."""
    stands = member.row or Group(cycle=cycle.name, email=member.person.email)
    seat = {"group": room.name, "sitting": stands.sitting or room.sitting.letter} if room and not stands.group else {}
    return stands.model_copy(update=seat | {
        "name": member.person.name, "department": member.person.home, "target_focus": member.focus,
        "can_help_with": "; ".join(member.helps), "note": note,
    })


def _notes(formed: Formed) -> dict[str, str]:
    """Address of the first of a group by name -> what is to be said of the group."""
    found: dict[str, str] = {}
    for group in range(len(formed.rooms)):
        inside = sorted((n for n, at in enumerate(formed.seated.tolist()) if at == group), key=lambda n: _name(formed.members[n]))
        if inside and (said := " ".join(_said(inside, formed))):
            found[formed.members[inside[0]].person.email] = said
    return found


def _name(member: Member) -> tuple[str, str]:
    return member.person.name, member.person.email


def _said(inside: Sequence[int], formed: Formed) -> Iterator[str]:
    for one, other in combinations(inside, 2):
        yield from _of_two(one, other, formed)
    for one in inside:
        if not formed.hall.may[one, formed.seated[one]]:
            yield f"{formed.members[one].person.name} cannot come on the day of this sitting."
    if alone := [formed.members[one] for one in inside if _unhelped(one, inside, formed)]:
        yield f"Nobody else here is known to help {listed([f'{m.person.first_name} with {m.focus}' for m in alone])}."


def _of_two(one: int, other: int, formed: Formed) -> Iterator[str]:
    """What two people in one group have in common that should not be, if it is not wished."""
    first, second = formed.members[one], formed.members[other]
    both, cycle = f"{first.person.name} and {second.person.name}", formed.met.get(frozenset((first.person.email, second.person.email)))
    shared = _shared(first, second)
    if formed.hall.apart[one, other]:
        yield f"{both} should not be in one group."
    if formed.hall.together[one, other]:
        if shared or cycle:
            yield f"{both} are together as wished{f', though both belong to {shared}' if shared else ''}."
        return
    if shared:
        yield f"{both} both belong to {shared}."
    if cycle:
        yield f"{both} were together in {cycle}."


def _unhelped(one: int, inside: Sequence[int], formed: Formed) -> bool:
    need, helps = formed.hall.need[one], formed.hall.helps
    return bool(need >= 0 and not any(helps[n, need] for n in inside if n != one))


def _shared(first: Member, second: Member) -> str:
    """A department of both."""
    theirs = {loose(name) for name in second.person.all_departments}
    return next((name for name in first.person.all_departments if loose(name) in theirs), "")
