"""What the last run knew already, so that what people changed since then stays as they left it."""

from collections.abc import Iterable

from sgp.contract import Form, responses_tab
from sgp.contract.names import loose
from sgp.contract.values import as_text
from sgp.ideas.key import key_of
from sgp.ideas.schemes import NOTHING, Decided
from sgp.plan import Broken, Sheet, Snapshot


def decided_before(snapshot: Snapshot, forms: Iterable[Form]) -> Decided:
    """What departments had decided by the last run, as it stands in the tab `Responses`."""
    shown = tuple(forms)
    sheet = snapshot.find(responses_tab(shown).title)
    wordings = {q.field: q.wording for f in shown if f.meeting == "3" for q in f.questions}
    if sheet is None or not wordings:
        return NOTHING
    at = {loose(heading): n for n, heading in enumerate(sheet.headings)}
    cycle, department, idea, decision = (at.get(loose(w)) for w in ("Cycle", "Department", wordings["idea"], wordings["decision"]))
    rows = range(2, len(sheet.rows) + 1)
    return {key_of(*(_text(sheet, row, c) for c in (cycle, department, idea))): _text(sheet, row, decision) for row in rows
            if _text(sheet, row, idea)}


def _text(sheet: Sheet, row: int, column: int | None) -> str:
    value = None if column is None else sheet.at(row, column)
    return "" if isinstance(value, Broken) else as_text(value)
