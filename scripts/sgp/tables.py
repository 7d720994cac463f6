"""From cells to typed rows. Every fault of a cell is told here, and only here."""

from collections import defaultdict
from typing import Any, TypeVar

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
from sgp.contract.names import did_you_mean, loose
from sgp.contract.values import as_text
from sgp.errors import ERROR, WARNING, Problem
from sgp.forms import observer_columns, read_answers, read_columns, unasked
from sgp.plan import Broken, Snapshot
from sgp.plan.placing import columns_of
from sgp.table import SHOWN, Table, broken_cells, read_table

R = TypeVar("R", bound=Row)
Read = dict[str, Table[Any]]
"""What was read, by the title of the tab."""


def read_book(snapshot: Snapshot, forms: Forms, read: Read | None = None) -> tuple[Book, list[Problem]]:
    """Every row of the coordinator's book, and all that is wrong with its cells.

    `read` is brought up to date: a tab that stands there with the very same cells is not read a second time.
    """
    read = {} if read is None else read
    problems: list[Problem] = []
    school = _settings(snapshot, read, problems)
    reading = Reading(school.day_first)

    def rows(kind: type[R], how: Reading = reading) -> tuple[R, ...]:
        return _rows(snapshot, kind, how, read, problems)

    departments = rows(Department)
    known = Reading(school.day_first, tuple(n for d in departments for n in (d.name, *d.also_written)))
    observed = _from_observers(snapshot, forms, reading, problems)
    book = Book(
        school, rows(Staff, known), rows(Observation) + observed, departments, rows(Focus, known), rows(BankStep, known), rows(Cycle),
        rows(Meeting),
        rows(ClosedDay), rows(Pair), rows(Target), rows(Group), rows(Reply), rows(Practice), rows(Scheme), rows(EmailRecord),
        rows(RunRecord), forms.form, read_answers(snapshot, forms),
    )
    return book, [*problems, *_broken_answers(snapshot, forms), *unasked(snapshot, forms)]


def _rows(snapshot: Snapshot, kind: type[R], how: Reading, read: Read, problems: list[Problem]) -> tuple[R, ...]:
    if (sheet := snapshot.find(kind.tab.title)) is None:
        return ()
    table: Table[R] | None = read.get(sheet.title)
    if table is None or table.sheet.rows is not sheet.rows or table.how != how:
        table = read[sheet.title] = read_table(sheet, kind, columns_of(sheet, kind.tab), how)
    problems += table.faults
    return table.rows


def _from_observers(snapshot: Snapshot, forms: Forms, reading: Reading, problems: list[Problem]) -> tuple[Observation, ...]:
    """Observations from forms that observers fill in, each knowing its tab."""
    tables = [read_table(sheet, Observation, at, reading) for sheet in snapshot.sheets if (at := observer_columns(sheet, forms))]
    problems += [fault for table in tables for fault in table.faults]
    return tuple(row.changed({"sheet": table.sheet.title}) for table in tables for row in table.rows)


def _broken_answers(snapshot: Snapshot, forms: Forms) -> list[Problem]:
    found: dict[tuple[str, str], list[tuple[int, Broken]]] = defaultdict(list)
    for sheet, column in read_columns(snapshot, forms):
        cells = ((row, sheet.at(row, column)) for row in range(2, len(sheet.rows) + 1))
        found[sheet.title, sheet.headings[column]] += [(row, value) for row, value in cells if isinstance(value, Broken)]
    return [broken_cells(title, heading, cells) for (title, heading), cells in found.items() if cells]


def _settings(snapshot: Snapshot, read: Read, problems: list[Problem]) -> School:
    rows = _rows(snapshot, Setting, Reading(), read, problems)
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
