"""Gmail without SMTP: each email goes to the Gmail API once, as the bytes it was frozen to; and what Gmail's Sent folder can tell.

The API gives every email a Message-ID of its own and keeps ours nowhere (gauteh/lieer issue 198; FlowCrypt/flowcrypt-browser
issue 4273; margince pull request 314, tried on a real mailbox in July 2026). So that ours is not found proves nothing, and
`gmail_sent` never says no.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from google.auth.credentials import Credentials
from google.auth.exceptions import GoogleAuthError
from google.auth.transport.requests import AuthorizedSession

from sgp.errors import ExitCode, Stop
from sgp.mail import HandOn, LookUp
from sgp.mail.denied import denied
from sgp.mail.gmail_answers import meaning, no_line, refusal, silence
from sgp.mail.tokens import google_token
from sgp.plan import Handed

SENDING = "https://gmail.googleapis.com/upload/gmail/v1/users/me/messages/send?uploadType=media"
MAILBOX = "https://gmail.googleapis.com/gmail/v1/users/me"
WITHIN = (15.0, 90.0)
"""Seconds to wait for a connection, and for an answer."""
NEWEST = 100
"""How many of the emails sent last are looked through for traces of ours: one lot is 20."""
TO_NOBODY = b"Subject: Is sending allowed?\r\n\r\nGmail refuses this, because it is addressed to nobody.\r\n"
ANSWERS = {"references", "in-reply-to"}
"""Headers that name an email without being it."""

Ask = Callable[..., dict[str, Any]]


@contextmanager
def gmail(credentials: Credentials) -> Iterator[HandOn]:
    """Send through the Gmail API, as whoever the credentials sign in (they need the scope gmail.send).

    Every send is one request: no retry, no redirect, and no second one after a 401; the token is renewed before.
    """
    fresh = google_token(credentials)
    with _session(credentials) as session:
        yield lambda envelope: _handed(session, fresh, envelope.raw)


@contextmanager
def gmail_sent(credentials: Credentials) -> Iterator[LookUp]:
    """Look for an email in Gmail's Sent folder (scope gmail.readonly; gmail.metadata allows no search, not even beside it).

    True if an email there has our Message-ID, or is among the newest and carries its unique part in any header that is not about
    an answer. Never False, but None where nothing is found, since the API renames what it sends. For what smtp.gmail.com sent,
    `sent.sent_folder` over IMAP can say no.
    """
    fresh = google_token(credentials)
    with _session(credentials) as session:
        def ask(path: str, **params: Any) -> dict[str, Any]:
            return _asked(session, fresh, path, params)

        newest = cache(lambda: [_headers(ask, each) for each in _listed(ask, maxResults=NEWEST)])
        yield lambda message_id: _in_sent(ask, newest, message_id)


def check_gmail(credentials: Credentials) -> str:
    """One line that says as whom Gmail lets us send. Raises Stop.

    Nothing is sent: Gmail is offered an email to nobody, which it refuses (“Recipient address required”) once all else is right.
    """
    fresh = google_token(credentials)
    with _session(credentials) as session:
        answer = _handed(session, fresh, TO_NOBODY)
        if answer.stop:
            raise answer.stop
        try:
            who = _asked(session, fresh, "profile", {})["emailAddress"]
        except (Stop, KeyError):  # gmail.send alone does not tell
            return "Gmail lets whoever signed in send email. As whom, it does not say with this permission."
        return f"Gmail lets {who} send email."


def _session(credentials: Credentials) -> AuthorizedSession:
    return AuthorizedSession(credentials, max_refresh_attempts=0)  # type: ignore[no-untyped-call]


def _handed(session: AuthorizedSession, fresh: Callable[[], str], raw: bytes) -> Handed:
    try:
        fresh()
        answer = session.post(SENDING, data=raw, headers={"Content-Type": "message/rfc822"}, timeout=WITHIN, allow_redirects=False)
    except Stop as stop:
        return Handed("deferred", str(stop), stop)
    except GoogleAuthError as fault:  # the session signs in before it sends
        return Handed("deferred", str(denied(fault)), denied(fault))
    except OSError as fault:  # as all that requests raises is
        return silence(fault)
    return meaning(answer.status_code, answer.content)


def _asked(session: AuthorizedSession, fresh: Callable[[], str], path: str, params: dict[str, Any]) -> dict[str, Any]:
    try:
        fresh()
        answer = session.get(f"{MAILBOX}/{path}", params=params, timeout=WITHIN, allow_redirects=False)
        told = answer.json() if answer.ok else None
    except GoogleAuthError as fault:
        raise denied(fault) from None
    except (OSError, ValueError) as fault:  # no answer, or one that breaks off
        raise no_line(fault if isinstance(fault, OSError) else OSError()) from None
    if not isinstance(told, dict):
        raise refusal(answer.status_code, answer.content)
    return told


def _in_sent(ask: Ask, newest: Callable[[], list[list[tuple[str, str]]]], message_id: str) -> bool | None:
    if not re.fullmatch(r"<[\w.+=-]+@[\w.-]+>", message_id, re.ASCII):  # anything else might be a search of its own
        return None
    try:
        found = [_headers(ask, each) for each in _listed(ask, q=f"rfc822msgid:{message_id}")]
        return any(_is(headers, message_id) for headers in [*found, *newest()]) or None
    except (KeyError, TypeError, AttributeError):
        raise Stop("Gmail's answer about the Sent folder makes no sense. Try again later.", ExitCode.TEMPORARY) from None


def _listed(ask: Ask, **which: Any) -> list[str]:
    return [str(each["id"]) for each in ask("messages", labelIds="SENT", **which).get("messages") or ()]


def _headers(ask: Ask, number: str) -> list[tuple[str, str]]:
    held = ask(f"messages/{number}", format="metadata").get("payload") or {}
    return [(str(each["name"]).casefold(), str(each["value"])) for each in held.get("headers") or ()]


def _is(headers: list[tuple[str, str]], message_id: str) -> bool:
    whole, (unique, _, _) = message_id.strip("<>"), message_id.strip("<>").partition("@")
    trace = unique if len(unique) >= 32 else whole  # a short one may occur by chance
    return any(name not in ANSWERS and (trace in value or whole in value) for name, value in headers)
