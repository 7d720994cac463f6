"""A message as the bytes that travel: headers that nothing typed can alter, text and HTML side by side."""

import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256

from sgp.contract.names import clean
from sgp.errors import ExitCode, Stop
from sgp.plan import Message

HEADERS = ("From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type")


def message_id(message: Message) -> str:
    """The Message-ID of this email for ever, made from its key."""
    return f"<{_digest(message.key)}@{message.sender.rpartition('@')[2]}>"


def encoded(message: Message, when: datetime) -> bytes:
    """The message as it travels, dated `when`; the same message and moment always give the same bytes."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(_header(message.sender_name), addr_spec=message.sender)
    mail["To"] = Address(_header(message.to_name), addr_spec=message.to)
    mail["Reply-To"] = Address(_header(message.sender_name), addr_spec=message.sender)
    mail["Subject"] = _header(message.subject)
    mail["Date"] = format_datetime(when)
    mail["Message-ID"] = message_id(message)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text, cte="quoted-printable")
    mail.add_alternative(message.html, subtype="html", cte="quoted-printable")
    mail.set_boundary(f"=_{_digest(message.key)}")
    return _checked(mail.as_bytes(), message)


def _header(text: str) -> str:
    """A typed text as a header's value: one line, and no encoded word, in which Python may find line breaks again (CVE-2024-6923)."""
    return re.sub(r"\s+", " ", clean(text)).replace("=?", "= ?").strip()


def _checked(raw: bytes, message: Message) -> bytes:
    """The bytes, if they read back as one message to one person with our headers and no other."""
    read = BytesHeaderParser(policy=SMTP).parsebytes(raw)
    recipients = [address.addr_spec for address in read["To"].addresses]
    if tuple(sorted(read.keys())) != tuple(sorted(HEADERS)) or recipients != [message.to]:
        raise Stop(f"The email “{message.key}” cannot be built safely, so it was not: look at the names in it.", ExitCode.EMAILS)
    return raw


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:32]
