"""How many requests each command makes of Google, beside the same work done through what a school would use instead.

The work: read every tab of the coordinator's book, and write the tabs that collating writes. Each client does it in the way its own
documentation shows: one table read, and one written, for each tab.
"""

import os
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from school_files import ROOT
from school_sheets import SchoolSheets, new_school
from sheets_server import Server, serving
from test_sending import approve

SAMPLE = ROOT / "config" / "sample"
LATENCY = 0.3
PAGES = ("Start here", "Summary")
WRITTEN = ("Targets", "Responses", "Replies", "By department", "By focus", "Good practice", "Schemes of work", "Run log", "Problems")
COMMANDS = (
    ("generate_targets", (), "2026-09-28"), ("check_book", (), "2026-09-28"), ("send_emails", ("targets", "--send"), "2026-09-28"),
    ("import_csv", ("Form 2", SAMPLE / "form_2.csv"), "2026-12-04"), ("collate_responses", (), "2026-12-04"),
    ("collate_responses", (), "2026-12-04"),
)


@contextmanager
def counted(server: Server, book: str) -> Iterator[list[float]]:
    """A list that holds, once the block is over, the requests for this book and the seconds."""
    before, begun, spent = server.requests(book), time.perf_counter(), list[float]()
    yield spent
    spent += [server.requests(book) - before, time.perf_counter() - begun]


def plain_gspread(key: str, book: str) -> None:
    """gspread alone: get_all_records of each tab, one update for each tab that is written."""
    import gspread

    sheet = gspread.service_account(key).open_by_key(book)
    tabs = {tab.title: tab for tab in sheet.worksheets()}
    read = {title: tab.get_all_values() if title in PAGES else tab.get_all_records() for title, tab in tabs.items()}
    for title in WRITTEN:
        rows = [list(row.values()) for row in read[title]]
        tabs[title].update([list(read[title][0]) if rows else [""], *rows], "A1", raw=True)


def gspread_dataframe(key: str, book: str) -> None:
    """gspread with gspread-dataframe."""
    import gspread
    from gspread_dataframe import get_as_dataframe, set_with_dataframe

    sheet = gspread.service_account(key).open_by_key(book)
    tabs = {tab.title: tab for tab in sheet.worksheets()}
    read = {title: get_as_dataframe(tab) for title, tab in tabs.items()}
    for title in WRITTEN:
        set_with_dataframe(tabs[title], read[title])


def gspread_pandas(key: str, book: str) -> None:
    """gspread-pandas."""
    import json

    from gspread_pandas import Spread

    spread = Spread(book, config=json.loads(Path(key).read_text()))
    read = {tab.title: spread.sheet_to_df(sheet=tab.title) for tab in spread.sheets}
    for title in WRITTEN:
        spread.df_to_sheet(read[title], sheet=title)


def pygsheets(key: str, book: str) -> None:
    """pygsheets."""
    from pygsheets import authorize

    sheet = authorize(service_account_file=key).open_by_key(book)
    tabs = {tab.title: tab for tab in sheet.worksheets()}
    read = {title: tab.get_as_df(empty_value="") for title, tab in tabs.items() if title not in PAGES}
    for title in WRITTEN:
        tabs[title].set_dataframe(read[title], (1, 1))


OTHERS: tuple[Callable[[str, str], None], ...] = (plain_gspread, gspread_dataframe, gspread_pandas, pygsheets)


def ours(school: SchoolSheets) -> None:
    """Each command, with its requests for both books."""
    for script, arguments, day in COMMANDS:
        if script == "send_emails":
            book = school.edit()
            approve(book)
            school.save(book)
        with counted(school.server, school.book) as own, counted(school.server, school.staff_book) as staff:
            assert school.run(script, *arguments, today=day).code in (0, 5)
        print(f"{' '.join([script + '.py', *map(str, arguments[:1])]):38} {own[0]:9.0f} {staff[0]:11.0f} {own[1]:8.2f}")


def instead(school: SchoolSheets) -> None:
    """The same work through others, on copies of the book."""
    for client in OTHERS:
        book = school.copy(school.folder / client.__name__)
        environment = book.environment()
        with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings(), counted(school.server, book.book) as spent:
            warnings.simplefilter("ignore")
            for name, value in environment.items():
                patch.setenv(name, value)
            try:
                client(environment["GOOGLE_APPLICATION_CREDENTIALS"], book.book)
                failed = ""
            except Exception as fault:  # what a client cannot do is a result too
                failed = f"  stopped: {type(fault).__name__}: {str(fault)[:70]}"
        print(f"{client.__name__.replace('_', '-'):38} {spent[0]:9.0f} {'':11} {spent[1]:8.2f}{failed}")


def slow_line(school: SchoolSheets) -> None:
    """A scheduled run with nothing due, as a whole process, where each request takes 300 ms; beside reading every tab with gspread."""
    for _ in range(2):  # whatever is due that day is done before
        assert school.run_apart("run_due", "--send", today="2026-12-04").code in (0, 5)
    key, answers = school.environment()["GOOGLE_APPLICATION_CREDENTIALS"], school.server.quota.spend
    school.server.quota.spend = lambda *asked: (time.sleep(LATENCY), answers(*asked))[1]  # type: ignore[method-assign]
    begun = time.perf_counter()
    done = school.run_apart("run_due", "--send", today="2026-12-04")
    took = time.perf_counter() - begun
    assert "Nothing was due." in done.said, done.said
    with pytest.MonkeyPatch.context() as patch:
        for name, value in school.environment().items():
            patch.setenv(name, value)
        begun = time.perf_counter()
        plain_gspread(key, school.book)
    others = time.perf_counter() - begun
    print(f"\nrun_due.py with nothing due, {LATENCY * 1000:.0f} ms a request: {took:.2f} s; gspread reading and writing the same tabs: "
          f"{others:.2f} s ({others / took:.1f} x)")


def main() -> None:
    """Fill a school, then count."""
    with serving(quota=None) as server, tempfile.TemporaryDirectory() as folder:
        school = new_school(Path(folder) / "school", server)
        assert school.run("setup_book", "--sample").code == 0
        print(f"\n{'requests of Google':38} {'own book':>9} {'staff book':>11} {'seconds':>8}")
        ours(school)
        instead(school)
        slow_line(school)


if __name__ == "__main__":
    os.environ["PYTHONWARNINGS"] = "ignore"
    main()
