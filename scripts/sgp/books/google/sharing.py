"""Who a Google Sheet is shared with, as Drive says it."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from sgp.books.google.calling import Calls
from sgp.errors import ExitCode, Stop

DRIVE = "https://www.googleapis.com/drive/v3/files"
_ASKED = {"fields": "nextPageToken,permissions(id,type,role,emailAddress,domain)", "supportsAllDrives": "true", "pageSize": "100"}


def grants(calls: Calls, sheet: str) -> tuple[Mapping[str, str], ...] | None:
    """Every permission of the sheet of this id, or None where this sign-in may not see them.

    Raises Stop where Google does not answer.
    """
    found: list[Mapping[str, str]] = []
    page: dict[str, str] = {}
    try:
        while True:
            answer: Mapping[str, Any] = calls.get(f"{DRIVE}/{quote(sheet)}/permissions", _ASKED | page)
            found += answer.get("permissions", ())
            if "nextPageToken" not in answer:
                return tuple(found)
            page = {"pageToken": answer["nextPageToken"]}
    except Stop as stop:
        if stop.code == ExitCode.TEMPORARY:
            raise
        return None
