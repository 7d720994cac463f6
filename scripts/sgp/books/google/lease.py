"""The lease of a Google Sheet: a tab of a fixed title, which stands once or not at all, hidden while nobody has the lease.

It is never changed. Whoever takes the lease, moves it on or gives it back deletes the tab by its id and adds another, in the same
batch as all else, so that Google refuses the whole batch where the tab is not the one that was seen. That is why it stays,
hidden: a lease that was taken and given back since the book was read would else not be noticed, nor what was written under it.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

from sgp.books import LEASE_TAB as TITLE
from sgp.books import Held, held, refuse_others
from sgp.books.google.cells import entered
from sgp.books.google.changing import Batch
from sgp.books.google.looks import FORMAT, colour, page_format
from sgp.books.google.protection import warning_on_all
from sgp.books.google.reading import Request, Seen, SeenTab
from sgp.books.google.writing import VALUE, written
from sgp.contract.looks import LOOKS
from sgp.plan import Lease, Sheet
from sgp.plan.placing import At

_TOP, _HOLDER, _UNTIL = (1, 0), (4, 1), (5, 1)
_NOW, _FREE = "Emails are being sent right now.", "No emails are being sent right now."
_SAYS: Mapping[At, tuple[str, str]] = {
    (2, 0): ("Please wait until this tab is gone; it goes by itself.", "lead"), (4, 0): ("Sent by", "label"),
    (5, 0): ("At the latest until", "label"),
}


def lease_id(seen: Seen) -> int | None:
    """The id of the tab, which no two states of the lease share, or None where there is no such tab."""
    tab = seen.find(TITLE)
    return tab.id if tab else None


def with_lease(seen: Seen, batch: Batch, lease: Lease | None, had: bool) -> Batch:
    """The batch with what takes the lease, moves it on or gives it back. Raises Stop (locked) where it is another's.

    `had`: whether this run has it, or once had. Where another's stays, its tab is made anew just as it was, so that its run notices
    what was written meanwhile.
    """
    if lease is None:
        return batch
    tab, saw = seen.find(TITLE), lease_id(seen)
    now = _held(tab) if tab else None
    if lease.until:
        refuse_others(now, lease, had, f"the tab “{TITLE}”")
        return _swapping(batch, saw, Held(lease.holder, lease.until), frees=False)
    if now and now.holder == lease.holder:
        return _swapping(batch, saw, None)
    return _swapping(batch, saw, now) if batch.requests and (now is None or now.until) else batch


def _swapping(batch: Batch, saw: int | None, after: Held | None, frees: bool = True) -> Batch:
    stands = _number(batch, after, saw)
    gone = [] if saw is None else [_deleting(saw)]
    return replace(batch, requests=[*gone, *_adding(stands, after), *batch.requests], saw=saw, stands=stands, frees=frees)


def _held(tab: SeenTab) -> Held | None:
    match tab.sheet.at(*_TOP):
        case str(text) if text == _FREE:
            return None
        case str(text) if text == _NOW:
            return held(tab.sheet.at(*_HOLDER), tab.sheet.at(*_UNTIL))
    return held("", "")


def _number(batch: Batch, after: Held | None, before: int | None) -> int:
    """An id from all that the batch does: where a tab of it stands, this very batch was carried out, and no other."""
    told = json.dumps([str(after), before, batch.requests], sort_keys=True)
    return int.from_bytes(sha256(told.encode()).digest()[:4]) % (2**31 - 1) + 1


def _deleting(number: int) -> Request:
    return {"deleteSheet": {"sheetId": number}}


def _adding(number: int, lease: Held | None) -> list[Request]:
    tab = SeenTab(number, Sheet(TITLE, ()), 8, 2)
    grid = {"rowCount": tab.rows, "columnCount": tab.columns, "hideGridlines": True}
    about = {"sheetId": number, "title": TITLE, "gridProperties": grid, "tabColorStyle": colour(LOOKS["alert"].ink)}
    if lease is None:
        return [{"addSheet": {"properties": about | {"hidden": True}}}, *_saying(tab, {_TOP: (_FREE, "title")})]
    until = lease.until.isoformat() if lease.until else ""
    says = {_TOP: (_NOW, "title"), **_SAYS, _HOLDER: (lease.holder, "plain"), _UNTIL: (until, "plain")}
    return [{"addSheet": {"properties": about}}, *_saying(tab, says), *warning_on_all(tab)]


def _saying(tab: SeenTab, says: Mapping[At, tuple[str, str]]) -> list[Request]:
    cells: dict[At, dict[str, Any]] = {
        at: {VALUE: entered(text, TITLE), FORMAT: page_format(look, text)} for at, (text, look) in says.items()}
    return written(tab, cells, f"{VALUE},{FORMAT}")
