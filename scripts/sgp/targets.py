"""Targets: from what was seen in lessons to one small step a teacher."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from sgp.contract import Book, Cycle, Focus, Observation, Staff, Target
from sgp.contract.names import find_name, folded
from sgp.contract.programme import CHOSEN, DRAFT, NO_OBSERVATION, NOT_SURE, SURE
from sgp.delivery.log import emailed
from sgp.focus import Match, leads, matches
from sgp.people import People, takes_part
from sgp.steps import bank_step, step_for

NEEDS_YOU = (NOT_SURE, NO_OBSERVATION, SURE, CHOSEN)
"""The order in which new rows are added: those that need the coordinator first."""
DAYS_A_MONTH = 30.44


@dataclass(frozen=True)
class Choice:
    """The focus for a teacher and what it rests on; `focus` is None where a person must choose."""

    focus: Focus | None
    how_sure: str
    why: str
    seen: Observation | None = None
    others: tuple[Focus, ...] = ()


def draft_targets(book: Book, people: People, cycle: Cycle, today: date) -> tuple[Target, ...]:
    """The target of everyone who takes part and may be drafted, new or refilled; rows that stay as they are come back alike.

    New rows (row 0) come first where they need a person. A row that is approved, held, sent, or doubled is not redrafted.
    """
    standing, gone = _standing(book, people, cycle), emailed(book, people)
    drafted = []
    for person in (p for p in people.everyone() if p.home and takes_part(p, today)):
        rows = standing.get(person.email, [])
        if len(rows) > 1:
            continue
        if rows and (not _open(rows[0]) or (folded(cycle.name), person.email) in gone):
            drafted.append(rows[0].model_copy(update=_named(person)))
        else:
            drafted.append(_draft(person, rows[0] if rows else None, book, people, cycle, today))
    return tuple(sorted(drafted, key=lambda t: (t.row, NEEDS_YOU.index(t.how_sure) if t.how_sure in NEEDS_YOU else 0, t.department,
                                                t.email)))


def _standing(book: Book, people: People, cycle: Cycle) -> dict[str, list[Target]]:
    """The cycle's rows by the present address of the person, under whichever address they stand."""
    rows: dict[str, list[Target]] = {}
    for target in (t for t in book.targets if folded(t.cycle) == folded(cycle.name)):
        rows.setdefault(people.address_of(target.email), []).append(target)
    return rows


def _open(target: Target) -> bool:
    """Whether a standing row may be filled: an unsent draft without words."""
    return not target.text and target.status == DRAFT and not target.sent_on


def _named(person: Staff) -> dict[str, str]:
    return {"name": person.name, "department": person.home}


def _draft(person: Staff, old: Target | None, book: Book, people: People, cycle: Cycle, today: date) -> Target:
    choice = choose_focus(person, old.focus if old else "", book, people, today)
    step = step_for(choice.focus.name, person, choice.seen, book) if choice.focus else ""
    drafted = Target(
        row=old.row if old else 0, cycle=cycle.name, email=person.email, **_named(person),
        focus=(old.focus if old else "") or (choice.focus.name if choice.focus else ""), text=step,
        how_sure=choice.how_sure if step else NOT_SURE, why=choice.why if step or not choice.focus else f"{choice.why} {EMPTY_BANK}",
        suggestions="\n".join(_suggestions(choice, person, book)), drafted_on=today,
    )
    return _kept(old, drafted) if old else drafted


EMPTY_BANK = "The target bank has no unused step for this focus."


def _kept(old: Target, drafted: Target) -> Target:
    """What a person wrote in the row stays; a redraft that says nothing new keeps its day."""
    redrafted = old.model_copy(update={n: getattr(drafted, n)
                                       for n in ("name", "department", "focus", "text", "how_sure", "why", "suggestions")})
    return redrafted if redrafted == old else redrafted.model_copy(update={"drafted_on": drafted.drafted_on})


def choose_focus(person: Staff, written: str, book: Book, people: People, today: date) -> Choice:
    """The focus: the coordinator's, else from the newest telling observation, else the department's, else the school's."""
    active = sorted((f for f in book.focuses if f.active), key=lambda f: f.name)
    own = _own_choice(person, active, book, people, today)
    if not written or (own.focus and own.focus.name == written):
        return own
    if found := next((f for f in book.focuses if f.name == find_name(written, [f.name for f in book.focuses])), None):
        return Choice(found, CHOSEN, "The coordinator chose this focus for you.")
    return Choice(None, NOT_SURE, f"“{written[:60]}” is not a focus in the tab {Focus.tab.title}.", None, own.others or tuple(active[:3]))


def _own_choice(person: Staff, active: Sequence[Focus], book: Book, people: People, today: date) -> Choice:
    told = [c for seen in _in_window(person, book, today) if (c := _from_observation(seen, active, people))]
    certain = next((c for c in told if c.focus), None)
    return certain or (told[0] if told else _not_observed(person, active))


def _in_window(person: Staff, book: Book, today: date) -> list[Observation]:
    """The person's observations not older than `Oldest observation`, newest first; ties by their words."""
    oldest = today - timedelta(days=round(book.school.oldest_months * DAYS_A_MONTH))
    mine = [o for o in book.observations if o.teacher == person.email and o.day and oldest <= o.day <= today]
    return sorted(mine, key=lambda o: ((today - (o.day or today)).days, *(str(v) for name, v in o if name != "row")))


def _from_observation(seen: Observation, active: Sequence[Focus], people: People) -> Choice | None:
    when = f"Drawn from the lesson seen on {_spoken(seen.day)} (observer: {_role(seen, people)})"
    if chosen := next((f for f in active if f.name == seen.development_focus), None):
        return Choice(chosen, CHOSEN, f"{when}, where {chosen.name} was chosen.", seen)
    found = matches(f"{seen.development}\n{seen.action_step}", active)
    if not found:
        return None
    others = tuple(m.focus for m in found[1:4])
    if leads(found):
        return Choice(found[0].focus, SURE, f"{when}, where {_words(found[0])} came up.", seen, others)
    either = " or ".join(m.focus.name for m in found[:3])
    return Choice(None, NOT_SURE, f"The lesson seen on {_spoken(seen.day)} could point to {either}.", seen,
                  tuple(m.focus for m in found[:3]))


def _not_observed(person: Staff, active: Sequence[Focus]) -> Choice:
    theirs = [f for f in active if any(folded(d) == folded(person.home) for d in f.departments)]
    schools = [f for f in active if f.whole_school]
    if pick := _dealt(person, theirs):
        return Choice(pick, NO_OBSERVATION, f"A focus of {person.home} this year; it is not based on an observation.", None,
                      tuple(schools[:2]))
    if pick := _dealt(person, schools):
        return Choice(pick, NO_OBSERVATION, "One of our whole-school focuses; it is not based on an observation.", None,
                      tuple(f for f in schools if f != pick)[:2])
    return Choice(None, NOT_SURE, "No observation names a focus, and none is whole-school.", None, tuple(active[:3]))


def _dealt(person: Staff, focuses: Sequence[Focus]) -> Focus | None:
    """One of several focuses, spread over the staff by their address, so that row order and clock do not matter."""
    return focuses[int(sha256(person.email.encode()).hexdigest(), 16) % len(focuses)] if focuses else None


def _suggestions(choice: Choice, person: Staff, book: Book) -> list[str]:
    steps = [(f.name, bank_step(f.name, person, "", book)) for f in choice.others]
    return [f"{name}: {step.step}" for name, step in steps if step]


def _words(match: Match) -> str:
    quoted = [f"“{w}”" for w in match.words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"


def _role(seen: Observation, people: People) -> str:
    observer = people.find(seen.observer)
    return observer.role.split(";")[0].strip() if observer and observer.role else "a colleague"


def _spoken(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else "a day not noted"
