"""The doctor's look at mail: can we sign in, what can the Sent folder tell, and how much does the provider take. Nothing is sent."""

from collections.abc import Iterator

from sgp.contract import School
from sgp.delivery.pace import pace_of
from sgp.doctor import WELL, Finding, of_addresses, of_gmail, of_pace, of_password, of_sent, of_stop
from sgp.errors import WARNING, ExitCode, Stop
from sgp.job.options import Options
from sgp.job.ways import GMAIL, Way, google_mail, server_of, way_of
from sgp.mail.scopes import GMAIL_READ, GMAIL_SEND
from sgp.mail.smtp import check_login

UNKNOWN = "what a stopped run left open, and the journal does not know of, is held as unknown"


def mail_findings(options: Options, school: School, letters: int) -> Iterator[Finding]:
    """Everything that emails hang on, for so many letters."""
    mail, sender = options.settings.mail, school.coordinator_email
    if mail.transport == "outbox":
        yield Finding(WELL, "Emails are filed in the offline outbox; nothing leaves.")
        return
    yield of_addresses(school)
    yield from _smtp(options, sender) if mail.transport == "smtp" else _gmail(options, sender)
    host = mail.host if mail.transport == "smtp" else GMAIL
    if host:
        yield of_pace(host, pace_of(host, sender, mail.a_minute, mail.a_day), letters)


def _smtp(options: Options, sender: str) -> Iterator[Finding]:
    mail = options.settings.mail
    if mail.sign_in == "password":
        yield from of_password(mail.host)
    try:
        yield Finding(WELL, f"The mail server can be used: {check_login(*server_of(options, sender))}.")
        way = way_of(options, sender)
    except Stop as stop:
        yield of_stop(stop)
        return
    if way.look_up:
        yield _sent(way, sender)
    else:
        yield Finding(WELL, f"No Sent folder is looked into: {UNKNOWN}.",
                      "If the mailbox keeps what is sent, name its server as host under [mail.sent] in the settings file.")


def _gmail(options: Options, sender: str) -> Iterator[Finding]:
    """By both permissions; a school may have granted only the one for sending."""
    from sgp.mail.gmail import check_gmail  # what speaks to Google takes half a second to load

    try:
        try:
            said, reads = check_gmail(google_mail(options, sender, GMAIL_SEND, GMAIL_READ)), True
        except Stop as stop:
            if stop.code != ExitCode.CONFIGURATION:
                raise
            said, reads = check_gmail(google_mail(options, sender, GMAIL_SEND)), False
    except Stop as stop:
        yield of_stop(stop)
        return
    yield of_gmail(said, sender)
    yield _sent(way_of(options, sender), sender) if reads else Finding(
        WARNING, f"Gmail does not let us look into the Sent folder: {UNKNOWN}.",
        "Grant the permission gmail.readonly too, or look there yourself when an email is unknown.")


def _sent(way: Way, sender: str) -> Finding:
    """Ask the Sent folder for an email that never was, named as ours are."""
    assert way.look_up
    try:
        with way.look_up() as look_up:
            return of_sent(look_up(f"<{'0' * 32}@{sender.rpartition('@')[2]}>"))
    except Stop as stop:
        return Finding(WARNING, f"What has been sent cannot be looked up: {stop}")  # sending does not hang on it
