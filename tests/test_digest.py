"""The digest: when the coordinator gets one, what it says first, and that it says nothing twice."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

import pytest
from golden import golden
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import can_be_read, is_well_made, seen, shape
from schools import CYCLE, STAFF, STEPS, address, on_desk, small_school, target, teacher, templates

from sgp.contract import Book, ClosedDay, EmailRecord, RunRecord, School, Target
from sgp.delivery.fates import GO
from sgp.delivery.marks import Marks, hashed, with_marks
from sgp.errors import ERROR, WARNING, Problem
from sgp.letters.digest import NO_SCHOOL, NOTHING_NEW, DigestLetter, due_digest
from sgp.letters.drafts import Draft, Due
from sgp.letters.writing import check_templates, written
from sgp.pages import start_here
from sgp.plan import Message
from sgp.results.counts import count

MONDAY = date(2026, 10, 5)
SHIPPED = templates()
SARAH = address("s.whitfield")
TYPED = st.text(st.sampled_from("ab <>&\"'{}%=+-@\n\r\0\u202e=?é😀:/"), max_size=60)


FRIDAY = datetime(2026, 10, 2, 7)


def logged(kind: str, who: str, status: str = "sent", when: object = FRIDAY, number: int = 1, detail: str = "") -> EmailRecord:
    email = who if "@" in who else address(who)
    key = f"{CYCLE}/{kind}/0/{number}/{email}"
    return EmailRecord(key=key, cycle=CYCLE, kind=kind, email=email, status=status, when=when, detail=detail)


def ran(did: str, script: str = "collate_responses.py", when: object = FRIDAY) -> RunRecord:
    return RunRecord(when=when, script=script, did=did)


def digested(about: str, when: object = datetime(2026, 10, 2, 7, 30), status: str = "sent", number: int = 20261002) -> EmailRecord:
    """The log's record of a digest that said this."""
    return logged("digest", SARAH, status, when, number, with_marks("", Marks(by="smtp", about=hashed(about))))


def targets(**changes: dict[str, object]) -> tuple[Target, ...]:
    """Everybody's target, approved but for these changes (local part with _ for . -> changes)."""
    return tuple(target(local, **changes.get(local.replace(".", "_"), {})) for local in STEPS)


SENT = tuple(logged("targets", local, when=datetime(2026, 9, 21, 7)) for local in STEPS)
BUSY = small_school(
    staff=(*STAFF, teacher("z", "Zed", "Zee", "")),
    targets=targets(j_smith={"status": "Draft"}, j_smith2={"text": "RI: do it"}, m_ashworth={"status": "Draft", "how_sure": "Not sure"}),
    emails=(logged("targets", "a.nowak"), logged("targets", "d.evans"), logged("targets", "m.rahman", "unknown"),
            logged("reminders", "j.smith", "failed"), logged("reminders", "a.nowak")),
    runs=(ran("Collated 69 answers."), ran("Imported form_1.csv: 30 answers added.", "import_csv.py")),
)
PROBLEMS = (
    Problem(ERROR, "Staff", 9, "Department", "Zed Zee has no department.", "Write it."), Problem(WARNING, "Staff", 2, "Email", "w", "m"),
)


def due(book: Book, today: date = MONDAY, problems: Sequence[Problem] = (), transport: str = "smtp") -> Due:
    return due_digest(on_desk(book, today, transport, problems=tuple(problems)), book.cycles[0])


def draft(book: Book, today: date = MONDAY, problems: Sequence[Problem] = ()) -> Draft:
    (only,) = due(book, today, problems).drafts
    return only


def digest(book: Book, today: date = MONDAY, problems: Sequence[Problem] = PROBLEMS) -> Message:
    return written([draft(book, today, problems)], SHIPPED)[0]


def says(book: Book, today: date = MONDAY, problems: Sequence[Problem] = ()) -> DigestLetter:
    letter = draft(book, today, problems).says
    assert isinstance(letter, DigestLetter)
    return letter


# ── When ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("day", "closed", "fate", "note"), [
    (MONDAY, None, "go", ""), (date(2026, 10, 4), None, "wait", NO_SCHOOL), (date(2026, 10, 3), None, "wait", NO_SCHOOL),
    (MONDAY, MONDAY, "wait", NO_SCHOOL),
])
def test_one_on_a_school_day(day: date, closed: date | None, fate: str, note: str) -> None:
    found = due(replace(BUSY, closed=(ClosedDay(first=closed),) if closed else ()), day)
    assert [d.fate for d in found.drafts] == [fate]
    assert found.note == note
    assert found.drafts[0].key == f"{CYCLE}/digest/0/{day:%Y%m%d}/{SARAH}"


def test_nothing_to_say_is_no_digest() -> None:
    quiet = small_school(emails=SENT, runs=(ran("Drafted 6 targets.", when=datetime(2026, 9, 14, 7)),))
    found = due(quiet)
    assert (found.drafts[0].fate, found.note) == ("wait", "Nothing new has come up since the last digest.")
    assert "Nothing just now." in digest(quiet, problems=()).text


def test_what_the_last_digest_said_is_not_said_again_until_it_changes_or_something_is_done() -> None:
    book = replace(BUSY, runs=(), emails=BUSY.emails[2:3])
    last = digested(draft(book).about)
    same = replace(book, emails=(*book.emails, last))
    assert (draft(same).fate, due(same).note) == ("wait", NOTHING_NEW)
    assert draft(same, problems=PROBLEMS).fate == GO
    assert draft(replace(same, targets=targets())).fate == GO
    later = datetime(2026, 10, 5, 6)
    assert draft(replace(same, emails=(*same.emails, logged("reminders", "a.nowak", when=later)))).fate == GO
    assert draft(replace(same, emails=(*same.emails, logged("reminders", "a.nowak", "failed", when=later)))).fate == GO
    assert draft(replace(same, runs=(ran("Collated 70 answers.", when=later),))).fate == GO


@pytest.mark.parametrize("run", [
    ran("Sent 1 digest of Autumn 2026.", "run_due.py", datetime(2026, 10, 2, 7, 31)),
    ran("Sent 1 email.", "send_emails.py", datetime(2026, 10, 5, 7)),
    ran("Checked 6 staff.", "check_book.py", datetime(2026, 10, 5, 7)), ran("Collated 69 answers.", when=datetime(2026, 10, 2, 7, 30)),
    ran("Collated 69 answers.", when="some day"), ran("Collated 69 answers.", when=None), ran("", when=datetime(2026, 10, 5, 7)),
])
def test_no_digest_calls_for_the_next_one(run: RunRecord) -> None:
    book = replace(BUSY, runs=(run,), emails=BUSY.emails[2:3])
    assert draft(replace(book, emails=(*book.emails, digested(draft(book).about)))).fate == "wait"


def test_when_all_is_mended_there_is_nothing_to_say() -> None:
    assert draft(small_school(emails=(*SENT, digested("much")))).fate == "wait"


@pytest.mark.parametrize(("status", "transport", "fate"), [
    ("sent", "smtp", "done"), ("filed", "outbox", "done"), ("filed", "smtp", "go"), ("deferred", "smtp", "go"),
    ("unknown", "smtp", "It may have been sent: the mail server did not say."), ("failed", "smtp", "The last try failed."),
])
def test_todays_goes_once(status: str, transport: str, fate: str) -> None:
    book = replace(BUSY, emails=(*BUSY.emails, digested("", datetime(2026, 10, 5, 7), status, 20261005)))
    (found,) = due(book, transport=transport).drafts
    assert (found.held or found.fate) == fate


@pytest.mark.parametrize(("status", "counts"), [
    ("sent", True), ("unknown", True), ("failed", False), ("deferred", False), ("filed", False),
])
def test_since_the_last_digest_that_got_there_or_may_have(status: str, counts: bool) -> None:
    """What a digest said that nobody got is said again; what the outbox filed reached nobody."""
    when = datetime(2026, 10, 2, 8)
    letter = says(replace(BUSY, emails=(*BUSY.emails, digested("", when, status))))
    assert (letter.since, bool(letter.done)) == (("since Friday 2 October", False) if counts else ("since Monday 28 September", True))


def test_a_new_coordinator_has_had_none_yet() -> None:
    other = logged("digest", "old.hand", when=datetime(2026, 10, 2, 8))
    assert says(replace(BUSY, emails=(*BUSY.emails, other))).since == "since Monday 28 September"


# ── To whom ──────────────────────────────────────────────────────────────────────────────────────────


def test_it_goes_to_the_address_in_settings_by_the_name_staff_knows() -> None:
    staff = (*STAFF, teacher("sarah.new", "Sarah", "Whitfield", "", other_emails=SARAH, row=9))
    found = draft(replace(BUSY, staff=staff))
    assert (found.to.email, found.to.first_name, found.fate) == (SARAH, "Sarah", GO)
    assert draft(BUSY).to.name == "Sarah Whitfield"


@pytest.mark.parametrize(("school", "reason"), [
    (School(), "The coordinator's email is not set or cannot be used, so replies would go nowhere."),
    (School(coordinator_email=SARAH, allowed_domains=("school.example",)), "The address is not in a domain that email may go to."),
])
def test_a_coordinator_who_cannot_be_written_to_is_held(school: School, reason: str) -> None:
    assert draft(replace(BUSY, school=school)).held == reason


def test_a_doubt_about_the_coordinators_own_row_stops_no_digest() -> None:
    rows = tuple(teacher("s.whitfield", first, "Whitfield", "English") for first in ("Sarah", "Sam"))
    assert draft(replace(BUSY, staff=(*STAFF, *rows))).fate == GO


# ── What it says ─────────────────────────────────────────────────────────────────────────────────────


def test_golden_digest() -> None:
    message = digest(BUSY)
    golden("digest_busy.txt", f"{message.subject}\n\n{message.text}")
    golden("digest_busy.html", message.html)


def test_what_needs_the_coordinator_is_said_as_start_here_says_it() -> None:
    counts = count(BUSY, on_desk(BUSY).people, BUSY.cycles[0], MONDAY)
    page = start_here(BUSY, BUSY.cycles[0], counts, PROBLEMS, MONDAY, datetime(2026, 10, 5))
    lines = [[span.value for span in line] for line in page.lines]
    start = lines.index(["Needs you"]) + 1
    stated = lines[start: lines.index([], start)]
    assert len(stated) == 4
    assert [[i.what, i.number, i.where] for i in says(BUSY, problems=PROBLEMS).needs][-4:] == stated


def test_emails_that_failed_or_are_held_come_first_by_name_and_reason() -> None:
    needs = says(BUSY, problems=PROBLEMS).needs
    assert [(i.what, i.number, i.lines) for i in needs[:3]] == [
        ("Emails that failed or may not have arrived", 1, ("Reminder to Jane Smith (Mathematics): The last try failed.",)),
        ("Target letters that are held back", 2, (
            "Mo Rahman (English): It may have been sent: the mail server did not say. "
                "Look into your Sent folder; a date in Send again sends it once more.",
            "Jane Smith (PE & Health): It seems to hold a grade; letters are ungraded. Say it without a grade.")),
        ("People without a department", 1, ("Zed Zee",)),
    ]


def test_what_the_coordinator_holds_or_has_not_approved_is_no_trouble() -> None:
    book = small_school(targets=targets(a_nowak={"status": "Hold"}, d_evans={"status": "Draft"}), emails=SENT[2:])
    assert [i.what for i in says(book).needs] == ["Targets to read and approve"]


def test_one_reason_is_said_once_and_long_lists_of_names_are_cut() -> None:
    staff = tuple(teacher(f"t{n:02}", f"Teacher{n:02}", "X", "") for n in range(11))
    (item,) = says(small_school(staff=(*STAFF, *staff), emails=SENT)).needs
    assert item.lines == (", ".join(f"Teacher{n:02} X" for n in range(8)) + " and 3 more",)
    late = says(small_school(), date(2026, 10, 16)).needs[0]
    assert (late.number, len(late.lines)) == (6, 1)


def test_done_counts_letters_by_kind_and_fate_and_names_runs() -> None:
    log = (*(logged("targets", local) for local in STEPS), logged("packs", "d.evans", "filed"), logged("reminders", "a.nowak", "deferred"),
           logged("chasers", "a.nowak", when=datetime(2026, 9, 20, 7)), logged("chasers", "d.evans", when="02/10/2026 07:00:00"))
    runs = (*(ran(f"Run {n}.", when=datetime(2026, 10, 1, n)) for n in range(8)), ran("Run 7.", when=datetime(2026, 10, 1, 9)))
    assert says(small_school(emails=log, runs=runs)).done == (
        "6 target letters sent.", "1 reminder put off by the mail server: the next run tries again.", "1 chaser sent.",
        "1 pack for a head of department filed in the offline outbox.", *(f"Run {n}." for n in range(2, 8)),
    )


def test_next_says_what_happens_and_when_letters_go() -> None:
    assert [(c.day, c.what, c.where) for c in says(BUSY).coming][:3] == [
        ("Tuesday 6 October", "Meeting 1, sitting A", "15:30 to 16:30, Library"),
        ("Thursday 8 October", "Meeting 1, sitting B", "15:30 to 16:30, Library"),
        ("Friday 13 November", "Reminders for meeting 2 are due", ""),
    ]
    assert "Autumn 2026 is over." in digest(BUSY, date(2026, 12, 14)).text


def test_no_target_feedback_note_or_address_of_others_stands_in_it() -> None:
    rows = tuple(t.model_copy(update={"private_note": "PRIVATE", "why": "WHY RI", "suggestions": "OTHERS"}) for t in BUSY.targets)
    stranger = logged("reminders", "gone", "failed")
    message = digest(replace(BUSY, targets=rows, emails=(*BUSY.emails, stranger)))
    told = message.text + message.html
    assert "Reminder to somebody who is not in Staff" in " ".join(message.text.split())
    for words in ("PRIVATE", "WHY", "OTHERS", "RI: do it", *(words[:30] for _, words in STEPS.values())):
        assert words not in told
    assert not [p.email for p in BUSY.staff if p.email in told]
    assert draft(BUSY).may_name == {p.email for p in BUSY.staff}


def test_the_same_digest_whatever_the_order_of_rows() -> None:
    turned = replace(BUSY, **{name: getattr(BUSY, name)[::-1] for name in ("staff", "targets", "emails", "runs", "meetings")})
    assert digest(turned) == digest(BUSY)


# ── How it looks ─────────────────────────────────────────────────────────────────────────────────────


def test_it_is_well_made_and_tells_nothing_on_a_locked_phone() -> None:
    message = digest(BUSY)
    is_well_made(message.html)
    assert message.subject == "Sharing good practice: your note for Monday 5 October"
    for start in (message.text[:170], seen(message.html)[:200]):
        assert not any(words in start for words in ("Rahman", "Smith", "failed", "Zed", "1 ", "grade"))


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_colour_pair_can_be_read(mode: str) -> None:
    can_be_read(digest(BUSY).html, mode)


def test_text_and_html_say_the_same() -> None:
    message, letter = digest(BUSY), says(BUSY, problems=PROBLEMS)
    words = [w for i in letter.needs for w in (i.what, i.where, *i.lines)] + list(letter.done) + [c.what for c in letter.coming]
    for told in (" ".join(message.text.split()), seen(message.html)):
        assert [w for w in words if w not in told] == []


def test_a_misspelt_field_is_told() -> None:
    ours = {n: s for n, s in SHIPPED.items() if n.startswith(("email/base", "email/digest"))}
    assert check_templates(ours, {"digest": DigestLetter}) == []
    wrong = ours | {"email/digest.html.j2": ours["email/digest.html.j2"].replace("item.number", "item.numbr")}
    (problem,) = check_templates(wrong, {"digest": DigestLetter})
    assert "Did you mean “number”?" in problem.mend


def typed(first: str, last: str, did: str, place: str) -> list[str]:
    """The shape of a digest in which people typed this beside other words."""
    staff = tuple(p.model_copy(update={"first_name": f"Mo {first}", "last_name": last}) if p.first_name == "Mo" else p for p in BUSY.staff)
    rooms = tuple(m.model_copy(update={"place": f"Library {place}"}) for m in BUSY.meetings)
    return shape(digest(replace(BUSY, staff=staff, meetings=rooms, runs=(ran(f"Imported {did}"),))).html)


PLAIN = typed("", "", "", "")


@settings(max_examples=25, deadline=None)
@given(TYPED, TYPED, TYPED, TYPED)
def test_no_input_changes_the_shape_of_the_html(first: str, last: str, did: str, place: str) -> None:
    assert typed(first, last, did, place) == PLAIN
