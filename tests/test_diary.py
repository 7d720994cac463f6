"""The diary of scheduled runs: whole lines, numbers and words of our own, and never too long."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from school_files import ROOT

from sgp import diary as room
from sgp.diary import diary

APPEND = """
import sys
from pathlib import Path
sys.path.insert(0, "scripts")
from sgp.diary import diary
with diary(Path(sys.argv[1]), sys.argv[2]) as note:
    for n in range(300):
        note("emails", sent=n)
"""


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_line_says_when_which_run_what_and_how_many(tmp_path: Path) -> None:
    with diary(tmp_path / "new" / "runs.jsonl", "4f1c") as note:
        note("ended", sent=3, seconds=1.5, part="sending targets")
    (line,) = lines(tmp_path / "new" / "runs.jsonl")
    assert str(line.pop("at")).endswith("+00:00")
    assert line == {"run": "4f1c", "event": "ended", "sent": 3, "seconds": 1.5, "part": "sending targets"}


@given(st.text(max_size=80))
def test_what_people_type_never_gets_in(tmp_path_factory: pytest.TempPathFactory, typed: str) -> None:
    path = tmp_path_factory.mktemp("diary") / "runs.jsonl"
    with diary(path, "1") as note:
        note("failed", part=f"{typed}@oakfield.example", name=f"Jane {typed} Smith")
    (line,) = lines(path)
    assert (line["part"], line["name"]) == ("...", "...")


def test_it_turns_over_and_forgets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "LARGEST", 400)
    with diary(tmp_path / "runs.jsonl", "1") as note:
        for n in range(200):
            note("emails", sent=n)
    files = sorted(p.name for p in tmp_path.iterdir())
    assert files == ["runs.jsonl", *(f"runs.jsonl.{n}" for n in range(1, 6))]
    assert all(p.stat().st_size <= 400 for p in tmp_path.iterdir())
    assert lines(tmp_path / "runs.jsonl")[-1]["sent"] == 199


def test_two_runs_at_once_leave_whole_lines(tmp_path: Path) -> None:
    path = tmp_path / "runs.jsonl"
    both = [subprocess.Popen([sys.executable, "-c", APPEND, str(path), run], cwd=ROOT) for run in ("1", "2")]
    assert [p.wait(60) for p in both] == [0, 0]
    assert len(lines(path)) == 600


def test_a_disk_that_refuses_stops_no_run(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with diary(tmp_path / "file" / "runs.jsonl", "1") as note:
        note("begun")
    assert [p.name for p in tmp_path.iterdir()] == ["file"]
