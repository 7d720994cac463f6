"""One email, ready to go: rendered, addressed to one person, and named by its key."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Message:
    """What one person is sent. `key` is cycle/kind/meeting/number/email and names this email for ever."""

    key: str
    cycle: str
    kind: str
    to: str
    to_name: str
    subject: str
    text: str
    html: str
    sender: str = ""
    sender_name: str = ""
