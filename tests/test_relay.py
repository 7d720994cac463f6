"""Sending through Debian's Postfix, and looking into a Sent folder of Dovecot's: a real queue, real replies, real copies."""

import csv
import subprocess
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.policy import SMTP
from hashlib import sha256
from pathlib import Path

import pytest
from daemons import until
from icalendar import Calendar
from mail_place import GREY, LARGEST, LATER, PASSWORD, USER
from mail_system import MailSystem, lacks, running
from school_files import ROOT, SchoolFiles

from sgp.delivery.marks import marks
from sgp.errors import ExitCode, Stop
from sgp.mail.mime import frozen
from sgp.mail.sent import Mailbox, sent_folder
from sgp.mail.smtp import Login, Server, check_login, smtp
from sgp.plan import Attachment, Envelope, Handed, Message

WHY_NOT = lacks()
pytestmark = [pytest.mark.relay, pytest.mark.slow, pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)]

PEOPLE = [f"t{n}@oakfield.example" for n in range(100)]
NOW = datetime(2026, 9, 28, 9, tzinfo=UTC)
LOGIN = Login(USER, PASSWORD)
ADDED = {"Return-Path", "X-Original-To", "Delivered-To", "Received"}
"""Headers that a mail system puts before an email."""


@pytest.fixture(scope="module")
def relay() -> Iterator[MailSystem]:
    with (ROOT / "config" / "sample" / "Staff.csv").open(encoding="utf-8") as file:
        staff = [row["Email"] for row in csv.DictReader(file)]
    with running([*PEOPLE, *staff]) as system:
        yield system


def server(relay: MailSystem) -> Server:
    return Server("127.0.0.1", relay.at.smtp_port, ca=str(relay.ca))


def mailbox(relay: MailSystem) -> Mailbox:
    return Mailbox("127.0.0.1", relay.at.imap_port, ca=str(relay.ca))


def email(name: str, to: str = PEOPLE[0], sender: str = USER, words: str = "") -> Envelope:
    """An email with all that may suffer on its way: dots that begin lines, long lines, letters from elsewhere, a file."""
    text = f"Grüße, {name}.\n.\n..\n.hidden\nFrom here on\n{'long ' * 300}\n{words}\n"
    file = Attachment("meetings.ics", "text/calendar; method=PUBLISH", bytes(range(256)) * 4)
    message = Message(f"Autumn/targets/0/{name}/{to}", "Autumn", "targets", to, "Zoë O’Neill", f"Sharing good practice: {name}",
                      text, f"<p>{text}</p>", sender, "Sarah Whitfield", (file,))
    return frozen(message, NOW)


def sent_through(relay: MailSystem, *emails: Envelope, login: Login | None = LOGIN) -> list[Handed]:
    with smtp(server(relay), login) as hand_on:
        return [hand_on(each) for each in emails]


def as_frozen(email: bytes) -> bytes:
    """An email that arrived, without what the mail system put before it."""
    lines = email.split(b"\n")
    first = next(n for n, line in enumerate(lines) if not line.startswith((b"\t", b" ")) and line.split(b":")[0].decode() not in ADDED)
    return b"\r\n".join(lines[first:])


def arrived(relay: MailSystem, *emails: Envelope) -> list[int]:
    """How many copies of each arrived anywhere but in the sender's own mailbox, once the queue is empty."""
    relay.delivered()
    found = relay.arrivals()
    return [sum(count for (_, message_id), count in found.items() if message_id == each.message_id) for each in emails]


def test_a_hundred_emails_go_over_one_connection_and_arrive_once_each_as_they_were_frozen(relay: MailSystem) -> None:
    emails = [email(f"hundred {n}", to) for n, to in enumerate(PEOPLE)]
    handed = sent_through(relay, *emails)
    assert {h.status for h in handed} == {"sent"}
    assert all("250 2.0.0 Ok: queued as" in h.detail for h in handed)
    until(lambda: "ehlo=2 starttls=1 auth=1 mail=100 rcpt=100 data=100 quit=1 commands=305" in relay.log(), "the connection to end")
    assert arrived(relay, *emails) == [1] * 100
    for each in emails:
        assert [raw for raw in map(as_frozen, relay.inbox(each.to)) if each.message_id.encode() in raw] == [each.raw]
    assert Counter(map(as_frozen, relay.sent())) & Counter(e.raw for e in emails) == Counter(e.raw for e in emails)


def test_what_was_sent_is_found_in_sent_and_what_was_not_is_not(relay: MailSystem) -> None:
    emails = [email(f"looked for {n}", to) for n, to in enumerate(PEOPLE[:20])]
    sent_through(relay, *emails)
    relay.delivered()
    with sent_folder(mailbox(relay), USER, PASSWORD) as look_up:
        assert [look_up(each.message_id) for each in emails] == [True] * 20
        never = email("never sent")
        assert look_up(never.message_id) is False
        sent_through(relay, never)
        relay.delivered()
        assert look_up(never.message_id) is True


def test_a_mailbox_in_which_nothing_of_ours_is_yet_proves_nothing() -> None:
    with running([]) as empty, sent_folder(mailbox(empty), USER, PASSWORD) as look_up:
        assert look_up(email("first of all").message_id) is None


@pytest.mark.parametrize(("to", "words", "status", "said"), [
    ("nobody@oakfield.example", "", "failed", "550 5.1.1 <nobody@oakfield.example>: Recipient address rejected: User unknown"),
    (LATER, "", "deferred", "450 4.2.0"),
    (GREY, "", "deferred", "450 4.2.0"),
    (PEOPLE[1], "too long " * (LARGEST // 9), "failed", "552 5.3.4"),
])
def test_one_that_is_refused_harms_no_other(relay: MailSystem, to: str, words: str, status: str, said: str) -> None:
    before, refused, after = email(f"before {to}"), email(f"refused {to}", to, words=words), email(f"after {to}")
    handed = sent_through(relay, before, refused, after)
    assert [(h.status, h.stop) for h in handed] == [("sent", None), (status, None), ("sent", None)]
    assert handed[1].detail.startswith(said)
    assert arrived(relay, before, refused, after) == [1, 0, 1]
    with sent_folder(mailbox(relay), USER, PASSWORD) as look_up:
        assert [look_up(each.message_id) for each in (before, refused, after)] == [True, False, True]


@pytest.mark.parametrize(("to", "sender", "login", "said"), [
    ("amy@elsewhere.example", USER, LOGIN, "554 5.7.1 <amy@elsewhere.example>: Relay access denied"),
    (PEOPLE[2], PEOPLE[3], LOGIN, f"553 5.7.1 <{PEOPLE[3]}>: Sender address rejected: not owned by user {USER}"),
    (PEOPLE[2], USER, Login(USER, "s3cret-wrong"), "535 5.7.8 Error: authentication failed"),
    (PEOPLE[2], USER, Login(PEOPLE[3], PASSWORD), "535 5.7.8 Error: authentication failed"),
    (PEOPLE[2], USER, Login(USER, token=lambda: "s3cret-token"), "535 5.7.8 Error: authentication failed"),
    (PEOPLE[2], USER, None, "554 5.7.1 <unknown[127.0.0.1]>: Client host rejected: Access denied"),
], ids=["relaying", "another sender", "wrong password", "another user", "token", "no sign-in"])
def test_what_is_the_senders_fault_stops_and_fails_nobody(relay: MailSystem, to: str, sender: str, login: Login | None, said: str) -> None:
    refused = email(f"stopped {said}", to, sender)
    handed, = sent_through(relay, refused, login=login)
    assert handed.status == "deferred"
    assert handed.stop
    assert handed.stop.code == ExitCode.CONFIGURATION
    assert said in str(handed.stop)
    assert "s3cret" not in f"{handed} {handed.stop}"
    assert arrived(relay, refused) == [0]


def test_nothing_goes_without_encryption(relay: MailSystem) -> None:
    plain = email("in plain text")
    with smtp(Server("127.0.0.1", relay.at.smtp_port, "none"), None) as hand_on:
        handed = hand_on(plain)
    assert handed.stop
    assert "530 5.7.0 Must issue a STARTTLS command first" in str(handed.stop)
    assert arrived(relay, plain) == [0]


def test_the_sign_ins_to_server_and_mailbox_can_be_checked(relay: MailSystem) -> None:
    assert check_login(server(relay), LOGIN) == f"127.0.0.1:{relay.at.smtp_port}, TLS 1.3, signed in as {USER}"
    with pytest.raises(Stop, match="does not accept the sign-in") as stopped, sent_folder(mailbox(relay), USER, "s3cret-wrong"):
        pass
    assert stopped.value.code == ExitCode.CONFIGURATION
    assert "s3cret" not in str(stopped.value)


@pytest.fixture(scope="module")
def approved(relay: MailSystem, tmp_path_factory: pytest.TempPathFactory) -> SchoolFiles:
    """The invented school, with every sure target approved and all in groups, whose settings name the relay."""
    mail = f"""
[mail]
transport = "smtp"
host = "127.0.0.1"
port = {relay.at.smtp_port}
ca = "{relay.ca}"
[mail.sent]
host = "127.0.0.1"
port = {relay.at.imap_port}
after = 0
"""
    school = SchoolFiles(tmp_path_factory.mktemp("approved"), mail=mail)
    school.run("setup_book", "--sample")
    school.run("generate_targets")
    book = school.edit()
    for n, row in enumerate(book["Targets"].iter_rows(min_row=2)):
        row[6].value = "Approved" if row[5].value else "Draft"
        book["Groups"].append([*(cell.value for cell in row[:4]), str(n // 4 + 1), "AB"[n // 4 % 2]])
    school.save(book)
    return school


@pytest.fixture
def school(relay: MailSystem, approved: SchoolFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SchoolFiles:
    monkeypatch.setenv("SGP_MAIL_PASSWORD", PASSWORD)
    relay.forget()
    return approved.copy(tmp_path / "school")


def letters_due(school: SchoolFiles) -> int:
    """How many targets are approved, and so are to go."""
    return sum(row["Status"] == "Approved" for row in school.rows("Targets"))


def log_of(school: SchoolFiles) -> dict[str, dict[str, object]]:
    """The Email log by Message-ID."""
    return {str(row["Message-ID"]): row for row in school.rows("Email log")}


def test_a_whole_run_reaches_everyone_once_and_a_second_run_no_one(relay: MailSystem, school: SchoolFiles) -> None:
    due = letters_due(school)
    first = school.run("send_emails", "targets", "--send")
    assert f"{due} sent" in first.said
    relay.delivered()
    log, arrivals = log_of(school), relay.arrivals()
    assert arrivals == Counter((str(row["Email"]), message_id) for message_id, row in log.items())
    assert len(arrivals) == due > 30
    assert {row["Status"] for row in log.values()} == {"sent"}
    assert sum(bool(row["Sent on"]) for row in school.rows("Targets")) == due
    for address, message_id in arrivals:
        raw, = map(as_frozen, relay.inbox(address))
        assert sha256(raw).hexdigest() == marks(str(log[message_id]["Detail"])).sha256
        assert days_told(raw) in ({date(2026, 10, 6), date(2026, 11, 17)}, {date(2026, 10, 8), date(2026, 11, 19)})
    assert "0 due" in school.run("send_emails", "targets", "--send").said
    relay.delivered()
    assert relay.arrivals() == arrivals
    assert len(relay.sent()) == due


def days_told(raw: bytes) -> set[date]:
    """The days in the calendar file: meetings 1 and 2 of the reader's sitting."""
    file, = [part for part in message_from_bytes(raw, policy=SMTP).walk() if part.get_content_type() == "text/calendar"]
    return {event.start.date() for event in Calendar.from_ical(file.get_content()).events}  # type: ignore[attr-defined]


def test_runs_that_are_killed_while_they_send_lose_and_double_nothing(relay: MailSystem, school: SchoolFiles) -> None:
    due = letters_due(school)
    for enough in (5, 26):
        process = subprocess.Popen(school.command("send_emails", "targets", "--send"), stdout=subprocess.DEVNULL)
        until(lambda enough=enough: relay.arrivals().total() >= enough, f"{enough} emails to arrive")  # type: ignore[misc]
        process.kill()
        assert process.wait() != 0, "it was killed in the midst of it"
        relay.delivered()
    school.run("send_emails", "targets", "--send")
    relay.delivered()
    log, arrivals = log_of(school), relay.arrivals()
    assert {row["Status"] for row in log.values()} == {"sent"}
    # whether one was in flight at a random kill is chance; that the Sent folder settles it is held at forced ones (test_kills)
    assert arrivals == Counter((str(row["Email"]), message_id) for message_id, row in log.items())
    assert len(arrivals) == due
