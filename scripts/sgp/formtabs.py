"""Form tabs: found by their headings, whatever the tab is called, and read as form services leave them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from sgp.contract import Form, Forms, Observation, Question, RawAnswer
from sgp.contract.forms import ADDRESS, TIMESTAMP
from sgp.contract.names import loose
from sgp.contract.values import as_text
from sgp.errors import WARNING, Problem
from sgp.plan import Broken, Sheet, Snapshot, Value

ENOUGH = 3
"""Questions of one form that a tab must hold, besides timestamp, address and cycle, to count as its tab."""
_IN_BRACKETS = re.compile(r"\([^)]*\)")
_GRID_ROW = re.compile(r"\s*\[([^\[\]]+)\]\s*$")
"""A grid question has a column for each of its rows: "What is it about? [Oracy]"."""
_TICKS = {"yes", "y", "x", "true", "1", "✓", "✔", "ticked", "selected"}
MOST_NAMED = 6


def read_answers(snapshot: Snapshot, forms: Forms) -> tuple[RawAnswer, ...]:
    """Every answer in every form tab of the book, in the order of the tabs."""
    return tuple(a for sheet, form in _form_tabs(snapshot, forms) for a in _answers(sheet, form, forms))


def read_columns(snapshot: Snapshot, forms: Forms) -> Iterator[tuple[Sheet, int]]:
    """Every column of every form tab that is read."""
    for sheet, form in _form_tabs(snapshot, forms):
        asked = [forms.timestamp, forms.address, *(wordings(q) for q in form.questions)]
        yield from ((sheet, column) for column in sorted({c for names in asked for c in _columns(sheet, names)}))


def unasked(snapshot: Snapshot, forms: Forms) -> list[Problem]:
    """Questions that were answered and mean no field: told once a tab. Their answers stay where they are."""
    told = []
    for sheet, form in _form_tabs(snapshot, forms):
        asked = [forms.timestamp, forms.address, forms.ignored, *(wordings(q) for q in form.questions)]
        known = {c for names in asked for c in _columns(sheet, names)}
        spare = [h.strip() for c, h in enumerate(sheet.headings) if h.strip() and c not in known and _answered(sheet, c)]
        if spare:
            named = ", ".join(f"“{' '.join(h.split())[:60]}”" for h in spare[:MOST_NAMED])
            more = f" and {len(spare) - MOST_NAMED} more" if len(spare) > MOST_NAMED else ""
            mend = "Nothing, if they need not be collated; else add the wording to config/forms.toml."
            told.append(Problem(WARNING, sheet.title, 1, "", f"Not collated, as no field means it: {named}{more}.", mend))
    return told


def _answered(sheet: Sheet, column: int) -> bool:
    return any(as_text(sheet.at(row, column)) for row in range(2, len(sheet.rows) + 1) if not isinstance(sheet.at(row, column), Broken))


def _form_tabs(snapshot: Snapshot, forms: Forms) -> list[tuple[Sheet, Form]]:
    return [(sheet, form) for sheet in snapshot.sheets if (form := form_of(sheet, forms))]


def form_of(sheet: Sheet, forms: Forms) -> Form | None:
    """The form whose answers this tab holds: it has a timestamp and the most of that form's questions."""
    if not _columns(sheet, forms.timestamp):
        return None
    scores = {form.meeting: sum(bool(_columns(sheet, wordings(q))) for q in form.questions if q.kind != "cycle") for form in forms.form}
    best = max(forms.form, key=lambda form: scores[form.meeting])
    return best if scores[best.meeting] >= ENOUGH else None


def observer_columns(sheet: Sheet, forms: Forms) -> dict[str, int]:
    """Heading of `Observations` -> column, where this tab is a form that observers fill in; else nothing.

    The day is the form's own question or else the timestamp, the observer whoever sent the form.
    """
    stamp, f = _columns(sheet, forms.timestamp), Observation.fields
    asked = {h: _columns(sheet, (h, *forms.observers.get(h, ()))) for h in Observation.tab.headings}
    at = {h: columns[-1] for h, columns in asked.items() if columns}
    if not stamp or f["teacher"] not in at or not {f["strengths"], f["development"], f["action_step"]} & set(at):
        return {}
    sender = [c for c in _columns(sheet, forms.address) if c != at[f["teacher"]]]
    return {f["day"]: stamp[0]} | ({f["observer"]: sender[0]} if sender else {}) | at


def wordings(question: Question) -> tuple[str, ...]:
    """All wordings that mean this question."""
    return (question.wording, *question.also)


def _columns(sheet: Sheet, names: Iterable[str]) -> list[int]:
    wanted = set().union(*(_meanings(n) for n in names))
    return [i for i, h in enumerate(sheet.headings) if h and _meanings(h) & wanted]


def _meanings(heading: str) -> set[str]:
    asked = _GRID_ROW.sub("", heading)
    return {loose(heading), loose(asked), loose(_IN_BRACKETS.sub("", asked))} - {""}


def _answers(sheet: Sheet, form: Form, forms: Forms) -> list[RawAnswer]:
    stamp, (address, *typed) = _columns(sheet, forms.timestamp)[0], _columns(sheet, forms.address) or [-1]
    fields = {q.field: _columns(sheet, wordings(q)) for q in form.questions}
    known = {TIMESTAMP: [stamp], ADDRESS: [address]} | fields
    headings = {name: sheet.headings[columns[-1]].strip() for name, columns in known.items() if columns and columns[-1] >= 0}
    kinds = {q.field: q.kind for q in form.questions}
    answers = []
    for row in range(2, len(sheet.rows) + 1):
        given = {field: _given(sheet, row, columns, kinds[field]) for field, columns in fields.items()}
        who, typed_in = _newest(sheet, row, [address]), _newest(sheet, row, typed)
        when = None if isinstance(sheet.at(row, stamp), Broken) else sheet.at(row, stamp)
        if who or typed_in or any(given.values()) or as_text(when):
            answers.append(RawAnswer(sheet.title, row, form.meeting, when, who, typed_in, given, headings))
    return answers


def _given(sheet: Sheet, row: int, columns: Sequence[int], kind: str) -> str:
    """What a question was answered: the newest of its columns, or what the rows of a grid say together."""
    grid = {c: found[1] for c in columns if (found := _GRID_ROW.search(sheet.headings[c]))}
    said = {label: text for c, label in grid.items() if (text := _said(sheet.at(row, c), kind == "date"))}
    alone = kind not in ("text", "checkboxes") and len(set(said.values())) == 1
    together = next(iter(said.values())) if alone else "; ".join(_line_of_grid(label, text, kind) for label, text in said.items())
    return together or _newest(sheet, row, [c for c in columns if c not in grid], kind == "date")


def _line_of_grid(label: str, text: str, kind: str) -> str:
    ticked = kind == "checkboxes" and (text.casefold() in _TICKS or loose(text) == loose(label))
    return label if ticked else f"{label}: {text}"


def _newest(sheet: Sheet, row: int, columns: Sequence[int], day: bool = False) -> str:
    """The text of the rightmost column that holds something: form services add a renamed question at the right."""
    values = [sheet.at(row, c) for c in columns if c >= 0]
    return next((text for v in reversed(values) if (text := _said(v, day))), "")


def _said(value: Value, day: bool) -> str:
    """A cell as text; a real date where one was asked for stays certain, whichever order the school writes dates in."""
    if isinstance(value, Broken):
        return ""
    return value.isoformat() if day and isinstance(value, date) else as_text(value)
