"""A Gmail on this machine: the few calls of its API that are used, with its refusals and faults. `with serving() as gmail`."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from token_server import GMAIL, Answer, Asked, Dropped, Line, Tokens, reachable

SEND, READ, METADATA, ALL = "gmail.send", "gmail.readonly", "gmail.metadata", "mail.google.com"
WHO = "coordinator@oakfield.example"


def told(status: int, message: str, reason: str, domain: str = "global", name: str = "", **more: Any) -> Answer:
    """A refusal in Google's form."""
    return status, {"error": {"code": status, "message": message, "errors": [{"message": message, "domain": domain, "reason": reason}],
                              **({"status": name} if name else {}), **more}}


def detail(reason: str) -> list[dict[str, str]]:
    return [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason, "domain": "googleapis.com"}]


_QUOTA = ("Quota exceeded for quota metric 'Queries' and limit 'Queries per minute per user' of service 'gmail.googleapis.com' for "
          "consumer 'project_number:1'.")
REFUSALS: dict[str, Answer] = {
    "invalid to": told(400, "Invalid to header", "invalidArgument", name="INVALID_ARGUMENT"),
    "nobody": told(400, "Recipient address required", "invalidArgument", name="INVALID_ARGUMENT"),
    "bad request": told(400, "Bad Request", "badRequest"),
    "invalid from": told(400, "Invalid From header", "invalidArgument", name="INVALID_ARGUMENT"),
    "no mailbox": told(400, "Precondition check failed.", "failedPrecondition", name="FAILED_PRECONDITION"),
    "not enabled": told(400, "Mail service not enabled", "failedPrecondition", name="FAILED_PRECONDITION"),
    "token": told(401, "Invalid Credentials", "authError", name="UNAUTHENTICATED"),
    "scope": told(403, "Request had insufficient authentication scopes.", "insufficientPermissions", name="PERMISSION_DENIED",
                  details=detail("ACCESS_TOKEN_SCOPE_INSUFFICIENT")),
    "switched off": told(403, "Gmail API has not been used in project 1 before or it is disabled.", "accessNotConfigured", "usageLimits",
                         "PERMISSION_DENIED", details=detail("SERVICE_DISABLED")),
    "domain": told(403, "The domain administrators have disabled Gmail apps.", "domainPolicy"),
    "delegation": told(403, f"Delegation denied for {WHO}", "forbidden"),
    "metadata": told(403, "Metadata scope does not support 'q' parameter", "forbidden", name="PERMISSION_DENIED"),
    "daily": told(403, "Daily Limit Exceeded", "dailyLimitExceeded", "usageLimits"),
    "user 403": told(403, "User Rate Limit Exceeded", "userRateLimitExceeded", "usageLimits"),
    "project 403": told(403, "Rate Limit Exceeded", "rateLimitExceeded", "usageLimits"),
    "queries 403": told(403, _QUOTA, "rateLimitExceeded", "usageLimits", "PERMISSION_DENIED", details=detail("RATE_LIMIT_EXCEEDED")),
    "user 429": told(429, "User-rate limit exceeded.  Retry after 2026-11-25T22:52:47.851Z (Mail sending)", "rateLimitExceeded",
                     "usageLimits", "RESOURCE_EXHAUSTED"),
    "exhausted": told(429, "Resource has been exhausted (e.g. check quota).", "rateLimitExceeded", name="RESOURCE_EXHAUSTED"),
    "concurrent": told(429, "Too many concurrent requests for user.", "rateLimitExceeded", name="RESOURCE_EXHAUSTED"),
    "lost": told(404, "Requested entity was not found.", "notFound", name="NOT_FOUND"),
    "large": (413, "<!DOCTYPE html><title>Error 413 (Request Entity Too Large)!!1</title>"),
    "500": told(500, "Backend Error", "backendError"),
    "503": told(503, "The service is currently unavailable.", "backendError", name="UNAVAILABLE"),
    "502 page": (502, "<!DOCTYPE html><title>Error 502 (Server Error)!!1</title>"),
    "filter": (403, "<html>Blocked by the school's filter: s3cret</html>"),
    "portal": (200, "<html>Please sign in to the guest network</html>"),
    "moved": (307, ""),
}


@dataclass
class Gmail:
    """One mailbox. `faults` meet the next requests, one each: a name in REFUSALS, or drop, half, hang, each also with -after:
    once the email is taken. `renames`: give emails Message-IDs of its own, as the real one does.
    """

    granted: set[str] = field(default_factory=lambda: {SEND, READ})
    renames: bool = True
    faults: list[str] = field(default_factory=list)
    taken: list[bytes] = field(default_factory=list)
    filed: list[tuple[Message, str]] = field(default_factory=list)
    tokens: Tokens = field(default_factory=Tokens)
    line: Line = field(default_factory=Line)

    def environment(self, folder: Path) -> dict[str, str]:
        return self.line.environment(folder)

    def sends(self) -> int:
        """How many requests to send there were, whatever became of them."""
        return sum("/messages/send" in asked.path for asked in self.line.asked)

    def answer(self, asked: Asked) -> Answer:
        if asked.host != GMAIL:
            return self.tokens.answer(asked)
        fault = self.faults.pop(0) if self.faults else ""
        done = self._done(asked) if not fault or fault.endswith("-after") else None
        match fault.removesuffix("-after"):
            case "drop":
                raise Dropped
            case "half":
                raise Dropped("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"id\": \"18")
            case "hang":
                self.line.ended.wait()
                raise Dropped
        return done or REFUSALS[fault]

    def _done(self, asked: Asked) -> Answer:
        parts, query = urlsplit(asked.path), parse_qs(urlsplit(asked.path).query)
        if asked.headers.get("authorization", "").removeprefix("Bearer ") not in self.tokens.given:
            return REFUSALS["token"]
        if not self.granted & ({SEND, ALL} if asked.method == "POST" else {READ, METADATA, ALL}):
            return REFUSALS["scope"]
        match parts.path.removeprefix("/upload").removeprefix("/gmail/v1/users/me/").split("/"):
            case ["messages", "send"]:
                return self._send(asked, query)
            case ["messages"]:
                return self._list(query)
            case ["messages", number] if query["format"] == ["metadata"]:
                return self._get(int(number, 16))
            case ["profile"]:
                return 200, {"emailAddress": WHO, "messagesTotal": 1, "threadsTotal": 1, "historyId": "1"}
        return REFUSALS["lost"]

    def _send(self, asked: Asked, query: dict[str, list[str]]) -> Answer:
        mail = BytesParser().parsebytes(asked.body)
        assert (query, asked.headers["content-type"]) == ({"uploadType": ["media"]}, "message/rfc822")
        if not mail["To"]:
            return REFUSALS["nobody"]
        self.taken.append(asked.body)
        if self.renames:
            mail.replace_header("Message-ID", f"<CAFAR1tx{len(self.taken)}@mail.gmail.com>")
        self.filed.append((mail, "SENT"))
        number = f"{len(self.filed) - 1:x}"
        return 200, {"id": number, "threadId": number, "labelIds": ["SENT"]}

    def _list(self, query: dict[str, list[str]]) -> Answer:
        if "q" in query and METADATA in self.granted:
            return REFUSALS["metadata"]
        wanted = query.get("q", [""])[0].removeprefix("rfc822msgid:")
        found = [f"{n:x}" for n, (mail, label) in enumerate(self.filed)
                 if label in query["labelIds"] and wanted in ("", mail["Message-ID"])]
        newest = found[::-1][:int(query.get("maxResults", ["100"])[0])]
        return 200, {"resultSizeEstimate": len(found)} | ({"messages": [{"id": n, "threadId": n} for n in newest]} if newest else {})

    def _get(self, number: int) -> Answer:
        mail, label = self.filed[number]
        return 200, {"id": f"{number:x}", "labelIds": [label], "payload": {"headers": [{"name": k, "value": v} for k, v in mail.items()]}}


@contextmanager
def serving() -> Iterator[Gmail]:
    """A Gmail on this machine while the block lasts."""
    gmail = Gmail()
    with reachable(gmail.answer) as gmail.line:
        yield gmail
