"""Whatever happens to a book between two runs, in whatever order: what people wrote in Targets stays, and nobody is lost."""

from collections import Counter
from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule
from schools import CYCLE, FORMS, address, book_of, sheet_of
from test_choice import BANK, CYCLES, FOCUSES, TODAY, understood

from sgp.check import Checked, check
from sgp.config import read_language
from sgp.contract import BankStep, Cycle, EmailRecord, Focus, Observation, Row, Staff, Target
from sgp.people import takes_part
from sgp.plan import Changes, Snapshot, applied, between, differs
from sgp.tables import read_book
from sgp.targets import draft_targets

OWN = "My notes"
"""A column that a person added."""
PEOPLES = [Target.fields[name] for name in ("focus", "text", "status", "private_note", "send_again")] + [OWN]
FILLED = {Target.fields["focus"], Target.fields["text"]}
Rows = list[dict[str, Any]]


class Programme(RuleBasedStateMachine):
    """A coordinator at work on Targets, Staff and Observations, and runs in between."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: Rows = []
        self.emails: Rows = []
        self.seen: Rows = []
        self.staff: Rows = [_row(Staff, email=address(who), first_name=who.title(), last_name="Ash", departments="Art") for who in "abcd"]
        self.day, self.notes = TODAY, 0

    @rule()
    def run(self) -> None:
        snapshot, before = self.book(), [dict(row) for row in self.targets]
        checked, change = self.planned(snapshot)
        after = applied(snapshot, change)
        self.targets = _rows_of(after, self.targets)
        self.all_kept(before, checked)
        self.nobody_lost(checked)
        assert not differs(after, self.planned(after)[1]), "a second run writes nothing"

    @rule(pick=st.integers(0, 99), what=st.sampled_from(["Her own words.", "Ask D.K. first.", "", "=1+1"]))
    def edit(self, pick: int, what: str) -> None:
        self.change(pick, text=what)

    @rule(pick=st.integers(0, 99), what=st.sampled_from(["Oracy", "retrieval", "Wellbing", ""]))
    def choose(self, pick: int, what: str) -> None:
        self.change(pick, focus=what)

    @rule(pick=st.integers(0, 99), what=st.sampled_from(["Approved", "Hold", "Draft", "", "approvd"]))
    def settle(self, pick: int, what: str) -> None:
        self.change(pick, status=what)

    @rule(pick=st.integers(0, 99))
    def clear(self, pick: int) -> None:
        self.change(pick, text="", focus="")

    @rule(pick=st.integers(0, 99))
    def note(self, pick: int) -> None:
        self.notes += 1
        self.change(pick, private_note=f"Note {self.notes}", send_again=self.day + timedelta(3))

    @rule(pick=st.integers(0, 99))
    def send(self, pick: int) -> None:
        if self.targets:
            row = self.targets[pick % len(self.targets)]
            who = row.get(Target.fields["email"], address("nobody"))
            self.emails.append(_row(EmailRecord, key=f"{CYCLE}/targets/0/1/{who}", cycle=CYCLE, kind="targets", email=who, status="sent"))
            row[Target.fields["sent_on"]] = self.day

    @rule(deal=st.randoms())
    def sort(self, deal: Any) -> None:
        deal.shuffle(self.targets)

    @rule(pick=st.integers(0, 99))
    def delete(self, pick: int) -> None:
        if self.targets:
            self.targets.pop(pick % len(self.targets))

    @rule(pick=st.integers(0, 99), copy=st.booleans())
    def insert(self, pick: int, copy: bool) -> None:
        if self.targets:
            at = pick % len(self.targets)
            self.targets.insert(at, {h: v for h, v in self.targets[at].items() if copy and h != OWN})

    @rule(pick=st.integers(0, 99))
    def rename(self, pick: int) -> None:
        self.notes += 1
        row = self.staff[pick % len(self.staff)]
        email, others = Staff.fields["email"], Staff.fields["other_emails"]
        row[others] = "; ".join(filter(None, (row.get(others), row[email])))
        row[email], row[Staff.fields["last_name"]] = address(f"new{self.notes}"), f"Married{self.notes}"

    @rule(pick=st.integers(0, 99), back=st.booleans())
    def leave(self, pick: int, back: bool) -> None:
        self.staff[pick % len(self.staff)][Staff.fields["leaves"]] = None if back else self.day - timedelta(1)

    @rule()
    def join(self) -> None:
        self.notes += 1
        self.staff.append(_row(Staff, email=address(f"j{self.notes}"), first_name="J", last_name=f"J{self.notes}", departments="Music"))

    @rule(pick=st.integers(0, 99), said=st.sampled_from(["Start with a quiz.", "A timer, and a quiz.", "n/a"]), ago=st.integers(0, 30))
    def observe(self, pick: int, said: str, ago: int) -> None:
        who = self.staff[pick % len(self.staff)][Staff.fields["email"]]
        self.seen.append(_row(Observation, day=self.day - timedelta(ago), teacher=who, development=said))

    @rule()
    def wait(self) -> None:
        self.day += timedelta(1)

    def change(self, pick: int, **cells: object) -> None:
        if self.targets:
            self.targets[pick % len(self.targets)].update({Target.fields[name]: value or None for name, value in cells.items()})

    def book(self) -> Snapshot:
        """The tabs as cells; the notes column tells rows apart."""
        for row in self.targets:
            self.notes += 1
            row.setdefault(OWN, f"Mine {self.notes}")
        fixed = [_sheet(kind, [r.cells() for r in rows]) for kind, rows in ((Focus, FOCUSES), (BankStep, BANK), (Cycle, CYCLES))]
        return book_of(_sheet(Target, self.targets, (OWN,)), _sheet(Staff, self.staff), _sheet(Observation, self.seen),
                       _sheet(EmailRecord, self.emails), *fixed)

    def planned(self, snapshot: Snapshot) -> tuple[Checked, Changes]:
        book, faults = read_book(snapshot, FORMS)
        checked = check(book, self.day, tuple(faults), read_language())
        words = understood(checked.book.focuses, checked.book.bank)
        drafted = draft_targets(checked.book, checked.people, CYCLES[-1], self.day, words)
        change = between(checked.book.targets, drafted)
        return checked, Changes(tabs=(change,) if change else ())

    def all_kept(self, before: Rows, checked: Checked) -> None:
        """Every cell of a person is as it was, but for a focus and a target that are filled into an emptied, unsent draft."""
        now = {row.get(OWN): row for row in self.targets}
        gone = {e[EmailRecord.fields["email"]] for e in self.emails}
        for old in before:
            new = now.get(old.get(OWN), {})
            for heading in PEOPLES:
                if old.get(heading) is None and heading in FILLED and new.get(heading):
                    assert old.get(Target.fields["status"]) in (None, "Draft")
                    assert not old.get(Target.fields["sent_on"])
                    assert checked.people.address_of(old[Target.fields["email"]]) not in {checked.people.address_of(g) for g in gone}
                    assert not old.get(Target.fields["text"])
                else:
                    assert new.get(heading) == old.get(heading), (heading, old, new)

    def nobody_lost(self, checked: Checked) -> None:
        """Everyone who takes part has one row, or is listed."""
        addresses = [checked.people.address_of(r[e]) for r in self.targets if r.get(e := Target.fields["email"])]
        rows, listed = Counter(addresses), " ".join(p.what for p in checked.problems)
        for person in (p for p in checked.people.everyone() if takes_part(p, self.day)):
            assert rows[person.email] == 1 or person.email in listed or any(a in listed for a in person.other_emails), person


def _row(of: type[Row], /, **cells: object) -> dict[str, Any]:
    return {of.fields[name]: value for name, value in cells.items()}


def _sheet(kind: type[Row], rows: Any, more: tuple[str, ...] = ()) -> Any:
    headings = (*kind.tab.headings, *more)
    return sheet_of(kind.tab.title, headings, *(tuple(row.get(h) for h in headings) for row in rows))


def _rows_of(snapshot: Snapshot, before: Rows) -> Rows:
    sheet = snapshot.find(Target.tab.title)
    assert sheet
    headings = [*Target.tab.headings, OWN]
    found = [{h: v for h, v in zip(headings, row, strict=False) if v is not None} for row in sheet.rows[1:]]
    assert len(found) >= len(before)
    return found


TestProgramme = Programme.TestCase
TestProgramme.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)
