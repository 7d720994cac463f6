"""The bytes of a message, and the folder it is filed in."""

import os
from dataclasses import replace
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from schools import small_school, templates

from sgp.letters import target_letters
from sgp.mail.mime import HEADERS, encoded, message_id
from sgp.mail.outbox import UNSENT, file, file_name
from sgp.plan import Message

WHEN = datetime(2026, 9, 28, 7, 0, tzinfo=UTC)
BOOK = small_school()
MESSAGE = target_letters(BOOK, BOOK.cycles[0], templates(), BOOK.targets[:1], date(2026, 9, 28))[0]
CYCLES, ADDRESSES = st.text(min_size=1, max_size=40), st.text("aA.ß/+'", max_size=5)
KEYS = st.builds(lambda cycle, n, email: f"{cycle}/targets/0/{n}/{email}", CYCLES, st.integers(1, 3), ADDRESSES)


def parsed(raw: bytes) -> EmailMessage:
    read = message_from_bytes(raw, policy=SMTP)
    assert isinstance(read, EmailMessage)
    return read


def test_the_bytes_say_what_the_message_says() -> None:
    read = parsed(encoded(MESSAGE, WHEN))
    assert tuple(read.keys()) == HEADERS
    assert read["To"] == "Aga Nowak <a.nowak@oakfield.example>"
    assert read["From"] == read["Reply-To"] == "Sarah Whitfield <s.whitfield@oakfield.example>"
    assert read["Subject"] == "Sharing good practice: Autumn 2026"
    assert read["Date"].datetime == WHEN
    assert read["Message-ID"] == message_id(MESSAGE)
    assert read["Auto-Submitted"] == "auto-generated"
    text, designed = read.get_body(("plain",)), read.get_body(("html",))
    assert text is not None
    assert designed is not None
    assert text.get_content().replace("\r\n", "\n") == MESSAGE.text
    assert designed.get_content().replace("\r\n", "\n").strip() == MESSAGE.html.strip()


def test_the_same_message_gives_the_same_bytes_with_short_lines() -> None:
    raw = encoded(MESSAGE, WHEN)
    assert raw == encoded(MESSAGE, WHEN)
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")


@pytest.mark.parametrize("attack", [
    "Hello\r\nBcc: evil@x.example",
    "=?utf-8?q?Hello=0D=0ABcc:_evil@x.example?=", "=?utf-8?b?SGVsbG8NCkJjYzogZXZpbEB4LmV4YW1wbGU=?=",
    "a\nTo: evil@x.example",
    "\x00\u2028Bcc: evil@x.example", '", evil@x.example, "', "é" * 200 + "\r\n\r\nbody", "=?=?utf-8?q?=0D=0ABcc:x?=",
])
@pytest.mark.parametrize("field", ["subject", "to_name", "sender_name"])
def test_no_attack_adds_a_header_or_a_recipient(field: str, attack: str) -> None:
    read = parsed(encoded(replace(MESSAGE, **{field: attack}), WHEN))
    assert sorted(read.keys()) == sorted(HEADERS)
    assert [a.addr_spec for a in read["To"].addresses] == [MESSAGE.to]
    assert [a.addr_spec for a in read["From"].addresses] == [MESSAGE.sender]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=80), st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_no_input_changes_headers_or_recipient(subject: str, to_name: str, sender_name: str, body: str) -> None:
    typed = replace(MESSAGE, subject=subject, to_name=to_name, sender_name=sender_name, text=body, html=body)
    read = parsed(encoded(typed, WHEN))
    assert sorted(read.keys()) == sorted(HEADERS)
    assert [a.addr_spec for a in read["To"].addresses] == [MESSAGE.to]


def test_names_of_files_can_be_read() -> None:
    name = file_name("Autumn 2026/targets/0/1/j.smith2@oakfield.example")
    assert name.startswith("autumn-2026_targets_j.smith2@oakfield.example_")
    assert name.endswith(".eml")


@settings(max_examples=200)
@given(KEYS, KEYS)
def test_two_keys_never_share_a_file_on_any_file_system(one: str, other: str) -> None:
    names = [file_name(key) for key in (one, other, one.upper(), one.lower())]
    assert len({n.casefold() for n in names}) == len({one, other, one.upper(), one.lower()})
    for name in names:
        assert len(name.encode()) < 200
        assert not set(name) & set('/\\:*?"<>|\0\n')
        assert not name.startswith((".", "-"))


def test_what_is_filed_is_never_rewritten(tmp_path: Path) -> None:
    first = file(tmp_path / "new" / "outbox", MESSAGE, b"one")
    assert file(tmp_path / "new" / "outbox", MESSAGE, b"two") == first
    assert first.read_bytes() == UNSENT + b"one"
    assert list(first.parent.iterdir()) == [first]


def test_a_kill_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        file(tmp_path, MESSAGE, b"whole")
    assert not list(tmp_path.glob("*.eml"))
    monkeypatch.undo()
    assert file(tmp_path, MESSAGE, b"whole").read_bytes() == UNSENT + b"whole"
    assert [p.suffix for p in tmp_path.iterdir()] == [".eml"]


def test_another_number_is_another_file(tmp_path: Path) -> None:
    again: Message = replace(MESSAGE, key=MESSAGE.key.replace("/1/", "/2/"))
    assert file(tmp_path, MESSAGE, b"1") != file(tmp_path, again, b"2")
