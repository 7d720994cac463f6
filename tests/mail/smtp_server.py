"""A mail server for tests (aiosmtpd): STARTTLS or TLS, sign-in by password or token, and what it took."""

import ssl
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller

USER, PASSWORD, TOKEN = "coordinator@oakfield.example", "pässword", "ya29.a-token"
REFUSED = "535-5.7.8 Username and Password not accepted. For more information, go to\r\n535 5.7.8  https://support.google.com/mail/ - gsmtp"


@dataclass(frozen=True)
class Taken:
    """An email the server took: from, to, its bytes, and over which connection it came."""

    sender: str
    to: tuple[str, ...]
    raw: bytes
    connection: Any


@dataclass
class Mailbox:
    """What a running server took and heard. `ways` are the sign-ins it was asked for."""

    port: int = 0
    taken: list[Taken] = field(default_factory=list)
    ways: list[str] = field(default_factory=list)
    token: str = TOKEN

    async def auth_XOAUTH2(self, server: Any, args: list[str]) -> None:
        """Only so that it is offered: `handle_AUTH` answers."""

    async def handle_AUTH(self, server: Any, session: Any, _envelope: Any, args: list[str]) -> str:
        self.ways.append(args[0])
        session.authenticated = await getattr(self, f"_{args[0].lower()}")(server, args[1:])
        return "235 2.7.0 Accepted" if session.authenticated else REFUSED

    async def _xoauth2(self, server: Any, said: list[str]) -> bool:
        right = b64decode(said[0]) == f"user={USER}\x01auth=Bearer {self.token}\x01\x01".encode()
        if not right:
            await server.challenge_auth('{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}')
        return right

    async def _plain(self, _server: Any, said: list[str]) -> bool:
        return b64decode(said[0]) == f"\0{USER}\0{PASSWORD}".encode()

    async def _login(self, server: Any, _said: list[str]) -> bool:
        said = [await server.challenge_auth("Username:"), await server.challenge_auth("Password:")]
        return said == [USER.encode(), PASSWORD.encode()]

    async def handle_DATA(self, _server: Any, session: Any, envelope: Any) -> str:
        self.taken.append(Taken(envelope.mail_from, tuple(envelope.rcpt_tos), envelope.content, session.peer))
        return f"250 2.0.0 Ok: queued as {len(self.taken)}"


@contextmanager
def serving(starttls: ssl.SSLContext | None = None, tls: ssl.SSLContext | None = None, without: tuple[str, ...] = ()) -> Iterator[Mailbox]:
    """Run a server on loopback: plain, with STARTTLS and a sign-in required, or with TLS at once. `without` are sign-ins not offered."""
    box = Mailbox()
    more = {"tls_context": starttls, "require_starttls": True, "auth_required": True} if starttls else {}
    controller = _Anywhere(box, hostname="127.0.0.1", port=0, ssl_context=tls, auth_exclude_mechanism=without, **more)
    controller.start()
    try:
        box.port = controller.port
        yield box
    finally:
        controller.stop()


class _Anywhere(Controller):
    """A controller on whatever port is free."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()
