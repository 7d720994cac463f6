"""Labelled comments and the keyword lists they are read with."""

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from sgp.config import ROOT, read_language
from sgp.contract import BankStep, Focus, Observation
from sgp.reading import Vocabulary, vocabulary

COMMENTS = Path(__file__).parent / "comments"
LISTS = {"shipped": ROOT / "config" / "sample" / "Focuses.csv", "lean": COMMENTS / "focuses_lean.csv"}
BANK = ROOT / "config" / "sample" / "Target_bank.csv"


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a file by their headings."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def focuses(path: Path) -> list[Focus]:
    """The focuses of a list, with its keywords."""
    return [Focus(name=r["Focus"], description=r["Description"], keywords=r["Keywords"], whole_school=r["Whole school"] == "yes")
            for r in rows(path)]


def bank() -> list[BankStep]:
    """The shipped steps."""
    return [BankStep(focus=r["Focus"], step=r["Step"], evidence=r["Evidence"], keywords=r["Keywords"]) for r in rows(BANK)]


@cache
def vocabulary_of(name: str) -> Vocabulary:
    """What comments are read with: the shipped keywords or the lean ones."""
    return vocabulary(focuses(LISTS[name]), bank(), read_language())


def seen(development: str = "", strengths: str = "", action: str = "", **more: str) -> Observation:
    """One lesson seen."""
    return Observation(development=development, strengths=strengths, action_step=action, **more)
