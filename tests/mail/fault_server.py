"""A mail server that goes wrong as scripted: any reply at any step, a drop, a hang, and what it saw meanwhile."""

import socket
import ssl
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BufferedReader

USUAL = {
    "greeting": "220 fault.example ready", "STARTTLS": "220 2.0.0 go ahead", "AUTH": "235 2.7.0 welcome",
    "MAIL": "250 2.1.0 ok", "RCPT": "250 2.1.5 ok", "DATA": "354 go on", "dot": "250 2.0.0 queued",
    "RSET": "250 2.0.0 ok", "NOOP": "250 2.0.0 ok", "QUIT": "221 2.0.0 bye",
}


@dataclass(frozen=True)
class Act:
    """What the server does at a step: send these packets, where `{said}` is what it was told, then go on, drop the line or hang."""

    packets: tuple[bytes, ...] = ()
    then: str = "go on"


def reply(text: str, then: str = "go on") -> Act:
    """A reply of one or more lines in one packet."""
    return Act((text.replace("\n", "\r\n").encode() + b"\r\n",), then)


DROP, HANG = Act(then="drop"), Act(then="hang")


@dataclass
class Faults:
    """A running server. `script` is step -> acts, used up one by one, after which the step goes well.

    Steps are the commands, `greeting`, `handshake`, `content` (after its first line) and `dot`. `whole` are emails read up to their dot,
    `accepted` those it answered well.
    """

    script: Mapping[str, Sequence[Act]]
    starttls: ssl.SSLContext | None = None
    port: int = 0
    connections: int = 0
    said: list[str] = field(default_factory=list)
    whole: list[bytes] = field(default_factory=list)
    accepted: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.left = {step: list(acts) for step, acts in self.script.items()}
        self.last = b""

    def talk(self, line: socket.socket) -> None:
        """One connection, until it ends."""
        if self.act(line, "greeting"):
            self.talk_on(line)

    def talk_on(self, line: socket.socket) -> None:
        """The commands of one connection, from here on."""
        with line.makefile("rb") as reader:
            while self._answered(line, reader):
                pass
        if self.last.startswith(b"220"):
            with self._encrypted(line) as safe:
                self.talk_on(safe)

    def act(self, line: socket.socket, step: str, usual: str = "", said: str = "") -> bool:
        """Do what the script says, else the usual; whether to go on."""
        acts = self.left.get(step)
        act = acts.pop(0) if acts else reply(usual or USUAL[step])
        self.last = b"".join(act.packets)
        for packet in act.packets:
            line.sendall(packet.replace(b"{said}", said.encode()))
        if act.then == "hang":
            while line.recv(4096):
                pass
        return act.then == "go on"

    def _answered(self, line: socket.socket, reader: BufferedReader) -> bool:
        said = reader.readline().decode().strip()
        if not said and not self.last.startswith(b"334"):
            return False
        self.said.append(said)
        step = "AUTH" if self.last.startswith(b"334") else said.split(" ")[0].upper()
        going = self.act(line, step, self._offer(line) if step == "EHLO" else "", said)
        if step == "DATA" and going and self.last.startswith(b"354"):
            return self._content(line, reader)
        return going and step != "QUIT" and not self.last.startswith(b"220")

    def _content(self, line: socket.socket, reader: BufferedReader) -> bool:
        content = b""
        while (words := reader.readline()) not in (b".\r\n", b""):
            content += words[1:] if words.startswith(b".") else words
            if self.left.get("content") and not self.act(line, "content"):
                return False
        if not words:
            return False
        self.whole.append(content)
        acts = self.left.get("dot") or [reply(USUAL["dot"])]
        if b"".join(acts[0].packets).startswith(b"2"):
            self.accepted.append(content)
        return self.act(line, "dot")

    def _offer(self, line: socket.socket) -> str:
        offer = "STARTTLS" if self.starttls and not isinstance(line, ssl.SSLSocket) else "AUTH PLAIN XOAUTH2"
        return f"250-fault.example\n250-{offer}\n250 SIZE 1000000"

    def _encrypted(self, line: socket.socket) -> socket.socket:
        assert self.starttls
        if self.left.get("handshake"):
            self.act(line, "handshake")
            raise OSError
        return self.starttls.wrap_socket(line, server_side=True)


@contextmanager
def failing(script: Mapping[str, Sequence[Act]], starttls: ssl.SSLContext | None = None) -> Iterator[Faults]:
    """Run such a server on loopback, one connection after the other."""
    faults = Faults(script, starttls)
    with socket.create_server(("127.0.0.1", 0)) as door:
        faults.port = door.getsockname()[1]
        thread = threading.Thread(target=_answer, args=(door, faults), daemon=True)
        thread.start()
        yield faults
        door.shutdown(socket.SHUT_RDWR)
        thread.join(5)
        assert not thread.is_alive()


def _answer(door: socket.socket, faults: Faults) -> None:
    while True:
        try:
            line, _ = door.accept()
        except OSError:
            return
        line.settimeout(5)
        faults.connections += 1
        with line:
            try:
                faults.talk(line)
            except OSError:  # the other side closed, or the handshake failed
                continue
