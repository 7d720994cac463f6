"""A mail server that goes wrong at each step in each way: what became of the email, what the server took, and how the next one fares."""

import ssl
from base64 import b64encode
from time import monotonic

import pytest
from certificates import Authority, authority, certified
from fault_server import DROP, HANG, Act, Faults, failing, reply

from sgp.errors import ExitCode, Stop
from sgp.mail.smtp import Login, Server, check_login, smtp
from sgp.plan import Envelope, Handed

CONFIGURATION, TEMPORARY = ExitCode.CONFIGURATION, ExitCode.TEMPORARY
OPENING = ["greeting", "EHLO", "STARTTLS", "AUTH"]
LATER = ["421 4.7.0 try again later, closing", "450 4.2.0 not now", "452 4.3.1 no room", "432 4.3.2 Concurrent connections limit exceeded."]
NEVER = ["550 5.1.1 no such user here", "554 5.6.0 no"]
SILENT = {"drop": DROP, "hang": HANG, "garbled": reply("?! ** what"), "no code": reply("25 ok"), "long line": reply("250 " + "x" * 9000)}
IMPATIENT = 0.25
UNKNOWN = "It may have been sent: the mail server did not answer after it was handed over."


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return authority(tmp_path_factory.mktemp("ca"))


@pytest.fixture(scope="module")
def good(school: Authority) -> ssl.SSLContext:
    return certified(school)


def content(number: int) -> bytes:
    return b"Subject: Your target\r\nX-Number: %d\r\n\r\n.One line\r\nand another.\r\n" % number


def envelope(number: int) -> Envelope:
    key, name = f"2026-1/targets/0/{number}/amy", f"<{number}@oakfield.example>"
    return Envelope(key, name, "kim@oakfield.example", "amy@oakfield.example", content(number))


def plain(faults: Faults, timeout: float = 5) -> Server:
    return Server("127.0.0.1", faults.port, "none", timeout=timeout)


def through(faults: Faults, count: int = 1, timeout: float = 5) -> list[Handed]:
    with smtp(plain(faults, timeout), None) as hand_on:
        return [hand_on(envelope(n)) for n in range(count)]


def outcome(handed: Handed) -> tuple[str, ExitCode | None]:
    return handed.status, handed.stop.code if handed.stop else None


OPENING_CASES = [
    *[(step, reply(text), TEMPORARY) for step in OPENING for text in LATER],
    *[(step, reply(text), CONFIGURATION) for step in OPENING for text in NEVER],
    *[(step, SILENT[kind], TEMPORARY) for step in [*OPENING, "handshake"] for kind in ("drop", "hang")],
    *[(step, SILENT["garbled"], TEMPORARY) for step in OPENING],
    ("STARTTLS", reply("454 4.7.0 TLS not available due to temporary reason"), TEMPORARY),
    ("STARTTLS", reply("502 5.5.1 not implemented"), CONFIGURATION),
    ("handshake", reply("this is no TLS", "hang"), CONFIGURATION),
    ("AUTH", reply("334 "), TEMPORARY),
    ("AUTH", reply("535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6"), CONFIGURATION),
    ("AUTH", reply("454 4.7.0 Too many login attempts, please try again later."), TEMPORARY),
]


@pytest.mark.parametrize(("step", "act", "code"), OPENING_CASES)
def test_no_way_in_stops_and_fails_nobody(good: ssl.SSLContext, school: Authority, step: str, act: Act, code: ExitCode) -> None:
    timeout = IMPATIENT if act.then == "hang" or act == reply("334 ") else 5
    always = [act] * (4 if act == reply("334 ") else 1)
    with failing({step: always}, good) as faults:
        server = Server("127.0.0.1", faults.port, ca=str(school.pem), timeout=timeout)
        with smtp(server, Login("kim", "s3cret")) as hand_on:
            assert outcome(hand_on(envelope(1))) == ("deferred", code)
            assert not faults.whole
            assert outcome(hand_on(envelope(2))) == ("sent", None)
        assert faults.accepted == faults.whole == [content(2)]


@pytest.mark.parametrize("act", [reply("535 5.7.8 no"), DROP, reply("450 4.0.0 later")])
def test_checking_the_sign_in_raises_what_stands_in_the_way(good: ssl.SSLContext, school: Authority, act: Act) -> None:
    with failing({"AUTH": [act]}, good) as faults, pytest.raises(Stop):
        check_login(Server("127.0.0.1", faults.port, ca=str(school.pem)), Login("kim", "s3cret"))
    for wrong in (reply("550 5.7.1 no"), DROP):
        with failing({"NOOP": [wrong]}) as faults, pytest.raises(Stop):
            check_login(plain(faults), None)


MESSAGE_CASES = [
    *[(step, reply(text), ("deferred", None)) for step in ("MAIL", "RCPT", "DATA", "dot") for text in LATER],
    *[("MAIL", reply(text), ("deferred", CONFIGURATION)) for text in NEVER],
    *[(step, reply(text), ("failed", None)) for step in ("RCPT", "DATA", "dot") for text in NEVER],
    *[(step, reply("550 relay not permitted"), ("deferred", CONFIGURATION)) for step in ("RCPT", "DATA", "dot")],
    *[(step, reply("550 5.4.5 Daily user sending limit exceeded."), ("deferred", TEMPORARY)) for step in ("MAIL", "RCPT", "DATA", "dot")],
    *[(step, act, ("deferred", None)) for step in ("MAIL", "RCPT", "DATA") for act in SILENT.values()],
    *[("dot", act, ("unknown", None)) for act in SILENT.values()],
    ("MAIL", reply("354 too eager"), ("deferred", None)),
    ("RCPT", reply("354 too eager"), ("deferred", None)),
    ("DATA", reply("250 not what it should be"), ("deferred", None)),
    ("DATA", reply("354 go on", "drop"), ("unknown", None)),
    ("content", DROP, ("unknown", None)),
    ("content", HANG, ("unknown", None)),
    ("dot", reply("354 once more"), ("unknown", None)),
    ("dot", Act((b"2",), "drop"), ("unknown", None)),
    ("dot", Act((b"250-2.0.0 first line\r\n",), "drop"), ("unknown", None)),
    ("dot", Act((b"25", b"0 2.0", b".0 queued\r", b"\n")), ("sent", None)),
    ("dot", reply("250-2.0.0 queued\n250-2.0.0 and more\n250 2.0.0 end"), ("sent", None)),
    ("RCPT", Act((b"45", b"0-4.2.0 grey\r\n450", b" 4.2.0 listed\r\n")), ("deferred", None)),
    ("RCPT", reply("550-5.1.1 no such\n550 5.1.1 user"), ("failed", None)),
    ("RCPT", reply("250 2.1.5 ok\n250 2.1.5 said too early"), ("deferred", None)),
    ("MAIL", reply("250 2.1.0 ok\n550 5.1.1 said too early"), ("deferred", None)),
    ("DATA", reply("354 go on\n250 2.0.0 queued before it came"), ("deferred", None)),
    ("dot", reply("250 2.0.0 queued\n421 4.4.2 and now I leave", "drop"), ("sent", None)),
    ("dot", reply("250 2.0.0 queued", "drop"), ("sent", None)),
    ("RSET", DROP, ("sent", None)),
]


@pytest.mark.parametrize(("step", "act", "expected"), MESSAGE_CASES)
def test_what_becomes_of_an_email(step: str, act: Act, expected: tuple[str, ExitCode | None]) -> None:
    with failing({step: [act]}) as faults:
        first, second = through(faults, 2, IMPATIENT if act.then == "hang" else 5)
        assert outcome(first) == expected
        assert outcome(second) == ("sent", None)
        assert (first.detail == UNKNOWN) == (first.status == "unknown")
        taken = [content(0)] if content(0) in faults.accepted else []
        assert faults.accepted == [*taken, content(1)]
        assert faults.whole.count(content(0)) <= 1
        assert taken or first.status != "sent"
        assert not taken or first.status in {"sent", "unknown"}


@pytest.mark.parametrize("text", ["550 5.1.1 no such user", "450 4.2.0 grey", "554 5.6.0 no"])
@pytest.mark.parametrize("step", ["RCPT", "DATA", "dot"])
def test_a_refusal_keeps_the_connection_and_starts_afresh(step: str, text: str) -> None:
    with failing({step: [reply(text)]}) as faults:
        assert through(faults, 2)[1].status == "sent"
        assert faults.connections == 1
        assert faults.said[-5:] == ["RSET", "MAIL FROM:<kim@oakfield.example>", "RCPT TO:<amy@oakfield.example>", "DATA", "QUIT"]


def test_a_reset_that_fails_costs_the_connection_and_no_email() -> None:
    for wrong in (DROP, reply("500 5.5.1 what?"), reply("?")):
        with failing({"RCPT": [reply("550 5.1.1 no such user")], "RSET": [wrong]}) as faults:
            assert [h.status for h in through(faults, 2)] == ["failed", "sent"]
            assert faults.connections == 2


def test_421_closes_the_connection() -> None:
    with failing({"RCPT": [reply("421 4.7.0 closing")]}) as faults:
        assert [h.status for h in through(faults, 2)] == ["deferred", "sent"]
        assert faults.connections == 2


def test_the_reply_to_a_whole_email_is_waited_for_longer_than_any_other() -> None:
    """Giving up early would leave unknown what a slow server still takes."""
    began = monotonic()
    with failing({"dot": [HANG]}) as faults:
        assert through(faults, 1, IMPATIENT)[0].detail == UNKNOWN
    assert monotonic() - began > 4 * IMPATIENT


def test_grey_listing_goes_in_the_next_try() -> None:
    with failing({"RCPT": [reply("450 4.2.0 Recipient address rejected: Greylisted")]}) as faults, smtp(plain(faults), None) as hand_on:
        assert [hand_on(envelope(7)).status for _ in range(2)] == ["deferred", "sent"]
        assert faults.accepted == [content(7)]


@pytest.mark.parametrize("act", [DROP, reply("250 2.0.0 queued", "drop"), reply("451 4.3.0 later", "drop")])
def test_an_email_is_never_handed_over_twice_of_itself(act: Act) -> None:
    with failing({"dot": [act]}) as faults:
        through(faults)
        assert faults.whole == [content(0)]
        assert faults.connections == 1


@pytest.mark.parametrize("idle", [reply("250 2.0.0 queued", "drop"), reply("250 2.0.0 queued\n421 4.4.2 idle too long", "drop")])
def test_a_connection_closed_while_idle_is_made_again_and_nobody_notices(idle: Act) -> None:
    with failing({"dot": [idle, idle]}) as faults:
        assert [outcome(h) for h in through(faults, 3)] == [("sent", None)] * 3
        assert faults.accepted == [content(n) for n in range(3)]
        assert faults.connections == 3


@pytest.mark.parametrize(("step", "act", "status"), [
    ("RCPT", DROP, "deferred"), ("DATA", DROP, "deferred"), ("DATA", reply("354 go on", "drop"), "unknown"), ("dot", DROP, "unknown"),
    ("dot", reply("?"), "unknown"),
])
def test_on_a_connection_in_use_nothing_is_tried_again_once_a_person_was_named(step: str, act: Act, status: str) -> None:
    usual = {"RCPT": "250 2.1.5 ok", "DATA": "354 go on", "dot": "250 2.0.0 queued"}[step]
    with failing({step: [reply(usual), act]}) as faults:
        assert [h.status for h in through(faults, 2)] == ["sent", status]
        assert faults.connections == 1
        assert len(faults.whole) <= 2


def test_it_is_made_again_only_once() -> None:
    with failing({"MAIL": [reply("250 ok"), DROP, DROP]}) as faults:
        assert [outcome(h) for h in through(faults, 3)] == [("sent", None), ("deferred", None), ("sent", None)]
        assert faults.connections == 3


@pytest.mark.parametrize(("step", "act", "status"), [
    ("DATA", DROP, "deferred"), ("dot", DROP, "unknown"), ("MAIL", reply("421 4.3.0 no"), "deferred"),
])
def test_three_lost_connections_in_a_row_stop_the_run(step: str, act: Act, status: str) -> None:
    with failing({step: [act] * 3}) as faults:
        assert [outcome(h) for h in through(faults, 3)] == [(status, None), (status, None), (status, TEMPORARY)]


def test_lost_connections_count_only_in_a_row() -> None:
    fine = reply("354 go on")
    with failing({"DATA": [DROP, DROP, fine, DROP, DROP, fine]}) as faults:
        assert [outcome(h)[1] for h in through(faults, 6)] == [None] * 6


def test_what_is_said_before_the_handshake_is_thrown_away(good: ssl.SSLContext, school: Authority) -> None:
    injected = reply("220 2.0.0 go ahead\n250-evil.example\n250 AUTH LOGIN")
    with failing({"STARTTLS": [injected]}, good) as faults:
        server = Server("127.0.0.1", faults.port, ca=str(school.pem))
        with smtp(server, Login("kim", "s3cret")) as hand_on:
            assert hand_on(envelope(1)).status == "sent"
    assert [line.split(" ")[0].upper() for line in faults.said[:4]] == ["EHLO", "STARTTLS", "EHLO", "AUTH"]
    assert faults.said[3].startswith("AUTH PLAIN ")


def test_a_server_without_starttls_hears_no_password(school: Authority) -> None:
    with failing({}) as faults:
        for server in (Server("127.0.0.1", faults.port), Server("127.0.0.1", faults.port, ca=str(school.pem))):
            with smtp(server, Login("kim", "s3cret")) as hand_on:
                assert outcome(hand_on(envelope(1))) == ("deferred", CONFIGURATION)
        assert {line.split(" ")[0].upper() for line in faults.said} == {"EHLO"}


@pytest.mark.parametrize("login", [Login("kim", "s3cret"), Login("kim", token=lambda: "s3cret")])
def test_a_server_that_echoes_the_sign_in_tells_no_secret(good: ssl.SSLContext, school: Authority, login: Login) -> None:
    with failing({"AUTH": [reply("535 5.7.8 no: {said} s3cret")]}, good) as faults, smtp(
        Server("127.0.0.1", faults.port, ca=str(school.pem)), login
    ) as hand_on:
        handed = hand_on(envelope(1))
    said = faults.said[3].split(" ")[2]
    assert len(said) > 10
    assert said not in f"{handed} {handed.stop}"
    assert "s3cret" not in f"{handed!r} {handed.stop} {login!r}"
    assert b64encode(b"s3cret").decode() not in f"{handed} {handed.stop}"
    assert "5.7.8" in handed.detail


def test_an_interruption_says_no_goodbye_into_the_middle_of_an_email() -> None:
    with failing({}) as faults:
        def interrupted() -> None:
            with smtp(plain(faults), None) as hand_on:
                hand_on(envelope(1))
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            interrupted()
        assert faults.accepted == [content(1)]
    assert "QUIT" not in faults.said


def test_leaving_says_goodbye_even_to_a_server_that_hangs() -> None:
    with failing({"QUIT": [HANG]}) as faults:
        assert through(faults, 1, IMPATIENT)[0].status == "sent"
        assert faults.said[-1] == "QUIT"
