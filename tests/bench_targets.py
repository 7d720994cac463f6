"""How long drafting takes as a school grows: the whole command on a real workbook, five observations for each teacher.

Run with: make bench. Times are whole processes, start-up, reading and writing and all; memory is the peak of the process.
"""

import random
import sys
import tempfile
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path

from bench import READ, Spent, spend
from large_school import DEPARTMENTS
from school_files import RAW, SchoolFiles

SIZES = (1_250, 2_500, 5_000, 10_000, 20_000)
EACH = 5
CLAUSES = 1
"""On either side of an observation, beside what the lesson was about: some 30 words, about twice those of the invented school."""
TODAY = "2026-09-28"
LESSONS = (
    "fractions", "the Tudors", "photosynthesis", "Macbeth", "the past tense", "rivers", "forces", "perspective drawing", "rounders",
    "ratio", "the Cold War", "cells", "persuasive writing", "directions", "glaciers", "circuits", "lino printing", "netball", "algebra",
)
PRAISE = (
    "Calm start and every student was settled within {n} minutes", "Lovely warm relationships, and {who} joined in without being asked",
    "The worked example on {lesson} was clear and well chosen", "Books show {n} pieces of marked work with replies from students",
    "Confident subject knowledge throughout the part on {lesson}", "Cold call was used with {who} and nobody could hide",
    "The do now quiz brought back last term's work on {lesson}", "Transitions were quick and no time was lost between tasks",
)
TO_DEVELOP = (
    "{n} students answered everything about {lesson}, so try cold call to reach {who}", "the task on {lesson} overran by {n} minutes",
    "no link was made to prior learning before {lesson}", "key words for {lesson} were used but never explained to {who}",
    "{who} finished early and had nothing harder to do", "the TA was not briefed and sat with {who} for {n} minutes",
    "feedback in the books on {lesson} was praise only, with no step to take", "an exit ticket would show who has understood {lesson}",
    "the low hum of chatter from {who} was left unchallenged", "model the first answer on {lesson} aloud before they write",
    "discussion in pairs was cut short after {n} minutes", "homework on {lesson} was collected from {n} students only",
)
STEPS = ("Ask {n} named students about {lesson} before taking hands up.", "Put a timer of {n} minutes on the board.", "", "", "")
WHO = ("the back row", "quieter students", "the top end", "those who were away", "the boys by the window", "two EAL learners")


def build(folder: str, teachers: int) -> None:
    """A school's book, filled in by another library; in a process of its own, as what one once held counts for those it starts."""
    school, deal = SchoolFiles(Path(folder)), random.Random(teachers)
    school.run("setup_book")
    for tab in ("Focuses", "Target bank", "Cycles"):
        school.run("import_csv", tab, RAW / f"{tab.casefold().replace(' ', '_')}.csv")
    book = school.edit()
    people = [f"t{n:05}@oakfield.example" for n in range(teachers)]
    for n, who in enumerate(people):
        book["Staff"].append([who, None, f"First{n}", f"Last{n}", deal.choice(DEPARTMENTS), None, "Teacher"])
    for who in people * EACH:
        day = date(2026, 9, 25) - timedelta(deal.randrange(700))
        said = (_remark(PRAISE, deal), _remark(TO_DEVELOP, deal), _filled(deal.choice(STEPS), deal) or None)
        book["Observations"].append([day, who, deal.choice(people), f"{deal.randrange(7, 12)}A", *said])
    school.save(book)


def _remark(clauses: tuple[str, ...], deal: random.Random) -> str:
    return "; ".join(_filled(clause, deal) for clause in ("Period {n}, {lesson}", *deal.sample(clauses, CLAUSES))) + "."


def _filled(clause: str, deal: random.Random) -> str:
    return clause.format(n=deal.randrange(2, 30), lesson=deal.choice(LESSONS), who=deal.choice(WHO))


def measured(folder: Path, teachers: int) -> tuple[Spent, ...]:
    """What drafting took, the same again with nothing left to do, checking, and what plain openpyxl takes to read the book."""
    builder = get_context("spawn").Process(target=build, args=(str(folder), teachers))
    builder.start()
    builder.join()
    school = SchoolFiles(folder)
    read = spend([sys.executable, "-c", READ, str(school.book)])
    first, again, check = (spend(school.command(name, today=TODAY)) for name in ("generate_targets", "generate_targets", "check_book"))
    return first, again, check, read


def main() -> None:
    """Print the curve, the smallest school first."""
    with tempfile.TemporaryDirectory() as folder:
        idle = measured(Path(folder), 0)[0]
    print(f"On a book without teachers drafting takes {idle.seconds:.2f} s. That is start-up, and no part of what a teacher takes.")
    print(f"{'teachers':>8} {'observations':>12}{'drafting':>17}{'a teacher':>11}{'again':>17}{'checking':>17}{'openpyxl reads':>17}")
    for teachers in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            first, *others = measured(Path(folder), teachers)
        each = 1000 * (first.seconds - idle.seconds) / teachers
        print(f"{teachers:8} {teachers * EACH:12}{_told(first)}{each:8.2f} ms{''.join(map(_told, others))}", flush=True)


def _told(spent: Spent) -> str:
    return f"{spent.seconds:9.2f} s{spent.megabytes:4.0f}MB"


if __name__ == "__main__":
    main()
