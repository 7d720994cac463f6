"""A form that observers fill in feeds observations, whatever its tab is called."""

from datetime import date, datetime

from conftest import empty_book, on_desk

from sgp.plan import Sheet, Snapshot

HEADINGS = ("Timestamp", "Email Address", "Who did you see?", "Which class?", "What went well", "Even better if", "Focus to develop")
TABS = {
    "Staff": (("Email", "First name", "Last name", "Department"), ("a.b@oakfield.example", "Ada", "B", "Art"),
              ("c.d@oakfield.example", "Cy", "D", "Music")),
    "Focuses": (("Focus", "Keywords", "Whole school"), ("Oracy", "talk", "yes")),
    "Lesson visits 2026": (
        HEADINGS,
        (datetime(2026, 9, 14, 10, 30), "c.d@oakfield.example", "a.b@oakfield.example", "7A", "Warm", "More talk", "Oracy"),
        ("15/09/2026 11:00:00", "c.d@oakfield.example", "who@oakfield.example", "7A", "Warm", "More talk", ""),
    ),
}


def book() -> Snapshot:
    """The tabs above over an empty book."""
    others = [s for s in empty_book().sheets if s.title not in TABS]
    return Snapshot((*others, *(Sheet(title, rows) for title, rows in TABS.items())))


def test_its_answers_are_observations() -> None:
    _, checked, _ = on_desk(book(), date(2026, 9, 28))
    (seen,) = checked.book.observations
    assert (seen.day, seen.teacher, seen.observer) == (date(2026, 9, 14), "a.b@oakfield.example", "c.d@oakfield.example")
    assert (seen.class_name, seen.development, seen.development_focus) == ("7A", "More talk", "Oracy")


def test_what_is_wrong_is_told_by_its_own_tab_and_row() -> None:
    _, checked, _ = on_desk(book(), date(2026, 9, 28))
    told = [(p.tab, p.row) for p in checked.problems if "who@oakfield.example" in p.what]
    assert told == [("Lesson visits 2026", 3)]
