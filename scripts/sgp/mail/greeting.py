"""Being let in by a mail server: connect, encrypt, introduce oneself. Nothing of an email is said here."""

import ipaddress
import smtplib
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Literal

from sgp.errors import ExitCode, Stop
from sgp.mail.line import Lost, ask, heard, quiet, read
from sgp.mail.replies import Step, meaning, unready


@dataclass(frozen=True)
class Server:
    """Where to send through. `ca` is the path of a further CA file, `timeout` the seconds to wait for each reply."""

    host: str
    port: int
    security: Literal["starttls", "tls", "none"] = "starttls"
    ca: str = ""
    timeout: float = 60


def connected(server: Server) -> smtplib.SMTP:
    """A line over which a password may be said, unless the security is none. Raises Stop, and Lost."""
    trust = trusted(server.ca) if server.security != "none" else None
    sock = _reached(server)
    talk = smtplib.SMTP(local_hostname=_own_name(sock), timeout=server.timeout)
    talk.sock = sock
    try:
        _let_in(talk, server, trust)
    except BaseException:
        talk.close()
        raise
    return talk


def is_here(host: str) -> bool:
    """Whether the host is this very computer."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.casefold() == "localhost"


def welcome(step: Step, code: int, text: str) -> None:
    """Raise Stop where the server refuses; nobody's email is about that."""
    if code >= 400:
        stop = meaning(step, code, text).stop
        assert stop is not None
        raise stop
    if code >= 300:
        raise Lost(step)


def wrong(message: str) -> Stop:
    """A setting must be mended by a person."""
    return Stop(message, ExitCode.CONFIGURATION)


def _let_in(talk: smtplib.SMTP, server: Server, trust: ssl.SSLContext | None) -> None:
    if trust and server.security == "tls":
        _encrypt(talk, server, trust)
    welcome(Step.GREETING, *heard(talk, Step.GREETING))
    _introduce(talk)
    if trust and server.security != "tls":
        if not talk.has_extn("starttls"):
            raise wrong(f"{_named(server)} offers no encryption (STARTTLS), so nothing was sent. Check host and port; port 465 needs tls.")
        welcome(Step.STARTTLS, *ask(talk, Step.STARTTLS, "STARTTLS"))
        _encrypt(talk, server, trust)
        _introduce(talk)


def _encrypt(talk: smtplib.SMTP, server: Server, trust: ssl.SSLContext) -> None:
    """Put the line under TLS. What was heard before is forgotten: anyone on the way may have said it (RFC 3207, section 6)."""
    assert talk.sock is not None
    talk.file, talk.esmtp_features = None, {}
    try:
        talk.sock = trust.wrap_socket(talk.sock, server_hostname=server.host)
    except ssl.SSLCertVerificationError as fault:
        raise wrong(f"{_named(server)} cannot prove that it is {server.host}, so nothing was sent: {fault.verify_message}. Check the host. "
                    "If the school has a certificate authority of its own, name its CA file in the settings.") from None
    except (ssl.SSLEOFError, ssl.SSLZeroReturnError, ConnectionError, TimeoutError):
        raise Lost(Step.STARTTLS) from None
    except (OSError, ValueError) as fault:
        raise wrong(f"{_named(server)} cannot be spoken to in TLS: {fault}. Check host and port: 587 is starttls, 465 is tls.") from None


def _introduce(talk: smtplib.SMTP) -> None:
    if not quiet(talk):
        raise Lost(Step.EHLO)
    try:
        code, text = talk.ehlo()
    except (smtplib.SMTPException, OSError):
        raise Lost(Step.EHLO) from None
    welcome(Step.EHLO, *read(Step.EHLO, code, text))


@cache
def trusted(ca: str) -> ssl.SSLContext:
    """Whose certificates count: this computer's authorities, and those in the school's own CA file. Raises Stop (configuration)."""
    trust = ssl.create_default_context()
    try:
        if ca:
            trust.load_verify_locations(ca)
    except OSError as fault:
        raise wrong(f"The CA file {ca} cannot be used: {fault.strerror or fault}. It must hold certificates in PEM.") from None
    return trust


def _reached(server: Server) -> socket.socket:
    try:
        sock = socket.create_connection((server.host, server.port), server.timeout)
    except (OSError, UnicodeError) as fault:
        raise unready(f"{_named(server)} cannot be reached ({fault}).") from None
    with suppress(OSError):  # closed again already: the greeting will tell
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else the end of a long email waits 40 ms for an acknowledgement
    return sock


def _own_name(sock: socket.socket) -> str:
    """How this computer names itself: its address (RFC 5321, section 4.1.3). Looking its name up can take long."""
    address: str = sock.getsockname()[0]
    return f"[IPv6:{address}]" if ":" in address else f"[{address}]"


def _named(server: Server) -> str:
    return f"{server.host}:{server.port}"
