"""Answers to rows: what each tab of results shall hold."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from sgp.contract import Book, EmailRecord, Group, Reply, Target
from sgp.contract.forms import STANDING
from sgp.contract.names import folded
from sgp.dates import meeting_day
from sgp.desk import Desk
from sgp.groups.places import places, seat_of
from sgp.people import People, takes_part
from sgp.plan import Value
from sgp.responses import Answer, Answers

ANSWERED, LATE, OUTSTANDING, TO_COME, NOT_EXPECTED = "Answered", "Answered late", "No answer yet", "To come", "Not expected"
MEETINGS = ("1", "2", "3")


def with_results(desk: Desk) -> Book:
    """The book on the desk with outcomes, replies, good practice and schemes of work brought up to date."""
    book, people = desk.book, desk.people
    met = {(folded(a.cycle.name), a.person.email): a.text("met") for a in desk.answers.of("2")}
    targets = tuple(_with_outcome(t, met.get((folded(t.cycle), people.address_of(t.email)), "")) for t in book.targets)
    book = replace(book, targets=targets)
    return replace(book, practice=desk.ideas, schemes=desk.schemes, replies=replies(book, people, desk.answers, desk.today))


def _with_outcome(target: Target, met: str) -> Target:
    return target.model_copy(update={"outcome": met}) if met else target


def response_rows(book: Book, answers: Answers) -> tuple[Mapping[str, Value], ...]:
    """The rows of `Responses`: one an answer that counts, each field under the wording of its question."""
    wordings: dict[str, dict[str, str]] = {
        f.meeting: {q.field: q.wording for q in f.questions if q.wording not in STANDING} for f in book.forms
    }
    return tuple(_standing(a) | {w: a.fields.get(f) or None for f, w in wordings[a.raw.meeting].items()} for a in answers.used)


def _standing(answer: Answer) -> dict[str, Value]:
    values = (answer.cycle.name, answer.raw.meeting, answer.person.email, answer.person.name, answer.department, answer.on)
    return dict(zip(STANDING, values, strict=True))


def replies(book: Book, people: People, answers: Answers, today: date) -> tuple[Reply, ...]:
    """Who answered what: one row a teacher with a row in `Targets`, cycle by cycle, then by department and name."""
    order = {folded(c.name): (c.send_on or date.max, c.name) for c in book.cycles}
    expected = {(folded(t.cycle), people.address_of(t.email)): t for t in book.targets if folded(t.cycle) in order}
    # of several answers of a department the last in this order counts: the timely ones
    in_time_last = sorted(answers.used, key=lambda a: not a.late)
    given = {(folded(a.cycle.name), a.raw.meeting, who): a for a in in_time_last for who in _whose(a)}
    settled = [_as_known(t, order[cycle][1], people) for (cycle, _), t in expected.items()]
    placed, chased = {name: places(book.groups, people, name) for _, name in order.values()}, _chased(book, people)
    rows = []
    for target in settled:
        words = _words(target, book, people, placed[target.cycle].get(target.email), given, today)
        rows.append(_reply(target, words, chased.get((folded(target.cycle), target.email), ())))
    return tuple(sorted(rows, key=lambda r: (order[folded(r.cycle)], r.department, r.name, r.email)))


def _as_known(target: Target, cycle: str, people: People) -> Target:
    """The target under the cycle's own name and the person's present address, name and department."""
    person = people.find(target.email)
    now = {"email": person.email, "name": person.name, "department": person.home} if person else {}
    return target.model_copy(update={"cycle": cycle, **now})


def _whose(answer: Answer) -> tuple[str, ...]:
    """Whom an answer speaks for: meeting 3, the department; else the person."""
    return (folded(answer.department),) if answer.raw.meeting == "3" else (answer.person.email,)


def _chased(book: Book, people: People) -> Mapping[tuple[str, str], Sequence[EmailRecord]]:
    """By cycle and person, the chasers that went."""
    found: dict[tuple[str, str], list[EmailRecord]] = defaultdict(list)
    for email in book.emails:
        if email.kind == "chasers" and email.status in ("sent", "filed"):
            found[folded(email.cycle), people.address_of(email.email)].append(email)
    return found


def _reply(target: Target, words: Sequence[str], chases: Sequence[EmailRecord]) -> Reply:
    last = max((e.when.date() for e in chases if hasattr(e.when, "date")), default=None)
    return Reply(cycle=target.cycle, email=target.email, name=target.name, department=target.department, meeting_1=words[0],
                 meeting_2=words[1], meeting_3=words[2], chases=len(chases), last_chased=last)


def _words(target: Target, book: Book, people: People, own: Group | None, given: Mapping[tuple[str, str, str], Answer],
           today: date) -> list[str]:
    """How it stands after each meeting, in a word."""
    return [_word(target, m, expected_from(book, own, target.cycle, m), people, given, today) for m in MEETINGS]


def _word(target: Target, meeting: str, day: date | None, people: People, given: Mapping[tuple[str, str, str], Answer],
          today: date) -> str:
    person = people.by_address.get(target.email)
    who = folded(person.home if person else target.department) if meeting == "3" else target.email
    if person is None or (day and not takes_part(person, day)):
        return NOT_EXPECTED
    if answer := given.get((folded(target.cycle), meeting, who)):
        return LATE if answer.late else ANSWERED
    return TO_COME if day is None or day > today else OUTSTANDING


def expected_from(book: Book, own: Group | None, cycle: str, meeting: str) -> date | None:
    """The day from which an answer is expected: that of the person's own sitting, else of the last; None where no day is set."""
    return meeting_day(book.meetings, cycle, meeting, seat_of(own)[1] if own and meeting != "3" else "")
