"""Whether an email left, asked of the Sent folder over IMAP: yes, no where that is certain, else None; Stop where it cannot be told now.

No is said only by a folder that has proved itself: among its newest emails must be an earlier one of ours, sent from the same
domain under a Message-ID of the same form, and the search must find that one. Else the answer is None: this mail server may keep no
copy, or change the Message-ID. For what servers do is not to be relied on:

- smtp.gmail.com files what it sends in Sent by itself. It keeps a Message-ID that is well formed and replaces any other (no dot in
  the domain, two @), then keeping the old one as X-Google-Original-Message-ID; seen in the kernel's mailing lists up to 2026.
- The Gmail API always gives a new Message-ID (see `sgp.mail.gmail`): a folder filled by it never proves itself.
- Microsoft 365 stores what SMTP AUTH sends in Sent Items since 2018 (Exchange team's blog, 20 April 2018). Outlook.com replaces
  the Message-ID and keeps X-Microsoft-Original-Message-ID (chatmail/core pull request 3077). Whether Exchange Online keeps it for a
  school's mailbox, and how long the copy takes to appear: not known.
- A relay of a school's own files nothing in Sent unless it was set up to.
"""

import imaplib
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from email.parser import BytesHeaderParser
from typing import Any

from sgp.mail import LookUp
from sgp.mail.greeting import wrong
from sgp.mail.mailbox import Mailbox, signed_in, understood
from sgp.mail.sent_folders import quoted, the_sent_one

__all__ = ["Mailbox", "sent_folder"]

NEWEST = 500
"""How many of the emails sent last are looked through for proof that the folder keeps our Message-IDs."""
ORIGINAL = ("Message-ID", "X-Google-Original-Message-ID", "X-Microsoft-Original-Message-ID")
FIELDS = f"(BODY.PEEK[HEADER.FIELDS ({' '.join(ORIGINAL).upper()} AUTO-SUBMITTED)])"

Header = dict[str, str]


@contextmanager
def sent_folder(mailbox: Mailbox, user: str, password: str = "", token: Callable[[], str] | None = None) -> Iterator[LookUp]:
    """Look for emails in the Sent folder, which is only read: by password, or by an access token (XOAUTH2).

    Raises Stop, configuration where a person must act, else temporary. The copy may appear a little after the email was taken, so
    an email is to be asked about some minutes after it was claimed, not at once.
    """
    with signed_in(mailbox, user, password, token) as imap:
        with understood(mailbox):
            folder = mailbox.folder or the_sent_one(imap.list())
        yield lambda message_id: _holds(imap, mailbox, folder, message_id)


def _holds(imap: imaplib.IMAP4, mailbox: Mailbox, folder: str, message_id: str) -> bool | None:
    if not re.fullmatch(r"<[\w.+=-]+@[\w.-]+>", message_id, re.ASCII):
        return None
    with understood(mailbox):
        count = _opened(imap, folder)
        if message_id in _found(imap, message_id):
            return True
        first = max(1, count - NEWEST + 1)
        newest = _headers(count - first + 1, *imap.fetch(f"{first}:{count}", FIELDS)) if count else []
        if any(message_id in (header[name] for name in ORIGINAL) for header in newest):
            return True
        proof = next((header["Message-ID"] for header in reversed(newest) if _is_ours(header, message_id)), "")
        return False if proof and proof in _found(imap, proof) else None


def _opened(imap: imaplib.IMAP4, folder: str) -> int:
    """Open the folder to read only, anew each time so that what arrived meanwhile counts; how many emails are in it."""
    status, told = imap.select(quoted(folder), readonly=True)
    if status != "OK":
        raise wrong(f"There is no folder {folder} in the mailbox, or it cannot be opened. Name the one that sent emails are in.")
    return int(told[0] or b"-")


def _found(imap: imaplib.IMAP4, message_id: str) -> list[str]:
    """The Message-IDs of what the search finds; it goes by parts of words, so they may be others."""
    status, told = imap.uid("SEARCH", "HEADER", "Message-ID", quoted(message_id))
    if status != "OK" or told == [None]:
        raise ValueError("the search was refused")
    uids = [str(int(uid)) for line in told for uid in line.split()]
    headers = _headers(len(uids), *imap.uid("FETCH", ",".join(uids), FIELDS)) if uids else []
    return [header["Message-ID"] for header in headers]


def _headers(expected: int, status: str, told: Sequence[Any]) -> list[Header]:
    read = [BytesHeaderParser().parsebytes(part[1]) for part in told if isinstance(part, tuple)]
    if status != "OK" or len(read) != expected:
        raise ValueError("not every email could be looked at")
    return [{name: "".join(str(mail.get(name, "")).split()) for name in (*ORIGINAL, "Auto-Submitted")} for mail in read]


def _is_ours(header: Header, like: str) -> bool:
    return header["Auto-Submitted"] == "auto-generated" and _form(header["Message-ID"]) == _form(like)


def _form(message_id: str) -> str:
    unique, at, domain = message_id.rpartition("@")
    return re.sub(r"[0-9a-f]", "0", unique) + at + domain.casefold()
