"""A Google Sheets API on this machine: `with serving() as server`. It answers as Google does, so that tests need no account.

    python tests/google/sheets_server.py --port 8080
"""

import argparse
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

import sheets_drive as drive
from google.auth.transport.requests import AuthorizedSession, Request
from google.oauth2.credentials import Credentials
from openpyxl import Workbook
from requests import Session
from sheets_books import Book, new_book
from sheets_calls import CALLS, Call, spreadsheet
from sheets_discovery import Refused, clean, find, query
from sheets_faults import JSON, Answer, Faults, Quota, failing, refusal, told
from sheets_lines import Handler, Here
from sheets_people import Person, saved, workbook
from sheets_proxy import HOSTS, Throwaway

TOKEN, REFRESH = "test-token", "1//local"


class Entry(NamedTuple):
    """A request that was answered; `status` is 0 where the line was cut."""

    method: str
    host: str
    path: str
    spreadsheet_id: str
    kind: str
    body_size: int
    status: int


@dataclass
class Server:
    """Books, and everything that tests may do with them beside the API."""

    now: Callable[[], float]
    quota: Quota
    url: str = ""
    books: dict[str, Book] = field(default_factory=dict)
    log: list[Entry] = field(default_factory=list)
    faults: Faults = field(default_factory=Faults)
    contacted: set[str] = field(default_factory=set)
    crashes: list[Exception] = field(default_factory=list)
    tokens: drive.Tokens = field(default_factory=lambda: {TOKEN: (drive.ROBOT, ""), REFRESH: (drive.ROBOT, "")})
    throwaway: Throwaway = field(default_factory=Throwaway)
    lock: Any = field(default_factory=threading.RLock)
    _between: list[tuple[int, Callable[["Server"], Any]]] = field(default_factory=list)
    _reads: int = 0

    def new_book(self, title: str = "", locale: str = "en_GB", time_zone: str = "Europe/London") -> str:
        """A new spreadsheet of the coordinator's, shared with the robot as a writer; its id."""
        sharing = [drive.permission("owner", email=drive.OWNER), drive.permission("writer", email=drive.ROBOT)]
        book = new_book(title, locale, time_zone, sharing, self.now())
        self.books[book.id] = book
        return book.id

    def session(self) -> AuthorizedSession:
        """A session of google-auth, signed in as the robot, that reaches this server whatever host it asks for."""
        line, where = Session(), "https://oauth2.googleapis.com/token"
        credentials = Credentials(TOKEN, REFRESH, token_uri=where, client_id="id", client_secret="none")
        session = AuthorizedSession(credentials, auth_request=Request(line))
        for each in (session, line):
            each.mount("https://", Here(self.url))
        return session

    def requests(self, book_id: str | None = None) -> int:
        """How many requests to Sheets there were, of one book or of all."""
        return sum(e.kind != "other" and book_id in (None, e.spreadsheet_id) for e in self.log)

    def between(self, read: int, do: Callable[["Server"], Any]) -> None:
        """Do something right after the read-th read from now, before its answer arrives."""
        self._between.append((self._reads + read, do))

    def workbook(self, book_id: str) -> Workbook:
        """What a person sees."""
        return workbook(self.books[book_id])

    def save(self, book_id: str, book: Workbook) -> None:
        """Make values and tabs as they are in a workbook; looks, protections and rules of standing tabs stay."""
        with self.lock:
            self.books[book_id] = saved(self.books[book_id], book)

    def sheet(self, book_id: str) -> dict[str, Any]:
        """All that spreadsheets.get tells the robot, with the cells."""
        return spreadsheet(self.books[book_id], {"includeGridData": True}, {}, drive.ROBOT)

    @property
    def person(self) -> Person:
        """Somebody who edits in the browser."""
        return Person(self)

    def share(self, book_id: str, role: str = "reader", type: str = "anyone", email: str = "") -> None:
        """Share a book; an address has one role."""
        book = self.books[book_id]
        book.sharing = [p for p in book.sharing if not email or p.get("emailAddress") != email] + [drive.permission(role, type, email)]

    def environment(self, folder: Path) -> dict[str, str]:
        """Variables with which a process reaches this server and nothing else, and a service account's key."""
        return self.throwaway.environment(folder, self.url, drive.ROBOT)

    def answer(self, http: str, host: str, target: str, bearer: str, body: bytes) -> Answer:
        """The answer to a request. Raises Dropped."""
        path, answered = urlsplit(target).path, None
        sheets = path.startswith("/v4/") and HOSTS.get(host, "/v4/") == "/v4/"
        kind = "other" if not sheets else "read" if http == "GET" else "write"
        number = f"{path}///".split("/")[3].partition(":")[0] if sheets else ""
        try:
            fault = self.faults.due(number, http) if sheets else ""
            if not fault or fault.endswith("-after"):
                answered = self._done(http, host, target, bearer, body, kind)
            if fault:
                answered = None
                answered = failing(fault)
            assert answered
            return answered
        finally:
            self.log.append(Entry(http, host, path, number, kind, len(body), answered[0] if answered else 0))
            self._reads += kind == "read"
            due, self._between = [d for n, d in self._between if n <= self._reads], [(n, d) for n, d in self._between if n > self._reads]
            for do in due:
                do(self)

    def _done(self, http: str, host: str, target: str, bearer: str, body: bytes, kind: str) -> Answer:
        path = urlsplit(target).path
        if not path.startswith(HOSTS.get(host, "/")):
            return told(refusal("404"))
        if path == "/token":
            status, made = drive.token(body, self.throwaway.public_key, self.tokens)
            return status, JSON, json.dumps(made).encode()
        try:
            call = self._call(http, target, bearer, body, kind)
            answer = CALLS[call.method.id](call)
            if answer is not None:  # our own answer must be one that Google could give
                clean({"$ref": call.method.response}, answer, "answer", sampled=True)
        except Refused as fault:
            return told(fault)
        return (200, JSON, json.dumps(answer, ensure_ascii=False).encode()) if answer is not None else (204, "text/html", b"")

    def _call(self, http: str, target: str, bearer: str, body: bytes, kind: str) -> Call:
        if bearer not in self.tokens:
            raise refusal("401")
        who, scopes = self.tokens[bearer]
        self.quota.spend(who, kind) if kind != "other" else drive.check_scopes(scopes)
        parts = urlsplit(target)
        method, ids = find(http, parts.path)
        if method.id not in CALLS:
            raise Refused(f"{method.id}: not implemented here")
        asked = query(method, parse_qsl(parts.query, keep_blank_values=True))
        if (method.id, ids.get("fileId")) != ("drive.files.get", "root"):
            self._allow(ids, who, kind)
        try:
            given = json.loads(body) if body else {}
        except ValueError:
            raise Refused("Invalid JSON payload received.") from None
        whole = {"$ref": method.request} if method.request else {"type": "any"}
        return Call(self.books, self.now(), method, ids, asked, clean(whole, given, "data" if method.request == "ValueRange" else ""), who)

    def _allow(self, ids: Mapping[str, str], who: str, kind: str) -> None:
        for key, number in ids.items():
            role = self.books[number].role(who) if number in self.books else None
            if key == "fileId" and not role:
                raise drive.no_file(number)
            if key == "spreadsheetId" and (not role or (kind == "write" and role == "reader")):
                raise refusal("404" if role is None else "403")


@contextmanager
def serving(now: Callable[[], float] = time.time, quota: int | None = 60, port: int = 0) -> Iterator[Server]:
    """A server on 127.0.0.1 while the block lasts. `now` gives seconds; `quota` is reads, and writes, a minute (None for no limit)."""
    server, lines = Server(now, Quota(quota, now)), set[Any]()
    with ThreadingHTTPServer(("127.0.0.1", port), type("Handler", (Handler,), {"server_of": server, "lines": lines})) as http:
        server.url, http.daemon_threads = f"http://127.0.0.1:{http.server_address[1]}", False
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            http.shutdown()
            thread.join()
            for line in list(lines):
                with suppress(OSError):
                    line.shutdown(2)
    if server.crashes:
        raise server.crashes[0]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8080)
    with serving(quota=None, port=parser.parse_args().port) as here, suppress(KeyboardInterrupt):
        print(here.url, flush=True)
        threading.Event().wait()
