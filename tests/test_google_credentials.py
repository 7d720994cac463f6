"""What is signed in to Google with: where it is found, what it may do, who it is, and what is said where it cannot be used."""

import base64
import contextlib
import hashlib
import io
import json
import os
import ssl
import stat
import threading
import time
import traceback
import urllib.request
import webbrowser
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.auth import jwt
from google.auth._cloud_sdk import CLOUD_SDK_CLIENT_ID
from google.auth.compute_engine import _metadata
from google.auth.environment_vars import CREDENTIALS
from google.auth.exceptions import GoogleAuthError, RefreshError
from google.auth.transport.requests import Request

from sgp.books.google.credentials import SHARING, SHEETS, SignedIn, signed_in
from sgp.books.google.denied import refusal
from sgp.books.google.signing_in import client_place, sign_in_once
from sgp.errors import ExitCode, Stop

posix = pytest.mark.skipif(os.name == "nt", reason="Windows keeps its own rules of who may read a file")
ROBOT = "robot@oakfield.iam.gserviceaccount.com"
SECRETS = ("refresh-s3cret", "client-s3cret", "access-s3cret", "s3cret-code")
WHOLE = {"client_id": "teaching", "client_secret": "client-s3cret", "refresh_token": "refresh-s3cret"}
DRIVE = "https://www.googleapis.com/auth/drive"
EXPIRED = {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}

private_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PEM = private_key.private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()).decode()
LOCKED = private_key.private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.BestAvailableEncryption(b"client-s3cret")).decode()
PUBLIC = private_key.public_key().public_bytes(
    serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of nobody's, on a computer that is not one of Google's."""
    for name in ("HOME", "USERPROFILE", "APPDATA", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    for name in (CREDENTIALS, "CLOUDSDK_CONFIG", "GOOGLE_CLOUD_PROJECT", "GCLOUD_PROJECT", "APPENGINE_RUNTIME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(_metadata, "_GCE_PRODUCT_NAME_FILE", str(tmp_path / "product_name"))
    monkeypatch.setattr(_metadata, "_NO_GCE_CHECK", False)
    return tmp_path


def config(home: Path) -> Path:
    """Where programs keep their settings."""
    return home if os.name == "nt" else home / ".config"


@dataclass
class Endpoint:
    """Google's pages for signing in, on loopback: `answers` are for the token page; the last one stays."""

    answers: list[tuple[int, Any]]
    consent: dict[str, str] | None = None
    asked: list[dict[str, str]] = field(default_factory=list)
    tokens: list[dict[str, str]] = field(default_factory=list)
    url: str = ""

    def answer(self) -> tuple[int, bytes]:
        status, body = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return status, body.encode() if isinstance(body, str) else json.dumps(body).encode()

    def redirect(self, query: dict[str, str]) -> str:
        self.asked.append(query)
        return f"{query['redirect_uri']}?{urlencode({'state': query['state'], 'code': 's3cret-code'} | (self.consent or {}))}"


def handler(endpoint: Endpoint) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(302)
            self.send_header("Location", endpoint.redirect({k: v[0] for k, v in parse_qs(urlsplit(self.path).query).items()}))
            self.end_headers()

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            endpoint.tokens.append({k: v[0] for k, v in parse_qs(sent).items()})
            status, body = endpoint.answer()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    return Handler


@contextlib.contextmanager
def serving(*answers: tuple[int, Any], tls: ssl.SSLContext | None = None, consent: dict[str, str] | None = None) -> Iterator[Endpoint]:
    endpoint = Endpoint(list(answers), consent)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(endpoint))
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
        server.handle_error = lambda *_: None  # type: ignore[method-assign]
    endpoint.url = f"http{'s' if tls else ''}://127.0.0.1:{server.server_port}"
    running = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    running.start()
    try:
        yield endpoint
    finally:
        server.shutdown()
        running.join()
        server.server_close()


def write(path: Path, content: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    path.chmod(0o600)
    return path


def key(path: Path, email: str = ROBOT, **other: Any) -> Path:
    known = {"type": "service_account", "client_email": email, "private_key": PEM, "private_key_id": "1", "token_uri": "http://127.0.0.1:9/"}
    return write(path, known | other)


def saved(path: Path, **other: Any) -> Path:
    return write(path, {"type": "authorized_user", **WHOLE, "scopes": [SHEETS], **other})


def client(path: Path, url: str = "http://127.0.0.1:9", kind: str = "installed", **other: Any) -> Path:
    known = {"client_id": "teaching", "client_secret": "client-s3cret", "auth_uri": f"{url}/auth", "token_uri": f"{url}/token"}
    return write(path, {kind: known | other})


def told(work: Callable[[], object]) -> Stop:
    """What a person is told, which quotes no secret even where everything is printed."""
    with pytest.raises(Stop) as caught:
        work()
    printed = "".join(traceback.format_exception(caught.value))
    assert caught.value.__context__ is None or caught.value.__suppress_context__
    assert not [secret for secret in (*SECRETS, PEM.splitlines()[1], PEM.splitlines()[1][:20]) if secret in printed]
    return caught.value


def cannot_sign_in(named: Path) -> str:
    stop = told(lambda: signed_in(str(named), ""))
    assert stop.code == ExitCode.CONFIGURATION
    assert str(named) in str(stop)
    return str(stop)


# --- where it is looked for

def test_the_order_of_the_places(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = config(home) / "gspread"
    places = [key(home / f"{name}.json", f"{name}@x") for name in ("named", "environment", "setting")]
    places += [key(usual / "service_account.json", "gspread@x"), saved(usual / "authorized_user.json"), client(usual / "credentials.json")]
    key(config(home) / "gcloud" / "application_default_credentials.json", "default@x")
    monkeypatch.setenv(CREDENTIALS, str(places[1]))
    assert found(str(places[0]), str(places[2])) == ("named@x", "named with --credentials")
    assert found("", str(places[2])) == ("environment@x", "named in the variable GOOGLE_APPLICATION_CREDENTIALS")
    monkeypatch.delenv(CREDENTIALS)
    assert found("", str(places[2])) == ("setting@x", "named in the settings")
    assert found("", "") == ("gspread@x", "where gspread looks for it")
    places[3].unlink()
    assert "authorized_user.json, where gspread looks for it" in signed_in("", "").said
    places[4].unlink()
    assert "doctor.py --sign-in once" in str(told(lambda: signed_in("", "")))
    places[5].unlink()
    assert found("", "") == ("default@x", "application_default_credentials.json")


def found(named: str, setting: str) -> tuple[str, str]:
    signed = signed_in(named, setting)
    assert "\n" not in signed.said
    last = signed.said.rstrip(").").partition(", ")[2]
    return signed.address, last or Path(signed.said.rstrip(").").rpartition("(")[2]).name


@pytest.mark.parametrize("place", ["named", "environment", "setting"])
def test_a_place_that_was_named_is_never_passed_over(place: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key(config(home) / "gspread" / "service_account.json")
    missing = str(home / "missing.json")
    if place == "environment":
        monkeypatch.setenv(CREDENTIALS, missing)
    stop = told(lambda: signed_in(missing if place == "named" else "", missing if place == "setting" else ""))
    assert (stop.code, "There is no file" in str(stop), missing in str(stop)) == (ExitCode.CONFIGURATION, True, True)


def test_nothing_anywhere_lists_the_places_in_their_order_and_asks_no_network(home: Path) -> None:
    begun = time.monotonic()
    stop = told(lambda: signed_in("", ""))
    assert time.monotonic() - begun < 1  # nothing was waited for
    words = ["--credentials", CREDENTIALS, "settings", "service_account.json", "authorized_user.json", "credentials.json",
             "application default credentials", "README"]
    at = [str(stop).index(word) for word in (*words[:5], "gspread" + os.sep + "credentials.json", *words[6:])]
    assert (stop.code, at) == (ExitCode.CONFIGURATION, sorted(at))
    assert str(home) in str(stop)


def test_a_broken_default_is_told(home: Path) -> None:
    broken = write(config(home) / "gcloud" / "application_default_credentials.json", "refresh-s3cret")
    stop = told(lambda: signed_in("", ""))
    assert f"{broken} is not a valid json file" in str(stop)


def test_a_machine_of_googles_own_signs_in_by_itself(home: Path) -> None:
    (home / "product_name").write_text("Google Compute Engine\n")
    signed = signed_in("", "")
    assert (signed.address, signed.warnings) == ("", ())
    assert "application default credentials" in signed.said


def test_own_defaults_are_taken_as_they_are_without_a_word_on_the_side(home: Path) -> None:
    """Of such a sign-in nobody knows what it was granted, so no scope is asked for."""
    place = config(home) / "gcloud" / "application_default_credentials.json"
    write(place, {"type": "authorized_user", **WHOLE, "client_id": CLOUD_SDK_CLIENT_ID})
    signed = signed_in("", "", sharing=True)
    assert signed.address == ""
    assert str(place) in signed.said
    assert sent_scopes(signed) is None


# --- what it is

def test_a_service_account_asks_for_no_more_than_it_needs(home: Path) -> None:
    with serving((200, {"access_token": "access-s3cret", "expires_in": 3600})) as google:
        file = key(home / "key.json", token_uri=f"{google.url}/token")
        for sharing, scopes in ((False, SHEETS), (True, f"{SHEETS} {SHARING}")):
            signed = signed_in(str(file), "", sharing)
            assert google.tokens == []  # only loaded
            signed.credentials.refresh(Request())
            claims = jwt.decode(google.tokens.pop()["assertion"], certs=PUBLIC)  # signed with the key of the file
            assert (claims["iss"], claims["scope"], claims.get("sub")) == (ROBOT, scopes, None)
            assert signed.credentials.token == "access-s3cret"
    assert signed.address == ROBOT
    assert signed.said == f"Signed in as the service account {ROBOT} (key file {file}, named with --credentials)."


def sent_scopes(signed: SignedIn) -> str | None:
    """What a saved sign-in asks for when it is renewed; google-auth fixes its address, so it is turned to ours here."""
    with serving((200, {"access_token": "access-s3cret", "expires_in": 3600})) as google:
        credentials: Any = signed.credentials
        credentials.with_token_uri(f"{google.url}/token").refresh(Request())
    assert google.tokens[0]["refresh_token"] == "refresh-s3cret"
    return google.tokens[0].get("scope")


@pytest.mark.parametrize(("granted", "asked"), [
    ([SHEETS], SHEETS), ([SHEETS, DRIVE], SHEETS), (f"{DRIVE} {SHEETS}", SHEETS),
    (f"{SHEETS}.readonly", f"{SHEETS}.readonly"), ([DRIVE], DRIVE), ([], None), (None, None),
])
def test_a_saved_sign_in_asks_for_the_least_that_it_was_granted(home: Path, granted: Any, asked: str | None) -> None:
    signed = signed_in(str(saved(home / "me.json", scopes=granted)), "", sharing=True)
    assert sent_scopes(signed) == asked
    assert (signed.address, "person's own sign-in" in signed.said) == ("", True)


def test_what_gspread_saved_is_taken_too_and_an_old_token_is_not(home: Path) -> None:
    """gspread writes no type, and an expiry of a token that it does not write."""
    file = write(home / "me.json", WHOLE | {"token": "access-s3cret", "expiry": "2999-01-01T00:00:00Z", "scopes": [SHEETS]})
    signed = signed_in(str(file), "")
    assert not signed.credentials.valid
    assert sent_scopes(signed) == SHEETS


def test_an_oauth_client_stands_for_the_sign_in_beside_it(home: Path) -> None:
    file = client(home / "google.json")
    saved(home / "authorized_user.json")
    signed = signed_in("", str(file))
    assert str(home / "authorized_user.json") in signed.said
    assert "beside google.json, named in the settings" in signed.said


# --- what cannot be used

@pytest.mark.parametrize(("content", "words"), [
    ("", "is not JSON"), ("refresh-s3cret", "is not JSON"), ('{"private_key": "refresh-s3cret', "is not JSON"),
    ("[]", "neither"), ("7", "neither"), ({}, "neither"), ({"installed": 5}, "neither"),
    ({"type": "external_account", "x": "client-s3cret"}, "neither"), ({"web": {"client_secret": "client-s3cret"}}, "Desktop app"),
    ({"installed": {"client_secret": "client-s3cret"}}, "doctor.py --sign-in once"),
    ({"type": "authorized_user", "client_id": "a", "client_secret": "client-s3cret"}, "no refresh_token"),
    ({"type": "authorized_user", **WHOLE, "refresh_token": None, "client_id": ""}, "no refresh_token and no client_id"),
    ({"client_id": "a", "client_secret": "client-s3cret", "token": "access-s3cret"}, "no refresh_token"),
])
def test_a_file_of_another_kind_is_told_with_what_to_do(home: Path, content: Any, words: str) -> None:
    assert words in cannot_sign_in(write(home / "file.json", content))


SPOILT = {"cut off": PEM[:200], "another label": PEM.replace("BEGIN PRIVATE KEY", "BEGIN"), "a letter lost": PEM[:300] + PEM[301:],
          "no key": "refresh-s3cret", "empty": "", "none": None, "a number": 7, "locked": LOCKED}


@pytest.mark.parametrize("spoilt", SPOILT.values(), ids=SPOILT)
def test_a_damaged_key_is_told_and_not_quoted(home: Path, spoilt: Any) -> None:
    assert "damaged or not whole" in cannot_sign_in(key(home / "key.json", private_key=spoilt))


def test_a_key_that_lacks_a_part(home: Path) -> None:
    assert "damaged or not whole" in cannot_sign_in(write(home / "key.json", {"type": "service_account", "private_key": PEM}))


def test_a_folder_and_a_byte_order_mark(home: Path) -> None:
    assert "cannot be read" in cannot_sign_in(home)
    marked = key(home / "key.json")
    marked.write_bytes(b"\xef\xbb\xbf" + marked.read_bytes())
    assert signed_in(str(marked), "").address == ROBOT


# --- who else can read it

@posix
@pytest.mark.parametrize(("mode", "warned"), [(0o600, False), (0o400, False), (0o644, True), (0o640, True), (0o604, True)])
def test_a_file_that_others_can_read_is_warned_of(home: Path, mode: int, warned: bool) -> None:
    key_file, own = key(home / "its key.json"), saved(home / "authorized_user.json")
    for file in (key_file, own):
        file.chmod(mode)
        warnings = signed_in(str(file), "").warnings
        assert len(warnings) == warned
    assert not warned or f"chmod 600 '{key_file}'" in signed_in(str(key_file), "").warnings[0]


@posix
def test_the_saved_sign_in_beside_a_client_is_looked_at_too(home: Path) -> None:
    file = client(home / "google.json")
    saved(home / "authorized_user.json").chmod(0o644)
    assert "authorized_user.json" in signed_in(str(file), "").warnings[0]


# --- what Google refuses

CONFIGURATION, TEMPORARY = ExitCode.CONFIGURATION, ExitCode.TEMPORARY
SHORT_LIVED = ("Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. "
               "Check your iat and exp values in the JWT claim.")
UNAUTHORIZED = ("Client is unauthorized to retrieve access tokens using this method, "
                "or client not authorized for any of the scopes requested.")
ANSWERS: list[tuple[int, Any, ExitCode, str]] = [
    (400, ("invalid_grant", "Invalid JWT Signature."), CONFIGURATION, "Make a new one"),
    (400, ("invalid_grant", SHORT_LIVED), CONFIGURATION, "clock of this computer"),
    (400, ("invalid_grant", "Invalid grant: account not found"), CONFIGURATION, "deleted or disabled"),
    (400, ("invalid_grant", "Robot is disabled."), CONFIGURATION, "Enable it"),
    (401, ("unauthorized_client", UNAUTHORIZED), CONFIGURATION, "ask the administrator"),
    (401, ("deleted_client", "The OAuth client was deleted."), CONFIGURATION, "Make a new one"),
    (401, ("disabled_client", "The OAuth client was disabled."), CONFIGURATION, "Enable it"),
    (401, ("invalid_client", "The OAuth client was not found."), CONFIGURATION, "Download its file again"),
    (400, ("invalid_scope", "Bad Request"), CONFIGURATION, "not made for Google Sheets"),
    (400, ("invalid_grant", "Token has been expired or revoked."), CONFIGURATION, "seven days"),
    (400, ("invalid_grant", "Bad Request"), CONFIGURATION, "doctor.py --sign-in again"),
    (403, ("something_new", "Never seen before."), CONFIGURATION, "Run doctor.py"),
    (500, ("internal_failure", ""), TEMPORARY, "try again later"),
    (503, "<html><title>Service Unavailable</title></html>", TEMPORARY, "try again later"),
    (502, " <!DOCTYPE html><title>Error 502</title>", TEMPORARY, "try again later"),
    (429, ("rate_limited", "Slow down"), TEMPORARY, "try again later"),
]


@pytest.mark.parametrize("own", [False, True], ids=["service account", "own sign-in"])
@pytest.mark.parametrize(("status", "body", "code", "words"), ANSWERS, ids=lambda x: str(x)[:30])
def test_each_refusal_says_what_to_do(home: Path, monkeypatch: pytest.MonkeyPatch, own: bool, status: int, body: Any, code: ExitCode,
                                      words: str) -> None:
    monkeypatch.setattr(time, "sleep", lambda _: None)
    body = {"error": body[0], "error_description": body[1]} if isinstance(body, tuple) else body
    with serving((status, body)) as google:
        stop = refused(home, f"{google.url}/token", own)
    assert (stop.code, words in str(stop)) == (code, True), str(stop)
    assert "html" not in str(stop)


def refused(home: Path, token_uri: str, own: bool = False) -> Stop:
    file = saved(home / "me.json") if own else key(home / "key.json", token_uri=token_uri)
    credentials: Any = signed_in(str(file), "").credentials
    with pytest.raises(GoogleAuthError) as caught:
        (credentials.with_token_uri(token_uri) if own else credentials).refresh(Request())
    return told(lambda: refuse(caught.value))


def refuse(fault: GoogleAuthError) -> None:
    raise refusal(fault)


@pytest.mark.parametrize("subtype", ["rapt_required", "invalid_rapt"])
def test_a_school_that_has_everybody_sign_in_anew(home: Path, subtype: str) -> None:
    body = {"error": "invalid_grant", "error_description": f"reauth related error ({subtype})", "error_subtype": subtype}
    with serving((400, body)) as google:
        for own in (False, True):
            assert "sign in anew" in str(refused(home, f"{google.url}/token", own))


def test_a_dead_line_is_temporary(home: Path) -> None:
    with serving((200, {})) as google:
        gone = google.url
    assert refused(home, gone).code == TEMPORARY


def test_a_certificate_that_does_not_hold_needs_a_person(home: Path) -> None:
    with serving((200, {}), tls=self_signed(home)) as google:
        stop = refused(home, google.url)
    assert (stop.code, "REQUESTS_CA_BUNDLE" in str(stop)) == (CONFIGURATION, True)


def self_signed(folder: Path) -> ssl.SSLContext:
    name, now = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "inspected")]), datetime.now(UTC)
    number, day = x509.random_serial_number(), timedelta(days=1)
    made = x509.CertificateBuilder(name, name, private_key.public_key(), number, now - day, now + day)
    made = made.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
    both = write(folder / "inspected.pem", PEM + made.sign(private_key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(both)
    return context


def test_a_fault_that_says_nothing_is_told_all_the_same() -> None:
    assert "Run doctor.py" in str(refusal(RefreshError()))


# --- the coordinator's own sign-in

GIVEN = {"access_token": "access-s3cret", "refresh_token": "refresh-s3cret", "expires_in": 3599, "scope": SHEETS, "token_type": "Bearer"}


class Browser:
    """A stand-in for the coordinator's browser, who agrees at once."""

    def __init__(self) -> None:
        self.pages: list[str] = []
        self.visits: list[threading.Thread] = []

    def open(self, url: str, new: int = 0, autoraise: bool = True) -> bool:
        self.visits.append(threading.Thread(target=self._visit, args=(url,)))
        self.visits[-1].start()
        return bool(new or autoraise)

    def _visit(self, url: str) -> None:
        with urllib.request.urlopen(url, timeout=10) as page:
            self.pages.append(page.read().decode())

    def close(self) -> None:
        for visit in self.visits:
            visit.join()


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    made = Browser()
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")  # the stand-in for Google's pages has no certificate
    monkeypatch.setattr(webbrowser, "_tryorder", ["stand-in"])
    monkeypatch.setitem(webbrowser._browsers, "stand-in", [None, made])  # type: ignore[attr-defined]
    yield made
    made.close()


def test_the_coordinator_signs_in_once_and_then_nobody_need_be_at_hand(home: Path, browser: Browser) -> None:
    with serving((200, GIVEN)) as google:
        file = client(home / "google.json", google.url)
        path = sign_in_once(file)
        browser.close()
        asked, sent = google.asked[0], google.tokens[0]
    assert path == home / "authorized_user.json"
    assert (asked["scope"], asked["access_type"], asked["prompt"]) == (SHEETS, "offline", "select_account consent")
    challenge = base64.urlsafe_b64encode(hashlib.sha256(sent["code_verifier"].encode()).digest()).decode().rstrip("=")
    assert (asked["code_challenge"], asked["code_challenge_method"]) == (challenge, "S256")
    assert (sent["code"], sent["grant_type"], sent["redirect_uri"]) == ("s3cret-code", "authorization_code", asked["redirect_uri"])
    assert urlsplit(asked["redirect_uri"]).hostname == "127.0.0.1"
    assert "close this page" in browser.pages[0]
    assert sent_scopes(signed_in(str(file), "")) == SHEETS
    held = json.loads(path.read_text(encoding="utf-8"))
    assert (held["type"], held["refresh_token"], "access-s3cret" in path.read_text()) == ("authorized_user", "refresh-s3cret", False)
    assert sorted(p.name for p in home.iterdir()) == ["authorized_user.json", "google.json"]


@posix
def test_what_is_saved_is_never_readable_by_others(home: Path, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """However careless the computer's habits, and whatever stood there before."""
    modes: list[int] = []
    swap, habits = os.replace, os.umask(0)
    monkeypatch.setattr(os, "replace", lambda a, b: (modes.append(stat.S_IMODE(os.stat(a).st_mode)), swap(a, b)))
    saved(home / "authorized_user.json", refresh_token="old").chmod(0o644)
    try:
        with serving((200, GIVEN)) as google:
            path = sign_in_once(client(home / "google.json", google.url))
    finally:
        os.umask(habits)
    assert (modes, stat.S_IMODE(path.stat().st_mode)) == ([0o600], 0o600)
    assert "refresh-s3cret" in path.read_text()
    assert browser.visits


def test_without_a_browser_the_address_is_printed(home: Path, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webbrowser, "_tryorder", [])

    class Screen(io.StringIO):
        def write(self, text: str) -> int:
            if "http" in text:
                browser.open(text[text.index("http"):].split()[0])
            return super().write(text)

    screen = Screen()
    with serving((200, GIVEN)) as google, contextlib.redirect_stdout(screen):
        assert sign_in_once(client(home / "google.json", google.url)).exists()
    assert f"open this address on this computer:\n{google.url}/auth?" in screen.getvalue()


REFUSED_CONSENT: list[tuple[dict[str, str], tuple[int, Any], str]] = [
    ({"error": "access_denied"}, (200, GIVEN), "declined in the browser"),
    ({"error": "admin_policy_enforced", "error_description": "Access is restricted."}, (200, GIVEN), "administrator has not allowed"),
    ({"state": "another"}, (200, GIVEN), "another attempt"),
    ({}, (401, {"error": "invalid_client", "error_description": "Unauthorized"}), "Download its file again"),
    ({}, (400, EXPIRED), "doctor.py --sign-in again"),
    ({}, (200, GIVEN | {"scope": "openid"}), "less access than was asked for"),
    ({}, (200, {k: v for k, v in GIVEN.items() if k != "refresh_token"}), "cannot be renewed"),
    ({}, (502, "<html>Bad gateway</html>"), "doctor.py --sign-in again"),
]


@pytest.mark.parametrize(("consent", "answer", "words"), REFUSED_CONSENT, ids=[case[2] for case in REFUSED_CONSENT])
def test_a_sign_in_that_does_not_come_about_saves_nothing(home: Path, browser: Browser, consent: dict[str, str], answer: tuple[int, Any],
                                                           words: str) -> None:
    before = saved(home / "authorized_user.json", refresh_token="old").read_text()
    with serving(answer, consent=consent) as google:
        stop = told(lambda: sign_in_once(client(home / "google.json", google.url)))
    assert (stop.code, words in str(stop)) == (CONFIGURATION, True), str(stop)
    assert (home / "authorized_user.json").read_text() == before
    assert browser.visits


def test_nobody_comes(home: Path, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webbrowser, "_tryorder", [])
    assert "Nobody signed in" in str(told(lambda: sign_in_once(client(home / "google.json"), wait=0.05)))
    assert not browser.visits


def test_a_line_that_is_dead_while_signing_in_is_temporary(home: Path, browser: Browser) -> None:
    with serving((200, GIVEN)) as google, serving((200, GIVEN)) as gone:
        file = client(home / "google.json", google.url, token_uri=f"{gone.url.rpartition(':')[0]}:9/token")
        assert told(lambda: sign_in_once(file)).code == TEMPORARY
    assert browser.visits


def test_a_place_that_takes_no_file_is_told(home: Path, browser: Browser) -> None:
    (home / "authorized_user.json").mkdir()
    with serving((200, GIVEN)) as google:
        assert "cannot be saved" in str(told(lambda: sign_in_once(client(home / "google.json", google.url))))
    assert sorted(p.name for p in home.iterdir()) == ["authorized_user.json", "google.json"]
    assert browser.visits


@pytest.mark.parametrize(("make", "words"), [
    (key, "needs nobody to sign in"), (saved, "earlier sign-in saved"), (lambda p: client(p, kind="web"), "Desktop app"),
    (lambda p: client(p, client_secret=""), "no client_secret"), (lambda p: p, "There is no file"),
])
def test_only_an_oauth_client_signs_a_person_in(home: Path, browser: Browser, make: Callable[[Path], Path], words: str) -> None:
    stop = told(lambda: sign_in_once(make(home / "google.json"), "named in the settings"))
    assert (stop.code, words in str(stop), "named in the settings" in str(stop)) == (CONFIGURATION, True, True), str(stop)
    assert not browser.visits


def test_which_client_a_person_signs_in_with(home: Path) -> None:
    assert "name the OAuth client's file" in str(told(lambda: client_place("", "")))
    usual = config(home) / "gspread"
    key(usual / "service_account.json")
    file = client(usual / "credentials.json")
    assert client_place("", "") == (file, "where gspread looks for it")
    assert client_place("a.json", "b.json") == (Path("a.json"), "named with --credentials")
    assert client_place("", "b.json") == (Path("b.json"), "named in the settings")


def test_only_signing_in_once_opens_a_browser(home: Path, browser: Browser) -> None:
    """A scheduler has nobody at hand."""
    told(lambda: signed_in(str(client(home / "google.json")), ""))
    assert not browser.visits
