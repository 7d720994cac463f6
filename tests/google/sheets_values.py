"""The values of cells: read, written, appended and cleared, as the values API does it."""

from collections.abc import Iterable, Mapping
from typing import Any

from sheets_a1 import Area, letters, parsed, written
from sheets_books import Book, Tab
from sheets_cells import DATES, formatted, number_format, typed
from sheets_discovery import Refused
from sheets_formulas import effective, raw

Asked = Mapping[str, Any]


def read(book: Book, text: str, how: Asked) -> dict[str, Any]:
    """A ValueRange of what stands in a range. Raises Refused."""
    tab, area, _ = parsed(book, text)
    return _told(book, tab, area, how.get("majorDimension", "ROWS"), how.get("valueRenderOption"), how.get("dateTimeRenderOption"))


def _told(book: Book, tab: Tab, area: Area, major: str, render: str | None, dates: str | None) -> dict[str, Any]:
    rows = [[_shown(book, tab, cell, render or "FORMATTED_VALUE", dates == "FORMATTED_STRING") for cell in row[area.left:area.right]]
            for row in tab.rows[area.top:area.bottom]]
    if major == "COLUMNS":
        rows = [[row[n] if n < len(row) else "" for row in rows] for n in range(area.right - area.left)]
    for line in [*rows, rows]:
        while line and line[-1] in ("", []):
            line.pop()
    return {"range": written(tab, area), "majorDimension": major} | ({"values": rows} if rows else {})


def _shown(book: Book, tab: Tab, cell: dict[str, Any], render: str, dates_as_text: bool) -> Any:
    entered, how = cell.get("userEnteredValue"), number_format(cell)
    if not entered or (render == "FORMULA" and "formulaValue" in entered):
        return entered["formulaValue"] if entered else ""
    value = effective(book, tab, cell)
    if render == "FORMATTED_VALUE" or "errorValue" in value or (dates_as_text and how.get("type") in DATES):
        return formatted(value, how, book.about["locale"])
    return next(iter(value.values()))


def write(book: Book, text: str, given: Asked, asked: Asked, who: str) -> dict[str, Any]:
    """Write a ValueRange over a range; nulls leave a cell as it is. An UpdateValuesResponse. Raises Refused."""
    tab, area, single = parsed(book, text)
    rows = given.get("values", [])
    if given.get("majorDimension") == "COLUMNS":
        rows = [[column[n] if n < len(column) else None for column in rows] for n in range(max(map(len, rows), default=0))]
    far = Area(area.top, area.top + len(rows), area.left, area.left + max(map(len, rows), default=0))
    if not single and (far.bottom > area.bottom or far.right > area.right):
        where = f"column [{letters(area.right)}]" if far.right > area.right else f"row [{area.bottom + 1}]"
        raise Refused(f"Requested writing within range [{text}], but tried writing to {where}")
    return _put(book, tab, area.top, area.left, rows, asked, who)


def _put(book: Book, tab: Tab, top: int, left: int, rows: list[list[Any]], asked: Asked, who: str) -> dict[str, Any]:
    how, end = asked.get("valueInputOption"), Area(top, top + max(len(rows), 1), left, left + max([1, *map(len, rows)]))
    if how not in ("RAW", "USER_ENTERED"):
        raise Refused("'valueInputOption' is required but not specified")
    tab.guard(end, who)
    tab.resize(max(end.bottom, tab.height), max(end.right, tab.width))
    done = [(r, c, v) for r, row in enumerate(rows, top) for c, v in enumerate(row, left) if v is not None]
    for r, c, value in done:
        cell = tab.cell(r, c)
        tab.put(r, c, cell | {"userEnteredValue": raw(value)} if how == "RAW" else typed(book, cell, value))
    counts = {"updatedRows": len({r for r, _, _ in done}), "updatedColumns": len({c for _, c, _ in done}), "updatedCells": len(done)}
    data = {"updatedData": _told(book, tab, end, "ROWS", asked.get("responseValueRenderOption"), asked.get("responseDateTimeRenderOption"))}
    told = data if asked.get("includeValuesInResponse") else {}
    return {"spreadsheetId": book.id, "updatedRange": written(tab, end), **{k: n for k, n in counts.items() if n}, **told}


def write_many(book: Book, asked: Asked, who: str) -> dict[str, Any]:
    """Several ranges at once. A BatchUpdateValuesResponse. Raises Refused."""
    answers, touched = [], set[tuple[int, int, int]]()
    for n, given in enumerate(asked.get("data", ())):
        try:
            answers.append(write(book, given.get("range", ""), given, asked, who))
        except Refused as fault:
            raise Refused(f"Invalid data[{n}]: {fault.message}") from fault
        tab, area, _ = parsed(book, answers[-1]["updatedRange"])
        touched |= {(tab.id, r, c) for r in range(area.top, area.bottom) for c in range(area.left, area.right)}
    counts = {"totalUpdatedRows": len({t[:2] for t in touched}), "totalUpdatedColumns": len({t[::2] for t in touched}),
              "totalUpdatedSheets": len({t[0] for t in touched}), "totalUpdatedCells": sum(a.get("updatedCells", 0) for a in answers)}
    return {"spreadsheetId": book.id, **{k: n for k, n in counts.items() if n}, "responses": answers}


def append(book: Book, text: str, given: Asked, asked: Asked, who: str) -> dict[str, Any]:
    """Add rows below the last table in a range. An AppendValuesResponse. Raises Refused."""
    tab, area, _ = parsed(book, text)
    table, rows = _table(tab, area), given.get("values", [])
    top, left = (table.bottom, table.left) if table else (area.top, area.left)
    if asked.get("insertDataOption") == "INSERT_ROWS":
        tab.rows[top:top] = [[] for _ in rows]
    put = _put(book, tab, top, left, rows, asked, who)
    return {"spreadsheetId": book.id, **({"tableRange": written(tab, table)} if table else {}), "updates": put}


def _table(tab: Tab, area: Area) -> Area | None:
    """The last table in an area: all cells that touch each other, as far as they reach."""
    full = [(r, c) for r in range(area.top, area.bottom) for c in range(area.left, area.right) if "userEnteredValue" in tab.cell(r, c)]
    top, left = full[-1] if full else (0, 0)
    bottom, right, wide = top + 1, left + 1, full[-1:]
    while wide:
        top, bottom = min(top, *(r for r, _ in wide)), max(bottom, *(r + 1 for r, _ in wide))
        left, right = min(left, *(c for _, c in wide)), max(right, *(c + 1 for _, c in wide))
        rim = [(r, c) for r in range(top - 1, bottom + 1) for c in (left - 1, right)]
        rim += [(r, c) for r in (top - 1, bottom) for c in range(left, right)]
        wide = [(r, c) for r, c in rim if 0 <= r < tab.height and c >= 0 and "userEnteredValue" in tab.cell(r, c)]
    return Area(top, bottom, left, right) if full else None


def clear(book: Book, texts: Iterable[str], who: str) -> list[str]:
    """Empty ranges of their values; looks stay. What was cleared. Raises Refused."""
    cleared = []
    for text in texts:
        tab, area, _ = parsed(book, text)
        tab.guard(area, who)
        for r in range(area.top, area.bottom):
            for c in range(area.left, min(area.right, len(tab.rows[r]))):
                tab.put(r, c, {key: value for key, value in tab.cell(r, c).items() if key != "userEnteredValue"})
        cleared.append(written(tab, area))
    return cleared
