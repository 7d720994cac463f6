"""How many emails a second leave: ours with all its care, and what one could use instead, to the same server on this computer.

Run with: make bench. 300 target letters of a large school, with text, HTML and calendar, in plain text on loopback. The ways take turns;
of three turns the median counts. What mailmerge needs to start is taken off its time, and shown beside the time of our whole command.
"""

import csv
import os
import smtplib
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median

import mail_system
from certificates import authority, certified
from daemons import answers, free_ports, told, until
from large_school import write_exports
from school_files import SchoolFiles
from smtp_server import PASSWORD, USER, serving

from sgp.job.books import both_books
from sgp.job.opening import open_book
from sgp.job.options import Options, options, parser
from sgp.job.round import Round
from sgp.job.sending import send
from sgp.job.ways import way_of
from sgp.journal import journal
from sgp.mail.mime import frozen
from sgp.mail.smtp import Login, Server, smtp
from sgp.mailing import plan_letters
from sgp.plan import Envelope, Handed, Message

STAFF, TURNS, DAY = 300, 3, "2026-09-28"
COORDINATOR = "t0001@oakfield.example"
HERE = "127.0.0.1"
TEMPLATE = """TO: {{{{email}}}}
SUBJECT: {subject}
FROM: {sender}
Content-Type: multipart/alternative; boundary="boundary"
{attached}
--boundary
Content-Type: text/plain; charset=utf-8

{{{{text}}}}

--boundary
Content-Type: text/html; charset=utf-8

{{{{html}}}}

--boundary--
"""


@dataclass(frozen=True)
class Post:
    """A mail server that runs: its port, and how many emails and bytes it took since it was last asked."""

    name: str
    port: int
    taken: Callable[[], tuple[int, int]]
    ca: str = ""


@dataclass
class Spent:
    """Seconds on the clock, and of work by this process and by the ones it started."""

    clock: float = 0.0
    work: float = 0.0

    def __sub__(self, other: "Spent") -> "Spent":
        return Spent(self.clock - other.clock, self.work - other.work)


@contextmanager
def clocked() -> Iterator[Spent]:
    """What the block takes, known once it is over."""
    begun, spent = _spent(), Spent()
    yield spent
    took = _spent() - begun
    spent.clock, spent.work = took.clock, took.work


def _spent() -> Spent:
    return Spent(time.perf_counter(), sum(os.times()[:4]))


@dataclass(frozen=True)
class Load:
    """What is to be sent: the school, its letters as written and as frozen, and the same for mailmerge in a folder."""

    school: SchoolFiles
    messages: Sequence[Message]
    envelopes: Sequence[Envelope]
    merged: Path


def main() -> None:
    """Build the school, then let every way take its turns at each server."""
    with tempfile.TemporaryDirectory() as name:
        load = _load(Path(name))
        with aiosmtpd() as post, aiosmtpd(Path(name)) as safe:
            _show(post, load, safe)
        if why := mail_system.lacks():
            print(f"Postfix is left out: {why}.")
            return
        with postfix([m.to for m in load.messages]) as post:
            _show(post, load)


def _show(post: Post, load: Load, safe: Post | None = None) -> None:
    ways = [(name, way, post) for name, way in WAYS.items()]
    ways += [("ours: transport alone, STARTTLS and sign-in", partial(transport, login=Login(USER, PASSWORD)), safe)] if safe else []
    spent: dict[str, list[Spent]] = {name: [] for name, _, _ in ways}
    sizes: dict[str, int] = {}
    for _ in range(TURNS):
        for name, way, where in ways:
            spent[name].append(way(where, load))
            count, size = where.taken()
            assert count == len(load.messages), f"{name}: {count} arrived"
            sizes[name] = size // count
    print(f"{post.name}: {len(load.messages)} letters; median of {TURNS}; {os.cpu_count()} cores\n"
          f"{'way':50} {'a second':>8} {'seconds':>8} {'work, ms each':>13} {'bytes each':>10}  times mailmerge")
    base = median(took.clock for took in spent[MERGED])
    for name, turns in spent.items():
        clock, work = median(took.clock for took in turns), median(took.work for took in turns) / len(load.messages)
        print(f"{name:50} {len(load.messages) / clock:8.0f} {clock:8.2f} {1000 * work:13.1f} {sizes[name]:10}  {base / clock:.2f}")


def whole_command(post: Post, load: Load) -> Spent:
    """The time of the whole command, start-up, planning and all."""
    with _fresh(post, load) as school, clocked() as spent:
        done = school.run_apart("send_emails", "targets", "--send")
    assert done.code == 0, done.said
    return spent


def with_book(post: Post, load: Load) -> Spent:
    """The time of a run's sending: claims and results in the book, and the journal."""
    with _fresh(post, load) as school:
        here = _options(school)
        opened = open_book(both_books(here)[0], here)
        letters = list(plan_letters("targets", opened.desk).messages)
        with journal(here.output / "journal.sqlite3", opened.book.name, datetime.now(UTC)) as kept:
            going = Round(opened, way_of(here, COORDINATOR), kept, lambda *_: [], letters)
            with clocked() as spent:
                send(going)
    return spent


def with_journal(post: Post, load: Load, lot: int) -> Spent:
    """The time of freezing, keeping and sending, in lots of so many, as a run does it around its book."""
    now = datetime.now(UTC)
    with tempfile.TemporaryDirectory() as name, clocked() as spent, journal(Path(name) / "kept", "book", now) as kept, \
            smtp(_server(post), None) as hand_on:
        for first in range(0, len(load.messages), lot):
            envelopes = [frozen(m, now) for m in load.messages[first:first + lot]]
            kept.freeze(envelopes, now)
            done: tuple[Envelope, Handed] | None = None
            for envelope in envelopes:
                kept.step(done, envelope, now)
                done = envelope, hand_on(envelope)
            kept.step(done, None, now)
    return spent


def transport(post: Post, load: Load, login: Login | None = None) -> Spent:
    """The time of handing on what is frozen already."""
    with clocked() as spent, smtp(_server(post), login) as hand_on:
        for envelope in load.envelopes:
            hand_on(envelope)
    return spent


def plain_smtplib(post: Post, load: Load) -> Spent:
    """The time of what a short script does: a connection for each email, whose bytes are ready."""
    with clocked() as spent:
        for envelope in load.envelopes:
            with smtplib.SMTP(HERE, post.port) as line:
                line.sendmail(envelope.sender, [envelope.to], envelope.raw)
    return spent


def mailmerge(post: Post, load: Load) -> Spent:
    """The time of mailmerge's sending alone: its own command, less the same command with nothing to send."""
    return mailmerge_command(post, load) - mailmerge_command(post, load, "--limit", "0")


def mailmerge_command(post: Post, load: Load, *how_many: str) -> Spent:
    """The time of mailmerge's whole command."""
    (load.merged / "mailmerge_server.conf").write_text(f"[smtp_server]\nhost = {HERE}\nport = {post.port}\n")
    command = [str(Path(sys.executable).with_name("mailmerge")), "--no-dry-run", *(how_many or ("--no-limit",))]
    with clocked() as spent:
        subprocess.run(command, cwd=load.merged, check=True, stdout=subprocess.DEVNULL)
    return spent


MERGED = "mailmerge 2.3.0, start-up taken off"
WAYS: dict[str, Callable[[Post, Load], Spent]] = {
    "ours: claims and results in the book, journal": with_book,
    "ours: with journal, lots of 20": partial(with_journal, lot=20),
    "ours: with journal, lots of 10": partial(with_journal, lot=10),
    "ours: transport alone": transport,
    "smtplib, one connection an email": plain_smtplib,
    MERGED: mailmerge,
    "whole command: send_emails.py targets --send": whole_command,
    "whole command: mailmerge --no-dry-run --no-limit": mailmerge_command,
}


def _load(folder: Path) -> Load:
    school = SchoolFiles(folder / "school")
    school.folder.mkdir()
    school.run("setup_book")
    for tab, file in write_exports(school.folder, staff=STAFF).items():
        school.run("import_csv", tab, file, today="2026-12-04")
    book = school.edit()
    for row in book["Settings"].iter_rows(min_row=2):
        row[1].value = {"Coordinator email": COORDINATOR, "Approval needed": "no"}.get(str(row[0].value))
    school.save(book)
    school.run("generate_targets")
    here = _options(school)
    letters = plan_letters("targets", open_book(both_books(here)[0], here).desk).messages
    return Load(school, letters, [frozen(m, datetime.now(UTC)) for m in letters], _merged(folder / "mailmerge", letters))


def _merged(folder: Path, letters: Sequence[Message]) -> Path:
    """What mailmerge sends the same with: a template, a row for each letter, and the calendar of the first."""
    folder.mkdir()
    first = letters[0]
    for attachment in first.attachments:
        (folder / attachment.name).write_bytes(attachment.content)
    attached = "".join(f"ATTACHMENT: {a.name}\n" for a in first.attachments)
    template = TEMPLATE.format(subject=first.subject, sender=first.sender, attached=attached)
    (folder / "mailmerge_template.txt").write_text(template, encoding="utf-8")
    with (folder / "mailmerge_database.csv").open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([("email", "text", "html"), *((m.to, m.text, m.html) for m in letters)])
    return folder


def _options(school: SchoolFiles) -> Options:
    command = school.command("send_emails", today=DAY)
    return replace(options(parser("", "").parse_args(command[2:])), send=True)


@contextmanager
def _fresh(post: Post, load: Load) -> Iterator[SchoolFiles]:
    """The school as it was before anything was sent, set to send through this server."""
    with tempfile.TemporaryDirectory() as folder:
        mail = f'[mail]\ntransport = "smtp"\nhost = "{HERE}"\nport = {post.port}\nsecurity = "none"\nsign_in = "none"\n'
        yield replace(load.school.copy(Path(folder) / "school"), mail=mail)


def _server(post: Post) -> Server:
    return Server(HERE, post.port, "starttls" if post.ca else "none", post.ca)


@contextmanager
def aiosmtpd(folder: Path | None = None) -> Iterator[Post]:
    """aiosmtpd in a process of its own; with a folder for its certificate, it wants STARTTLS and a sign-in."""
    spawn = get_context("spawn")
    ours, theirs = spawn.Pipe()
    process = spawn.Process(target=_serve, args=(theirs, folder), daemon=True)
    process.start()

    def taken() -> tuple[int, int]:
        ours.send("taken?")
        count, size = ours.recv()
        return count, size

    try:
        yield Post("aiosmtpd", ours.recv(), taken, str(folder / "authority.pem") if folder else "")
    finally:
        ours.send("")
        process.join()


def _serve(line: Connection, folder: Path | None) -> None:
    with serving(starttls=certified(authority(folder)) if folder else None) as box:
        line.send(box.port)
        while line.recv():
            line.send((len(box.taken), sum(len(t.raw) for t in box.taken)))
            box.taken.clear()


@contextmanager
def postfix(people: Sequence[str]) -> Iterator[Post]:
    """Debian's Postfix, with a further port that asks for no encryption: mailmerge and a short script sign in nowhere."""
    with mail_system.running(people) as system:
        folder, port = system.at.folder / "postfix", free_ports()[0]
        with (folder / "master.cf").open("a") as services:
            services.write(f"{HERE}:{port} inet n - n - - smtpd -o smtpd_tls_security_level=may -o smtpd_client_restrictions= "
                           "-o smtpd_sender_restrictions=\n")
        told("postfix", "-c", str(folder), "reload")
        until(lambda: answers(port), "the further port")

        def taken() -> tuple[int, int]:
            system.delivered()
            emails = [email for person in people for email in system.inbox(person)]
            system.forget()
            return len(emails), sum(map(len, emails))

        yield Post("Postfix", port, taken)


if __name__ == "__main__":
    main()
