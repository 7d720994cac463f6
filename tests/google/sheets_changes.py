"""The kinds of change that a batchUpdate may ask for, on a copy of the book, so that a batch is done whole or not at all."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sheets_a1 import Area, placed
from sheets_books import Book, Cell, Tab, new_number, new_tab, reindex
from sheets_discovery import Refused
from sheets_formulas import effective
from sheets_masks import mask, merged

Asked = Mapping[str, Any]
Items = tuple[list[dict[str, Any]], int]
"""A list that a tab holds, and a place in it."""


def changed(book: Book, requests: Sequence[Asked], who: str) -> tuple[Book, list[dict[str, Any]]]:
    """The book after a batch of changes by someone, and Google's reply to each. Raises Refused; the book itself stays as it is."""
    batch, replies = Batch(book.copied(), who), []
    if not requests:
        raise Refused("Must specify at least one request.")
    for n, request in enumerate(requests):
        kind, asked = next(iter(request.items()), ("nothing", {}))
        do = getattr(batch, re.sub(r"[A-Z]", lambda m: "_" + m[0].lower(), kind), None)
        try:
            if do is None or len(request) != 1:
                raise Refused("not implemented here")
            reply = do(asked)
            batch.book.check()
        except Refused as fault:
            raise Refused(f"Invalid requests[{n}].{kind}: {fault.message}") from fault
        except (KeyError, IndexError) as fault:
            raise Refused(f"Invalid requests[{n}].{kind}: something is missing, or lies outside: {fault}") from fault
        replies.append({kind: reply} if reply else {})
    for index, tab in enumerate(batch.book.tabs):
        tab.about["index"] = index
    return batch.book, replies


class Batch:
    """A method for each kind of change, named as Google names it. What one returns is Google's reply."""

    def __init__(self, book: Book, who: str) -> None:
        self.book, self.who = book, who

    def add_sheet(self, asked: Asked) -> dict[str, Any]:
        about, usual = asked.get("properties", {}), (f"Sheet{n}" for n in range(1, 10**6))
        tab = new_tab({"title": next(t for t in usual if not self.book.titled(t))} | about)
        return self._inserted(tab, about.get("index", len(self.book.tabs)))

    def duplicate_sheet(self, asked: Asked) -> dict[str, Any]:
        tab = self._tab(asked, "sourceSheetId").copied()
        tab.about |= {"sheetId": asked.get("newSheetId", new_number()), "title": asked.get("newSheetName", f"Copy of {tab.title}")}
        return self._inserted(tab, asked.get("insertSheetIndex", 0))

    def _inserted(self, tab: Tab, at: int) -> dict[str, Any]:
        self._check_title(tab)
        if any(t.id == tab.id for t in self.book.tabs):
            raise Refused(f"A sheet with id: {tab.id} already exists.")
        self.book.tabs.insert(at, tab)
        tab.about["index"] = self.book.tabs.index(tab)
        return {"properties": dict(tab.about)}

    def _check_title(self, tab: Tab) -> None:
        if not 0 < len(tab.about.get("title", "")) <= 100:
            raise Refused("The sheet name cannot be empty or longer than 100 characters.")
        if any(t is not tab and t.title.lower() == tab.title.lower() for t in self.book.tabs):
            raise Refused(f'A sheet with the name "{tab.title}" already exists. Please enter another name.')

    def delete_sheet(self, asked: Asked) -> None:
        tab = self._tab(asked)
        tab.guard((0, tab.height, 0, tab.width), self.who)
        if len(self.book.tabs) == 1:
            raise Refused("You can't remove all the sheets in a document.")
        self.book.tabs.remove(tab)

    def update_sheet_properties(self, asked: Asked) -> None:
        new, tree = asked.get("properties", {}), mask(asked.get("fields", ""), "SheetProperties", twins=True)
        tab = self._tab(new)
        about = merged(tab.about, new, tree)
        grid = {"rowCount": tab.height, "columnCount": tab.width, **about.get("gridProperties", {})}
        if grid.get("frozenRowCount", 0) >= grid["rowCount"] or grid.get("frozenColumnCount", 0) >= grid["columnCount"]:
            raise Refused("You can't freeze all visible rows or columns on the sheet.")
        for cut in ((grid["rowCount"], tab.height, 0, tab.width), (0, tab.height, grid["columnCount"], tab.width)):
            if cut[0] < cut[1] and cut[2] < cut[3]:
                tab.guard(cut, self.who)
        tab.about = about | {"sheetId": tab.id, "sheetType": "GRID", "gridProperties": grid}
        self._check_title(tab)
        tab.resize(grid["rowCount"], grid["columnCount"])
        if "index" in tree:
            self.book.tabs.remove(tab)
            self.book.tabs.insert(new.get("index", 0), tab)

    def update_spreadsheet_properties(self, asked: Asked) -> None:
        self.book.about = merged(self.book.about, asked.get("properties", {}), mask(asked.get("fields", ""), "SpreadsheetProperties"))

    def update_cells(self, asked: Asked) -> None:
        tree, rows = mask(asked.get("fields", ""), "CellData", twins=True), [row.get("values", []) for row in asked.get("rows", ())]
        tab, area = placed(self.book, asked["range"]) if "range" in asked else self._from(asked.get("start", {}), rows)
        tab.guard(area, self.who)
        if len(rows) > area.bottom - area.top:
            raise Refused(f"Attempting to write row: {area.bottom}, beyond the last requested row of: {area.bottom - 1}")
        if any(len(cells) > area.right - area.left for cells in rows):
            raise Refused(f"Attempting to write column: {area.right}, beyond the last requested column of: {area.right - 1}")
        for r in range(area.top, area.bottom):
            new = dict(enumerate(rows[r - area.top] if r - area.top < len(rows) else (), area.left))
            for c in range(area.left, area.right) if "range" in asked else new:
                tab.put(r, c, merged(tab.cell(r, c), new.get(c, {}), tree))

    def _from(self, start: Asked, rows: Sequence[Sequence[Cell]]) -> tuple[Tab, Area]:
        tab, top, left = self._tab(start), start.get("rowIndex", 0), start.get("columnIndex", 0)
        for what, at, size in (("row", top, tab.height), ("column", left, tab.width)):
            if at >= size:
                raise Refused(f"GridCoordinate.{what}Index[{at}] is after last {what} in grid[{size - 1}]")
        return tab, Area(top, min(top + len(rows), tab.height), left, min(left + max(map(len, rows), default=0), tab.width))

    def append_cells(self, asked: Asked) -> None:
        tab, rows = self._tab(asked), asked.get("rows", [{}])
        last = max((n for n, row in enumerate(tab.rows, 1) if any("userEnteredValue" in cell for cell in row)), default=0)
        tab.resize(max(tab.height, last + len(rows)), max([tab.width, *(len(row.get("values", ())) for row in rows)]))
        self.update_cells({"start": {"sheetId": tab.id, "rowIndex": last}, "rows": rows, "fields": asked.get("fields", "")})

    def repeat_cell(self, asked: Asked) -> None:
        tree = mask(asked.get("fields", ""), "CellData", twins=True)
        self._alike(asked, lambda cell: merged(cell, asked.get("cell", {}), tree))

    def set_data_validation(self, asked: Asked) -> None:
        self._alike(asked, lambda cell: merged(cell, {"dataValidation": asked.get("rule")}, {"dataValidation": {}}))

    def update_borders(self, asked: Asked) -> None:
        def lined(cell: Cell, r: int, c: int, area: Area) -> Cell:
            at = {"top": r == area.top, "bottom": r == area.bottom - 1, "left": c == area.left, "right": c == area.right - 1}
            inner = {"top": "innerHorizontal", "bottom": "innerHorizontal", "left": "innerVertical", "right": "innerVertical"}
            names = {side: side if outer else inner[side] for side, outer in at.items()}
            lines = {side: asked[name] for side, name in names.items() if name in asked}
            tree = {"userEnteredFormat": {"borders": {side: {} for side in lines}}}
            return merged(cell, {"userEnteredFormat": {"borders": lines}}, tree) if lines else cell

        self._each(asked, lined)

    def _each(self, asked: Asked, made: Callable[[Cell, int, int, Area], Cell]) -> None:
        tab, area = placed(self.book, asked.get("range", {}))
        tab.guard(area, self.who)
        for r in range(area.top, area.bottom):
            for c in range(area.left, area.right):
                tab.put(r, c, made(tab.cell(r, c), r, c, area))

    def _alike(self, asked: Asked, made: Callable[[Cell], Cell]) -> None:
        """Cells that are one and the same stay so."""
        done: dict[int, tuple[Cell, Cell]] = {}

        def once(cell: Cell, *_: Any) -> Cell:
            if id(cell) not in done:
                done[id(cell)] = cell, made(cell)
            return done[id(cell)][1]

        self._each(asked, once)

    def sort_range(self, asked: Asked) -> None:
        tab, area = placed(self.book, asked["range"])
        tab.guard(area, self.who)
        rows = [[tab.cell(r, c) for c in range(area.left, area.right)] for r in range(area.top, area.bottom)]
        for spec in reversed(asked.get("sortSpecs", ())):
            ranked = [(_rank(effective(self.book, tab, row[spec.get("dimensionIndex", 0) - area.left])), row) for row in rows]
            full = sorted((pair for pair in ranked if pair[0]), key=lambda pair: pair[0], reverse=spec.get("sortOrder") == "DESCENDING")
            rows = [row for _, row in full] + [row for rank, row in ranked if not rank]
        for r, row in enumerate(rows, area.top):
            for c, cell in enumerate(row, area.left):
                tab.put(r, c, cell)

    def append_dimension(self, asked: Asked) -> None:
        tab, rows = self._tab(asked), asked["dimension"] == "ROWS"
        tab.resize(tab.height + asked["length"] * rows, tab.width + asked["length"] * (not rows))

    def insert_dimension(self, asked: Asked) -> None:
        tab, rows, start, end, size = self._lines(asked["range"], existing=False)
        before, count = asked.get("inheritFromBefore", False), end - start
        if start > size or (before and not start):
            raise Refused("range.startIndex and inheritFromBefore must leave a row or column to look alike.")
        model = start - 1 if before or start == size else start
        self._rearrange(tab, rows, [*range(start), *[model] * count, *range(start, size)], range(start, end))
        reindex(self.book, tab.id, rows, lambda a, b: (a + count * (a >= start), b + count * (b > start)))

    def delete_dimension(self, asked: Asked) -> None:
        tab, rows, start, end, size = self._lines(asked["range"])
        if end - start == size:
            raise Refused("You can't delete all the rows or columns on the sheet.")
        self._rearrange(tab, rows, [*range(start), *range(end, size)])
        left: Callable[[int], int] = lambda at: at - max(min(at, end) - start, 0)  # noqa: E731
        reindex(self.book, tab.id, rows, lambda a, b: (left(a), left(b)))

    def move_dimension(self, asked: Asked) -> None:
        (tab, rows, start, end, size), to = self._lines(asked["source"]), asked.get("destinationIndex", 0)
        if start < to < end or to > size:
            raise Refused("destinationIndex must lie outside of the source and within the grid.")
        order = [n for n in range(size) if not start <= n < end]
        at = to - (end - start if to > start else 0)
        order[at:at] = range(start, end)
        self._lines({**asked["source"], "startIndex": min(start, to), "endIndex": max(end, to)})
        self._rearrange(tab, rows, order)
        place = {n: where for where, n in enumerate(order)}

        def moved(first: int, last: int) -> tuple[int, int]:
            """A range goes along when all of it moves; lines that move within it or past it leave it its other lines."""
            if start <= first and last <= end:
                return place[first], place[first] + last - first
            if last > size or (first <= start and end <= last and first <= to <= last):
                return first, last
            rest = [place[n] for n in range(first, last) if not start <= n < end]
            return min(rest), max(rest) + 1

        reindex(self.book, tab.id, rows, moved)

    def _lines(self, at: Asked, existing: bool = True) -> tuple[Tab, bool, int, int, int]:
        """The tab, whether it is about rows, the first line, the end, and how many there are; guarded."""
        tab, rows = self._tab(at), at["dimension"] == "ROWS"
        size = tab.height if rows else tab.width
        start, end = at.get("startIndex", 0), at.get("endIndex", size)
        if start >= end or (existing and end > size):
            what = "row" if rows else "column"
            raise Refused(f"Cannot change a dimension that doesn't exist. Tried {what} index {end - 1} but there are only {size} {what}s.")
        until = end if existing else start + 1
        tab.guard((start, until, 0, tab.width) if rows else (0, tab.height, start, until), self.who)
        return tab, rows, start, end, size

    def _rearrange(self, tab: Tab, rows: bool, order: Sequence[int], bare: Sequence[int] = ()) -> None:
        """Rows or columns in a new order, each named by where it stood; at the places in `bare` their looks alone."""
        lines = tab.rows if rows else [[tab.cell(r, c) for r in range(tab.height)] for c in range(tab.width)]
        made = [[{k: v for k, v in cell.items() if place not in bare or k in ("userEnteredFormat", "dataValidation")} for cell in lines[n]]
                for place, n in enumerate(order)]
        looks = tab.row_looks if rows else tab.column_looks
        looks[:] = [looks[n] for n in order]
        tab.rows = made if rows else [list(row) for row in zip(*made, strict=True)]
        for row in tab.rows:
            while row and not row[-1]:
                row.pop()
        tab.resize(tab.height, tab.width)

    def update_dimension_properties(self, asked: Asked) -> None:
        tab, rows, start, end, _ = self._lines(asked["range"])
        looks, tree = tab.row_looks if rows else tab.column_looks, mask(asked.get("fields", ""), "DimensionProperties")
        looks[start:end] = [merged(look, asked.get("properties", {}), tree) for look in looks[start:end]]

    def auto_resize_dimensions(self, _: Asked) -> None:
        """Sizes by content are the business of whoever shows the sheet."""

    def add_protected_range(self, asked: Asked) -> dict[str, Any]:
        made = {"protectedRangeId": new_number(), "range": {}, **asked["protectedRange"]}
        made.pop("requestingUserCanEdit", None)
        users = sorted({self.who, self.book.owner, *made.get("editors", {}).get("users", ())})
        kept = made | ({} if made.get("warningOnly") else {"editors": made.get("editors", {}) | {"users": users}})
        placed(self.book, made["range"])[0].more.setdefault("protectedRanges", []).append(kept)
        return {"protectedRange": made | {"requestingUserCanEdit": True}}

    def update_protected_range(self, asked: Asked) -> None:
        items, at = self._protection(asked["protectedRange"])
        items[at] = merged(items[at], asked["protectedRange"], mask(asked.get("fields", ""), "ProtectedRange"))

    def delete_protected_range(self, asked: Asked) -> None:
        items, at = self._protection(asked)
        del items[at]

    def _protection(self, asked: Asked) -> Items:
        items, at = self._held("protectedRanges", "protectedRangeId", asked.get("protectedRangeId"))
        tab, area = placed(self.book, items[at]["range"])
        tab.guard(area, self.who)
        return items, at

    def _held(self, key: str, number: str, wanted: Any) -> Items:
        for items in (t.more.get(key, []) for t in self.book.tabs):
            for at, item in enumerate(items):
                if item[number] == wanted:
                    return items, at
        raise Refused(f"No {number.removesuffix('Id')} with id: {wanted}")

    def add_chart(self, asked: Asked) -> dict[str, Any]:
        made = {"chartId": new_number(), **asked["chart"]}
        tab, _ = self._from(made.get("position", {}).get("overlayPosition", {}).get("anchorCell", {}), ())
        tab.more.setdefault("charts", []).append(made)
        return {"chart": made}

    def update_chart_spec(self, asked: Asked) -> None:
        items, at = self._held("charts", "chartId", asked.get("chartId"))
        items[at] = items[at] | {"spec": asked["spec"]}

    def delete_embedded_object(self, asked: Asked) -> None:
        items, at = self._held("charts", "chartId", asked.get("objectId"))
        del items[at]

    def add_conditional_format_rule(self, asked: Asked) -> None:
        tabs = [placed(self.book, at)[0] for at in asked["rule"].get("ranges", ())]
        if not tabs:
            raise Refused("At least one range must be specified.")
        tabs[0].more.setdefault("conditionalFormats", []).insert(asked.get("index", 0), asked["rule"])

    def update_conditional_format_rule(self, asked: Asked) -> dict[str, Any]:
        rules, at = self._rules(asked["rule"]["ranges"][0] if "rule" in asked else asked, asked.get("index", 0))
        old, to = rules.pop(at), asked.get("newIndex", 0) if "rule" not in asked else at
        rules.insert(to, asked.get("rule", old))
        return {"oldRule": old, "oldIndex": at, "newRule": rules[to], "newIndex": to}

    def delete_conditional_format_rule(self, asked: Asked) -> dict[str, Any]:
        rules, at = self._rules(asked, asked.get("index", 0))
        return {"rule": rules.pop(at)}

    def _rules(self, on: Asked, at: int) -> Items:
        rules = self._tab(on).more.get("conditionalFormats", [])
        if at >= len(rules):
            raise Refused(f"No conditional format on sheet: {on.get('sheetId', 0)} at index: {at}")
        return rules, at

    def set_basic_filter(self, asked: Asked) -> None:
        placed(self.book, asked["filter"]["range"])[0].more["basicFilter"] = asked["filter"]

    def clear_basic_filter(self, asked: Asked) -> None:
        self._tab(asked).more.pop("basicFilter", None)

    def add_named_range(self, asked: Asked) -> dict[str, Any]:
        placed(self.book, asked["namedRange"]["range"])
        self.book.named_ranges.append({"namedRangeId": str(new_number()), **asked["namedRange"]})
        return {"namedRange": dict(self.book.named_ranges[-1])}

    def delete_named_range(self, asked: Asked) -> None:
        self.book.named_ranges[:] = [n for n in self.book.named_ranges if n["namedRangeId"] != asked.get("namedRangeId")]

    def _tab(self, asked: Asked, key: str = "sheetId") -> Tab:
        return self.book.tab(asked.get(key, 0))


def _rank(value: Asked) -> tuple[Any, ...]:
    """Numbers before texts before yes and no before errors; what is empty has no rank and stays last."""
    order = ("numberValue", "stringValue", "boolValue", "errorValue")
    return next(((n, str(value[kind]).lower() if n % 2 else value[kind]) for n, kind in enumerate(order) if kind in value), ())
