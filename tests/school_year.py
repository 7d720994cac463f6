"""A small school over a whole year of scheduled runs, with a clock that is set and a post that only remembers."""

import runpy
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from school_files import SchoolFiles
from schools import address, teacher

from sgp.books.xlsx import XlsxBook
from sgp.contract import BankStep, ClosedDay, Cycle, Focus, Meeting, Observation, Setting
from sgp.contract.columns import Row
from sgp.delivery.pace import Pace
from sgp.job import opening, posting
from sgp.job.ways import Way
from sgp.mail import HandOn, LookUp
from sgp.plan import Changes, Edit, Envelope, Handed, TabChange

LONDON = ZoneInfo("Europe/London")
TEACHERS = (
    teacher("d.evans", "Dai", "Evans", "Humanities", role="Head of Department"), teacher("j.smith", "Jane", "Smith", "Humanities"),
    teacher("a.nowak", "Aga", "Nowak", "Humanities"), teacher("m.ashworth", "Maggie", "Ashworth", "Science", role="Head of Department"),
    teacher("m.rahman", "Mo", "Rahman", "Science"), teacher("p.lee", "Pat", "Lee", "Science"),
)
CYCLES = {
    "Autumn": ("2026-09-28", "2026-12-11", "2026-10-06", "2026-11-17", "2026-12-01"),
    "Spring": ("2027-01-11", "2027-03-19", "2027-01-19", "2027-02-23", "2027-03-09"),
    "Summer": ("2027-04-19", "2027-07-09", "2027-04-27", "2027-06-08", "2027-06-29"),
}
"""Cycle -> targets go out, it closes, and the three meetings."""
CLOSED = (
    ("2026-10-26", "2026-10-30"), ("2026-11-27", ""), ("2026-12-21", "2027-01-01"), ("2027-01-04", ""), ("2027-02-15", "2027-02-19"),
    ("2027-03-29", "2027-04-09"), ("2027-05-31", "2027-06-04"),
)
"""Holidays and INSET days; the bank holidays of Easter and May are not listed."""
STEPS = (
    "Count to three in your head before you choose who answers.", "Ask one student to say in other words what another has said.",
    "Let pairs talk for half a minute before anybody speaks to the class.",
    "Plan two questions that begin with why, and write them on the plan.",
    "Draw names on sticks to choose who speaks.", "Have everybody write an answer on a mini whiteboard before one is read out.",
    "End the lesson with a question that nobody can answer in one word.", "Come back to whoever did not know, once they have heard it.",
)
DUE = {
    "Autumn": {"targets": "2026-09-28", "reminders 1": "2026-10-02", "chasers 1": "2026-10-13", "chasers 2": "2026-10-20",
               "reminders 2": "2026-11-13", "packs 3": "2026-11-23", "reminders 3": "2026-11-26"},
    "Spring": {"targets": "2027-01-11", "reminders 1": "2027-01-15", "chasers 1": "2027-01-26", "chasers 2": "2027-02-02",
               "reminders 2": "2027-02-12", "packs 3": "2027-03-02", "reminders 3": "2027-03-05"},
    "Summer": {"targets": "2027-04-19", "reminders 1": "2027-04-23", "chasers 1": "2027-05-05", "chasers 2": "2027-05-12",
               "reminders 2": "2027-05-28", "packs 3": "2027-06-22", "reminders 3": "2027-06-25"},
}
"""Worked out by hand on a calendar: on which day each email is due first."""


class Crash(BaseException):
    """The computer stops."""


@dataclass
class Post:
    """What has left, and when by the school's clock; `breaks` says of an email whether the computer stops before or after it."""

    left: list[tuple[str, datetime]] = field(default_factory=list)
    clock: datetime = datetime(2026, 9, 1, tzinfo=UTC)
    breaks: Callable[[], str] = lambda: ""
    ids: set[str] = field(default_factory=set)

    @contextmanager
    def opened(self) -> Iterator[HandOn]:
        """A line over which emails leave."""
        yield self._take

    def _take(self, envelope: Envelope) -> Handed:
        how = self.breaks()
        if how == "before":
            raise Crash
        self.left.append((envelope.key, self.clock.astimezone(LONDON)))
        self.ids.add(envelope.message_id)
        if how == "after":
            raise Crash
        return Handed("sent")

    @contextmanager
    def looked_up(self) -> Iterator[LookUp]:
        """A Sent folder that holds all that has left."""
        yield lambda message_id: message_id in self.ids

    @property
    def way(self) -> Way:
        """The transport of the runs."""
        return Way("smtp", self.opened, self.looked_up, Pace(), 0)


@dataclass(frozen=True)
class Year:
    """The school, its post, and how a run is made at a moment."""

    school: SchoolFiles
    post: Post

    def run(self, moment: datetime) -> int:
        """A scheduled run as the clock shows this moment; its exit code, or -9 for one that the computer's end stopped."""
        self.post.clock = moment
        command = [w for w in self.school.command("run_due", "--send")[1:] if w != "--today"]
        command = [w for w in command if w != "2026-09-28"]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "argv", command)
            patch.setattr(opening, "_now", lambda book: moment.astimezone(ZoneInfo(book.school.time_zone)))
            patch.setattr(posting, "way_of", lambda *_: self.post.way)
            try:
                runpy.run_path(command[0], run_name="__main__")
            except Crash:
                return -9
            except SystemExit as done:
                return int(done.code or 0)
        raise AssertionError("a script ends with a code")

    def lose_disk(self) -> None:
        """All that is not the books is gone."""
        shutil.rmtree(self.school.output, ignore_errors=True)


def year(folder: Path) -> Year:
    """The school on 1 September, before anything was drafted."""
    school = SchoolFiles(folder)
    folder.mkdir(parents=True, exist_ok=True)
    assert school.run("setup_book", today="2026-09-01").code == 0
    choices = {"School name": "Oakfield School", "Coordinator name": "Sarah Whitfield", "Coordinator email": address("s.whitfield"),
               "Approval needed": "no"}
    settings = tuple(Edit(Setting.tab.key_of({"Setting": name}), {"Value": value}) for name, value in choices.items())
    rows = [*TEACHERS, *_programme()]
    tabs = {row.tab.title: row.tab for row in rows}
    added = [TabChange(tab, added=tuple(r.cells() for r in rows if r.tab == tab)) for tab in tabs.values()]
    XlsxBook(school.book, date(2026, 9, 1), folder / "backups", 1).write(Changes((TabChange(Setting.tab, settings), *added)))
    return Year(school, Post())


def _programme() -> Iterator[Row]:
    yield Focus(name="Questioning", keywords="question; cold call", whole_school=True)
    for step in STEPS:
        yield BankStep(focus="Questioning", step=step, evidence="A note of who answered in one lesson.")
    for person in TEACHERS:
        yield Observation(day=date(2026, 9, 4), teacher=person.email, observer=address("s.whitfield"), lesson="7A", priority="Normal",
                          development_focus="Questioning", areas="Ask more students before you move on.")
    for name, (send, closes, *meetings) in CYCLES.items():
        yield Cycle(name=name, send_on=date.fromisoformat(send), closes_on=date.fromisoformat(closes), group_size=3)
        for number, day in enumerate(meetings, start=1):
            yield Meeting(cycle=name, meeting=str(number), day=date.fromisoformat(day), start=time(15, 30), end=time(16, 30), place="Hall")
    for first, last in CLOSED:
        yield ClosedDay(first=date.fromisoformat(first), last=date.fromisoformat(last) if last else None)


def expected() -> dict[str, date]:
    """Every email of the year but digests and notices: its key, and the day on which it is due."""
    people = [p.email for p in TEACHERS]
    heads = [p.email for p in TEACHERS if p.role]
    found = {}
    for cycle, days in DUE.items():
        for what, day in days.items():
            kind, _, number = what.partition(" ")
            series = f"{cycle}/chasers/0/{number}" if kind == "chasers" else f"{cycle}/{kind}/{number or 0}/1"
            found |= {f"{series}/{who}": date.fromisoformat(day) for who in (heads if kind == "packs" else people)}
    return found
