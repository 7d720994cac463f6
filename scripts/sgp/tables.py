"""From cells to typed rows. Every fault of a cell is told here, and only here."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TypeVar

from pydantic import ValidationError

from sgp.contract import (
    BankStep,
    Book,
    ClosedDay,
    Cycle,
    Department,
    EmailRecord,
    Focus,
    Forms,
    Group,
    Meeting,
    Observation,
    Pair,
    Practice,
    Reading,
    Reply,
    Row,
    RunRecord,
    Scheme,
    School,
    Setting,
    Staff,
    Target,
    settings_declared,
)
from sgp.contract.columns import Column
from sgp.contract.names import did_you_mean, loose
from sgp.contract.values import as_text
from sgp.errors import ERROR, WARNING, Problem
from sgp.formtabs import observer_columns, read_answers, read_columns
from sgp.plan import Broken, Sheet, Snapshot, Value
from sgp.plan.placing import columns_of

R = TypeVar("R", bound=Row)
SHOWN = 40
"""Characters of a faulty cell that are quoted."""


def read_book(snapshot: Snapshot, forms: Forms) -> tuple[Book, list[Problem]]:
    """Every row of the coordinator's book, and all that is wrong with its cells."""
    problems: list[Problem] = []
    school = _settings(snapshot, problems)
    reading = Reading(school.day_first)

    def rows(kind: type[R], how: Reading = reading) -> tuple[R, ...]:
        sheet = snapshot.find(kind.tab.title)
        return _rows(sheet, kind, columns_of(sheet, kind.tab), how, problems) if sheet else ()

    departments = rows(Department)
    known = Reading(school.day_first, tuple(n for d in departments for n in (d.name, *d.also_written)))
    observed = _from_observers(snapshot, forms, reading, problems)
    book = Book(
        school, rows(Staff, known), rows(Observation) + observed, departments, rows(Focus, known), rows(BankStep, known), rows(Cycle),
        rows(Meeting),
        rows(ClosedDay), rows(Pair), rows(Target), rows(Group), rows(Reply), rows(Practice), rows(Scheme), rows(EmailRecord),
        rows(RunRecord), forms.form, read_answers(snapshot, forms),
    )
    return book, problems + _broken_answers(snapshot, forms)


def _from_observers(snapshot: Snapshot, forms: Forms, reading: Reading, problems: list[Problem]) -> tuple[Observation, ...]:
    """Observations from forms that observers fill in, each knowing its tab."""
    tabs = [(sheet, at) for sheet in snapshot.sheets if (at := observer_columns(sheet, forms))]
    found = [(sheet, row) for sheet, at in tabs for row in _rows(sheet, Observation, at, reading, problems)]
    return tuple(row.model_copy(update={"sheet": sheet.title}) for sheet, row in found)


def _rows(sheet: Sheet, kind: type[R], at: Mapping[str, int], reading: Reading, problems: list[Problem]) -> tuple[R, ...]:
    broken: dict[str, list[tuple[int, Broken]]] = defaultdict(list)
    found: list[R] = []
    for number in range(2, len(sheet.rows) + 1):
        cells = {heading: sheet.at(number, column) for heading, column in at.items()}
        if not any(_filled(v) for v in cells.values()):
            continue
        for heading, value in cells.items():
            if isinstance(value, Broken):
                broken[heading].append((number, value))
        row, faults = kind.read(number, {h: None if isinstance(v, Broken) else v for h, v in cells.items()}, reading)
        problems += [_fault(sheet.title, number, column, cells[column.heading], expected) for column, expected in faults]
        found.append(row.doubted(h for h, v in cells.items() if isinstance(v, Broken)))
    problems += [_broken(sheet.title, heading, cells_) for heading, cells_ in broken.items()]
    return tuple(found)


def _filled(value: Value) -> bool:
    """Whether a person or a script wrote something here; a box that is not ticked says nothing."""
    return value is not None and value is not False and (not isinstance(value, str) or bool(as_text(value)))


def _fault(tab: str, row: int, column: Column, value: Value, expected: str) -> Problem:
    text = as_text(value)
    shown = "What stands here" if column.private else f"“{text[:SHOWN]}{'…' if len(text) > SHOWN else ''}”"
    return Problem(ERROR, tab, row, column.heading, f"{shown} is not {expected}.", f"Write {expected}.")


def _broken(tab: str, heading: str, cells: Sequence[tuple[int, Broken]]) -> Problem:
    (row, first), more = cells[0], len(cells) - 1
    others = f" The same in {more} more rows of this column." if more else ""
    if first.uncalculated:
        what, mend = "This formula was never calculated, so its value is not known.", "Open the book in Excel or LibreOffice and save it."
    else:
        what, mend = f"The formula here ends in {first.shown}.", "Mend the formula, or type the value."
    return Problem(ERROR, tab, row, heading, what + others, mend)


def _broken_answers(snapshot: Snapshot, forms: Forms) -> list[Problem]:
    found: dict[tuple[str, str], list[tuple[int, Broken]]] = defaultdict(list)
    for sheet, column in read_columns(snapshot, forms):
        cells = ((row, sheet.at(row, column)) for row in range(2, len(sheet.rows) + 1))
        found[sheet.title, sheet.headings[column]] += [(row, value) for row, value in cells if isinstance(value, Broken)]
    return [_broken(title, heading, cells) for (title, heading), cells in found.items() if cells]


def _settings(snapshot: Snapshot, problems: list[Problem]) -> School:
    sheet = snapshot.find(Setting.tab.title)
    rows = _rows(sheet, Setting, columns_of(sheet, Setting.tab), Reading(), problems) if sheet else ()
    fields = {loose(name): field for field, (name, _) in settings_declared().items()}
    chosen: dict[str, Setting] = {}
    for row in (r for r in rows if r.name):
        field = fields.get(loose(row.name))
        if field is None:
            names = [name for name, _ in settings_declared().values()]
            problems.append(_setting(WARNING, row, f"There is no setting “{row.name[:SHOWN]}”, so it is ignored.",
                                     did_you_mean(row.name, names)))
        elif field in chosen:
            problems.append(_setting(WARNING, row, f"“{row.name}” stands here a second time; row {chosen[field].row} counts.",
                                     "Delete one of them."))
        else:
            chosen[field] = row
    return _school({f: r for f, r in chosen.items() if as_text(r.value)}, problems)


def _school(chosen: dict[str, Setting], problems: list[Problem]) -> School:
    try:
        return School.model_validate({field: row.value for field, row in chosen.items()})
    except ValidationError as faulty:
        expected = {str(e["loc"][0]): str(e.get("ctx", {}).get("error", e["msg"])) for e in faulty.errors()}
    for field, what in expected.items():
        row = chosen[field]
        told = f"“{as_text(row.value)[:SHOWN]}” is not {what}, so the default counts."
        problems.append(_setting(ERROR, row, told, f"Write {what}."))
    return _school({f: r for f, r in chosen.items() if f not in expected}, problems)


def _setting(level: str, row: Setting, what: str, mend: str) -> Problem:
    return Problem(level, Setting.tab.title, row.row, Setting.fields["value"], what, mend)
