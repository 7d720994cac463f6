"""A large invented school as exports: as many staff, observations and answers as asked for, the same each time."""

import csv
import random
from datetime import date, timedelta
from pathlib import Path

from school_files import RAW

DEPARTMENTS = (
    "English", "Mathematics", "Science", "Humanities", "Modern Languages", "PE & Health", "Art & Design", "Technology", "Music", "Drama",
)
REMARKS = (
    "Try cold call so that quieter pupils answer too.", "Timer on the board, tasks overran.", "No link back to prior learning.",
    "Books unmarked for a while, marking please.", "Lovely calm room, great routines.", "n/a", "TA not briefed before the lesson.",
    "Key words were not explained.", "Stretch the top end more.", "Exit ticket next time to see who got it.",
)


def write_exports(folder: Path, staff: int = 300, observations: int = 2000, answers: int = 900, seed: int = 1) -> dict[str, Path]:
    """Write the exports into the folder; gives tab -> file, in the order of import."""
    deal = random.Random(seed)
    people = [f"t{n:04}@oakfield.example" for n in range(staff)]
    tables = {
        "Staff": _staff(people, deal), "Observations": _observations(people, observations, deal),
        **{f"Form {m}": _answers(m, people, answers // 3, deal) for m in "123"},
    }
    files = {tab: folder / f"{tab}.csv" for tab in tables}
    for tab, rows in tables.items():
        with files[tab].open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows(rows)
    plain = {t: t.casefold().replace(" ", "_") for t in ("Focuses", "Target bank", "Cycles", "Meetings", "Closed days")}
    return {tab: RAW / f"{name}.csv" for tab, name in plain.items()} | files


def _staff(people: list[str], deal: random.Random) -> list[list[str]]:
    head = ["Email", "First name", "Last name", "Department", "Role"]
    return [head] + [[who, f"First{n}", f"Last{n}", deal.choice(DEPARTMENTS), "Teacher"] for n, who in enumerate(people)]


def _observations(people: list[str], count: int, deal: random.Random) -> list[list[str]]:
    head = ["Date", "Teacher email", "Observer email", "Class", "Strengths", "Areas for development", "Action step"]
    days = [date(2026, 9, 25) - timedelta(deal.randrange(700)) for _ in range(count)]
    who = [[deal.choice(people), deal.choice(people), f"{deal.randrange(7, 12)}A/{n}"] for n in range(count)]
    said = [[deal.choice(REMARKS), deal.choice(REMARKS), ""] for _ in range(count)]
    return [head, *([f"{day:%d/%m/%Y}", *whom, *what] for day, whom, what in zip(days, who, said, strict=True))]


def _answers(meeting: str, people: list[str], count: int, deal: random.Random) -> list[list[str]]:
    asked = {
        "1": ["What I do now", "The small change I will try", "Evidence I will bring", "Help I need"],
        "2": ["What I tried", "What happened for students", "How far the target is met", "One idea worth sharing", "May we share it"],
        "3": ["Department", "Idea", "Decision", "Where it goes", "Owner"],
    }[meeting]
    day = {"1": date(2026, 10, 7), "2": date(2026, 11, 18), "3": date(2026, 12, 2)}[meeting]
    choices = {
        "How far the target is met": ("Not yet", "Partly", "Fully"), "May we share it": ("Yes", "No", "Anonymously"),
        "Department": DEPARTMENTS, "Decision": ("Adopt", "Try", "Not for us"), "Owner": tuple(people),
    }
    rows = []
    for n in range(count):
        said = [deal.choice(choices[q]) if q in choices else f"{q} {n}" for q in asked]
        rows.append([f"{day:%d/%m/%Y} 16:{n % 60:02}:00", people[n % len(people)], "Autumn 2026", *said])
    return [["Timestamp", "Email Address", "Cycle", *asked], *rows]
