"""The three forms: which question is which field. The wording itself stands in `config/forms.toml`."""

from collections.abc import Sequence
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

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


FIELDS = {
    "1": {"cycle", "target", "keep", "focus_on", "now", "change", "stop", "idea_heard", "heard_from", "focuses", "evidence", "help"},
    "2": {"cycle", "tried", "happened", "evidence_kind", "evidence_link", "met", "next", "idea", "share"},
    "3": {"cycle", "department", "idea", "whose", "decision", "place", "owner", "due", "link"},
}
"""What each form asks for; a school may reword a question, but not rename its field."""


class Form(BaseModel):
    """The form of one meeting."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    meeting: Literal["1", "2", "3"]
    title: str
    questions: tuple[Question, ...]

    @model_validator(mode="after")
    def _known_fields(self) -> Self:
        given = {q.field for q in self.questions}
        if given != FIELDS[self.meeting]:
            odd, lacking = sorted(given - FIELDS[self.meeting]), sorted(FIELDS[self.meeting] - given)
            raise ValueError(f"form {self.meeting} has unknown fields {odd} and lacks {lacking}")
        return self


class Forms(BaseModel):
    """All forms, and what form services call the moment and the address of an answer.

    `ignored`: further columns of form services, which hold no answer.
    `observers`: heading of `Observations` -> questions of a form for observers that mean the same.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    timestamp: tuple[str, ...] = (TIMESTAMP,)
    address: tuple[str, ...] = (ADDRESS,)
    ignored: tuple[str, ...] = ()
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
    of_departments = ("Meeting", "3", ("Cycle", "Meeting", "Department", idea))
    return Tab("Responses", "Every answer that counts, one row each.", (*ours, *asked), ("Cycle", "Meeting", "Email"),
               key_where=(of_departments,))
