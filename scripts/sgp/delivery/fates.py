"""The reasons that hold back any email, whatever its kind, and what the log and the calendar say of it."""

from dataclasses import dataclass
from datetime import date

from sgp.contract import School, Staff
from sgp.contract.addresses import valid_address
from sgp.delivery.log import Last
from sgp.errors import ERROR, WARNING
from sgp.people import People, in_allowed_domain, takes_part

GO, WAIT, DONE = "go", "wait", "done"


@dataclass(frozen=True)
class Hold:
    """Why an email is held; `mend` is said, and a problem listed, where it takes a person to mend a cell of that field."""

    reason: str
    mend: str = ""
    level: str = ERROR
    field: str = "email"


Fate = str | Hold
"""GO, WAIT or DONE, or why it is held."""


OUTBOX = "outbox"
AGAIN = " Look into your Sent folder; a date in Send again sends it once more."
_IN_DOUBT = {
    "sending": "It may have been sent: the last run stopped in the middle of it.",
    "unknown": "It may have been sent: the mail server did not say.",
    "failed": "The last try failed.",
}
_OPEN = ("planned", "held", "deferred", "filed")
"""States in which an email has certainly not left by a way that it can be sent by now."""
NO_REPLY = Hold("The coordinator's email is not set or cannot be used, so replies would go nowhere.")
SHARED = Hold("This address stands on two people in Staff.", "Mend the addresses in Staff.")
NOBODY = Hold("Nobody in Staff has this address.", "Mend the address in Staff, or delete this row.")
AWAY = Hold("This person is not taking part today.", "Set Status to Hold, or mend the days in Staff.", WARNING, "status")
HOMELESS = Hold("This person has no department.", "Write the home department in Staff.")
NO_ADDRESS = Hold("The address cannot be used for email.", "Mend the address in Staff.")
OUTSIDE = Hold("The address is not in a domain that email may go to.", "Mend the address, or the allowed email domains in Settings.")


def by_log(last: Last | None, transport: str, again: str = "") -> Fate | None:
    """What the log alone decides of an email that is not asked for again: done, or in doubt; None where it may go.

    `again` is said where a person can ask for one more.
    """
    status = last[1].status if last else ""
    if status == "sent" or (status, transport) == ("filed", OUTBOX):
        return DONE
    if last is None or status in _OPEN:
        return None
    return Hold(_IN_DOUBT.get(status, "What became of its last email cannot be read in the Email log.") + again)


def by_recipient(email: str, person: Staff | None, people: People, school: School) -> Hold | None:
    """The first reason why nothing may be sent to this address of a person in Staff."""
    reasons = (
        (not valid_address(school.coordinator_email), NO_REPLY),
        (email in people.doubtful, SHARED),
        (person is None, NOBODY),
        (person and not valid_address(person.email), NO_ADDRESS),
        (person and not in_allowed_domain(person.email, school), OUTSIDE),
    )
    return next((hold for holds, hold in reasons if holds), None)


def by_home(person: Staff | None) -> Hold | None:
    """Why nothing may be sent to a teacher who belongs to no department."""
    return HOMELESS if person and not person.home else None


def by_day(person: Staff | None, day: date) -> Hold | None:
    """Why nothing may be sent to a person who does not take part on that day."""
    return AWAY if person and not takes_part(person, day) else None


def by_window(first: date | None, end: date | None, today: date, late: str) -> Fate:
    """Whether an email goes today, waits for its first day, or is held as too late, which is said with these words."""
    if first is None or today < first:
        return WAIT
    return Hold(late) if end and today > end else GO
