"""How few requests a scheduled run takes of Google, with nothing due and with everything due."""

from collections import Counter

import pytest
from school_sheets import SchoolSheets, new_school
from school_year import TEACHERS, year
from sheets_server import Server


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory, server: Server) -> SchoolSheets:
    """The small school on Google Sheets, before anything is drafted."""
    there = new_school(tmp_path_factory.mktemp("sheets"), server)
    assert there.run("setup_book").code == 0
    here = year(tmp_path_factory.mktemp("year") / "school")
    server.save(there.book, here.school.edit())
    return there.tidied()


def asked(school: SchoolSheets, today: str) -> tuple[Counter[str], Counter[str], str]:
    """What one run asks for of the coordinator's book and of the staff book, by kind, and what it says."""
    school.server.log.clear()
    done = school.run("run_due", "--send", today=today)
    assert done.code in (0, 5), done.said
    of = {book: Counter(e.kind for e in school.server.log if e.spreadsheet_id == book) for book in (school.book, school.staff_book)}
    return of[school.book], of[school.staff_book], done.said


def test_the_requests_of_days_with_nothing_and_with_everything_due(school: SchoolSheets) -> None:
    asked(school, "2026-09-07")
    first = asked(school, "2026-09-08")
    assert first[:2] == (Counter(read=2, write=1), Counter(read=1)), "the last run is noted once a day"
    idle = asked(school, "2026-09-08")
    assert idle[:2] == (Counter(read=1), Counter(read=1))
    assert "Nothing was due." in idle[2]
    drafts = asked(school, "2026-09-14")
    everything = asked(school, "2026-10-13")
    assert f"{len(TEACHERS)} chasers filed" in everything[2]
    assert everything[:2] == (Counter(read=6, write=5), Counter(read=1, write=1)), "letters, results, and the digest"
    assert drafts[0].total() <= everything[0].total()
