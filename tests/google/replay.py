"""Replaying of recordings of the real Google against a server, and the differences between both answers.

A recording is a session, or two, that makes a spreadsheet, uses it and deletes it. Ids may differ, one to one; times need only be times.
"""

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import requests

RECORDINGS = Path(__file__).with_name("recordings")
_FILE_ID, _TIME = re.compile(r"/(?:spreadsheets|files)/(?:d/)?([A-Za-z0-9_-]{25,})"), re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
_IDS = {"sheetId": "sheet", "spreadsheetId": "file", "id": "file", "protectedRangeId": "protection", "users": "email"}


class Pair(NamedTuple):
    """A request, Google's status and the server's, and where the answers differ."""

    number: int
    request: dict[str, Any]
    google: int
    ours: int
    differences: list[str]

    @property
    def alike(self) -> bool:
        """Whether both answered the same."""
        return self.google == self.ours and not self.differences


@dataclass
class _Ids:
    """Google's ids and the server's, learned by walking both answers side by side."""

    ours: dict[tuple[str, Any], Any] = field(default_factory=dict)

    def same(self, kind: str, google: Any, live: Any) -> bool:
        """Whether an id stands for the same thing; the first tab is 0 with both."""
        if google == 0 or live == 0:
            return google == live
        if (kind, google) not in self.ours and (kind, live) not in [(k, v) for (k, _), v in self.ours.items()]:
            self.ours[kind, google] = live
        return self.ours.get((kind, google)) == live

    def live(self, value: Any, key: str = "") -> Any:
        """A recorded message with the server's ids."""
        if isinstance(value, dict):
            return {k: self.live(v, k) for k, v in value.items()}
        if isinstance(value, list):
            return [self.live(v, key) for v in value]
        return self.ours.get((_IDS.get(key, ""), value), value)

    def address(self, uri: str) -> str:
        """Path and query of a recorded request, for the server's file."""
        parts = urlsplit(uri)
        found = _FILE_ID.search(parts.path)
        path = parts.path.replace(found[1], self.ours.get(("file", found[1]), found[1])) if found else parts.path
        return path + (f"?{parts.query}" if parts.query else "")


def differences(google: Any, live: Any, ids: _Ids, path: str = "$", key: str = "") -> Iterator[str]:
    """Where two answers disagree."""
    if isinstance(google, dict) and isinstance(live, dict):
        for name in sorted({*google, *live}):
            if name in google and name in live:
                yield from differences(google[name], live[name], ids, f"{path}.{name}", name)
            else:
                yield f"{path}.{name}: {google.get(name, 'absent')!r} != {live.get(name, 'absent')!r}"
    elif isinstance(google, list) and isinstance(live, list) and len(google) == len(live):
        for n, (one, other) in enumerate(zip(google, live, strict=True)):
            yield from differences(one, other, ids, f"{path}[{n}]", key)
    elif not _alike(google, live, ids, key):
        yield f"{path}: {google!r} != {live!r}"


def _alike(google: Any, live: Any, ids: _Ids, key: str) -> bool:
    if key in _IDS:
        return ids.same(_IDS[key], google, live)
    if key.endswith("Time"):
        return isinstance(live, str) and bool(_TIME.fullmatch(live))
    if key.endswith("Url"):
        return isinstance(live, str) and urlsplit(ids.address(google)).path == urlsplit(live).path
    if bool in (type(google), type(live)) or not isinstance(google, int | float) or not isinstance(live, int | float):
        return type(google) is type(live) and google == live
    return math.isclose(google, live, rel_tol=1e-6 if key in ("red", "green", "blue") else 1e-12, abs_tol=1e-9)


def replayed(recording: Path, url: str) -> Iterator[Pair]:
    """Send the requests of a recording in their order, and compare."""
    ids = _Ids()
    with requests.Session() as line:
        line.trust_env, line.headers["Authorization"] = False, "Bearer test-token"
        for number, pair in enumerate(json.loads(recording.read_text("utf-8"))["interactions"]):
            asked, said = pair["request"], pair["response"]
            body = json.dumps(ids.live(json.loads(asked["body"]))) if asked["body"] else None
            answer = line.request(asked["method"], url + ids.address(asked["uri"]), data=body, timeout=20)
            both = (json.loads(text or "null") for text in (said["body"].get("string"), answer.text))
            yield Pair(number, asked, said["status"]["code"], answer.status_code, list(differences(*both, ids)))
