"""The folder in which emails are filed."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sgp.mail.outbox import UNSENT, file_name, filed, outbox
from sgp.plan import Envelope

RAW = b"From: s@oakfield.example\r\nMessage-ID: <one@oakfield.example>\r\n\r\nMessage-ID: <two@oakfield.example>\r\n"
EMAIL = Envelope("Autumn 2026/targets/0/1/a@oakfield.example", "<one@oakfield.example>", "s@oakfield.example", "a@oakfield.example", RAW)
CYCLES, ADDRESSES = st.text(min_size=1, max_size=40), st.text("aA.ß/+'", max_size=5)
KEYS = st.builds(lambda cycle, n, email: f"{cycle}/targets/0/{n}/{email}", CYCLES, st.integers(1, 3), ADDRESSES)


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


def test_what_is_filed_is_one_file_however_often_it_is_filed(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "outbox"
    with outbox(folder) as hand_on:
        assert [hand_on(EMAIL).status, hand_on(EMAIL).status] == ["filed", "filed"]
    assert [p.read_bytes() for p in folder.iterdir()] == [UNSENT + RAW]


def test_a_kill_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with outbox(tmp_path) as hand_on:
        monkeypatch.setattr(os, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            hand_on(EMAIL)
        assert not list(tmp_path.glob("*.eml"))
        monkeypatch.undo()
        hand_on(EMAIL)
    assert [p.read_bytes() for p in tmp_path.iterdir()] == [UNSENT + RAW]


def test_another_number_is_another_file(tmp_path: Path) -> None:
    with outbox(tmp_path) as hand_on:
        hand_on(EMAIL)
        hand_on(replace(EMAIL, key=EMAIL.key.replace("/1/", "/2/")))
    assert len(list(tmp_path.iterdir())) == 2


def test_what_is_filed_is_found_by_its_own_header_only(tmp_path: Path) -> None:
    with outbox(tmp_path) as hand_on:
        hand_on(EMAIL)
    with filed(tmp_path) as look_up:
        assert look_up("<one@oakfield.example>")
        assert not look_up("<two@oakfield.example>")
    with filed(tmp_path / "nowhere") as look_up:
        assert not look_up("<one@oakfield.example>")
