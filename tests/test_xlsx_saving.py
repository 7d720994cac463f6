"""Saving: books that are open elsewhere, results beside them, backups, links and permissions."""

import os
import threading
from pathlib import Path

import pytest
from xlsx_samples import PUPILS, book_at

from sgp.books.xlsx import XlsxBook
from sgp.errors import ExitCode, Stop
from sgp.plan import Changes, TabChange


def adding(key: str) -> Changes:
    return Changes(tabs=(TabChange(PUPILS, added=({"Key": key},)),))


@pytest.fixture
def book(tmp_path: Path) -> XlsxBook:
    made = book_at(tmp_path / "school" / "book.xlsx")
    made.write(Changes(setup=(PUPILS,)))
    return made


@pytest.mark.parametrize("mark", ["~$book.xlsx", ".~lock.book.xlsx#"])
def test_open_elsewhere(book: XlsxBook, mark: str) -> None:
    book.path.with_name(mark).write_text("someone")
    before = book.path.read_bytes()
    for key, name in (("a", "book.results-2026-11-23.xlsx"), ("b", "book.results-2026-11-23-2.xlsx")) * 2:
        with pytest.raises(Stop, match="open in Excel or LibreOffice") as stop:
            book.write(adding(key))
        assert (stop.value.code, name in str(stop.value)) == (ExitCode.LOCKED, True)
        beside = book_at(book.path.with_name(name)).read().sheets[0]
        assert beside.rows[1] == (key,)
    with pytest.raises(Stop) as stop:
        book.check_free()
    assert stop.value.code == ExitCode.LOCKED
    assert book.path.read_bytes() == before
    assert len(list(book.path.parent.glob("*.results-*"))) == 2
    assert book.write(Changes(setup=(PUPILS,))) is None, "nothing to write: no need to wait"


def test_closed_in_time(book: XlsxBook) -> None:
    mark = book.path.with_name("~$book.xlsx")
    mark.write_text("someone")
    patient = book_at(book.path, lock_wait=20.0)
    threading.Timer(0.4, mark.unlink).start()
    assert patient.write(adding("a")) == book.path
    patient.check_free()


def test_the_last_ten_versions_are_kept(book: XlsxBook) -> None:
    versions = []
    for n in range(13):
        os.utime(book.path, (1_800_000_000 + n * 60, 1_800_000_000 + n * 60))
        versions.append(book.path.read_bytes())
        book_at(book.path).write(adding(f"k{n}"))
    kept = sorted(book.backups.iterdir(), key=lambda p: p.stat().st_mtime)
    assert [p.read_bytes() for p in kept] == versions[-10:]


def test_versions_of_one_second_are_all_kept(book: XlsxBook) -> None:
    for n in range(4):
        os.utime(book.path, (1_800_000_000, 1_800_000_000))
        book_at(book.path).write(adding(f"k{n}"))
    assert len(list(book.backups.iterdir())) == 4


def test_a_run_that_writes_often_keeps_the_book_as_it_was_before_the_run(book: XlsxBook) -> None:
    before, run = book.path.read_bytes(), book_at(book.path)
    for n in range(3):
        run.write(adding(f"k{n}"))
    assert [p.read_bytes() for p in book.backups.iterdir()] == [before]


def test_books_of_other_names_keep_their_backups(book: XlsxBook) -> None:
    book.backups.mkdir(exist_ok=True)
    others = [book.backups / name for name in ("book-two-2026-01-01-000000.xlsx", "notes.txt")]
    for other in others:
        other.write_bytes(b"x")
    for n in range(12):
        book_at(book.path).write(adding(f"k{n}"))
    assert all(other.exists() for other in others)


def test_a_link_stays_a_link_and_permissions_stay(book: XlsxBook) -> None:
    link = book.path.parent.parent / "linked.xlsx"
    link.symlink_to(book.path)
    book.path.chmod(0o640)
    book_at(link).write(adding("a"))
    assert link.is_symlink()
    assert (book.path.stat().st_mode & 0o777, book.read().sheets[0].rows[1]) == (0o640, ("a",))
    book.path.with_name("~$book.xlsx").write_text("someone")
    with pytest.raises(Stop):
        book_at(link).check_free()


def test_what_an_earlier_kill_left_is_cleared(book: XlsxBook) -> None:
    left, other = (book.path.with_name(f".sgp-unfinished-{name}-abc") for name in ("book.xlsx", "other.xlsx"))
    for path in (left, other):
        path.write_bytes(b"half")
    book.write(adding("a"))
    assert (left.exists(), other.exists()) == (False, True)


def test_a_full_disk_changes_nothing(book: XlsxBook, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    before = book.path.read_bytes()
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Stop, match="No space left on device") as stop:
        book.write(adding("a"))
    assert (stop.value.code, book.path.read_bytes()) == (ExitCode.CONFIGURATION, before)
    assert not list(book.path.parent.glob(".sgp-*"))
