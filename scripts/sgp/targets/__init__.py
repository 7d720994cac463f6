"""Targets: from what was seen in lessons to one small step a teacher."""

from datetime import date

from sgp.contract import Book, Cycle, Focus, Staff, Target
from sgp.contract.names import folded
from sgp.contract.programme import CARRIED_ON, CHOSEN, DRAFT, NO_OBSERVATION, NOT_SURE, SURE
from sgp.delivery.log import emailed
from sgp.people import People, takes_part
from sgp.reading import Vocabulary
from sgp.steps import Step, Wanted, find_step, moved_up, unused_steps
from sgp.targets.choice import Choice, choose
from sgp.targets.folder import Folder, Office, folder_of, office
from sgp.targets.why import why, without_points

NEEDS_YOU = (NOT_SURE, NO_OBSERVATION, CARRIED_ON, SURE, CHOSEN)
"""The order in which new rows are added: those that need the coordinator first."""


def draft_targets(book: Book, people: People, cycle: Cycle, today: date, vocabulary: Vocabulary) -> tuple[Target, ...]:
    """The target of everyone who takes part and may be drafted, new or refilled; rows that stay as they are come back alike.

    New rows (row 0) come first where they need a person. A row that is approved, held, sent, or doubled is not redrafted,
    and who was sent a target whose row is gone gets no second one.
    """
    room, standing, gone = office(book, people, cycle, today, vocabulary), _standing(book, people, cycle), emailed(book, people)
    drafted = []
    for person in (p for p in people.everyone() if p.home and takes_part(p, today)):
        rows, left = standing.get(person.email, []), (folded(cycle.name), person.email) in gone
        if len(rows) > 1 or (left and not rows):
            continue
        if rows and (left or not _open(rows[0])):
            drafted.append(rows[0].model_copy(update=_named(person)))
        else:
            drafted.append(_draft(person, rows[0] if rows else None, room))
    return tuple(sorted(drafted, key=_order))


def _order(target: Target) -> tuple[int, int, str, str]:
    return target.row, NEEDS_YOU.index(target.how_sure) if target.how_sure in NEEDS_YOU else 0, target.department, target.email


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


def _draft(person: Staff, old: Target | None, room: Office) -> Target:
    """A draft for a row that is new or was emptied. A redraft that says nothing new keeps its day."""
    stands = old or Target(cycle=room.cycle.name, email=person.email)
    redrafted = stands.model_copy(update=_named(person) | _words(folder_of(person, room), stands.focus, room))
    return stands if old and _alike(old, redrafted) else redrafted.model_copy(update={"drafted_on": room.today})


def _alike(old: Target, new: Target) -> bool:
    """Whether both say the same, but for points that have faded since."""
    return without_points(new.why) == without_points(old.why) and new.model_copy(update={"why": old.why}) == old


def _words(folder: Folder, written: str, room: Office) -> dict[str, str]:
    """What the draft says; `written` is the focus that stands in the row already."""
    choice = choose(folder, written, room)
    step = _step(choice, folder, room)
    dry = choice.focus is not None and not step.text
    reason = f"{choice.reason} {EMPTY_BANK}".strip() if dry else choice.reason
    return {
        "focus": written or (choice.focus.name if choice.focus else ""), "text": step.text,
        "how_sure": NOT_SURE if dry else choice.how_sure, "suggestions": "\n".join(_suggestions(choice, step, folder, room)),
        "why": why(reason, choice.case, choice.second, len(folder.lessons), room.people),
    }


EMPTY_BANK = "The target bank has no unused step for this focus."


def _step(choice: Choice, folder: Folder, room: Office) -> Step:
    """The step of the choice: the one carried on, else one found for its focus."""
    if choice.focus is None:
        return Step("", ())
    lessons = tuple(n.seen for n in choice.case.needs) if choice.case else ()
    found = find_step(Wanted(choice.focus, folder.person, lessons, folder.past.words, room.today), room.bank, room.vocabulary)
    if not choice.carried:
        return found
    last = folder.past.targets[0]
    return Step(moved_up(last.target.text, last.day, room.today), found.alternatives)


def _suggestions(choice: Choice, step: Step, folder: Folder, room: Office) -> list[str]:
    """Where it is sure, two further steps of the focus; where not, three focuses, each with a step."""
    if choice.focus and choice.how_sure != NOT_SURE:
        return [f"{choice.focus.name}: {words}" for words in step.alternatives]
    focuses = {f.name: f for f in room.active}
    return [f"{name}: {_first_step(focus, folder, room)}" for name in choice.others if (focus := focuses.get(name))]


def _first_step(focus: Focus, folder: Folder, room: Office) -> str:
    unused = unused_steps(Wanted(focus, folder.person, (), folder.past.words, room.today), room.bank, room.vocabulary)
    return unused[0].step if unused else "no unused step in the target bank"
