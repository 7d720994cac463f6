"""The journal: what it keeps, that it is on the disk at every step, and that a copy is never believed."""

import os
import shutil
import sqlite3
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sgp.journal import KEPT_FOR, journal
from sgp.plan import Envelope, Handed

NOW = datetime(2026, 9, 28, 7, tzinfo=UTC)
ONE, TWO = (Envelope(f"Autumn/targets/0/1/{who}@oakfield.example", f"<{who}@x>", "c@oakfield.example", f"{who}@oakfield.example",
                     f"Hello {who}\r\n".encode()) for who in ("aga", "dai"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "output" / "journal.sqlite3"


def test_what_is_frozen_comes_back_byte_for_byte(path: Path) -> None:
    with journal(path, "book", NOW) as kept:
        kept.freeze([ONE, TWO], NOW)
    with journal(path, "book", NOW) as kept:
        found = kept.kept(ONE.sha256)
        assert found
        assert (found.envelope, found.status, found.at) == (ONE, "frozen", NOW)
        assert kept.kept("0" * 64) is None


def test_each_step_says_what_became_of_one_and_that_the_next_is_begun(path: Path) -> None:
    later = NOW + timedelta(seconds=3)
    with journal(path, "book", NOW) as kept:
        kept.freeze([ONE, TWO], NOW)
        kept.step(None, ONE, NOW)
        kept.step((ONE, Handed("sent", "250 Ok")), TWO, later)
        states = [(f.status, f.detail, f.at) for e in (ONE, TWO) if (f := kept.kept(e.sha256))]
    assert states == [("sent", "250 Ok", later), ("going", "", later)]


def test_a_process_that_dies_leaves_every_step_on_the_disk(path: Path) -> None:
    child = os.fork()
    if not child:
        with journal(path, "book", NOW) as kept:
            kept.freeze([ONE, TWO], NOW)
            kept.step(None, ONE, NOW)
            os._exit(0)  # no closing, no goodbye
    os.waitpid(child, 0)
    with journal(path, "book", NOW) as kept:
        assert [f.status for e in (ONE, TWO) if (f := kept.kept(e.sha256))] == ["going", "frozen"]


def test_two_books_do_not_meet(path: Path) -> None:
    with journal(path, "one", NOW) as kept:
        kept.freeze([ONE], NOW)
        holder = kept.holder
    with journal(path, "other", NOW) as kept:
        assert kept.kept(ONE.sha256) is None
        assert kept.holder == holder, "the right to send is this computer's, whatever the book"


def copied(path: Path) -> None:
    shutil.copy2(path, path.with_name("copy"))
    path.with_name("copy").replace(path)


def damaged(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0" + b"nothing of the kind" * 300)


def from_another_computer(path: Path) -> None:
    with sqlite3.connect(path) as line:
        line.execute("UPDATE home SET computer = 'elsewhere 1'")
    line.close()


def without_a_home(path: Path) -> None:
    with sqlite3.connect(path) as line:
        line.execute("DELETE FROM home")
    line.close()


@pytest.mark.parametrize("spoil", [copied, damaged, from_another_computer, without_a_home])
def test_one_that_is_not_this_computers_own_is_set_aside(path: Path, spoil: object) -> None:
    with journal(path, "book", NOW) as kept:
        kept.freeze([ONE], NOW)
        holder = kept.holder
    assert callable(spoil)
    spoil(path)
    with journal(path, "book", NOW) as kept:
        assert kept.kept(ONE.sha256) is None
        assert kept.holder != holder
    assert [p.name for p in path.parent.glob("*set-aside*.sqlite3")] == ["journal-set-aside-20260928-070000.sqlite3"]


def test_moving_the_folder_keeps_it(path: Path) -> None:
    with journal(path, "book", NOW) as kept:
        kept.freeze([ONE], NOW)
    moved = path.parent.with_name("moved")
    path.parent.rename(moved)
    with journal(moved / path.name, "book", NOW) as kept:
        assert kept.kept(ONE.sha256)


def test_it_is_for_this_users_eyes_alone_and_forgets(path: Path) -> None:
    with journal(path, "book", NOW) as kept:
        kept.freeze([ONE], NOW)
        kept.freeze([TWO], NOW + timedelta(days=1))
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with journal(path, "book", NOW + KEPT_FOR + timedelta(hours=1)) as kept:
        assert kept.kept(ONE.sha256) is None
        assert kept.kept(TWO.sha256)
