"""Filling a book: with the settings there are, with an export, or with an invented school."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sgp.contract import PERSON, SUMMARY, Forms, Setting, coordinators_book, settings_declared
from sgp.contract.names import did_you_mean, find_name
from sgp.desk import Desk
from sgp.errors import ExitCode, Stop
from sgp.importing import Export, Headings, Imported, form_rows, import_rows, without_overlong
from sgp.pages import Figures, summary
from sgp.plan import Changes, Edit, Plan, Sheet, TabChange, applied
from sgp.results.counts import count


def plan_setup(desk: Desk) -> Plan:
    """List every setting with what it does; those that stand keep their value. A blank `Summary` says what will stand there."""
    rows = [Setting(name=name, what=what).cells() for name, what in settings_declared().values()]
    what = Setting.fields["what"]
    explained = tuple(Edit(Setting.tab.key_of(r), {what: r[what]}) for r in rows)
    change = TabChange(Setting.tab, explained, tuple(rows))
    standing = desk.snapshot.find(SUMMARY.title)
    counts = count(desk.book, desk.people, desk.cycle, desk.today)
    blank = (summary(Figures(desk.book, desk.people, desk.cycle, desk.today, counts)),)
    pages = () if standing and standing.rows else blank
    return Plan("Set up the book.", Changes(tabs=(change,), pages=pages),
                says=("The books are ready. Open the tab Start here: it says what to do next.",))


def tab_for(title: str, forms: Forms) -> str:
    """The tab that an import is for, by its own title. Raises Stop (usage) where no tab of that name takes rows."""
    fillable = [t.title for t in coordinators_book(()) if any(c.by == PERSON for c in t.columns)]
    titles = fillable + [f"Form {f.meeting}" for f in forms.form]
    if found := find_name(title, titles):
        return found
    raise Stop(f"No tab “{title}” takes rows. {did_you_mean(title, titles)} These do: {', '.join(titles)}.", ExitCode.USAGE)


def plan_import(desk: Desk, title: str, export: Export, headings: Mapping[str, Mapping[str, Any]], forms: Forms) -> Plan:
    """Add the rows of an export to the tab of this title."""
    sheet = desk.snapshot.find(title) or Sheet(title, ())
    export, lost = without_overlong(export)
    if form := next((f for f in forms.form if title == f"Form {f.meeting}"), None):
        done = form_rows(title, form.meeting, sheet, export, forms)
    else:
        done = _imported(sheet, export, headings, desk.book.school.day_first)
    return Plan(f"Imported {export.name}: {done.says[0]}", done.changes, says=(*done.says, *lost))


def plan_sample(desk: Desk, exports: Mapping[str, Export], headings: Mapping[str, Mapping[str, Any]]) -> Plan:
    """Fill an empty book with an invented school."""
    snapshot, changes = desk.snapshot, Changes()
    for title, export in exports.items():
        done = _imported(snapshot.find(title) or Sheet(title, ()), export, headings, day_first=True).changes
        snapshot, changes = applied(snapshot, done), replace(changes, tabs=changes.tabs + done.tabs)
    return Plan("Filled in an invented school.", changes, says=("An invented school is filled in: look around, nothing can go wrong.",))


def _imported(sheet: Sheet, export: Export, headings: Mapping[str, Mapping[str, Any]], day_first: bool) -> Imported:
    tab = next(t for t in coordinators_book(()) if find_name(sheet.title, [t.title]))
    also = dict(headings.get(tab.title, {}))
    reads = also.pop("reads", {})
    return import_rows(tab, sheet, export, Headings(also, reads), day_first)
