"""What real forms do to answers, case by case: rows as the form service leaves them, and what they are read as or told for."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

import pytest
from schools import CYCLE, FOCUSES, FORMS, STAFF, address, book_of, sheet_of

from sgp.contract import Cycle
from sgp.people import people
from sgp.plan import Broken, Value
from sgp.responses import read_responses
from sgp.tables import read_book

CYCLES = (
    Cycle(row=2, name="Autumn 2025", send_on=date(2025, 9, 29), closes_on=date(2025, 12, 12)),
    Cycle(row=3, name=CYCLE, send_on=date(2026, 9, 28), closes_on=date(2026, 12, 11)),
    Cycle(row=4, name="Spring 2027", send_on=date(2027, 1, 11), closes_on=date(2027, 3, 26)),
)
WHEN = datetime(2026, 10, 7, 16, 0)
LATER = datetime(2026, 10, 8, 9, 30)
MO, DAI, AGA = address("m.rahman"), address("d.evans"), address("a.nowak")
ONE = ("Timestamp", "Email Address", "Cycle", "What I do now", "The small change I will try", "Evidence I will bring")
TWO = ("Timestamp", "Email Address", "Cycle", "What I tried", "What happened for students", "How far the target is met",
       "One idea worth sharing", "May we share it")
THREE = ("Timestamp", "Email Address", "Cycle", "Department", "Idea", "Decision", "Owner", "Due", "Link")
FILE = "https://drive.google.com/open?id=1AbC, https://drive.google.com/open?id=2DeF"


@dataclass(frozen=True)
class Case:
    """Rows under headings; the answers that count as (address, cycle, fields), in any order; and a part of each problem that is told."""

    rows: tuple[tuple[Value, ...], ...]
    used: tuple[tuple[str, str, Mapping[str, object]], ...] = ()
    told: tuple[str, ...] = ()
    headings: tuple[str, ...] = ONE
    settings: tuple[tuple[str, str], ...] = ()
    superseded: int = 0


def one(stamp: Value = WHEN, who: Value = MO, cycle: Value = CYCLE, now: Value = "now", change: Value = "change") -> tuple[Value, ...]:
    return (stamp, who, cycle, now, change, "books")


def counts(who: str = MO, cycle: str = CYCLE, **fields: object) -> tuple[str, str, Mapping[str, object]]:
    return who, cycle, fields


def two(idea: Value = "Pause", share: Value = "Yes", met: Value = "Fully", stamp: Value = WHEN, who: str = MO) -> tuple[Value, ...]:
    return (stamp, who, CYCLE, "It", "They spoke", met, idea, share)


def three(**changed: Value) -> tuple[Value, ...]:
    row = {"stamp": WHEN, "who": MO, "cycle": CYCLE, "department": "English", "idea": "Quiz", "decision": "Adopt", "owner": MO,
           "due": date(2027, 3, 19), "link": ""} | changed
    return tuple(row.values())


MONTHS = ("10/27/2026 4:00:00 PM", "11/17/2026 16:00:00")
"""Two stamps that only fit a month before the day."""
CASES = {
    # ── when ──
    "a real date and time": Case((one(),), (counts(now="now"),)),
    "a real date without time": Case((one(date(2026, 10, 7)),), (counts(),)),
    "British text": Case((one("07/10/2026 16:29:10"),), (counts(),)),
    "Google's own text with zone": Case((one("2026/10/07 4:29:10 PM GMT+1"),), (counts(),)),
    "ISO text with zone": Case((one("2026-10-07T16:29:10Z"),), (counts(),)),
    "a worded date": Case((one("7 October 2026, 4.29 pm"),), (counts(),)),
    "a two-digit year": Case((one("07.10.26 16:29"),), (counts(),)),
    "month first, as Settings say": Case((one("10/27/2026 4:29 PM"),), (counts(),), settings=(("Day first", "no"),)),
    "one stamp that cannot be day first": Case((one(MONTHS[0]), one("07/10/2026 16:00", DAI)), (counts(), counts(DAI)),
                                               ("is not a date",)),
    "a stamp of two readings where the tab is month first": Case(
        (one(MONTHS[0], AGA), one(MONTHS[1], DAI), one("10/12/2026 9:00")), (counts(), counts(DAI), counts(AGA)),
        ("is not a date", "is not a date", "can be two days")),
    "the same, and no cycle is named": Case(
        (one(MONTHS[0], AGA), one(MONTHS[1], DAI), one("10/12/2026 9:00", cycle="")), (counts(DAI), counts(AGA)),
        ("is not a date", "is not a date", "can be two days", "names no cycle")),
    "a stamp alike in both orders": Case((one(MONTHS[0], AGA), one("10/10/2026 9:00")), (counts(AGA), counts()), ("is not a date",)),
    "no stamp at all": Case((one(None),), (counts(),), ("is not a date",)),
    "a stamp that is a number": Case((one(12),), (counts(),), ("is not a date",)),
    "a broken stamp": Case((one(Broken("#REF!", False)),), (counts(),), ("is not a date", "ends in #REF!")),
    # ── whose ──
    "capitals and spaces in an address": Case((one(who=" M.Rahman@Oakfield.Example "),), (counts(),)),
    "a former address": Case((one(who=address("m.hill")),), (counts(address("m.ashworth")),)),
    "nobody we know": Case((one(who="x@other.example"),), (), ("is nobody in the tab Staff",)),
    "no address": Case((one(who=""),), (), ("No address is given",)),
    "a name of two people": Case((one(who="Jane Smith"),), (), ("is nobody in the tab Staff",)),
    "a typed address where there is no verified one": Case(((*one(who=""), MO),), (counts(),), headings=(*ONE, "Email address")),
    "a typed address that is the same person's": Case(((*one(), MO.upper()),), (counts(),), headings=(*ONE, "Email address")),
    "a typed address of a colleague": Case(((*one(), DAI),), (counts(),), ("Another address was typed",), (*ONE, "Email address")),
    "an answer for a partner never replaces one's own": Case(
        ((*one(now="mine"), ""), (*one(LATER, now="Dai's"), DAI)), (counts(now="mine"),), ("Another address was typed",),
        (*ONE, "Email address"), superseded=1),
    "a typed address of nobody": Case(((*one(), "me"),), (counts(),), ("Another address was typed: me",), (*ONE, "Email address")),
    # ── which cycle ──
    "an earlier cycle": Case((one(datetime(2025, 10, 7), cycle="Autumn 2025"),), (counts(cycle="Autumn 2025"),)),
    "no cycle named": Case((one(cycle=""),), (counts(),)),
    "a cycle in other letters": Case((one(cycle=" autumn  2026"),), (counts(),)),
    "another cycle than the date's": Case((one(cycle="Spring 2027"),), (counts(cycle="Spring 2027"),),
                                            ("names Spring 2027 but was given",)),
    "a cycle nobody knows": Case((one(cycle="Autumn 2036"),), (), ("is not in the tab Cycles",)),
    "a date in no cycle": Case((one(datetime(2024, 1, 1), cycle=""),), (), ("names no cycle",)),
    "late, in the holidays": Case((one(datetime(2026, 12, 28), cycle=""),), (counts(),)),
    # ── several of one ──
    "given twice": Case((one(now="first"), one(LATER, now="second")), (counts(now="second"),), superseded=1),
    "given twice, the later row above": Case((one(LATER, now="second"), one(now="first")), (counts(now="second"),), superseded=1),
    "the very same row twice": Case((one(), one()), (counts(),), superseded=1),
    "under two addresses": Case((one(who=address("m.hill"), now="old"), one(LATER, address("m.ashworth"), now="new")),
                                (counts(address("m.ashworth"), now="new"),), superseded=1),
    "an empty row between": Case((one(), (None,) * 6, one(who=DAI)), (counts(), counts(DAI))),
    # ── questions ──
    "numbers, asterisks and line breaks in questions": Case(
        (one(),), (counts(now="now", change="change"),),
        headings=("Timestamp", "Email Address", "1. Cycle *", "Q2: What I do\nnow*", "3) The small change I will try (one sentence)",
                  "Question 4. Evidence I will bring ")),
    "a renamed question in two columns, the newest non-blank": Case(
        ((*one(change="old"), "new"), (*one(who=DAI, change="old"), "")), (counts(change="new"), counts(DAI, change="old")),
        headings=(*ONE, "The small change I will try (one sentence please)")),
    "a question nobody asked for": Case(((*one(), "Tea"),), (counts(),), ("Not collated, as no field means it: “Tea or coffee?”",),
                                        (*ONE, "Tea or coffee?")),
    "an unasked question nobody answered": Case(((*one(), ""),), (counts(),), headings=(*ONE, "Tea or coffee?")),
    "what form services add": Case(((1, WHEN, WHEN, MO, "Mo", CYCLE, "now", "change", "books", "en", 7),), (counts(now="now"),),
                                   headings=("ID", "Start time", "Completion time", "Email", "Name", *ONE[2:], "Language", "Total points")),
    # ── kinds of question ──
    "ticked options with commas": Case(
        ((*one(), "Feedback, marking and response, Oracy"),), (counts(focuses="Feedback, marking and response; Oracy"),),
        headings=(*ONE, "Whole-school focuses")),
    "the longest option first": Case(
        ((*one(), "Feedback, marking and response, well-being, sleep"),),
        (counts(focuses="Feedback, marking and response; Other: well-being, sleep"),), headings=(*ONE, "Whole-school focuses")),
    "Microsoft's semicolons": Case(((*one(), "Questioning;Oracy;"),), (counts(focuses="Questioning; Oracy"),),
                                   headings=(*ONE, "Whole-school focuses")),
    "a grid of ticks": Case(
        ((*one(), "Yes", "", "Oracy"),), (counts(focuses="Questioning; Oracy"),),
        headings=(*ONE, "Whole-school focuses [Questioning]", "Whole-school focuses [Retrieval]", "Whole-school focuses [Oracy]")),
    "a grid of degrees": Case(
        ((*one(now=""), "A lot", "Never"),), (counts(now="In class: A lot; At home: Never"),),
        headings=(*ONE, "What I do now [In class]", "What I do now [At home]")),
    "a grid of one row": Case(((*two()[:5], "Partly", "Pause", "Yes"),), (counts(met="Partly"),),
                              headings=(*TWO[:5], "How far the target is met [My target]", *TWO[6:])),
    "a grid whose rows disagree": Case(
        ((*two()[:5], "Partly", "Fully", "Pause", "Yes"),), (counts(met=None),), ("is not one of Not yet, Partly, Fully",),
        (*TWO[:5], "How far the target is met [7A]", "How far the target is met [8B]", *TWO[6:])),
    "links of uploaded files": Case(((*two(), FILE),), (counts(evidence_link=FILE),), headings=(*TWO, "Evidence link")),
    "formula-like text": Case((one(now="=1+1 small steps", change="- too much talk"),),
                              (counts(now="=1+1 small steps", change="- too much talk"),)),
    "markup, templates and emoji": Case((one(now="<b>{{ name }}</b> 👏\nsecond line"),),
                                        (counts(now="<b>{{ name }}</b> 👏\nsecond line"),)),
    "a broken answer": Case((one(now=Broken("#N/A", False)),), (counts(now=None, change="change"),), ("ends in #N/A",)),
    "an answer longer than a cell": Case((one(now="x" * 60_000),), (counts(now=None, change="change"),), ("is too long",)),
    # ── consent ──
    **{f"consent: {said}": Case((two(share=said),), (counts(share=share),), told, TWO) for said, share, told in (
        ("Yes", "Yes", ()), ("yes please!", "Yes", ()), ("Anonymously", "Anonymously", ()),
        ("Yes, but please without my name", "Anonymously", ()),
        ("No", "No", ()), ("No, thanks", "No", ()), ("maybe", "No", ("not clear whether",)), ("", "No", ("No word on whether",)))},
    "no idea, no question of consent": Case((two(idea="n/a", share=""),), (counts(share="No"),), headings=TWO),
    "how far, in other letters": Case((two(met="fully "),), (counts(met="Fully"),), headings=TWO),
    "how far, in other words": Case((two(met="80 %"),), (counts(met=None),), ("is not one of",), TWO),
    # ── meeting 3 ──
    "two departments of one idea": Case((three(), three(department="Science", who=DAI)), (counts(), counts(DAI)), headings=THREE),
    "one idea twice in a department": Case((three(), three(stamp=LATER, idea="quiz!", decision="Try", who=DAI)),
                                           (counts(DAI, decision="Try"),), headings=THREE, superseded=1),
    "a department nobody knows": Case((three(department="Pastoral"),), (counts(decision="Adopt"),), ("is no department",), THREE),
    "a decision nobody asked for": Case((three(decision="trial"),), (counts(decision=None),), ("is not one of Adopt",), THREE),
    "an owner by name": Case((three(owner="Maggie Ashworth"),), (counts(owner=address("m.ashworth")),), headings=THREE),
    "an owner of two people's name": Case((three(owner="Jane Smith"),), (counts(owner=None),), ("is nobody's address",), THREE),
    "due at the end of term": Case((three(due="end of term"),), (counts(due=None),), ("is not a date",), THREE),
    "due on a day that is none": Case((three(due="31/02/2027"),), (counts(due=None),), ("is not a date",), THREE),
    "a path is no link": Case((three(link="S:\\English\\quiz.docx"),), (counts(link="S:\\English\\quiz.docx"),), ("not a link",), THREE),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_becomes_of_answers(case: Case) -> None:
    form, setting = sheet_of("Antworten", case.headings, *case.rows), sheet_of("Settings", ("Setting", "Value"), *case.settings)
    book, cells = read_book(book_of(form, setting), FORMS)
    found = read_responses(replace(book, staff=STAFF, cycles=CYCLES, focuses=FOCUSES), people(STAFF))
    told = sorted(f"{p.column}: {p.what}" for p in (*cells, *found.problems) if p.tab == "Antworten")
    assert len(told) == len(case.told), told
    assert all(any(part in what for what in told) for part in case.told), told
    used = [(a.person.email, a.cycle.name, a.fields) for a in found.used]
    assert sorted(u[:2] for u in used) == sorted(u[:2] for u in case.used)
    for who, cycle, fields in case.used:
        said = [f for w, c, f in used if (w, c) == (who, cycle)]
        assert any(all(f.get(name) == value for name, value in fields.items()) for f in said), said
    assert len(found.superseded) == case.superseded
    assert len(found.used) + len(found.superseded) + sum("not counted" in what for what in told) == sum(any(row) for row in case.rows)
