"""How good groups are, beside what one could do without: dealt at random, and dealt by department. And how long it takes.

Run with: make bench. Schools are invented (group_schools): skewed departments, part-timers, pairs, strengths and targets.
"""

import random
import time
from collections import defaultdict
from collections.abc import Callable
from itertools import combinations

from golfers import weeks_without
from group_schools import formed, school, with_groups

from sgp.contract import Book
from sgp.groups.forming import Formed
from sgp.groups.measures import coverable, measure, unavoidable
from sgp.groups.places import seat_of
from sgp.groups.sittings import NO_MEETING
from sgp.groups.wishes import wishes_of
from sgp.people import people

SCHOOLS = (40, 80, 150, 300)
CYCLES, SEEDS = 9, 3
GOLFERS = ((5, 3, 7), (6, 4, 5), (7, 4, 6), (8, 4, 7), (10, 4, 9), (20, 4, 16), (6, 4, 6), (8, 4, 8))
DISTRICT = (10, 40, 150)
Dealer = Callable[[Book, random.Random], list[list[str]]]


def repeats(weeks: list[list[list[str]]], book: Book) -> list[int]:
    """Of each cycle, how many pairs had been together before; those who are wished together are no such pairs."""
    met: set[frozenset[str]] = set()
    wished = {frozenset(two) for block in wishes_of(book, people(book.staff), NO_MEETING).together for two in combinations(block, 2)}
    found = []
    for groups in weeks:
        pairs = [frozenset(two) for group in groups for two in combinations(group, 2)]
        found.append(sum(two in met - wished for two in pairs))
        met.update(pairs)
    return found


def ours(book: Book) -> list[list[list[str]]]:
    """The groups of nine cycles, each formed in sight of those before."""
    weeks = []
    for cycle in (c.name for c in book.cycles):
        book, groups = with_groups(book, cycle), defaultdict(list)
        for row in (g for g in book.groups if g.cycle == cycle and g.group):
            groups[seat_of(row)].append(row.email)
        weeks.append(list(groups.values()))
    return weeks


def at_random(book: Book, dice: random.Random) -> list[list[str]]:
    """Everybody dealt round, in an order of chance."""
    who = [p.email for p in book.staff]
    dice.shuffle(who)
    return [who[n::len(who) // 4] for n in range(len(who) // 4)]


def by_department(book: Book, dice: random.Random) -> list[list[str]]:
    """One department after another dealt round, as one would by hand."""
    who = [p.email for p in sorted(book.staff, key=lambda p: (p.home, dice.random()))]
    return [who[n::len(who) // 4] for n in range(len(who) // 4)]


def nine_cycles() -> None:
    """Print how many pairs meet again over nine cycles from nothing."""
    print(f"Pairs who meet again, over {CYCLES} cycles from nothing, and in which cycles")
    print(f"{'teachers':>8} {'seed':>4} {'here':>6} {'random':>7} {'by department':>14}   here, cycle by cycle")
    for teachers in SCHOOLS:
        for seed in range(SEEDS):
            book, dice = school(teachers, seed), random.Random(seed)
            here = repeats(ours(book), book)
            dealers: tuple[Dealer, ...] = (at_random, by_department)
            others = [sum(repeats([dealer(book, dice) for _ in range(CYCLES)], book)) for dealer in dealers]
            print(f"{teachers:8} {seed:4} {sum(here):6} {others[0]:7} {others[1]:14}   {' '.join(map(str, here))}", flush=True)


def first_cycle() -> None:
    """Print rules, departments and help in the first cycle, and again after six cycles."""
    print(f"\n{'teachers':>8} {'cycle':>5} {'broken':>7} {'one department':>15} {'(unavoidable)':>14} {'met':>4} {'no help':>8} "
          f"{'uncovered':>10} {'(bound)':>8} {'more':>6} {'seconds':>8}")
    for teachers in SCHOOLS:
        book = school(teachers, 1)
        _one(book, "Cycle 1")
        for n in range(1, 7):
            book = with_groups(book, f"Cycle {n}")
        _one(book, "Cycle 7")


def _one(book: Book, cycle: str) -> None:
    begun = time.perf_counter()
    found = formed(book, cycle)
    took, good, bound = time.perf_counter() - begun, _measured(found), coverable(found.hall)
    print(f"{len(book.staff):8} {cycle[-1]:>5} {good.broken:7} {good.kin:15} {unavoidable(found.hall):14} {good.met:4} {good.unhelped:8} "
          f"{good.uncovered:10} {bound:8} {good.uncovered / max(bound, 1) - 1:6.1%} {took:8.2f}", flush=True)


def _measured(found: Formed):
    return measure(found.hall, found.seated)


def golfers() -> None:
    """Print how many weeks golfers play without meeting again, through the same engine."""
    print(f"\n{'golfers':>10} {'weeks wished':>13} {'weeks without a repeat, by seed':>33} {'seconds each':>13}")
    for groups, size, weeks in GOLFERS:
        begun = time.perf_counter()
        reached = [weeks_without(groups, size, weeks, seed) for seed in range(SEEDS)]
        took = (time.perf_counter() - begun) / SEEDS
        print(f"{f'{groups} x {size}':>10} {weeks:13} {' '.join(map(str, reached)):>33} {took:13.2f}", flush=True)


def district() -> None:
    """Print how the time grows with the number of schools, one after another."""
    print(f"\n{'schools':>8} {'teachers':>9} {'seconds':>8} {'a school':>9} {'one department':>15} {'(unavoidable)':>14} {'no help':>8}")
    for schools in DISTRICT:
        sizes = [133 + (n % 3 == 0) for n in range(schools)]
        begun, found = time.perf_counter(), [_counted(size, n) for n, size in enumerate(sizes)]
        took = time.perf_counter() - begun
        kin, least, alone = (sum(values) for values in zip(*found, strict=True))
        print(f"{schools:8} {sum(sizes):9} {took:8.1f} {took / schools:8.2f}s {kin:15} {least:14} {alone:8}", flush=True)


def _counted(teachers: int, seed: int) -> tuple[float, int, float]:
    found = formed(school(teachers, seed, cycles=1))
    good = _measured(found)
    return good.kin, unavoidable(found.hall), good.unhelped


if __name__ == "__main__":
    nine_cycles()
    first_cycle()
    golfers()
    district()
