"""Packs for heads of department before meeting 3: decisions that wait, ideas that colleagues offered, and the form."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sgp.contract import Cycle, Staff
from sgp.contract.names import loose
from sgp.delivery.fates import Fate, by_log, by_window
from sgp.delivery.log import Last, last_email, last_emails, message_key
from sgp.desk import Desk
from sgp.due import PACKS as KIND
from sgp.due import window
from sgp.letters.drafts import Draft, Due, Letter, standing, told
from sgp.letters.leaders import Leader, heads, hold_for
from sgp.letters.links import form_link, form_of
from sgp.letters.meets import Occasion, meet
from sgp.letters.shelf import Decision, Idea, Shelf, shelf
from sgp.people import takes_part

MOST_IDEAS, MOST_DECISIONS = 40, 12
"""How many ideas, and decisions of one department, a pack lists; the books hold them all."""


@dataclass(frozen=True)
class Pack:
    """What is for one department: `more` decisions are left out of it, and `offered` are its own teachers' ideas."""

    department: str
    decisions: tuple[Decision, ...]
    more: int
    offered: tuple[Idea, ...]
    form_link: str


@dataclass(frozen=True)
class PackLetter(Letter):
    """Every field that the templates of this letter may name. `ideas` are those of other departments, and `more` are left out.

    `headless` are the departments that nobody is known to head, so that the coordinator gets their packs.
    """

    headless: tuple[str, ...]
    occasions: tuple[Occasion, ...]
    packs: tuple[Pack, ...]
    ideas: tuple[Idea, ...]
    more: int


def due_packs(desk: Desk, cycle: Cycle) -> Due:
    """One email to each head of department, however many departments, from five school days before meeting 3 until its first sitting."""
    begins, ends = window(desk.book, cycle, KIND)
    emails, note = last_emails(desk.book.emails, cycle.name, KIND, 3), _note(begins, ends, desk.today)
    stock, drafts = shelf(desk, cycle), []
    for led in _led(desk, ends or desk.today):
        leader = led[0][0]
        says, key = _letter(desk, cycle, led, stock), message_key(cycle.name, KIND, 3, 1, leader.person.email)
        fate = _fate(leader, last_email((), leader.person, emails), desk, (begins, ends), note)
        about, shared = _about(says), _shared(says)
        drafts.append(Draft(key, KIND, leader.person, says, fate, about, may_name=stock.named, may_say=shared, row=leader.row))
    in_order = tuple(sorted(drafts, key=lambda d: d.key))
    return Due(in_order, tuple(told(in_order)), note)


_Led = Sequence[tuple[Leader, str]]
"""The departments that one person leads, in order, each with what says so."""


def _led(desk: Desk, day: date) -> list[_Led]:
    """By leader, all departments whose teachers take part on that day."""
    homes = {loose(p.home): p.home for p in desk.people.everyone() if p.home and takes_part(p, day)}
    led: dict[str, list[tuple[Leader, str]]] = {}
    for department in sorted(homes.values()):
        for leader in heads(department, desk.book, desk.people, desk.today):
            led.setdefault(leader.person.email, []).append((leader, department))
    return list(led.values())


def _letter(desk: Desk, cycle: Cycle, led: _Led, stock: Shelf) -> PackLetter:
    to_come, reader = meet(desk.book, cycle, "3", None, desk.today), led[0][0].person
    others = stock.offered_elsewhere(department for _, department in led)
    return PackLetter(
        **standing(desk.book, cycle, reader), headless=tuple(department for leader, department in led if leader.row is None),
        occasions=to_come.occasions if to_come else (), packs=tuple(_pack(desk, cycle, reader, department, stock) for _, department in led),
        ideas=others[:MOST_IDEAS], more=len(others[MOST_IDEAS:]),
    )


def _pack(desk: Desk, cycle: Cycle, reader: Staff, department: str, stock: Shelf) -> Pack:
    """The form's link answers for this department, whichever the reader's own is."""
    there = reader.model_copy(update={"departments": (department,)})
    link = form_link(form_of(desk.book, cycle, "3"), there, cycle, "")
    decisions = stock.decisions(department, desk.today)
    return Pack(department, decisions[:MOST_DECISIONS], len(decisions[MOST_DECISIONS:]), stock.offered_in([department]), link)


def _shared(says: PackLetter) -> tuple[str, ...]:
    """The ideas that were shared with consent, and the department's own decisions."""
    ideas = (i.words for i in (*says.ideas, *(i for p in says.packs for i in p.offered)))
    return (*ideas, *(d.words for p in says.packs for d in p.decisions))


def _about(says: PackLetter) -> str:
    ideas = [f"{i.words} {i.source}" for i in (*says.ideas, *(i for p in says.packs for i in p.offered))]
    return "\n".join((*ideas, *(f"{p.department}: {d.words} {d.place} {d.status}" for p in says.packs for d in p.decisions)))


def _fate(leader: Leader, last: Last | None, desk: Desk, window: tuple[date | None, date | None], note: str) -> Fate:
    settled = by_log(last, desk.transport) or hold_for(leader, desk.people, desk.book.school)
    return settled or by_window(*window, desk.today, note)


def _note(first: date | None, end: date | None, today: date) -> str:
    if first is None or end is None:
        return "Nothing is due: meeting 3 has no date."
    if today < first:
        return f"Packs for heads of department go out from {first:%d/%m/%Y} on."
    return f"Packs for heads of department went out until {end:%d/%m/%Y}." if today > end else ""
