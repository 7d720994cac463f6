"""A book kept as a local Excel file. Only the cells that differ are rewritten; all other parts stay byte for byte."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sgp.books.xlsx.changing import changed_book
from sgp.books.xlsx.lease import MOST_TRIES, leased
from sgp.books.xlsx.locks import open_marks, still_open, wait_until_free
from sgp.books.xlsx.openbook import opened
from sgp.books.xlsx.reading import read_sheet, ways_of
from sgp.books.xlsx.saving import back_up, check_replaceable, read_bytes, replace, save_beside
from sgp.books.xlsx.workbook import sheets
from sgp.errors import ExitCode, Stop
from sgp.plan import Changes, Snapshot

__all__ = ["XlsxBook"]


@dataclass(frozen=True)
class XlsxBook:
    """One workbook file. `backups` keeps it as it was before each of the last ten runs; `lock_wait` is in seconds; `today` names
    a file of results.
    """

    path: Path
    today: date
    backups: Path
    lock_wait: float = 30.0
    _had: set[str] = field(default_factory=set, init=False, repr=False, compare=False)
    _kept: list[Path] = field(default_factory=list, init=False, repr=False, compare=False)

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.path.name

    def exists(self) -> bool:
        """Whether there is such a file."""
        return self.path.exists()

    def read(self) -> Snapshot:
        """All tabs with typed cells, as last saved."""
        return self._typed(read_bytes(self.path))

    def in_use(self) -> bool:
        """Whether somebody has the book open, so that reading on means waiting."""
        return bool(open_marks(self.path))

    def check_free(self) -> None:
        """Stop unless the book is closed, or is closed within `lock_wait` seconds."""
        if not wait_until_free(self.path, self.lock_wait):
            raise still_open(self.path, "Nothing was done.")

    def check_writable(self) -> None:
        """Stop unless the book is closed and it and its folder may be written to."""
        self.check_free()
        check_replaceable(self.path)

    def online(self) -> None:
        """A file has no service."""

    def write(self, changes: Changes) -> Path | None:
        """Carry the changes out on the book as it stands now; the path written, or None when nothing differs.

        A book that stays open elsewhere is left alone: the result is written beside it, and the run stops.
        """
        return self._carry_out(lambda _: changes)

    def decide(self, what: Callable[[Snapshot], Changes]) -> Path | None:
        """The same, with changes that are decided on the very book that is written."""
        return self._carry_out(lambda before: what(self.read() if before is None else self._typed(before)))

    def _carry_out(self, decided: Callable[[bytes | None], Changes]) -> Path | None:
        if open_marks(self.path) and self._nothing_in(decided):
            return None
        free = wait_until_free(self.path, self.lock_wait)
        for _ in range(MOST_TRIES):
            with suppress(_Newer):
                return self._carried_out(decided, free)
        raise Stop(f"The workbook {self.path} is being changed by something else again and again. Nothing was changed. Try again later.",
                   ExitCode.LOCKED)

    def _nothing_in(self, decided: Callable[[bytes | None], Changes]) -> bool:
        changes = decided(before := self._bytes())
        return not changes.lease and changed_book(before, self.path, changes) is None

    def _carried_out(self, decided: Callable[[bytes | None], Changes], free: bool) -> Path | None:
        changes = decided(before := self._bytes())
        after, lease = changed_book(before, self.path, changes), changes.lease
        if not free and lease and lease.until:
            raise still_open(self.path, "Nothing was done.")
        with leased(self.path, lease, self._had):
            if after is not None and not free:
                raise still_open(self.path, f"The results were written beside it, to {save_beside(self.path, after, self.today)}.")
            if after is not None or lease:
                self._replace(before, after)
        return self.path if after is not None or lease else None

    def _replace(self, before: bytes | None, after: bytes | None) -> None:
        if self._bytes() != before:  # what is written was worked out on the book as it no longer is
            raise _Newer
        if after is not None:
            if before is not None and not self._kept:  # one a run: sending writes the book many times
                self._kept.append(back_up(self.path, before, self.backups))
            replace(self.path, after)

    def _typed(self, content: bytes) -> Snapshot:
        book = opened(content, self.path)
        ways = ways_of(book)
        return Snapshot(tuple(read_sheet(book, tab, ways) for tab in sheets(book)))

    def _bytes(self) -> bytes | None:
        return read_bytes(self.path) if self.exists() else None


class _Newer(Exception):
    """The book was changed between reading and writing."""
