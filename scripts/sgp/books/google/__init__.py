"""A book kept as a Google Sheet: one request reads all of it, one batch writes, whole or not at all."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from sgp.books import GoogleSheet, Online
from sgp.books.google.calling import SPREADSHEETS, Calls, Unsure, silent
from sgp.books.google.changing import Batch, batch, shared_tabs
from sgp.books.google.lease import lease_id, with_lease
from sgp.books.google.reading import FIELDS, SETUP_FIELDS, Request, Seen, seen
from sgp.books.google.setup import completing
from sgp.books.google.sharing import grants
from sgp.errors import ExitCode, Stop
from sgp.plan import Changes, Snapshot

__all__ = ["GoogleBook"]

NOT_KNOWN = "Whether the last results were saved is not known; running this again does only what is missing."


class GoogleBook:
    """One Google Sheet over a line to Google. It remembers what it read until it writes."""

    def __init__(self, address: GoogleSheet, calls: Calls) -> None:
        self.address = address
        self._calls = calls
        self._seen: Seen | None = None
        self._had = False

    @property
    def name(self) -> str:
        """Its title, once it has been read; until then its address."""
        return self._seen.title if self._seen else str(self.address)

    def exists(self) -> bool:
        """A Google Sheet is made by a person; one that does not exist cannot be read."""
        return True

    def read(self) -> Snapshot:
        """All tabs with typed cells, as they stand."""
        return self.look().snapshot

    def look(self) -> Seen:
        """The book, with what its own settings say."""
        self._seen = self._look(FIELDS)
        return self._seen

    def in_use(self) -> bool:
        """Never: people may go on editing a Google Sheet while it is written to."""
        return False

    def check_free(self) -> None:
        """A Google Sheet is always free."""

    def check_writable(self) -> None:
        """Give the sheet the title it has: nothing changes, but Google says whether it would be allowed."""
        title = (self._seen or self.look()).title
        for _ in self._calls.tries():
            with suppress(Unsure):
                self._ask([{"updateSpreadsheetProperties": {"properties": {"title": title}, "fields": "title"}}])
                return
        raise silent("Nothing was changed.")

    def online(self) -> Online:
        """Its clock and language, and who may open it, where the sign-in may see that."""
        now = self._seen or self.look()
        return Online(now.time_zone, now.locale, grants(self._calls, self.address.id), self._calls.who)

    def write(self, changes: Changes) -> GoogleSheet | None:
        """Carry the changes out on the book as it stands now; its address, or None when nothing differs.

        Tabs that people sort and fill in are read again right before, so that everything is placed by its key.
        """
        done, claim = [], changes.lease if changes.lease and changes.lease.until else None
        if changes.setup:
            first = Changes(setup=changes.setup, lease=claim)
            done.append(self._until_done(lambda: self._look(SETUP_FIELDS), lambda now: self._planned(now, first)))
        if rest := replace(changes, setup=()):
            done.append(self._until_done(lambda: self._fresh(rest), lambda now: self._planned(now, rest)))
        return self.address if any(done) else None

    def decide(self, what: Callable[[Snapshot], Changes]) -> GoogleSheet | None:
        """The same, with changes that are decided on the whole book, read anew right before."""
        return self.address if self._until_done(lambda: self._look(FIELDS), lambda now: self._planned(now, what(now.snapshot))) else None

    def _planned(self, now: Seen, changes: Changes) -> Batch:
        asked = Batch(completing(now, changes.setup)) if changes.setup else batch(now, changes)
        planned = with_lease(now, asked, changes.lease, self._had)
        self._had = self._had and not (changes.lease and changes.lease.until is None)
        return planned

    def _until_done(self, look: Callable[[], Seen], plan: Callable[[Seen], Batch]) -> bool:
        """Plan and ask. Where Google did not say whether it was done, look before asking again, so that nothing is done twice."""
        asked, refusal, earlier = Batch(), None, set[int | None]()
        for number in self._calls.tries():
            now, self._seen = self._look_after(asked) if number else look(), None
            if asked.landed(now):
                return self._done(asked)
            if (lease := lease_id(now)) in earlier:  # an earlier try was carried out late, and something else was decided since
                raise silent(NOT_KNOWN)
            if refusal and lease == asked.saw:
                raise refusal
            earlier |= {asked.stands} - {None}
            asked = plan(now)
            if not asked.requests:
                return number > 0
            with suppress(Unsure):
                if not (refusal := self._refused(asked)):
                    return self._done(asked)
        raise silent(NOT_KNOWN)

    def _refused(self, asked: Batch) -> Stop | None:
        """Ask; what Google refuses may be for a lease that another run has taken, moved on or given back since it was seen."""
        try:
            self._ask(asked.requests)
        except Stop as stop:
            if stop.code != ExitCode.UNEXPECTED or asked.stands is None:
                raise
            return stop
        return None

    def _done(self, asked: Batch) -> bool:
        self._had = self._had or (asked.stands is not None and not asked.frees)
        return True

    def _look_after(self, asked: Batch) -> Seen:
        try:
            return self._look(SETUP_FIELDS)  # set-up or not: it holds all that either asks for
        except Stop as stop:
            raise silent(NOT_KNOWN) if asked.requests and stop.code == ExitCode.TEMPORARY else stop from stop

    def _ask(self, requests: Sequence[Request]) -> None:
        self._calls.post(f"{self._url}:batchUpdate", {"requests": requests})

    def _fresh(self, changes: Changes) -> Seen:
        if self._seen is None or changes.lease:
            return self.look()
        titles = shared_tabs(self._seen, changes)
        return self._seen.renewed(self._look(FIELDS, titles).tabs) if titles else self._seen

    def _look(self, fields: str, titles: Sequence[str] = ()) -> Seen:
        params: Mapping[str, Any] = {"fields": fields} | ({"ranges": ["'" + t.replace("'", "''") + "'" for t in titles]} if titles else {})
        return seen(self._calls.get(self._url, params))

    @property
    def _url(self) -> str:
        return f"{SPREADSHEETS}/{quote(self.address.id)}"
