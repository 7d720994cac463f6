"""The three forms: which question is which field. The wording itself stands in `config/forms.toml`."""

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict

from sgp.contract.columns import SCRIPT, Column, Tab

TIMESTAMP, ADDRESS = "Timestamp", "Email Address"
Kind = Literal["text", "choice", "checkboxes", "date", "address", "cycle", "department"]


class Question(BaseModel):
    """One question of a form: its field, its wording, and other wordings that mean the same."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    field: str
    wording: str
    also: tuple[str, ...] = ()
    kind: Kind = "text"
    options: tuple[str, ...] = ()
    help: str = ""


class Form(BaseModel):
    """The form of one meeting."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    meeting: Literal["1", "2", "3"]
    title: str
    questions: tuple[Question, ...]


class Forms(BaseModel):
    """All forms, and what form services call the moment and the address of an answer.

    `observers`: heading of `Observations` -> questions of a form for observers that mean the same.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    timestamp: tuple[str, ...] = (TIMESTAMP,)
    address: tuple[str, ...] = (ADDRESS,)
    form: tuple[Form, ...]
    observers: dict[str, tuple[str, ...]] = {}


STANDING = ("Cycle", "Meeting", "Email", "Name", "Department", "Answered on")
WIDTHS = {"Cycle": 14, "Meeting": 10, "Email": 30, "Name": 22, "Department": 22, "Answered on": 18}


def responses_tab(forms: Sequence[Form]) -> Tab:
    """The `Responses` tab: what stands first, then every form's fields under the forms' own wordings."""
    idea = next((q.wording for f in forms if f.meeting == "3" for q in f.questions if q.field == "idea"), "")
    wordings = dict.fromkeys(q.wording for f in forms for q in f.questions if q.wording not in STANDING)
    ours = [Column(h, SCRIPT, WIDTHS[h], look="moment" if h == "Answered on" else "text") for h in STANDING]
    asked = [Column(w, SCRIPT, 30, private=True) for w in wordings]
    return Tab("Responses", "Every answer that counts, one row each.", (*ours, *asked), ("Cycle", "Meeting", "Email", "Department", idea))
