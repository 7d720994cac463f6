"""TOML files against what they may say, with every fault in plain words and the nearest name that would do."""

import tomllib
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from sgp.config.texts import text_of
from sgp.contract.names import did_you_mean
from sgp.errors import ExitCode, Stop

M = TypeVar("M", bound=BaseModel)


def toml_of(path: Path) -> dict[str, Any]:
    """What a file says. Raises Stop (configuration) where it is no TOML."""
    try:
        return tomllib.loads(text_of(path))
    except tomllib.TOMLDecodeError as fault:
        raise Stop(f"{path} cannot be read: {fault}.", ExitCode.CONFIGURATION) from fault


def checked(kind: type[M], values: dict[str, Any], path: Path) -> M:
    """The values as this model. Raises Stop (configuration) that names each one that cannot be."""
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
