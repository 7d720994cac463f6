"""The bytes of an email: what they say, and that nothing typed alters its headers or its recipient."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import getaddresses

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from schools import address

from sgp.errors import ExitCode, Stop
from sgp.mail.mime import HEADERS, frozen, message_id, to_coordinator
from sgp.plan import Attachment
from sgp.plan import Message as Letter

WHEN = datetime(2026, 9, 28, 7, 0, tzinfo=UTC)
CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:PUBLISH\r\nSUMMARY:Caf\xc3\xa9\r\nEND:VCALENDAR\r\n"
LETTER = Letter(
    "Autumn 2026/targets/0/1/a.nowak@oakfield.example", "Autumn 2026", "targets", address("a.nowak"), "Aga Nowak",
    "Sharing good practice: Autumn 2026",
    "Dear Aga,\n\nThink aloud – “like this”.\n", "<p>Dear Aga,</p><p>Think aloud – “like this”.</p>\n",
    sender=address("s.whitfield"), sender_name="Sarah Whitfield",
)
INVITING = replace(LETTER, attachments=(Attachment("meetings.ics", "text/calendar; method=PUBLISH", CALENDAR),))
ATTACKS = (
    "Hello\r\nBcc: evil@x.example", "a\nTo: evil@x.example", "\x00\u2028Bcc: evil@x.example", '", evil@x.example, "',
    "=?utf-8?q?Hello=0D=0ABcc:_evil@x.example?=", "=?utf-8?b?SGVsbG8NCkJjYzogZXZpbEB4LmV4YW1wbGU=?=", "=?=?utf-8?q?=0D=0ABcc:x?=",
    "=\u200b?utf-8?q?Hello=0D=0ABcc:_evil@x.example?\u200b=", "=\r?utf-8?q?=0D=0ABcc:_evil@x.example?=", "é" * 200 + "\r\n\r\nbody",
    "é, evil@x.example" * 20, "<evil@x.example>", "a" * 3000, "\u202e=?x?=",
    r""":> x@,]\](>"x>,x,;<bab:@b]\ \]<x;;>)[ a,> @bb;>",:(<>a(");<[;[\)a\\""",
)
LOADED = st.text(st.sampled_from("=?utf-8qb_0DA\r\n:;,<>@\"\\ é()[]Bcx."), max_size=80)
ANYTHING = st.one_of(st.text(max_size=80), LOADED, st.sampled_from(ATTACKS))


def parsed(raw: bytes) -> EmailMessage:
    read = message_from_bytes(raw, policy=policy.SMTP)
    assert isinstance(read, EmailMessage)
    return read


def old_parsed(raw: bytes) -> Message:
    return message_from_bytes(raw, policy=policy.compat32)


def shape(mail: Message) -> list[tuple[str, list[str]]]:
    """Every part of an email: its media type, and its headers in order."""
    return [(part.get_content_type(), part.keys()) for part in mail.walk()]


def ends(mail: Message) -> list[list[str]]:
    """The bare addresses of From, To and Reply-To."""
    return [[found for _, found in getaddresses([str(value) for value in mail.get_all(name, [])])] for name in ("From", "To", "Reply-To")]


SHAPE = shape(parsed(frozen(INVITING, WHEN).raw))


def test_the_bytes_say_what_the_message_says() -> None:
    read = parsed(frozen(LETTER, WHEN).raw)
    assert tuple(read.keys()) == HEADERS
    assert read["To"] == "Aga Nowak <a.nowak@oakfield.example>"
    assert read["From"] == read["Reply-To"] == "Sarah Whitfield <s.whitfield@oakfield.example>"
    assert read["Subject"] == "Sharing good practice: Autumn 2026"
    assert read["Date"].datetime == WHEN
    assert read["Message-ID"] == message_id(LETTER)
    assert read["Auto-Submitted"] == "auto-generated"
    text, designed = read.get_body(("plain",)), read.get_body(("html",))
    assert text is not None
    assert designed is not None
    assert text.get_content().replace("\r\n", "\n") == LETTER.text
    assert designed.get_content().replace("\r\n", "\n") == LETTER.html


def test_an_envelope_says_whose_it_is() -> None:
    envelope = frozen(LETTER, WHEN)
    assert (envelope.key, envelope.sender, envelope.to) == (LETTER.key, LETTER.sender, LETTER.to)
    assert envelope.message_id == message_id(LETTER)


@pytest.mark.parametrize("letter", [LETTER, INVITING])
def test_the_same_message_gives_the_same_bytes_with_short_lines(letter: Letter) -> None:
    raw = frozen(letter, WHEN).raw
    assert raw == frozen(letter, WHEN).raw
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert not set(b"\r\n") & set(raw.replace(b"\r\n", b""))
    assert raw.isascii()


def test_an_attachment_is_a_file_beside_the_letter() -> None:
    read = parsed(frozen(INVITING, WHEN).raw)
    assert [kind for kind, _ in shape(read)] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar",
    ]
    assert tuple(read.keys()) == HEADERS
    calendar = next(iter(read.iter_attachments()))
    assert (calendar.get_filename(), calendar.get_content_disposition()) == ("meetings.ics", "attachment")
    assert dict(calendar["Content-Type"].params) == {"method": "PUBLISH", "charset": "utf-8"}
    assert calendar.get_payload(decode=True) == CALENDAR
    text = read.get_body(("plain",))
    assert text is not None
    assert text.get_content().replace("\r\n", "\n") == LETTER.text


def test_no_content_holds_a_boundary() -> None:
    """Even if the text quotes the boundaries themselves, they stand only where they divide."""
    marks = [re.escape(p.get_boundary() or "") for p in parsed(frozen(INVITING, WHEN).raw).walk() if p.is_multipart()]
    assert len(set(marks)) == 2
    quoting = "".join(f"\n--{m}\n--{m}--\n" for m in marks).replace("\\", "")
    file = Attachment(quoting, "text/calendar", quoting.encode())
    read = parsed(frozen(replace(INVITING, text=quoting, html=quoting, attachments=(file,)), WHEN).raw)
    assert [kind for kind, _ in shape(read)] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar",
    ]


@pytest.mark.parametrize(("name", "shown"), [
    ("Réunions d’automne.ics", "Reunions-dautomne.ics"), ("../../etc/passwd", "etc-passwd"), ("", "attachment"), ("会议", "attachment"),
    ('a"; x="b\r\nBcc: evil@x.example', "a-x-b-Bcc-evil-x.example"), ("x" * 90 + ".ics", "x" * 56 + ".ics"), (".hidden", "hidden"),
])
def test_a_file_has_a_plain_name(name: str, shown: str) -> None:
    letter = replace(LETTER, attachments=(Attachment(name, "text/calendar", CALENDAR),))
    assert next(iter(parsed(frozen(letter, WHEN).raw).iter_attachments())).get_filename() == shown


@pytest.mark.parametrize("kind", [
    "", "calendar", "text/calendar\r\nBcc: x@y.example", "message/rfc822", "multipart/mixed", "text/html; a=b=c",
])
def test_a_file_of_no_known_kind_is_refused(kind: str) -> None:
    with pytest.raises(Stop) as stop:
        frozen(replace(LETTER, attachments=(Attachment("a.ics", kind, b""),)), WHEN)
    assert stop.value.code == ExitCode.EMAILS


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("field", ["subject", "to_name", "sender_name", "name of a file"])
def test_no_attack_adds_a_header_or_a_recipient(field: str, attack: str) -> None:
    file = Attachment(attack, "text/calendar", CALENDAR)
    raw = frozen(replace(INVITING, attachments=(file,)) if field == "name of a file" else replace(INVITING, **{field: attack}), WHEN).raw
    for read in (parsed(raw), old_parsed(raw)):
        assert shape(read) == SHAPE
        assert ends(read) == [[LETTER.sender], [LETTER.to], [LETTER.sender]]
    assert b"\nbcc" not in raw.lower()


@pytest.mark.parametrize("wrong", [
    "", "nobody", "a.nowak@oakfield.example\r\nBcc: evil@x.example", "a.nowak@oakfield.example, evil@x.example",
    "Aga <a.nowak@oakfield.example>", "=?utf-8?q?a=0D=0ABcc:_evil?=@x.example", "a@oakfield.example>\nTo: <evil@x.example",
    "é@oakfield.example", "a@schulé.example", '"a b"@x.example', "a@[127.0.0.1]", " a@oakfield.example",
    "a@oakfield.example;evil@x.example", "a@oakfield", "a\u200b@oakfield.example",
])
@pytest.mark.parametrize("field", ["to", "sender"])
def test_only_a_plain_address_is_written_to(field: str, wrong: str) -> None:
    with pytest.raises(Stop) as stop:
        frozen(replace(LETTER, **{field: wrong}), WHEN)
    assert stop.value.code == ExitCode.EMAILS
    assert LETTER.key in str(stop.value)


@pytest.mark.parametrize("right", ["o'brien@school.example", "a+b@school.test", "x@school.org", "A.B@School.example"])
def test_other_plain_addresses_pass(right: str) -> None:
    assert ends(parsed(frozen(replace(LETTER, to=right, sender=right), WHEN).raw)) == [[right], [right], [right]]


@settings(max_examples=60)
@given(ANYTHING, ANYTHING, ANYTHING, st.text(max_size=200), ANYTHING, st.binary(max_size=60), st.text(max_size=30))
@example("=?utf-8?q?a=0D=0ABcc:_b?=", "é" * 90, "'\"" * 40, "\r\r\n\ud800\x00", "\ud800é", b"\r", "\ud800")
def test_no_input_changes_headers_or_recipient(
    subject: str, to_name: str, sender_name: str, body: str, file: str, content: bytes, key: str
) -> None:
    typed = replace(
        LETTER, key=key, subject=subject, to_name=to_name, sender_name=sender_name, text=body, html=body,
        attachments=(Attachment(file, "text/calendar; method=PUBLISH", content),),
    )
    raw = frozen(typed, WHEN).raw
    for read in (parsed(raw), old_parsed(raw)):
        assert tuple(read.keys()) == HEADERS
        assert shape(read) == SHAPE
        assert ends(read) == [[LETTER.sender], [LETTER.to], [LETTER.sender]]
        assert [p.get_payload(decode=True) for p in read.walk()][-1] == content
    assert raw.isascii()


def test_the_coordinators_copy_is_another_email() -> None:
    copy, later = to_coordinator(INVITING, WHEN), to_coordinator(INVITING, WHEN + timedelta(seconds=1))
    envelope = frozen(copy, WHEN)
    read = parsed(envelope.raw)
    assert envelope.to == LETTER.sender
    assert ends(read) == [[LETTER.sender]] * 3
    assert read["Subject"] == "[Test] Sharing good practice: Autumn 2026"
    assert tuple(read.keys()) == HEADERS
    assert len({message_id(INVITING), message_id(copy), message_id(later)}) == 3
    assert len({INVITING.key, copy.key, later.key}) == 3
    assert LETTER.to.encode() not in envelope.raw.split(b"\r\n\r\n")[0]
    assert (copy.text, copy.html, copy.attachments) == (INVITING.text, INVITING.html, INVITING.attachments)
