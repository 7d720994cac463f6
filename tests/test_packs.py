"""Packs for heads of department: to whom and when, what each says, and what nobody learns from one."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from golden import golden
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import can_be_read, is_well_made, seen, shape
from schools import CYCLE, FORM, FORMS, STAFF, address, answer, meetings, on_desk, small_school, teacher, templates

from sgp.contract import Book, ClosedDay, Cycle, Department, EmailRecord, Meeting, Practice, Scheme, School, Staff
from sgp.delivery.fates import GO
from sgp.ideas import HELD_BACK, WITHDRAWN, key_of
from sgp.letters.drafts import Draft, Due
from sgp.letters.packs import PackLetter, due_packs
from sgp.letters.writing import check_templates, written
from sgp.plan import Message

FIRST, LAST = date(2026, 11, 24), date(2026, 12, 1)
SHIPPED = templates()
NOTE = "Packs for heads of department went out until 01/12/2026."
SARAH = address("s.whitfield")
TYPED = st.text(st.sampled_from("ab <>&\"'{}%=+-@\n\r\0\u202e=?é😀:/"), max_size=60)


def idea(local: str, words: str, **changes: object) -> Practice:
    """An idea that its giver shared by name, as it stands in Good practice."""
    person = next(p for p in STAFF if p.email == address(local))
    named = {"department": person.home, "source": person.name}
    return Practice(key=key_of(CYCLE, person.email), cycle=CYCLE, focus="SECRET FOCUS", idea=words).model_copy(update=named | changes)


IDEAS = (
    idea("m.rahman", "Let the class write the last question."), idea("a.nowak", "Leave the first sketch on the board."),
    idea("j.smith", "Give stems for disagreeing too.", source="Anonymous", department=""),
    idea("m.ashworth", "Tally on a sticky note who has spoken."),
)


def scheme(words: str, department: str = "Science", status: str = "Trying", due: date | None = None, **more: str) -> Scheme:
    return Scheme(key=key_of(words), cycle=CYCLE, department=department, idea=words, status=status, due=due, **more)


SCHEMES = (
    scheme("Ask, wait, then name", due=date(2027, 2, 12), status="Agreed", place="Y10 Electricity, week 2"),
    scheme("Make a mistake on purpose", due=date(2026, 11, 12), place="Y9 scheme, unit 2", source="Val Gone"),
    scheme("Green pen for one target", "Humanities"),
)


def school(**changes: object) -> Book:
    cycle = Cycle(row=2, name=CYCLE, send_on=date(2026, 9, 28), closes_on=date(2026, 12, 11), form_3=FORM.replace("TARGET", "x"))
    return small_school(**{"practice": IDEAS, "schemes": SCHEMES, "cycles": (cycle,), "forms": FORMS.form, **changes})


def due(book: Book, today: date = FIRST, transport: str = "smtp") -> Due:
    return due_packs(on_desk(book, today, transport), book.cycles[0])


def draft(book: Book, who: str = address("m.ashworth"), today: date = FIRST) -> Draft:
    return next(d for d in due(book, today).drafts if d.to.email == who)


def pack(book: Book, who: str = address("m.ashworth"), today: date = FIRST) -> Message:
    return written([draft(book, who, today)], SHIPPED)[0]


def led(book: Book, today: date = FIRST) -> dict[str, list[str]]:
    """Address -> the departments in its pack."""
    return {d.to.email: [p.department for p in d.says.packs] for d in due(book, today).drafts if isinstance(d.says, PackLetter)}


def changed(local: str, **changes: object) -> tuple[Staff, ...]:
    return tuple(p.model_copy(update=changes) if p.email == address(local) else p for p in STAFF)


# ── To whom ──────────────────────────────────────────────────────────────────────────────────────────


def test_each_head_gets_one_email_and_the_coordinator_those_of_departments_without_a_head() -> None:
    assert led(school()) == {
        address("d.evans"): ["Humanities"], address("m.ashworth"): ["Science"],
        SARAH: ["Art & Design", "English", "Mathematics", "PE & Health"],
    }
    keys = [f"{CYCLE}/packs/3/1/{address(who)}" for who in ("d.evans", "m.ashworth", "s.whitfield")]
    assert [d.key for d in due(school()).drafts] == keys


def test_a_head_email_beats_a_role_and_may_lead_several_departments_or_be_nobody_in_staff() -> None:
    rows = tuple(Department(row=n, name=name, head=head) for n, (name, head) in enumerate(
        (("science", address("m.rahman")), ("English", address("m.rahman")), ("Mathematics", address("consultant")),
         ("Humanities", "")), start=2))
    found = led(school(departments=rows))
    assert found[address("m.rahman")] == ["English", "Science"]
    assert found[address("consultant")] == ["Mathematics"]
    assert found[address("d.evans")] == ["Humanities"]
    assert address("m.ashworth") not in found


def test_a_former_address_as_head_email_goes_to_the_present_one() -> None:
    assert led(school(departments=(Department(name="English", head=address("m.hill")),)))[address("m.ashworth")] == ["English", "Science"]


@pytest.mark.parametrize(("roles", "heads"), [
    (("Head of English", ""), ["m.rahman"]), (("teacher; HEAD OF DEPARTMENT", "Second in English"), ["m.rahman"]),
    (("Head of Year 9", ""), ["m.rahman"]), (("Head of Year 9", "Head of English"), ["z"]),
    (("Deputy Head of English", "Head of English"), ["z"]),
    (("Head of Department", "Head of Department"), ["m.rahman", "z"]), (("Headteacher", "Ahead of time"), ["s.whitfield"]),
    (("Assistant Headteacher; Head of Year 10", "Head of Department"), ["z"]), (("", ""), ["s.whitfield"]),
])
def test_who_heads_a_department_by_role(roles: tuple[str, str], heads: list[str]) -> None:
    staff = (*changed("m.rahman", role=roles[0]), teacher("z", "Zed", "Zee", "English", role=roles[1]))
    assert [who for who, departments in led(school(staff=staff)).items() if "English" in departments] == [address(h) for h in heads]


@pytest.mark.parametrize(("changes", "goes_to"), [
    ({"leaves": date(2026, 11, 23)}, "s.whitfield"), ({"leaves": FIRST}, "m.ashworth"), ({"starts": date(2026, 11, 25)}, "s.whitfield"),
    ({"taking_part": False}, "s.whitfield"),
])
def test_who_is_not_here_heads_nothing(changes: dict[str, object], goes_to: str) -> None:
    staff = (*changed("m.ashworth", **changes), teacher("z", "Zed", "Zee", "Science"))
    assert "Science" in led(school(staff=staff))[address(goes_to)]


@pytest.mark.parametrize(("changes", "goes_to"), [({"leaves": date(2026, 11, 23)}, "d.evans"), ({"taking_part": False}, "m.rahman")])
def test_a_named_head_needs_to_be_here_but_not_to_take_part(changes: dict[str, object], goes_to: str) -> None:
    book = school(staff=changed("m.rahman", **changes), departments=(Department(name="Humanities", head=address("m.rahman")),))
    assert led(book)[address(goes_to)] == ["Humanities"]


def test_a_department_whose_teachers_have_all_left_by_the_meeting_is_left_out() -> None:
    gone = led(school(staff=changed("m.rahman", leaves=date(2026, 11, 30))))
    assert not any("English" in departments for departments in gone.values())
    assert any("English" in departments for departments in led(school(staff=changed("m.rahman", leaves=LAST))).values())


def test_a_head_named_in_departments_needs_no_department_but_a_usable_address() -> None:
    staff = (*STAFF, teacher("z", "Zed", "Zee", ""))
    assert draft(school(staff=staff, departments=(Department(name="Art & Design", head=address("z")),)), address("z")).fate == GO


@pytest.mark.parametrize(("head", "staff", "reason"), [
    ("head@elsewhere.example", STAFF, "The address is not in a domain that email may go to."),
    (address("d.evans"), (*STAFF, teacher("d.evans", "Another", "Evans", "Art & Design")), "This address stands on two people in Staff."),
    ("hé@oakfield.example", STAFF, "The address cannot be used for email."),
])
def test_a_head_who_cannot_be_written_to_is_held_and_told_in_departments(head: str, staff: tuple[Staff, ...], reason: str) -> None:
    book = school(staff=staff, departments=(Department(row=7).model_copy(update={"name": "English", "head": head}),))
    assert draft(book, head).held == reason
    assert [(p.level, p.tab, p.row, p.column, p.what) for p in due(book).problems] == [("error", "Departments", 7, "Head email", reason)]


def test_a_head_by_role_outside_the_domain_is_told_in_staff() -> None:
    staff = changed("m.ashworth", email="m@home.example", row=5)
    assert [(p.tab, p.row, p.column) for p in due(school(staff=staff)).problems] == [("Staff", 5, "Email")]


def test_without_a_coordinator_every_pack_is_held() -> None:
    found = due(school(school=School(name="Oakfield School", allowed_domains=("oakfield.example",))))
    assert len(found.held) == 3
    assert {d.held for d in found.drafts} == {"The coordinator's email is not set or cannot be used, so replies would go nowhere."}


# ── When ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("day", "fate", "note"), [
    (date(2026, 11, 23), "wait", "Packs for heads of department go out from 24/11/2026 on."), (FIRST, "go", ""), (LAST, "go", ""),
    (date(2026, 12, 2), NOTE, NOTE),
])
def test_from_five_school_days_before_until_the_first_sitting(day: date, fate: str, note: str) -> None:
    found = due(school(), day)
    assert {d.held or d.fate for d in found.drafts} == {fate}
    assert (found.note, found.problems) == (note, ())


def test_closed_days_do_not_count() -> None:
    closed = (ClosedDay(first=date(2026, 11, 26), last=date(2026, 11, 27)),)
    assert [due(school(closed=closed), date(2026, 11, d)).drafts[0].fate for d in (19, 20)] == ["wait", "go"]


def test_without_a_date_nothing_is_due() -> None:
    found = due(school(meetings=(Meeting(cycle=CYCLE, meeting="3"), *meetings()[:4])))
    assert (found.of(GO), found.note) == ((), "Nothing is due: meeting 3 has no date.")


@pytest.mark.parametrize(("status", "transport", "fate"), [
    ("sent", "smtp", "done"), ("filed", "smtp", "go"), ("filed", "outbox", "done"), ("deferred", "smtp", "go"), ("planned", "smtp", "go"),
    ("unknown", "smtp", "It may have been sent: the mail server did not say."), ("failed", "smtp", "The last try failed."),
])
@pytest.mark.parametrize("to", ["m.ashworth", "m.hill"])
def test_one_email_whatever_the_address_it_went_to(status: str, transport: str, fate: str, to: str) -> None:
    log = (EmailRecord(key=f"{CYCLE}/packs/3/1/{address(to)}", cycle=CYCLE, kind="packs", email=address(to), status=status),)
    found = next(d for d in due(school(emails=log), FIRST, transport).drafts if d.to.email == address("m.ashworth"))
    assert (found.held or found.fate) == fate


# ── What it says ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("name", "who"), [("head", address("m.ashworth")), ("coordinator", SARAH)])
def test_golden_packs(name: str, who: str) -> None:
    message = pack(school(), who)
    golden(f"packs_{name}.txt", f"{message.subject}\n\n{message.text}")
    golden(f"packs_{name}.html", message.html)


def test_a_department_with_nothing_says_so_in_one_line() -> None:
    message = pack(school(practice=(), schemes=(), meetings=()), address("d.evans"))
    golden("packs_bare.txt", message.text)
    for told in (" ".join(message.text.split()), seen(message.html)):
        assert "No decision is waiting, and nobody here has offered an idea by name yet." in told


def test_decisions_are_the_departments_own_and_the_first_due_comes_first() -> None:
    says = draft(school()).says
    assert isinstance(says, PackLetter)
    assert [(d.words, d.status, d.due) for d in says.packs[0].decisions] == [
        ("Make a mistake on purpose", "Trying", "was due Thursday 12 November"),
        ("Ask, wait, then name", "Agreed", "due Friday 12 February 2027"),
    ]


def test_own_ideas_are_marked_and_anonymous_ones_are_nobodys() -> None:
    def sources(who: str) -> tuple[list[str], list[str]]:
        says = draft(school(), who).says
        assert isinstance(says, PackLetter)
        return [i.source for p in says.packs for i in p.offered], [i.source for i in says.ideas]

    assert sources(address("m.ashworth")) == (["Maggie Ashworth, Science"], ["Anonymous", "Aga Nowak, Art & Design", "Mo Rahman, English"])
    # Jane of Mathematics offered hers without a name: the pack of Mathematics does not tell it from any other
    assert sources(SARAH) == (["Aga Nowak, Art & Design", "Mo Rahman, English"], ["Anonymous", "Maggie Ashworth, Science"])


def test_the_same_idea_is_listed_once_with_all_who_offered_it() -> None:
    unnamed = idea("j.smith", "Leave the first sketch on the board", source="Anonymous", department="")
    twice = (*IDEAS[:2], idea("d.evans", "leave the first sketch  on the board"), unnamed)
    says = draft(school(practice=twice)).says
    assert isinstance(says, PackLetter)
    assert [i.source for i in says.ideas if "sketch" in i.words] == ["Anonymous; Aga Nowak, Art & Design; Dai Evans, Humanities"]


@pytest.mark.parametrize("changes", [
    {"show": False}, {"idea": WITHDRAWN}, {"idea": HELD_BACK}, {"cycle": "Spring 2026"},
])
def test_what_may_not_be_shared_is_in_no_pack(changes: dict[str, object]) -> None:
    book = school(practice=(*IDEAS[1:], IDEAS[0].model_copy(update=changes)))
    for d in due(book).drafts:
        message = written([d], SHIPPED)[0]
        assert not any(words in message.text + message.html for words in ("Let the class", "Mo Rahman", WITHDRAWN, HELD_BACK))
        assert address("m.rahman") not in d.may_name


@pytest.mark.parametrize(("share", "seen_words", "seen_name"), [("Yes", True, True), ("Anonymously", True, False), ("No", False, False)])
def test_consent_counts_as_it_stands_now_not_as_the_tab_last_held_it(share: str, seen_words: bool, seen_name: bool) -> None:
    now = answer("2", "m.rahman", datetime(2026, 11, 20, 9), idea=IDEAS[0].idea, share=share)
    message, named = pack(school(answers=(now,))).text, draft(school(answers=(now,))).may_name
    assert ("Let the class" in message, "Mo Rahman" in message, address("m.rahman") in named) == (seen_words, seen_name, seen_name)


def test_an_idea_that_the_coordinator_could_not_look_at_yet_waits() -> None:
    fresh = answer("2", "d.evans", datetime(2026, 11, 20, 9), idea="Quiz the mistakes", share="Yes")
    assert "Quiz the mistakes" not in pack(school(answers=(fresh,))).text


def test_what_was_heard_targets_focuses_and_owners_are_in_no_pack() -> None:
    heard = answer("1", "m.ashworth", idea_heard="HEARD WORDS", heard_from="English")
    owned = (scheme("Ask, wait, then name", owner=address("m.rahman"), source="Dai Evans"),)
    book = school(answers=(heard,), schemes=owned, practice=(), targets=small_school().targets)
    message = pack(book)
    told = message.text + message.html
    for words in ("HEARD", "SECRET", "Evans", "Rahman", "rahman", *(t.text[:30] for t in book.targets)):
        assert words not in told


def test_decisions_that_are_made_or_another_departments_or_seem_to_name_a_student_are_left_out() -> None:
    rows = (scheme("Done one", status="Embedded"), scheme("Dropped one", status="Dropped"), scheme("Sit with D.K."),
            scheme("Theirs", "English"), scheme("Ours of old").model_copy(update={"cycle": "Spring 2026"}),
            scheme("Written otherwise", "science "))
    says = draft(school(schemes=rows)).says
    assert isinstance(says, PackLetter)
    assert [d.words for d in says.packs[0].decisions] == ["Ours of old", "Written otherwise"]


def test_names_stand_in_it_only_of_those_who_shared_with_yes() -> None:
    found = draft(school())
    assert found.may_name == {address(local) for local in ("m.rahman", "a.nowak", "m.ashworth")}
    assert found.own_target == ""
    told = seen(written([found], SHIPPED)[0].html)
    assert not any(p.name in told for p in STAFF if p.email not in found.may_name)


def test_a_changed_decision_or_idea_is_another_matter_but_not_a_new_day() -> None:
    about = draft(school()).about
    assert about == draft(school(), today=LAST).about
    assert about != draft(school(schemes=SCHEMES[:1])).about
    assert about != draft(school(practice=IDEAS[:1])).about


def test_each_departments_link_answers_for_that_department() -> None:
    says = draft(school(), SARAH).says
    assert isinstance(says, PackLetter)
    for pack_, answered in zip(says.packs, ("Art%20%26%20Design", "English", "Mathematics", "PE%20%26%20Health"), strict=True):
        assert f"entry.13={answered}&" in pack_.form_link
    assert all("s.whitfield%40oakfield.example" in p.form_link for p in says.packs)


def test_long_lists_are_cut_and_the_rest_counted() -> None:
    many = tuple(Practice(key=str(n), cycle=CYCLE, source="Anonymous", idea=f"Idea {n:02} {'<&' * 2000}") for n in range(60))
    waiting = tuple(scheme(f"Decision {n} {'😀' * 4000}") for n in range(30))
    message = pack(school(practice=many, schemes=waiting))
    is_well_made(message.html)
    for told in (message.text, seen(message.html)):
        assert "And 20 more among the ideas colleagues have shared." in told
        assert "And 18 more in the schemes of work." in told


def test_the_same_packs_whatever_the_order_of_rows() -> None:
    rows = (Department(name="English", head=address("d.evans")), Department(name="Art & Design", head=address("m.rahman")))
    one = school(departments=rows)
    turned = replace(one, staff=STAFF[::-1], meetings=one.meetings[::-1], practice=IDEAS[::-1], schemes=SCHEMES[::-1],
                     departments=rows[::-1])
    assert written(due(one).drafts, SHIPPED) == written(due(turned).drafts, SHIPPED)


# ── How it looks ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("who", [address("m.ashworth"), SARAH])
def test_it_is_well_made_and_tells_nothing_on_a_locked_phone(who: str) -> None:
    message = pack(school(), who)
    is_well_made(message.html)
    assert message.subject == "Sharing good practice: for your department meeting"
    for start in (message.text[:170], seen(message.html)[:200]):
        assert not any(words in start for words in ("Science", "English", "sticky", "mistake", "Mo Rahman"))


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("who", [address("m.ashworth"), SARAH])
def test_every_colour_pair_can_be_read(mode: str, who: str) -> None:
    can_be_read(pack(school(), who).html, mode)


def test_text_and_html_say_the_same() -> None:
    message = pack(school())
    told = " ".join(message.text.split())
    for words in ("Tuesday 1 December or Thursday 3 December", "Y9 scheme, unit 2", "was due Thursday 12 November",
                  "Give stems for disagreeing too.", "Aga Nowak, Art & Design", "One answer for each idea",
                  "Offered by your own department"):
        assert words in told
        assert words in seen(message.html)


@pytest.mark.parametrize(("part", "old", "new", "nearest"), [
    ("html", "pack.decisions %}", "pack.decision %}", "decisions"), ("txt", "idea.source", "idea.sorce", "source"),
    ("html", "in occasions %}", "in ocasions %}", "occasions"),
])
def test_a_misspelt_field_is_told(part: str, old: str, new: str, nearest: str) -> None:
    name = f"email/packs.{part}.j2"
    ours = {n: s for n, s in SHIPPED.items() if n.startswith(("email/base", "email/packs"))}
    assert old in ours[name]
    assert check_templates(ours, {"packs": PackLetter}) == []
    problem = check_templates(ours | {name: ours[name].replace(old, new, 1)}, {"packs": PackLetter})[0]
    assert problem.tab == f"templates/{name}"
    assert f"Did you mean “{nearest}”?" in problem.mend


def typed(words: str, source: str, place: str, department: str) -> list[str]:
    """The shape of a pack in which people typed this beside other words."""
    science = f"Science{department}"
    staff = (STAFF[4].model_copy(update={"departments": (science,)}),)
    given = (idea("m.rahman", f"Words {words}", source=f"Somebody {source}", department="English"),)
    return shape(pack(school(staff=staff, practice=given, schemes=(scheme("Decided", science, place=f"Place {place}"),))).html)


PLAIN = typed("", "", "", "")


@settings(max_examples=25, deadline=None)
@given(TYPED, TYPED, TYPED, TYPED)
def test_no_input_changes_the_shape_of_the_html(words: str, source: str, place: str, department: str) -> None:
    assert typed(words, source, place, department) == PLAIN
