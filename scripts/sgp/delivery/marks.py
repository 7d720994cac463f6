"""What the log keeps of an email beside words: which bytes went, by which way, about what, and what its calendar said.

It stands at the end of `Detail`, so that the book alone tells enough when a computer and its journal are lost.
"""

import re
from dataclasses import dataclass
from hashlib import sha256

_MARK = re.compile(r"\b(by|sha256|lot|about|again|calendar)=(\S*)")
PARTED = " | "


@dataclass(frozen=True)
class Marks:
    """`by` is the transport; `lot` the moment of the claim; `about` a short hash of the words that matter; `again` the date that
    stood in `Send again`, or the day of the meeting that a reminder was for; `calendar` what `appointments.written` gave.
    """

    by: str = ""
    sha256: str = ""
    lot: str = ""
    about: str = ""
    again: str = ""
    calendar: str = ""


def hashed(words: str) -> str:
    """A short name for words, that changes when they do, and from which they cannot be read; "" for none."""
    said = " ".join(words.split())
    return sha256(said.encode()).hexdigest()[:12] if said else ""


def marks(detail: str) -> Marks:
    """The marks at the end of a `Detail`; what is not there is ""."""
    return Marks(**dict(_MARK.findall(detail.rpartition(PARTED)[2])))


def with_marks(said: str, kept: Marks) -> str:
    """A `Detail` that says something and ends in these marks."""
    tail = " ".join(f"{name}={value}" for name, value in vars(kept).items() if value)
    return PARTED.join(part for part in (said, tail) if part)
