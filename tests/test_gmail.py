"""Sending through the Gmail API: one request each, and after every refusal and every broken line the one right state."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import gmail_server
import pytest
from gmail_server import METADATA, READ, SEND, WHO, Gmail
from google.auth.credentials import Credentials
from google.oauth2.credentials import Credentials as OwnSignIn
from hypothesis import given
from hypothesis import strategies as st

from sgp.errors import ExitCode, Stop
from sgp.mail import gmail as room
from sgp.mail.gmail import check_gmail, gmail, gmail_sent
from sgp.mail.gmail_answers import meaning, refusal
from sgp.mail.mime import frozen
from sgp.plan import Envelope, Handed, Message

CONFIGURATION, TEMPORARY = ExitCode.CONFIGURATION, ExitCode.TEMPORARY
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gmail]:
    with gmail_server.serving() as made:
        for name, value in made.environment(tmp_path).items():
            monkeypatch.setenv(name, value)
        yield made


def signed_in() -> Credentials:
    made: Any = OwnSignIn(None, "s3cret-refresh", token_uri="https://oauth2.googleapis.com/token",  # type: ignore[no-untyped-call]
                          client_id="id", client_secret="s3cret-client")
    return made  # type: ignore[no-any-return]


def email(n: int = 1) -> Envelope:
    to = f"t{n}@oakfield.example"
    message = Message(f"Autumn/targets/0/1/{to}", "Autumn", "targets", to, f"Teacher {n}", "Your target", "s3cret words",
                      "<p>s3cret words</p>", WHO, "Coordinator")
    return frozen(message, NOW)


def handed(*emails: Envelope) -> list[Handed]:
    with gmail(signed_in()) as hand_on:
        return [hand_on(each) for each in emails]


def test_an_email_goes_once_as_the_bytes_it_was_frozen_to(server: Gmail) -> None:
    assert [each.status for each in handed(email(1), email(2))] == ["sent", "sent"]
    assert server.taken == [email(1).raw, email(2).raw]
    assert (server.sends(), len(server.tokens.given)) == (2, 1)


@pytest.mark.usefixtures("server")
def test_the_log_can_say_which_one_gmail_took() -> None:
    assert handed(email(1), email(2))[1] == Handed("sent", "Gmail took it, id 1")


STATES: list[tuple[str, str, ExitCode | None, str]] = [
    ("invalid to", "failed", None, "Invalid to header"), ("nobody", "failed", None, "Recipient"), ("bad request", "failed", None, "400"),
    ("large", "failed", None, "too large"),
    ("invalid from", "deferred", CONFIGURATION, "Invalid From"), ("no mailbox", "deferred", CONFIGURATION, "Coordinator email"),
    ("not enabled", "deferred", CONFIGURATION, "no mailbox"), ("token", "deferred", CONFIGURATION, "doctor.py"),
    ("scope", "deferred", CONFIGURATION, "Domain-wide delegation"), ("switched off", "deferred", CONFIGURATION, "Switch it on"),
    ("domain", "deferred", CONFIGURATION, "administrator"), ("delegation", "deferred", CONFIGURATION, "Coordinator email"),
    ("lost", "deferred", CONFIGURATION, "doctor.py"), ("filter", "deferred", CONFIGURATION, "let through"),
    ("daily", "deferred", TEMPORARY, "next run"), ("user 403", "deferred", TEMPORARY, "next run"),
    ("project 403", "deferred", TEMPORARY, "next run"), ("queries 403", "deferred", TEMPORARY, "next run"),
    ("user 429", "deferred", TEMPORARY, "Retry after 2026-11-25"), ("exhausted", "deferred", TEMPORARY, "next run"),
    ("concurrent", "deferred", TEMPORARY, "next run"),
    ("500", "unknown", TEMPORARY, "may have been sent"), ("503", "unknown", TEMPORARY, "may have been sent"),
    ("502 page", "unknown", TEMPORARY, "may have been sent"), ("portal", "unknown", CONFIGURATION, "may have been sent"),
    ("moved", "unknown", CONFIGURATION, "may have been sent"),
    ("drop", "unknown", TEMPORARY, "may have been sent"), ("drop-after", "unknown", TEMPORARY, "may have been sent"),
    ("half", "unknown", TEMPORARY, "may have been sent"), ("half-after", "unknown", TEMPORARY, "may have been sent"),
    ("hang", "unknown", TEMPORARY, "may have been sent"), ("hang-after", "unknown", TEMPORARY, "may have been sent"),
]


@pytest.mark.parametrize(("fault", "status", "code", "words"), STATES, ids=[case[0] for case in STATES])
def test_each_refusal_and_each_broken_line_gives_the_one_right_state(server: Gmail, monkeypatch: pytest.MonkeyPatch, fault: str,
                                                                     status: str, code: ExitCode | None, words: str) -> None:
    monkeypatch.setattr(room, "WITHIN", (2.0, 0.2 if "hang" in fault else 5.0))
    server.faults = [fault]
    [result] = handed(email())
    assert (result.status, result.stop and result.stop.code, words in result.detail) == (status, code, True), result
    assert server.sends() == 1, "an email was offered twice"
    assert len(server.taken) == fault.endswith("-after")
    assert "s3cret" not in f"{result.detail}{result.stop}"


def test_every_refusal_has_a_state_here() -> None:
    assert {case[0] for case in STATES} >= set(gmail_server.REFUSALS) - {"metadata"}


@pytest.mark.parametrize("fault", ["500", "drop-after", "portal", "user 429"])
def test_the_same_line_sends_the_next_one(server: Gmail, fault: str) -> None:
    server.faults = [fault]
    assert handed(email(1), email(2))[1].status == "sent"
    assert server.sends() == 2


NONSENSE = [b"[]", b"{}", b"null", b'{"error": 7}', b'{"error": {"errors": 7}}', b'{"error": {"message": []}}', b'{"id": 7}', b'{"id": ""}']


@given(status=st.integers(100, 599), body=st.binary(max_size=60) | st.sampled_from(NONSENSE))
def test_only_gmails_own_word_makes_an_email_sent_or_failed(status: int, body: bytes) -> None:
    result = meaning(status, body)
    assert result.status != "sent"
    assert result.status != "failed" or status == 413
    assert result.status == "failed" or result.stop


def test_a_sign_in_that_is_refused_sends_nothing(server: Gmail) -> None:
    server.tokens.refusals["oauth2.googleapis.com"] = [(401, {"error": "unauthorized_client", "error_description": ""})]
    [result] = handed(email())
    assert (result.status, result.stop and result.stop.code, server.sends()) == ("deferred", CONFIGURATION, 0)
    assert "Domain-wide delegation" in result.detail


def test_a_token_that_has_ended_is_renewed_before_and_never_after(server: Gmail) -> None:
    server.tokens.lifetime = 60  # google-auth takes a token for ended a little early
    assert [each.status for each in handed(email(1), email(2))] == ["sent", "sent"]
    assert len(server.tokens.given) >= 2
    server.tokens.lifetime, server.faults = 3600, ["token"]
    assert handed(email(3))[0].status == "deferred"
    assert server.sends() == 3


def test_nobody_there_means_nothing_left_here(server: Gmail, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    token = signed_in()
    with gmail(token) as hand_on:
        assert hand_on(email(1)).status == "sent"
    with socket.socket() as bound:  # bound and not listening: whoever calls is turned away
        bound.bind(("127.0.0.1", 0))
        for name in ("HTTPS_PROXY", "https_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{bound.getsockname()[1]}")
        with gmail(token) as hand_on:
            result = hand_on(email(2))
    assert (result.status, result.stop and result.stop.code) == ("deferred", TEMPORARY)
    for name, value in server.line.environment(tmp_path, trusted=False).items():
        monkeypatch.setenv(name, value)
    with gmail(token) as hand_on:
        result = hand_on(email(2))
    assert (result.status, result.stop and result.stop.code, "REQUESTS_CA_BUNDLE" in result.detail) == ("deferred", CONFIGURATION, True)
    assert len(server.taken) == 1


def test_a_filter_that_lets_nobody_through_means_nothing_left_here(server: Gmail) -> None:
    server.line.hosts = ("oauth2.googleapis.com",)
    [result] = handed(email())
    assert (result.status, result.stop and result.stop.code, "let through" in result.detail) == ("deferred", CONFIGURATION, True)


def test_a_missing_certificate_file_is_told(server: Gmail, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere/at/all.pem")
    [result] = handed(email())
    assert (result.status, result.stop and result.stop.code, server.sends()) == ("deferred", CONFIGURATION, 0)


def test_a_certificate_file_that_goes_missing_between_two_emails_ends_the_run(server: Gmail, monkeypatch: pytest.MonkeyPatch) -> None:
    with gmail(signed_in()) as hand_on:
        assert hand_on(email(1)).status == "sent"
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere/at/all.pem")
        result = hand_on(email(2))
    assert (result.status in ("deferred", "unknown"), bool(result.stop), len(server.taken)) == (True, True, 1)


# --- what was sent

def looked_up(message_id: str) -> bool | None:
    with gmail_sent(signed_in()) as look_up:
        return look_up(message_id)


def cannot_tell(message_id: str, code: ExitCode) -> str:
    with pytest.raises(Stop) as stop:
        looked_up(message_id)
    assert stop.value.code == code, str(stop.value)
    assert "s3cret" not in str(stop.value)
    return str(stop.value)


def test_an_email_that_kept_its_message_id_is_found(server: Gmail) -> None:
    server.renames = False
    handed(email(1))
    assert looked_up(email(1).message_id)
    assert sum("/messages/" in asked.path for asked in server.line.asked) <= 3


def test_an_email_that_was_renamed_is_found_by_what_else_names_it(server: Gmail) -> None:
    handed(email(1), email(2))
    with gmail_sent(signed_in()) as look_up:
        assert look_up(email(1).message_id)
        assert look_up(email(2).message_id)
    assert sum(asked.method == "GET" for asked in server.line.asked) == 2 + 1 + 2, "the newest are read once"


def test_that_none_is_found_proves_nothing(server: Gmail) -> None:
    handed(email(1))
    assert looked_up(email(2).message_id) is None
    server.filed = []
    assert looked_up(email(1).message_id) is None


def test_an_answer_to_an_email_and_a_draft_are_not_the_email(server: Gmail) -> None:
    handed(email(1))
    (mail, _), server.filed = server.filed[0], []
    mail["References"] = mail["In-Reply-To"] = email(2).message_id
    server.filed = [(mail, "SENT")]
    assert looked_up(email(2).message_id) is None
    server.filed = [(mail, "DRAFT")]
    assert looked_up(email(1).message_id) is None


@pytest.mark.parametrize(("fault", "code"), [("500", TEMPORARY), ("drop", TEMPORARY), ("half", TEMPORARY), ("portal", TEMPORARY),
                                             ("user 429", TEMPORARY), ("scope", CONFIGURATION), ("token", CONFIGURATION)])
def test_a_fault_never_says_that_an_email_was_not_sent(server: Gmail, fault: str, code: ExitCode) -> None:
    handed(email(1))
    server.faults = [fault]
    cannot_tell(email(2).message_id, code)
    server.faults = ["", fault]
    cannot_tell(email(2).message_id, code)


def test_the_scope_that_allows_no_search_is_named(server: Gmail) -> None:
    server.granted = {SEND, READ, METADATA}
    assert "gmail.readonly instead" in cannot_tell(email(1).message_id, CONFIGURATION)


@pytest.mark.parametrize("wrong", ["", "<>", "in:inbox", "<a@b> OR in:sent", "<a b@c>", '<"a"@b.c>', "<a@b.c>\r\n"])
def test_what_is_no_message_id_is_not_searched_for(server: Gmail, wrong: str) -> None:
    assert looked_up(wrong) is None
    assert not server.line.to("gmail.googleapis.com")


# --- doctor

def test_the_doctor_proves_that_sending_is_allowed_and_sends_nothing(server: Gmail) -> None:
    assert check_gmail(signed_in()) == f"Gmail lets {WHO} send email."
    server.granted = {SEND}
    assert "As whom, it does not say" in check_gmail(signed_in())
    assert (server.taken, server.filed) == ([], [])


@pytest.mark.parametrize(("fault", "code"), [("scope", CONFIGURATION), ("switched off", CONFIGURATION), ("no mailbox", CONFIGURATION),
                                             ("daily", TEMPORARY), ("503", TEMPORARY), ("drop", TEMPORARY)])
def test_the_doctor_says_what_is_in_the_way(server: Gmail, fault: str, code: ExitCode) -> None:
    server.faults = [fault]
    with pytest.raises(Stop) as stop:
        check_gmail(signed_in())
    assert stop.value.code == code


def test_a_refusal_quotes_google_and_no_more(server: Gmail) -> None:
    long = refusal(403, b'{"error": {"message": "' + b"x" * 500 + b'"}}')
    assert len(str(long)) < 350
    assert not server.line.asked
