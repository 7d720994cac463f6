"""Many schools in one run: each on its own, whatever happens to the others, and all within Google's quota."""

import shutil
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from school_files import ROOT, Done, SchoolFiles, in_this_process
from school_sheets import new_school
from school_year import Year, year
from sheets_server import serving

from sgp.books.google import calling
from sgp.books.google.pacing import A_MINUTE, SPAN, Pace


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Year:
    here = year(tmp_path_factory.mktemp("year") / "school")
    assert here.school.run("run_due", today="2026-09-14").code == 0
    return here


def run_all(folder: Path, *more: str, today: str = "2026-09-28", environment: dict[str, str] | None = None) -> Done:
    """A run of all schools in a folder."""
    command = [str(ROOT / "scripts" / "run_due.py"), "--all", str(folder), "--send", "--today", today, *more]
    return in_this_process(command, folder, environment or {})


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    folder = tmp_path / "schools"
    folder.mkdir()
    return folder


def add(settings: Path, name: str, drafted: Year) -> SchoolFiles:
    """One more school in the folder of settings files."""
    school = drafted.school.copy(settings.parent / name)
    school.command("run_due")
    shutil.move(school.folder / "settings.toml", settings / f"{name}.toml")
    return school


def filed(school: SchoolFiles) -> int:
    return len(list(school.output.glob("outbox/**/*.eml")))


def test_one_school_that_cannot_be_run_touches_no_other(settings: Path, drafted: Year) -> None:
    ash, birch, cedar = (add(settings, name, drafted) for name in ("ash", "birch", "cedar"))
    birch.book.write_bytes(b"no workbook")
    (settings / "dogwood.toml").write_text("book = [", encoding="utf-8")
    done = run_all(settings)
    assert done.code == 3
    assert filed(ash) == filed(cedar) == 7
    assert done.said.splitlines()[-4:] == [
        "ash      done", "birch    failed (exit code 3): see above", "cedar    done", "dogwood  failed (exit code 3): see above"]


def test_schools_that_share_a_folder_or_a_book_are_not_run_and_the_others_are(settings: Path, drafted: Year) -> None:
    ash, birch = add(settings, "ash", drafted), add(settings, "birch", drafted)
    shutil.copy(settings / "ash.toml", settings / "copy of ash.toml")
    done = run_all(settings)
    assert done.code == 3
    assert (filed(ash), filed(birch)) == (0, 7)
    assert "with copy of ash: each school needs books and an output folder of its own." in done.said


def test_a_folder_without_settings_and_books_named_beside_it_are_told(settings: Path, drafted: Year) -> None:
    assert "holds no settings files" in run_all(settings).said
    add(settings, "ash", drafted)
    assert run_all(settings, "--book", "x.xlsx").code == 2


@dataclass
class Clock:
    """A clock that only waiting moves, besides a little for each look at it."""

    now: float = 1_000_000.0

    def __call__(self) -> float:
        self.now += 0.001
        return self.now

    def wait(self, seconds: float) -> None:
        self.now += seconds


def test_what_is_asked_for_is_spread_over_the_minutes_that_google_counts() -> None:
    clock, asked = Clock(), list[float]()
    pace = Pace(clock.wait, clock)
    for _ in range(3 * A_MINUTE):
        pace.wait("get")
        asked.append(clock.now)
    assert all(later - earlier >= 60 for earlier, later in zip(asked, asked[60:], strict=False))
    assert asked[-1] - asked[0] < 3 * SPAN, "and no longer than need be"


@pytest.mark.slow
def test_a_hundred_and_fifty_schools_are_run_within_googles_quota(tmp_path: Path, drafted: Year, monkeypatch: pytest.MonkeyPatch,
                                                                  capsys: pytest.CaptureFixture[str]) -> None:
    clock, settings, begun = Clock(), tmp_path / "schools", time.monotonic()
    settings.mkdir()
    with serving(now=clock, quota=None) as server:
        first = new_school(tmp_path / "first", server)
        assert first.run("setup_book").code == 0
        server.save(first.book, drafted.school.edit())
        first.tidied()
        for number in range(150):
            first.copy(tmp_path / f"s{number:03}").command("run_due")
            shutil.move(tmp_path / f"s{number:03}" / "settings.toml", settings / f"s{number:03}.toml")
        server.quota.limit, pace = 60, Pace(clock.wait, clock)
        monkeypatch.setattr(calling, "pace_of", lambda _: pace)
        server.log.clear()
        server.quota.spent.clear()
        done, moment = run_all(settings, environment=first.environment()), clock.now
        assert done.code == 0, done.said[-2000:]
        assert sum(line.endswith("done") for line in done.said.splitlines()) == 150
        assert not [e for e in server.log if e.status == 429]
        asked = server.requests()
    with capsys.disabled():
        print(f"\n150 schools with 7 emails each: {asked} requests, {(moment - 1_000_000) / 60:.0f} minutes at Google's pace, "
              f"{time.monotonic() - begun:.0f} s of work")
