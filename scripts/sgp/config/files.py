"""Files a person may edit: forms, imports, templates, exports. Read here, with their faults in plain words."""

import csv
import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sgp.config.texts import LARGEST, text_of
from sgp.config.toml import checked, toml_of
from sgp.contract import Forms
from sgp.errors import ExitCode, Stop

ROOT = Path(__file__).resolve().parents[3]


def read_forms(path: Path = ROOT / "config" / "forms.toml") -> Forms:
    """The three forms. Raises Stop (configuration) where the file cannot be used."""
    return checked(Forms, toml_of(path), path)


def read_import_headings(path: Path = ROOT / "config" / "imports.toml") -> Mapping[str, Mapping[str, Any]]:
    """Tab -> our heading -> headings of exports. Raises Stop (configuration)."""
    return toml_of(path)


def read_templates(folder: Path = ROOT / "templates") -> dict[str, str]:
    """Every template as name -> source, the name being its path below the folder, such as email/targets.txt.j2."""
    found = sorted(folder.rglob("*.j2"))
    return {path.relative_to(folder).as_posix(): text_of(path) for path in found}


def read_csv(path: Path) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The headings and rows of an export: UTF-8 (with or without BOM), UTF-16 or Windows-1252; comma, semicolon or tab.

    Raises Stop (configuration) where there is no such file or it holds no rows of text.
    """
    text = text_of(path)
    heading = re.sub(r'"[^"]*"', "", text).split("\n", 1)[0]
    delimiter = max(",;\t", key=heading.count)
    csv.field_size_limit(LARGEST)
    rows = [tuple(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    if not rows or not any(rows[0]):
        raise Stop(f"{path} holds no headings. Export it again as CSV, with the headings in the first line.", ExitCode.CONFIGURATION)
    return rows[0], tuple(rows[1:])
