"""Whole runs through a mail server that goes wrong: what goes, what does not and why, and what the next run does about it."""

import os
import signal
import socket
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
import smtp_server
from certificates import authority, certified
from fault_server import DROP, USUAL, Faults, failing, reply
from killing import DAY, SENDER, Post, Warm, address, killed, log, message_id, post, school_of, sha256s, warmed
from openpyxl import Workbook
from school_files import SchoolFiles

from sgp.delivery.marks import marks

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="runs are forked and stopped as on Linux")
TOMORROW = DAY + timedelta(days=1)
TARGET, STATUS, SEND_AGAIN = 5, 6, 8
"""Columns of the tab Targets, from 0."""


@dataclass(frozen=True)
class SignsIn(SchoolFiles):
    """A school that signs in to its mail server with this password."""

    password: str = field(kw_only=True)

    def environment(self) -> dict[str, str]:
        return {"SGP_MAIL_PASSWORD": self.password}


@pytest.fixture(scope="module")
def warm() -> Iterator[Warm]:
    with warmed() as warm:
        yield warm


@pytest.fixture(scope="module")
def due(warm: Warm, tmp_path_factory: pytest.TempPathFactory) -> SchoolFiles:
    return school_of(warm, tmp_path_factory.mktemp("due") / "school", 6)


@pytest.fixture(scope="module")
def two_lots(warm: Warm, tmp_path_factory: pytest.TempPathFactory) -> SchoolFiles:
    return school_of(warm, tmp_path_factory.mktemp("due") / "school", 24)


@pytest.fixture
def school(due: SchoolFiles, tmp_path: Path) -> SchoolFiles:
    return due.copy(tmp_path / "school")


@pytest.fixture
def mails() -> Iterator[Post]:
    with post() as mails:
        yield mails


def through(school: SchoolFiles, port: int, *more: str, security: str = "none", sign_in: str = "none") -> SchoolFiles:
    """The school with settings that name a server at this port."""
    lines = ["[mail]", 'transport = "smtp"', 'host = "127.0.0.1"', f"port = {port}", f'security = "{security}"', f'sign_in = "{sign_in}"',
             "timeout = 5", *more]
    return replace(school, mail="\n".join(lines))


def ends(school: SchoolFiles) -> Counter[str]:
    return Counter(str(r["Status"]) for r in log(school))


def to(school: SchoolFiles, number: int) -> list[dict[str, object]]:
    return [r for r in log(school) if r["Email"] == address(number)]


def change(school: SchoolFiles, number: int, column: int, value: object) -> None:
    """What a person writes in the row of a teacher's target."""
    book: Workbook = school.edit()
    next(r for r in book["Targets"].iter_rows(min_row=2) if r[1].value == address(number))[column].value = value
    school.save(book)


def ids(emails: list[bytes]) -> Counter[str]:
    return Counter(map(message_id, emails))


# ── nobody's fault: all of it waits ──────────────────────────────────────────────────────────────────


def test_a_wrong_password_fails_nobody_and_with_the_right_one_all_goes(warm: Warm, school: SchoolFiles, tmp_path: Path) -> None:
    trusted = authority(tmp_path)
    with smtp_server.serving(starttls=certified(trusted)) as box:
        named = through(school, box.port, f'user = "{SENDER}"', f'ca = "{trusted.pem}"', security="starttls", sign_in="password")
        wrong = SignsIn(named.folder, mail=named.mail, password="not it")
        done = warm.send(wrong)
        assert (done.code, ends(wrong)) == (3, {"deferred": 6})
        assert "refused the sign-in" in done.said
        assert "No one was marked as failed" in done.said
        assert "not it" not in done.said
        assert not box.taken
        assert warm.send(replace(wrong, password=smtp_server.PASSWORD)).code == 0
        assert (ends(wrong), len(box.taken)) == ({"sent": 6}, 6)


def test_a_certificate_for_another_host_stops_the_run(warm: Warm, school: SchoolFiles, tmp_path: Path) -> None:
    trusted = authority(tmp_path)
    with smtp_server.serving(starttls=certified(trusted, "mail.elsewhere.example")) as box:
        named = through(school, box.port, f'user = "{SENDER}"', f'ca = "{trusted.pem}"', security="starttls", sign_in="password")
        done = warm.send(named)
        assert (done.code, ends(named)) == (3, {"deferred": 6})
        assert "cannot prove that it is 127.0.0.1" in done.said
        assert not box.taken + box.ways, "nobody signed in"


def test_a_server_that_is_down_is_tried_again_later(warm: Warm, school: SchoolFiles, mails: Post) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        nobody = door.getsockname()[1]
    done = warm.send(through(school, nobody))
    assert (done.code, ends(school)) == (75, {"deferred": 6})
    assert "What is left goes with the next run." in done.said
    assert warm.send(replace(school, mail=mails.settings())).code == 0
    assert (ends(school), set(mails.copies().values())) == ({"sent": 6}, {1})


# ── one email's fault ────────────────────────────────────────────────────────────────────────────────


def once(step: str, *acts: object) -> dict[str, list[object]]:
    """The first email goes well, then these."""
    return {step: [reply(USUAL[step]), *acts]}


def sending(warm: Warm, school: SchoolFiles, script: dict[str, list[object]], code: int) -> tuple[Faults, SchoolFiles, str]:
    with failing(script) as faults:  # type: ignore[arg-type]
        named = through(school, faults.port)
        done = warm.send(named)
    assert done.code == code, done.said
    return faults, named, done.said


def test_one_that_is_refused_fails_alone(warm: Warm, school: SchoolFiles) -> None:
    faults, named, said = sending(warm, school, once("RCPT", reply("550 5.1.1 No such user here")), 6)
    assert (ends(named), len(faults.accepted)) == ({"sent": 5, "failed": 1}, 5)
    assert "5 sent, 1 failed." in said
    assert f"First1 Last1 <{address(1)}>  failed: 550 5.1.1 No such user here" in said
    again, _, _ = sending(warm, named, {}, 0)
    assert not again.whole, "it is not tried again by itself"


def test_one_that_is_put_off_goes_with_the_next_run_as_the_same_bytes_whatever_was_edited(warm: Warm, school: SchoolFiles) -> None:
    _, named, said = sending(warm, school, once("RCPT", reply("452 4.2.2 The mailbox is full")), 75)
    assert "5 sent, 1 not taken now; tried again in the next run." in said.replace("Not", "not")
    before = marks(str(to(named, 1)[0]["Detail"]))
    change(named, 1, TARGET, "Something quite new.")
    again, _, _ = sending(warm, named, {}, 0)
    assert [sha256s(raw) for raw in again.accepted] == [before.sha256]
    after = to(named, 1)[0]
    assert (after["Status"], marks(str(after["Detail"])).sha256) == ("sent", before.sha256)
    assert ids(again.accepted) == {after["Message-ID"]: 1}


def test_a_line_that_breaks_after_the_dot_leaves_one_in_doubt_and_send_again_sends_it_once_more(warm: Warm, school: SchoolFiles) -> None:
    faults, named, said = sending(warm, school, once("dot", DROP), 6)
    assert (ends(named), len(faults.whole)) == ({"sent": 5, "unknown": 1}, 6)
    assert f"<{address(1)}>  may have been sent" in said
    quiet, _, _ = sending(warm, named, {}, 0)
    assert not quiet.whole
    change(named, 1, SEND_AGAIN, TOMORROW)
    with failing({}) as again:
        for _ in range(2):
            assert warm.send(through(named, again.port), today=TOMORROW).code == 0
    assert [(str(r["Key"]).split("/")[3], r["Status"]) for r in to(named, 1)] == [("1", "unknown"), ("2", "sent")]
    assert len(again.accepted) == 1
    assert not ids(again.accepted) & ids(faults.whole), "one more email has a name of its own"


# ── so many, and to whom ─────────────────────────────────────────────────────────────────────────────


def test_a_daily_limit_stops_cleanly_and_goes_on_the_next_day(warm: Warm, school: SchoolFiles, mails: Post) -> None:
    limited = replace(school, mail=mails.settings(look_up=False, more="a_day = 4"))
    for day, sent, left in ((DAY, 4, 2), (DAY, 4, 2), (TOMORROW, 6, 0)):
        done = warm.send(limited, today=day)
        assert (done.code, ends(limited)) == (0, Counter({"sent": sent, "planned": left}) + Counter())
        assert ("left for tomorrow" in done.said) == bool(left)
    assert sorted(mails.copies().values()) == [1] * 6


@pytest.mark.parametrize(("arguments", "wanted"), [(("--only", address(3)), {3}), (("--limit", "2"), {0, 1})])
def test_only_those_that_are_asked_for_go(
    arguments: tuple[str, ...], wanted: set[int], warm: Warm, school: SchoolFiles, mails: Post,
) -> None:
    school = replace(school, mail=mails.settings())
    assert warm.send(school, *arguments).code == 0
    assert {who for _, who in mails.copies()} == {address(n) for n in wanted} == {str(r["Email"]) for r in log(school)}
    assert warm.send(school).code == 0
    assert sorted(mails.copies().values()) == [1] * 6


def test_to_me_sends_all_to_the_coordinator_and_notes_nothing(warm: Warm, school: SchoolFiles, mails: Post) -> None:
    school = replace(school, mail=mails.settings())
    before = school.book.read_bytes()
    done = warm.send(school, "--to-me")
    assert (done.code, school.book.read_bytes() == before) == (0, True)
    assert Counter(t.to for t in mails.smtp.taken) == {(SENDER,): 6}
    tried = ids([t.raw for t in mails.smtp.taken])
    mails.smtp.taken.clear()
    assert warm.send(school).code == 0
    real = ids([t.raw for t in mails.smtp.taken])
    assert (set(real.values()), {who for _, who in mails.copies()}) == ({1}, {address(n) for n in range(6)})
    assert not tried & real


# ── in the middle of it ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("step", ["before the step", "before DATA", "after the 250"])
def test_what_went_before_ctrl_c_is_noted_and_the_rest_goes_next_time(step: str, warm: Warm, school: SchoolFiles, mails: Post) -> None:
    school = replace(school, mail=mails.settings())
    number = warm.sleeps(school, at=step, nth=4)
    os.kill(number, signal.SIGINT)
    os.kill(number, signal.SIGCONT)
    assert warm.end().code != 0
    noted = ends(school)
    assert (noted["sent"], noted["deferred"] + noted["sending"]) == (3, 3)
    assert noted["sending"] <= 1, "the one that was begun"
    assert warm.send(school).code == 0
    assert ends(school) == {"sent": 6}
    assert sorted(mails.copies().values()) == [1] * 6


@pytest.mark.slow
def test_ctrl_c_at_any_line_of_handing_on_loses_nothing_and_doubles_nothing(warm: Warm, school: SchoolFiles, tmp_path: Path) -> None:
    nth, interrupted = 0, True
    while interrupted:
        nth += 1
        with post() as mails:
            here = replace(school.copy(tmp_path / f"school{nth}"), mail=mails.settings())
            done = warm.send(here, "--limit", "2", at="line", nth=nth, how="interrupt", **{"in": ["_hand_on"]})
            interrupted = "Stopped, as you wished." in done.said
            assert warm.send(here).code == 0
            assert (ends(here), sorted(mails.copies().values())) == ({"sent": 6}, [1] * 6), (nth, done.said)
    print(f"{nth - 1} interruptions")
    assert nth > 20


def at_the(mails: Post, nth: int, then: Callable[[], None]) -> None:
    """Once the nth email has come, let this happen before the answer."""
    inner = mails.smtp.handle_DATA

    async def handle_data(server: object, session: object, envelope: object) -> str:
        said = await inner(server, session, envelope)
        if len(mails.smtp.taken) == nth:
            then()
        return said

    mails.smtp.handle_DATA = handle_data  # type: ignore[method-assign]


def test_what_people_change_between_two_lots_counts_for_the_second(warm: Warm, two_lots: SchoolFiles, mails: Post, tmp_path: Path) -> None:
    school = replace(two_lots.copy(tmp_path / "school"), mail=mails.settings())

    def edit() -> None:
        change(school, 8, TARGET, "Something quite new.")
        change(school, 9, STATUS, "Hold")
        change(school, 0, TARGET, "Too late for this.")

    at_the(mails, 10, edit)
    done = warm.send(school)
    assert done.code == 0, done.said
    went = {t.to[0]: t.raw for t in mails.smtp.taken}
    assert len(went) == len(mails.smtp.taken) == 23
    assert address(9) not in went
    assert b"Something quite new." in went[address(8)]
    assert b"Too late" not in went[address(0)]
    assert ends(school) == {"sent": 23}
    rows = {r["Email"]: r for r in school.rows("Targets")}
    assert rows[address(0)]["Target"] == "Too late for this.", "what a person typed stays"
    assert rows[address(9)]["Status"] == "Hold"


def test_letters_are_made_anew_between_two_lots_only_where_the_book_was_changed(
    warm: Warm, two_lots: SchoolFiles, mails: Post, tmp_path: Path,
) -> None:
    as_they_are_made_anew = {"at": "line", "in": ["anew"]}
    school = replace(two_lots.copy(tmp_path / "school"), mail=mails.settings())
    assert warm.send(school, **as_they_are_made_anew).code == 0
    changed = replace(two_lots.copy(tmp_path / "changed"), mail=mails.settings())
    at_the(mails, 24 + 10, lambda: change(changed, 8, TARGET, "Something quite new."))
    assert killed(warm.send(changed, **as_they_are_made_anew))


@pytest.mark.parametrize("teachers", [6, 24], ids=["one lot", "two lots"])
def test_a_book_that_is_opened_meanwhile_delays_the_results_and_doubles_nothing(
    teachers: int, warm: Warm, due: SchoolFiles, two_lots: SchoolFiles, mails: Post, tmp_path: Path,
) -> None:
    school = replace((due if teachers == 6 else two_lots).copy(tmp_path / "school"), mail=mails.settings(look_up=False))
    mark = school.folder / f"~${school.book.name}"
    at_the(mails, 3, mark.touch)
    done = warm.send(school)
    assert done.code == 4
    assert "is open in Excel" in done.said
    assert set(ends(school)) == {"sending"}, "the results could not be written"
    mark.unlink()
    assert warm.send(school).code == 0
    assert (ends(school), sorted(mails.copies().values())) == ({"sent": teachers}, [1] * teachers)


def test_at_the_end_a_run_says_what_went_and_what_did_not_and_why(warm: Warm, school: SchoolFiles) -> None:
    script: dict[str, list[object]] = {
        "RCPT": [reply(USUAL["RCPT"]), reply("550 5.1.1 No such user here"), reply("452 4.2.2 The mailbox is full")],
        "dot": [reply(USUAL["dot"]), DROP],
    }
    _, named, said = sending(warm, school, script, 75)
    assert ends(named) == {"sent": 3, "failed": 1, "deferred": 1, "unknown": 1}
    lines = said.splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("3 sent, "))
    assert [line.split("  ")[1] for line in lines[start + 1:start + 4]] == [f"First{n} Last{n} <{address(n)}>" for n in (1, 2, 3)]
    assert all(lines[start + n].endswith(why) for n, why in ((1, "No such user here"), (2, "The mailbox is full")))
