"""The scheduled run: what is due is done once, each part apart from the others, and whoever needs to know is told once."""

import json
import os
import signal
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from filelock import FileLock
from school_files import SchoolFiles
from school_year import TEACHERS, Year, year
from schools import address, templates

from sgp.books.xlsx import XlsxBook
from sgp.contract import Cycle, Meeting
from sgp.job import opening
from sgp.job.scheduled import run as parts
from sgp.plan import Changes, Lease

SARAH = address("s.whitfield")


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Year:
    """The school once targets and groups are drafted."""
    here = year(tmp_path_factory.mktemp("year") / "school")
    assert here.run(at(2026, 9, 14)) == 0
    return here


@pytest.fixture
def here(drafted: Year, tmp_path: Path) -> Year:
    return Year(drafted.school.copy(tmp_path / "school"), replace(drafted.post, left=[], ids=set()))


def at(*day: int, hour: int = 7) -> datetime:
    """A moment in the morning."""
    return datetime(day[0], day[1], day[2], hour, 17, tzinfo=UTC)


def kinds(here: Year) -> Counter[str]:
    """How many emails of each kind have left."""
    return Counter(key.split("/")[1] for key, _ in here.post.left)


def needs(here: Year) -> dict[object, object]:
    """The first page's lines: what, and how many."""
    return {row[0].value: row[1].value for row in here.school.look()["Start here"].iter_rows(max_col=2)}


def edit(here: Year, tab: str, row: int, **cells: object) -> None:
    """What a person writes into a row, by column letter."""
    book = here.school.edit()
    for column, value in cells.items():
        book[tab][f"{column}{row}"] = value
    here.school.save(book)


def log(here: Year) -> list[dict[str, object]]:
    return [r for r in here.school.rows("Run log") if r["Script"] == "run_due.py"]


def test_drafts_and_groups_are_made_on_their_day_and_sent_on_theirs(here: Year) -> None:
    assert len(here.school.rows("Targets")) == len(here.school.rows("Groups")) == len(TEACHERS)
    assert here.run(at(2026, 9, 28)) == 0
    assert kinds(here)["targets"] == len(TEACHERS)
    assert {r["Sent on"].date() for r in here.school.rows("Targets")} == {date(2026, 9, 28)}


def test_with_nothing_due_the_last_run_is_noted_once_a_day_and_nothing_else_is_written(here: Year) -> None:
    assert here.run(at(2026, 9, 16)) == 0
    before, lines = here.school.state(), len(log(here))
    assert here.run(at(2026, 9, 16, hour=8)) == 0
    assert here.school.state() == before
    assert here.run(at(2026, 9, 17)) == 0
    assert len(log(here)) == lines + 1
    assert needs(here)["Last run"] == datetime(2026, 9, 17, 8, 17)
    assert log(here)[-1]["What it did"] == "Nothing was due."


def test_without_send_all_is_done_but_that_nothing_leaves(here: Year) -> None:
    done = here.school.run("run_due", today="2026-09-28")
    assert f"{len(TEACHERS)} target letters due: not sent, that takes --send." in done.said
    assert {r["Kind"] for r in here.school.rows("Email log")} <= {"digest"}
    assert log(here)[-1]["When"].date() == date(2026, 9, 28)


def test_a_rehearsal_changes_nothing(here: Year) -> None:
    before = here.school.state()
    done = here.school.run("run_due", "--send", "--dry-run", today="2026-09-28")
    assert done.code == 0
    assert done.said.startswith("A rehearsal: nothing is changed and nothing leaves.")
    assert f"{len(TEACHERS)} target letters due." in done.said
    assert "Nothing was due." not in done.said
    assert here.school.state() == before
    assert not here.school.output.joinpath("outbox").exists()


def test_a_clock_before_the_last_run_stops_the_run_before_anything(here: Year) -> None:
    before = here.school.state()
    done = here.school.run("run_due", "--send", today="2026-09-11")
    assert done.code == 3
    assert "it is 11/09/2026, but the Run log tells of a scheduled run on 14/09/2026" in done.said
    assert here.school.state() == before


def test_the_hour_that_comes_twice_in_autumn_is_no_wrong_clock(here: Year) -> None:
    assert here.run(datetime(2026, 10, 25, 0, 50, tzinfo=UTC)) in (0, 5)
    assert here.run(datetime(2026, 10, 25, 1, 10, tzinfo=UTC)) in (0, 5)


def test_a_part_that_fails_stops_no_other_and_the_coordinator_is_told_once_a_day(here: Year, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = templates() | {"email/targets.txt.j2": "{{ no_such_field }}"}
    monkeypatch.setattr(opening, "read_templates", lambda: broken)
    codes = [here.run(moment) for moment in (at(2026, 10, 2), at(2026, 10, 2, hour=8), at(2026, 10, 2, hour=9))]
    assert codes == [5, 5, 5]
    assert kinds(here) == {"reminders": len(TEACHERS), "digest": 1, "notice": 1}
    assert needs(here)["Parts of the scheduled run that failed"] == 1
    assert any("Sending targets failed" in str(p["What is wrong"]) for p in here.school.rows("Problems"))
    assert here.run(at(2026, 10, 5)) == 5
    assert kinds(here)["notice"] == 2, "the next day she is told again"
    monkeypatch.undo()
    assert here.run(at(2026, 10, 6)) == 0
    assert "Parts of the scheduled run that failed" not in needs(here)
    assert kinds(here)["targets"] == len(TEACHERS)


def test_where_mail_is_what_fails_the_sheet_says_so_and_the_rest_is_done(here: Year) -> None:
    school = replace(here.school, mail='[mail]\ntransport = "smtp"')
    done = school.run("run_due", "--send", today="2026-09-28")
    assert done.code == 3
    assert needs(here)["Parts of the scheduled run that failed"] == 1
    told = [p for p in school.rows("Problems") if p["Tab"] == "Run log"]
    assert "Sending emails failed" in str(told[0]["What is wrong"])
    assert "The settings name no mail server" in str(told[0]["How to mend it"])
    assert log(here)[-1]["When"].date() == date(2026, 9, 28)


def test_what_was_never_foreseen_is_told_without_its_words(here: Year, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: object) -> None:
        raise KeyError("Jane Smith: talks too much")

    monkeypatch.setattr(parts, "collating", fails)
    assert here.run(at(2026, 9, 28)) == 1
    assert kinds(here) == {"targets": len(TEACHERS), "digest": 1, "notice": 1}
    assert "Jane Smith: talks" not in json.dumps(here.school.rows("Problems"), default=str)


def outbox(school: SchoolFiles) -> list[str]:
    return [p.read_text(encoding="utf-8") for p in school.output.glob("outbox/**/*.eml") if "needs you" in p.read_text(encoding="utf-8")]


def test_a_run_that_cannot_begin_is_told_once_a_day_by_a_computer_that_remembers(here: Year) -> None:
    school = here.school
    assert school.run("run_due", "--send", today="2026-09-16").code == 0
    kept = school.book.read_bytes()
    school.book.write_bytes(b"no workbook")
    assert [school.run("run_due", "--send", today="2026-09-17").code for _ in range(3)] == [3, 3, 3]
    assert len(outbox(school)) == 1
    assert "could not begin" in outbox(school)[0]
    assert school.run("run_due", "--send", today="2026-09-18").code == 3
    assert len(outbox(school)) == 2
    school.book.write_bytes(kept)
    assert school.run("run_due", "--send", today="2026-09-18").code == 0
    school.book.write_bytes(b"no workbook")
    assert school.run("run_due", "--send", today="2026-09-18").code == 3
    assert len(outbox(school)) == 2, "what comes and goes within a day is told once"
    here.lose_disk()
    assert school.run("run_due", "--send", today="2026-09-21").code == 3
    assert not outbox(school), "a computer that has forgotten all cannot promise once"


def test_a_run_that_is_told_to_end_finishes_the_email_in_flight_and_the_next_sends_the_rest(here: Year) -> None:
    taken = 0

    def breaks() -> str:
        nonlocal taken
        taken += 1
        if taken == 2:
            os.kill(os.getpid(), signal.SIGTERM)
        return ""

    here.post.breaks = breaks
    assert here.run(at(2026, 9, 28)) == 75
    assert kinds(here) == {"targets": 2}
    assert here.run(at(2026, 9, 28, hour=8)) == 0
    assert kinds(here)["targets"] == len(TEACHERS)
    assert max(Counter(here.post.left).values()) == 1


@pytest.fixture
def watchdog() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    heard: list[tuple[str, str]] = []

    class Ears(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            heard.append((self.path.partition("?")[0], body))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Ears)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/secret", heard
    server.shutdown()
    server.server_close()


def test_a_watch_dog_hears_of_start_and_end_in_numbers_alone(here: Year, watchdog: tuple[str, list[tuple[str, str]]]) -> None:
    where, heard = watchdog
    school = replace(here.school, mail=f'[watch]\nping = "{where}"')
    assert school.run("run_due", "--send", today="2026-09-28").code == 0
    assert [path for path, _ in heard] == ["/secret/start", "/secret"]
    assert "filed 7" in heard[1][1].splitlines(), "six targets and a digest"
    school.book.write_bytes(b"no workbook")
    school.run("run_due", "--send", today="2026-09-29")
    assert [path for path, _ in heard[2:]] == ["/secret/start", "/secret/fail"]
    assert "@" not in str(heard)


@pytest.mark.parametrize("where", ["http://127.0.0.1:9/secret", "http://[bad/secret"])
def test_a_watch_dog_that_does_not_answer_fails_no_run_and_stays_a_secret(here: Year, where: str) -> None:
    done = replace(here.school, mail=f'[watch]\nping = "{where}"').run("run_due", "--send", today="2026-09-16")
    assert done.code == 0
    assert "The watch-dog could not be told" in done.said
    assert "secret" not in done.said


def test_the_diary_and_the_terminal_name_nobody(here: Year) -> None:
    said = [here.school.run("run_due", "--send", today=day).said for day in ("2026-09-28", "2026-10-02", "2026-10-13")]
    diary = (here.school.output / "runs.jsonl").read_text(encoding="utf-8")
    for words in (*said, diary):
        assert "@" not in words
        assert not [p.last_name for p in TEACHERS if p.last_name in words]
    lines = [json.loads(line) for line in diary.splitlines()]
    assert [line["event"] for line in lines] == ["begun", "ended"] * 3
    assert len({line["run"] for line in lines}) == 3
    assert lines[1]["filed"] == 7


def test_while_another_computer_sends_no_email_goes_and_the_rest_is_done(here: Year) -> None:
    now = datetime.now(UTC)
    book = XlsxBook(here.school.book, date(2026, 9, 28), here.school.folder / "backups", 1)
    book.write(Changes(lease=Lease("elsewhere 1", now, now + timedelta(minutes=30))))
    assert here.run(at(2026, 9, 28)) == 4
    assert not here.post.left, "nor is anybody told: the next run finds it free"
    assert log(here)[-1]["When"].date() == date(2026, 9, 28)
    book.write(Changes(lease=Lease("elsewhere 1", now, None)))
    assert here.run(at(2026, 9, 28, hour=8)) == 0
    assert kinds(here)["targets"] == len(TEACHERS)


def test_a_mail_server_that_does_not_answer_is_told_on_the_first_page_until_it_does(here: Year) -> None:
    down = '[mail]\ntransport = "smtp"\nhost = "127.0.0.1"\nport = 9\nsecurity = "none"\nsign_in = "none"'
    assert replace(here.school, mail=down).run("run_due", "--send", today="2026-09-28").code == 75
    assert needs(here)["Parts of the scheduled run that failed"] == 1
    assert here.school.run("run_due", "--send", today="2026-09-28").code in (0, 5)
    assert "Parts of the scheduled run that failed" not in needs(here)
    assert Counter(r["Status"] for r in here.school.rows("Email log") if r["Kind"] == "targets") == {"filed": len(TEACHERS)}


@pytest.mark.parametrize(("hours", "told"), [(2, 0), (30, 1)])
def test_what_may_pass_by_itself_is_told_only_once_it_has_lasted_a_day(here: Year, hours: int, told: int) -> None:
    school = here.school
    assert school.run("run_due", "--send", today="2026-09-16").code == 0
    memory = school.output / "scheduled.json"
    known = json.loads(memory.read_text(encoding="utf-8"))
    memory.write_text(json.dumps(known | {"good": (datetime.now(UTC) - timedelta(hours=hours)).isoformat()}), encoding="utf-8")
    with FileLock(school.output / "run.lock"):
        assert school.run("run_due", "--send", today="2026-09-17").code == 4
        assert school.run("run_due", "--send", today="2026-09-17").code == 4
    assert len(outbox(school)) == told


def test_a_book_that_cannot_be_written_for_a_day_is_told_of_once(here: Year) -> None:
    school = here.school
    assert school.run("run_due", "--send", today="2026-09-16").code == 0
    memory = school.output / "scheduled.json"
    known = json.loads(memory.read_text(encoding="utf-8"))
    memory.write_text(json.dumps(known | {"good": (datetime.now(UTC) - timedelta(hours=30)).isoformat()}), encoding="utf-8")
    (school.folder / "~$coordinator.xlsx").write_bytes(b"open in Excel")
    assert [school.run("run_due", "--send", today="2026-09-17").code for _ in range(2)] == [4, 4]
    (message,) = outbox(school)
    assert "could not do all its work" in message
    assert {p.name for p in school.folder.glob("*.xlsx")} == {"~$coordinator.xlsx", "coordinator.xlsx", "staff.xlsx"}, "no copies pile up"


def test_a_deleted_cycle_is_left_alone_and_told(here: Year) -> None:
    book = here.school.edit()
    book["Cycles"].delete_rows(2)
    here.school.save(book)
    assert here.run(at(2026, 9, 28)) == 5
    assert not kinds(here)["targets"]
    assert any("Autumn" in str(p["What is wrong"]) for p in here.school.rows("Problems"))


def test_of_two_overlapping_cycles_both_get_what_is_due(here: Year) -> None:
    row = 2 + [r["Cycle"] for r in here.school.rows("Cycles")].index("Spring")
    edit(here, "Cycles", row, **{letter(here, "Cycles", Cycle.fields["send_on"]): date(2026, 10, 12)})
    assert here.run(at(2026, 9, 28)) in (0, 5)
    assert Counter(r["Cycle"] for r in here.school.rows("Targets")) == {"Autumn": 6, "Spring": 6}
    assert here.run(at(2026, 10, 13)) in (0, 5)
    assert Counter("/".join(key.split("/")[:2]) for key, _ in here.post.left if "digest" not in key) == {
        "Autumn/targets": 6, "Spring/targets": 6, "Autumn/chasers": 6}


def test_an_overdue_idea_is_asked_about_in_one_of_two_overlapping_cycles(here: Year) -> None:
    row = 2 + [r["Cycle"] for r in here.school.rows("Cycles")].index("Spring")
    edit(here, "Cycles", row, **{letter(here, "Cycles", Cycle.fields["send_on"]): date(2026, 9, 29)})
    book = here.school.edit()
    idea = {"Key": "k1", "Cycle": "Autumn", "Department": "Science", "Idea": "Two minutes of talk in pairs.", "Status": "Trying",
            "Owner email": TEACHERS[0].email, "Due": date(2026, 9, 25)}
    for cell in book["Schemes of work"][1]:
        book["Schemes of work"].cell(2, cell.column, idea.get(str(cell.value)))
    here.school.save(book)
    assert here.run(at(2026, 9, 30)) in (0, 5)
    assert kinds(here)["targets"] == 2 * len(TEACHERS)
    assert [key for key, _ in here.post.left if "/chasers/" in key] == [f"Autumn/chasers/0/1/{TEACHERS[0].email}"]


def letter(here: Year, tab: str, heading: str) -> str:
    """The letter of a column."""
    return str(next(c.column_letter for c in here.school.look()[tab][1] if c.value == heading))


def test_a_meeting_moved_after_the_invitations_is_reminded_of_by_its_new_day(here: Year) -> None:
    assert here.run(at(2026, 9, 28)) == 0
    edit(here, "Meetings", 2, **{letter(here, "Meetings", Meeting.fields["day"]): date(2026, 10, 13)})
    assert here.run(at(2026, 10, 2)) in (0, 5)
    assert not kinds(here)["reminders"]
    assert here.run(at(2026, 10, 9)) in (0, 5)
    assert kinds(here)["reminders"] == len(TEACHERS)


@pytest.mark.parametrize(("moved", "told_on"), [(date(2026, 10, 14), date(2026, 10, 12)), (date(2026, 10, 6), date(2026, 10, 5))])
def test_a_meeting_moved_after_its_reminders_is_reminded_of_once_more_by_its_new_day(here: Year, moved: date, told_on: date) -> None:
    column = letter(here, "Meetings", Meeting.fields["day"])
    edit(here, "Meetings", 2, **{column: date(2026, 10, 7)})
    for day in (date(2026, 9, 28), date(2026, 10, 2), date(2026, 10, 5)):
        assert here.run(at(day.year, day.month, day.day)) in (0, 5)
    edit(here, "Meetings", 2, **{column: moved})
    here.run(at(2026, 10, 5, hour=12))
    for day in range(6, 15):
        here.run(at(2026, 10, day))
    series = Counter("/".join(key.split("/")[1:4]) for key, _ in here.post.left if "/reminders/" in key)
    assert series == {"reminders/1/1": len(TEACHERS), "reminders/1/2": len(TEACHERS)}
    assert {when.date() for key, when in here.post.left if "/reminders/1/2/" in key} == {told_on}
