"""The staff book: only what staff may read, built from named columns and from numbers that point at nobody."""

from collections.abc import Sequence

from sgp.contract import OVERVIEW, Book, ByFocus, Cycle, Group, Meeting, PublicMeeting, PublicPractice, PublicScheme, Staff
from sgp.contract.names import folded
from sgp.dates import meetings_of
from sgp.desk import Desk
from sgp.groups.places import places, seat_of
from sgp.ideas import is_public
from sgp.people import People, takes_part
from sgp.plan import Changes, Line, Page, Span, TabChange
from sgp.reading import read_text
from sgp.results.counts import Counts, reply_label
from sgp.suppression import about, merge_small

NO_FOCUS = "No focus yet"


def staff_book(desk: Desk, book: Book, counts: Counts, focuses: Sequence[ByFocus]) -> Changes:
    """All four tabs of the staff book, whole, from the book on the desk with its results.

    The focus of an idea is what its own words name: never that of its giver's target, which is private.
    """
    practice = [PublicPractice(cycle=p.cycle, focus=read_text(p.idea, desk.vocabulary).focus, source=p.source, idea=p.idea)
                for p in book.practice if is_public(p)]
    schemes = [PublicScheme(cycle=s.cycle, department=s.department, idea=s.idea, place=s.place, due=s.due, status=s.status, link=s.link)
               for s in book.schemes if desk.discreet(s.idea) and desk.discreet(s.place)]
    tabs = (
        TabChange(PublicMeeting.tab, whole=tuple(m.cells() for m in _meetings(book, desk.people, desk.cycle))),
        TabChange(PublicPractice.tab, whole=tuple(p.cells() for p in sorted(practice, key=lambda p: (p.cycle, p.focus, p.idea, p.source)))),
        TabChange(PublicScheme.tab, whole=tuple(s.cells() for s in sorted(schemes, key=lambda s: (s.cycle, s.department, s.idea)))),
    )
    return Changes(tabs=tabs, pages=(_overview(book, desk.cycle, counts, focuses),))


def _meetings(book: Book, people: People, cycle: Cycle | None) -> list[PublicMeeting]:
    """Meetings 1 and 2: everyone's place; a sitting with nobody placed, and meeting 3, is one row that says when and where."""
    rows: list[PublicMeeting] = []
    for meeting in meetings_of(book.meetings, cycle.name) if cycle else []:
        placed = [] if meeting.meeting == "3" else _placed(book, people, meeting)
        rows += [_public(meeting, g.group, p) for g, p in placed] or [_public(meeting, "", None)]
    return rows


def _placed(book: Book, people: People, meeting: Meeting) -> list[tuple[Group, Staff]]:
    ours = [(g, p) for who, g in places(book.groups, people, meeting.cycle).items()
            if seat_of(g)[1] == folded(meeting.sitting) and (p := people.find(who)) and (meeting.day is None or takes_part(p, meeting.day))]
    return sorted(ours, key=lambda pair: (len(pair[0].group), pair[0].group, pair[1].name, pair[1].email))


def _public(meeting: Meeting, group: str, person: Staff | None) -> PublicMeeting:
    return PublicMeeting(cycle=meeting.cycle, meeting=meeting.meeting, day=meeting.day, start=meeting.start, end=meeting.end,
                         place=meeting.place,
                         group=group, name=person.name if person else "", department=person.home if person else "")


def _overview(book: Book, cycle: Cycle | None, counts: Counts, focuses: Sequence[ByFocus]) -> Page:
    floor = int(book.school.smallest_group)
    ours = {f.focus: f.targets for f in focuses if cycle and folded(f.cycle) == folded(cycle.name)}
    ours |= {NO_FOCUS: counts.teachers - sum(ours.values())} if counts.teachers > sum(ours.values()) > 0 else {}
    said = [("Teachers taking part", about(counts.teachers, counts.teachers, floor))]
    said += [(reply_label(m), about(answered, expected, floor, counts.teachers)) for m, answered, expected in counts.replies]
    said += [("Ideas on their way into schemes of work", str(counts.placed))]
    lines: list[Line] = [
        (Span("Sharing good practice", "title"),), (Span(f"{book.school.name} · {cycle.name if cycle else ''}".strip(" ·") or None,
                                                         "lead"),), (),
        *((Span(what, "label"), Span(number, "strong")) for what, number in said),
        (), (Span("What we are working on", "section"),), (Span("Focus", "table heading"), Span("Teachers", "table heading")),
        *((Span(name, "text"), Span(number, "number")) for name, number in merge_small(ours, floor).items()),
    ]
    return Page(OVERVIEW, tuple(lines))
