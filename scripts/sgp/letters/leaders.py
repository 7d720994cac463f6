"""Who leads: the coordinator, and who heads a department; and what would hold an email to them."""

import re
from dataclasses import dataclass, replace
from datetime import date

from sgp.contract import Book, Department, School, Staff
from sgp.contract.addresses import valid_address
from sgp.contract.columns import Row
from sgp.contract.names import loose
from sgp.delivery.fates import NO_REPLY, OUTSIDE, Hold, by_recipient
from sgp.people import People, in_allowed_domain, is_here, takes_part

_HEAD = re.compile(r"\bhead of\b")
_PASTORAL = re.compile(r"head of (?:year|house|key stage|ks|sixth|(?:lower|middle|upper) school|boarding|pastoral)")


@dataclass(frozen=True)
class Leader:
    """Someone who leads, and the row that says so; the coordinator, whom a setting names, has none."""

    person: Staff
    row: Row | None = None


def coordinator(school: School, people: People) -> Leader:
    """The coordinator at the address in Settings, by the name that Staff knows, or else the one in Settings."""
    known = people.find(school.coordinator_email)
    named = known or Staff(first_name=school.coordinator or "coordinator")
    return Leader(named.model_copy(update={"email": school.coordinator_email}))


def heads(department: str, book: Book, people: People, today: date) -> tuple[Leader, ...]:
    """Who heads a department: its `Head email`, else those whose `Role` says so, else the coordinator (DESIGN 3).

    Of several heads by role those who head a year or a house come last, and so do deputies. Who has left heads nothing.
    """
    rows = sorted((d for d in book.departments if d.head and loose(d.name) == loose(department)), key=lambda d: d.head)
    named = [head for row in rows if is_here((head := Leader(_at(row, people), row)).person, today)]
    theirs = [p for p in people.everyone() if loose(p.home) == loose(department) and takes_part(p, today)]
    by_role = [p for p in theirs if _HEAD.search(p.role.casefold())]
    nearest = min(map(_distance, by_role), default=0)
    found = named[:1] or [Leader(p, p) for p in by_role if _distance(p) == nearest]
    return tuple(found) or (coordinator(book.school, people),)


def hold_for(leader: Leader, people: People, school: School) -> Hold | None:
    """The first reason why nothing may be sent to this leader."""
    person = leader.person
    if leader.row is None:
        reasons = ((not valid_address(person.email), NO_REPLY), (not in_allowed_domain(person.email, school), OUTSIDE))
        return next((hold for holds, hold in reasons if holds), None)
    hold = by_recipient(person.email, person, people, school)
    return replace(hold, field="head") if hold and isinstance(leader.row, Department) else hold


def _at(row: Department, people: People) -> Staff:
    """Whose address it is; a head who is not in Staff is known by the address alone."""
    return people.find(row.head) or Staff(departments=(row.name,)).model_copy(update={"email": row.head})


def _distance(person: Staff) -> int:
    roles = [part.strip() for part in re.split("[;,/\n]", person.role.casefold())]
    return 0 if any(_HEAD.match(r) and not _PASTORAL.match(r) for r in roles) else 1
