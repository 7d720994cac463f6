"""The book as it will be once changes are carried out, and whether they would alter it at all."""

from sgp.plan.cells import Sheet, Snapshot, Value
from sgp.plan.changes import Changes, Page, RawRows, TabChange
from sgp.plan.placing import At, Placed, place


def differs(snapshot: Snapshot, changes: Changes) -> bool:
    """Whether carrying out the changes would alter this book at all."""
    return any(place(snapshot.find(title) or Sheet(title, ()), change) for title, change in by_title(changes))


def applied(snapshot: Snapshot, changes: Changes) -> Snapshot:
    """The book as it will be read once the changes are written."""
    sheets = {s.title: s for s in snapshot.sheets}
    for title, change in by_title(changes):
        sheet = snapshot.find(title) or Sheet(title, ())
        sheets[sheet.title] = _filled_in(sheets.get(sheet.title, sheet), place(sheet, change))
    return Snapshot(tuple(sheets.values()))


def _filled_in(sheet: Sheet, placed: Placed) -> Sheet:
    cells: dict[At, Value] = {(r, c): v for r, row in enumerate(sheet.rows, start=1) for c, v in enumerate(row)}
    carried = {to: cells.get(source) for to, source in placed.moves.items()}
    cells |= dict.fromkeys(placed.moves.values()) | carried | dict(placed.cells)
    height, width = (max((at[n] for at in cells), default=0) for n in (0, 1))
    return Sheet(sheet.title, tuple(tuple(cells.get((r, c)) for c in range(width + 1)) for r in range(1, height + 1)))


def by_title(changes: Changes) -> list[tuple[str, TabChange | Page | RawRows]]:
    """Every change with the title of the tab it is for."""
    ours: list[TabChange | Page] = [*changes.tabs, *changes.pages]
    return [(c.tab.title, c) for c in ours] + [(r.title, r) for r in changes.raw]
