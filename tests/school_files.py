"""Books as files, and the scripts as a user runs them."""

import contextlib
import io
import os
import runpy
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Self

import pytest
from openpyxl import Workbook, load_workbook

ROOT = Path(__file__).parents[1]
RAW = ROOT / "tests" / "oakfield"


@dataclass(frozen=True)
class Done:
    """How a command ended and all it said."""

    code: int
    said: str


def in_this_process(command: list[str], folder: Path, environment: Mapping[str, str]) -> Done:
    """Run a script, given with its arguments, from a folder."""
    said, code = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), 0
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        patch.chdir(folder)
        patch.setattr(sys, "argv", command)
        for name, value in environment.items():
            patch.setenv(name, value)
        try:
            runpy.run_path(command[0], run_name="__main__")
        except SystemExit as done:
            code = int(done.code or 0)
    said.seek(0)
    return Done(code, said.read())


@dataclass(frozen=True)
class School:
    """A folder with a settings file, and two books somewhere: all that a test of the commands does is the same for every kind of book.

    `mail` are lines of the settings about how email leaves; none is the offline outbox.
    """

    folder: Path
    mail: str = field(default="", kw_only=True)

    @property
    def output(self) -> Path:
        return self.folder / "output"

    def places(self) -> dict[str, str]:
        """Where the two books are, as the settings say it."""
        raise NotImplementedError

    def environment(self) -> dict[str, str]:
        """What the scripts find in their environment besides the usual."""
        return {}

    def edit(self, staff_book: bool = False) -> Workbook:
        """A book as another library than the product's sees it, to look at, or to change and save as a person would."""
        raise NotImplementedError

    def look(self, staff_book: bool = False) -> Workbook:
        """The same, only to look at: changed by nobody, so it need not be made anew while nothing has changed."""
        return self.edit(staff_book)

    def save(self, book: Workbook) -> None:
        """What a person changed in the coordinator's book."""
        raise NotImplementedError

    def copy(self, folder: Path) -> Self:
        """The same school in another folder, with books of its own and nothing in its output folder."""
        raise NotImplementedError

    def state(self) -> str:
        """Something that differs as soon as anything in either book does."""
        raise NotImplementedError

    def command(self, script: str, *arguments: object, today: str = "2026-09-28", root: Path = ROOT) -> list[str]:
        """The command line of a script for this school, whose settings are written first."""
        config = self.folder / "settings.toml"
        lines = [f'{name} = "{place}"' for name, place in (self.places() | {"output": self.output.as_posix()}).items()]
        config.write_text("\n".join([*lines, "lock_wait = 0.2", self.mail]), encoding="utf-8")
        return [sys.executable, str(root / "scripts" / f"{script}.py"), "--config", str(config), "--today", today, *map(str, arguments)]

    def run(self, script: str, *arguments: object, today: str = "2026-09-28") -> Done:
        """Run a script as a process would, from another folder, but in this process: modules that are loaded already make it quick."""
        return in_this_process(self.command(script, *arguments, today=today)[1:], self.folder, self.environment())

    def run_apart(self, script: str, *arguments: object, today: str = "2026-09-28", root: Path = ROOT) -> Done:
        """Run a script in a process of its own, from another folder, as a scheduler does."""
        command = self.command(script, *arguments, today=today, root=root)
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, encoding="utf-8", timeout=120,
                              env=os.environ | {"PYTHONWARNINGS": "error", "PYTHONUTF8": "1"} | self.environment())
        return Done(done.returncode, done.stdout + done.stderr)

    def rows(self, tab: str, staff_book: bool = False) -> list[dict[str, object]]:
        """The rows of a tab."""
        headings, *rows = [[c.value for c in row] for row in self.look(staff_book)[tab].iter_rows()]
        found = [dict(zip(map(str, headings), row, strict=False)) for row in rows]
        return [row for row in found if any(v is not None for v in row.values())]


@dataclass(frozen=True)
class SchoolFiles(School):
    """A school whose books are workbook files in its folder."""

    @property
    def book(self) -> Path:
        return self.folder / "coordinator.xlsx"

    @property
    def staff_book(self) -> Path:
        return self.folder / "staff.xlsx"

    def places(self) -> dict[str, str]:
        return {"book": self.book.as_posix(), "staff_book": self.staff_book.as_posix()}

    def edit(self, staff_book: bool = False) -> Workbook:
        return load_workbook(self.staff_book if staff_book else self.book)

    def look(self, staff_book: bool = False) -> Workbook:
        return _opened((self.staff_book if staff_book else self.book).read_bytes())

    def save(self, book: Workbook) -> None:
        book.save(self.book)

    def copy(self, folder: Path) -> "SchoolFiles":
        shutil.copytree(self.folder, folder, ignore=shutil.ignore_patterns("output"))
        return replace(self, folder=folder)

    def state(self) -> str:
        return sha256(self.book.read_bytes() + self.staff_book.read_bytes()).hexdigest()


@lru_cache(maxsize=4)
def _opened(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))
