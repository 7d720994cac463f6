"""How a cycle stands, in a few numbers and sentences."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sgp.contract import Book, Cycle
from sgp.contract.names import folded
from sgp.contract.programme import APPROVED, DRAFT, NOT_SURE, OUTCOMES
from sgp.ideas import WITHDRAWN, is_open, is_public
from sgp.people import People, takes_part
from sgp.results.collate import ANSWERED, LATE, NOT_EXPECTED, TO_COME
from sgp.wording import listed

MOST_FOCUSES = 3


@dataclass(frozen=True)
class Counts:
    """The cycle in numbers; `replies` is (meeting, answered, expected) of each meeting that has been.

    `focuses` are those that most targets are about. `hidden` ideas staff do not see; `carried` are ideas of other cycles that are not
    embedded, and `overdue` those of any cycle.
    """

    teachers: int = 0
    targets: int = 0
    drafts: int = 0
    not_sure: int = 0
    approved: int = 0
    filed: int = 0
    sent: int = 0
    groups: int = 0
    in_groups: int = 0
    without_group: int = 0
    replies: tuple[tuple[str, int, int], ...] = ()
    outcomes: tuple[tuple[str, int], ...] = ()
    focuses: tuple[tuple[str, int], ...] = ()
    ideas: int = 0
    hidden: int = 0
    placed: int = 0
    embedded: int = 0
    carried: int = 0
    overdue: int = 0

    def lines(self) -> list[tuple[str, int]]:
        """What the first page shows."""
        return [("Teachers taking part", self.teachers), ("Targets drafted", self.targets), ("Targets approved", self.approved),
                ("In a group", self.in_groups), ("Sent by email", self.sent), ("Filed in the offline outbox", self.filed),
                *((reply_label(m), answered) for m, answered, _ in self.replies), ("Ideas shared", self.ideas),
                ("Ideas on their way into schemes", self.placed)]

    def sentences(self) -> list[str]:
        """The cycle in a few lines for a busy person."""
        met = ", ".join(f"{number} {word.casefold()}" for word, number in self.outcomes if number)
        focuses = listed([f"{name} ({number})" for name, number in self.focuses])
        return [
            f"{self.teachers} teachers take part. {self.targets} have a target, "
            f"of which {self.approved} are approved,"
            f" {self.filed} filed in the offline outbox and {self.sent} sent by email.",
            *([f"They meet in {self.groups} groups; {self.without_group or 'nobody'} is without one."] if self.groups else []),
            *(_reply_line(m, answered, expected) for m, answered, expected in self.replies),
            *([f"Most worked on: {focuses}."] if focuses else []),
            *([f"How far targets are met: {met}."] if met else []),
            f"Ideas that may be shared with staff: {self.ideas}{f'; kept back: {self.hidden}' if self.hidden else ''}.",
            f"Ideas on their way into schemes of work: {self.placed}, of which embedded: {self.embedded}.",
            *([f"From other cycles, not embedded yet: {self.carried}."] if self.carried else []),
            *([f"Overdue: {self.overdue}."] if self.overdue else []),
        ]


def reply_label(meeting: str) -> str:
    """What a count of replies is called; after meeting 3 one answer speaks for a whole department."""
    return "Teachers whose department answered after meeting 3" if meeting == "3" else f"Answers after meeting {meeting}"


def _reply_line(meeting: str, answered: int, expected: int) -> str:
    who = "teachers' departments have" if meeting == "3" else "teachers have"
    return f"Meeting {meeting}: {answered} of {expected} {who} answered ({round(100 * answered / expected)}%)."


def count(book: Book, people: People, cycle: Cycle | None, today: date) -> Counts:
    """Count the cycle as it stands on a day."""
    name = folded(cycle.name) if cycle else ""
    targets = [t for t in book.targets if folded(t.cycle) == name]
    emails = [e for e in book.emails if folded(e.cycle) == name and e.kind == "targets"]
    groups = [g for g in book.groups if folded(g.cycle) == name]
    schemes = [s for s in book.schemes if folded(s.cycle) == name]
    return Counts(
        teachers=sum(takes_part(p, today) for p in people.everyone()), targets=sum(bool(t.text) for t in targets),
        drafts=sum(t.status == DRAFT and bool(t.text) for t in targets),
        not_sure=sum(t.how_sure == NOT_SURE and t.status == DRAFT for t in targets),
        approved=sum(t.status == APPROVED for t in targets), filed=sum(e.status == "filed" for e in emails),
        sent=sum(bool(t.sent_on) for t in targets),
        groups=len({(g.group, g.sitting) for g in groups if g.group}), in_groups=sum(bool(g.group) for g in groups),
        without_group=sum(bool(g.note and not g.group) for g in groups),
        replies=_replies(book, name), outcomes=tuple((w, sum(t.outcome == w for t in targets)) for w in reversed(OUTCOMES)),
        focuses=tuple(Counter(t.focus for t in sorted(targets, key=lambda t: t.focus) if t.focus).most_common(MOST_FOCUSES)),
        ideas=sum(is_public(p) for p in book.practice if folded(p.cycle) == name),
        hidden=sum(not is_public(p) and p.idea != WITHDRAWN for p in book.practice if folded(p.cycle) == name),
        placed=sum(s.status != "Dropped" for s in schemes), embedded=sum(s.status == "Embedded" for s in schemes),
        carried=sum(is_open(s) and folded(s.cycle) != name for s in book.schemes),
        overdue=sum(is_open(s) and bool(s.due and s.due < today) for s in book.schemes),
    )


def _replies(book: Book, name: str) -> tuple[tuple[str, int, int], ...]:
    ours = [r for r in book.replies if folded(r.cycle) == name]
    words = (("1", [r.meeting_1 for r in ours]), ("2", [r.meeting_2 for r in ours]), ("3", [r.meeting_3 for r in ours]))
    found = [(m, sum(w in (ANSWERED, LATE) for w in said), sum(w != NOT_EXPECTED for w in said)) for m, said in words
             if any(w not in (NOT_EXPECTED, TO_COME) for w in said)]
    return tuple(found)
