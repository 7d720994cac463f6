"""Which focus: the coordinator's, one carried on, the one that observations speak for most, else the department's or the school's."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sgp.contract import Focus, Staff, Target
from sgp.contract.names import find_name, loose
from sgp.contract.programme import CARRIED_ON, CHOSEN, NO_OBSERVATION, NOT_SURE
from sgp.targets.evidence import Case
from sgp.targets.folder import Folder, Office
from sgp.targets.past import MOST_CARRIED
from sgp.targets.why import seen_by
from sgp.wording import listed, unfit


@dataclass(frozen=True)
class Choice:
    """The focus for a teacher, how sure it is, and what it rests on; `focus` is None where a person must choose.

    `case` is what observations say for it, `second` the runner-up; `carried` the target that goes on; `others` further focuses to
    suggest. `reason` says in a few words what no observation says.
    """

    focus: Focus | None
    how_sure: str
    reason: str = ""
    case: Case | None = None
    second: Case | None = None
    carried: Target | None = None
    others: tuple[str, ...] = ()


def choose(folder: Folder, written: str, office: Office) -> Choice:
    """The focus for a teacher. What the coordinator wrote in the row (`written`, or "") comes first, unless it is what we choose too."""
    own = _own(folder, office)
    if not written or (own.focus and own.focus.name == written):
        return own
    if found := next((f for f in office.book.focuses if f.name == find_name(written, (f.name for f in office.book.focuses))), None):
        case = next((c for c in folder.cases if c.focus == found), None)
        return Choice(found, CHOSEN, "Chosen by the coordinator.", case, others=tuple(n for n in own.others if n != found.name))
    unknown = f"“{written[:60]}” is not a focus in the tab {Focus.tab.title}."
    return Choice(None, NOT_SURE, unknown, others=own.others or tuple(f.name for f in office.active[:3]))


def _own(folder: Folder, office: Office) -> Choice:
    rules: tuple[Callable[[Folder, Office], Choice | None], ...] = (_carried_on, _observed, _unclear)
    return next((choice for rule in rules if (choice := rule(folder, office))), None) or _given(folder, office)


def _carried_on(folder: Folder, office: Office) -> Choice | None:
    """The last step again, twice at most; then it is a matter for a conversation."""
    last = folder.past.unmet()
    focus = next((f for f in office.active if last and f.name == last.focus), None)
    if not last or not focus or unfit(last.text):
        return None
    others = tuple(c.focus.name for c in folder.cases if c.focus != focus)[:2]
    if folder.past.times_carried() >= MOST_CARRIED:
        reason = f"{focus.name} was carried on {MOST_CARRIED} times and is still not met: time for a conversation."
        return Choice(None, NOT_SURE, reason, others=(focus.name, *others))
    return Choice(focus, CARRIED_ON, f"{last.outcome} met in {last.cycle}, so the same step again.", carried=last, others=others)


def _observed(folder: Folder, office: Office) -> Choice | None:
    """The focus with most points, if that is not too few. One that was met a short while ago rests."""
    strong = [c for c in folder.cases if c.points >= office.book.school.fewest_points and c.focus.name not in folder.past.resting()]
    if not strong:
        return None
    first, second = strong[0], next(iter(strong[1:]), None)
    return Choice(first.focus, first.how, "", first, second, others=tuple(c.focus.name for c in strong[1:3]))


def _unclear(folder: Folder, office: Office) -> Choice | None:
    """What an observer wrote, where it could not be told which focus is meant: a guess never counts."""
    unclear = next((le for le in folder.lessons if le.read.development.how == NOT_SURE), None)
    if not unclear:
        return None
    guesses, fallback = unclear.read.development.suggestions, _given(folder, office)
    reason = f"It is not sure which focus is meant ({seen_by(unclear.seen, office.people)}): perhaps {listed(guesses, 'or')}."
    until = f"Until you choose, {fallback.reason.partition(': ')[2].rstrip('.')} stands here." if fallback.focus else fallback.reason
    return Choice(fallback.focus, NOT_SURE, f"{reason} {until}", others=guesses)


def _given(folder: Folder, office: Office) -> Choice:
    """The department's focus, else the school's; dealt by the teacher's address where there are several."""
    rested = [f for f in office.active if f.name not in folder.past.resting()]
    theirs = [f for f in rested if any(loose(d) == loose(folder.person.home) for d in f.departments)]
    schools = [f for f in rested if f.whole_school]
    why = "Not based on an observation"
    for focuses, reason in ((theirs, f"{why}: a focus of {folder.person.home}."), (schools, f"{why}: a whole-school focus.")):
        if focuses:
            focus = _dealt(folder.person, focuses)
            return Choice(focus, NO_OBSERVATION, reason, others=tuple(f.name for f in (*theirs, *schools) if f != focus)[:2])
    return Choice(None, NOT_SURE, "No observation names a focus, and no focus is the department's or the school's.",
                  others=tuple(f.name for f in rested[:3]))


def _dealt(person: Staff, focuses: Sequence[Focus]) -> Focus:
    """One of several focuses, spread over the staff by their address, so that row order and clock do not matter."""
    return focuses[int(sha256(person.email.encode()).hexdigest(), 16) % len(focuses)]
