"""The letters: what stands in them, for whom, how they look, and that a misspelt field stops everything."""

import re
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from shutil import copytree

import pytest
from golden import golden
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from reading import can_be_read, is_well_made, seen
from schools import (
    CYCLE,
    FOCUSES,
    FORM,
    STAFF,
    STEPS,
    TEMPLATES,
    address,
    groups,
    meetings,
    small_school,
    target,
    target_letters,
    teacher,
    templates,
)

from sgp.contract import Book, Cycle, Meeting, Observation, School, Staff
from sgp.letters.links import form_link
from sgp.letters.meets import meets
from sgp.letters.targets import TargetLetter
from sgp.letters.writing import check_templates
from sgp.plan import Message

SHIPPED = templates()
NOTED = {"focuses": FOCUSES, "observations": (Observation(
    row=2, day=date(2026, 9, 10), teacher=address("m.ashworth"), development="Try cold call, then one question more; chatter at back"),)}
"""What is known of Maggie's lessons."""
KIND = {"targets": TargetLetter}
TYPED = st.text(st.sampled_from("ab <>&\"'{}%=+-@\n\r\0\u202e=?é😀:/"), max_size=60)


def letters(book: Book) -> list[Message]:
    return target_letters(book, book.cycles[0], SHIPPED, book.targets, date(2026, 9, 28))


def letter(book: Book, local: str = "m.ashworth") -> Message:
    return next(m for m in letters(book) if m.to == address(local))


@pytest.mark.parametrize(("name", "book"), [("group", small_school(groups=groups(), **NOTED)), ("sittings", small_school())])
def test_golden_letters(name: str, book: Book) -> None:
    message = letter(book)
    golden(f"targets_{name}.txt", f"{message.subject}\n\n{message.text}")
    golden(f"targets_{name}.html", message.html)


def test_a_message_is_for_one_person_and_named_by_its_key() -> None:
    message = letter(small_school())
    assert message.key == "Autumn 2026/targets/0/1/m.ashworth@oakfield.example"
    assert (message.to, message.to_name, message.sender) == (address("m.ashworth"), "Maggie Ashworth", address("s.whitfield"))
    assert message.subject == "Sharing good practice: Autumn 2026"


def test_the_same_letters_whatever_the_order_of_rows() -> None:
    book = small_school(groups=groups())
    turned = small_school(staff=STAFF[::-1], meetings=meetings()[::-1], groups=groups()[::-1], targets=book.targets)
    assert letters(book) == letters(turned)


@pytest.mark.parametrize("part", ["text", "html"])
def test_all_that_a_teacher_needs(part: str) -> None:
    message = letter(small_school(groups=groups(), **NOTED))
    told = " ".join(message.text.split()) if part == "text" else seen(message.html)
    for words in (
        "Dear Maggie,", STEPS["m.ashworth"][1], "where “cold call” and “question” came up", "Thursday 8 October, 15:30 to 16:30, Library",
        "Aga Nowak, Art & Design", "Tuesday 1 December or Thursday 3 December", "Only you and Sarah Whitfield see this target.",
        "reply to this email", "Oakfield School",
    ):
        assert words in told
    assert "chatter" not in told, "the words that matched, never the comment"
    assert "Tuesday 6 October" not in told, "her group meets in sitting B"
    assert len(told.split()) < 240, "half a minute"


def test_half_a_sentence_on_a_locked_phone_tells_nothing() -> None:
    message = letter(small_school())
    for start in (message.text[:170], seen(message.html)[:200]):
        assert "Questioning" not in start
        assert "why" not in start


def test_nothing_private_is_in_a_letter() -> None:
    book = small_school(targets=(target("m.rahman", private_note="SECRET", suggestions="OTHER", how_sure="Not sure", why="REASON"),))
    assert not re.search("SECRET|OTHER|Not sure|REASON", letters(book)[0].text + letters(book)[0].html)


def test_without_names_links_and_dates_it_still_reads_well() -> None:
    nameless = Staff(email=address("x"))
    book = small_school(
        school=School(coordinator_email=address("s.whitfield")), staff=(nameless,), cycles=(Cycle(name=CYCLE),),
        meetings=(Meeting(cycle=CYCLE, meeting="1", place="Hall"),),
        targets=(target("m.rahman", email=address("x"), name="", focus="", why=""),),
    )
    message = letters(book)[0]
    golden("targets_bare.txt", message.text)
    assert "None" not in message.text + message.html
    assert "Date to follow, Hall" in seen(message.html)


def test_sittings_that_differ_in_time_or_place_are_listed_one_by_one() -> None:
    apart = tuple(m.model_copy(update={"start": time(8, 0), "end": None, "place": "Hall"}) if m.sitting == "B" else m for m in meetings())
    text = letter(small_school(meetings=apart)).text
    assert "   Tuesday 6 October, 15:30 to 16:30, Library\n   or Thursday 8 October, from 08:00, Hall\n" in text


def test_a_former_address_still_finds_the_person() -> None:
    message = letters(small_school(targets=(target("m.ashworth", email=address("m.hill")),)))[0]
    assert (message.to, message.to_name) == (address("m.ashworth"), "Maggie Ashworth")


def test_a_blank_link_is_the_cycle_before() -> None:
    old = Cycle(name="Summer 2026", send_on=date(2026, 4, 20), form_1="https://forms.example/summer")
    now = Cycle(name=CYCLE, send_on=date(2026, 9, 28))
    later = Cycle(name="Spring 2027", send_on=date(2027, 1, 11), form_1="https://forms.example/spring")
    message = target_letters(small_school(cycles=(now, old, later)), now, SHIPPED, [target("m.rahman")], date(2026, 9, 28))[0]
    assert "https://forms.example/summer\n" in message.text


@pytest.mark.parametrize(("link", "wanted"), [
    (FORM, FORM.replace("=EMAIL", "=m.rahman%40oakfield.example").replace("=NAME", "=Mo%20Rahman").replace("=DEPARTMENT", "=English")
     .replace("=CYCLE", "=Autumn%202026").replace("=TARGET", "=50%25%20%26%20%3Cb%3E%3F")),
    ("https://f.example/NAME?NAME=x&a=NAMES&b=%4EAME#NAME", "https://f.example/NAME?NAME=x&a=NAMES&b=Mo%20Rahman#NAME"),
    ("https://f.example/?a=+NAME+&b=%20CYCLE", "https://f.example/?a=Mo%20Rahman&b=Autumn%202026"),
    (" https://f.example ", "https://f.example"),
    ("javascript:alert(1)", ""), ("ftp://f.example", ""), ("see the portal", ""), ("https://", ""), ("https://f.example/a b", ""), ("", ""),
])
def test_sample_answers_become_the_teachers_own(link: str, wanted: str) -> None:
    person = next(p for p in STAFF if p.first_name == "Mo")
    assert form_link(link, person, Cycle(name=CYCLE), "50% & <b>?") == wanted


def test_a_target_too_long_for_a_link_is_left_out_of_it() -> None:
    link = form_link("https://f.example/?t=TARGET&n=NAME", STAFF[0], Cycle(name=CYCLE), "long " * 500)
    assert link == "https://f.example/?t=&n=Aga%20Nowak"


@pytest.mark.parametrize(("name", "old", "new", "line", "said", "nearest"), [
    ("email/targets.txt.j2", "{{ why }}", "{{ wy }}", None, "“{{ wy }}”", "why"),
    ("email/targets.html.j2", "meeting.number == \"2\"", "meeting.numbr == \"2\"", None, "“{{ meeting.numbr }}”", "number"),
    ("email/targets.html.j2", "in meetings %}", "in meeting %}", None, "“{{ meeting }}”", "meetings"),
    ("email/targets.subject.j2", "{{ cycle }}", "{{ cycel }}", 1, "“{{ cycel }}”", "cycle"),
    ("email/base.txt.j2", "{% if staff_book_link %}", "{% if staff_book_lnk %}", None, "“{{ staff_book_lnk }}”", "staff_book_link"),
    ("email/base.html.j2", "{{ first_name", "{{ frist_name", None, "“{{ frist_name }}”", "first_name"),
    ("email/targets.html.j2", "{% block content %}", "{% block contnet %}", None, "no place for “contnet”", "content"),
    ("email/targets.html.j2", "email/base.html.j2", "email/bas.html.j2", 1, "no template “email/bas.html.j2”", "email/base.html.j2"),
    ("email/targets.txt.j2", "{% endfor %}", "", None, "cannot be read as a template", ""),
    ("email/targets.txt.j2", "| indent(4)", "| indnt(4)", None, "cannot be read as a template", ""),
    ("email/targets.txt.j2", "{{ meeting.name }}", "{{ meeting.occasions[0].day }}", None, ".day }}”", "days"),
])
def test_a_misspelt_field_is_told_with_template_line_and_nearest_name(
    tmp_path: Path, name: str, old: str, new: str, line: int | None, said: str, nearest: str
) -> None:
    edited = copytree(TEMPLATES, tmp_path / "templates") / name
    source = edited.read_text(encoding="utf-8")
    assert old in source
    edited.write_text(source.replace(old, new, 1), encoding="utf-8")
    problem = check_templates(templates(tmp_path / "templates"), KIND)[0]
    assert (problem.tab, problem.level, problem.column) == (f"templates/{name}", "error", "")
    assert problem.row == (line or (problem.row if not nearest else source[: source.index(old)].count("\n") + 1))
    assert said in problem.what
    assert f"Did you mean “{nearest}”?" in problem.mend if nearest else problem.mend


def test_a_loop_variable_is_unknown_outside_its_loop() -> None:
    edited = SHIPPED | {"email/targets.txt.j2": "{% for m in meetings %}{{ m.name }}{{ loop.index }}{% endfor %}{{ m.name }}"}
    assert [p.what for p in check_templates(edited, KIND)] == ["“{{ m }}” is not a field of this template."]


def test_a_missing_template_is_told_and_the_shipped_ones_are_right() -> None:
    fewer = {name: source for name, source in SHIPPED.items() if "targets.txt" not in name}
    assert [p.tab for p in check_templates(fewer, KIND)] == ["templates/email/targets.txt.j2"]
    assert check_templates(SHIPPED, KIND) == []


def test_what_is_typed_is_shown_as_typed_and_obeyed_by_nothing() -> None:
    odd = "=1+1 {{ name }} {% if x %} <b>bold</b> <script>alert(1)</script> & “é” 😀\nsecond line"
    cycle = "<u>{{ 1 }}"
    book = small_school(targets=(target("m.rahman", cycle=cycle, text=odd, focus="<i>", why=odd),), cycles=(Cycle(name=cycle),))
    message = target_letters(book, book.cycles[0], SHIPPED, book.targets, date(2026, 9, 28))[0]
    tree = html.fromstring(message.html)
    assert [len(tree.findall(f".//{tag}")) for tag in ("b", "i", "u", "script")] == [0, 0, 0, 0]
    assert " ".join(odd.split()) in seen(message.html)
    assert " ".join(odd.split()) in " ".join(message.text.split())
    assert message.subject == "Sharing good practice: <u>{{ 1 }}"


@settings(max_examples=60, deadline=None)
@given(TYPED, TYPED, TYPED, TYPED)
def test_no_input_changes_the_shape_of_the_html(text: str, focus: str, name: str, place: str) -> None:
    def shape(message: Message) -> list[str]:
        tags = [str(e.tag) for e in html.fromstring(message.html).iter()]
        return [t for t in tags if t != "br"]

    def typed(a: str, b: str, c: str, d: str) -> Book:
        person = STAFF[0].model_copy(update={"first_name": c, "last_name": c})
        rooms = tuple(m.model_copy(update={"place": d}) for m in meetings())
        row = target("a.nowak").model_copy(update={"text": a, "focus": b})
        return small_school(staff=(person,), meetings=rooms, targets=(row,))

    plain = typed("step", "x" if focus else "", "Aga", "x" if place else "")
    assert shape(letters(typed(text, focus, name, place))[0]) == shape(letters(plain)[0])


@settings(max_examples=30, deadline=None)
@given(st.permutations(list(STEPS)), st.booleans())
def test_no_letter_holds_what_belongs_to_another(order: list[str], placed: bool) -> None:
    own = [{part: f"{part}-{n}." for part in ("text", "focus", "why", "private_note")} for n in range(len(order))]
    targets = tuple(target(local, **cells) for local, cells in zip(order, own, strict=True))
    for n, message in enumerate(letters(small_school(targets=targets, groups=groups() if placed else ()))):
        told = message.text + message.html + message.subject
        assert set(re.findall(r"(?:text|focus|why|private_note)-\d", told)) == {f"text-{n}", f"focus-{n}"}
        assert set(re.findall(r"[\w.]+@oakfield\.example", told.replace("%40", "@"))) == {message.to}


def test_the_html_is_well_made() -> None:
    message = letter(small_school(groups=groups()))
    is_well_made(message.html)
    links = {a.text_content() for a in html.fromstring(message.html).iter("a")}
    assert links == {"Open your planning form", "See the ideas colleagues have shared"}


def test_even_the_longest_cells_make_a_letter_that_mail_programs_show_whole() -> None:
    message = letter(small_school(targets=(target("m.ashworth", text="😀" * 10_000, why="<&" * 1_000),)))
    assert len(message.html.encode()) < 100_000


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_colour_pair_can_be_read(mode: str) -> None:
    can_be_read(letter(small_school(groups=groups())).html, mode)


def test_two_people_of_one_name_get_their_own() -> None:
    book = small_school()
    assert STEPS["j.smith"][1] in letter(book, "j.smith").text.replace("\n    ", " ")
    assert STEPS["j.smith2"][1] in letter(book, "j.smith2").text.replace("\n    ", " ")


def test_a_sitting_of_no_meeting_lists_all() -> None:
    astray = tuple(g.model_copy(update={"sitting": "Z"}) for g in groups())
    assert "Tuesday 6 October or Thursday 8 October" in letter(small_school(groups=astray)).text


def test_a_colleague_unknown_to_staff_is_named_as_the_group_says() -> None:
    extra = groups()[0].model_copy(update={"email": address("gone"), "name": "Val Gone", "department": "Music"})
    assert "- Val Gone, Music" in letter(small_school(groups=(*groups(), extra))).text


def test_someone_of_another_staff_list_still_gets_a_letter_by_name() -> None:
    book = replace(small_school(), staff=(teacher("z", "Zed", "Zee", "Art"),))
    assert letters(book)[0].to_name == "Aga Nowak"


def test_the_letter_says_filled_in_only_if_the_form_asks_for_the_target() -> None:
    plain = (small_school().cycles[0].model_copy(update={"form_1": "https://forms.example/plain"}),)
    assert "already filled in" in " ".join(letter(small_school()).text.split())
    for said in (" ".join(letter(small_school(cycles=plain)).text.split()), letter(small_school(cycles=plain)).html):
        assert "https://forms.example/plain" in said
        assert "already filled in" not in said


def test_a_doubt_of_the_draft_is_not_the_teachers() -> None:
    doubtful = target("m.ashworth", how_sure="Not sure", why="The lesson could point to Pace or Questioning.")
    assert "could point" not in letter(small_school(targets=(doubtful,))).text


def test_meetings_that_are_over_are_left_out() -> None:
    book = small_school()
    late = target_letters(book, book.cycles[0], SHIPPED, book.targets, date(2026, 10, 7))[0].text
    assert "8 October" in late
    assert "6 October" not in late
    assert "Sharing and planning" not in target_letters(book, book.cycles[0], SHIPPED, book.targets, date(2026, 10, 9))[0].text


def test_once_ones_own_sitting_is_over_the_other_one_is_not_told_instead() -> None:
    book, between = small_school(groups=groups()), date(2026, 10, 7)
    first = next(iter(book.groups)).model_copy(update={"sitting": "A"})
    assert [m.number for m in meets(book, book.cycles[0], first, between)] == ["2", "3"]
    assert meets(book, book.cycles[0], None, between)[0].occasions[0].days == "Thursday 8 October"
