"""Target letters: who is sent one today, and all that it may say."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sgp.contract import Cycle, Group, Observation, Staff, Target
from sgp.contract.names import folded
from sgp.delivery.fates import AGAIN, Fate, by_log, by_window
from sgp.delivery.log import Last, as_sent, last_email, last_emails, message_key, wants_another
from sgp.desk import Desk
from sgp.due import TARGETS as KIND
from sgp.due import window
from sgp.errors import ERROR, Problem
from sgp.groups.places import in_the_same_group, places
from sgp.letters.approval import DOUBLED, hold_for
from sgp.letters.calendars import with_calendar
from sgp.letters.drafts import Draft, Due, Letter, standing, told
from sgp.letters.groups import Colleague, colleagues
from sgp.letters.links import asks_for_target, form_link, form_of
from sgp.letters.meets import Meet, meets
from sgp.letters.reasons import reason
from sgp.people import People
from sgp.targets.folder import by_teacher


@dataclass(frozen=True)
class TargetLetter(Letter):
    """Every field that the templates of this letter may name."""

    focus: str
    target: str
    why: str
    meetings: tuple[Meet, ...]
    group: str
    colleagues: tuple[Colleague, ...]
    form_link: str
    form_knows_target: bool


@dataclass(frozen=True)
class _Day:
    """All that decides the fate of a target on one day."""

    desk: Desk
    cycle: Cycle
    window: tuple[date | None, date | None]
    emails: Mapping[str, Last]
    doubled: frozenset[str]
    placed: Mapping[str, Group]
    observations: Mapping[str, tuple[Observation, ...]]


def due_targets(desk: Desk, cycle: Cycle) -> Due:
    """What becomes of each target of the cycle today, by address."""
    book, days = desk.book, window(desk.book, cycle, KIND)
    rows = sorted((t for t in book.targets if folded(t.cycle) == folded(cycle.name)), key=lambda t: (t.email, t.text, t.row))
    emails, placed = last_emails(book.emails, cycle.name, KIND, 0), places(book.groups, desk.people, cycle.name)
    day = _Day(desk, cycle, days, emails, _doubled(rows, desk.people), placed, by_teacher(book.observations))
    drafts = tuple(_draft(t, day) for t in rows)
    return Due(drafts, (*_undated(cycle), *told(drafts)), _note(days, desk.today))


def _draft(target: Target, day: _Day) -> Draft:
    known = day.desk.people.find(target.email)
    person = known or Staff(last_name=target.name).model_copy(update={"email": target.email})
    last, others = last_email({target.email}, known, day.emails) or as_sent(target), in_the_same_group(day.placed, person)
    asked = _asked_for(target, last, day)
    key = message_key(day.cycle.name, KIND, 0, last[0] + asked if last else 1, target.email)
    own = day.placed.get(person.email)
    says = _letter(target, person, own, others, day)
    fate, again = _fate(target, known, last, asked, day), _again(target, day.desk.today)
    draft = Draft(key, KIND, person, says, fate, target.text, target.text, frozenset(others), (says.why,), target, again=again)
    return with_calendar(draft, own, day.desk, day.cycle)


def _letter(target: Target, person: Staff, own: Group | None, others: Mapping[str, Group], day: _Day) -> TargetLetter:
    """All that the templates may say."""
    book, cycle = day.desk.book, day.cycle
    link = form_of(book, cycle, "1")
    return TargetLetter(
        **standing(book, cycle, person), focus=target.focus, target=target.text,
        why=reason(target, person, day.observations.get(person.email, ()), day.desk), meetings=meets(book, cycle, own, day.desk.today),
        group=own.group if own else "", colleagues=colleagues(others),
        form_link=form_link(link, person, cycle, target.text), form_knows_target=asks_for_target(link),
    )


def _again(target: Target, today: date) -> str:
    """The date that has asked for an email by now."""
    return target.send_again.isoformat() if target.send_again and target.send_again <= today else ""


def _asked_for(target: Target, last: Last | None, day: _Day) -> bool:
    """Whether one more email is asked for by today."""
    return wants_another(target, last, day.desk.book.school) and (target.send_again or date.max) <= day.desk.today


def _fate(target: Target, person: Staff | None, last: Last | None, asked: bool, day: _Day) -> Fate:
    if day.desk.people.address_of(target.email) in day.doubled:
        return DOUBLED
    if not asked and (settled := by_log(last, day.desk.transport, AGAIN)):
        return settled
    if hold := hold_for(target, person, day.desk):
        return hold
    again = asked or bool(last and last[0] > 1)
    first, end = day.window
    late = f"{_note(day.window, day.desk.today)} A date in Send again sends it all the same."
    return by_window(first, None if again else end, day.desk.today, late)


def _doubled(rows: Sequence[Target], people: People) -> frozenset[str]:
    return frozenset(who for who, count in Counter(people.address_of(t.email) for t in rows).items() if count > 1)


def _note(window: tuple[date | None, date | None], today: date) -> str:
    first, end = window
    if first is None:
        return f"Nothing is due: the cycle has no date under “{Cycle.fields['send_on']}”."
    if today < first:
        return f"Targets go out from {first:%d/%m/%Y} on."
    return f"Targets went out until {end:%d/%m/%Y}." if end and today > end else ""


def _undated(cycle: Cycle) -> list[Problem]:
    what, mend = "The cycle has no date for its targets.", "Write the day they go out."
    return [] if cycle.send_on else [Problem(ERROR, Cycle.tab.title, cycle.row, Cycle.fields["send_on"], what, mend)]
