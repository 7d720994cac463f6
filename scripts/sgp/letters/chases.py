"""How often one person has been chased in a cycle, and whether one more chase may follow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sgp.contract import Cycle, EmailRecord, Group, Staff, Target
from sgp.contract.names import folded
from sgp.contract.when import read_date
from sgp.dates import ClosedDays, school_days_after
from sgp.delivery.fates import DONE, Fate, by_log
from sgp.delivery.log import LEFT, Last, last_email, message_key
from sgp.desk import Desk
from sgp.due import CHASERS as KIND


@dataclass(frozen=True)
class Chasing:
    """All that decides on one day who is chased."""

    desk: Desk
    cycle: Cycle
    rows: Mapping[str, Target]
    placed: Mapping[str, Group]
    emails: Mapping[str, Last]
    targets: Mapping[str, Last]
    closed: ClosedDays

    def after(self, day: date, at_least: int = 0) -> date:
        """The day that lies `Chase after days` after this one."""
        return school_days_after(day, max(at_least, int(self.desk.book.school.chase_after_days)), self.closed)


def next_chase(person: Staff, day: Chasing) -> tuple[str, Fate | None]:
    """The key of the chase that is next, and what the log alone decides of it.

    One that did not leave keeps its number; the next number waits for its days, and is never above the most that Settings allow.
    """
    row = day.rows.get(person.email)
    last = last_email({row.email} if row else (), person, day.emails)
    settled = by_log(last, day.desk.transport)
    went = [e for e in day.desk.book.emails if _counts(e, person, day)]
    if last is None or (settled and last[1].status != "failed" and _may_follow(went, day)):
        return message_key(day.cycle.name, KIND, 0, last[0] + 1 if last else 1, person.email), None
    others = sum(e.key != last[1].key for e in went)
    return last[1].key, settled or (DONE if others >= int(day.desk.book.school.chases_at_most) else None)


def _counts(email: EmailRecord, person: Staff, day: Chasing) -> bool:
    ours = email.kind == KIND and email.status in LEFT and folded(email.cycle) == folded(day.cycle.name)
    return ours and day.desk.people.address_of(email.email) == person.email


def _may_follow(went: Sequence[EmailRecord], day: Chasing) -> bool:
    """Whether one more may go after these. Where a moment cannot be read it may not: rather one email too few."""
    school, today = day.desk.book.school, day.desk.today
    days = [read_date(e.when, school.day_first) if isinstance(e.when, date | str) else None for e in went]
    return len(went) < int(school.chases_at_most) and all(on is not None and day.after(on, at_least=1) <= today for on in days)
