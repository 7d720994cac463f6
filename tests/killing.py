"""Schools whose runs are killed, and a mail server that counts what arrives: what went, from whom, and how often."""


import json
import os
import signal
import smtplib
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from email.parser import BytesHeaderParser
from hashlib import sha256
from pathlib import Path
from typing import Any

import imap_server
import smtp_server
from dying import DIED
from school_files import Done, School, SchoolFiles

from sgp.books import Workbook
from sgp.books.xlsx import XlsxBook
from sgp.contract import Cycle, Focus, Meeting, Setting, Staff, Target
from sgp.contract.columns import Row
from sgp.mail.mime import frozen
from sgp.plan import Changes, Edit, Message, TabChange

CYCLE = "Autumn 2026"
DAY = date(2026, 9, 28)
SENDER = imap_server.USER
HOMES = ("Science", "English")


def address(number: int) -> str:
    """The address of a teacher."""
    return f"t{number:03}@oakfield.example"


@dataclass
class Post:
    """A mail server on loopback, and the Sent folder that it fills."""

    smtp: smtp_server.Mailbox
    imap: imap_server.Server
    seen: list[bytes] = field(default_factory=list)

    def settings(self, look_up: bool = True, more: str = "") -> str:
        """The lines of a settings file by which email leaves through it."""
        sent = ["[mail.sent]", 'host = "127.0.0.1"', f"port = {self.imap.port}", 'security = "none"', "after = 0"]
        mail = ["[mail]", 'transport = "smtp"', 'host = "127.0.0.1"', f"port = {self.smtp.port}", 'security = "none"', 'sign_in = "none"',
                f'user = "{SENDER}"', "timeout = 20", more]
        return "\n".join([*mail, *(sent if look_up else [])])

    def copies(self) -> Counter[tuple[str, str]]:
        """How often each email arrived: Message-ID and recipient."""
        return Counter((message_id(t.raw), *t.to) for t in self.smtp.taken)

    def settled(self) -> None:
        """Wait until all that dead runs have said is dealt with: the server answers in the order in which it hears."""
        with smtplib.SMTP("127.0.0.1", self.smtp.port, timeout=20) as talk:
            for _ in range(3):
                talk.noop()


def message_id(raw: bytes) -> str:
    """The Message-ID of an email."""
    return str(BytesHeaderParser().parsebytes(raw)["Message-ID"])


@contextmanager
def post() -> Iterator[Post]:
    """A mail system while the block lasts; its Sent folder has proved itself by one earlier email of ours."""
    with smtp_server.serving() as smtp, imap_server.serving() as imap:
        async def handle_data(server: Any, session: Any, envelope: Any) -> str:
            imap.sent.append(envelope.content.partition(b"\r\n\r\n")[0] + b"\r\n\r\n")
            return await smtp_server.Mailbox.handle_DATA(smtp, server, session, envelope)

        smtp.handle_DATA = handle_data  # type: ignore[method-assign]
        earlier = Message("Summer/targets/0/1/x", "Summer", "targets", "x@oakfield.example", "X", "S", "t", "<p>t</p>", SENDER)
        imap.sent.append(frozen(earlier, datetime(2026, 5, 4, tzinfo=UTC)).raw)
        yield Post(smtp, imap)


class Warm:
    """A process that runs scripts as often as asked, each in a child of its own that can be made to die (see `dying`)."""

    def __init__(self) -> None:
        command = [sys.executable, "-W", "error", str(Path(__file__).with_name("dying.py"))]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._says, self._running = Path(), 0

    def start(self, school: School, *arguments: str, today: date = DAY, script: str = "send_emails", **how: Any) -> int:
        """Begin a run; the number of its process."""
        assert self._process.stdin
        self._stop()
        self._says = school.folder / "says.txt"
        asked = {"argv": school.command(script, *arguments, today=today.isoformat())[1:], "says": str(self._says),
                 "environment": {"SGP_MAIL_PASSWORD": imap_server.PASSWORD, **school.environment()}, **how}
        print(json.dumps(asked), file=self._process.stdin, flush=True)
        self._running = int(self._told())
        return self._running

    def end(self) -> Done:
        """How the run ended, once it has."""
        code, self._running = int(self._told()), 0
        return Done(code, self._says.read_text(encoding="utf-8"))

    def _told(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline().strip()

    def _stop(self) -> None:
        if self._running:  # a test failed in the middle of it
            os.kill(self._running, signal.SIGKILL)
            self.end()

    def run(self, school: School, *arguments: str, **how: Any) -> Done:
        """A whole run."""
        self.start(school, *arguments, **how)
        return self.end()

    def sleeps(self, school: School, *arguments: str, **how: Any) -> int:
        """Begin a run that stops at a step, and wait until it has; the number of its process."""
        number = self.start(school, "targets", "--send", *arguments, how="sleep", **how)
        assert (said := self._told()) == "asleep", (said, self._says.read_text(encoding="utf-8"))
        return number

    def send(self, school: School, *arguments: str, **how: Any) -> Done:
        """Send the target letters that are due."""
        return self.run(school, "targets", "--send", *arguments, **how)

    def close(self) -> None:
        """End it."""
        self._stop()
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.stdout.close()
        assert self._process.wait(20) == 0


@contextmanager
def warmed() -> Iterator[Warm]:
    """Such a process, while the block lasts."""
    warm = Warm()
    try:
        yield warm
    finally:
        warm.close()


def school_of(warm: Warm, folder: Path, teachers: int) -> SchoolFiles:
    """A school with so many teachers, each with an approved target that is due on `DAY`."""
    school = SchoolFiles(folder)
    folder.mkdir(parents=True, exist_ok=True)
    fill(warm, school, XlsxBook(school.book, DAY, folder / "backups", 1), teachers)
    return school


def fill(warm: Warm, school: School, book: Workbook, teachers: int) -> None:
    """Set a school up whose books are empty."""
    done = warm.run(school, script="setup_book")
    assert done.code == 0, done.said
    values = {"School name": "Oakfield School", "Coordinator name": "Sarah Whitfield", "Coordinator email": SENDER}
    settings = tuple(Edit(Setting.tab.key_of({"Setting": name}), {"Value": value}) for name, value in values.items())
    rows = list(_rows(teachers))
    tabs = {row.tab.title: row.tab for row in rows}
    added = [TabChange(tab, added=tuple(r.cells() for r in rows if r.tab == tab)) for tab in tabs.values()]
    book.write(Changes((TabChange(Setting.tab, settings), *added)))


def _rows(teachers: int) -> Iterator[Row]:
    yield Focus(name="Questioning", whole_school=True)
    yield Cycle(name=CYCLE, send_on=DAY, closes_on=date(2026, 12, 11))
    for number, day in (("1", date(2026, 10, 6)), ("2", date(2026, 11, 17)), ("3", date(2026, 12, 1))):
        yield Meeting(cycle=CYCLE, meeting=number, day=day, start=time(15, 30), end=time(16, 30), place="Library")
    for n in range(teachers):
        yield Staff(email=address(n), first_name=f"First{n}", last_name=f"Last{n}", departments=(HOMES[n % 2],))
    for n in range(teachers):
        yield Target(cycle=CYCLE, email=address(n), name=f"First{n} Last{n}", department=HOMES[n % 2], focus="Questioning",
                     text=f"After each question count to {n + 3} in your head.", status="Approved", how_sure="Sure", drafted_on=DAY)


def killed(ended: Done) -> bool:
    """Whether a run died before its end."""
    return ended.code in (DIED, -9)


def log(school: School) -> list[dict[str, Any]]:
    """The rows of the email log, as they were last saved."""
    return [dict(row) for row in school.rows("Email log")]


def sha256s(raw: bytes) -> str:
    """What tells these bytes from any others."""
    return sha256(raw).hexdigest()
