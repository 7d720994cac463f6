"""Sending through a real mail server on loopback: encryption, sign-in, one connection, and bytes that arrive as they were frozen."""

import socket
import ssl
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from certificates import NOW, Authority, authority, certified
from hypothesis import given, settings
from hypothesis import strategies as st
from smtp_server import PASSWORD, TOKEN, USER, Mailbox, serving

from sgp.errors import ExitCode, Stop
from sgp.mail.smtp import Login, Server, check_login, smtp
from sgp.plan import Envelope, Handed

WITH_PASSWORD, WITH_TOKEN = Login(USER, PASSWORD), Login(USER, token=lambda: TOKEN)


def envelope(number: int = 1, raw: bytes = b"Subject: Your target\r\n\r\nHello.\r\n", to: str = "amy@oakfield.example") -> Envelope:
    return Envelope(f"2026-1/targets/0/1/{number}", f"<{number}@oakfield.example>", USER, to, raw)


def sent_through(server: Server, login: Login | None, *envelopes: Envelope) -> list[Handed]:
    with smtp(server, login) as hand_on:
        return [hand_on(each) for each in envelopes]


def stop_of(handed: Handed) -> Stop:
    assert handed.status == "deferred"
    assert handed.stop
    return handed.stop


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return authority(tmp_path_factory.mktemp("ca"))


@pytest.fixture(scope="module")
def good(school: Authority) -> ssl.SSLContext:
    return certified(school)


@pytest.fixture(scope="module")
def box(good: ssl.SSLContext) -> Iterator[Mailbox]:
    with serving(starttls=good) as running:
        yield running


@pytest.fixture
def mail(box: Mailbox) -> Mailbox:
    box.taken.clear()
    box.ways.clear()
    return box


def to(box: Mailbox, school: Authority, **more: object) -> Server:
    return Server("127.0.0.1", box.port, ca=str(school.pem), **more)  # type: ignore[arg-type]


def test_an_email_is_sent_and_the_servers_words_are_kept(mail: Mailbox, school: Authority) -> None:
    assert sent_through(to(mail, school), WITH_PASSWORD, envelope()) == [Handed("sent", "250 2.0.0 Ok: queued as 1")]
    assert [(t.sender, t.to, t.raw) for t in mail.taken] == [(USER, ("amy@oakfield.example",), envelope().raw)]


def test_a_hundred_emails_go_over_one_connection(mail: Mailbox, school: Authority) -> None:
    handed = sent_through(to(mail, school), WITH_PASSWORD, *[envelope(n, b"N: %d\r\n\r\n" % n) for n in range(100)])
    assert {h.status for h in handed} == {"sent"}
    assert [t.raw for t in mail.taken] == [b"N: %d\r\n\r\n" % n for n in range(100)]
    assert len({t.connection for t in mail.taken}) == 1
    assert mail.ways == ["PLAIN"]


def test_no_email_means_no_connection(mail: Mailbox, school: Authority) -> None:
    sent_through(to(mail, school), WITH_PASSWORD)
    assert not mail.ways


def test_signing_in_with_a_token_asks_for_it_at_each_connection(mail: Mailbox, school: Authority) -> None:
    asked: list[int] = []
    login = Login(USER, token=lambda: asked.append(1) or TOKEN)  # type: ignore[func-returns-value]
    for _ in range(2):
        assert sent_through(to(mail, school), login, envelope(1), envelope(2))[1].status == "sent"
    assert mail.ways == ["XOAUTH2", "XOAUTH2"]
    assert len(asked) == 2


def test_login_is_used_where_plain_is_not_offered(good: ssl.SSLContext, school: Authority) -> None:
    with serving(starttls=good, without=("PLAIN",)) as box:
        assert sent_through(to(box, school), WITH_PASSWORD, envelope())[0].status == "sent"
        assert box.ways == ["LOGIN"]


def test_a_server_that_takes_no_password_is_a_setting_to_mend(good: ssl.SSLContext, school: Authority) -> None:
    with serving(starttls=good, without=("PLAIN", "LOGIN")) as box:
        stop = stop_of(sent_through(to(box, school), WITH_PASSWORD, envelope())[0])
    assert stop.code == ExitCode.CONFIGURATION
    assert "XOAUTH2" in str(stop)


@pytest.mark.parametrize("login", [Login(USER, "s3cret-wrong"), Login(USER, token=lambda: "s3cret-old")], ids=["password", "token"])
def test_a_wrong_sign_in_stops_fails_nobody_and_shows_no_secret(mail: Mailbox, school: Authority, login: Login) -> None:
    handed = sent_through(to(mail, school), login, envelope())[0]
    stop = stop_of(handed)
    assert stop.code == ExitCode.CONFIGURATION
    assert "Username and Password not accepted" in str(stop)
    assert "s3cret" not in f"{handed!r} {stop} {login!r}"
    assert not mail.taken


def test_tls_from_the_start(good: ssl.SSLContext, school: Authority) -> None:
    with serving(tls=good) as box:
        assert sent_through(to(box, school, security="tls"), None, envelope())[0].status == "sent"
        stop = stop_of(sent_through(to(box, school, timeout=0.2), None, envelope())[0])
    assert stop.code == ExitCode.TEMPORARY


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize("flaw", ["unknown authority", "another host", "expired"])
def test_a_server_that_cannot_prove_who_it_is_gets_nothing(tmp_path: Path, school: Authority, flaw: str, security: str) -> None:
    by = authority(tmp_path, "stranger") if flaw == "unknown authority" else school
    host, ends = "mail.oakfield.example" if flaw == "another host" else "127.0.0.1", NOW + timedelta(days=-1 if flaw == "expired" else 1)
    shown = certified(by, host, ends)
    with serving(starttls=shown) if security == "starttls" else serving(tls=shown) as box:
        stop = stop_of(sent_through(to(box, school, security=security), WITH_PASSWORD, envelope())[0])
        assert not box.ways
        assert not box.taken
    assert stop.code == ExitCode.CONFIGURATION
    assert {"unknown authority": "issuer", "another host": "mismatch", "expired": "expired"}[flaw] in str(stop)


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_server_without_encryption_gets_nothing(school: Authority, security: str) -> None:
    with serving() as box:
        stop = stop_of(sent_through(to(box, school, security=security), WITH_PASSWORD, envelope())[0])
        assert not box.ways
        assert not box.taken
    assert stop.code == ExitCode.CONFIGURATION


def test_plain_text_goes_to_this_computer_alone() -> None:
    with serving() as box:
        assert sent_through(Server("127.0.0.1", box.port, "none"), None, envelope())[0].status == "sent"
        says = check_login(Server("127.0.0.1", box.port, "none"), None)
    assert says == f"127.0.0.1:{box.port}, no encryption, on this computer, no sign-in"


@pytest.mark.parametrize(("host", "login"), [
    ("mail.oakfield.example", None), ("192.0.2.7", None), ("0.0.0.0", None), ("127.0.0.1.oakfield.example", None),
    ("127.0.0.1", WITH_PASSWORD), ("localhost", WITH_TOKEN),
])
def test_plain_text_to_elsewhere_or_with_a_sign_in_is_refused_at_once(host: str, login: Login | None) -> None:
    for use in (lambda: sent_through(Server(host, 25, "none"), login), lambda: check_login(Server(host, 25, "none"), login)):
        with pytest.raises(Stop, match="starttls") as stopped:
            use()
        assert stopped.value.code == ExitCode.CONFIGURATION


@pytest.mark.parametrize("login", [Login(USER), Login("", PASSWORD)])
def test_half_a_sign_in_is_refused_at_once(login: Login) -> None:
    with pytest.raises(Stop, match="not complete"):
        sent_through(Server("127.0.0.1", 587), login)


def test_a_ca_file_that_cannot_be_used_is_a_setting_to_mend(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("not a certificate")
    for file in ("ca.pem", "none.pem"):
        stop = stop_of(sent_through(Server("127.0.0.1", 587, ca=str(tmp_path / file)), WITH_PASSWORD, envelope())[0])
        assert stop.code == ExitCode.CONFIGURATION
        assert file in str(stop)


@pytest.mark.parametrize("host", ["127.0.0.1", "no..such.host", "no-such-host.invalid"])
def test_a_server_that_cannot_be_reached_is_tried_again_later(host: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    stop = stop_of(sent_through(Server(host, port), WITH_PASSWORD, envelope())[0])
    assert stop.code == ExitCode.TEMPORARY
    assert f"{host}:{port}" in str(stop)


def test_checking_the_sign_in_says_how_it_went(mail: Mailbox, school: Authority) -> None:
    assert check_login(to(mail, school), WITH_TOKEN) == f"127.0.0.1:{mail.port}, TLS 1.3, signed in as {USER}"
    with pytest.raises(Stop, match="Username and Password not accepted"):
        check_login(to(mail, school), Login(USER, "wrong"))
    assert not mail.taken


@pytest.mark.parametrize("address", [
    "", "amy", "amy@a b", "a@b>\r\nRCPT TO:<eve@x.example", "a,b@c@d", "ämy@oakfield.example", "<amy@oakfield.example>", "a\0@b",
])
def test_an_address_that_could_say_more_is_not_said(mail: Mailbox, school: Authority, address: str) -> None:
    first, second = sent_through(to(mail, school), WITH_PASSWORD, envelope(1, to=address), envelope(2))
    assert (first.status, first.stop, second.status) == ("failed", None, "sent")
    assert len(mail.taken) == 1
    odd = Envelope("k", "<k@x>", address, "amy@oakfield.example", envelope().raw)
    assert stop_of(sent_through(to(mail, school), WITH_PASSWORD, odd)[0]).code == ExitCode.CONFIGURATION


@pytest.mark.parametrize("smuggled", [b"\n.\r\nMAIL FROM:<x@x.example>\r\n", b"\r.\r\n", b"a\nb\r\n", b"a\rb\r\n"])
def test_bare_line_breaks_never_leave(mail: Mailbox, school: Authority, smuggled: bytes) -> None:
    handed = sent_through(to(mail, school), WITH_PASSWORD, envelope(1, b"Subject: x\r\n\r\n" + smuggled))
    assert [(h.status, h.stop) for h in handed] == [("failed", None)]
    assert not mail.taken


LINE = st.one_of(st.sampled_from([b"", b".", b"..", b".x", b"...x", b"QUIT", b"From x"]), st.binary(max_size=20))
LINES = st.lists(LINE, min_size=1, max_size=12)


@settings(max_examples=60)
@given(LINES)
def test_the_bytes_travel_exactly_as_frozen(box: Mailbox, school: Authority, lines: list[bytes]) -> None:
    raw = b"".join(line.translate(None, b"\r\n") + b"\r\n" for line in lines)
    box.taken.clear()
    with smtp(to(box, school), WITH_PASSWORD) as hand_on:
        assert [hand_on(envelope(n, raw)).status for n in range(2)] == ["sent", "sent"]
    assert [t.raw for t in box.taken] == [raw, raw]
