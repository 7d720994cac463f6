"""Two runs at once, on one computer and on two, and runs whose journal is not the one they wrote: nothing goes a second time."""

import os
import shutil
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
from killing import DAY, Post, Warm, address, fill, killed, log, post, school_of, warmed
from school_files import School, SchoolFiles
from school_sheets import SchoolSheets, new_school
from sheets_server import Server

from sgp.books import GoogleSheet
from sgp.books.google import GoogleBook
from sgp.books.google.calling import over

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="runs are stopped and woken as on Linux")
TEACHERS = 24
OVER = 31 * 60.0
"""Seconds after which a lease that was never moved on has run out."""


@dataclass(frozen=True)
class Elsewhere(SchoolFiles):
    """The same books, from another computer: with an output folder of its own."""

    books: Path = field(kw_only=True)

    @property
    def book(self) -> Path:
        return self.books / "coordinator.xlsx"

    @property
    def staff_book(self) -> Path:
        return self.books / "staff.xlsx"


@dataclass(frozen=True)
class Patient(SchoolFiles):
    """A school whose runs wait for each other."""

    def command(self, *given: object, **more: object) -> list[str]:
        words = super().command(*given, **more)  # type: ignore[arg-type]
        settings = self.folder / "settings.toml"
        settings.write_text(settings.read_text(encoding="utf-8").replace("lock_wait = 0.2", "lock_wait = 60"), encoding="utf-8")
        return words


@pytest.fixture(scope="module")
def warm() -> Iterator[Warm]:
    with warmed() as warm:
        yield warm


@pytest.fixture(scope="module")
def other() -> Iterator[Warm]:
    """A second process, so that two runs can go on at once."""
    with warmed() as warm:
        yield warm


@pytest.fixture(scope="module")
def file_school(warm: Warm, tmp_path_factory: pytest.TempPathFactory) -> SchoolFiles:
    return school_of(warm, tmp_path_factory.mktemp("due") / "school", TEACHERS)


@pytest.fixture(scope="module")
def sheet_school(warm: Warm, server: Server, tmp_path_factory: pytest.TempPathFactory) -> SchoolSheets:
    school = new_school(tmp_path_factory.mktemp("due") / "school", server)
    fill(warm, school, GoogleBook(GoogleSheet(school.book), over(server.session())), TEACHERS)
    return school


@pytest.fixture
def mails() -> Iterator[Post]:
    with post() as mails:
        yield mails


@dataclass(frozen=True)
class Both:
    """One school, as two computers see it."""

    here: School
    there: School
    mails: Post

    def ends(self) -> Counter[str]:
        return Counter(str(r["Status"]) for r in log(self.here))

    def once_each(self) -> bool:
        return set(self.mails.copies().values()) <= {1}

    def never_twice(self, **ends: int) -> bool:
        """Nothing went twice; so many ended so, and all that is said to be sent is."""
        copies = self.mails.copies()
        sent = all(copies[r["Message-ID"], r["Email"]] == 1 for r in log(self.here) if r["Status"] == "sent")
        return self.once_each() and sent and self.ends() == Counter(ends)


@pytest.fixture(params=["xlsx", pytest.param("google", marks=pytest.mark.slow)])
def both(request: pytest.FixtureRequest, mails: Post, tmp_path: Path) -> Both:
    made: School = request.getfixturevalue("file_school" if request.param == "xlsx" else "sheet_school")
    here = replace(made.copy(tmp_path / "here"), mail=mails.settings(look_up=False))
    (tmp_path / "there").mkdir()
    if isinstance(here, SchoolSheets):
        return Both(here, replace(here, folder=tmp_path / "there"), mails)
    return Both(here, Elsewhere(tmp_path / "there", mail=here.mail, books=here.folder), mails)


def wake(number: int) -> None:
    os.kill(number, signal.SIGCONT)


# ── on one computer ──────────────────────────────────────────────────────────────────────────────────


def test_while_one_run_sends_a_second_is_refused(warm: Warm, other: Warm, file_school: SchoolFiles, mails: Post, tmp_path: Path) -> None:
    school = replace(file_school.copy(tmp_path / "school"), mail=mails.settings(look_up=False))
    first = warm.sleeps(school, at="after the step", nth=3)
    second = other.send(school)
    assert (second.code, "Another run is still going on" in second.said) == (4, True)
    wake(first)
    assert warm.end().code == 0
    assert warm.send(school).code == 0
    assert sorted(mails.copies().values()) == [1] * TEACHERS


def test_a_second_run_that_waits_has_nothing_to_do(warm: Warm, other: Warm, file_school: SchoolFiles, mails: Post, tmp_path: Path) -> None:
    school = Patient(file_school.copy(tmp_path / "school").folder, mail=mails.settings(look_up=False))
    first = warm.sleeps(school, at="after the step", nth=3)
    other.start(school, "targets", "--send")
    wake(first)
    ended = warm.end(), other.end()
    assert [e.code for e in ended] == [0, 0]
    assert sorted(mails.copies().values()) == [1] * TEACHERS


# ── on two ───────────────────────────────────────────────────────────────────────────────────────────


def test_while_another_computer_sends_a_run_is_refused_and_what_was_begun_goes_on(warm: Warm, other: Warm, both: Both) -> None:
    first = warm.sleeps(both.here, at="after the step", nth=3)
    second = other.send(both.there)
    assert (second.code, "Emails are being sent from this book by another run" in second.said) == (4, True), second.said
    wake(first)
    assert warm.end().code == 0
    assert other.send(both.there).code == 0
    assert both.never_twice(sent=TEACHERS)


@pytest.mark.parametrize("nth", [1, 2])
def test_two_that_begin_at_once_send_each_email_once(nth: int, warm: Warm, other: Warm, both: Both) -> None:
    """Both have read the book with nothing claimed; one stops right before its claim, or between two lots."""
    first = warm.sleeps(both.here, at="before freeze", nth=nth)
    second = other.send(both.there)
    assert second.code == (0 if nth == 1 else 4), second.said
    wake(first)
    ended = warm.end()
    assert ended.code in (0, 4), ended.said
    assert warm.send(both.here).code == 0
    assert both.never_twice(sent=TEACHERS)


def test_what_a_dead_run_had_claimed_is_in_doubt_elsewhere_until_its_own_computer_tells(warm: Warm, other: Warm, both: Both) -> None:
    assert killed(warm.send(both.here, at="after the step", nth=4))
    assert other.send(both.there).code == 4, "its lease is in force"
    taken_over = other.send(both.there, ahead=OVER)
    assert taken_over.code == 6
    assert address(1) in taken_over.said
    assert both.never_twice(unknown=20, sent=4)
    assert warm.send(both.here, ahead=2 * OVER).code == 0
    assert both.never_twice(unknown=1, sent=TEACHERS - 1), "its journal knows of all but the one that it died in"


# ── a run that sleeps, and comes back ────────────────────────────────────────────────────────────────


def test_a_sleeper_whose_lease_was_taken_over_and_given_back_loses_no_result(warm: Warm, other: Warm, both: Both) -> None:
    sleeper = warm.sleeps(both.here, at="after the 250", nth=4)
    assert other.send(both.there, ahead=OVER).code == 6
    assert both.never_twice(unknown=20, sent=4)
    wake(sleeper)
    ended = warm.end()
    assert ended.code in (0, 4), ended.said
    assert both.once_each()
    assert warm.send(both.here).code == 0
    assert both.never_twice(sent=TEACHERS)


def test_a_sleeper_whose_lease_another_holds_loses_no_result(warm: Warm, other: Warm, both: Both) -> None:
    sleeper = warm.sleeps(both.here, at="after the 250", nth=4)
    taker = other.sleeps(both.there, at="after the 250", nth=2, ahead=OVER)
    wake(sleeper)
    ended = warm.end()
    assert (ended.code, "taken over the sending" in ended.said) == (4, True), ended.said
    wake(taker)
    assert other.end().code == 6
    assert warm.send(both.here).code == 0
    assert both.never_twice(sent=TEACHERS)


def test_a_sleeper_that_wakes_too_late_begins_no_other_email(warm: Warm, other: Warm, both: Both) -> None:
    sleeper = warm.sleeps(both.here, at="after the step", nth=4, later=OVER)
    taker = other.sleeps(both.there, at="after the 250", nth=2, ahead=OVER)
    before = len(both.mails.smtp.taken)
    wake(sleeper)
    assert warm.end().code == 4
    assert len(both.mails.smtp.taken) == before + 1, "only the one that it was in the middle of"
    wake(taker)
    assert other.end().code == 6
    assert warm.send(both.here, ahead=2 * OVER).code == 0
    assert both.never_twice(sent=TEACHERS)


# ── journals that are not the run's own ──────────────────────────────────────────────────────────────


def journal(school: School) -> list[Path]:
    return sorted(school.output.glob("journal.sqlite3*"))


def keep(school: School, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for part in journal(school):
        shutil.copy2(part, folder / part.name)


def as_new_files(school: School, kept: Path) -> None:
    for part in journal(school):
        part.rename(part.with_name(f"old-{part.name}"))
    keep_in(school, kept)


def in_their_place(school: School, kept: Path) -> None:
    """As a backup does that writes into the files that are there."""
    for part in journal(school):
        if not (kept / part.name).exists():
            part.unlink()
    keep_in(school, kept)


def keep_in(school: School, kept: Path) -> None:
    for part in kept.iterdir():
        (school.output / part.name).write_bytes(part.read_bytes())


@pytest.mark.parametrize("restored", [as_new_files, in_their_place])
def test_a_journal_from_a_backup_knows_nothing_of_what_left_since(
    restored: Callable[[School, Path], None], warm: Warm, file_school: SchoolFiles, mails: Post, tmp_path: Path,
) -> None:
    school = replace(file_school.copy(tmp_path / "school"), mail=mails.settings(look_up=False))
    assert killed(warm.send(school, at="after the claim"))
    keep(school, tmp_path / "backup")
    assert killed(warm.send(school, at="after the 250", nth=5))
    restored(school, tmp_path / "backup")
    ended = warm.send(school, ahead=OVER)
    assert ended.code == 6, ended.said
    assert Both(school, school, mails).never_twice(unknown=20, sent=4)


def test_a_journal_from_another_computer_is_set_aside(warm: Warm, other: Warm, both: Both, tmp_path: Path) -> None:
    assert killed(warm.send(both.here, at="after the claim"))
    keep(both.here, tmp_path / "stick")
    assert killed(warm.send(both.here, at="after the 250", nth=5))
    both.there.output.mkdir()
    keep_in(both.there, tmp_path / "stick")
    assert other.send(both.there, ahead=OVER).code == 6
    assert list(both.there.output.glob("journal-set-aside-*"))
    assert both.never_twice(unknown=20, sent=4)


def test_with_the_journal_lost_what_was_sent_stays_sent(warm: Warm, file_school: SchoolFiles, mails: Post, tmp_path: Path) -> None:
    school = replace(file_school.copy(tmp_path / "school"), mail=mails.settings(look_up=False))
    assert warm.send(school, "--limit", "9").code == 0
    for part in journal(school):
        part.unlink()
    assert warm.send(school).code == 0
    assert Both(school, school, mails).never_twice(sent=TEACHERS)


def test_send_again_is_one_more_email_and_only_one(warm: Warm, other: Warm, both: Both) -> None:
    assert killed(warm.send(both.here, at="after the 250", nth=1))
    assert other.send(both.there, ahead=OVER).code == 6
    book = both.here.edit()
    row = next(r for r in book["Targets"].iter_rows(min_row=2) if r[1].value == address(0))
    row[8].value = DAY + timedelta(days=1)
    both.here.save(book)
    tomorrow = DAY + timedelta(days=1)
    assert other.send(both.there, today=tomorrow, ahead=OVER).code == 0
    assert warm.send(both.here, today=tomorrow).code == 0
    went = [r for r in log(both.here) if r["Email"] == address(0)]
    assert [(r["Key"].split("/")[3], r["Status"]) for r in went] == [("1", "unknown"), ("2", "sent")]
    assert both.once_each()
