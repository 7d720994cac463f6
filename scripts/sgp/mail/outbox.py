"""The offline outbox: a folder in which each email is filed once, as a file that any mail program opens."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from sgp.mail import HandOn, LookUp
from sgp.plan import Envelope, Handed

UNSENT = b"X-Unsent: 1\r\n"
"""Makes Outlook open the file as a message to send, not as one received (its own header, not part of what travels)."""
_ID = re.compile(rb"^Message-ID: (\S+)\r$", re.MULTILINE | re.IGNORECASE)


@contextmanager
def outbox(folder: Path) -> Iterator[HandOn]:
    """File emails in this folder; a kill leaves no half file, and the same email is the same file."""
    yield lambda envelope: _file(folder, envelope)


@contextmanager
def filed(folder: Path) -> Iterator[LookUp]:
    """Look for an email among those that are filed."""
    heads = (path.read_bytes().partition(b"\r\n\r\n")[0] + b"\r\n" for path in folder.glob("*.eml"))
    ids = {found[1].decode() for head in heads if (found := _ID.search(head))}
    yield lambda message_id: message_id in ids


def _file(folder: Path, envelope: Envelope) -> Handed:
    path = folder / file_name(envelope.key)
    folder.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(".part")
    with half.open("wb") as out:
        out.write(UNSENT + envelope.raw)
        out.flush()
        os.fsync(out.fileno())
    os.replace(half, path)
    return Handed("filed")


def file_name(key: str) -> str:
    """A readable name that no other key has, on any file system: the key's words and a short hash of all of it."""
    cycle, kind, meeting, _, email = key.rsplit("/", 4)
    about = kind if meeting == "0" else f"{kind}-{meeting}"
    words = "_".join(re.sub(r"[^a-z0-9.@+]+", "-", part.casefold()).strip("-.") for part in (cycle, about, email))
    return f"{words[:120]}_{sha256(key.encode()).hexdigest()[:8]}.eml"
