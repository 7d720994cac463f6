"""Signing in to Google as oneself, once, in the browser; what is saved then signs in without anybody at hand."""

import json
import os
import tempfile
import webbrowser
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from google_auth_oauthlib.flow import InstalledAppFlow, WSGITimeoutError  # type: ignore[import-untyped]
from oauthlib.oauth2 import OAuth2Error  # type: ignore[import-untyped]

from sgp.books.google.credentials import SHEETS, first_place
from sgp.books.google.denied import AGAIN, CONSOLE, unreachable
from sgp.books.google.keyfiles import CLIENT, KEY, SAVED_NAME, opened, unusable
from sgp.errors import Stop

WAIT = 300.0
"""Seconds in which to sign in."""

_OPEN = "Sign in to Google in the browser. If it does not open by itself, open this address on this computer:\n{url}"
_ANSWERED = "Google has answered. You may close this page, and read in the other window how it went."
_REFUSALS = {  # Google's own word -> what to do
    "access_denied": f"Access was declined in the browser. {AGAIN} There, choose your school account and press Continue.",
    "admin_policy_enforced": "Your school's administrator has not allowed this app. Ask them to trust it, in the Admin console under "
                             "Security > API controls > App access control.",
    "invalid_client": f"Google does not know this OAuth client, or its secret was changed. Download its file again. {AGAIN}",
    "mismatching_state": f"The answer came from another attempt to sign in. Close the old browser windows. {AGAIN}",
}


def client_place(named: str, setting: str) -> tuple[Path, str]:
    """The OAuth client's file and how it was found: --credentials, environment, settings, gspread's credentials.json.

    Raises Stop (configuration) where none is named.
    """
    found = first_place(named, setting, ("credentials.json",))
    if not found:
        raise unusable("To sign in as yourself, name the OAuth client's file with --credentials, or as credentials in the settings. "
                       "The README's section on Google says how to make one.")
    return found


def sign_in_once(client_file: Path, whence: str = "to sign in with", wait: float = WAIT, more: Sequence[str] = ()) -> Path:
    """Have the coordinator sign in, with access to Google Sheets and to what `more` names, and give the path of what was saved.

    It is saved beside the client's file.
    Opens a browser where there is one, prints the address to open, and waits for at most `wait` seconds. Raises Stop:
    configuration where the file is none to sign in with, or Google or the coordinator says no; temporary where there is no line.
    """
    client = _client(client_file, whence)
    try:
        flow: Any = InstalledAppFlow.from_client_config({CLIENT: client}, [SHEETS, *more])
        signed = flow.run_local_server(host="127.0.0.1", port=0, open_browser=_has_browser(), authorization_prompt_message=_OPEN,
                                       success_message=_ANSWERED, timeout_seconds=wait, prompt="select_account consent")
    except (OAuth2Error, WSGITimeoutError, Warning, OSError) as fault:
        raise _failed(fault) from None
    if not signed.refresh_token:
        raise unusable(f"Google gave a sign-in that cannot be renewed, so it was not saved. {AGAIN}")
    held = json.loads(signed.to_json(strip=["token", "expiry"]))
    return _saved({"type": "authorized_user", **held}, client_file.with_name(SAVED_NAME))


def _client(path: Path, whence: str) -> dict[str, Any]:
    file = opened(path, whence)
    if file.kind == KEY:
        raise unusable(f"{file} is a service account's key, which needs nobody to sign in. "
                       "To sign in as yourself, name an OAuth client's file with --credentials.")
    if file.kind != CLIENT:
        raise unusable(f"{file} is what an earlier sign-in saved. Name the OAuth client's file with --credentials, to sign in again.")
    client: dict[str, Any] = file.content[CLIENT]
    if lacking := [part for part in ("client_id", "client_secret", "auth_uri", "token_uri") if not client.get(part)]:
        raise unusable(f"{file} is not whole: it holds no {' and no '.join(lacking)}. Download it again {CONSOLE}.")
    return client


def _has_browser() -> bool:
    with suppress(webbrowser.Error):
        return bool(webbrowser.get())
    return False


def _failed(fault: Exception) -> Stop:
    if isinstance(fault, WSGITimeoutError):
        return unusable(f"Nobody signed in while this waited, so nothing was saved. {AGAIN}")
    if isinstance(fault, OAuth2Error):
        said = f"Google says: {fault.error}: {' '.join(str(fault.description or '').split())[:200]}"
        return unusable(f"Google did not let you sign in. {_REFUSALS.get(fault.error, AGAIN)} {said}")
    if isinstance(fault, Warning):  # as oauthlib says that other rights were granted than were asked for
        return unusable(f"Google gave less access than was asked for, so nothing was saved. {AGAIN} Leave every box ticked.")
    return unreachable()


def _saved(held: dict[str, Any], path: Path) -> Path:
    """Put the sign-in in its place in one step; no other user of this computer can read it at any moment."""
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".sgp-unfinished-") as folder:
            unfinished = Path(folder, path.name)
            unfinished.touch(mode=0o600)
            unfinished.write_text(json.dumps(held), encoding="utf-8")
            os.replace(unfinished, path)
    except OSError as fault:
        raise unusable(f"The sign-in cannot be saved as {path}: {fault.strerror}. Look at the folder. {AGAIN}") from None
    return path
