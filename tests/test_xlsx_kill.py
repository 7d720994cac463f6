"""A kill at any moment of a write leaves the old or the new book, and the next write finishes."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from xlsx_samples import PUPILS, book_at

from sgp.books.xlsx import XlsxBook
from sgp.plan import Changes, Sheet, TabChange

SCRIPTS = Path(__file__).parents[1] / "scripts"
ROWS = 250

# The child writes two versions in turn, for ever, and says when it begins: a kill hits any point of a write.
CHILD = """
import sys
sys.path[:0] = [{scripts!r}, {tests!r}]
from pathlib import Path
from test_xlsx_kill import version
from xlsx_samples import book_at
book = book_at(Path(sys.argv[1]))
print("ready", flush=True)
turn = 0
while True:
    book.write(version(turn % 2))
    turn += 1
"""


def version(turn: int) -> Changes:
    rows = tuple({"Key": f"k{n}", "Name": f"version {turn} " * 5, "Score": turn} for n in range(ROWS))
    return Changes(tabs=(TabChange(PUPILS, whole=rows),))


def kill_during_writes(book: XlsxBook, moments: list[float]) -> None:
    code = CHILD.format(scripts=str(SCRIPTS), tests=str(Path(__file__).parent))
    for moment in moments:
        child = subprocess.Popen([sys.executable, "-c", code, str(book.path)], stdout=subprocess.PIPE)
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(moment)
        child.kill()
        child.wait()
        child.stdout.close()
        assert_old_or_new(book.read().sheets[0])


def assert_old_or_new(sheet: Sheet) -> None:
    assert len(sheet.rows) == ROWS + 1
    assert {row[3] for row in sheet.rows[1:]} in ({0}, {1})


@pytest.mark.parametrize("kills", [10, pytest.param(52, marks=pytest.mark.slow)])
def test_never_a_torn_book(tmp_path: Path, kills: int) -> None:
    book = book_at(tmp_path / "book.xlsx")
    book.write(Changes(setup=(PUPILS,), tabs=version(0).tabs))
    dice = random.Random(kills)
    kill_during_writes(book, [dice.uniform(0, 0.15) for _ in range(kills)])
    book.write(version(0))
    book.write(version(1))
    assert {row[3] for row in book.read().sheets[0].rows[1:]} == {1}
    assert not list(tmp_path.glob(".sgp-*")), "nothing half-written is left"
    for backup in book.backups.glob("*.xlsx"):
        assert_old_or_new(book_at(backup).read().sheets[0])
