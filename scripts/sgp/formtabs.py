"""Form tabs: found by their headings, whatever the tab is called, and read as form services leave them."""

import re
from collections.abc import Iterable, Sequence

from sgp.contract import Form, Forms, Question, RawAnswer
from sgp.contract.names import loose
from sgp.contract.values import as_text
from sgp.plan import Sheet, Snapshot, Value

ENOUGH = 3
"""Questions of one form that a tab must hold, besides timestamp, address and cycle, to count as its tab."""
_IN_BRACKETS = re.compile(r"\([^)]*\)")


def read_answers(snapshot: Snapshot, forms: Forms) -> tuple[RawAnswer, ...]:
    """Every answer in every form tab of the book, in the order of the tabs."""
    found = ((sheet, form_of(sheet, forms)) for sheet in snapshot.sheets)
    return tuple(a for sheet, form in found if form for a in _answers(sheet, form, forms))


def form_of(sheet: Sheet, forms: Forms) -> Form | None:
    """The form whose answers this tab holds: it has a timestamp and the most of that form's questions."""
    if not _columns(sheet, forms.timestamp):
        return None
    scores = {form.meeting: sum(bool(_columns(sheet, wordings(q))) for q in form.questions if q.kind != "cycle") for form in forms.form}
    best = max(forms.form, key=lambda form: scores[form.meeting])
    return best if scores[best.meeting] >= ENOUGH else None


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
    answers = []
    for row in range(2, len(sheet.rows) + 1):
        given = {field: _newest(sheet, row, columns) for field, columns in fields.items()}
        who, typed_in = _newest(sheet, row, [address]), _newest(sheet, row, typed)
        if who or typed_in or any(given.values()) or as_text(sheet.at(row, stamp)):
            answers.append(RawAnswer(sheet.title, row, form.meeting, sheet.at(row, stamp), who, typed_in, given))
    return answers


def _newest(sheet: Sheet, row: int, columns: Sequence[int]) -> str:
    """The text of the rightmost column that holds something: form services add a renamed question at the right."""
    values: list[Value] = [sheet.at(row, c) for c in columns if c >= 0]
    return next((text for v in reversed(values) if (text := as_text(v))), "")
