"""Files that are no workbook, or not one to trust: a clear message and exit code 3, and nothing is written."""

import os
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from xlsx_samples import book_at, parts_of, put_parts, raw_book

from sgp.errors import ExitCode, Stop
from sgp.plan import Changes, RawRows

ROWS = Changes(raw=(RawRows("Form 1", ("A",), (("b",),)),))
TO_PUPILS = Changes(raw=(RawRows("Pupils", ("A",), (("b",),)),))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def refused(path: Path, changes: Changes = ROWS) -> str:
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(Stop) as reading:
        book_at(path).read()
    with pytest.raises(Stop) as writing:
        book_at(path).write(changes)
    assert reading.value.code == writing.value.code == ExitCode.CONFIGURATION
    assert (path.read_bytes() if path.is_file() else None) == before
    return str(reading.value)


@pytest.mark.parametrize(("content", "told"), [
    (b"", "is empty"), (b"Email,Name\n", "not an Excel workbook"), (OLE, "old Excel format"),
    (OLE + "EncryptedPackage".encode("utf-16-le"), "locked by a password"), (b"PK\x03\x04 torn", "damaged"),
])  # fmt: skip
def test_not_a_workbook(tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / "book.xlsx").write_bytes(content)
    assert told in refused(tmp_path / "book.xlsx")


def test_missing_and_folder(tmp_path: Path) -> None:
    assert "does not exist" in refused(tmp_path / "book.xlsx")
    assert not book_at(tmp_path / "book.xlsx").exists()
    assert "is a folder" in refused(tmp_path)


def test_another_zip(tmp_path: Path) -> None:
    put_parts(tmp_path / "book.xlsx", {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"})
    assert "not an Excel workbook" in refused(tmp_path / "book.xlsx")


def test_torn_anywhere(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    raw_book(path, '<row><c t="inlineStr"><is><t>yes</t></is></c></row>')
    whole = path.read_bytes()
    for length in range(1, len(whole), 97):
        path.write_bytes(whole[:length])
        refused(path)


@pytest.mark.parametrize("name", ["workbook.xml", "worksheets/sheet1.xml", "sharedStrings.xml", "styles.xml", "_rels/workbook.xml.rels"])
def test_broken_part(tmp_path: Path, name: str) -> None:
    path, part = tmp_path / "book.xlsx", f"xl/{name}"
    raw_book(path, "<row/>")
    put_parts(path, parts_of(path) | {part: parts_of(path)[part][:-9]})
    assert "damaged" in refused(path, TO_PUPILS)


@pytest.mark.parametrize("row", [
    '<row r="0"/>', '<row r="x"/>', '<row r="99999999999"><c><v>1</v></c></row>', '<row><c r="ZZZZ1"><v>1</v></c></row>',
    '<row><c t="s"><v>9</v></c></row>', '<row><c t="d"><v>soon</v></c></row>', "<row><c><v>seven</v></c></row>",
])  # fmt: skip
def test_impossible_cells(tmp_path: Path, row: str) -> None:
    path = tmp_path / "book.xlsx"
    raw_book(path, row)
    with pytest.raises(Stop, match="damaged"):
        book_at(path).read()


def test_a_few_cells_far_out_do_not_fill_the_memory(tmp_path: Path) -> None:
    raw_book(tmp_path / "book.xlsx", "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, 3000)))
    with pytest.raises(Stop, match="damaged"):
        book_at(tmp_path / "book.xlsx").read()


def test_zip_bomb(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    raw_book(path, "<row/>")
    with ZipFile(path, "a", ZIP_DEFLATED) as archive, archive.open("xl/media/image1.png", "w") as member:
        for _ in range(60):
            member.write(bytes(1_000_000))
    assert "absurdly large" in refused(path)


def test_zip_bomb_that_lies_about_its_size(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    raw_book(path, "<row/>")
    with ZipFile(path, "a", ZIP_DEFLATED) as archive:
        archive.writestr("xl/bomb.xml", bytes(100_000_000))
    told, true = (100).to_bytes(4, "little"), (100_000_000).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(true, told))
    assert "damaged" in refused(path)


def test_too_many_members(tmp_path: Path) -> None:
    put_parts(tmp_path / "book.xlsx", {f"xl/{n}": b"" for n in range(6000)})
    assert "absurdly large" in refused(tmp_path / "book.xlsx")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_doubled_member(tmp_path: Path) -> None:
    raw_book(tmp_path / "book.xlsx", "<row/>")
    with ZipFile(tmp_path / "book.xlsx", "a") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert "damaged" in refused(tmp_path / "book.xlsx")


@pytest.mark.parametrize("declared", [
    '<!ENTITY lol "lol"><!ENTITY big "&lol;&lol;">', '<!ENTITY big SYSTEM "file:///etc/passwd">', '<!ENTITY big SYSTEM "http://127.0.0.1:9/x">',
])  # fmt: skip
def test_entities_are_never_resolved(tmp_path: Path, declared: str) -> None:
    path = tmp_path / "book.xlsx"
    raw_book(path, '<row><c t="inlineStr"><is><t>&big;</t></is></c></row>')
    for part in ("xl/worksheets/sheet1.xml", "xl/workbook.xml"):
        parts = parts_of(path)
        put_parts(path, parts | {part: f"<!DOCTYPE x [{declared}]>".encode() + parts[part]})
        assert "damaged" in refused(path, TO_PUPILS)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs a user whom permissions bind")
def test_no_permission(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    raw_book(path, "<row/>")
    path.chmod(0)
    with pytest.raises(Stop, match="may not be read"):
        book_at(path).read()
    path.chmod(0o444)
    with pytest.raises(Stop, match="marked read-only"):
        book_at(path).write(ROWS)
    path.chmod(0o644)
    tmp_path.chmod(0o555)
    with pytest.raises(Stop, match="may not be"):
        book_at(path).write(ROWS)
    tmp_path.chmod(0o755)
