"""Books as files, and the scripts as a user runs them."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook, load_workbook

ROOT = Path(__file__).parents[1]
RAW = ROOT / "tests" / "oakfield"


@dataclass(frozen=True)
class Done:
    """How a command ended and all it said."""

    code: int
    said: str


@dataclass(frozen=True)
class SchoolFiles:
    """A folder with a settings file and two books of its own."""

    folder: Path

    @property
    def book(self) -> Path:
        return self.folder / "coordinator.xlsx"

    @property
    def staff_book(self) -> Path:
        return self.folder / "staff.xlsx"

    @property
    def output(self) -> Path:
        return self.folder / "output"

    def run(self, script: str, *arguments: object, today: str = "2026-09-28", root: Path = ROOT) -> Done:
        """Run a script in a process of its own, from another folder, as a scheduler does."""
        config = self.folder / "settings.toml"
        places = {"book": self.book, "staff_book": self.staff_book, "output": self.output}
        lines = [f'{name} = "{path.as_posix()}"' for name, path in places.items()]
        config.write_text("\n".join([*lines, "lock_wait = 0.2"]), encoding="utf-8")
        command = [sys.executable, str(root / "scripts" / f"{script}.py"), "--config", str(config), "--today", today, *map(str, arguments)]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, encoding="utf-8", timeout=120,
                              env=os.environ | {"PYTHONWARNINGS": "error", "PYTHONUTF8": "1"})
        return Done(done.returncode, done.stdout + done.stderr)

    def rows(self, tab: str, staff_book: bool = False) -> list[dict[str, object]]:
        """The rows of a tab, read with another library than the product's."""
        sheet = load_workbook(self.staff_book if staff_book else self.book)[tab]
        headings, *rows = [[c.value for c in row] for row in sheet.iter_rows()]
        found = [dict(zip(map(str, headings), row, strict=False)) for row in rows]
        return [row for row in found if any(v is not None for v in row.values())]

    def edit(self) -> Workbook:
        """The coordinator's book, to change and save as a person would with a simple program."""
        return load_workbook(self.book)
