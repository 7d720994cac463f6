"""Drive's side of spreadsheets (files and who may see them), and Google's sign-in."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

from google.auth import jwt
from sheets_books import Book, new_number
from sheets_discovery import Refused

ROBOT, OWNER = "robot@oakfield.iam.gserviceaccount.com", "coordinator@oakfield.example"
SHEET = "application/vnd.google-apps.spreadsheet"
ROOT = {"kind": "drive#file", "id": "0AOakfieldRootFolderPVA", "name": "My Drive", "mimeType": "application/vnd.google-apps.folder"}
"""The one folder there is."""
Tokens = dict[str, tuple[str, str]]
"""Token -> address and scopes."""


def permission(role: str, kind: str = "user", email: str = "") -> dict[str, Any]:
    """Who may do what with a file, as Drive tells it."""
    number = f"{new_number():020d}" if kind != "anyone" else "anyoneWithLink"
    return {"kind": "drive#permission", "id": number, "type": kind, "role": role} | ({"emailAddress": email} if email else {})


def file(book: Book, who: str) -> dict[str, Any]:
    """A spreadsheet as a file of Drive; who may not write does not learn with whom it is shared."""
    made, changed = (datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z" for at in (book.made, book.changed))
    writer = book.role(who) in ("owner", "writer")
    return {"kind": "drive#file", "id": book.id, "name": book.about["title"], "mimeType": SHEET, "createdTime": made,
            "modifiedTime": changed, "shared": len(book.sharing) > 1, "ownedByMe": book.owner == who,
            "owners": [{"kind": "drive#user", "emailAddress": book.owner}], "trashed": False,
            "capabilities": {"canEdit": writer}, **({"permissions": book.sharing} if writer else {})}


def no_file(number: str, code: int = 404) -> Refused:
    """What Drive says of a file that is not there (404), or that is not the caller's to manage (403)."""
    said = f"File not found: {number}." if code == 404 else "The user does not have sufficient permissions for this file."
    reason = {"message": said, "domain": "global", "reason": "notFound" if code == 404 else "insufficientFilePermissions"}
    return Refused(said, code, "NOT_FOUND" if code == 404 else "PERMISSION_DENIED", errors=[reason])


def check_scopes(scopes: str) -> None:
    """Raise Refused where a sign-in asked for nothing of Drive."""
    if scopes and "/auth/drive" not in scopes:
        raise Refused("Request had insufficient authentication scopes.", 403, "PERMISSION_DENIED",
                      errors=[{"message": "Insufficient Permission", "domain": "global", "reason": "insufficientPermissions"}],
                      details=[{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT"}])


def found(books: Iterable[Book], query: str, who: str) -> list[dict[str, Any]]:
    """The spreadsheets that a search finds; of its language only `name = '...'` and `mimeType='...'` count."""
    if "mimeType" in query and SHEET not in query:
        return []
    name = re.search(r"(?:name|title) *= *['\"]((?:[^'\"\\]|\\.)*)['\"]", query)
    return [file(b, who) for b in books if b.role(who) and (not name or b.about["title"] == re.sub(r"\\(.)", r"\1", name[1]))]


def token(body: bytes, key: str, known: Tokens) -> tuple[int, Mapping[str, Any]]:
    """Google's answer to a request for a token: status and message. `key` is the service account's public half."""
    asked = {name: values[0] for name, values in parse_qs(body.decode()).items()}
    kind, refresh = asked.get("grant_type", "").rpartition(":")[2], {}
    if kind == "jwt-bearer":
        try:
            claims = jwt.decode(asked["assertion"], certs=key, audience="https://oauth2.googleapis.com/token")
        except ValueError as fault:
            return 400, {"error": "invalid_grant", "error_description": f"Invalid JWT Signature: {fault}"}
        who, scopes = claims["iss"], claims.get("scope", "")
    elif kind == "authorization_code":
        who, scopes = OWNER, asked.get("scope", "")
        refresh = {"refresh_token": f"1//local-{len(known)}"}
        known[refresh["refresh_token"]] = who, scopes
    elif kind == "refresh_token" and asked.get("refresh_token") in known:
        who, scopes = known[asked["refresh_token"]]
    else:
        return 400, {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}
    made = f"ya29.local-{len(known)}"
    known[made] = who, scopes
    return 200, {"access_token": made, "expires_in": 3599, "token_type": "Bearer", "scope": scopes, **refresh}
