"""A ping to a watch-dog, which raises the alarm when runs fail or stay away; it is told numbers only, and never fails a run.

The addresses are those of https://healthchecks.io/docs/http_api/ and of others that follow it: /start, nothing, /fail.
"""

from collections.abc import Mapping
from http.client import HTTPException
from typing import Literal
from urllib.error import URLError
from urllib.parse import urlsplit, urlunsplit
from urllib.request import Request, urlopen

What = Literal["start", "success", "failure"]
_PATHS = {"start": "/start", "success": "", "failure": "/fail"}
TRIES = 2


def ping(address: str, what: What, counts: Mapping[str, int], run: str, within: float = 5) -> str:
    """Tell a watch-dog of a run; why that did not work, or "". `run` is a UUID, `within` seconds. The address is a secret."""
    if not address:
        return ""
    body = "\n".join(f"{name} {number}" for name, number in counts.items()).encode()
    for _ in range(TRIES):
        try:
            request = Request(_address(address, what, run), data=body, method="POST", headers={"Content-Type": "text/plain"})
            with urlopen(request, timeout=within):
                return ""
        except URLError as fault:
            said = f"error {code}" if (code := getattr(fault, "code", 0)) else "no line to it"
        except (OSError, HTTPException, ValueError):
            said = "no answer"
    return f"The watch-dog could not be told: {said}. Look at ping under [watch] in the settings."


def _address(address: str, what: What, run: str) -> str:
    parts = urlsplit(address)
    query = "&".join(filter(None, (parts.query, f"rid={run}")))
    return urlunsplit(parts._replace(path=parts.path.rstrip("/") + _PATHS[what], query=query))
