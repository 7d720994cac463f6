"""LibreOffice opens what we write, and what it saves reads the same."""

import shutil
import subprocess
from datetime import date, datetime, time
from pathlib import Path

import pytest
from xlsx_samples import PUPILS, book_at

from sgp.contract import STAFF_BOOK, Focus, Meeting, Staff, Target
from sgp.plan import Changes, Page, RawRows, Snapshot, Span, TabChange

pytestmark = [pytest.mark.office, pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")]

SETUP = (*STAFF_BOOK[:1], PUPILS, Target.tab, Focus.tab, Meeting.tab, Staff.tab)
WORDS = "=1+1\nsecond line, “quoted” \U0001f600 <&> _x0041_ "
CHANGES = Changes(
    setup=SETUP,
    pages=(Page(STAFF_BOOK[0], ((Span("Overview", "title"),), (Span("Teachers", "label"), Span(12, "number"))),),),
    tabs=(
        TabChange(PUPILS, added=({"Key": "a", "Name": WORDS, "Born": date(2015, 2, 1), "Score": 0.5}, {"Key": "b", "Score": True})),
        TabChange(Meeting.tab, added=({"Cycle": "Autumn", "Meeting": "1", "Date": date(2026, 12, 1), "Start": time(15, 30)},)),
    ),
    raw=(RawRows("Form 1", ("Timestamp", "Idea"), ((datetime(2026, 11, 23, 9, 30, 15), "-talk"),)),),
)


def convert(path: Path, kind: str, into: Path) -> Path:
    home = f"-env:UserInstallation=file://{into / 'home'}"
    command = ["soffice", home, "--headless", "--convert-to", kind, "--outdir", str(into), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return into / f"{path.stem}.{kind}"


def test_libreoffice_opens_and_saves_it(tmp_path: Path) -> None:
    book = book_at(tmp_path / "book.xlsx")
    book.write(CHANGES)
    again = book_at(convert(book.path, "xlsx", tmp_path / "saved"))
    assert rows(again.read()) == rows(book.read())
    assert convert(book.path, "pdf", tmp_path / "saved").stat().st_size > 5_000
    assert again.write(Changes(tabs=CHANGES.tabs)) is None
    again.write(Changes(setup=SETUP))
    assert again.write(Changes(setup=SETUP)) is None
    assert rows(again.read()) == rows(book.read())
    assert again.write(Changes(tabs=(TabChange(PUPILS, added=({"Key": "c", "Born": date(2016, 2, 1)},)),))) == again.path
    assert again.read().find("Pupils").at(4, 2) == date(2016, 2, 1)  # type: ignore[union-attr]


def rows(found: Snapshot) -> dict[str, tuple[tuple[object, ...], ...]]:
    return {s.title: s.rows for s in found.sheets}
