"""A line to a mailbox over IMAP, encrypted and signed in; every fault on it as a Stop that repeats no word of the server's."""

import imaplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Literal

from sgp.errors import ExitCode, Stop
from sgp.mail.greeting import is_here, trusted, wrong
from sgp.mail.sent_folders import quoted


@dataclass(frozen=True)
class Mailbox:
    """Where the sender's mailbox is. `folder` blank: the one for what was sent.

    `security` none is only for a server on this very computer; `ca` is a file with the certificate of a school's own authority;
    `timeout` is in seconds.
    """

    host: str
    port: int = 993
    security: Literal["tls", "starttls", "none"] = "tls"
    folder: str = ""
    ca: str = ""
    timeout: float = 60


@contextmanager
def signed_in(mailbox: Mailbox, user: str, password: str, token: Callable[[], str] | None) -> Iterator[imaplib.IMAP4]:
    """A line that is signed in, closed at the end. Raises Stop: configuration where a person must act, else temporary."""
    with understood(mailbox):
        _allowed(mailbox, password, token)
        imap = _line(mailbox)
    try:
        with understood(mailbox):
            _sign_in(imap, user, password, token)
        yield imap
    finally:
        with suppress(imaplib.IMAP4.error, OSError):
            imap.logout()
        with suppress(OSError):
            imap.shutdown()


@contextmanager
def understood(mailbox: Mailbox) -> Iterator[None]:
    """Whatever goes wrong on the line, or makes no sense, as a Stop."""
    where = f"{mailbox.host}:{mailbox.port}"
    try:
        yield
    except ssl.SSLCertVerificationError as fault:
        raise wrong(f"The certificate of {where} does not hold ({fault.verify_message}). Check the host; a school's own authority needs "
                    "its CA file named in the settings.") from None
    except (ssl.SSLEOFError, ssl.SSLZeroReturnError, imaplib.IMAP4.abort):
        raise not_now(f"The mail server {where} broke off.") from None
    except ssl.SSLError:
        raise wrong(f"{where} does not speak TLS as it should. Check the port: 993 is tls, 143 is starttls.") from None
    except OSError as fault:
        raise not_now(f"The mail server {where} cannot be reached ({fault.strerror or type(fault).__name__}).") from None
    except (imaplib.IMAP4.error, ValueError, LookupError, TypeError):
        raise not_now(f"The mail server {where} did not answer as it should, so its Sent folder tells nothing.") from None


def not_now(what: str) -> Stop:
    """It cannot be told now, and another try may help."""
    return Stop(f"{what} Whether the email was sent cannot be told: look in the Sent folder, or try again later.", ExitCode.TEMPORARY)


def _allowed(mailbox: Mailbox, password: str, token: Callable[[], str] | None) -> None:
    if mailbox.security == "none" and not is_here(mailbox.host):
        raise wrong(f"The mailbox at {mailbox.host} would be read without encryption. Set its security to tls or starttls.")
    if not mailbox.folder.isascii():
        raise wrong(f"The folder {mailbox.folder} cannot be named. Leave its name blank: the folder is found by its mark.")
    if not (password or token):
        raise wrong("There is neither a password nor a token for the mailbox. Give one, as the README says.")


def _line(mailbox: Mailbox) -> imaplib.IMAP4:
    if mailbox.security == "tls":
        return imaplib.IMAP4_SSL(mailbox.host, mailbox.port, ssl_context=trusted(mailbox.ca), timeout=mailbox.timeout)
    imap = imaplib.IMAP4(mailbox.host, mailbox.port, mailbox.timeout)
    if mailbox.security == "starttls":
        try:
            _encrypt(imap, mailbox)
        except BaseException:
            with suppress(OSError):
                imap.shutdown()
            raise
    return imap


def _encrypt(imap: imaplib.IMAP4, mailbox: Mailbox) -> None:
    if "STARTTLS" not in imap.capabilities:
        raise wrong(f"{mailbox.host}:{mailbox.port} offers no encryption (STARTTLS), so nobody signed in. Check host and port.")
    imap.starttls(trusted(mailbox.ca))


def _sign_in(imap: imaplib.IMAP4, user: str, password: str, token: Callable[[], str] | None) -> None:
    try:
        if token:
            said = [f"user={user}\1auth=Bearer {token()}\1\1".encode()]
            imap.authenticate("XOAUTH2", lambda _: said.pop() if said else b"")  # a refusal asks once more, and wants an empty answer
        elif "AUTH=PLAIN" in imap.capabilities:
            imap.authenticate("PLAIN", lambda _: f"\0{user}\0{password}".encode())
        else:
            imap.login(quoted(user), password)
    except imaplib.IMAP4.abort:
        raise
    except (imaplib.IMAP4.error, ValueError) as fault:
        if "[UNAVAILABLE]" in str(fault):
            raise not_now("The mailbox is not available just now.") from None
        raise wrong(f"The mail server does not accept the sign-in of {user} to its mailbox. Check user and password or token; IMAP must be "
                    "allowed for that mailbox, and for Microsoft 365 the app needs IMAP.AccessAsApp.") from None
