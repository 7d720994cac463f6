"""A message as the bytes that travel: headers that nothing typed can alter, text, HTML and attachments.

The shape is multipart/mixed of (multipart/alternative of text and HTML) and the attachments; without these, the alternative alone.
"""

import re
import unicodedata
from dataclasses import replace
from datetime import datetime
from email.headerregistry import Address, HeaderRegistry
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP
from email.utils import format_datetime
from functools import lru_cache
from hashlib import sha256

from sgp.contract.addresses import valid_address
from sgp.contract.names import clean
from sgp.errors import ExitCode, Stop
from sgp.plan import Attachment, Envelope, Message

HEADERS = ("From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type")
LONGEST_LINE = 998
_MEDIA_TYPE = re.compile(r"([a-z]+)/([a-z0-9.+-]+)((?:; ?[a-z]+=[A-Za-z0-9.-]+)*)")


class _Headers(HeaderRegistry):
    """Headers as Python reads them, but each only once: else every look at one reads it anew, which is most of what an email costs."""

    __getitem__ = lru_cache(maxsize=128)(HeaderRegistry.__getitem__)
    __call__ = lru_cache(maxsize=128)(HeaderRegistry.__call__)


POLICY = SMTP.clone(header_factory=_Headers())


def message_id(message: Message) -> str:
    """The Message-ID of this email for ever, made from its key."""
    return f"<{_digest(message.key)}@{message.sender.rpartition('@')[2]}>"


def frozen(message: Message, when: datetime) -> Envelope:
    """The email as it travels, dated `when`; the same message and moment always give the same bytes.

    Raises Stop (EMAILS) where an address is no plain one, or the bytes would not read back as one email to one person with our headers.
    """
    mail = _with_headers(message, when)
    mail.set_content(_encodable(message.text), cte="quoted-printable")
    mail.add_alternative(_encodable(message.html), subtype="html", cte="quoted-printable")
    if message.attachments:
        mail.make_mixed()
    for attachment in message.attachments:
        _attach(mail, attachment, message)
    _set_boundaries(mail, message.key)
    return Envelope(message.key, message_id(message), message.sender, message.to, _checked(mail.as_bytes(), mail, message))


def to_coordinator(message: Message, when: datetime) -> Message:
    """The same email for its sender to look at. Its key, and so its Message-ID, is its own: nobody takes it for the real one."""
    key, subject = f"test/{when.isoformat()}/{message.key}", f"[Test] {message.subject}"
    return replace(message, key=key, to=message.sender, to_name=message.sender_name, subject=subject)


def _with_headers(message: Message, when: datetime) -> EmailMessage:
    mail = EmailMessage(policy=POLICY)
    sender = _address(message.sender_name, message.sender, message)
    mail["From"] = sender
    mail["To"] = _address(message.to_name, message.to, message)
    mail["Reply-To"] = sender
    mail["Subject"] = _header(message.subject, 200)
    mail["Date"] = format_datetime(when)
    mail["Message-ID"] = message_id(message)
    mail["Auto-Submitted"] = "auto-generated"
    return mail


def _address(name: str, address: str, message: Message) -> str:
    """A name and an address; what would need quoting in the name is left out, as long quoted names are folded wrongly."""
    if not valid_address(address):
        raise _unsafe(message, "an address in it is none that mail servers take")
    return str(Address(_header(re.sub(r'["<>@,;:\\()\[\]]', " ", name), 80), addr_spec=address))


def _header(text: str, most: int) -> str:
    """A typed text as a header's value: one line, and no encoded word, in which Python may find line breaks again (CVE-2024-6923)."""
    line = " ".join(clean(text).split())
    return " ".join(re.sub("=(?=[?])", "= ", line)[:most].split())


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _attach(mail: EmailMessage, attachment: Attachment, message: Message) -> None:
    """Add a file under a name of plain letters, so that it needs no encoding."""
    read = _MEDIA_TYPE.fullmatch(attachment.kind)
    if not read or read[1] in ("multipart", "message"):
        raise _unsafe(message, "the kind of its attachment is not known")
    plain = unicodedata.normalize("NFKD", clean(attachment.name)).encode("ascii", "ignore").decode()
    name = re.sub(r"[^A-Za-z0-9.-]+", "-", plain).strip(".-")[-60:].lstrip(".-") or "attachment"
    pairs = (pair.strip().split("=") for pair in read[3].split(";") if pair)
    charset = {"charset": "utf-8"} if read[1] == "text" else {}
    mail.add_attachment(attachment.content, read[1], read[2], cte="base64", filename=name, params={**charset, **dict(pairs)})


def _set_boundaries(mail: EmailMessage, key: str) -> None:
    """Boundaries that no content can hold: quoted-printable never leaves a “=” before a “_”, and base64 has no “_”."""
    for depth, part in enumerate(p for p in mail.walk() if p.is_multipart()):
        part.set_boundary(f"=_{depth}_{_digest(key)}")


def _checked(raw: bytes, built: EmailMessage, message: Message) -> bytes:
    """The bytes, if they read back as built: one email to one person, our headers and no other, lines that every server takes."""
    read = BytesParser(policy=POLICY).parsebytes(raw)
    addresses = [[a.addr_spec for a in read[name].addresses] for name in ("From", "To", "Reply-To")]
    lines = raw.split(b"\r\n")
    sound = (
        tuple(read.keys()) == HEADERS,
        [part.keys() for part in read.walk()] == [part.keys() for part in built.walk()],
        addresses == [[message.sender], [message.to], [message.sender]],
        raw.isascii() and not any(b"\r" in line or b"\n" in line or len(line) > LONGEST_LINE for line in lines),
    )
    if not all(sound):
        raise _unsafe(message, "it would not read as one email to one person; look at the names in it")
    return raw


def _unsafe(message: Message, why: str) -> Stop:
    return Stop(f"The email “{message.key}” cannot be built safely, so it was not: {why}.", ExitCode.EMAILS)


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
