"""Groups and wishes: what cannot be, what was filled in against a rule, and who has no group."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from sgp.contract import Book, Cycle, Group, Pair
from sgp.contract.names import folded
from sgp.dates import current_cycle
from sgp.errors import ERROR, WARNING, Problem
from sgp.groups.places import seat_of
from sgp.groups.sittings import Sitting, days_of, sittings_of
from sgp.groups.sizes import FEWEST, MOST
from sgp.groups.wishes import Wishes, names, wishes_of
from sgp.people import People, takes_part

MEANT = "Nothing, if that is meant; else empty the Group of one and run form_groups.py."


def check_groups(book: Book, people: People, today: date) -> list[Problem]:
    """What is wrong with Pairs, and with Groups of the current cycle. What was filled in stays all the same."""
    cycle = current_cycle(book.cycles, today)
    sittings = sittings_of(book, cycle) if cycle else ()
    wishes = wishes_of(book, people, sittings)
    wrong = [_told(ERROR, pair, "rule", f"{reason}, so this row is not followed.", "Change or delete a row.")
             for pair, reason in wishes.impossible]
    return [*_pairs(book, people), *wrong, *(_rows(book, people, cycle, sittings, wishes, today) if cycle else [])]


def _pairs(book: Book, people: People) -> Iterator[Problem]:
    """Rows of Pairs that say nothing, or speak of nobody."""
    for pair in book.pairs:
        unknown = [(field, who) for field, who in (("first", pair.first), ("second", pair.second)) if not people.find(who)]
        for field, who in unknown:
            what = f"{who or 'This cell'} is nobody in the tab Staff, so this row is not followed."
            yield _told(ERROR, pair, field, what, people.near(who) or "Correct the address.")
        if not unknown and people.address_of(pair.first) == people.address_of(pair.second):
            yield _told(WARNING, pair, "second", "Both are the same person.", "Correct one of the two addresses.")
        if not pair.rule:
            yield _told(ERROR, pair, "rule", "It is not said whether they are to be apart or together.", "Write apart or together.")


def _rows(book: Book, people: People, cycle: Cycle, sittings: Sequence[Sitting], wishes: Wishes, today: date) -> Iterator[Problem]:
    ours = [g for g in book.groups if folded(g.cycle) == folded(cycle.name)]
    days = days_of(book, cycle, today)
    here: dict[str, Group] = {}
    for row in ours:
        person = people.find(row.email)
        if person is None:
            yield _told(WARNING, row, "email", f"{row.email} is nobody in the tab Staff.", "Correct Staff, or delete this row.")
        elif first := here.get(person.email):
            yield _told(WARNING, row, "email", f"{person.name} stands in row {first.row} too, and that row counts.", "Delete one of them.")
        elif any(takes_part(person, day) for day in days):
            here[person.email] = row
            yield from _no_group(row, person.name)
            yield from _wrong_day(row, people, sittings)
    seats = {who: seat_of(row) for who, row in here.items() if row.group}
    yield from _too_full(here, seats, sittings)
    yield from _against_wishes(here, seats, wishes, people)


def _no_group(row: Group, name: str) -> Iterator[Problem]:
    if not row.group and row.note:
        yield _told(WARNING, row, "group", f"{name} has no group.", row.note)


def _wrong_day(row: Group, people: People, sittings: Sequence[Sitting]) -> Iterator[Problem]:
    """A sitting that does not exist, or that meets on a day on which the person does not work."""
    sitting = next((s for s in sittings if folded(s.letter) == folded(row.sitting or "A")), None)
    person = people.find(row.email)
    if sitting is None and (row.sitting or row.group):
        letters = ", ".join(s.letter for s in sittings)
        yield _told(WARNING, row, "sitting", f"There is no sitting {row.sitting or 'A'} in the tab Meetings.", f"Write one of: {letters}.")
    elif row.group and sitting and person and not sitting.suits(person):
        yield _told(WARNING, row, "sitting", f"{person.name} does not work on every day of sitting {sitting.letter}.", MEANT)


def _too_full(here: Mapping[str, Group], seats: Mapping[str, tuple[str, str]], sittings: Sequence[Sitting]) -> Iterator[Problem]:
    """Groups of more than five or fewer than three, and sittings with more people than fit."""
    groups, taken = Counter(seats.values()), Counter(letter for _, letter in seats.values())
    first = {seat: here[who] for who, seat in reversed(list(seats.items()))}
    for seat in (seat for seat, count in groups.items() if count > MOST):
        yield _told(WARNING, first[seat], "group", f"This group has {groups[seat]} people, more than {MOST}.", MEANT)
    for seat in (seat for seat, count in groups.items() if count < FEWEST):
        said = "nobody else is" if groups[seat] == 1 else "only two people are"
        what = f"In group {first[seat].group}, sitting {first[seat].sitting or 'A'}, {said}."
        yield _told(WARNING, first[seat], "group", what, "Write another Group, or empty it and run form_groups.py.")
    for sitting in (s for s in sittings if s.capacity is not None and taken[folded(s.letter)] > s.capacity):
        row = next(here[who] for who, (_, letter) in seats.items() if letter == folded(sitting.letter))
        what = f"{taken[folded(sitting.letter)]} people are in sitting {sitting.letter}, and {sitting.capacity} fit."
        yield _told(WARNING, row, "sitting", what, "Make Capacity larger in Meetings, or empty some Groups and run form_groups.py.")


def _against_wishes(here: Mapping[str, Group], seats: Mapping[str, tuple[str, str]], wishes: Wishes, people: People) -> Iterator[Problem]:
    """Seats that were filled in against Pairs, or beside one's line manager."""
    members: dict[tuple[str, str], set[str]] = defaultdict(set)
    for who, seat in seats.items():
        members[seat].add(who)
    for two in sorted(map(sorted, wishes.apart)):
        if all(who in seats for who in two) and seats[two[0]] == seats[two[1]]:
            what = f"{names(two, people)} are in one group, though Pairs or a line manager keeps them apart."
            yield _told(WARNING, here[two[0]], "group", what, MEANT)
    for block in wishes.together:
        placed = sorted(who for who in block if who in seats)
        if len({seats[who] for who in placed}) > 1:
            yield _told(WARNING, here[placed[0]], "group", f"{names(placed, people)} should be in one group.", MEANT)


def _told(level: str, row: Group | Pair, field: str, what: str, mend: str) -> Problem:
    return Problem(level, row.tab.title, row.row, row.fields[field], what, mend)
