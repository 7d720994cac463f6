"""Whether a book is built as the contract says: its tabs, and the headings in them."""

from collections import Counter
from collections.abc import Iterable, Sequence

from sgp.contract import Tab
from sgp.contract.names import find_name, loose, nearest
from sgp.errors import ERROR, Problem
from sgp.plan import Sheet, Snapshot
from sgp.plan.placing import columns_of

SET_UP = "Run setup_book.py, which adds what is missing and changes nothing else."


def faults_of_structure(snapshot: Snapshot, tabs: Iterable[Tab]) -> list[Problem]:
    """Every missing tab, missing heading and doubled heading; page tabs need only stand there."""
    problems: list[Problem] = []
    contract = list(tabs)
    standing = {sheet.title for tab in contract if (sheet := snapshot.find(tab.title))}
    spare = [s.title for s in snapshot.sheets if s.title not in standing]
    for tab in contract:
        sheet = snapshot.find(tab.title)
        problems += _headings(sheet, tab) if sheet else [_missing_tab(tab.title, spare)]
    return problems


def seems_lost(snapshot: Snapshot, tabs: Iterable[Tab]) -> list[Problem]:
    """What set-up must not add anew, because what stands there would be left behind: a renamed tab or heading, a lost key."""
    problems: list[Problem] = []
    contract = list(tabs)
    spare = [s for s in snapshot.sheets if not find_name(s.title, (tab.title for tab in contract))]
    for tab in contract:
        sheet = snapshot.find(tab.title)
        problems += _lost_headings(sheet, tab) if sheet else [_renamed(s.title, tab) for s in spare if _same_build(s, tab)]
    return problems


def _same_build(sheet: Sheet, tab: Tab) -> bool:
    return len(sheet.rows) > 1 and len(tab.headings) > 2 and len(columns_of(sheet, tab)) * 2 > len(tab.headings)


def _renamed(title: str, tab: Tab) -> Problem:
    return Problem(ERROR, tab.title, 0, "", f"There is no tab “{tab.title}”, but “{title}” has its headings.",
                   f"Rename “{title}” to “{tab.title}”.")


def _lost_headings(sheet: Sheet, tab: Tab) -> list[Problem]:
    standing, filled = columns_of(sheet, tab), len(sheet.rows) > 1
    spare = [h for h in sheet.headings if h and not find_name(h, tab.headings)]
    missing = [h for h in tab.headings if h not in standing] if filled else []
    return [_missing_heading(tab.title, h, spare) if nearest(h, spare) else _lost_key(tab.title, h)
            for h in missing if nearest(h, spare) or h in tab.key]


def _lost_key(title: str, heading: str) -> Problem:
    return Problem(ERROR, title, 1, heading, f"The column “{heading}” is gone, and without it nobody can say which row is whose.",
                   "Undo that in the spreadsheet, or take the newest copy from output/backups.")


def _missing_tab(title: str, spare: Sequence[str]) -> Problem:
    close = nearest(title, spare)
    mend = f"If the tab “{close}” is meant, rename it to “{title}”; else run setup_book.py, which adds it." if close else SET_UP
    return Problem(ERROR, title, 0, "", f"There is no tab “{title}”.", mend)


def _headings(sheet: Sheet, tab: Tab) -> list[Problem]:
    standing = columns_of(sheet, tab)
    counts = Counter(loose(h) for h in sheet.headings if h)
    spare = [h for h in sheet.headings if h and not find_name(h, tab.headings)]
    missing = [_missing_heading(tab.title, h, spare) for h in tab.headings if h not in standing]
    doubled = [h for h in tab.headings if counts[loose(h)] > 1]
    return missing + [
        Problem(ERROR, tab.title, 1, h, f"The heading “{h}” stands {counts[loose(h)]} times, so nobody can say which column counts.",
                "Rename or delete all but one of them.")
        for h in doubled
    ]


def _missing_heading(title: str, heading: str, spare: Sequence[str]) -> Problem:
    close = nearest(heading, spare)
    mend = f"Did you mean “{close}”? Then rename it to “{heading}”; else run setup_book.py, which adds it." if close else SET_UP
    return Problem(ERROR, title, 1, heading, f"The heading “{heading}” is missing.", mend)
