"""The right to send, which one run has at a time, held on each kind of book; and what is decided at the last moment."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from requests import PreparedRequest, Response
from sheets_changes import changed
from sheets_drive import ROBOT
from sheets_lines import Here
from sheets_server import Server
from xlsx_samples import PUPILS, TODAY, book_at

from sgp.books import GoogleSheet, Workbook
from sgp.books.google import GoogleBook
from sgp.books.google.calling import over
from sgp.books.google.lease import TITLE
from sgp.books.xlsx import XlsxBook, leasefile
from sgp.books.xlsx.lease import leased
from sgp.contract import coordinators_book
from sgp.errors import ExitCode, Stop
from sgp.plan import Changes, Edit, Lease, Snapshot, TabChange
from sgp.structure import faults_of_structure, seems_lost

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ANA, BO, CY = "office-pc 8f3a9c", "runner-7 11b2d0", "laptop 77aa01"


def minutes(number: float) -> datetime:
    return NINE + timedelta(minutes=number)


class Desk:
    """One book, which several runs open, each on its own computer, and what stands in it."""

    def __init__(self, kind: str, folder: Path, server: Server) -> None:
        self.kind, self.server = kind, server
        self.path, self.id = folder / "book.xlsx", server.new_book() if kind == "google" else ""
        self.run().write(Changes(setup=(PUPILS,)))

    def run(self, tell: Callable[[float], None] = lambda _: None) -> Workbook:
        """The book as one more run opens it; `tell` is called instead of waiting."""
        if self.kind == "google":
            return GoogleBook(GoogleSheet(self.id), over(self.server.session(), pause=tell))
        return XlsxBook(self.path, TODAY, self.path.parent / "backups", 0.0)

    @property
    def keys(self) -> list[str]:
        return [str(row[0]) for row in self.run().read().sheets[0].rows[1:]]

    @property
    def holder(self) -> str:
        """Who has the lease, "" for nobody."""
        if self.kind == "google":
            sheet = self.run().read().find(TITLE)
            return str(sheet.at(4, 1) or "") if sheet else ""
        found = leasefile.standing(self.path)
        return found.held.holder if found else ""

    def delete_lease(self) -> None:
        if self.kind == "google":
            self.server.person.delete_tab(self.id, TITLE)
        else:
            leasefile.lease_file(self.path).unlink()

    def spoil_lease(self) -> None:
        if self.kind == "google":
            self.server.person.write(self.id, TITLE, "B5", "tomorrow")
        else:
            leasefile.lease_file(self.path).write_text("?")


@pytest.fixture(params=["xlsx", "google"])
def desk(request: pytest.FixtureRequest, tmp_path: Path, server: Server) -> Desk:
    return Desk(request.param, tmp_path, server)


@pytest.fixture
def sheet(tmp_path: Path, server: Server) -> Iterator[Desk]:
    """A Google Sheet; faults that no request met are taken back."""
    yield Desk("google", tmp_path, server)
    server.faults.waiting.clear()


def adding(*keys: str, lease: Lease | None = None) -> Changes:
    return Changes(tabs=(TabChange(PUPILS, added=tuple({"Key": key} for key in keys)),) if keys else (), lease=lease)


def take(book: Workbook, holder: str, *keys: str, at: float = 0, until: float = 10) -> bool:
    return book.write(adding(*keys, lease=Lease(holder, minutes(at), minutes(until)))) is not None


def give_back(book: Workbook, holder: str, *keys: str, at: float = 1) -> bool:
    return book.write(adding(*keys, lease=Lease(holder, minutes(at)))) is not None


# ── one run at a time ────────────────────────────────────────────────────────────────────────────────


def test_it_is_taken_and_a_second_run_is_refused_and_writes_nothing(desk: Desk) -> None:
    assert take(desk.run(), ANA, "a")
    with pytest.raises(Stop, match=r"by another run \(on office-pc, until 09:10\)") as stop:
        take(desk.run(), BO, "b", at=9.99, until=20)
    assert stop.value.code == ExitCode.LOCKED
    assert TITLE in str(stop.value) or f"{desk.path.name}.sending" in str(stop.value)
    assert "8f3a9c" not in str(stop.value)
    assert (desk.holder, desk.keys) == (ANA, ["a"])


def test_one_that_is_over_is_taken_over_and_its_first_run_is_refused(desk: Desk) -> None:
    first, second = desk.run(), desk.run()
    take(first, ANA, "a")
    assert take(second, BO, "b", at=10, until=20)
    for at in (11, 30):
        with pytest.raises(Stop, match=r"\(on runner-7, until 09:20\) has taken over") as stop:
            take(first, ANA, "c", at=at, until=40)
        assert stop.value.code == ExitCode.LOCKED
    assert (desk.holder, desk.keys) == (BO, ["a", "b"])


def test_it_is_moved_on_as_often_as_need_be_even_when_it_was_over(desk: Desk) -> None:
    book = desk.run()
    for lot in range(5):
        assert take(book, ANA, f"k{lot}", at=lot * 12, until=lot * 12 + 10)
    with pytest.raises(Stop, match="until 09:58"):
        take(desk.run(), BO, at=57, until=70)
    assert desk.keys == [f"k{lot}" for lot in range(5)]


def test_a_lot_that_lasts_no_longer_is_claimed_all_the_same(desk: Desk) -> None:
    book = desk.run()
    for lot in range(3):
        take(book, ANA, f"k{lot}")
    assert (desk.holder, desk.keys) == (ANA, ["k0", "k1", "k2"])


def test_given_back_with_the_results_it_is_free(desk: Desk) -> None:
    first, second = desk.run(), desk.run()
    take(first, ANA, "a")
    assert give_back(first, ANA, "b")
    assert (desk.holder, desk.keys) == ("", ["a", "b"])
    assert take(second, BO, "c", at=2)
    assert give_back(second, BO)
    assert take(first, ANA, "d", at=3), "a run that gave it back may take it anew"
    assert desk.keys == ["a", "b", "c", "d"]


def test_giving_back_what_is_another_s_writes_the_results_and_leaves_the_other_its_lease(desk: Desk) -> None:
    first = desk.run()
    take(first, ANA, "a")
    take(desk.run(), BO, "b", at=10, until=20)
    assert give_back(first, ANA, "result", at=11)
    assert (desk.holder, desk.keys) == (BO, ["a", "b", "result"])


def test_giving_back_what_is_gone_writes_the_results(desk: Desk) -> None:
    book = desk.run()
    take(book, ANA)
    desk.delete_lease()
    assert give_back(book, ANA, "result")
    assert (desk.holder, desk.keys) == ("", ["result"])


def test_deleted_by_hand_it_is_taken_anew(desk: Desk) -> None:
    book = desk.run()
    take(book, ANA, "a")
    desk.delete_lease()
    assert take(book, ANA, "b")
    assert (desk.holder, desk.keys) == (ANA, ["a", "b"])


def test_one_that_cannot_be_read_is_nobody_s_to_take(desk: Desk) -> None:
    take(desk.run(), ANA)
    desk.spoil_lease()
    with pytest.raises(Stop, match="cannot be read") as stop:
        take(desk.run(), BO, "b", at=500, until=600)
    assert (stop.value.code, desk.keys) == (ExitCode.LOCKED, [])
    desk.delete_lease()
    assert take(desk.run(), BO, "b", at=500, until=600)


def test_a_change_that_cannot_be_carried_out_takes_no_lease_and_moves_none_on(desk: Desk) -> None:
    book, gone = desk.run(), TabChange(coordinators_book(())[1], added=({},))
    for before in ("", ANA):
        with pytest.raises(Stop, match="not built as it should be"):
            book.write(Changes(tabs=(gone,), lease=Lease(ANA, NINE, minutes(30))))
        assert desk.holder == before
        take(book, ANA)
    assert take(desk.run(), BO, at=10, until=20), "it was not moved on"


def test_the_hour_is_told_in_the_reader_s_own_time_and_with_the_day_when_it_is_another(desk: Desk) -> None:
    take(desk.run(), ANA, until=60 * 24)
    with pytest.raises(Stop, match=r"until 11:00 on 24/11/2026\)"):
        desk.run().write(Changes(lease=Lease(BO, datetime.fromisoformat("2026-11-23T11:30:00+02:00"), minutes(100))))


# ── what is decided at the last moment ───────────────────────────────────────────────────────────────


def test_what_is_decided_sees_the_newest_edit(desk: Desk) -> None:
    late, other = desk.run(), desk.run()
    late.read()
    other.write(adding("a", "b"))
    seen: list[Snapshot] = []
    assert late.decide(lambda now: seen.append(now) or Changes(tabs=(TabChange(PUPILS, edits=(Edit(("b",), {"Score": 5}),)),)))
    assert seen[-1].sheets[0].rows[2] == ("b",)
    assert desk.run().read().sheets[0].rows[2] == ("b", None, None, 5)
    assert late.decide(lambda _: Changes()) is None


@pytest.mark.parametrize("lease", [None, Lease(ANA, NINE, minutes(30)), Lease(ANA, NINE)], ids=["none", "claim", "giving back"])
def test_what_stops_the_decision_goes_through_and_nothing_is_written(desk: Desk, lease: Lease | None) -> None:
    book = desk.run()
    take(book, ANA, "a")

    def never(_: Snapshot) -> Changes:
        raise ZeroDivisionError(lease)

    with pytest.raises(ZeroDivisionError):
        book.decide(never)
    assert (desk.holder, desk.keys) == (ANA, ["a"])
    assert take(desk.run(), BO, at=10, until=20)


def test_a_run_that_comes_between_reading_and_writing_is_seen(desk: Desk) -> None:
    """The second takes the lease while the first decides: the first is refused, and what the second wrote stays."""
    def meanwhile(_: Snapshot) -> Changes:
        take(desk.run(), BO, "b")
        return adding("a", lease=Lease(ANA, NINE, minutes(10)))

    with pytest.raises(Stop, match="by another run"):
        desk.run().decide(meanwhile)
    assert (desk.holder, desk.keys) == (BO, ["b"])


def test_a_run_that_came_and_went_between_is_seen_too(desk: Desk) -> None:
    looks: list[int] = []

    def once(now: Snapshot) -> Changes:
        looks.append(len(now.sheets[0].rows))
        if len(looks) == 1:
            other = desk.run()
            take(other, BO, "b")
            give_back(other, BO, "c")
        return adding(f"a{looks[-1]}", lease=Lease(ANA, NINE, minutes(10)))

    assert desk.run().decide(once)
    assert (desk.holder, desk.keys) == (ANA, ["b", "c", "a3"])
    assert looks == [1, 3], "what was decided on an older book is decided anew"


def test_a_taker_over_is_not_deprived_by_a_second_who_saw_the_same(desk: Desk) -> None:
    take(desk.run(), ANA, "a")

    def meanwhile(_: Snapshot) -> Changes:
        take(desk.run(), BO, "b", at=11, until=20)
        return adding("c", lease=Lease(CY, minutes(11), minutes(21)))

    with pytest.raises(Stop, match="on runner-7"):
        desk.run().decide(meanwhile)
    assert (desk.holder, desk.keys) == (BO, ["a", "b"])


def test_a_holder_who_moves_on_is_not_deprived_by_one_who_saw_it_run_out(desk: Desk) -> None:
    first = desk.run()
    take(first, ANA, "a")

    def meanwhile(_: Snapshot) -> Changes:
        take(first, ANA, "more", at=10, until=20)
        return adding("b", lease=Lease(BO, minutes(10), minutes(21)))

    with pytest.raises(Stop, match="on office-pc, until 09:20"):
        desk.run().decide(meanwhile)
    assert (desk.holder, desk.keys) == (ANA, ["a", "more"])


@contextmanager
def noting(stopped: list[Stop]) -> Iterator[None]:
    try:
        yield
    except Stop as stop:
        stopped.append(stop)


STEP = st.tuples(st.sampled_from("ABC"), st.sampled_from(("take", "take", "give back", "die")), st.integers(0, 7))


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture], phases=(Phase.explicit, Phase.generate))
@given(story=st.lists(st.lists(STEP, min_size=1, max_size=3), max_size=6))
def test_never_do_two_runs_hold_it_and_nothing_written_is_lost(desk: Desk, story: list[list[tuple[str, str, int]]]) -> None:
    """Each list of steps is carried out one within the other: the later ones happen while the earlier one decides."""
    if desk.kind == "google":
        desk.id = desk.server.new_book()
    else:
        for file in desk.path.parent.glob("book.xlsx*"):
            file.unlink()
    desk.run().write(Changes(setup=(PUPILS,)))
    runs, believes, written, busy, clock = dict[str, Workbook](), dict[str, int](), list[str](), list[str](), [0]

    def step(who: str, does: str, wait: int, inner: list[tuple[str, str, int]]) -> None:
        clock[0] += wait
        now, key, todo = clock[0], f"{who}{len(written)}-{clock[0]}-{len(inner)}", [inner]

        def decide(_: Snapshot) -> Changes:
            if todo and (rest := todo.pop()):
                step(*rest[0], rest[1:])
            return adding(key, lease=Lease(who, minutes(now), minutes(now + 5) if does == "take" else None))

        if who in busy:  # a run does one thing at a time
            return
        if does == "die":
            runs.pop(who, None)
            believes.pop(who, None)  # whoever is dead sends nothing, but its lease stands
            return
        if does == "give back":
            believes.pop(who, None)
        stopped: list[Stop] = []
        busy.append(who)
        with noting(stopped):
            runs.setdefault(who, desk.run()).decide(decide)
        busy.remove(who)
        if stopped:
            assert (does, stopped[0].code, key in desk.keys) == ("take", ExitCode.LOCKED, False)
            return
        written.append(key)
        if does == "take":
            believes[who] = now + 5
            assert [w for w, until in believes.items() if until > clock[0]] in ([], [who])

    for steps in story:
        step(*steps[0], steps[1:])
    assert sorted(desk.keys) == sorted(set(written))


# ── Google: lost answers, late ones, and what people see ────────────────────────────────────────────


@pytest.mark.parametrize("fault", ["504", "504-after", "drop-after"])
@pytest.mark.parametrize("does", ["take", "take over", "move on", "give back", "give back alone"])
def test_whatever_is_lost_on_the_line_it_is_done_once(sheet: Desk, does: str, fault: str) -> None:
    book = sheet.run()
    if does != "take":
        take(sheet.run() if does == "take over" else book, BO if does == "take over" else ANA, "a")
    sheet.server.faults.add(fault, book=sheet.id, method="POST")
    keys = () if does == "give back alone" else ("x", "")
    done = give_back(book, ANA, *keys) if does.startswith("give") else take(book, ANA, *keys, at=11, until=20)
    assert done
    assert sheet.holder == ("" if does.startswith("give") else ANA)
    assert sheet.keys.count("x") == len(keys) / 2
    if not does.startswith("give"):
        with pytest.raises(Stop, match="by another run"):
            take(sheet.run(), CY, at=19, until=30)
        assert take(book, ANA, at=21, until=30)


@pytest.mark.parametrize("fault", ["504", "504-after"])
def test_results_are_written_once_where_the_lease_was_taken_over_while_the_answer_was_lost(sheet: Desk, fault: str) -> None:
    book = sheet.run(lambda _: take(sheet.run(), BO, "b", at=11, until=20) and None)
    take(book, ANA, "a")
    sheet.server.faults.add(fault, book=sheet.id, method="POST")
    assert give_back(book, ANA, "result", at=11)
    assert (sheet.holder, sorted(sheet.keys)) == (BO, ["a", "b", "result"])


def test_a_claim_whose_lease_was_deleted_while_the_answer_was_lost_takes_it_anew(sheet: Desk) -> None:
    book = sheet.run(lambda _: sheet.delete_lease())
    sheet.server.faults.add("504-after", book=sheet.id, method="POST")
    assert take(book, ANA, "a")
    assert (sheet.holder, sheet.keys) == (ANA, ["a"])


class Keeping(Here):
    """A line that keeps what was asked for."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.asked: list[Any] = []

    def send(self, request: PreparedRequest, *args: Any, **how: Any) -> Response:
        if request.method == "POST":
            self.asked.append(json.loads(request.body or b"{}")["requests"])
        return super().send(request, *args, **how)


def late(sheet: Desk) -> Workbook:
    """A run whose first write Google gives up on, and yet carries out: after the look that shows that it was not done."""
    session, line = sheet.server.session(), Keeping(sheet.server.url)
    session.mount("https://", line)
    sheet.server.faults.add("504", book=sheet.id, method="POST")

    def carry_out(server: Server) -> None:
        server.books[sheet.id], _ = changed(server.books[sheet.id], line.asked[0], ROBOT)

    sheet.server.between(read=2, do=carry_out)
    return GoogleBook(GoogleSheet(sheet.id), over(session, pause=lambda _: None))


def test_a_claim_that_google_carries_out_late_is_done_once(sheet: Desk) -> None:
    assert take(late(sheet), ANA, "a", "")
    assert (sheet.holder, sheet.keys) == (ANA, ["a"])


def test_a_claim_carried_out_late_for_which_another_was_decided_meanwhile_sends_nothing(sheet: Desk) -> None:
    keys = iter(("first", "second"))
    with pytest.raises(Stop, match="is not known") as stop:
        late(sheet).decide(lambda _: adding(next(keys), lease=Lease(ANA, NINE, minutes(10))))
    assert stop.value.code == ExitCode.TEMPORARY
    assert (sheet.holder, sheet.keys) == (ANA, ["first"])


def test_results_that_google_carries_out_late_are_there_once(sheet: Desk) -> None:
    take(sheet.run(), ANA, "a")
    assert give_back(late(sheet), ANA, "b", "")
    assert (sheet.holder, sheet.keys) == ("", ["a", "b"])


def test_what_google_refuses_for_another_reason_is_told_as_before(sheet: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sgp.books.google.lease.warning_on_all", lambda _: [{"deleteSheet": {"sheetId": 99}}])
    with pytest.raises(Stop, match="Google refused the request") as stop:
        take(sheet.run(), ANA, "a")
    assert (stop.value.code, sheet.holder) == (ExitCode.UNEXPECTED, "")


def test_requests_are_as_few_as_without(sheet: Desk) -> None:
    def asked(do: Callable[[], object]) -> tuple[int, int]:
        before = len(sheet.server.log)
        do()
        kinds = [e.kind for e in sheet.server.log[before:]]
        return kinds.count("read"), kinds.count("write")

    book = sheet.run()
    assert asked(lambda: take(book, ANA, "a")) == (1, 1)
    assert asked(lambda: book.decide(lambda _: adding("b", lease=Lease(ANA, NINE, minutes(12))))) == (1, 1)
    assert asked(lambda: give_back(book, ANA, "c")) == (1, 1)
    assert asked(lambda: book.decide(lambda _: adding("d"))) == (1, 1)


def test_the_tab_stands_last_warns_and_says_what_goes_on(sheet: Desk) -> None:
    take(sheet.run(), ANA)
    *_, tab = sheet.server.sheet(sheet.id)["sheets"]
    assert tab["properties"]["title"] == TITLE
    assert tab["protectedRanges"][0]["warningOnly"]
    shown = [c.get("formattedValue") for row in tab["data"][0]["rowData"] for c in row.get("values", ())]
    assert "Please wait until this tab is gone; it goes by itself." in shown
    assert ANA in shown


def test_the_tab_disturbs_neither_set_up_nor_the_check_of_the_book(sheet: Desk) -> None:
    book, tabs = sheet.run(), coordinators_book(())[:6]
    book.write(Changes(setup=tabs, lease=Lease(ANA, NINE, minutes(10))))
    assert sheet.holder == ANA
    assert book.write(Changes(setup=tabs)) is None
    now = book.read()
    assert not faults_of_structure(now, tabs)
    assert not seems_lost(now, tabs)
    lacking = Snapshot(tuple(s for s in now.sheets if s.title == TITLE))
    assert len(faults_of_structure(lacking, tabs)) == len(tabs)
    assert not any(TITLE in str(p) for p in (*faults_of_structure(lacking, tabs), *seems_lost(lacking, tabs)))


def test_set_up_stops_for_another_s_lease_as_all_else_does(sheet: Desk) -> None:
    take(sheet.run(), ANA)
    with pytest.raises(Stop, match="by another run"):
        sheet.run().write(Changes(setup=coordinators_book(()), lease=Lease(BO, NINE, minutes(10))))
    assert len(sheet.run().read().sheets) == 2


# ── a file: races of threads, kills, and a book that is open ─────────────────────────────────────────


@pytest.fixture
def file(tmp_path: Path, server: Server) -> Desk:
    return Desk("xlsx", tmp_path, server)


def lease_only(path: Path, holder: str, now: float, until: float | None) -> bool:
    try:
        with leased(path, Lease(holder, minutes(now), None if until is None else minutes(until)), set()):
            return True
    except Stop:
        return False


@pytest.mark.parametrize("links", [True, False], ids=["links", "no links"])
@pytest.mark.parametrize("before", ["nothing", "one that is over"])
def test_of_several_at_once_one_gets_it(tmp_path: Path, before: str, links: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not links:
        monkeypatch.setattr(leasefile.os, "link", lambda *_: (_ for _ in ()).throw(OSError(95, "Operation not supported")))
    for turn in range(25):
        book, start, got = tmp_path / f"{turn}.xlsx", threading.Barrier(3), list[str]()
        if before != "nothing":
            lease_only(book, CY, -20, -10)

        def run(who: str, book: Path = book, start: threading.Barrier = start, got: list[str] = got) -> None:
            start.wait()
            if lease_only(book, who, 0, 10):
                got.append(who)

        at_once([lambda w=f"{who} 1": run(w) for who in "ABC"])
        assert len(got) == 1
        found = leasefile.standing(book)
        assert found
        assert found.held.holder == got[0]
        lease_only(book, got[0], 1, None)
        assert not list(tmp_path.iterdir()), "nothing is left over"


def test_threads_that_take_move_on_and_give_back_never_hold_it_at_once(tmp_path: Path) -> None:
    """A clock that only goes forward; what a run believes is noted after it took, and forgotten before it gives back."""
    book, lock, clock, believes, faults, taken = tmp_path / "b.xlsx", threading.Lock(), [0], dict[str, int](), list[str](), list[str]()

    def run(who: str) -> None:
        for turn in range(150):
            with lock:
                clock[0] += 1
                now = clock[0]
            if turn % 4 == 3:
                with lock:
                    believes.pop(who, None)
                lease_only(book, who, now, None)
            elif lease_only(book, who, now, now + 4):
                with lock:
                    believes[who] = now + 4
                    taken.append(who)
                    holding = [w for w, until in believes.items() if until > clock[0]]
                    faults.extend([str(holding)] if len(holding) > 1 else [])

    at_once([lambda w=f"{who} 1": run(w) for who in "ABC"])
    assert not faults
    assert len(set(taken)) == 3
    assert len(list(tmp_path.iterdir())) <= 1


def at_once(runs: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=run) for run in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_a_kill_between_any_two_steps_leaves_a_lease_that_runs_out(tmp_path: Path) -> None:
    book = tmp_path / "b.xlsx"
    proper = leasefile.lease_file(book)
    lease_only(book, ANA, 0, 10)
    aside = proper.rename(proper.with_name(f"{proper.name}-0123456789ab"))  # killed while it moved the lease on
    assert not lease_only(book, BO, 5, 15), "it still counts"
    assert lease_only(book, ANA, 6, 12), "and its holder may go on"
    assert not aside.exists()
    aside.write_text(proper.read_text())  # killed after that, before it tidied up
    assert lease_only(book, BO, 12, 20)
    lease_only(book, BO, 13, None)
    assert lease_only(book, CY, 14, 20)
    lease_only(book, CY, 15, None)
    assert not list(tmp_path.iterdir())


def test_one_caught_by_mistake_stays_its_holder_s(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bo read a lease that was over; before he renames it, Ana has moved on: he catches hers, and lets it be."""
    book, old = tmp_path / "b.xlsx", leasefile.standing
    lease_only(book, ANA, 0, 10)

    def slow(path: Path) -> leasefile.Found | None:
        found = old(path)
        monkeypatch.setattr("sgp.books.xlsx.lease.standing", old)
        assert lease_only(path, ANA, 9, 20)
        return found

    monkeypatch.setattr("sgp.books.xlsx.lease.standing", slow)
    assert not lease_only(book, BO, 10, 15)
    assert not lease_only(book, CY, 12, 15)
    assert lease_only(book, ANA, 13, 25)
    assert leasefile.lease_file(book).exists()


def test_a_person_can_read_the_file(file: Desk) -> None:
    take(file.run(), ANA)
    text = file.path.with_name("book.xlsx.sending").read_text(encoding="utf-8")
    assert text.splitlines() == ["Emails are being sent from this book right now. Please wait until this file is gone; it goes by itself.",
                                 f"Sent by: {ANA}", "Until: 2026-11-23T09:10:00+00:00"]


def test_a_book_that_is_open_takes_no_lease_and_gives_one_back(file: Desk) -> None:
    book, mark = file.run(), file.path.with_name("~$book.xlsx")
    mark.write_text("someone")
    with pytest.raises(Stop, match="Nothing was done") as stop:
        take(book, ANA, "a")
    assert (stop.value.code, file.holder) == (ExitCode.LOCKED, "")
    mark.unlink()
    take(book, ANA, "a")
    mark.write_text("someone")
    with pytest.raises(Stop, match="written beside it"):
        give_back(book, ANA, "b")
    assert (file.holder, file.keys) == ("", ["a"])


@pytest.mark.parametrize("had", [False, True])
def test_a_full_disk_leaves_the_lease_as_it_was(file: Desk, had: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    book = file.run()
    if had:
        take(book, ANA)
    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        with pytest.raises(Stop, match="No space left on device"):
            take(book, ANA, "a", until=30)
    assert (file.holder, file.keys) == (ANA if had else "", [])
    assert take(file.run(), BO, "b", at=10, until=20)


def test_a_folder_that_cannot_be_written_to_is_told(file: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "write_text", lambda *_, **__: (_ for _ in ()).throw(PermissionError(13, "Permission denied")))
    monkeypatch.setattr(Path, "open", lambda *_, **__: (_ for _ in ()).throw(PermissionError(13, "Permission denied")))
    lease = Lease(ANA, NINE, minutes(10))
    with pytest.raises(Stop, match=r"book.xlsx.sending .*may not be read or written") as stop, leased(file.path, lease, set()):
        pytest.fail("nothing is written without the lease")
    assert stop.value.code == ExitCode.CONFIGURATION


def test_a_book_that_changes_again_and_again_is_left_alone(file: Desk) -> None:
    number = iter(range(100))
    with pytest.raises(Stop, match="again and again") as stop:
        file.run().decide(lambda _: file.run().write(adding(f"n{next(number)}")) and adding("a", lease=Lease(ANA, NINE, minutes(10))))
    assert (stop.value.code, file.holder) == (ExitCode.LOCKED, "")
    assert "a" not in file.keys


def test_a_link_to_a_book_has_the_book_s_lease(file: Desk, tmp_path: Path) -> None:
    link = tmp_path / "elsewhere" / "linked.xlsx"
    link.parent.mkdir()
    link.symlink_to(file.path)
    take(book_at(link), ANA)
    with pytest.raises(Stop, match="by another run"):
        take(file.run(), BO)
