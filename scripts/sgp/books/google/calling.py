"""Calls to Google: few, with a time limit, tried again only a few times, and every refusal in plain words."""

import random
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from google.auth.credentials import Credentials
from google.auth.exceptions import GoogleAuthError
from google.auth.transport.requests import AuthorizedSession
from gspread.exceptions import APIError
from gspread.http_client import HTTPClient
from requests.exceptions import RequestException

from sgp.books.google.denied import refusal
from sgp.books.google.pacing import Pace, pace_of
from sgp.books.google.refusals import refused
from sgp.errors import ExitCode, Stop

SPREADSHEETS = "https://sheets.googleapis.com/v4/spreadsheets"
ANSWER_WITHIN = (10.0, 90.0)
"""Seconds to wait for a connection, and for an answer."""

MOST_TRIES, DEADLINE, LONGEST_WAIT = 7, 150.0, 35.0
"""Google counts requests by the minute, so the waits together outlast one; and nobody waits longer than that for a dead line."""

TOLD_FROM = 3
"""Tries after which a person who looks on is told why nothing happens."""

NOT_DONE, MAYBE_DONE = (409, 429), (500, 502, 503, 504)


class Unsure(Exception):
    """Google did not say whether a write was carried out."""


@dataclass(frozen=True)
class Calls:
    """A line to Google. `who` is the address that books must be shared with ("" for the person who signed in)."""

    http: HTTPClient
    who: str
    pause: Callable[[float], None] = field(default=lambda seconds: time.sleep(seconds))
    clock: Callable[[], float] = time.monotonic
    tell: Callable[[str], None] = field(default=lambda _: None)
    pace: Pace = field(default_factory=Pace)

    def get(self, url: str, params: Mapping[str, Any]) -> dict[str, Any]:
        """Read something; nothing is changed by asking twice. Raises Stop."""
        for _ in self.tries():
            try:
                return self._sent("get", url, params=dict(params))
            except (Unsure, _Busy):
                continue
        raise silent(f"Nothing could be read from {url.partition('?')[0]}.")

    def post(self, url: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Write something, once: tried again only where Google said that it did not do it. Raises Stop and Unsure."""
        for _ in self.tries():
            try:
                return self._sent("post", url, json=body)
            except _Busy:
                continue
        raise silent("Nothing was changed.")

    def tries(self) -> Iterator[int]:
        """Numbers of tries: the first at once, each later one after a longer wait, until there have been enough."""
        begun = self.clock()
        for number in range(MOST_TRIES):
            if number:
                wait = min(2.0 ** (number - 1), LONGEST_WAIT) * random.uniform(1.0, 1.5)
                if self.clock() - begun + wait > DEADLINE:
                    return
                if number == TOLD_FROM:
                    self.tell("Google does not answer yet. Trying again for about two minutes.")
                self.pause(wait)
            yield number

    def _sent(self, method: str, url: str, **how: Any) -> dict[str, Any]:
        self.pace.wait(method)
        try:
            answer: dict[str, Any] = self.http.request(method, url, **how).json()
            return answer
        except APIError as fault:
            raise _told(fault, self.who) from fault
        except GoogleAuthError as fault:  # nothing was sent: the sign-in itself failed
            stop = refusal(fault)
            raise _Busy if stop.code == ExitCode.TEMPORARY else stop from fault
        except (RequestException, ValueError) as fault:  # a dropped line, or an answer that breaks off
            raise Unsure from fault


class _Busy(Exception):
    """Google asks to wait: nothing was done."""


def calls(credentials: Credentials, who: str, tell: Callable[[str], None]) -> Calls:
    """A line to Google for these credentials; `tell` is called once it takes long."""
    return over(AuthorizedSession(credentials), who, tell=tell, pace=pace_of(who))  # type: ignore[no-untyped-call]


def over(session: AuthorizedSession, who: str = "", **how: Any) -> Calls:
    """A line over a session of one's own; `how` are further fields of `Calls`."""
    http = HTTPClient(None, session)  # type: ignore[arg-type]  # with a session of its own it needs no credentials
    http.set_timeout(ANSWER_WITHIN)
    return Calls(http, who, **how)


def silent(done: str) -> Stop:
    """Google did not do what was asked, though it was asked again and again."""
    return Stop(f"Google does not answer, or has been asked too much and wants a pause. {done} Try again later.", ExitCode.TEMPORARY)


def _told(fault: APIError, who: str) -> Exception:
    status = fault.response.status_code  # an error page is not JSON, so the fault's own code may be missing
    if status in NOT_DONE:
        return _Busy()
    return Unsure() if status in MAYBE_DONE else refused(status, fault.error, who)
