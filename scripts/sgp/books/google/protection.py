"""Protected ranges: those of ours, which only warn, and those of others, which we may not write into."""

from collections.abc import Iterable, Mapping
from typing import Any

from sgp.books.google.reading import SeenTab
from sgp.books.google.refusals import is_protected
from sgp.plan.placing import At

WHY = "Sharing Good Practice: written by the scripts"


def refuse_protected(tab: SeenTab, cells: Iterable[At]) -> None:
    """Raise Stop (configuration) where one of these cells is protected against whoever signed in; nothing is changed then."""
    closed = [p for p in tab.told.get("protectedRanges", ()) if not _open(p)]
    if closed and any(_shut(p, row - 1, column) for p in closed for row, column in cells):
        raise is_protected(f"the tab {tab.title}", "")


def warning_on(tab: SeenTab, columns: Iterable[int]) -> list[dict[str, Any]]:
    """Requests that let Google ask "are you sure?" before somebody edits these columns (from 0), where it does not yet."""
    standing = [p.get("range", {}) for p in tab.told.get("protectedRanges", ())]
    bare = sorted(c for c in columns if not any(_covers(area, 1, c) for area in standing))
    spans: list[list[int]] = []
    for column in bare:
        if spans and spans[-1][1] == column:
            spans[-1][1] = column + 1
        else:
            spans.append([column, column + 1])
    return [_warn({"sheetId": tab.id, "startColumnIndex": first, "endColumnIndex": end}) for first, end in spans]


def warning_on_all(tab: SeenTab) -> list[dict[str, Any]]:
    """The same for a whole tab."""
    return [] if tab.told.get("protectedRanges") else [_warn({"sheetId": tab.id})]


def _warn(area: dict[str, int]) -> dict[str, Any]:
    return {"addProtectedRange": {"protectedRange": {"range": area, "description": WHY, "warningOnly": True}}}


def _open(protected: Mapping[str, Any]) -> bool:
    return bool(protected.get("warningOnly") or protected.get("requestingUserCanEdit")) or "range" not in protected


def _shut(protected: Mapping[str, Any], row: int, column: int) -> bool:
    free = protected.get("unprotectedRanges", ())
    return _covers(protected["range"], row, column) and not any(_covers(area, row, column) for area in free)


def _covers(area: Mapping[str, int], row: int, column: int) -> bool:
    rows = area.get("startRowIndex", 0) <= row < area.get("endRowIndex", row + 1)
    return rows and area.get("startColumnIndex", 0) <= column < area.get("endColumnIndex", column + 1)
