"""What a teacher wrote, quoted back to that teacher alone, and the target's words as they were emailed."""

from collections.abc import Mapping
from dataclasses import dataclass

from sgp.contract import Cycle, School, Staff, Target
from sgp.contract.names import loose, says_something
from sgp.contract.programme import DRAFT, HOLD
from sgp.delivery.log import Last, last_email, last_emails
from sgp.delivery.marks import hashed, marks
from sgp.desk import Desk
from sgp.ideas import is_public, key_of
from sgp.people import People
from sgp.responses import Answer
from sgp.wording import unfit

LONGEST = 400
"""Characters of an answer that are quoted; letters are short."""


@dataclass(frozen=True)
class Plan:
    """What a teacher means to try, and what they will bring; "" where nothing was said that can be quoted."""

    change: str = ""
    evidence: str = ""


@dataclass(frozen=True)
class Quotes:
    """Address -> the teacher's own plan (form 1), the teacher's own shared idea (form 2), and the last target email."""

    plans: Mapping[str, Plan]
    ideas: Mapping[str, str]
    targets: Mapping[str, Last]


def quotes(desk: Desk, cycle: Cycle) -> Quotes:
    """All that may be quoted in this cycle. An idea counts while staff may read it: consent, and Show left at yes."""
    shared = {p.key: p.idea for p in desk.ideas if is_public(p)}
    keys = {a.person.email: [key_of(a.cycle.name, e) for e in (a.person.email, *a.person.other_emails)]
            for a in desk.answers.of("2", cycle.name)}
    ideas = {who: quoted(next((shared[k] for k in theirs if k in shared), "")) for who, theirs in keys.items()}
    plans = {a.person.email: _plan(a) for a in desk.answers.of("1", cycle.name)}
    return Quotes(plans, ideas, last_emails(desk.book.emails, cycle.name))


def _plan(answer: Answer) -> Plan:
    """The small change, else the target as the teacher put it."""
    return Plan(quoted(answer.text("change")) or quoted(answer.text("target")), quoted(answer.text("evidence")))


def quoted(text: str) -> str:
    """The words in one line, cut if long; "" if they say nothing, or seem to hold a grade, a student's initials or an address."""
    said = " ".join(text.split())
    if not says_something(said) or unfit(said) or "@" in said:
        return ""
    return said if len(said) <= LONGEST else f"{said[:LONGEST].rpartition(' ')[0] or said[:LONGEST]} …"


def named_in(said: str, people: People) -> frozenset[str]:
    """The addresses of those whom a teacher's own words name in full."""
    plain = loose(said)
    return frozenset(p.email for p in people.everyone() if plain and p.first_name and p.last_name and loose(p.name) in plain)


def target_as_emailed(target: Target, person: Staff | None, school: School, emails: Mapping[str, Last]) -> str:
    """The target's words if these very words were sent or filed, and nobody has held them back since; else ""."""
    last = last_email({target.email}, person, emails)
    held_back = target.status == HOLD or (target.status == DRAFT and school.approval_needed)
    if last is None or last[1].status not in ("sent", "filed") or held_back:
        return ""
    return target.text if marks(last[1].detail).about in ("", hashed(target.text)) else ""
