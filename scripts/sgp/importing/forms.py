"""Form answers from a file: they go below the form's tab as they are, and only once."""

from collections import Counter

from sgp.contract import Forms
from sgp.contract.names import loose
from sgp.contract.values import as_text
from sgp.errors import ERROR, Problem, structure_fault
from sgp.forms import form_of
from sgp.importing.columns import Export
from sgp.importing.rows import Imported
from sgp.plan import Changes, RawRows, Sheet


def form_rows(title: str, meeting: str, sheet: Sheet, export: Export, forms: Forms) -> Imported:
    """The answers of the export that the form's tab lacks, under the tab's own headings and new ones at the right.

    Columns without a heading are left out. Raises Stop (structure) where the file holds another form.
    """
    found = form_of(Sheet(export.name, (export.headings,)), forms)
    if found is None or found.meeting != meeting:
        raise structure_fault([_wrong_file(export, title, found.meeting if found else "")], "this is another file")
    headings, at = _columns(sheet, export)
    rows = [tuple(_laid(export, r, at, len(headings))) for r in range(len(export.rows))]
    new = _new([r for r in rows if any(r)], sheet, len(headings))
    says = f"{len(new)} answers added to {title}, {sum(any(r) for r in rows) - len(new)} already there."
    raw = RawRows(title, tuple(headings), tuple(new))
    return Imported(Changes(raw=(raw,) if new else ()), (says,))


def _columns(sheet: Sheet, export: Export) -> tuple[list[str], dict[int, int]]:
    """The tab's headings with new ones added, and export column -> tab column; a doubled heading pairs in order."""
    headings = list(sheet.headings)
    at: dict[int, int] = {}
    for column, heading in ((c, h) for c, h in enumerate(export.headings) if h.strip()):
        free = _free(heading, headings, export, at)
        at[column] = free[0] if free else len(headings)
        headings += [] if free else [heading]
    return headings, at


def _free(heading: str, headings: list[str], export: Export, at: dict[int, int]) -> list[int]:
    """The tab's columns for this heading that are not taken: spelt alike, else alike but for case and punctuation."""
    left = [i for i in range(len(headings)) if i not in at.values()]
    alike = [i for i in left if loose(headings[i]) == loose(heading) and headings[i] not in export.headings]
    return [i for i in left if headings[i] == heading] or alike


def _laid(export: Export, row: int, at: dict[int, int], width: int) -> list[str | None]:
    cells: list[str | None] = [None] * width
    for column, place in at.items():
        cells[place] = export.cell(row, column) or None
    return cells


def _new(rows: list[tuple[str | None, ...]], sheet: Sheet, width: int) -> list[tuple[str | None, ...]]:
    standing = Counter(tuple(as_text(sheet.at(r, c)) for c in range(width)) for r in range(2, len(sheet.rows) + 1))
    new = []
    for row in rows:
        content = tuple(as_text(v) for v in row)
        if standing[content]:
            standing[content] -= 1
        else:
            new.append(row)
    return new


def _wrong_file(export: Export, title: str, other: str) -> Problem:
    what = f"These look like the answers of form {other}, not of {title}." if other else f"This does not look like the answers of {title}."
    mend = f"Import it into Form {other}." if other else "Add your form's wordings to config/forms.toml, beside the field each belongs to."
    return Problem(ERROR, export.name, 1, "", what, mend)
