"""A mark of its own in every cell of a whole book that somebody typed or that scripts wrote: none of what is private reaches anybody."""

import re

import pytest
from school_files import SchoolFiles

from sgp.config import read_forms
from sgp.contract import coordinators_book
from sgp.forms.tabs import columns_of, wordings
from sgp.plan import Sheet
from sgp.plans import REPORT

MARK = re.compile(r"zq\d+q")
KEPT = {"Cycle", "Email", "Email Address", "Key", "Status", "Rule", "Setting", "Value", "Meeting", "Sitting", "Timestamp", "Owner",
        "Whose idea", "Owner email", "Teacher email", "Observer email", "Line manager email", "Other emails", "Email A", "Email B",
        "Head email", "Working days", "Department", "Departments", "Other departments",
        "First name", "Last name", "Focus", "Development focus",
        "Strength focus", "Outcome", "How far the target is met", "May we share it", "Decision", "Due", "Kind", "Message-ID", "Level",
        "Tab", "Form 1 link", "Form 2 link", "Form 3 link", "Whole-school focuses", "Keep or reword", "Focus on", "Adopt, adapt or drop",
        "Evidence kind", "Priority", "Group", "How sure", "Role"}
"""Columns that say who, when, which or how much: a mark in them would make the row mean something else. Addresses are looked for below."""
PUBLIC = {("Good practice", "Idea"), ("Schemes of work", "Idea"), ("Schemes of work", "Where it goes"), ("Schemes of work", "Link"),
          ("Form 2", "One idea worth sharing"), ("Form 3", "Idea"), ("Form 3", "Where it goes (scheme, unit, year)"), ("Form 3", "Link"),
          ("Meetings", "Place")}
"""What staff may read. All else that holds a mark is private."""


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> tuple[SchoolFiles, dict[str, tuple[str, str]]]:
    """The school of the demo after its cycle, each free cell with a mark of its own; mark -> tab and heading."""
    school = SchoolFiles(tmp_path_factory.mktemp("marked"))
    assert school.run("demo", "--book", school.book, "--staff-book", school.staff_book).code == 0
    book, marks = school.edit(), dict[str, tuple[str, str]]()
    pages = {t.title for t in coordinators_book(read_forms().form) if t.page}
    for sheet in (s for s in book.worksheets if s.title not in pages and s.title != "Settings"):
        headings = [asked(sheet.title, str(cell.value or "")) for cell in sheet[1]]
        for row in sheet.iter_rows(min_row=2):
            for cell, heading in zip(row, headings, strict=False):
                if isinstance(cell.value, str) and cell.value and heading not in KEPT and "@" not in cell.value:
                    mark = f"zq{len(marks)}q"
                    marks[mark] = (sheet.title, heading)
                    cell.value = f"{cell.value} {mark}"
    school.save(book)
    return school, marks


def asked(tab: str, heading: str) -> str:
    """A form's own question in the words of the configuration; any other heading as it is."""
    sheet = Sheet(tab, ((heading,),))
    questions = [q for form in read_forms().form if tab == f"Form {form.meeting}" for q in form.questions]
    return next((q.wording for q in questions if columns_of(sheet, wordings(q))), heading)


def test_every_kind_of_private_cell_was_marked(marked: tuple[SchoolFiles, dict[str, tuple[str, str]]]) -> None:
    places = set(marked[1].values())
    assert len(marked[1]) > 1000
    assert places >= PUBLIC
    for tab, heading in (("Observations", "Strengths"), ("Observations", "Areas for development"), ("Observations", "Action step"),
                         ("Targets", "Target"), ("Targets", "Why this target"), ("Targets", "Other suggestions"), ("Groups", "Note"),
                         ("Groups", "Can help with"), ("Groups", "Target focus"), ("Pairs", "Why"), ("Email log", "Subject"),
                         ("Form 1", "What I do now"), ("Form 1", "Help I need"), ("Form 2", "What happened for students")):
        assert (tab, heading) in places, (tab, heading)


def test_nothing_private_reaches_the_staff_book_or_the_page_for_leaders(marked: tuple[SchoolFiles, dict[str, tuple[str, str]]]) -> None:
    school, marks = marked
    assert school.run("collate_responses", today="2026-12-04").code in (0, 5)
    assert school.run("report_cycle", today="2026-12-04").code in (0, 5)
    shown = "\n".join(str(cell) for sheet in school.edit(staff_book=True).worksheets for row in sheet.iter_rows(values_only=True)
                      for cell in row if cell is not None)
    page = (school.output / REPORT).read_text(encoding="utf-8")
    seen = {marks[mark] for mark in MARK.findall(shown)}
    assert seen, "what is public is there"
    assert seen <= PUBLIC
    assert not MARK.findall(page)
    assert "@" not in shown
    assert "@" not in page.replace("@media", "").replace("@page", "")


def test_what_was_not_consented_to_is_not_shown(marked: tuple[SchoolFiles, dict[str, tuple[str, str]]]) -> None:
    school, _ = marked
    answers = [{asked("Form 2", heading): str(cell) for heading, cell in row.items()} for row in school.rows("Form 2")]
    refused = [row["One idea worth sharing"] for row in answers if row["May we share it"].casefold() == "no"]
    shown = "\n".join(str(row["Idea"]) for row in school.rows("Good practice", staff_book=True))
    assert refused
    assert not [idea for idea in refused if MARK.search(idea) and idea in shown]
