"""What can go wrong, said to the person who must act."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum


class ExitCode(IntEnum):
    """What a script tells its caller: 0 done, 75 and 4 try again, the rest a person must act."""

    DONE = 0
    UNEXPECTED = 1
    USAGE = 2
    CONFIGURATION = 3
    LOCKED = 4
    DATA = 5
    EMAILS = 6
    TEMPORARY = 75


    @classmethod
    def first_of(cls, codes: Iterable["ExitCode"]) -> "ExitCode":
        """The one that a run ends with where several apply (DESIGN 3)."""
        found = set(codes)
        order = (cls.UNEXPECTED, cls.USAGE, cls.CONFIGURATION, cls.LOCKED, cls.TEMPORARY, cls.EMAILS, cls.DATA)
        return next((code for code in order if code in found), cls.DONE)


ERROR, WARNING = "error", "warning"


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in a book: where, what, and how to mend it.

    `row` counts as the spreadsheet does, the heading being row 1; 0 means the whole tab.
    `level` is "error" when something could not be used, "warning" when it was used all the same.
    """

    level: str
    tab: str
    row: int
    column: str
    what: str
    mend: str

    def __str__(self) -> str:
        place = self.tab
        place += f", row {self.row}" if self.row else ""
        place += f", column {self.column}" if self.column else ""
        return f"{place}: {self.what} {self.mend}".strip()


class Stop(Exception):
    """The run cannot go on; the message says why and how to mend it."""

    def __init__(self, message: str, code: ExitCode, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.code = code
        self.problems = tuple(problems)


def structure_fault(problems: Sequence[Problem], what: str = "the book is not built as it should be") -> Stop:
    """A tab, heading, template or file is not as the contract says: nothing has been changed."""
    return Stop(f"Nothing was changed, because {what}:", ExitCode.DATA, problems)


def no_such_tab(title: str) -> Stop:
    """A tab of the contract is missing where it is to be written to."""
    return structure_fault([Problem(ERROR, title, 0, "", "The book has no such tab.", "Make it with setup_book.py.")])
