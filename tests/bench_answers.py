"""How long collating takes as answers grow, beside pandas alone reading the same answers and keeping each person's latest.

Run with: make bench. Seconds of understanding the answers and working out every tab are told apart from the whole command,
which reads and writes both workbooks too.
"""

import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

from bench import script, spend
from large_school import write_exports
from school_files import SchoolFiles

from sgp.books.xlsx import XlsxBook
from sgp.check import check
from sgp.config import read_forms, read_language
from sgp.desk import Desk
from sgp.results.collate import response_rows, with_results
from sgp.results.summaries import by_department, by_focus
from sgp.tables import read_book

SIZES = (1_250, 2_500, 5_000, 10_000, 20_000)
STAFF, TODAY = 300, datetime(2026, 12, 4, 9)
LATEST = """import pandas as pd, sys
for form in "123":
    rows = pd.read_excel(sys.argv[1], sheet_name=f"Form {form}")
    rows["Timestamp"] = pd.to_datetime(rows["Timestamp"], dayfirst=True)
    rows.sort_values("Timestamp").drop_duplicates("Email Address", keep="last")
"""


def build(folder: str, answers: int) -> SchoolFiles:
    """A school of 300 whose teachers answered again and again."""
    school = SchoolFiles(Path(folder))
    school.run("setup_book")
    for tab, file in write_exports(school.folder, STAFF, 600, answers).items():
        school.run("import_csv", tab, file, today="2026-12-04")
    school.run("generate_targets", today="2026-09-28")
    return school


def understood(school: SchoolFiles) -> float:
    """Seconds from the cells of the book to every tab of results."""
    snapshot, forms, language = XlsxBook(school.book, TODAY.date(), 0).read(), read_forms(), read_language()
    begun = time.perf_counter()
    raw, faults = read_book(snapshot, forms)
    done = check(raw, TODAY.date(), tuple(faults), language)
    desk = Desk(done.book, done.people, done.answers, snapshot, done.book.cycles[0], TODAY.date(), TODAY, {}, "outbox", language)
    book = with_results(desk)
    response_rows(book, desk.answers), by_department(book), by_focus(book)
    return time.perf_counter() - begun


def main() -> None:
    """Print the curve."""
    print(f"{STAFF} teachers; whole = collate_responses.py, start-up, reading and writing both books and all")
    print(f"{'answers':>8} {'understood s':>13} {'ms an answer':>13} {'whole s':>8} {'again s':>8} {'pandas s':>9}  of pandas")
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            school = build(folder, size)
            seconds = understood(school)
            whole, again = (spend(script(school, "collate_responses", today="2026-12-04")).seconds for _ in range(2))
            plain = spend([sys.executable, "-c", LATEST, str(school.book)]).seconds
            each = 1000 * seconds / size
            print(f"{size:8,} {seconds:13.2f} {each:13.2f} {whole:8.2f} {again:8.2f} {plain:9.2f}  {whole / plain:.2f}", flush=True)


if __name__ == "__main__":
    main()
