"""Nobody can be found on the page for leaders, however its numbers are added and subtracted."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report_page import Published, page_of, read_back
from schools import CYCLE, small_school, teacher
from scipy.optimize import LinearConstraint, milp
from test_staff_book import T, collated, private_book

from sgp.contract import Book, Practice, Reply, School, Target
from sgp.results.collate import ANSWERED, OUTSTANDING

TODAY = date(2026, 12, 4)
OUTCOMES = ("no answer", "did not say", "not yet", "partly", "fully")
FOCUSES = ("Oracy", "Questioning", "Retrieval", "")
Person = tuple[int, int, int, bool]
"""Focus, whether after meeting 1 and after meeting 2 (0: not, else how far the target is met), and whether an idea was shared."""


def book_of(departments: Mapping[str, list[Person]], floor: int) -> Book:
    """A school of these people, with its results."""
    flat = [(name, f"p{name}{n}@x.org", person) for name, some in departments.items() for n, person in enumerate(some)]
    word = {True: ANSWERED, False: OUTSTANDING}
    return small_school(
        school=School(smallest_group=floor), staff=tuple(teacher(who, "A", "B", name, email=who) for name, who, _ in flat), groups=(),
        targets=tuple(Target(row=n, cycle=CYCLE, email=who, department=name, focus=FOCUSES[p[0]], outcome=("", *OUTCOMES)[p[2]].capitalize()
                             if p[2] > 2 else "") for n, (name, who, p) in enumerate(flat, start=2)),
        replies=tuple(Reply(cycle=CYCLE, email=who, department=name, meeting_1=word[p[1] > 0], meeting_2=word[p[2] > 1],
                            meeting_3=OUTSTANDING) for name, who, p in flat),
        practice=tuple(Practice(row=n, key=str(n), cycle=CYCLE, idea="An idea") for n, (_, _, p) in enumerate(flat) if p[3] and p[2] > 1),
    )


@dataclass
class Reader:
    """Somebody who knows every department's size and this page, and nothing else: what can each number be?"""

    names: list[str]
    rows: list[tuple[dict[str, int], float, float]] = field(default_factory=list)

    def knows(self, parts: dict[str, int], least: float, most: float) -> None:
        self.rows.append((parts, least, most))

    def narrowed(self, parts: dict[str, int]) -> int:
        """How many numbers this sum can be."""
        matrix = np.array([[row.get(name, 0) for name in self.names] for row, _, _ in self.rows])
        limits = LinearConstraint(matrix, [low for _, low, _ in self.rows], [high for _, _, high in self.rows])
        goal = np.array([float(parts.get(name, 0)) for name in self.names])
        ends = [milp(c=sign * goal, constraints=limits, integrality=np.ones(len(self.names))) for sign in (1, -1)]
        assert all(end.success for end in ends), "what is told fits together"
        return round(-ends[1].fun - ends[0].fun) + 1


def reader(told: Published, sizes: Mapping[str, int]) -> Reader:
    """All that the page says, as sums."""
    made = Reader([*(f"{d}/{m}" for d in sizes for m in "12"), *OUTCOMES, "ideas", *(f"focus {f}" for f in FOCUSES)])
    total = sum(sizes.values())
    for d, size in sizes.items():
        for m in "12":
            made.knows({f"{d}/{m}": 1}, 0, size)
    for name in made.names:
        made.knows({name: 1}, 0, total)
    second = {f"{d}/2": 1 for d in sizes}
    made.knows(second | {"no answer": 1}, total, total)
    made.knows(second | dict.fromkeys(OUTCOMES[1:], -1), 0, 0)
    made.knows(second | {"ideas": -1}, 0, total)
    made.knows({f"focus {f}": 1 for f in FOCUSES}, total, total)
    for parts, least, most in _said(told, sizes):
        made.knows(parts, least, most)
    return made


def _said(told: Published, sizes: Mapping[str, int]) -> Iterator[tuple[dict[str, int], int, int]]:
    for m, (least, most) in told.answers.items():
        yield {f"{d}/{m}": 1 for d in sizes}, least, most
    for name, (_, forms) in told.departments.items():
        row = [d for d in sizes if d == name or (name == "All smaller departments" and d not in told.departments)]
        if forms:
            yield {f"{d}/{m}": 1 for d in row for m in "12"}, *forms
    for names, number in told.met.items():
        yield dict.fromkeys(names, 1), number, number
    if told.ideas:
        yield {"ideas": 1}, *told.ideas
    called = {f: f or "No focus yet" for f in FOCUSES}
    for name, number in told.focuses.items():
        row = [f for f in FOCUSES if called[f] == name or (name == "Other focuses together" and called[f] not in told.focuses)]
        yield {f"focus {f}": 1 for f in row}, number, number


def truth(departments: Mapping[str, list[Person]]) -> dict[str, tuple[dict[str, int], int, int]]:
    """Every group of people the page must not give away: its sum, how many they are, and of how many."""
    everyone = [p for some in departments.values() for p in some]
    total = len(everyone)
    groups: dict[str, tuple[dict[str, int], int, int]] = {}
    for d, some in departments.items():
        for m in (1, 2):
            came = sum(p[m] >= m for p in some)
            groups[f"{d} after {m}"] = ({f"{d}/{m}": 1}, came, len(some))
            groups[f"{d} not after {m}"] = ({f"{d}/{m}": -1}, len(some) - came, len(some))
    for m in (1, 2):
        came = sum(p[m] >= m for p in everyone)
        groups[f"after {m}"] = ({f"{d}/{m}": 1 for d in departments}, came, total)
        groups[f"not after {m}"] = ({f"{d}/{m}": -1 for d in departments}, total - came, total)
    said = Counter(OUTCOMES[max(p[2] - 1, 0)] for p in everyone)
    groups |= {o: ({o: 1}, said[o], total) for o in OUTCOMES}
    shared = sum(p[3] and p[2] > 1 for p in everyone)
    answered = {f"{d}/2": 1 for d in departments}
    groups["ideas"] = ({"ideas": 1}, shared, total)
    groups["no idea"] = (answered | {"ideas": -1}, sum(p[2] > 1 for p in everyone) - shared, total)
    chosen = Counter(FOCUSES[p[0]] for p in everyone)
    return groups | {f"focus {f}": ({f"focus {f}": 1}, chosen[f], total) for f in FOCUSES}


@st.composite
def schools(draw: st.DrawFn) -> dict[str, list[Person]]:
    """Departments of all sizes, in schools that answer much, little or half."""
    habits = ((0, 1, 3, 4, 5), (0, 0, 0, 0, 1), (5, 5, 5, 5, 4), (3, 4, 5, 5, 5), (0, 2, 3, 4, 5))
    said = st.sampled_from([n for habit in draw(st.lists(st.sampled_from(habits), min_size=1, max_size=2)) for n in habit])
    person = st.tuples(st.sampled_from((0, 0, 0, 1, 1, 2, 3)), said, said, st.sampled_from((True, True, False)))
    sizes = draw(st.lists(st.one_of(st.integers(1, 12), st.integers(4, 9)), min_size=1, max_size=5))
    return {chr(65 + n): draw(st.lists(person, min_size=size, max_size=size)) for n, size in enumerate(sizes)}


@settings(max_examples=60)
@given(schools(), st.integers(2, 6))
def test_no_small_group_can_be_worked_out(departments: dict[str, list[Person]], floor: int) -> None:
    book = book_of(departments, floor)
    sizes = {d: len(some) for d, some in departments.items()}
    made = reader(read_back(page_of(book, book.cycles[0], TODAY)), sizes)
    for name, (parts, number, of) in truth(departments).items():
        if 0 < number < floor:
            assert made.narrowed(parts) >= min(floor, of + 1), name


def test_the_reader_would_find_somebody_where_too_much_is_told() -> None:
    """The test above can fail: with one department's answers told exactly, the one who is missing is found."""
    departments = {"A": [(0, 5, 5, True)] * 11 + [(0, 0, 5, True)], "B": [(0, 5, 5, True), (0, 0, 0, False)] * 6}
    told = read_back(page_of(book_of(departments, 5), book_of(departments, 5).cycles[0], TODAY))
    loose = reader(told, {"A": 12, "B": 12})
    told.departments["A"] = (12, (23, 23))
    close = reader(told, {"A": 12, "B": 12})
    assert loose.narrowed({"A/1": 1}) >= 5 > close.narrowed({"A/1": 1})


@pytest.mark.parametrize("few", [1, 4])
def test_so_few_teachers_are_not_counted(few: int) -> None:
    book = book_of({"A": [(0, 5, 5, True)] * few}, 5)
    source = page_of(book, book.cycles[0], TODAY)
    assert "does not count them" in source
    assert read_back(source) == Published()


def test_no_private_cell_reaches_the_page() -> None:
    """A token of its own in every cell that is somebody's: of those who answered, of ideas, targets, notes, logs and names."""
    book = collated(private_book())
    some = [(f"{T}{n}@oakfield.example".casefold(), ("English", "Science")[n % 2]) for n in range(16)]
    staff = (*book.staff, *(teacher("", f"{T}first", f"{T}last", home, email=who) for who, home in some))
    targets = (*book.targets, *(Target(row=50 + n, cycle=CYCLE, email=who, name=f"{T}name", department=home, focus="Oracy", text=f"{T}text",
                                       why=f"{T}why", outcome="Fully") for n, (who, home) in enumerate(some)))
    replies = (*book.replies, *(Reply(cycle=CYCLE, email=who, name=f"{T}name", department=home, meeting_1=ANSWERED, meeting_2=ANSWERED,
                                      meeting_3=ANSWERED) for who, home in some))
    source = page_of(replace(book, staff=staff, targets=targets, replies=replies), book.cycles[0], TODAY)
    assert "English" in source, "there was a department to tell of"
    assert T.casefold() not in source.casefold()
    assert "@" not in source.replace("@media", "").replace("@page", "")
    for secret in ("Anonymous idea", "Open idea", "Adopted idea", "Old idea", *(p.last_name for p in book.staff)):
        assert secret not in source


def test_a_focus_or_department_of_a_few_is_not_named() -> None:
    departments = {"A": [(0, 5, 5, True)] * 12, "Lonely": [(1, 5, 5, True)] * 2, "B": [(0, 0, 0, False)] * 6}
    book = book_of(departments, 5)
    source = page_of(book, book.cycles[0], TODAY)
    assert "Lonely" not in source
    assert "Questioning" not in source
