"""Whether this Python lets a line break into a header: CVE-2024-6923, mended in 3.11.10, 3.12.5 and later ones."""

from email.errors import MessageError
from email.message import EmailMessage
from email.policy import SMTP

_LOADED = "=?utf-8?q?Hello=0D=0ABcc=3A_x=40y=2Eexample?="


def lets_line_breaks_in() -> bool:
    """Try it: a subject whose encoded word hides a line break and a second recipient."""
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = _LOADED
    try:
        return b"\nBcc:" in mail.as_bytes()
    except MessageError:
        return False
