"""A file that signs in to Google: which kind it is, by what it holds, and whether others can read it."""

import json
import os
import shlex
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sgp.errors import ExitCode, Stop

KEY, SAVED, CLIENT, WEBSITE = "service_account", "authorized_user", "installed", "web"
"""A service account's key, a person's saved sign-in, an OAuth client for a computer, and one for a website."""

SAVED_NAME = "authorized_user.json"
"""What a saved sign-in is called, beside the OAuth client that it was made with."""


@dataclass(frozen=True)
class KeyFile:
    """A file of a known kind. `whence` says how it was found; what it holds is secret, and never shown."""

    path: Path
    whence: str
    kind: str
    content: Mapping[str, Any] = field(repr=False)

    def __str__(self) -> str:
        return f"{self.path} ({self.whence})"


def opened(path: Path, whence: str) -> KeyFile:
    """The file, read. Raises Stop (configuration) where it is missing, cannot be read or is none of the kinds that sign in."""
    held = _json(path, f"{path} ({whence})")
    kind = _kind(held)
    if kind == WEBSITE:
        raise unusable(f"{path} ({whence}) is an OAuth client for a website. "
                       "In the Google Cloud console make a client of the type “Desktop app”, and download that.")
    if not kind:
        raise unusable(f"{path} ({whence}) is JSON, but neither a service account's key nor a saved sign-in nor an OAuth client. "
                       "The README says, under Google, which file to download.")
    return KeyFile(path, whence, kind, held)


def unusable(message: str) -> Stop:
    """Nothing can be signed in with until a person mends it."""
    return Stop(message, ExitCode.CONFIGURATION)


def readable_by_others(path: Path) -> tuple[str, ...]:
    """A warning where other users of this computer can read the file; Windows keeps its own rules, which are not looked at."""
    if os.name == "nt" or not path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH):
        return ()
    return (f"Other users of this computer can read {path}, and whoever has it can do what the scripts can. "
            f"Keep it to yourself: chmod 600 {shlex.quote(str(path))}",)


def _json(path: Path, named: str) -> Any:
    try:
        return json.loads(path.read_bytes())
    except FileNotFoundError:
        raise unusable(f"There is no file {named}. Look at the name and the folder.") from None
    except OSError as fault:
        raise unusable(f"{named} cannot be read: {fault.strerror}.") from None
    except ValueError:  # says too much: it holds the whole file
        raise unusable(f"{named} is not JSON, as every file is that signs in to Google. Download it again, as JSON.") from None


def _kind(held: Any) -> str:
    match held:
        case {"type": "service_account" | "authorized_user" as kind}:
            return str(kind)
        case {"installed": {}}:
            return CLIENT
        case {"web": {}}:
            return WEBSITE
        case {"client_id": _, "client_secret": _} if "type" not in held:  # as gspread saves it
            return SAVED
    return ""
