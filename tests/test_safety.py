"""No email leaves that must not: whom it goes to, what it must hold, and what of others it must not hold, however it hides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from schools import CYCLE, STAFF, STEPS, address, groups, small_school, target, teacher, templates

from sgp.contract import BankStep, Book, Department, Focus, Group, Meeting, Observation, RawAnswer, Staff
from sgp.contract.addresses import valid_address
from sgp.desk import Desk
from sgp.letters.targets import due_targets
from sgp.letters.writing import written
from sgp.people import people
from sgp.plan import Attachment, Message, Snapshot
from sgp.safety import Allowed, Secrets, secrets, unsafe

SHIPPED = templates()
HEARD = "Rushed the starter so half the class had nothing on paper by the bell"
HELP = "Somebody to cover my Thursday lesson once a month"
AGREED = "Plan the last ten minutes first and stop the task with a bell"
STRONG = "Warm and calm at the door with a word for everyone who came in late"


@dataclass(frozen=True)
class Post:
    """The emails of a book, what each may hold, and the book's secrets."""

    messages: Sequence[Message]
    allowed: Mapping[str, Allowed]
    known: Secrets

    def of(self, local: str) -> Message:
        return next(m for m in self.messages if m.to == address(local))

    def why(self, message: Message, may: Allowed | None = None) -> str:
        return unsafe([message], {message.key: may} if may else self.allowed, self.known).get(message.key, "")


def post(book: Book) -> Post:
    who = people(book.staff)
    desk = Desk(book, who, (), Snapshot(()), None, date(2026, 9, 28), datetime(2026, 9, 28, 9, 0), SHIPPED, "outbox")
    drafts = due_targets(desk, book.cycles[0]).drafts
    allowed = {d.key: Allowed(d.to, d.own_target, names=d.may_name) for d in drafts}
    return Post(written(drafts, SHIPPED), allowed, secrets(book, who, SHIPPED.values()))


def observed(local: str, **said: str) -> Observation:
    return Observation.model_validate({"teacher": address(local), "observer": address("d.evans"), **said})


def school(**changes: object) -> Book:
    """The small school with groups, feedback, a private note and last year's targets."""
    steps = {who: step for who, (_, step) in STEPS.items()} | {"m.rahman": AGREED}
    seen = tuple(observed(who, strengths=STRONG, development=HEARD, action_step=step) for who, step in steps.items())
    noted = target("m.rahman", private_note="Back from long leave, keep it light.")
    old = target("d.evans", cycle="Summer 2026", text="Greet each student by name at the door for the first three weeks.")
    parts = {
        "observations": seen, "groups": groups(), "targets": (*(target(who) for who in STEPS if who != "m.rahman"), noted, old),
        "focuses": (Focus(name="Questioning", keywords="cold call; wait time"), Focus(name="Modelling", keywords="think aloud")),
        "answers": (RawAnswer("Form 1", 2, "1", None, address("j.smith"), "", {"Help I need": HELP}),),
    }
    return small_school(**(parts | changes))


POST = post(school())
AGA = POST.of("a.nowak")


def adding(message: Message, words: str) -> list[Message]:
    """The message with these words in each place where words can stand, hidden in each way that HTML and links know."""
    entities = "".join(f"&#{ord(c)};" for c in words)
    wrapped, unseen = words.replace(" ", "\n   "), "\u200b\u3164".join(words)
    once = quote(words, safe="")
    calendar = f"BEGIN:VCALENDAR\r\nSUMMARY:{words[:9]}\r\n {words[9:]}\r\nEND:VCALENDAR\r\n"
    pages = (
        f"<p>{words}</p>", f"<p>{words.upper()}</p>", f"<p>{entities}</p>", f"<!-- {words} -->", f'<img alt="{words}">',
        f'<a title="{entities}">.</a>', f'<p style="display:none">{words}</p>', f'<a href="https://x.example/?a={once}">.</a>',
        f'<a href="https://x.example/?a={quote(once, safe="")}">.</a>', f"<style>p {{ content: '{words}' }}</style>",
        f"<p>{words[:4]}<b>{words[4:]}</b></p>", f"<p>{words[:4]}<!-- x -->{words[4:]}</p>", f"<p>{'&shy;'.join(words)}</p>",
        f"<p>{unseen}</p>", f"<p>{words.replace(' ', '<br>')}</p>", f"<p>{words.replace(' ', '&nbsp; ')}</p>",
    )
    return [
        replace(message, text=f"{message.text}\n{words}\n"), replace(message, text=f"{message.text}\n{wrapped}\n"),
        replace(message, attachments=(Attachment("a.ics", "text/calendar", calendar.encode()),)),
        replace(message, attachments=(Attachment(words, "text/calendar", b""),)),
        *(replace(message, html=message.html.replace("</body>", f"{page}</body>")) for page in pages),
    ]


def test_the_letters_of_a_school_pass() -> None:
    assert len(POST.messages) == 6
    assert unsafe(POST.messages, POST.allowed, POST.known) == {}
    leaking = [replace(m, text=m.text + HEARD) for m in POST.messages]
    assert set(unsafe(leaking, POST.allowed, POST.known)) == {m.key for m in POST.messages}


@pytest.mark.parametrize(("words", "reason"), [
    ("m.rahman@oakfield.example", "It holds the address of Mo Rahman."),
    ("M.Hill@Oakfield.example", "It holds the address of Maggie Ashworth."),
    ("parent@home.example", "It holds another person's address."),
    ("Dai Evans", "It names Dai Evans, who is not in the reader's group."),
    ("Evans, Dai", "It names Dai Evans, who is not in the reader's group."),
    (STEPS["j.smith"][1], "It holds another person's target."),
    ("Greet each student by name at the door for the first three weeks.", "It holds another person's target."),
    ("rushed the starter so half the class", "It holds words of an observation, which nobody but the coordinator reads."),
    (AGREED, "It holds words of an observation, which nobody but the coordinator reads."),
    (STRONG, "It holds words of an observation, which nobody but the coordinator reads."),
    ("Back from long leave, keep it light.", "It holds words of a private note."),
    ("somebody to cover my Thursday lesson", "It holds what another person answered on a form."),
])
def test_what_is_another_persons_holds_an_email_however_it_hides(words: str, reason: str) -> None:
    for message in adding(AGA, words):
        assert POST.why(message) == reason, (message.html, message.text)


@pytest.mark.parametrize("words", [
    "a.nowak@oakfield.example", "s.whitfield@oakfield.example", "Sarah Whitfield", "Nowak, Aga", "Mo Rahman", "Rahman, Mo", "wait time",
    STEPS["a.nowak"][1], "Dai", "Evans", "rushed the starter so half", "Maggie Ashworth, Mo Rahman and Aga Nowak",
])
def test_what_is_the_readers_or_the_groups_passes(words: str) -> None:
    for message in adding(AGA, words):
        assert POST.why(message) == ""


@pytest.mark.parametrize(("field", "to", "reason"), [
    ("to", "nobody@oakfield.example", "Nobody in Staff has this address, and no department's head."),
    ("to", "", "The address cannot be used for email."),
    ("to", "a.nowak@oakfield.example\r\nBcc: x@y.example", "The address cannot be used for email."),
    ("to", address("m.rahman"), "It is addressed to somebody else than it is written for."),
    ("sender", address("m.rahman"), "It does not come from the coordinator's address."),
])
def test_the_address_must_be_the_readers(field: str, to: str, reason: str) -> None:
    assert POST.why(replace(AGA, **{field: to})) == reason


def test_only_allowed_domains() -> None:
    away = teacher("x", "Ida", "Long", "Art & Design").model_copy(update={"email": "ida@home.example"})
    letters = post(school(staff=(*STAFF, away), targets=(target("a.nowak", email=away.email, name="Ida Long"),)))
    assert letters.why(letters.messages[0]) == "The address is not in a domain that email may go to."


@pytest.mark.parametrize(("local", "reason"), [("x=y", ""), ("x=m.rahman", "It holds the address of Mo Rahman.")])
def test_an_unusual_address_is_the_readers_own_unless_it_looks_like_anothers(local: str, reason: str) -> None:
    letters = post(school(staff=(*STAFF, teacher(local, "Ida", "Long", "Music")), targets=(target("a.nowak", email=address(local)),)))
    assert address(local) in letters.messages[0].html.replace("%3D", "=").replace("%40", "@")
    assert letters.why(letters.messages[0]) == reason


def test_without_a_coordinator_nothing_goes() -> None:
    letters = post(school(school=small_school().school.model_copy(update={"coordinator_email": ""})))
    assert set(unsafe(letters.messages, letters.allowed, letters.known).values()) == {"It does not come from the coordinator's address."}


def test_a_head_of_department_and_the_coordinator_are_readers() -> None:
    letters = post(school(departments=(Department(name="Art & Design", head=address("head.art")),)))
    for to in (address("head.art"), address("s.whitfield")):
        message = replace(AGA, kind="packs", to=to, text="Two ideas.", html="<p>Two ideas.</p>")
        assert letters.why(message, Allowed(None)) == ""
        assert letters.why(replace(message, text="Two ideas of Mo Rahman."), Allowed(None)).startswith("It names Mo Rahman")
        assert letters.why(replace(message, text="Two ideas of Mo Rahman."), Allowed(None, names=frozenset({address("m.rahman")}))) == ""


@pytest.mark.parametrize("part", ["text", "html"])
def test_an_email_must_greet_its_reader_and_hold_their_target(part: str) -> None:
    body: str = getattr(AGA, part)
    assert POST.why(replace(AGA, **{part: body.replace("Aga", "colleague")})) == "It does not greet its reader by name."
    assert POST.why(replace(AGA, **{part: body.replace("aloud", "")})) == "It does not hold the reader's own target."
    swapped = {AGA.key: replace(POST.allowed[AGA.key], target=STEPS["m.rahman"][1])}
    assert unsafe([AGA], swapped, POST.known) == {AGA.key: "It does not hold the reader's own target."}
    assert unsafe([AGA], {}, POST.known) == {AGA.key: "It does not hold the reader's own target."}, "nothing is allowed unless it is said"


def test_a_reader_without_a_first_name_is_a_colleague() -> None:
    letters = post(school(staff=(teacher("a.nowak", "", "Nowak", "Art & Design"), *STAFF[1:])))
    assert letters.why(letters.of("a.nowak")) == ""


def test_an_attachment_must_be_text() -> None:
    assert POST.why(replace(AGA, attachments=(Attachment("a.pdf", "application/pdf", b"%PDF\xff\xfe"),))) == (
        "It has an attachment that cannot be looked into.")


def test_a_calendars_own_names_are_no_addresses() -> None:
    def carrying(uid: str) -> Message:
        lines = ("BEGIN:VEVENT", f"UID:{uid}@oakfield.example", "ORGANIZER;CN=Sarah Whitfield:mailto:s.whitfield@oakfield.example", "")
        return replace(AGA, attachments=(Attachment("meetings.ics", "text/calendar; method=PUBLISH", "\r\n".join(lines).encode()),))

    assert POST.why(carrying("0123456789abcdef" * 2)) == ""
    assert POST.why(carrying("m.rahman")) == "It holds the address of Mo Rahman."


@pytest.mark.parametrize(("subject", "about"), [
    ("Sharing good practice: Mo Rahman", "names somebody"), ("Sharing good practice: Aga Nowak", "names somebody"),
    ("Sharing good practice: Aga", "more than its template"), ("Sharing good practice: Questioning", "a focus"),
    ("Sharing good practice: think aloud", "more than its template"), (f"Sharing good practice: {HEARD}", "of an observation"),
    ("Sharing good practice: RI", "grade or initials"), ("Sharing good practice: D.K.", "grade or initials"),
    ("Sharing good practice: m.rahman@oakfield.example", "address of Mo Rahman"), ("Requires improvement", "grade"),
])
def test_a_subject_gives_nothing_away(subject: str, about: str) -> None:
    assert about in POST.why(replace(AGA, subject=subject))


@pytest.mark.parametrize("subject", [
    "Sharing good practice: Autumn 2026", "Oakfield School: sharing good practice on Tuesday 6 October, 15:30",
    "Sharing good practice: Art & Design",
])
def test_a_neutral_subject_passes(subject: str) -> None:
    assert POST.why(replace(AGA, subject=subject)) == ""


def test_a_focus_that_the_subjects_own_words_name_holds_nothing() -> None:
    letters = post(school(focuses=(Focus(name="Good practice"),)))
    assert letters.why(letters.of("a.nowak")) == ""


def with_staff(*more: Staff, **changes: object) -> Post:
    return post(school(staff=(*STAFF, *more), **changes))


def holds(letters: Post, words: str, local: str = "a.nowak") -> bool:
    message = letters.of(local)
    return letters.why(replace(message, text=f"{message.text}\n{words}\n")).startswith("It names")


ACCENTED = with_staff(teacher("a.oneill", "Anne-Marie", "O'Neill", "Music", title="Ms"), teacher("z.brule", "Zoë", "Brûlé", "Music"))


@pytest.mark.parametrize("written", [
    "Anne-Marie O'Neill", "anne-marie o’neill", "Anne Marie O'Neill", "AnneMarie ONeill", "O'Neill, Anne-Marie", "Ms O’Neill", "MS O'NEILL",
    "Anne-Marie O'Neill's", "Zoë Brûlé", "Zoe Brule", "ZOE BRULE", "Zoe\u0308 Brule", "Ｚoe Brule", "Mr Evans", "Dr Evans", "Dr. Evans",
])
def test_names_as_people_write_them(written: str) -> None:
    assert holds(ACCENTED, f"Ask {written} about it.")


def test_a_title_that_is_known_is_the_only_one() -> None:
    letters = with_staff(teacher("l.young", "Lee", "Young", "Music", title="Mr"))
    assert holds(letters, "Ask Mr Young.")
    assert not holds(letters, "Ask Ms Young.")
    assert not holds(letters, "The lessons they miss. Young people forget.")


def test_two_of_one_name_are_not_told_apart() -> None:
    assert not holds(POST, "Jane Smith", "j.smith")
    assert not holds(POST, "Jane Smith", "j.smith2")
    assert holds(POST, "Jane Smith", "a.nowak")


def test_the_coordinator_may_be_named_in_every_way() -> None:
    letters = with_staff(teacher("s.whitfield", "Sarah", "Whitfield", "Music", title="Ms"))
    assert not holds(letters, "Ask Ms Whitfield; Whitfield, Sarah.")


def test_a_name_within_a_longer_one() -> None:
    letters = with_staff(teacher("m.lee", "Mary Anne", "Lee", "Music"), teacher("a.lee", "Anne", "Lee", "Drama"),
                         teacher("m.anne", "Mary", "Anne", "Drama"),
                         targets=tuple(target("a.nowak", email=address(who), name="") for who in ("m.lee", "a.lee")))
    assert letters.why(letters.of("m.lee")) == ""
    assert not holds(letters, "Mary Anne Lee", "m.lee")
    assert holds(letters, "Anne Lee", "m.lee")
    assert holds(letters, "Mary Anne Lee", "a.lee")
    assert holds(letters, "Mary Lee", "a.lee")
    assert not holds(letters, "Mary Lee", "m.lee")


def test_a_list_of_colleagues_makes_no_third_name() -> None:
    """Jane Evans, Dai Smith: that is not “Evans, Dai”."""
    letters = with_staff(teacher("j.evans", "Jane", "Evans", "Music"), teacher("d.smith", "Dai", "Smith", "Music"))
    may = Allowed(STAFF[0], STEPS["a.nowak"][1], names=frozenset(map(address, ("j.evans", "d.smith", "m.rahman", "m.ashworth"))))
    message = letters.of("a.nowak")
    assert letters.why(replace(message, text=f"{message.text}\nJane Evans, Dai Smith\n- Jane Evans\n- Dai Smith\n"), may) == ""
    assert letters.why(replace(message, text=f"{message.text}\nWith Evans, Dai\n"), may).startswith("It names Dai Evans")


def test_a_name_that_is_ordinary_words_counts_with_its_capitals() -> None:
    letters = with_staff(teacher("m.work", "Mark", "Work", "Music"), teacher("g.hope", "Grace", "Hope", "Music"),
                         bank=(BankStep(focus="Feedback", step="Let them mark first, then work on one line."),))
    assert not holds(letters, "You could mark work in green. Mark work in pairs.")
    assert holds(letters, "You could ask Mark Work.")
    assert holds(letters, "ask grace hope")
    assert not holds(with_staff(teacher("a.b", "A", "B", "Music")), "Groups A B and C")


def test_what_the_school_shows_to_all_is_no_secret() -> None:
    room = Meeting(cycle=CYCLE, meeting="1", day=date(2026, 10, 6), place="Dai Evans Hall, book with office@oakfield.example")
    letters = post(school(meetings=(room,)))
    assert "Dai Evans Hall" in letters.of("a.nowak").text
    assert letters.why(letters.of("a.nowak")) == ""
    staffs = Meeting(cycle=CYCLE, meeting="1", day=date(2026, 10, 6), place="Ask d.evans@oakfield.example")
    named = post(school(meetings=(staffs,)))
    assert named.why(named.of("a.nowak")) == "It holds the address of Dai Evans."
    own = replace(letters, known=secrets(school(), people(STAFF), [*SHIPPED.values(), "<p>Ask Dai Evans, d.evans@oakfield.example.</p>"]))
    assert own.why(replace(AGA, text=f"{AGA.text}\nAsk Dai Evans, d.evans@oakfield.example.\n")) == ""


def test_a_step_of_the_bank_is_no_feedback_but_may_be_a_target() -> None:
    step = "Put two hinge questions on one slide and wait for every hand"
    letters = post(school(bank=(BankStep(focus="Questioning", step=step),), observations=(observed("d.evans", action_step=step),)))
    message = letters.of("a.nowak")
    more = replace(message, text=f"{message.text}\n{step}\n")
    assert letters.why(more) == ""
    others = target("d.evans", text=step)
    asked = post(school(bank=(BankStep(focus="Questioning", step=step),), targets=(target("a.nowak"), others)))
    assert asked.why(more) == "It holds another person's target."


def test_two_may_have_the_same_target_and_an_own_old_one_is_no_secret() -> None:
    same = "Count to three before you choose who answers the question."
    old = target("d.evans", cycle="Old", text="Greet all at your door today.")
    letters = post(school(targets=(target("a.nowak", text=same), target("d.evans", text=same), old)))
    assert [letters.why(m) for m in letters.messages] == ["", ""]
    message = letters.of("d.evans")
    assert letters.why(replace(message, text=f"{message.text}\nLast time: Greet all at your door today.\n")) == ""


def test_words_that_the_caller_allows_may_stand() -> None:
    message = replace(AGA, text=f"{AGA.text}\n{HEARD}\n")
    assert POST.why(message, replace(POST.allowed[AGA.key], words=(HEARD,))) == ""
    assert POST.why(message) != ""


@pytest.mark.parametrize("short", ["Pregnant", "Capability process", "On the mend", "All is up", "Wait for hands"])
def test_a_short_text_gives_itself_away_as_a_whole(short: str) -> None:
    letters = post(school(targets=(target("a.nowak"), target("d.evans", private_note=short))))
    message = letters.of("a.nowak")
    assert letters.why(replace(message, text=f"{message.text}\nSo: {short.lower()}!\n")) == "It holds words of a private note."


@pytest.mark.parametrize("short", ["Art", "6 October", "Tuesday", "Ashworth", "Library", "15:30", "One small step to try", "Questioning"])
def test_a_text_of_ordinary_words_holds_nobody(short: str) -> None:
    others = (target("d.evans", text=short, private_note=short), observed("d.evans", strengths=short))
    letters = post(school(targets=(target("a.nowak"), others[0]), observations=others[1:]))
    assert letters.why(letters.of("a.nowak")) == ""


def test_no_reason_quotes_what_is_private() -> None:
    for words in (HEARD, STRONG, "Back from long leave, keep it light.", STEPS["j.smith"][1], "m.rahman@oakfield.example"):
        reason = POST.why(adding(AGA, words)[0]).casefold()
        assert reason
        assert not [w for w in ("starter", "door", "leave", "count", "m.rahman@") if w in reason]


@pytest.mark.parametrize(("text", "valid"), [
    ("a.nowak@oakfield.example", True), ("a@school.test", True), ("o'brien+x@school.org.uk", True), ("a@example.com", True),
    ("", False), ("a@b", False), ("é@school.org", False), ("a@schulé.org", False), ("a..b@school.org", False), ("a b@school.org", False),
    ("a@school.org\n", False), ("a@[127.0.0.1]", False), ("a@s.org,b@s.org", False), ("A <a@s.org>", False), ("a@-school.org", False),
])
def test_an_address_is_valid_if_every_server_takes_it(text: str, valid: bool) -> None:
    assert valid_address(text) is valid


@st.composite
def whole_books(draw: st.DrawFn) -> Book:
    """A school in which every word of each name, target, feedback and note is one person's and no one else's."""
    count = draw(st.integers(2, 6))
    words = {"strengths": st.integers(1, 9), "development": st.integers(0, 9), "action": st.integers(0, 9), "target": st.integers(1, 9),
             "note": st.integers(0, 9), "group": st.integers(1, 2)}
    drawn = [{what: draw(many) for what, many in words.items()} for _ in range(count)]
    staff = [teacher(f"mail{n}q", f"First{n}q", f"Last{n}q", "Music", other_emails=address(f"old{n}q")) for n in range(count)]
    each = list(enumerate(zip(staff, drawn, strict=True)))
    seen = [observed(f"mail{n}q", strengths=tokens("strong", n, d["strengths"]), development=tokens("heard", n, d["development"]),
                     action_step=tokens("action", n, d["action"])) for n, (_, d) in each]
    targets = [target("a.nowak", email=p.email, name=p.name, text=tokens("target", n, d["target"]),
                      private_note=tokens("private", n, d["note"])) for n, (p, d) in each]
    placed = [Group(cycle=CYCLE, email=p.email, name=p.name, department="Music", group=str(d["group"])) for _, (p, d) in each]
    return small_school(staff=tuple(staff), observations=tuple(seen), targets=tuple(targets), groups=tuple(placed))


def tokens(kind: str, who: int, many: int) -> str:
    """Words that nobody else has."""
    return " ".join(f"{kind}{who}word{n}" for n in range(many))


def foreign(book: Book, message: Message, may: Allowed) -> list[str]:
    """Everything that is somebody else's, and nobody's: what must not stand in this message."""
    others = [p for p in book.staff if p.email != message.to]
    marks = [mark for p in others for mark in (p.email, *p.other_emails, *((p.name,) if p.email not in may.names else ()))]
    texts = [text for o in book.observations for text in (o.strengths, o.development, o.action_step)]
    targets = [t.text for t in book.targets if t.email != message.to]
    return [mark for mark in (*marks, *texts, *targets, *(t.private_note for t in book.targets)) if mark]


@settings(max_examples=8)
@given(whole_books(), st.lists(st.tuples(*[st.integers(0, 999)] * 3), min_size=12, max_size=12))
def test_nobodys_words_are_in_anothers_letter_and_one_put_there_holds_it(book: Book, leaks: list[tuple[int, int, int]]) -> None:
    letters = post(book)
    assert unsafe(letters.messages, letters.allowed, letters.known) == {}
    others = [foreign(book, m, letters.allowed[m.key]) for m in letters.messages]
    for message, marks in zip(letters.messages, others, strict=True):
        whole = f"{message.subject}\n{message.text}\n{message.html}".casefold()
        assert not [mark for mark in marks if mark.casefold() in whole]
    for which, what, where in leaks:
        chosen, marks = letters.messages[which % len(others)], others[which % len(others)]
        places = adding(chosen, marks[what % len(marks)])
        leaking = places[where % len(places)]
        run = [leaking if m is chosen else m for m in letters.messages]
        assert set(unsafe(run, letters.allowed, letters.known)) == {chosen.key}, (marks[what % len(marks)], where % len(places))


@settings(max_examples=30)
@given(st.text(max_size=200), st.text(max_size=200))
def test_no_text_at_all_trips_the_check(text: str, page: str) -> None:
    message = replace(AGA, text=f"{AGA.text}\n{text}", html=f"{AGA.html}{page}")
    assert isinstance(POST.why(message), str)
