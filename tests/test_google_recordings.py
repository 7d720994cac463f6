"""The local Sheets server against what Google really answered."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from replay import RECORDINGS, Pair, replayed
from sheets_server import serving


@pytest.fixture(scope="module")
def recordings() -> Iterator[dict[str, list[Pair]]]:
    """Every recording, replayed; its pairs by its name."""
    with serving(quota=None) as server:
        yield {path.stem: list(replayed(path, server.url)) for path in sorted(RECORDINGS.glob("*.json"))}


def served(pair: Pair) -> bool:
    return pair.ours != 400 or pair.google == 400


def told(recordings: dict[str, list[Pair]], name: str) -> list[str]:
    return [f"{name} {p.number}: {p.google} {p.ours} {p.differences[:3]}" for p in recordings[name] if not p.alike]


def test_all_recordings_are_replayed(recordings: dict[str, list[Pair]]) -> None:
    assert (len(recordings), sum(map(len, recordings.values()))) == (36, 676)


@pytest.mark.parametrize("name", [path.stem for path in sorted(RECORDINGS.glob("*.json"))])
def test_answers_are_googles(recordings: dict[str, list[Pair]], name: str) -> None:
    assert not told(recordings, name)


def test_the_figures(recordings: dict[str, list[Pair]]) -> None:
    """At least 95 % of the pairs that are served agree, all recordings are clean, and nothing ends in a fault of the server's own."""
    pairs = [p for all_of in recordings.values() for p in all_of]
    answered = [p for p in pairs if served(p)]
    assert len(answered) == len(pairs)
    assert sum(p.alike for p in answered) >= 0.95 * len(answered)
    assert sum(all(p.alike for p in all_of) for all_of in recordings.values()) == 36
    assert max(p.ours for p in pairs) < 500


def test_a_difference_would_be_seen(tmp_path: Path) -> None:
    """A comparison that cannot fail shows nothing: one changed character in a recording is told, with its place."""
    changed = tmp_path / "changed.json"
    text = (RECORDINGS / "CellTest.test_numeric_value.json").read_text("utf-8")
    changed.write_text(text.replace("0.0009765625", "0.0009765626"), encoding="utf-8")
    with serving(quota=None) as server:
        wrong = [p for p in replayed(changed, server.url) if not p.alike]
    assert [p.differences for p in wrong] == [["$.values[0][0]: '0.0009765626' != '0.0009765625'"]] * 3


def test_calls_that_are_not_served_are_refused_in_words() -> None:
    import requests

    with serving() as server, requests.Session() as line:
        line.headers["Authorization"] = "Bearer test-token"
        book = server.new_book()
        asked = (("GET", f"/v4/spreadsheets/{book}/developerMetadata/1"), ("PATCH", f"/drive/v3/files/{book}"), ("GET", "/v5/x"))
        for method, path in asked:
            answer = line.request(method, server.url + path, timeout=10)
            assert 400 <= answer.status_code < 500, path
            assert answer.json()["error"]["message"]
