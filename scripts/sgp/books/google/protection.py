"""Protected ranges: those of ours, which only warn, and those of others, which we may not write into."""

from collections.abc import Iterable, Mapping
from typing import Any

from sgp.books.google.reading import SeenTab
from sgp.errors import ExitCode, Stop
from sgp.plan.placing import At

WHY = "Sharing Good Practice: written by the scripts"


def refuse_protected(tab: SeenTab, cells: Iterable[At]) -> None:
    """Raise Stop (configuration) where one of these cells is protected against whoever signed in; nothing is changed then."""
    closed = [p["range"] for p in tab.told.get("protectedRanges", ()) if not _open(p)]
    if closed and any(_covers(area, row - 1, column) for area in closed for row, column in cells):
        raise Stop(f"Part of the tab {tab.title} is protected against the account that signed in, so nothing was changed. "
                   "In the sheet, look at Data > Protect sheets and ranges, and allow that account to edit.", ExitCode.CONFIGURATION)


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


def _covers(area: Mapping[str, int], row: int, column: int) -> bool:
    rows = area.get("startRowIndex", 0) <= row < area.get("endRowIndex", row + 1)
    return rows and area.get("startColumnIndex", 0) <= column < area.get("endColumnIndex", column + 1)
