"""Drop-downs and checkboxes on columns, and colours for cells that say a certain word."""

from collections.abc import Mapping
from typing import Any

from sgp.books.google.looks import mark
from sgp.books.google.reading import Request, Seen, SeenTab
from sgp.contract import PERSON, Column, Tab
from sgp.plan.placing import columns_of


def offering(tab: SeenTab, at: int, column: Column, source: str) -> list[Request]:
    """A drop-down on a column (from 0) that has none, or a box to tick where blank means no. Something else may still be typed.

    `source` is the area that the choices are taken from, if they stand in another tab.
    """
    ruled = any("dataValidation" in tab.cell(row, at) for row in range(2, len(tab.kinds) + 1))
    return [] if ruled else offer_from(tab.id, at, column, source, 1)


def offer_from(sheet: int, at: int, column: Column, source: str, first: int) -> list[Request]:
    """The same on all cells from a row (counted from 0) on down."""
    if (condition := _condition(column, source)) is None:
        return []
    area = {"sheetId": sheet, "startRowIndex": first, "startColumnIndex": at, "endColumnIndex": at + 1}
    rule = {"condition": condition, "strict": False, "showCustomUi": True}
    return [{"setDataValidation": {"range": area, "rule": rule, "filteredRowsIncluded": True}}]


def source_of(seen: Seen, column: Column) -> str:
    """The area that a column's choices are taken from, or "" where they stand in no tab of this book."""
    title, heading = column.choices_from or ("", "")
    found = seen.find(title)
    at = columns_of(found.sheet, Tab(title, "", (Column(heading, PERSON),))) if found else {}
    return area_below(found.title, at[heading]) if found and heading in at else ""


def marking(tab: SeenTab, at: int, column: Column) -> list[Request]:
    """Colours for the marked words of a column that has no colours of that kind yet."""
    if _coloured(tab, 1, at):
        return []
    area = {"sheetId": tab.id, "startRowIndex": 1, "startColumnIndex": at, "endColumnIndex": at + 1}
    return [_rule(area, {"type": "TEXT_EQ", "values": [{"userEnteredValue": word}]}, look) for word, look in column.marks]


def reddening(tab: SeenTab, cell: str) -> list[Request]:
    """Turn a cell (such as B3) red when the moment in it is more than two days ago."""
    row, column = int(cell[1:]) - 1, ord(cell[0]) - ord("A")
    if _coloured(tab, row, column):
        return []
    area = {"sheetId": tab.id, "startRowIndex": row, "endRowIndex": row + 1, "startColumnIndex": column, "endColumnIndex": column + 1}
    # no commas: in some languages Google parts a function's arguments with semicolons
    formula = f"=ISNUMBER({cell})*(TODAY()-{cell}>2)"
    return [_rule(area, {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": formula}]}, "alert")]


def letters(column: int) -> str:
    """The letters of a column (from 0)."""
    return (letters(column // 26 - 1) if column >= 26 else "") + chr(ord("A") + column % 26)


def area_below(title: str, column: int) -> str:
    """All cells of a column (from 0) below its heading, as a drop-down names them."""
    tab = title.replace("'", "''")
    return f"='{tab}'!${letters(column)}$2:${letters(column)}"


def _condition(column: Column, source: str) -> dict[str, Any] | None:
    if source:
        return {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": source}]}
    if column.choices:
        # of a box with one value Google says: checked where the cell holds it, unchecked where it is blank
        kind, choices = ("BOOLEAN", column.choices[:1]) if column.tick else ("ONE_OF_LIST", column.choices)
        return {"type": kind, "values": [{"userEnteredValue": choice} for choice in choices]}
    return None


def _rule(area: Mapping[str, int], condition: Mapping[str, Any], look: str) -> Request:
    rule = {"ranges": [area], "booleanRule": {"condition": condition, "format": mark(look)}}
    return {"addConditionalFormatRule": {"rule": rule, "index": 0}}


def _coloured(tab: SeenTab, row: int, column: int) -> bool:
    areas = [area for rule in tab.told.get("conditionalFormats", ()) for area in rule.get("ranges", ())]
    return any(a.get("startColumnIndex", 0) <= column < a.get("endColumnIndex", column + 1)
               and a.get("startRowIndex", 0) <= row < a.get("endRowIndex", row + 1) for a in areas)
