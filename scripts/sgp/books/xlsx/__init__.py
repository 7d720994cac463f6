"""A book kept as a local Excel file. Only the cells that differ are rewritten; all other parts stay byte for byte."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sgp.books.xlsx.changing import changed_book
from sgp.books.xlsx.locks import open_marks, still_open, wait_until_free
from sgp.books.xlsx.openbook import opened
from sgp.books.xlsx.reading import read_sheet, ways_of
from sgp.books.xlsx.saving import back_up, check_replaceable, read_bytes, replace, save_beside
from sgp.books.xlsx.workbook import sheets
from sgp.plan import Changes, Snapshot

__all__ = ["XlsxBook"]


@dataclass(frozen=True)
class XlsxBook:
    """One workbook file. `backups` keeps the last ten versions; `lock_wait` is in seconds; `today` names a results file."""

    path: Path
    today: date
    backups: Path
    lock_wait: float = 30.0

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.path.name

    def exists(self) -> bool:
        """Whether there is such a file."""
        return self.path.exists()

    def read(self) -> Snapshot:
        """All tabs with typed cells, as last saved."""
        book = opened(read_bytes(self.path), self.path)
        ways = ways_of(book)
        return Snapshot(tuple(read_sheet(book, tab, ways) for tab in sheets(book)))

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
        if open_marks(self.path) and changed_book(self._bytes(), self.path, changes) is None:
            return None
        free = wait_until_free(self.path, self.lock_wait)
        before = self._bytes()
        after = changed_book(before, self.path, changes)
        if after is None:
            return None
        if not free:
            raise still_open(self.path, f"The results were written beside it, to {save_beside(self.path, after, self.today)}.")
        if before is not None:
            back_up(self.path, before, self.backups)
        replace(self.path, after)
        return self.path

    def _bytes(self) -> bytes | None:
        return read_bytes(self.path) if self.exists() else None
