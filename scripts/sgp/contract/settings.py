"""The school's choices, as the `Settings` tab holds them. Each is declared once, here."""

from typing import Annotated, Any, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from sgp.contract.columns import PERSON, Row, column, tab
from sgp.contract.values import Anything, Email, Names, Number, Text, YesNo, Zone, as_text, one_of

BANK_HOLIDAYS = {"England": "ENG", "Wales": "WLS", "Scotland": "SCT", "Northern Ireland": "NIR", "None": ""}


@tab("Settings", "The school's choices. A blank value means the default.", key=("Setting",))
class Setting(Row):
    """One choice of the school."""

    name: Text = column("Setting", width=38)
    value: Anything = column("Value", PERSON, default=None, width=36)
    what: Text = column("What it does", width=78)


def _choice(heading: str, default: Any, what: str) -> Any:
    said = as_text("; ".join(default) if isinstance(default, tuple) else default)
    told = f"{what} Default: {said}." if said else what
    return Field(default, json_schema_extra={"heading": heading, "what": told})


class School(BaseModel):
    """Every setting, typed."""

    model_config = ConfigDict(frozen=True)
    name: Text = _choice("School name", "", "Stands in letters and on pages.")
    coordinator: Text = _choice("Coordinator name", "", "Who signs the letters.")
    coordinator_email: Email = _choice("Coordinator email", "", "Where replies to the letters go.")
    staff_book_link: Text = _choice("Staff book link", "", "Put in letters, so that staff find the shared results.")
    allowed_domains: Names = _choice("Allowed email domains", (),
                                     "Email goes only to these, such as school.org. Blank: the coordinator's own domain.")
    time_zone: Zone = _choice("Time zone", "Europe/London", "Decides which day it is.")
    bank_holidays: Annotated[str, BeforeValidator(one_of(*BANK_HOLIDAYS))] = _choice(
        "Bank holidays", "England", "Whose bank holidays are no school days: England, Wales, Scotland, Northern Ireland, or None.")
    day_first: YesNo = _choice("Day first", True, "yes: 03/04/2026 is 3 April. no: it is 4 March.")
    approval_needed: YesNo = _choice("Approval needed", True,
                                     "yes: only approved targets are emailed. no: drafts too, but never one that is not sure.")
    draft_days_before: Number = _choice("Draft targets days before sending", 10,
                                        "School days between drafting and sending, in scheduled runs.")
    chase_after_days: Number = _choice("Chase after days", 5,
                                       "School days after a meeting until a missing answer is asked for.")
    chases_at_most: Number = _choice("Chases at most", 2, "How often one person is asked in a cycle.")
    whole_school_weight: Number = _choice("Whole-school weight", 1.3, "The points of a whole-school focus are multiplied by this.")
    half_life_days: Number = _choice("Half-life of an observation in days", 90, "After so many days an observation counts half.")
    oldest_months: Number = _choice("Oldest observation in months", 24, "Older observations are not used.")
    high_weight: Number = _choice("High priority weight", 1.5, "An observation of high priority counts so much; one of normal priority 1.")
    low_weight: Number = _choice("Low priority weight", 0.5, "An observation of low priority counts so much.")
    read_weight: Number = _choice("Weight of a focus read from words", 0.8,
                                  "What an observer's words say counts so much; a focus chosen from the list 1.")
    agreement: Number = _choice("More for each further observer", 0.25,
                                "The share by which points grow for a second and for a third observer of the same focus.")
    fewest_points: Number = _choice("Fewest points for a target", 0.1,
                                    "With fewer a focus is not drawn from observations. A focus chosen in a lesson seen today has 100.")
    smallest_group: Number = _choice("Smallest group shown", 5, "Counts of fewer people than this are merged in what staff see.")


def settings_declared() -> dict[str, tuple[str, str]]:
    """Field of `School` -> (setting's name in the book, what it does)."""
    extra = {name: cast("dict[str, str]", info.json_schema_extra) for name, info in School.model_fields.items()}
    return {name: (said["heading"], said["what"]) for name, said in extra.items()}
