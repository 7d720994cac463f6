"""What to sign in to Google with: where it is looked for, and in which order. Nothing is sent from here."""

import os
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import google.auth
from google.auth.credentials import Credentials
from google.auth.environment_vars import CREDENTIALS
from google.auth.exceptions import GoogleAuthError
from google.oauth2.credentials import Credentials as OwnSignIn
from google.oauth2.service_account import Credentials as ServiceAccount
from gspread.auth import get_config_dir

from sgp.books.google.denied import AGAIN, CONSOLE, in_one_line
from sgp.books.google.keyfiles import KEY, SAVED, SAVED_NAME, KeyFile, opened, readable_by_others, unusable

SHEETS = "https://www.googleapis.com/auth/spreadsheets"
SHARING = "https://www.googleapis.com/auth/drive.metadata.readonly"
USUAL_NAMES = ("service_account.json", SAVED_NAME, "credentials.json")
"""What gspread calls its files, in the order in which they are looked for."""


@dataclass(frozen=True)
class SignedIn:
    """What a run signs in with.

    `said` is one line: what was used, and where it came from. `address` is what the sheets must be shared with ("" for a
    person's own sign-in). `warnings` name files that other users of this computer can read.
    """

    credentials: Credentials
    said: str
    address: str
    warnings: tuple[str, ...] = ()


def signed_in(named: str, setting: str, sharing: bool = False) -> SignedIn:
    """What to sign in with: the first of --credentials, environment, settings, gspread's files and Google's own defaults.

    `named` and `setting` are paths, "" where there is none. `sharing`: also to see who a sheet is shared with, where that
    needs nobody's consent. Raises Stop (configuration) where there is nothing, or the first that is named cannot be used.
    """
    scopes = [SHEETS, SHARING] if sharing else [SHEETS]
    found = first_place(named, setting)
    return _from_file(opened(*found), scopes) if found else _from_defaults(scopes)


def first_place(named: str, setting: str, usual: Sequence[str] = USUAL_NAMES) -> tuple[Path, str] | None:
    """The first file that is named, whether or not it exists, or that stands where gspread keeps its own; and how it was found."""
    told = ((named, "named with --credentials"), (os.environ.get(CREDENTIALS, ""), f"named in the variable {CREDENTIALS}"),
            (setting, "named in the settings"))
    for text, whence in told:
        if text:
            return Path(text).expanduser(), whence
    standing = (get_config_dir() / name for name in usual)
    return next(((path, "where gspread looks for it") for path in standing if path.exists()), None)


def _from_file(file: KeyFile, scopes: list[str]) -> SignedIn:
    if file.kind == KEY:
        return _service_account(file, scopes)
    if file.kind == SAVED:
        return _own_sign_in(file)
    saved = file.path.with_name(SAVED_NAME)
    if not saved.exists():
        raise unusable(f"{file} is an OAuth client, and nobody has signed in with it yet. Run doctor.py --sign-in once.")
    return _own_sign_in(opened(saved, f"saved beside {file.path.name}, {file.whence}"))


def _service_account(file: KeyFile, scopes: list[str]) -> SignedIn:
    try:
        made = ServiceAccount.from_service_account_info(file.content, scopes=scopes)  # type: ignore[no-untyped-call]
    except (ValueError, TypeError):  # may quote the key
        raise unusable(f"The service account's key in {file} is damaged or not whole. Make a new key {CONSOLE}, "
                       "and put it in its place.") from None
    who = str(made.service_account_email)
    said = f"Signed in as the service account {who} (key file {file.path}, {file.whence})."
    return SignedIn(made, said, who, readable_by_others(file.path))


def _own_sign_in(file: KeyFile) -> SignedIn:
    lacking = [part for part in ("refresh_token", "client_id", "client_secret") if not file.content.get(part)]
    if lacking:
        raise unusable(f"The sign-in in {file} cannot be renewed, because it holds no {' and no '.join(lacking)}. {AGAIN}")
    granted = file.content.get("scopes") or ()
    least = [SHEETS] if SHEETS in (granted.split() if isinstance(granted, str) else granted) else None
    fresh = {**file.content, "token": None, "expiry": None}
    made: Any = OwnSignIn.from_authorized_user_info(fresh, least)  # type: ignore[no-untyped-call]
    return SignedIn(made, f"Signed in with a person's own sign-in (file {file.path}, {file.whence}).", "", readable_by_others(file.path))


def _from_defaults(scopes: list[str]) -> SignedIn:
    try:
        with warnings.catch_warnings(action="ignore"):
            made, _ = google.auth.default(scopes, request=_unasked)  # type: ignore[arg-type]
    except (GoogleAuthError, OSError) as fault:
        raise unusable(_nothing(in_one_line(fault))) from None
    held = made.get_cred_info() or {}  # type: ignore[no-untyped-call]
    who, file = str(getattr(made, "service_account_email", "")), str(held.get("credential_source", "of this computer"))
    said = f"Signed in with Google's application default credentials ({file})."
    return SignedIn(made, said, who if "@" in who else "", readable_by_others(Path(file)) if Path(file).is_file() else ())


def _unasked(*_: object, **__: object) -> SimpleNamespace:
    """Answers in place of the network: a machine of Google's own is known by its name as well, and no other need wait to be told."""
    return SimpleNamespace(status=404, headers={}, data=b"")


def _nothing(said: str) -> str:
    usual = ", ".join(str(get_config_dir() / name) for name in USUAL_NAMES)
    return (f"There is nothing to sign in to Google with. Looked for, in this order: --credentials, the variable {CREDENTIALS}, "
            f"credentials in the settings, {usual}, Google's application default credentials ({said.partition('. ')[0]}). "
            "The README's section on Google says how to make a key or to sign in.")
