"""The offline outbox: a folder in which each email is filed once, as a file that any mail program opens."""

import os
import re
from hashlib import sha256
from pathlib import Path

from sgp.plan import Message

UNSENT = b"X-Unsent: 1\r\n"
"""Makes Outlook open the file as a message to send, not as one received (its own header, not part of what travels)."""


def file(folder: Path, message: Message, raw: bytes, anew: bool = False) -> Path:
    """File the email in the folder and say where; a kill leaves no half file.

    What is filed already is never rewritten, unless the log knows nothing of it (`anew`): then it is left over from elsewhere.
    """
    path = folder / file_name(message.key)
    if anew or not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(".part")
        with half.open("wb") as out:
            out.write(UNSENT + raw)
            out.flush()
            os.fsync(out.fileno())
        os.replace(half, path)
    return path


def file_name(key: str) -> str:
    """A readable name that no other key has, on any file system: the key's words and a short hash of all of it."""
    cycle, kind, _, _, email = key.rsplit("/", 4)
    words = "_".join(re.sub(r"[^a-z0-9.@+]+", "-", part.casefold()).strip("-.") for part in (cycle, kind, email))
    return f"{words[:120]}_{sha256(key.encode()).hexdigest()[:8]}.eml"
