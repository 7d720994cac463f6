"""Form tabs: found by their headings, whatever the tab is called, and read as form services leave them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from sgp.contract import Form, Forms, Observation, Question, RawAnswer
from sgp.contract.forms import ADDRESS, TIMESTAMP
from sgp.contract.names import loose
from sgp.contract.values import as_text
from sgp.plan import Broken, Sheet, Snapshot, Value

ENOUGH = 3
"""Questions of one form that a tab must hold, besides timestamp, address and cycle, to count as its tab."""
_IN_BRACKETS = re.compile(r"\([^)]*\)")


def read_answers(snapshot: Snapshot, forms: Forms) -> tuple[RawAnswer, ...]:
    """Every answer in every form tab of the book, in the order of the tabs."""
    return tuple(a for sheet, form in _form_tabs(snapshot, forms) for a in _answers(sheet, form, forms))


def read_columns(snapshot: Snapshot, forms: Forms) -> Iterator[tuple[Sheet, int]]:
    """Every column of every form tab that is read."""
    for sheet, form in _form_tabs(snapshot, forms):
        asked = [forms.timestamp, forms.address, *(wordings(q) for q in form.questions)]
        yield from ((sheet, column) for column in sorted({c for names in asked for c in _columns(sheet, names)}))


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
    return {loose(heading), loose(_IN_BRACKETS.sub("", heading))} - {""}


def _answers(sheet: Sheet, form: Form, forms: Forms) -> list[RawAnswer]:
    stamp, (address, *typed) = _columns(sheet, forms.timestamp)[0], _columns(sheet, forms.address) or [-1]
    fields = {q.field: _columns(sheet, wordings(q)) for q in form.questions}
    known = {TIMESTAMP: [stamp], ADDRESS: [address]} | fields
    headings = {name: sheet.headings[columns[-1]].strip() for name, columns in known.items() if columns and columns[-1] >= 0}
    days = {q.field for q in form.questions if q.kind == "date"}
    answers = []
    for row in range(2, len(sheet.rows) + 1):
        given = {field: _newest(sheet, row, columns, field in days) for field, columns in fields.items()}
        who, typed_in = _newest(sheet, row, [address]), _newest(sheet, row, typed)
        when = None if isinstance(sheet.at(row, stamp), Broken) else sheet.at(row, stamp)
        if who or typed_in or any(given.values()) or as_text(when):
            answers.append(RawAnswer(sheet.title, row, form.meeting, when, who, typed_in, given, headings))
    return answers


def _newest(sheet: Sheet, row: int, columns: Sequence[int], day: bool = False) -> str:
    """The text of the rightmost column that holds something: form services add a renamed question at the right."""
    values = [sheet.at(row, c) for c in columns if c >= 0]
    return next((text for v in reversed(values) if (text := _said(v, day))), "")


def _said(value: Value, day: bool) -> str:
    """A cell as text; a real date where one was asked for stays certain, whichever order the school writes dates in."""
    if isinstance(value, Broken):
        return ""
    return value.isoformat() if day and isinstance(value, date) else as_text(value)
