"""An IMAP mailbox on this machine, as much of it as a look-up of Sent needs, with faults. `with serving() as mailbox`."""

import base64
import re
import shlex
import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.parser import BytesHeaderParser

from token_server import server_side

USER, PASSWORD, TOKEN = "coordinator@oakfield.example", 'pa"ss \\wörd', "s3cret-token"


@dataclass
class Folder:
    """Marks as in LIST, and the emails in order; the UID of each is ten times its number."""

    marks: str = r"\HasNoChildren"
    emails: list[bytes] = field(default_factory=list)


@dataclass
class Server:
    """`faults`, by command: no, bad, drop, silent (OK, and nothing said), garbled, hang, short (leaves out the last of several).

    `hides`: the search finds nothing, as where an index lags. `capabilities` are what is announced.
    """

    folders: dict[str, Folder] = field(default_factory=lambda: {"INBOX": Folder(), "Sent": Folder(r"\HasNoChildren \Sent")})
    capabilities: str = "IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2"
    security: str = "none"
    faults: dict[str, str] = field(default_factory=dict)
    hides: bool = False
    literals: bool = False
    port: int = 0
    said: list[str] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    @property
    def sent(self) -> list[bytes]:
        return self.folders["Sent"].emails

    def commands(self) -> list[str]:
        return [" ".join(line.split()[1:2]).upper() for line in self.said]


@contextmanager
def serving(security: str = "none") -> Iterator[Server]:
    """A mailbox while the block lasts; its certificate is for localhost."""
    server, lines = Server(security=security), set[socket.socket]()
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _handler(server, lines)) as here:
        here.daemon_threads, server.port = False, here.server_address[1]
        running = threading.Thread(target=here.serve_forever, kwargs={"poll_interval": 0.01})
        running.start()
        try:
            yield server
        finally:
            server.ended.set()
            here.shutdown()
            running.join()
            for line in list(lines):
                with suppress(OSError):
                    line.shutdown(socket.SHUT_RDWR)


class Cut(Exception):
    """The line is cut."""


def _handler(server: Server, lines: set[socket.socket]) -> type[socketserver.StreamRequestHandler]:
    class Handler(socketserver.StreamRequestHandler):
        folder: Folder | None = None
        disable_nagle_algorithm = True

        def handle(self) -> None:
            lines.add(self.request)
            with suppress(Cut, OSError):
                if server.security == "tls":
                    self._encrypt()
                self.say("* OK ready" if "GREETING" not in server.faults else "* BYE no")
                while line := self.hear():
                    tag, _, rest = line.partition(" ")
                    self.obey(tag, *rest.split(" ", 1))
            with suppress(OSError):
                self.request.close()

        def _encrypt(self) -> None:
            lines.discard(self.request)
            self.request = server_side("localhost").wrap_socket(self.request, server_side=True)
            lines.add(self.request)
            self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb", 0)

        def hear(self) -> str:
            line = self.rfile.readline().decode().rstrip("\r\n")
            server.said.extend([line] if line else [])
            return line

        def say(self, *parts: str) -> None:
            self.wfile.write("".join(f"{part}\r\n" for part in parts).encode())

        def obey(self, tag: str, command: str, rest: str = "") -> None:
            name = " ".join([command, *rest.split()[:1]]).upper() if command.upper() == "UID" else command.upper()
            match server.faults.get(name):
                case "no" | "bad" as word:
                    return self.say(f"{tag} {word.upper()} {'[UNAVAILABLE]' if name == 'AUTHENTICATE' else 'refused'}")
                case "drop":
                    raise Cut
                case "hang":
                    server.ended.wait()
                    raise Cut
                case "silent":
                    return self.say(f"{tag} OK done")
                case "garbled":
                    return self.say(f"* {name.split()[-1]} ( one {{two", f"* 1 {name.split()[-1]} (", f"{tag} OK done")
            return getattr(self, name.replace(" ", "_"), self.unknown)(tag, rest)

        def unknown(self, tag: str, _: str) -> None:
            self.say(f"{tag} BAD unknown command")

        def CAPABILITY(self, tag: str, _: str) -> None:
            self.say(f"* CAPABILITY {server.capabilities}", f"{tag} OK done")

        def STARTTLS(self, tag: str, _: str) -> None:
            self.say(f"{tag} OK begin")
            self._encrypt()

        def LOGIN(self, tag: str, rest: str) -> None:
            right = _words(rest) == [USER, PASSWORD.encode("ascii", "ignore").decode()]
            self.say(f"{tag} OK done" if right else f"{tag} NO [AUTHENTICATIONFAILED]")

        def AUTHENTICATE(self, tag: str, way: str) -> None:
            self.say("+ ")
            given = base64.b64decode(self.hear()).decode()
            if given in (f"\0{USER}\0{PASSWORD}", f"user={USER}\1auth=Bearer {TOKEN}\1\1"):
                return self.say(f"{tag} OK done")
            if way == "XOAUTH2":
                self.say("+ " + base64.b64encode(b'{"status":"400"}').decode())
                assert self.rfile.readline() == b"\r\n"
            return self.say(f"{tag} NO [AUTHENTICATIONFAILED] that is not {given}")

        def LIST(self, tag: str, _: str) -> None:
            for name, folder in server.folders.items():
                listed = f"{{{len(name)}}}\r\n{name}" if server.literals else '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
                self.say(f'* LIST ({folder.marks}) "/" {listed}')
            self.say(f"{tag} OK done")

        def EXAMINE(self, tag: str, rest: str) -> None:
            self.folder = server.folders.get(_words(rest)[0])
            if self.folder is None:
                return self.say(f"{tag} NO no such folder")
            return self.say(f"* {len(self.folder.emails)} EXISTS", f"{tag} OK [READ-ONLY]")

        def UID_SEARCH(self, tag: str, rest: str) -> None:
            assert self.folder
            _, header, name, wanted = _words(rest)
            assert (header, server.hides) in (("HEADER", False), ("HEADER", True))
            heads = [BytesHeaderParser().parsebytes(email) for email in self.folder.emails]
            found = [str(10 * n) for n, head in enumerate(heads, 1) if wanted in str(head.get(name, "")) and not server.hides]
            self.say("* SEARCH " + " ".join(found), f"{tag} OK done")

        def UID_FETCH(self, tag: str, rest: str) -> None:
            self._fetch(tag, [int(uid) // 10 for uid in rest.split()[1].split(",")], rest)

        def FETCH(self, tag: str, rest: str) -> None:
            first, _, last = rest.split()[0].partition(":")
            self._fetch(tag, list(range(int(first), int(last) + 1)), rest)

        def _fetch(self, tag: str, numbers: list[int], rest: str) -> None:
            assert self.folder
            found = re.search(r"BODY\.PEEK\[HEADER\.FIELDS \((.*)\)\]", rest)
            assert found, "an email would be marked as read"
            for number in numbers[:-1] if server.faults.get("FETCH") == "short" and numbers[1:] else numbers:
                head = BytesHeaderParser().parsebytes(self.folder.emails[number - 1])
                body = "".join(f"{name}: {value}\r\n" for name, value in head.items() if name.upper() in found[1].split()) + "\r\n"
                self.say(f"* {number} FETCH (UID {10 * number} BODY[HEADER.FIELDS ({found[1]})] {{{len(body.encode())}}}\r\n{body})")
            self.say(f"{tag} OK done")

        def LOGOUT(self, tag: str, _: str) -> None:
            self.say("* BYE", f"{tag} OK done")
            raise Cut

    return Handler


def _words(rest: str) -> list[str]:
    reader = shlex.shlex(rest, posix=True)
    reader.whitespace_split, reader.commenters, reader.quotes, reader.escapedquotes = True, "", '"', '"'
    return list(reader)
