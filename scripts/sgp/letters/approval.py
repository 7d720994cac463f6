"""Why a target may not be emailed as it stands: not approved, nobody to send it to, or words that no letter may hold."""

from sgp.contract import Staff, Target
from sgp.contract.names import folded
from sgp.contract.programme import DRAFT, HOLD, NOT_SURE
from sgp.delivery.fates import Hold, by_day, by_home, by_recipient
from sgp.desk import Desk
from sgp.errors import WARNING
from sgp.wording import grade_words, initials

DOUBLED = Hold("Two rows stand for this teacher in this cycle.", "Keep one of them.")
ON_HOLD, STILL_DRAFT = Hold("It is on hold."), Hold("It is still a draft.")
UNSURE = Hold("It is a draft that is not sure: somebody should approve it first.")
EMPTY = Hold("It has no text.", "Write the target, or set Status to Hold.", field="text")
GRADED = Hold("It seems to hold a grade; letters are ungraded.", "Say it without a grade.", WARNING, "text")
NAMED = Hold("It seems to hold somebody's initials.", "Say it without naming a student.", WARNING, "text")


def hold_for(target: Target, person: Staff | None, desk: Desk) -> Hold | None:
    """The first reason why this target must not go to anybody today."""
    return (_unapproved(target, desk) or by_recipient(target.email, person, desk.people, desk.book.school) or by_home(person)
            or by_day(person, desk.today) or _unfit_words(target))


def _unapproved(target: Target, desk: Desk) -> Hold | None:
    if target.status == HOLD:
        return ON_HOLD
    if target.status != DRAFT:
        return None
    unsure = folded(target.how_sure) == folded(NOT_SURE)
    return STILL_DRAFT if desk.book.school.approval_needed else UNSURE if unsure else None


def _unfit_words(target: Target) -> Hold | None:
    said = f"{target.text}\n{target.focus}"
    return EMPTY if not target.text else GRADED if grade_words(said) else NAMED if initials(said) else None
