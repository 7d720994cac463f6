"""Emails through a mail server, one recipient each, over one connection; what became of each is told by the server's reply alone."""

import re
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from sgp.errors import ExitCode, Stop
from sgp.mail import HandOn
from sgp.mail.greeting import Server
from sgp.mail.line import Lost, ask, heard, leave, quiet, say
from sgp.mail.replies import Step, meaning, unanswered, unready
from sgp.mail.signing_in import Login, check_allowed, check_login, signed_in
from sgp.plan import Envelope, Handed

__all__ = ("Login", "Server", "check_login", "smtp")

PATIENCE = 5
"""Times the usual wait for the reply to a whole email: giving up early leaves it unknown (RFC 5321 4.5.3.2.6 says ten minutes)."""
MOST_LOST = 3
"""Connections lost in a row after which the run stops."""


@contextmanager
def smtp(server: Server, login: Login | None) -> Iterator[HandOn]:
    """Hand emails on through this server; the connection is made at the first one. Raises Stop at once where it may not be used so."""
    check_allowed(server, login)
    post = _Post(server, login)
    try:
        yield post.hand_on
        post.leave()
    finally:
        post.close()


@dataclass
class _Post:
    """The one connection, kept only while every reply fits, and how many were lost in a row."""

    server: Server
    login: Login | None
    talk: smtplib.SMTP | None = None
    lost: int = 0

    def hand_on(self, envelope: Envelope) -> Handed:
        if unfit := _unfit(envelope):
            return unfit
        try:
            return self._handed(envelope)
        except Lost as lost:
            return self._counted(unanswered(lost.step))
        except Stop as stop:
            return Handed("deferred", str(stop), stop)

    def _handed(self, envelope: Envelope) -> Handed:
        kept, self.talk = self.talk, None
        if kept:
            try:
                return self._over(kept, envelope)
            except Lost as lost:
                if lost.step is not Step.MAIL:
                    raise
        # nothing of this email was taken: a server may close a line that was idle
        return self._over(signed_in(self.server, self.login), envelope)

    def _over(self, talk: smtplib.SMTP, envelope: Envelope) -> Handed:
        try:
            step, code, text = _dialogue(talk, envelope)
            handed = meaning(step, code, text)
            if code == 421:
                return self._counted(handed)
            self.lost = 0
            if handed.status == "sent" or _reset(talk):
                self.talk = talk
            return handed
        finally:
            if self.talk is None:
                talk.close()

    def _counted(self, handed: Handed) -> Handed:
        self.lost += 1
        if self.lost < MOST_LOST or handed.stop:
            return handed
        return replace(handed, stop=unready(f"the connection broke off {self.lost} times in a row."))

    def leave(self) -> None:
        if self.talk:
            leave(self.talk)

    def close(self) -> None:
        if self.talk:
            self.talk.close()


def _dialogue(talk: smtplib.SMTP, envelope: Envelope) -> tuple[Step, int, str]:
    """Say the email, up to the reply that settles it: step, code and text. Raises Lost."""
    said = ((Step.MAIL, f"MAIL FROM:<{envelope.sender}>", 2), (Step.RCPT, f"RCPT TO:<{envelope.to}>", 2), (Step.DATA, "DATA", 3))
    for step, command, good in said:
        code, text = ask(talk, step, command)
        if code >= 400:
            return step, code, text
        if code // 100 != good:
            raise Lost(step)
    if not quiet(talk):
        raise Lost(Step.DATA)
    return Step.CONTENT, *_content(talk, envelope.raw)


def _content(talk: smtplib.SMTP, raw: bytes) -> tuple[int, str]:
    assert talk.sock is not None
    talk.sock.settimeout(PATIENCE * talk.timeout)
    end = b".\r\n" if raw.endswith(b"\r\n") else b"\r\n.\r\n"
    say(talk, Step.CONTENT, re.sub(rb"(?m)^\.", b"..", raw) + end)
    code, text = heard(talk, Step.CONTENT)
    if 300 <= code < 400:
        raise Lost(Step.CONTENT)
    return code, text


def _reset(talk: smtplib.SMTP) -> bool:
    try:
        return ask(talk, Step.MAIL, "RSET")[0] < 300
    except Lost:
        return False


def _unfit(envelope: Envelope) -> Handed | None:
    """What cannot be said to any mail server without saying more than was meant: such an address, a bare line break."""
    if not _plain(envelope.sender):
        stop = Stop(f"Emails cannot come from “{envelope.sender}”. Put a plain address as the coordinator's.", ExitCode.CONFIGURATION)
        return Handed("deferred", str(stop), stop)
    if not _plain(envelope.to):
        return Handed("failed", "The address is not one that email can be sent to.")
    if re.search(rb"\r(?!\n)|(?<!\r)\n", envelope.raw):
        return Handed("failed", "The email holds a bare line break, which mail servers read as they like. Nothing was sent.")
    return None


def _plain(address: str) -> bool:
    return bool(re.fullmatch(r"[^\s<>@]+@[^\s<>@]+", address)) and address.isascii() and address.isprintable()
