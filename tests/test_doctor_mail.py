"""The doctor's look at mail, at servers of our own: every fault is told with its remedy, no secret is, and nothing is sent."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import gmail_server
import imap_server
import pytest
import smtp_server
from certificates import Authority, authority, certified
from gmail_server import ALL, READ, SEND, WHO, Gmail
from school_files import Done, SchoolFiles
from smtp_server import PASSWORD, USER

from sgp.contract import School
from sgp.delivery.pace import Pace, pace_of
from sgp.doctor import Finding, of_addresses, of_gmail, of_pace, of_password, of_sent
from sgp.errors import ExitCode
from sgp.job import doctor_mail
from sgp.job.options import Options, options, parser
from sgp.mail.mime import frozen
from sgp.plan import Message

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
OWN = {"type": "authorized_user", "client_id": "id", "client_secret": "s3cret-client", "refresh_token": "s3cret-refresh"}


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return authority(tmp_path_factory.mktemp("ca"))


@pytest.fixture(scope="module")
def box(trusted: Authority) -> Iterator[smtp_server.Mailbox]:
    with smtp_server.serving(starttls=certified(trusted)) as running:
        yield running


@pytest.fixture
def sent() -> Iterator[imap_server.Server]:
    with imap_server.serving() as running:
        yield running


@pytest.fixture
def gmail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gmail]:
    with gmail_server.serving() as made:
        for name, value in made.environment(tmp_path).items():
            monkeypatch.setenv(name, value)
        yield made


def chosen(folder: Path, mail: str) -> Options:
    """The options of a run with these lines of settings."""
    command = SchoolFiles(folder, mail=mail).command("doctor")
    return options(parser("", "").parse_args(command[2:]))


def relay(box: smtp_server.Mailbox, trusted: Authority, folder: Path, password: str = PASSWORD, more: str = "", port: int = 0) -> str:
    (folder / "password").write_text(password, encoding="utf-8")
    return (f'[mail]\ntransport = "smtp"\nhost = "127.0.0.1"\nport = {port or box.port}\nca = "{trusted.pem.as_posix()}"\n'
            f'password_file = "{(folder / "password").as_posix()}"\n{more}')


def found(mail: str, folder: Path, sender: str = USER, letters: int = 300) -> list[Finding]:
    return list(doctor_mail.mail_findings(chosen(folder, mail), School(coordinator_email=sender), letters))


def told(findings: list[Finding]) -> str:
    said = "\n".join(f"{f.level}: {f.what} {f.mend}" for f in findings)
    assert not [secret for secret in ("s3cret", PASSWORD) if secret in said]
    return said


def levels(findings: list[Finding]) -> list[str]:
    return [f.level for f in findings if f.level != "well"]


def email() -> bytes:
    message = Message(f"Autumn/targets/0/1/{USER}", "Autumn", "targets", USER, "Amy", "Your target", "Hello", "<p>Hello</p>", USER, "Sarah")
    return frozen(message, NOW).raw


def test_the_offline_outbox_takes_one_line(tmp_path: Path) -> None:
    assert found("", tmp_path) == [Finding("well", "Emails are filed in the offline outbox; nothing leaves.")]


def test_a_mail_server_that_lets_us_in_is_told_and_nothing_is_sent(box: smtp_server.Mailbox, trusted: Authority, tmp_path: Path) -> None:
    findings = found(relay(box, trusted, tmp_path), tmp_path)
    said = told(findings)
    assert not levels(findings), said
    for words in (f"TLS 1.3, signed in as {USER}", "only to oakfield.example", "No Sent folder is looked into", "host under [mail.sent]",
                  "127.0.0.1: no limit is known"):
        assert words in said
    assert not box.taken


@pytest.mark.parametrize(("fault", "code", "words"), [
    ("password", ExitCode.CONFIGURATION, "Check the user name and the password"), ("no server", ExitCode.TEMPORARY, "cannot be reached"),
    ("certificate", ExitCode.CONFIGURATION, "name its CA file"), ("no password", ExitCode.CONFIGURATION, "needs a user name, and"),
    ("no file", ExitCode.CONFIGURATION, "cannot be read"), ("no host", ExitCode.CONFIGURATION, "write its host under [mail]"),
    ("in plain", ExitCode.CONFIGURATION, "Use starttls or tls"),
])
def test_what_keeps_us_from_sending_is_an_error_with_its_remedy(
    box: smtp_server.Mailbox, trusted: Authority, tmp_path: Path, fault: str, code: ExitCode, words: str,
) -> None:
    mail = relay(box, trusted, tmp_path, password={"password": "s3cret-wrong", "no password": ""}.get(fault, PASSWORD),
                 port=9 if fault == "no server" else 0)
    spoilt = {
        "certificate": mail.replace(f'ca = "{trusted.pem.as_posix()}"', ""), "no file": mail.replace("/password", "/none"),
        "no host": mail.replace('host = "127.0.0.1"', ""), "in plain": mail + 'security = "none"\n',
    }
    faults = [f for f in found(spoilt.get(fault, mail), tmp_path) if f.level == "error"]
    assert [f.code for f in faults] == [code]
    assert words in told(faults)


@pytest.mark.parametrize(("held", "words"), [([], "cannot prove that something was not"), ([email()], "tells of what a stopped run")])
def test_what_the_sent_folder_can_tell(
    sent: imap_server.Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: list[bytes], words: str,
) -> None:
    monkeypatch.setenv("SGP_MAIL_PASSWORD", imap_server.PASSWORD)
    sent.sent.extend(held)
    with smtp_server.serving() as open_to_all:
        mail = (f'[mail]\ntransport = "smtp"\nhost = "127.0.0.1"\nport = {open_to_all.port}\nsecurity = "none"\nsign_in = "none"\n'
                f'[mail.sent]\nhost = "127.0.0.1"\nport = {sent.port}\nsecurity = "none"\n')
        findings = found(mail, tmp_path)
        assert words in told(findings)
        assert not levels(findings)
        monkeypatch.setenv("SGP_MAIL_PASSWORD", "s3cret-wrong")
        refused = found(mail, tmp_path)
    assert levels(refused) == ["warning"], "sending does not hang on it"
    assert "cannot be looked up" in told(refused)


def google(folder: Path) -> str:
    (folder / "own.json").write_text(json.dumps(OWN))
    return f'[mail]\ntransport = "gmail"\n[google]\ncredentials = "{(folder / "own.json").as_posix()}"\n'


def test_gmail_that_lets_us_send_and_look_is_told_and_nothing_is_sent(gmail: Gmail, tmp_path: Path) -> None:
    findings = found(google(tmp_path), tmp_path, sender=WHO)
    said = told(findings)
    assert not levels(findings), said
    for words in (f"Gmail lets {WHO} send email", "cannot prove that something was not", "2,000 a day; 300 letters fit in a day"):
        assert words in said
    assert not gmail.taken


def test_gmail_of_somebody_else_is_told(gmail: Gmail, tmp_path: Path) -> None:  # noqa: ARG001
    findings = found(google(tmp_path), tmp_path, sender="head@oakfield.example")
    assert levels(findings) == ["warning"]
    assert f"to {WHO}, or sign in as head@oakfield.example" in told(findings)


def test_gmail_without_the_permission_to_send_is_an_error(gmail: Gmail, tmp_path: Path) -> None:
    gmail.granted = {READ}
    findings = found(google(tmp_path), tmp_path, sender=WHO)
    assert [f.code for f in findings if f.level == "error"] == [ExitCode.CONFIGURATION]
    assert "lacks a permission" in told(findings)
    assert "2,000 a day" in told(findings), "the rest is looked at all the same"


@pytest.mark.parametrize("granted", [{SEND}, {ALL}])
def test_gmail_with_one_permission_sends(gmail: Gmail, tmp_path: Path, granted: set[str]) -> None:
    gmail.granted = granted
    findings = found(google(tmp_path), tmp_path, sender=WHO)
    assert ("error" in levels(findings), "warning" in levels(findings)) == (False, granted == {SEND}), told(findings)


def test_without_a_file_to_sign_in_with_gmail_cannot_be_used(tmp_path: Path) -> None:
    assert "as credentials under [google]" in told(found('[mail]\ntransport = "gmail"\n', tmp_path))


def test_the_doctor_itself_says_it_and_ends_with_the_right_code(box: smtp_server.Mailbox, trusted: Authority, tmp_path: Path) -> None:
    school = SchoolFiles(tmp_path)
    school.run("setup_book", "--sample")
    before = school.state()

    def doctor(mail: str) -> Done:
        return replace(school, mail=mail).run("doctor")

    assert "nothing leaves" in doctor("").said
    user = f'user = "{USER}"\n'
    well, ill = doctor(relay(box, trusted, tmp_path, more=user)), doctor(relay(box, trusted, tmp_path, "s3cret-wrong", user))
    assert (well.code, ill.code, school.state()) == (0, 3, before), well.said + ill.said
    assert f"ok    The mail server can be used: 127.0.0.1:{box.port}" in well.said
    assert "MEND  The mail server refused the sign-in" in ill.said
    assert "s3cret" not in ill.said
    assert not box.taken


def test_without_a_book_mail_is_looked_at_all_the_same(box: smtp_server.Mailbox, trusted: Authority, tmp_path: Path) -> None:
    done = SchoolFiles(tmp_path, mail=relay(box, trusted, tmp_path, more=f'user = "{USER}"\n')).run("doctor")
    assert done.code == 3
    assert f"signed in as {USER}" in done.said


def test_where_email_may_go() -> None:
    own = of_addresses(School(coordinator_email=USER))
    both = of_addresses(School(coordinator_email=USER, allowed_domains="oakfield.example; elm.example"))
    outside = of_addresses(School(coordinator_email=USER, allowed_domains="elm.example"))
    assert (own.level, both.level, outside.level, outside.code) == ("well", "well", "error", ExitCode.DATA)
    assert "oakfield.example, as “Allowed email domains” names no other" in own.what
    assert "only to oakfield.example, elm.example." in both.what
    assert "add its domain to “Allowed email domains”" in outside.mend


@pytest.mark.parametrize(("pace", "letters", "words"), [
    (pace_of("smtp.office365.com", USER), 300, "smtp.office365.com: 30 a minute, 10,000 a day; 300 letters take about 10 minutes."),
    (Pace(30, 10_000), 7, "7 letters take about 1 minute."), (Pace(0, 500), 501, "500 a day; 501 letters take 2 days."),
    (Pace(0, 500), 500, "500 letters fit in a day."), (Pace(0, 500), 0, ": 500 a day."),
    (Pace(20, 0), 41, ": 20 a minute; 41 letters take about 3 minutes."),
])
def test_what_a_provider_takes(pace: Pace, letters: int, words: str) -> None:
    assert words in of_pace("smtp.office365.com", pace, letters).what


def test_a_password_will_not_do_at_microsoft_for_long() -> None:
    [warning] = of_password("SMTP.office365.com")
    assert (warning.level, 'sign_in = "microsoft"' in warning.mend) == ("warning", True)
    assert not [f for host in ("smtp.gmail.com", "office365.com.example", "127.0.0.1", "") for f in of_password(host)]


def test_what_gmail_and_the_sent_folder_say() -> None:
    assert of_gmail("Gmail lets Sarah@Oakfield.example send email.", "sarah@oakfield.example").level == "well"
    assert of_gmail("Gmail lets whoever signed in send email.", "sarah@oakfield.example").level == "well"
    assert "is blank" in of_gmail("Gmail lets sarah@oakfield.example send email.", "").what
    assert of_sent(None).what != of_sent(False).what
