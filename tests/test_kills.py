"""Runs that die at any moment, again and again: nothing is lost, nothing is doubled, and what nobody can know is listed."""

import random
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from dying import STEPS
from killing import Post, Warm, killed, log, post, school_of, sha256s, warmed
from school_files import Done, SchoolFiles

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kills need Linux")
KILLS = 6
"""For each school of a sweep."""
TWICE = dict.fromkeys(("before the step", "after the step", "before DATA", "in the content", "after the dot", "after the 250"), 2)
"""Steps of each email, at the second of which a run dies; the others come once a lot."""
LEASE = 31 * 60
"""Seconds after which another computer may take over."""


@pytest.fixture(scope="module")
def warm() -> Iterator[Warm]:
    with warmed() as warm:
        yield warm


@pytest.fixture(scope="module")
def due(warm: Warm, tmp_path_factory: pytest.TempPathFactory) -> SchoolFiles:
    """A school of 25 in which everyone's target is due, and nothing has gone."""
    return school_of(warm, tmp_path_factory.mktemp("due") / "school", 25)


@pytest.fixture(scope="module")
def small(warm: Warm, tmp_path_factory: pytest.TempPathFactory) -> SchoolFiles:
    """The same with 14."""
    return school_of(warm, tmp_path_factory.mktemp("due") / "school", 14)


@dataclass
class Figures:
    """What a test counts."""

    messages: int = 0
    runs: int = 0
    kills: int = 0
    lost: int = 0
    doubled: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        ends = ", ".join(f"{n} {status}" for status, n in sorted(self.counts.items()))
        return f"{self.kills} kills in {self.runs} runs over {self.messages} messages: {self.lost} lost, {self.doubled} doubled; {ends}"


class Story:
    """One school whose runs are killed, and what arrives meanwhile. `forgets`: the journal is lost with each kill."""

    def __init__(self, warm: Warm, due: SchoolFiles, folder: Path, post: Post, look_up: bool, forgets: bool = False) -> None:
        self.school = replace(due.copy(folder), mail=post.settings(look_up))
        self.everyone = {str(t["Email"]) for t in self.school.rows("Targets")}
        self.warm, self.post, self.look_up, self.forgets = warm, post, look_up, forgets
        self.kills, self.runs, self.left_open = 0, 0, set[str]()
        self.last = Done(-1, "")

    def run(self, *arguments: str, **dies: Any) -> bool:
        """One run; whether it ended by itself."""
        ahead = LEASE * self.kills if self.forgets else 0
        ended = self.warm.send(self.school, *arguments, ahead=ahead, **dies)
        self.last, self.runs = ended, self.runs + 1
        self.post.settled()
        if not killed(ended):
            assert ended.code in (0, 6), ended.said
            return True
        self.kills += 1
        if self.forgets:
            self._forget()
        return False

    def _forget(self) -> None:
        for part in self.school.output.glob("journal*"):
            part.unlink()
        self.left_open |= {r["Key"] for r in log(self.school) if r["Status"] == "sending"}

    def end(self) -> None:
        """Nothing dies any more: one run ends, and a second has nothing to do."""
        for _ in ("settles and sends", "has nothing to do"):
            before, copies = self.unknown(), self.post.copies()
            assert self.run()
            new = self.unknown() - before
            assert self.last.code == (6 if new else 0)
            assert all(email in self.last.said for email in new), "each is told by name"
        assert self.post.copies() == copies, "nothing was left to go"

    def unknown(self) -> set[str]:
        return {r["Email"] for r in log(self.school) if r["Status"] == "unknown"}

    def figures(self) -> Figures:
        rows, copies = log(self.school), self.post.copies()
        ends = Counter(r["Status"] for r in rows)
        lost = [r for r in rows if r["Status"] == "sent" and copies[r["Message-ID"], r["Email"]] != 1]
        missing = self.everyone - {r["Email"] for r in rows}
        return Figures(len(self.everyone), self.runs, self.kills, len(lost) + len(missing), sum(n > 1 for n in copies.values()), ends)

    def check(self) -> Figures:
        """The promises that hold whatever happened."""
        found, rows, copies = self.figures(), log(self.school), self.post.copies()
        print(found)
        assert found.doubled == found.lost == 0
        assert len(rows) == len({r["Key"] for r in rows}) == len(self.everyone)
        assert set(found.counts) <= {"sent", "unknown"}, "everything ended"
        assert {t.raw for t in self.post.smtp.taken if message_of(t.raw, rows)} == {t.raw for t in self.post.smtp.taken}
        self._same_bytes(rows)
        sent = {r["Email"] for r in rows if r["Status"] == "sent"}
        assert {t["Email"] for t in self.school.rows("Targets") if t["Sent on"]} == sent
        if self.forgets:
            self._check_forgotten(rows, copies)
        elif self.look_up:
            assert found.counts == {"sent": len(self.everyone)}
        else:
            assert found.counts["unknown"] <= self.kills, "at most the one in flight"
        return found

    def _same_bytes(self, rows: list[dict[str, Any]]) -> None:
        arrived = {(t.to[0]): sha256s(t.raw) for t in self.post.smtp.taken}
        assert all(f"sha256={arrived[r['Email']]}" in r["Detail"] for r in rows if r["Email"] in arrived), "what arrives is what was frozen"

    def _check_forgotten(self, rows: list[dict[str, Any]], copies: Counter[tuple[str, str]]) -> None:
        for row in rows:
            found = self.look_up and copies[row["Message-ID"], row["Email"]]
            assert row["Status"] == ("unknown" if row["Key"] in self.left_open and not found else "sent"), row


def message_of(raw: bytes, rows: list[dict[str, Any]]) -> bool:
    return any(str(r["Message-ID"]).encode() in raw for r in rows)


# ── one death at each step ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("look_up", "steps"), [(True, list(STEPS)), (False, list(TWICE))], ids=["looked up", "not looked up"])
def test_a_death_at_each_step_loses_nothing(look_up: bool, steps: list[str], warm: Warm, small: SchoolFiles, tmp_path: Path) -> None:
    with post() as mails:
        story = Story(warm, small, tmp_path / "school", mails, look_up)
        for step in steps:
            assert not story.run("--limit", "2", at=step, nth=TWICE.get(step, 1)), step
        story.end()
        found = story.check()
        assert found.kills == len(steps)
        assert look_up or found.counts["unknown"] == len(steps), "each time the one that was begun, or whose answer was not yet kept"


@pytest.mark.parametrize("look_up", [True, False], ids=["looked up", "not looked up"])
def test_with_the_journal_lost_as_well_nothing_is_doubled(look_up: bool, warm: Warm, small: SchoolFiles, tmp_path: Path) -> None:
    with post() as mails:
        story = Story(warm, small, tmp_path / "school", mails, look_up, forgets=True)
        assert not story.run(at="after the 250", nth=7)
        story.end()
        found = story.check()
        assert found.counts == ({"sent": 7, "unknown": 7} if look_up else {"unknown": 14})


# ── many ─────────────────────────────────────────────────────────────────────────────────────────────


def deaths(deal: random.Random) -> Iterator[dict[str, Any]]:
    """Ways to die, for ever: half of them SIGKILL at a moment of its own, the others at a step."""
    while True:
        yield {"kill": deal.uniform(0, 0.3), "since": "sending"}
        step = deal.choice(list(STEPS))
        yield {"at": step, "nth": deal.randint(1, 12 if step in TWICE else 2)}
        yield {"kill": deal.uniform(0.05, 0.7), "since": "started"}
        yield {"at": "line", "nth": deal.randint(1, 1500)}


def many(warm: Warm, due: SchoolFiles, folder: Path, seed: int, look_up: bool, forgets: bool, kills: int) -> Figures:
    """Schools whose runs are killed until one ends by itself, or enough were killed; a school for every five kills at least."""
    ways, schools, all_in_all = deaths(random.Random(seed)), 0, Figures()
    while schools < kills // 5 or all_in_all.kills < kills:
        schools += 1
        with post() as mails:
            story = Story(warm, due, folder / f"school{schools}", mails, look_up, forgets)
            while all_in_all.kills + story.kills < KILLS * schools and not story.run(**next(ways)):
                pass
            story.end()
            found = story.check()
            shutil.rmtree(story.school.folder)
        all_in_all = Figures(*(getattr(all_in_all, f) + getattr(found, f) for f in vars(found)))
    print(f"In all {all_in_all}")
    return all_in_all


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("look_up", [True, False], ids=["looked up", "not looked up"])
def test_killed_at_random_fifty_times_over_250_messages(look_up: bool, seed: int, warm: Warm, due: SchoolFiles, tmp_path: Path) -> None:
    """Four of these are 200 kills over 1,000 messages."""
    found = many(warm, due, tmp_path, seed, look_up, forgets=False, kills=50)
    assert found.kills >= 50
    assert found.messages >= 250
    assert found.counts["sent"] + found.counts["unknown"] == found.messages
    assert found.counts["unknown"] <= (0 if look_up else found.kills)


@pytest.mark.slow
@pytest.mark.parametrize("look_up", [True, False], ids=["looked up", "not looked up"])
def test_killed_at_random_and_the_journal_lost_each_time(look_up: bool, warm: Warm, due: SchoolFiles, tmp_path: Path) -> None:
    found = many(warm, due, tmp_path, 11, look_up, forgets=True, kills=25)
    assert found.kills >= 25
