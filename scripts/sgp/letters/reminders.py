"""Reminders: who is reminded of which meeting, from when on, and all that the letter may say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sgp.contract import Cycle, Group, Staff, Target
from sgp.contract.names import folded
from sgp.dates import ClosedDays, closed_days, school_days_after
from sgp.delivery.fates import Fate, by_home, by_log, by_recipient, by_window
from sgp.delivery.log import LEFT, Last, last_email, last_emails, message_key
from sgp.delivery.marks import marks
from sgp.desk import Desk
from sgp.due import REMINDERS as KIND
from sgp.due import REMINDERS_BEFORE
from sgp.groups.places import in_the_same_group, places
from sgp.letters.calendars import with_calendar
from sgp.letters.drafts import Draft, Due, Letter, standing, told
from sgp.letters.groups import Colleague, colleagues
from sgp.letters.links import asks_for_target, form_link, form_of
from sgp.letters.meets import MEETINGS, Meet, meet, sittings_for
from sgp.letters.quotes import Plan, Quotes, named_in, quotes, target_as_emailed
from sgp.letters.spans import near, note, spans_of
from sgp.people import takes_part


@dataclass(frozen=True)
class ReminderLetter(Letter):
    """Every field that the templates of this letter may name."""

    meeting: Meet
    group: str
    colleagues: tuple[Colleague, ...]
    target: str
    plan: str
    evidence: str
    idea: str
    form_link: str
    form_knows_target: bool


@dataclass(frozen=True)
class _Reader:
    """Somebody with a row in the cycle's targets; `sure` unless two rows stand for them, `own` is their place in a group."""

    row: Target
    sure: bool
    known: Staff | None
    own: Group | None


@dataclass(frozen=True)
class _Turn:
    """A reader's turn to be reminded of a meeting: from `first` to the day of the meeting itself."""

    reader: _Reader
    meeting: Meet
    first: date
    day: date


def due_reminders(desk: Desk, cycle: Cycle) -> Due:
    """The reminders of the meeting that is near (or of several), else of the next one; in order of their keys."""
    placed, said = places(desk.book.groups, desk.people, cycle.name), quotes(desk, cycle)
    closed = closed_days(desk.book)
    turns = [t for r in _readers(desk, cycle, placed) for n in MEETINGS if (t := _turn(n, r, desk, cycle, closed))]
    spans = spans_of((t.meeting.number, t.first, t.day) for t in turns)
    emails = {n: last_emails(desk.book.emails, cycle.name, KIND, int(n)) for n in MEETINGS}
    soon = [t for t in turns if t.meeting.number in near(spans, desk.today)]
    drafts = sorted((_draft(t, desk, cycle, placed, emails[t.meeting.number], said) for t in soon), key=lambda d: d.key)
    return Due(tuple(drafts), tuple(told(drafts)), note(spans, desk.today))


def _readers(desk: Desk, cycle: Cycle, placed: Mapping[str, Group]) -> list[_Reader]:
    rows: dict[str, list[Target]] = {}
    for row in sorted(desk.book.targets, key=lambda t: (t.email, t.text, t.row)):
        if folded(row.cycle) == folded(cycle.name):
            rows.setdefault(desk.people.address_of(row.email), []).append(row)
    return [_Reader(theirs[0], len(theirs) == 1, desk.people.find(who), placed.get(who)) for who, theirs in rows.items()]


def _turn(number: str, reader: _Reader, desk: Desk, cycle: Cycle, closed: ClosedDays) -> _Turn | None:
    """The turn, or None where the meeting has no day or the reader does not take part in it."""
    days = sorted(m.day for m in sittings_for(desk.book, cycle, number, reader.own) if m.day)
    theirs = [day for day in days if reader.known is None or takes_part(reader.known, day)]
    # of several sittings, taking part counts from the last, and reminders from the first that one can attend (DESIGN 2)
    if not theirs or theirs[-1] != days[-1]:
        return None
    told_of = meet(desk.book, cycle, number, reader.own, min(theirs[0], desk.today))
    return _Turn(reader, told_of, school_days_after(theirs[0], -REMINDERS_BEFORE, closed), theirs[0]) if told_of else None


def _draft(turn: _Turn, desk: Desk, cycle: Cycle, placed: Mapping[str, Group], emails: Mapping[str, Last], said: Quotes) -> Draft:
    reader, number = turn.reader, turn.meeting.number
    person = reader.known or Staff(last_name=reader.row.name).model_copy(update={"email": reader.row.email})
    last, others = last_email({reader.row.email}, reader.known, emails), in_the_same_group(placed, person) if number != "3" else {}
    when_and_where = "; ".join(f"{o.days} {o.details}" for o in turn.meeting.occasions)
    key = message_key(cycle.name, KIND, int(number), last[0] + 1 if last else 1, person.email)
    if last and _was_for_another(turn, last):
        last = None
    elif last:
        key = last[1].key
    says = _letter(turn, person, others, desk, cycle, said)
    own_words = (says.plan, says.evidence, says.idea)
    ours = frozenset(others) | named_in(" ".join(own_words), desk.people)
    draft = Draft(key, KIND, person, says, _fate(turn, last, desk), when_and_where, says.target, ours, own_words, reader.row,
                  again=turn.day.isoformat())
    return with_calendar(draft, reader.own, desk, cycle, only_news=True)


def _was_for_another(turn: _Turn, last: Last) -> bool:
    """Whether the last reminder named another day: the meeting has been moved since, or the reader to another sitting."""
    record = last[1]
    return record.status in LEFT and marks(record.detail).again not in ("", turn.day.isoformat())


def _letter(turn: _Turn, person: Staff, others: Mapping[str, Group], desk: Desk, cycle: Cycle, said: Quotes) -> ReminderLetter:
    reader, number = turn.reader, turn.meeting.number
    plan = said.plans.get(person.email, Plan()) if number == "2" else Plan()
    words = target_as_emailed(reader.row, reader.known, desk.book.school, said.targets) if reader.sure else ""
    target = words if number == "1" or (number == "2" and not plan.change) else ""
    link = form_of(desk.book, cycle, number)
    return ReminderLetter(
        **standing(desk.book, cycle, person), meeting=turn.meeting, group=reader.own.group if reader.own and number != "3" else "",
        colleagues=colleagues(others), target=target, plan=plan.change, evidence=plan.evidence,
        idea=said.ideas.get(person.email, "") if number == "3" else "", form_link=form_link(link, person, cycle, target),
        form_knows_target=bool(target) and asks_for_target(link),
    )


def _fate(turn: _Turn, last: Last | None, desk: Desk) -> Fate:
    row, known = turn.reader.row, turn.reader.known
    late = f"Reminders for meeting {turn.meeting.number} went out until {turn.day:%d/%m/%Y}."
    first = max(turn.first, known.starts or turn.first) if known else turn.first
    return (by_log(last, desk.transport) or by_recipient(row.email, known, desk.people, desk.book.school) or by_home(known)
            or by_window(first, turn.day, desk.today, late))
