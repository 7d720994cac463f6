"""The line to a mail server: say one thing, hear one whole reply, and know when the two no longer fit."""

import smtplib

from sgp.mail.replies import Step


class Lost(Exception):
    """The server dropped the line, kept silent, or said what cannot be read, at this step."""

    def __init__(self, step: Step) -> None:
        super().__init__(step)
        self.step = step


def ask(talk: smtplib.SMTP, step: Step, command: str) -> tuple[int, str]:
    """Say one command and give the reply to it. Raises Lost.

    A server that has said something unasked is lost too: which reply is to what can no longer be told.
    """
    if not quiet(talk):
        raise Lost(step)
    say(talk, step, f"{command}\r\n".encode("ascii"))
    return heard(talk, step)


def say(talk: smtplib.SMTP, step: Step, words: bytes) -> None:
    """Send these bytes. Raises Lost."""
    try:
        talk.send(words)
    except (smtplib.SMTPException, OSError):
        raise Lost(step) from None


def heard(talk: smtplib.SMTP, step: Step) -> tuple[int, str]:
    """The next reply: its code, from 200 to 599, and its text. Raises Lost where none comes or it cannot be read."""
    try:
        return read(step, *talk.getreply())
    except (smtplib.SMTPException, OSError):
        raise Lost(step) from None


def read(step: Step, code: int, text: bytes) -> tuple[int, str]:
    """A reply as smtplib gives it, with its text as text. Raises Lost where the code is none."""
    if not 200 <= code <= 599:
        raise Lost(step)
    return code, text.decode("utf-8", errors="replace")


def quiet(talk: smtplib.SMTP) -> bool:
    """Whether nothing waits to be read. A closed line is quiet too: the next reply tells."""
    assert talk.sock is not None
    talk.file = talk.file or talk.sock.makefile("rb")
    talk.sock.settimeout(0)
    try:
        return not talk.file.peek(1)
    except OSError:  # TLS has nothing whole to decrypt yet
        return True
    finally:
        talk.sock.settimeout(talk.timeout)


def leave(talk: smtplib.SMTP) -> None:
    """Say goodbye, wait a little for the answer, and close."""
    talk.timeout = min(talk.timeout, 5)
    try:
        ask(talk, Step.MAIL, "QUIT")
    except Lost:
        pass
    finally:
        talk.close()
