"""Files a person may edit: settings, forms, imports, templates, exports. Read here, with their faults in plain words."""

import csv
import io
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sgp.contract import Forms
from sgp.contract.names import did_you_mean
from sgp.errors import ExitCode, Stop

ROOT = Path(__file__).resolve().parents[2]
M = TypeVar("M", bound=BaseModel)
LARGEST = 64 * 1024 * 1024
"""Bytes a file of rows may have."""


class Mail(BaseModel):
    """How email leaves."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    transport: Literal["outbox"] = "outbox"


class Google(BaseModel):
    """How to sign in to Google. A path counts from the project's folder."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    credentials: str = ""


class Settings(BaseModel):
    """Where the books and the run-time folder are. Relative paths count from the project's folder."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    book: str = "books/coordinator.xlsx"
    staff_book: str = "books/staff.xlsx"
    output: str = "output"
    lock_wait: float = Field(30, ge=0)
    mail: Mail = Mail()
    google: Google = Google()


def read_settings(path: Path) -> Settings:
    """The settings in this file. Raises Stop (configuration) where it is missing or says what cannot be."""
    return _checked(Settings, _toml(path), path)


def read_forms(path: Path = ROOT / "config" / "forms.toml") -> Forms:
    """The three forms. Raises Stop (configuration) where the file cannot be used."""
    return _checked(Forms, _toml(path), path)


def read_import_headings(path: Path = ROOT / "config" / "imports.toml") -> Mapping[str, Mapping[str, Any]]:
    """Tab -> our heading -> headings of exports. Raises Stop (configuration)."""
    return _toml(path)


def read_templates(folder: Path = ROOT / "templates") -> dict[str, str]:
    """Every template as name -> source, the name being its path below the folder, such as email/targets.txt.j2."""
    found = sorted(folder.rglob("*.j2"))
    return {path.relative_to(folder).as_posix(): _text(path) for path in found}


def read_csv(path: Path) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The headings and rows of an export: UTF-8 (with or without BOM), UTF-16 or Windows-1252; comma, semicolon or tab.

    Raises Stop (configuration) where there is no such file or it holds no rows of text.
    """
    text = _text(path)
    heading = re.sub(r'"[^"]*"', "", text).split("\n", 1)[0]
    delimiter = max(",;\t", key=heading.count)
    csv.field_size_limit(LARGEST)
    rows = [tuple(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    if not rows or not any(rows[0]):
        raise Stop(f"{path} holds no headings. Export it again as CSV, with the headings in the first line.", ExitCode.CONFIGURATION)
    return rows[0], tuple(rows[1:])


def _text(path: Path) -> str:
    raw = _bytes(path)
    if raw[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        raise Stop(f"{path} is a workbook, not a text file. Open it and save the sheet as CSV.", ExitCode.CONFIGURATION)
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise Stop(f"{path} is larger than {LARGEST // 2**20} MB. Export fewer rows.", ExitCode.CONFIGURATION)
        return path.read_bytes()
    except FileNotFoundError:
        raise Stop(f"There is no file {path}. Look at the name and the folder.", ExitCode.CONFIGURATION) from None
    except OSError as fault:
        raise Stop(f"{path} cannot be read: {fault.strerror}.", ExitCode.CONFIGURATION) from fault


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError as fault:
        raise Stop(f"{path} cannot be read: {fault}.", ExitCode.CONFIGURATION) from fault


def _checked(kind: type[M], values: dict[str, Any], path: Path) -> M:
    try:
        return kind.model_validate(values)
    except ValidationError as fault:
        faults = [_fault(kind, first["loc"], first["type"], first["msg"]) for first in fault.errors()]
        raise Stop(f"{path}: {' '.join(faults)}", ExitCode.CONFIGURATION) from None


def _fault(kind: type[BaseModel], where: tuple[int | str, ...], what: str, said: str) -> str:
    name = ".".join(map(str, where))
    if what != "extra_forbidden":
        return f"“{name}” cannot be used: {said}."
    return f"“{name}” is not a setting. {did_you_mean(str(where[-1]), _settings_at(kind, where[:-1]))}".strip()


def _settings_at(kind: type[BaseModel], where: tuple[int | str, ...]) -> list[str]:
    """The names that may stand in that part of the file."""
    for part in where:
        found = kind.model_fields[part].annotation if part in kind.model_fields else None
        kind = next((k for k in (found, *get_args(found)) if isinstance(k, type) and issubclass(k, BaseModel)), kind)
    return list(kind.model_fields)
