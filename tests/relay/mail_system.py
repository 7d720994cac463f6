"""A mail system of Debian's own parts on loopback: Postfix with its real queue, Dovecot with IMAP. Both are gone when the block ends.

As root, `python tests/relay/mail_system.py` runs one for trying things by hand.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from email.parser import BytesHeaderParser
from pathlib import Path

from mail_settings import NOBODY, PASSWORD, USER, Place, dovecot, postfix

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "tests" / "mail"))

from certificates import authority, certified  # noqa: E402  # its folder is found only from here on

MASTER = Path("/usr/lib/postfix/sbin/master")
KEEPER = '"$@" & master=$!; read -r _; exec 2>/dev/null; kill "$master"; wait "$master"'
ENOUGH = 20.0
"""Seconds after which something that has not happened never will."""


@dataclass(frozen=True)
class MailSystem:
    """A running one: where it is, and the file of the authority that certified it."""

    at: Place
    ca: Path

    def queued(self) -> str:
        """What `postqueue` says of each email that is on its way, a line each."""
        return _told("postqueue", "-c", str(self.at.folder / "postfix"), "-j")

    def delivered(self) -> None:
        """Wait until no email is on its way any more."""
        _told("postqueue", "-c", str(self.at.folder / "postfix"), "-f")
        until(lambda: not self.queued(), "the queue to be empty")

    def inbox(self, address: str) -> list[bytes]:
        """What arrived for this person, in no order: each email as Postfix left it, with line feeds alone."""
        return _emails(self.at.mail / address)

    def sent(self) -> list[bytes]:
        """What is in the Sent folder of USER."""
        return _emails(self.at.mail / USER / ".Sent")

    def arrivals(self) -> Counter[tuple[str, str]]:
        """(person, Message-ID) -> how many copies arrived."""
        boxes = [box.name for box in self.at.mail.iterdir()]
        return Counter((name, str(BytesHeaderParser().parsebytes(email)["Message-ID"])) for name in boxes for email in self.inbox(name))

    def forget(self) -> None:
        """Empty every mailbox."""
        for path in [path for part in ("new", "cur") for path in self.at.mail.rglob(f"{part}/*")]:
            path.unlink()

    def log(self) -> str:
        """What Postfix said of all it did."""
        return (self.at.folder / "postfix.log").read_text()


def lacks() -> str:
    """Why no mail system can run here, or nothing."""
    if os.name != "posix" or os.geteuid() != 0:
        return "Postfix starts only as root"
    missing = [name for name in ("postfix", "dovecot") if not shutil.which(name)]
    if missing or not MASTER.exists():
        return f"{' and '.join(missing) or MASTER} not installed: apt-get install postfix dovecot-imapd"
    return "" if _dovecot_version().startswith(("2.3.", "2.4.")) else f"Dovecot {_dovecot_version()} is not known here"


@contextmanager
def running(people: Iterable[str]) -> Iterator[MailSystem]:
    """Start a mail system in which these people have mailboxes, and wait until it answers."""
    with tempfile.TemporaryDirectory(prefix="relay-") as name, ExitStack() as stack:
        at, ca = _placed(Path(name))
        try:
            stack.enter_context(_process("dovecot", "-F", "-c", str(_write_dovecot(at))))
            stack.enter_context(_process(str(MASTER), "-c", str(_write_postfix(at, people))))
            until(lambda: _answers(at.smtp_port) and _answers(at.imap_port), "the mail system to answer")
        except BaseException:
            print(*(path.read_text() for path in at.folder.glob("*.log")), file=sys.stderr)
            raise
        yield MailSystem(at, ca)


def until(happened: Callable[[], bool], what: str) -> None:
    """Look again and again, at most so long as makes sense."""
    end = time.monotonic() + ENOUGH
    while not happened():
        if time.monotonic() > end:
            raise TimeoutError(f"waited {ENOUGH:.0f} seconds for {what}")
        time.sleep(0.02)


def _placed(folder: Path) -> tuple[Place, Path]:
    """Make the folders, which Postfix's and Dovecot's own users must reach, and the certificate."""
    folder.chmod(0o755)
    for part in ("postfix", "queue", "data", "dovecot", "mail"):
        (folder / part).mkdir(mode=0o755)
    shutil.chown(folder / "data", "postfix")
    os.chown(folder / "mail", NOBODY, NOBODY)
    by = authority(folder)
    certified(by)
    certificate = next(folder.glob("127.0.0.1-*.pem"))
    certificate.chmod(0o600)
    return Place(folder, certificate, *_free_ports()), by.pem


def _free_ports() -> tuple[int, int]:
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as two:
        return one.getsockname()[1], two.getsockname()[1]


def _write_postfix(at: Place, people: Iterable[str]) -> Path:
    folder = at.folder / "postfix"
    for name, content in postfix(at, people).items():
        (folder / name).write_text(content)
    _told("postfix", "-c", str(folder), "post-install", "create-missing")
    return folder


def _write_dovecot(at: Place) -> Path:
    file, users = at.folder / "dovecot" / "dovecot.conf", at.folder / "dovecot" / "users"
    file.write_text(dovecot(at, _dovecot_version()))
    users.write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n", encoding="utf-8")
    return file


def _dovecot_version() -> str:
    return _told("dovecot", "--version")


def _told(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}: {done.stdout}{done.stderr}"
    return done.stdout.strip()


@contextmanager
def _process(*command: str) -> Iterator[None]:
    """Run a master with all its children, and end it. It ends too where the tests are killed: then its keeper's pipe is closed."""
    with subprocess.Popen(["sh", "-c", KEEPER, "keeper", *command], stdin=subprocess.PIPE, start_new_session=True) as keeper:
        try:
            yield
        finally:
            keeper.communicate(timeout=ENOUGH)


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def _emails(box: Path) -> list[bytes]:
    return [path.read_bytes() for part in ("new", "cur") for path in (box / part).glob("*")]


def main() -> None:
    """Run one until Ctrl-C."""
    if why := lacks():
        sys.exit(f"It cannot run here: {why}.")
    with running([f"{name}@oakfield.example" for name in ("amy", "bob", "cat")]) as system:
        print(f"SMTP 127.0.0.1:{system.at.smtp_port} (STARTTLS)   IMAP 127.0.0.1:{system.at.imap_port} (TLS)   authority {system.ca}")
        print(f"user {USER}   password {PASSWORD}   mailboxes {system.at.mail}   Ctrl-C ends it")
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            print()


if __name__ == "__main__":
    main()
