"""What goes wrong at Google: faults on demand, and quotas."""

import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from sheets_discovery import Refused

Answer = tuple[int, str, bytes]
"""Status, content type, body."""
JSON = "application/json; charset=UTF-8"
_SAYS = {"429": (429, "Resource has been exhausted (e.g. check quota).", "RESOURCE_EXHAUSTED"),
         "500": (500, "Internal error encountered.", "INTERNAL"), "403": (403, "The caller does not have permission", "PERMISSION_DENIED"),
         "404": (404, "Requested entity was not found.", "NOT_FOUND"),
         "503": (503, "The service is currently unavailable.", "UNAVAILABLE"),
         "504": (504, "Deadline expired before operation could complete.", "DEADLINE_EXCEEDED"),
         "401": (401, "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid "
                      "authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.",
                 "UNAUTHENTICATED")}
_PAGE = "<!DOCTYPE html><html lang=en><title>Error 502 (Server Error)!!1</title><p><b>502.</b> That’s an error.<p>Please try again."


class Dropped(Exception):
    """The line is cut without an answer."""


def refusal(kind: str) -> Refused:
    """A usual refusal, by its number."""
    code, message, status = _SAYS[kind]
    return Refused(message, code, status)


def told(refused: Refused) -> Answer:
    """A refusal as it goes over the line."""
    return refused.code, JSON, json.dumps(refused.body, indent=2).encode()


def failing(kind: str) -> Answer:
    """The answer of a fault. Raises Dropped."""
    if kind.startswith("drop"):
        raise Dropped
    return (502, "text/html; charset=UTF-8", _PAGE.encode()) if kind == "html-502" else told(refusal(kind.removesuffix("-after")))


@dataclass
class _Fault:
    kind: str
    at: int
    book: str | None
    method: str | None
    times: int


@dataclass
class Faults:
    """Faults that requests to Sheets will meet."""

    waiting: list[_Fault] = field(default_factory=list)

    def add(self, kind: str, at: int = 1, book: str | None = None, method: str | None = None, times: int = 1) -> None:
        """From the at-th request on (of this book, of this method), `times` requests fail in this way; "-after": once they are done."""
        if kind.removesuffix("-after") not in {*_SAYS, "html-502", "drop"}:
            raise ValueError(f"no fault is called {kind}")
        self.waiting.append(_Fault(kind, at, book, method, times))

    def due(self, book: str, method: str) -> str:
        """The kind of fault that this request meets, or nothing."""
        mine = [f for f in self.waiting if f.book in (None, book) and f.method in (None, method)]
        for fault in mine:
            fault.at -= 1
        for fault in mine:
            if fault.at <= 0:
                fault.times -= 1
                self.waiting = [f for f in self.waiting if f.times]
                return fault.kind
        return ""


@dataclass
class Quota:
    """So many reads and writes a minute for each user; None for as many as you like."""

    limit: int | None
    now: Callable[[], float]
    spent: dict[tuple[str, str], deque[float]] = field(default_factory=dict)

    def spend(self, who: str, kind: str) -> None:
        """Count a read or a write. Raises Refused (429)."""
        moments, now, what = self.spent.setdefault((who, kind), deque()), self.now(), kind.capitalize()
        while moments and moments[0] <= now - 60:
            moments.popleft()
        if self.limit is not None and len(moments) >= self.limit:
            raise Refused(
                f"Quota exceeded for quota metric '{what} requests' and limit '{what} requests per minute per user' of service "
                "'sheets.googleapis.com' for consumer 'project_number:172856096362'.", 429, "RESOURCE_EXHAUSTED",
                details=[{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "RATE_LIMIT_EXCEEDED", "domain": "googleapis.com",
                          "metadata": {"quota_metric": f"sheets.googleapis.com/{kind}_requests", "service": "sheets.googleapis.com",
                                       "quota_limit": f"{what}RequestsPerMinutePerUser", "quota_limit_value": str(self.limit)}}])
        moments.append(now)
