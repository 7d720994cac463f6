"""Signing in to a mail server, with a password or an access token; neither ever stands in an error."""

import base64
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field

from sgp.mail.greeting import Server, connected, is_here, welcome, wrong
from sgp.mail.line import Lost, ask, leave
from sgp.mail.replies import Step, silent


@dataclass(frozen=True)
class Login:
    """Who signs in: with a password, or with an access token (XOAUTH2), which is asked for anew at each connection."""

    user: str
    password: str = field(default="", repr=False)
    token: Callable[[], str] | None = field(default=None, repr=False)


def check_allowed(server: Server, login: Login | None) -> None:
    """Raise Stop (configuration) where this would send in plain text to another computer, or sign in with nothing."""
    if server.security == "none" and (login or not is_here(server.host)):
        raise wrong("Without encryption emails go only to a mail server on this very computer, with no sign-in. "
                    f"Use starttls or tls for {server.host}.")
    if login and not (login.user and (login.password or login.token)):
        raise wrong(f"The sign-in at {server.host} is not complete: it needs a user name, and a password or a token.")


def signed_in(server: Server, login: Login | None) -> smtplib.SMTP:
    """A line that is ready for an email. Raises Stop: configuration where a person must act, temporary where waiting helps."""
    check_allowed(server, login)
    talk = None
    try:
        talk = connected(server)
        if login:
            _sign_in(talk, login)
        ready, talk = talk, None
        return ready
    except Lost as lost:
        raise silent(lost.step) from None
    finally:
        if talk:
            talk.close()


def check_login(server: Server, login: Login | None) -> str:
    """Connect, sign in, say goodbye, and tell how it went in one line. Raises Stop; no email is sent."""
    talk = signed_in(server, login)
    try:
        welcome(Step.AUTH, *ask(talk, Step.AUTH, "NOOP"))
        version = talk.sock.version() if isinstance(talk.sock, ssl.SSLSocket) else None
        leave(talk)
    except Lost as lost:
        raise silent(lost.step) from None
    finally:
        talk.close()
    safety = version.replace("v", " ") if version else "no encryption, on this computer"
    return f"{server.host}:{server.port}, {safety}, {f'signed in as {login.user}' if login else 'no sign-in'}"


def _sign_in(talk: smtplib.SMTP, login: Login) -> None:
    secret = login.token() if login.token else login.password
    way, answers = _answers(login, secret, talk.esmtp_features.get("auth", "").upper().split())
    coded = [base64.b64encode(answer.encode()).decode() for answer in answers]
    left = [f"AUTH {way}", *coded] if way == "LOGIN" else [f"AUTH {way} {coded[0]}"]
    code, text = ask(talk, Step.AUTH, left.pop(0))
    for _ in range(3):
        if code == 334:  # nothing left to say: XOAUTH2 was refused, and an empty line asks for the verdict
            code, text = ask(talk, Step.AUTH, left.pop(0) if left else "")
    welcome(Step.AUTH, code, _without(text, [secret, *answers, *coded]))


def _answers(login: Login, secret: str, offered: list[str]) -> tuple[str, list[str]]:
    """The way to sign in and what to say, in order: Google's and Microsoft's XOAUTH2, RFC 4616 (PLAIN), LOGIN."""
    if login.token:
        return "XOAUTH2", [f"user={login.user}\x01auth=Bearer {secret}\x01\x01"]
    if "PLAIN" in offered:
        return "PLAIN", [f"\0{login.user}\0{secret}"]
    if "LOGIN" in offered:
        return "LOGIN", [login.user, secret]
    ways = " ".join(offered) or "nothing"
    raise wrong(f"The mail server takes no password (it offers: {ways}). Sign in with a token, or check host and port.")


def _without(text: str, secrets: list[str]) -> str:
    """The server's words without what it may have echoed."""
    for secret in secrets:
        text = text.replace(secret, "…") if secret else text
    return text
