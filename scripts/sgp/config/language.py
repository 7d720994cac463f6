"""The language files: short forms and sayings of schools, ordinary English words, given names."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from sgp.config.files import ROOT
from sgp.config.texts import text_of
from sgp.config.toml import checked, toml_of
from sgp.contract import Language

FOLDER = ROOT / "config" / "language"


class ShortForms(BaseModel):
    """What short_forms.toml may say."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    short_forms: Mapping[str, str] = Field(default_factory=dict)
    same: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    tells: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    alone: frozenset[str] = frozenset()
    faint: frozenset[str] = frozenset()
    sayings: frozenset[str] = frozenset()


@cache
def read_language(folder: Path = FOLDER) -> Language:
    """What is known of the language, from short_forms.toml, english.txt and first_names.txt.

    Raises Stop (configuration) where one of them is missing or says what cannot be.
    """
    path = folder / "short_forms.toml"
    said = checked(ShortForms, toml_of(path), path)
    return Language(**dict(said), words=_words(folder / "english.txt"), first_names=_words(folder / "first_names.txt"))


def _words(path: Path) -> frozenset[str]:
    """The words of a list, one a line; lines that begin with # say where it is from."""
    return frozenset(line for line in text_of(path).split("\n") if line and line[0] != "#")
