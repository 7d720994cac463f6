"""What Google refuses, said to the person who can mend it."""

import re
from collections.abc import Mapping
from typing import Any

from sgp.errors import ExitCode, Stop

NO_JSON = -1
"""What gspread makes of an answer that is not Google's own."""
SHARE = "In the sheet, press Share and add {} as an Editor."


def refused(status: int, error: Mapping[str, Any], who: str) -> Stop:
    """A Stop for an answer that asking again would not change. `who` is the address that signed in, if known."""
    said = str(error.get("message", "")).strip()
    if error.get("code") == NO_JSON:
        return Stop(f"Something between here and Google answered in its place ({status}): a filter or a proxy of the school's network. "
                    "Ask for sheets.googleapis.com and oauth2.googleapis.com to be let through.", ExitCode.CONFIGURATION)
    if status == 403 and _switched_off(error, said):
        return Stop(f"The Google Sheets API is not switched on in the project that the key belongs to. Google says: {said}",
                    ExitCode.CONFIGURATION)
    if status == 403 and "scope" in said:
        return Stop("What was signed in with does not allow Google Sheets. If you signed in as yourself: run doctor.py --sign-in again, "
                    "and leave the box ticked. Else use a service account's key, which may.", ExitCode.CONFIGURATION)
    if "protected" in said:
        return is_protected("the book", who)
    if "Unable to parse range" in said:
        return Stop("A tab was renamed or deleted while the run was under way, so nothing was changed. Run it again.", ExitCode.DATA)
    if status == 400 and "not supported for this document" in said:
        return Stop("This is an Excel file in Drive, not a Google Sheet. Open it, choose File > Save as Google Sheets, "
                    "and name the address of what that makes.", ExitCode.CONFIGURATION)
    other = f"Google refused the request ({status}{_part(said)}), so nothing was changed. Report what the same command prints with -v."
    return _no_access(status, who) or Stop(other, ExitCode.UNEXPECTED)


def _part(said: str) -> str:
    """Which part it refused; the rest of Google's words may quote a cell, so only -v shows it."""
    found = re.match(r"Invalid requests\[\d+\]\.\w+", said)
    return f": {found[0]}" if found else ""


def is_protected(what: str, who: str) -> Stop:
    """Part of a tab or book is protected against whoever signed in."""
    return Stop(f"Part of {what} is protected against {who or 'the account that signed in'}, so nothing was changed. "
                "In the sheet, look at Data > Protect sheets and ranges, and allow that account to edit.", ExitCode.CONFIGURATION)


def _no_access(status: int, who: str) -> Stop | None:
    told = {
        401: "Google does not accept the sign-in. Run doctor.py: it says which one is used and how to mend it.",
        403: f"{who or 'The account that signed in'} may not read or change this book. {SHARE.format(who or 'this account')}",
        404: f"There is no Google Sheet of that address, or it is not shared. Check --book and the settings. "
             f"{SHARE.format(who or 'the account that signed in')}",
    }
    return Stop(told[status], ExitCode.CONFIGURATION) if status in told else None


def _switched_off(error: Mapping[str, Any], said: str) -> bool:
    reasons = {d.get("reason") for d in error.get("details", ()) if isinstance(d, Mapping)}
    return "SERVICE_DISABLED" in reasons or "has not been used in project" in said
