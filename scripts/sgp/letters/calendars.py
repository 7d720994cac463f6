"""The calendar that goes with a letter: what its reader was told before decides what is new, changed or cancelled."""

from dataclasses import replace
from datetime import UTC

from sgp.contract import Cycle, Group, Staff
from sgp.contract.names import folded
from sgp.dates import meetings_of
from sgp.delivery.fates import GO
from sgp.delivery.log import LEFT
from sgp.delivery.marks import marks
from sgp.desk import Desk
from sgp.letters.appointments import Appointment, Edition, appointments, editions, read_editions, written
from sgp.letters.calendar_file import calendar_files
from sgp.letters.drafts import Draft


def with_calendar(draft: Draft, own: Group | None, desk: Desk, cycle: Cycle, only_news: bool = False) -> Draft:
    """The draft of an email that goes, with the reader's meetings as files; with `only_news`, not where all of them are known already."""
    if draft.fate != GO:
        return draft
    told = appointments(desk.book, cycle, own)
    before = _told_before(draft.to, told, desk, cycle)
    now = editions(told, before)
    if only_news and now == before:
        return draft
    stamp = desk.now if desk.now.tzinfo else desk.now.replace(tzinfo=UTC)
    return replace(draft, attachments=calendar_files(desk.book.school, cycle, draft.to.email, told, before, stamp), calendar=written(now))


def _told_before(person: Staff, told: tuple[Appointment, ...], desk: Desk, cycle: Cycle) -> dict[str, Edition]:
    """What earlier emails of the cycle told this person. A meeting whose row lost its date for now is neither told nor cancelled."""
    addresses = {person.email, *person.other_emails}
    said = [marks(e.detail).calendar for e in desk.book.emails
            if e.email in addresses and e.status in LEFT and folded(e.cycle) == folded(cycle.name)]
    sure = {a.number for a in told} | {n for n in "123" if len(known := meetings_of(desk.book.meetings, cycle.name, n)) != 1 or not known}
    return {number: edition for number, edition in read_editions(",".join(said)).items() if number in sure}
