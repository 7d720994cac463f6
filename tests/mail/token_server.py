"""Hosts of Google and Microsoft on this machine, over TLS, for unchanged clients: they reach them through a proxy's address.

`with reachable(answer) as line` serves; `line.environment(folder)` are the variables with which a process reaches it and nothing else.
`Tokens` answers as the two token pages do.
"""

import json
import socket
import ssl
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

GMAIL, GOOGLE, MICROSOFT = "gmail.googleapis.com", "oauth2.googleapis.com", "login.microsoftonline.com"


class Dropped(Exception):
    """The line is cut; what stands in the exception has gone over it before."""


@dataclass(frozen=True)
class Asked:
    """One request. Header names are in small letters."""

    method: str
    host: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(self.body.decode()).items()}


Answer = tuple[int, Any]
"""Status, and what goes out as JSON, or as it is if it is text."""


@dataclass
class Line:
    """What was asked, and how a process gets here."""

    url: str = ""
    hosts: tuple[str, ...] = (GMAIL, GOOGLE, MICROSOFT)
    asked: list[Asked] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    def environment(self, folder: Path, trusted: bool = True) -> dict[str, str]:
        (folder / "here.pem").write_text(certificate()[0] if trusted else certificate("elsewhere.example")[0])
        return {"HTTPS_PROXY": self.url, "https_proxy": self.url, "NO_PROXY": "", "no_proxy": "",
                "REQUESTS_CA_BUNDLE": str(folder / "here.pem")}

    def to(self, host: str) -> list[Asked]:
        return [asked for asked in self.asked if asked.host == host]


@dataclass
class Tokens:
    """The token pages. `refusals` are answered first, one each, by host; `lifetime` is in seconds."""

    lifetime: int = 3600
    refusals: dict[str, list[Answer]] = field(default_factory=dict)
    given: list[str] = field(default_factory=list)

    def answer(self, asked: Asked) -> Answer:
        if self.refusals.get(asked.host):
            return self.refusals[asked.host].pop(0)
        self.given.append(f"s3cret-token-{len(self.given) + 1}")
        return 200, {"access_token": self.given[-1], "expires_in": self.lifetime, "token_type": "Bearer"}


@cache
def certificate(*hosts: str) -> tuple[str, str]:
    """A throw-away certificate for these hosts (ours, if none is named) and its key, in PEM."""
    key, now, day = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC), timedelta(days=1)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "throw-away")])
    names = x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts or (GMAIL, GOOGLE, MICROSOFT)])
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now - day, now + day)
    made = made.add_extension(names, critical=False).add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    return (made.sign(key, SHA256()).public_bytes(Encoding.PEM).decode(),
            key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode())


@cache
def server_side(*hosts: str) -> ssl.SSLContext:
    """The server's side of TLS with that certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:
        both = Path(folder) / "both.pem"
        both.write_text("".join(certificate(*hosts)))
        context.load_cert_chain(both)
    return context


@contextmanager
def reachable(answer: Callable[[Asked], Answer]) -> Iterator[Line]:
    """Serve while the block lasts. `answer` may raise Dropped."""
    line, lines = Line(), set[socket.socket]()
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(answer, line, lines)) as http:
        line.url, http.daemon_threads = f"http://127.0.0.1:{http.server_port}", False
        running = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        running.start()
        try:
            yield line
        finally:
            line.ended.set()
            http.shutdown()
            running.join()
            for each in list(lines):
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)


def _handler(answer: Callable[[Asked], Answer], line: Line, lines: set[socket.socket]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version, disable_nagle_algorithm, host = "HTTP/1.1", True, ""

        def setup(self) -> None:
            super().setup()
            lines.add(self.connection)

        def handle_one_request(self) -> None:
            if hasattr(socket, "TCP_QUICKACK"):  # through a proxy, clients hold the body back until the headers are acknowledged
                with suppress(OSError):
                    self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
            super().handle_one_request()

        def do_CONNECT(self) -> None:
            self.host = self.path.partition(":")[0]
            self.send_response(200 if self.host in line.hosts else 403)
            self.end_headers()
            if self.host not in line.hosts:
                return
            lines.discard(self.connection)
            try:
                self.request = server_side().wrap_socket(self.connection, server_side=True)
            except OSError:  # who does not trust the certificate hangs up
                self.close_connection = True
                return
            self.close_connection = False
            self.setup()

        def answered(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            asked = Asked(self.command, self.host, self.path, {k.lower(): v for k, v in self.headers.items()}, body)
            line.asked.append(asked)
            try:
                status, told = answer(asked)
            except Dropped as cut:
                self.close_connection = True
                self.wfile.write(str(cut).encode())
                return
            content = told.encode() if isinstance(told, str) else json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            if 300 <= status < 400:
                self.send_header("Location", self.path)
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = answered

        def finish(self) -> None:
            lines.discard(self.connection)
            with suppress(OSError):
                super().finish()
            self.request.close()

        def log_message(self, *_: Any) -> None:
            """Nothing is said on the terminal: `Line.asked` holds it."""

    return Handler
