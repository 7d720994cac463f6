"""The lines to the server: over HTTP, over TLS through its proxy, and from within a process without either."""

from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from typing import Any, ClassVar
from urllib.parse import urlsplit

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from sheets_faults import Dropped
from sheets_proxy import HOSTS


class Here(HTTPAdapter):
    """Sends to this server what was meant for Google."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url

    def send(self, request: PreparedRequest, *args: Any, **how: Any) -> Response:
        parts = urlsplit(request.url or "")
        request.headers["Host"], request.url = parts.netloc, self.url + parts._replace(scheme="", netloc="").geturl()
        return super().send(request, *args, **how | {"proxies": {}})


class Handler(BaseHTTPRequestHandler):
    """One line over HTTP; CONNECT turns it into one over TLS, as a proxy's would be."""

    server_of: ClassVar[Any]
    lines: ClassVar[set[Any]]
    protocol_version, disable_nagle_algorithm, tunnel = "HTTP/1.1", True, ""

    def setup(self) -> None:
        super().setup()
        self.lines.add(self.connection)

    def answer(self) -> None:
        server, body = self.server_of, self.rfile.read(int(self.headers.get("Content-Length") or 0))
        bearer = self.headers.get("Authorization", "").removeprefix("Bearer ")
        host = self.tunnel or self.headers.get("Host", "").partition(":")[0]
        try:
            with server.lock:
                status, kind, content = server.answer(self.command, host, self.path, bearer, body)
        except Dropped:
            self.close_connection = True
            return
        except Exception as fault:  # a fault of ours: told to the client, and raised where the serving ends
            server.crashes.append(fault)
            status, kind, content = 500, "text/plain", repr(fault).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = answer

    def do_CONNECT(self) -> None:
        self.tunnel = self.path.partition(":")[0]
        self.server_of.contacted.add(self.tunnel)
        if self.tunnel not in HOSTS:
            self.send_error(403, "Forbidden", "this proxy leads to Google's APIs alone")
            return
        self.send_response(200, "Connection established")
        self.end_headers()
        self.close_connection = False  # the CONNECT itself may be HTTP/1.0; the line that follows is not
        self.lines.discard(self.connection)
        self.request = self.server_of.throwaway.tls.wrap_socket(self.connection, server_side=True)
        self.setup()

    def finish(self) -> None:
        self.lines.discard(self.connection)
        with suppress(OSError):
            super().finish()
        self.request.close()

    def log_message(self, *_: Any) -> None:
        """Nothing is said on the terminal: `Server.log` holds it."""
