"""Tokens for mail: whom a key acts for, when a token is asked for anew, and what is said where there is none."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from google.auth import jwt
from google.auth.exceptions import RefreshError
from token_server import GOOGLE, MICROSOFT, Answer, Line, Tokens, reachable

from sgp.errors import ExitCode, Stop
from sgp.mail.denied import GMAIL_ALL, GMAIL_READ, GMAIL_SEND, denied
from sgp.mail.tokens import google_token, mail_credentials, microsoft_token

CONFIGURATION, TEMPORARY = ExitCode.CONFIGURATION, ExitCode.TEMPORARY
SENDER = "coordinator@oakfield.example"
TENANT, CLIENT, SECRET = "oakfield.example", "11111111-app", "s3cret-client"
PEM = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
    Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
KEY = {"type": "service_account", "private_key": PEM, "client_email": "robot@oakfield.iam.gserviceaccount.com", "client_id": "1",
       "token_uri": f"https://{GOOGLE}/token"}
SAVED = {"type": "authorized_user", "client_id": "id", "client_secret": SECRET, "refresh_token": "s3cret-refresh"}


@pytest.fixture
def pages() -> Tokens:
    return Tokens()


@pytest.fixture
def line(pages: Tokens, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Line]:
    monkeypatch.setattr("time.sleep", lambda _: None)  # google-auth tries a page that is down a few times
    with reachable(pages.answer) as made:
        for name, value in made.environment(tmp_path).items():
            monkeypatch.setenv(name, value)
        yield made


def file(folder: Path, content: Any) -> str:
    path = folder / "key.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return str(path)


def credentials(folder: Path, content: Any, scopes: Sequence[str] = (GMAIL_SEND,)) -> Any:
    return mail_credentials(file(folder, content), SENDER, scopes)


def stopped(do: Any, code: ExitCode) -> str:
    with pytest.raises(Stop) as stop:
        do()
    assert stop.value.code == code, str(stop.value)
    assert not [secret for secret in ("s3cret", "PRIVATE KEY", PEM[40:80]) if secret in str(stop.value)]
    return str(stop.value)


# --- Google

def test_a_key_acts_for_the_sender_with_what_is_asked_for(line: Line, tmp_path: Path) -> None:
    token = google_token(credentials(tmp_path, KEY, [GMAIL_SEND, GMAIL_READ]))
    assert token() == "s3cret-token-1"
    said = jwt.decode(line.asked[0].form["assertion"], verify=False)  # type: ignore[no-untyped-call]
    assert (said["sub"], said["iss"], said["scope"]) == (SENDER, KEY["client_email"], f"{GMAIL_SEND} {GMAIL_READ}")


@pytest.mark.parametrize("content", [SAVED, {**SAVED, "scopes": [GMAIL_ALL]}, {**SAVED, "scopes": f"{GMAIL_READ} {GMAIL_SEND}"},
                                     {k: v for k, v in SAVED.items() if k != "type"}])
def test_a_saved_sign_in_is_renewed(line: Line, tmp_path: Path, content: Any) -> None:
    assert google_token(credentials(tmp_path, content))() == "s3cret-token-1"
    assert (line.asked[0].form["grant_type"], line.asked[0].form["refresh_token"]) == ("refresh_token", "s3cret-refresh")


def test_a_token_is_kept_until_it_is_about_to_end(line: Line, tmp_path: Path, pages: Tokens) -> None:
    token = google_token(credentials(tmp_path, SAVED))
    assert [token(), token()] == ["s3cret-token-1"] * 2
    pages.lifetime = 60
    token = google_token(credentials(tmp_path, SAVED))
    assert [token(), token()] == ["s3cret-token-2", "s3cret-token-3"]
    assert len(line.asked) == 3


@pytest.mark.parametrize(("content", "words"), [
    ("{", "not JSON"), ("[]", "neither"), ({"installed": {}}, "neither"), ({**SAVED, "refresh_token": ""}, "neither"),
    ({**SAVED, "scopes": ["https://www.googleapis.com/auth/spreadsheets"]}, "not made for email"),
    ({**KEY, "private_key": PEM[:200]}, "damaged"), ({**KEY, "private_key": 7}, "damaged"),
    ({k: v for k, v in KEY.items() if k != "client_email"}, "damaged"), ({**SAVED, "client_id": None}, "neither"),
])
def test_a_file_that_cannot_sign_in_to_mail_is_told_and_not_quoted(tmp_path: Path, content: Any, words: str) -> None:
    assert words in stopped(lambda: credentials(tmp_path, content), CONFIGURATION)


def test_a_missing_file_is_told() -> None:
    assert "cannot be read" in stopped(lambda: mail_credentials("/nowhere/key.json", SENDER, [GMAIL_SEND]), CONFIGURATION)


def says(error: str, description: str = "", status: int = 400) -> Answer:
    return status, {"error": error, "error_description": description}


REFUSED: list[tuple[Answer, ExitCode, str]] = [
    (says("unauthorized_client", "Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of "
                                 "the scopes requested.", 401), CONFIGURATION, "Domain-wide delegation"),
    (says("access_denied", "Requested client not authorized."), CONFIGURATION, "administrator"),
    (says("invalid_grant", "Invalid email or User ID"), CONFIGURATION, "not a user"),
    (says("invalid_grant", "Invalid JWT Signature."), CONFIGURATION, "Make a new one"),
    (says("invalid_grant", "Invalid JWT: Token must be a short-lived token (60 minutes)."), CONFIGURATION, "clock"),
    (says("invalid_grant", "Token has been expired or revoked."), CONFIGURATION, "Sign in anew"),
    (says("invalid_scope", "Bad Request"), CONFIGURATION, "permission"), (says("something_new"), CONFIGURATION, "doctor.py"),
    (says("internal_failure", status=500), TEMPORARY, "Try again later"), ((503, "<html>down</html>"), TEMPORARY, "Try again later"),
]


@pytest.mark.parametrize(("answer", "code", "words"), REFUSED, ids=[case[2] + str(n) for n, case in enumerate(REFUSED)])
@pytest.mark.parametrize("content", [KEY, SAVED], ids=["key", "saved"])
def test_each_refusal_of_google_says_what_to_do(line: Line, tmp_path: Path, pages: Tokens, content: Any, answer: Answer, code: ExitCode,
                                                words: str) -> None:
    pages.refusals[GOOGLE] = [answer] * 10
    said = stopped(google_token(credentials(tmp_path, content)), code)
    assert (words in said, "html" in said) == (True, False)
    assert line.asked


def test_a_certificate_that_does_not_hold_needs_a_person(line: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in line.environment(tmp_path, trusted=False).items():
        monkeypatch.setenv(name, value)
    assert "REQUESTS_CA_BUNDLE" in stopped(google_token(credentials(tmp_path, KEY)), CONFIGURATION)
    assert "certificate" in stopped(microsoft_token(TENANT, CLIENT, SECRET), CONFIGURATION)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere/at/all.pem")
    for token in (google_token(credentials(tmp_path, KEY)), microsoft_token(TENANT, CLIENT, SECRET)):
        assert "REQUESTS_CA_BUNDLE" in stopped(token, CONFIGURATION)


def test_nobody_there_is_temporary(line: Line, tmp_path: Path) -> None:
    line.hosts = ()
    for token in (google_token(credentials(tmp_path, KEY)), microsoft_token(TENANT, CLIENT, SECRET)):
        stopped(token, TEMPORARY)
    assert not line.asked


def test_a_fault_that_says_nothing_is_told_all_the_same() -> None:
    assert "doctor.py" in str(denied(RefreshError()))  # type: ignore[no-untyped-call]


# --- Microsoft 365

def test_microsoft_is_asked_as_an_app_for_smtp_and_imap(line: Line) -> None:
    assert microsoft_token(TENANT, CLIENT, SECRET)() == "s3cret-token-1"
    [asked] = line.to(MICROSOFT)
    assert asked.path == f"/{TENANT}/oauth2/v2.0/token"
    assert asked.form == {"grant_type": "client_credentials", "client_id": CLIENT, "client_secret": SECRET,
                          "scope": "https://outlook.office365.com/.default"}


def test_microsofts_token_is_kept_until_five_minutes_before_its_end(line: Line) -> None:
    clock = [1000.0, 1000.0, 1000.0 + 3299, *[1000.0 + 3300] * 2, 1000.0 + 3301]
    token = microsoft_token(TENANT, CLIENT, SECRET, clock=lambda: clock.pop(0))
    assert [token() for _ in range(4)] == ["s3cret-token-1", "s3cret-token-1", "s3cret-token-2", "s3cret-token-2"]
    assert len(line.asked) == 2


DENIED: list[tuple[Answer, ExitCode, str]] = [
    (says("invalid_client", f"AADSTS7000215: Invalid client secret '{SECRET}'. Trace ID: 1", 401), CONFIGURATION, "Secret ID"),
    (says("invalid_client", "AADSTS7000222: The provided client secret keys are expired.", 401), CONFIGURATION, "expired"),
    (says("unauthorized_client", "AADSTS700016: Application was not found in the directory."), CONFIGURATION, "no app"),
    (says("invalid_request", "AADSTS90002: Tenant 'x' not found."), CONFIGURATION, "no directory"),
    (says("invalid_request", "AADSTS1: new"), CONFIGURATION, "settings"), (says("quite_new"), CONFIGURATION, "quite_new"),
    (says("temporarily_unavailable", "AADSTS90033: A transient error has occurred."), TEMPORARY, "Try again later"),
    ((503, "<html>s3cret</html>"), TEMPORARY, "Try again later"), ((200, "{}"), TEMPORARY, "Try again later"),
    ((200, "[]"), TEMPORARY, "Try again later"), ((200, '{"access_token": "s3cret", "expires_in": "soon"}'), TEMPORARY, "Try again later"),
]


@pytest.mark.parametrize(("answer", "code", "words"), DENIED, ids=[str(n) + case[2] for n, case in enumerate(DENIED)])
def test_each_refusal_of_microsoft_says_what_to_do(line: Line, pages: Tokens, answer: Answer, code: ExitCode, words: str) -> None:
    pages.refusals[MICROSOFT] = [answer]
    token = microsoft_token(TENANT, CLIENT, SECRET)
    assert words in stopped(token, code)
    assert token() == "s3cret-token-1", "a refusal is not kept"
    assert len(line.asked) == 2
