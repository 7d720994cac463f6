"""A mail system of Debian's own parts on loopback: Postfix with its real queue, Dovecot with IMAP. Both are gone when the block ends.

As root, `python tests/relay/mail_system.py` runs one for trying things by hand.
"""

import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from email.parser import BytesHeaderParser
from pathlib import Path

from daemons import answers, daemon, free_ports, told, until
from dovecot_settings import dovecot
from mail_place import DOMAIN, NOBODY, PASSWORD, USER, Place
from postfix_settings import postfix

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "tests" / "mail"))

from certificates import authority, certified  # noqa: E402  # its folder is found only from here on

MASTER = Path("/usr/lib/postfix/sbin/master")


@dataclass(frozen=True)
class MailSystem:
    """A running one: where it is, and the file of the authority that certified it."""

    at: Place
    ca: Path

    def queued(self) -> str:
        """What `postqueue` says of each email that is on its way, a line each."""
        return told("postqueue", "-c", str(self.at.folder / "postfix"), "-j")

    def delivered(self) -> None:
        """Wait until no email is on its way any more."""
        told("postqueue", "-c", str(self.at.folder / "postfix"), "-f")
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
    version = _dovecot_version()
    return "" if version.startswith(("2.3.", "2.4.")) else f"Dovecot {version} is not known here"


@contextmanager
def running(people: Iterable[str]) -> Iterator[MailSystem]:
    """Start a mail system in which these people have mailboxes, and wait until it answers."""
    with tempfile.TemporaryDirectory(prefix="relay-") as name, ExitStack() as stack:
        at, ca = _placed(Path(name))
        try:
            stack.enter_context(daemon("dovecot", "-F", "-c", str(_write_dovecot(at))))
            stack.enter_context(daemon(str(MASTER), "-c", str(_write_postfix(at, people))))
            until(lambda: answers(at.smtp_port) and answers(at.imap_port), "the mail system to answer")
        except BaseException:
            print(*(path.read_text() for path in at.folder.glob("*.log")), file=sys.stderr)
            raise
        yield MailSystem(at, ca)


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
    return Place(folder, certificate, *free_ports()), by.pem


def _write_postfix(at: Place, people: Iterable[str]) -> Path:
    folder = at.folder / "postfix"
    for name, content in postfix(at, people).items():
        (folder / name).write_text(content)
    told("postfix", "-c", str(folder), "post-install", "create-missing")
    return folder


def _write_dovecot(at: Place) -> Path:
    file, users = at.folder / "dovecot" / "dovecot.conf", at.folder / "dovecot" / "users"
    file.write_text(dovecot(at, _dovecot_version()))
    users.write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n", encoding="utf-8")
    return file


def _dovecot_version() -> str:
    return told("dovecot", "--version")


def _emails(box: Path) -> list[bytes]:
    return [path.read_bytes() for part in ("new", "cur") for path in (box / part).glob("*")]


def main() -> None:
    """Run one until Ctrl-C."""
    if why := lacks():
        sys.exit(f"It cannot run here: {why}.")
    with running([f"{name}@{DOMAIN}" for name in ("amy", "bob", "cat")]) as system:
        print(f"SMTP 127.0.0.1:{system.at.smtp_port} (STARTTLS)   IMAP 127.0.0.1:{system.at.imap_port} (TLS)   authority {system.ca}")
        print(f"user {USER}   password {PASSWORD}   mailboxes {system.at.mail}   Ctrl-C ends it", flush=True)
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            print()


if __name__ == "__main__":
    main()
