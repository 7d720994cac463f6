"""Form tabs: found by their headings, whatever the tab is called, and read as form services leave them."""

import re
from collections.abc import Iterable, Iterator

from sgp.contract import Form, Forms, Observation, Question
from sgp.contract.names import loose
from sgp.plan import Sheet, Snapshot

ENOUGH = 3
"""Questions of one form that a tab must hold, besides timestamp, address and cycle, to count as its tab."""
_IN_BRACKETS = re.compile(r"\([^)]*\)")
GRID_ROW = re.compile(r"\s*\[([^\[\]]+)\]\s*$")
"""A grid question has a column for each of its rows: "What is it about? [Oracy]"."""


def read_columns(snapshot: Snapshot, forms: Forms) -> Iterator[tuple[Sheet, int]]:
    """Every column of every form tab that is read."""
    for sheet, form in form_tabs(snapshot, forms):
        asked = [forms.timestamp, forms.address, *(wordings(q) for q in form.questions)]
        yield from ((sheet, column) for column in sorted({c for names in asked for c in columns_of(sheet, names)}))


def form_tabs(snapshot: Snapshot, forms: Forms) -> list[tuple[Sheet, Form]]:
    """Every tab that holds answers, with its form."""
    return [(sheet, form) for sheet in snapshot.sheets if (form := form_of(sheet, forms))]


def form_of(sheet: Sheet, forms: Forms) -> Form | None:
    """The form whose answers this tab holds: it has a timestamp and the most of that form's questions."""
    if not columns_of(sheet, forms.timestamp):
        return None
    scores = {form.meeting: sum(bool(columns_of(sheet, wordings(q))) for q in form.questions if q.kind != "cycle") for form in forms.form}
    best = max(forms.form, key=lambda form: scores[form.meeting])
    return best if scores[best.meeting] >= ENOUGH else None


def observer_columns(sheet: Sheet, forms: Forms) -> dict[str, int]:
    """Heading of `Observations` -> column, where this tab is a form that observers fill in; else nothing.

    The day is the form's own question or else the timestamp, the observer whoever sent the form.
    """
    stamp, f = columns_of(sheet, forms.timestamp), Observation.fields
    asked = {h: columns_of(sheet, (h, *forms.observers.get(h, ()))) for h in Observation.tab.headings}
    at = {h: columns[-1] for h, columns in asked.items() if columns}
    if not stamp or f["teacher"] not in at or not {f["strengths"], f["development"], f["action_step"]} & set(at):
        return {}
    sender = [c for c in columns_of(sheet, forms.address) if c != at[f["teacher"]]]
    return {f["day"]: stamp[0]} | ({f["observer"]: sender[0]} if sender else {}) | at


def wordings(question: Question) -> tuple[str, ...]:
    """All wordings that mean this question."""
    return (question.wording, *question.also)


def columns_of(sheet: Sheet, names: Iterable[str]) -> list[int]:
    """The columns (from 0) whose heading means one of the names, from left to right."""
    wanted = set().union(*(_meanings(n) for n in names))
    return [i for i, h in enumerate(sheet.headings) if h and _meanings(h) & wanted]


def _meanings(heading: str) -> set[str]:
    asked = GRID_ROW.sub("", heading)
    return {loose(heading), loose(asked), loose(_IN_BRACKETS.sub("", asked))} - {""}
