"""The way email leaves, as the settings say it: the outbox, a mail server, or Gmail; and where sent email is looked up."""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sgp.config import ROOT, Mail
from sgp.delivery.pace import Pace, pace_of
from sgp.errors import ExitCode, Stop
from sgp.job.options import Options
from sgp.mail import HandOn, LookUp
from sgp.mail.outbox import filed, outbox
from sgp.mail.scopes import GMAIL_ALL, GMAIL_READ, GMAIL_SEND
from sgp.mail.sent import Mailbox, sent_folder
from sgp.mail.smtp import Login, Server, smtp

if TYPE_CHECKING:
    from google.auth.credentials import Credentials

PASSWORD, SECRET = "SGP_MAIL_PASSWORD", "SGP_MAIL_SECRET"
GMAIL = "smtp.gmail.com"
"""The Gmail API has the limits of Gmail's own mail server."""


@dataclass(frozen=True)
class Way:
    """One transport: how to open it, how to look up what has left by it (None: that cannot be asked), and its pace.

    `after` is how many seconds a sent email may take until it can be looked up.
    """

    name: str
    open: Callable[[], AbstractContextManager[HandOn]]
    look_up: Callable[[], AbstractContextManager[LookUp]] | None
    pace: Pace = Pace()
    after: float = 0


def way_of(options: Options, sender: str) -> Way:
    """The way that the settings name, for emails from this address. Raises Stop (configuration) where it lacks something."""
    if options.settings.mail.transport == "smtp":
        return _smtp(options.settings.mail, options, sender)
    if options.settings.mail.transport == "gmail":
        return _gmail(options.settings.mail, options, sender)
    return outbox_of(options)


def outbox_of(options: Options) -> Way:
    """The offline outbox of this output folder."""
    folder = options.output / "outbox"
    return Way("outbox", partial(outbox, folder), partial(filed, folder))


def server_of(options: Options, sender: str) -> tuple[Server, Login | None]:
    """The mail server, and who signs in there."""
    mail = options.settings.mail
    if not mail.host:
        raise Stop("The settings name no mail server: write its host under [mail], such as smtp.office365.com.", ExitCode.CONFIGURATION)
    return Server(mail.host, mail.port, mail.security, _path(mail.ca), mail.timeout), _login(mail, options, mail.user or sender)


def _smtp(mail: Mail, options: Options, sender: str) -> Way:
    server, login = server_of(options, sender)
    mailbox = Mailbox(mail.sent.host, mail.sent.port, mail.sent.security, mail.sent.folder, _path(mail.ca), mail.timeout)
    user, password, token = (login.user, login.password, login.token) if login else (mail.user or sender, _password(mail), None)
    look_up = partial(sent_folder, mailbox, user, password, token) if mail.sent.host else None
    return Way("smtp", partial(smtp, server, login), look_up, pace_of(mail.host, sender, mail.a_minute, mail.a_day), mail.sent.after)


def _gmail(mail: Mail, options: Options, sender: str) -> Way:
    from sgp.mail.gmail import gmail, gmail_sent  # what speaks to Google takes half a second to load

    def sent() -> AbstractContextManager[LookUp]:
        return gmail_sent(google_mail(options, sender, GMAIL_READ))  # apart: a school that allows only sending can send

    return Way("gmail", partial(gmail, google_mail(options, sender, GMAIL_SEND)), sent, pace_of(GMAIL, sender, mail.a_minute, mail.a_day),
               mail.sent.after)


def google_mail(options: Options, sender: str, *scopes: str) -> "Credentials":
    """What signs in to Google's mail as the sender: the file that also signs in to Google Sheets, or what was saved beside it.

    Raises Stop (configuration).
    """
    from sgp.books.google.credentials import first_place
    from sgp.books.google.keyfiles import CLIENT, SAVED_NAME, opened
    from sgp.mail.tokens import mail_credentials

    place = first_place(options.credentials, _path(options.settings.google.credentials))
    if not place:
        raise Stop("There is nothing to sign in to Google's mail with: name the file as credentials under [google] in the settings.",
                   ExitCode.CONFIGURATION)
    file = opened(*place)
    return mail_credentials(str(file.path.with_name(SAVED_NAME) if file.kind == CLIENT else file.path), sender, scopes)


def google_scopes(mail: Mail) -> list[str]:
    """What a person's own sign-in must allow beyond the sheets, for email to leave as the settings say."""
    if mail.transport == "gmail":
        return [GMAIL_SEND, GMAIL_READ]
    return [GMAIL_ALL] if mail.transport == "smtp" and mail.sign_in == "google" else []


def _login(mail: Mail, options: Options, user: str) -> Login | None:
    if mail.sign_in == "none":
        return None
    if mail.sign_in == "password":
        return Login(user, _password(mail))
    from sgp.mail.tokens import google_token, microsoft_token

    if mail.sign_in == "google":
        return Login(user, token=google_token(google_mail(options, user, GMAIL_ALL)))
    microsoft = mail.microsoft
    return Login(user, token=microsoft_token(microsoft.tenant, microsoft.client, _secret(SECRET, microsoft.secret_file, "secret_file")))


def _password(mail: Mail) -> str:
    return _secret(PASSWORD, mail.password_file, "password_file")


def _secret(variable: str, file: str, setting: str) -> str:
    """A secret from the environment, else from the file that the settings name: never from the settings themselves."""
    if found := os.environ.get(variable, ""):
        return found
    try:
        return Path(_path(file)).read_text(encoding="utf-8").strip() if file else ""
    except OSError as fault:
        said = f"{_path(file)} cannot be read ({fault.strerror}). It is named as {setting} in the settings."
        raise Stop(said, ExitCode.CONFIGURATION) from None


def _path(setting: str) -> str:
    return str(ROOT / Path(setting).expanduser()) if setting else ""
