"""Answers as form services leave them: one field for each question, however many columns it has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sgp.contract import Form, Forms, Question, RawAnswer
from sgp.contract.forms import ADDRESS, TIMESTAMP
from sgp.contract.names import loose
from sgp.contract.values import as_text
from sgp.errors import WARNING, Problem
from sgp.forms.tabs import GRID_ROW, columns_of, form_tabs, wordings
from sgp.plan import Broken, Sheet, Snapshot, Value

MOST_NAMED = 6
_TICKS = {"yes", "y", "x", "true", "1", "✓", "✔", "ticked", "selected"}


@dataclass(frozen=True)
class _Asked:
    """Where a question's answers stand: its columns, the newest first, and those of a grid with what each row of it is called."""

    kind: str
    columns: tuple[int, ...]
    grid: Mapping[int, str]


def read_answers(snapshot: Snapshot, forms: Forms) -> tuple[RawAnswer, ...]:
    """Every answer in every form tab of the book, in the order of the tabs."""
    return tuple(a for sheet, form in form_tabs(snapshot, forms) for a in _answers(sheet, form, forms))


def _answers(sheet: Sheet, form: Form, forms: Forms) -> list[RawAnswer]:
    stamp, (address, *typed) = columns_of(sheet, forms.timestamp)[0], columns_of(sheet, forms.address) or [-1]
    fields = {q.field: columns_of(sheet, wordings(q)) for q in form.questions}
    asked, headings = {q.field: _asked(q, fields[q.field], sheet) for q in form.questions}, sheet.headings
    known = {TIMESTAMP: [stamp], ADDRESS: [address]} | fields
    named = {name: headings[columns[-1]].strip() for name, columns in known.items() if columns and columns[-1] >= 0}
    answers = []
    for row in range(2, len(sheet.rows) + 1):
        given = {field: _given(sheet, row, where) for field, where in asked.items()}
        who, typed_in = _newest(sheet, row, [address]), _newest(sheet, row, typed[::-1])
        when = None if isinstance(sheet.at(row, stamp), Broken) else sheet.at(row, stamp)
        if who or typed_in or any(given.values()) or as_text(when):
            answers.append(RawAnswer(sheet.title, row, form.meeting, when, who, typed_in, given, named))
    return answers


def _asked(question: Question, columns: Sequence[int], sheet: Sheet) -> _Asked:
    grid = {c: found[1] for c in columns if (found := GRID_ROW.search(sheet.headings[c]))}
    return _Asked(question.kind, tuple(c for c in reversed(columns) if c not in grid), grid)


def _given(sheet: Sheet, row: int, asked: _Asked) -> str:
    """What a question was answered: what the rows of a grid say together, or the newest of its columns."""
    day = asked.kind == "date"
    return (_of_grid(sheet, row, asked) if asked.grid else "") or _newest(sheet, row, asked.columns, day)


def _of_grid(sheet: Sheet, row: int, asked: _Asked) -> str:
    said = {label: text for c, label in asked.grid.items() if (text := _said(sheet.at(row, c), asked.kind == "date"))}
    if asked.kind not in ("text", "checkboxes") and len(set(said.values())) == 1:
        return next(iter(said.values()))
    return "; ".join(label if asked.kind == "checkboxes" and _is_tick(text, label) else f"{label}: {text}" for label, text in said.items())


def _is_tick(text: str, label: str) -> bool:
    return text.casefold() in _TICKS or loose(text) == loose(label)


def _newest(sheet: Sheet, row: int, columns: Sequence[int], day: bool = False) -> str:
    """The text of the first of the columns that holds something; form services add a renamed question at the right."""
    return next((text for c in columns if c >= 0 and (text := _said(sheet.at(row, c), day))), "")


def _said(value: Value, day: bool) -> str:
    """A cell as text; a real date where one was asked for stays certain, whichever order the school writes dates in."""
    if value is None or isinstance(value, Broken):
        return ""
    return value.isoformat() if day and isinstance(value, date) else as_text(value)


def unasked(snapshot: Snapshot, forms: Forms) -> list[Problem]:
    """Questions that were answered and mean no field: told once a tab. Their answers stay where they are."""
    return [_told(sheet, spare) for sheet, form in form_tabs(snapshot, forms) if (spare := _spare(sheet, form, forms))]


def _spare(sheet: Sheet, form: Form, forms: Forms) -> list[str]:
    asked = [forms.timestamp, forms.address, forms.ignored, *(wordings(q) for q in form.questions)]
    known = {c for names in asked for c in columns_of(sheet, names)}
    return [h.strip() for c, h in enumerate(sheet.headings) if h.strip() and c not in known and _is_answered(sheet, c)]


def _is_answered(sheet: Sheet, column: int) -> bool:
    return any(_said(sheet.at(row, column), day=False) for row in range(2, len(sheet.rows) + 1))


def _told(sheet: Sheet, spare: Sequence[str]) -> Problem:
    named = ", ".join(f"“{' '.join(heading.split())[:60]}”" for heading in spare[:MOST_NAMED])
    more = f" and {len(spare) - MOST_NAMED} more" if len(spare) > MOST_NAMED else ""
    mend = "Nothing, if they need not be collated; else add the wording to config/forms.toml."
    return Problem(WARNING, sheet.title, 1, "", f"Not collated, as no field means it: {named}{more}.", mend)
