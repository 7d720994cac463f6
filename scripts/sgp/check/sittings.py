"""The sitting of a group that people filled in: a blank one, or one in which nobody else of the group sits, is that of the group."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sgp.contract import Book, Group
from sgp.contract.names import folded
from sgp.errors import WARNING, Problem

_Cells = tuple[str, str]
"""A cycle and a group's name."""


def settle_sittings(book: Book, problems: list[Problem]) -> Book:
    """The book whose groups each have one sitting, where that is plain; a letter that is not followed is told."""
    written: dict[_Cells, list[Group]] = defaultdict(list)
    for row in (g for g in book.groups if g.group):
        written[folded(row.cycle), folded(row.group)].append(row)
    return replace(book, groups=tuple(_settled(row, written, problems) for row in book.groups))


def _settled(row: Group, written: Mapping[_Cells, Sequence[Group]], problems: list[Problem]) -> Group:
    others = [g for g in written.get((folded(row.cycle), folded(row.group)), ()) if g is not row and g.sitting]
    if not row.group or not others or any(folded(g.sitting) == folded(row.sitting) for g in others):
        return row
    theirs = min(Counter(g.sitting for g in others).items(), key=lambda found: (-found[1], found[0]))[0]
    if row.sitting and not folded(row.group).startswith(folded(theirs)):
        return row
    if row.sitting:
        what = f"Group {row.group} meets in sitting {theirs}, so {row.sitting} is not followed here."
        problems.append(Problem(WARNING, Group.tab.title, row.row, Group.fields["sitting"], what, f"Write {theirs}, or another Group."))
    return row.model_copy(update={"sitting": theirs})
