"""Charts beside a page of a workbook: drawn once, kept on the rows of their table, and otherwise left as people made them."""

import io
import re
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.series_factory import SeriesFactory
from openpyxl.drawing.image import Image
from openpyxl.worksheet.worksheet import Worksheet
from test_xlsx_dressed import PNG
from test_xlsx_office import convert
from xlsx_samples import STRICT_OFFICE, book_at, parts_of, put_parts, raw_book

from sgp.books.xlsx import XlsxBook
from sgp.contract import Tab
from sgp.contract.looks import BAR_COLOURS
from sgp.plan import Changes, Chart, Line, Page, Span

SUMMARY = Tab("How's it going", "", page=True, widths=(30, 10, 10, 10))
ANSWERS, IDEAS = "Answers by department", "Ideas & what became of them"
ART, MUSIC, DRAMA = ("Art", 3, 1), ("Music", 2, 2), ("Drama", 4, 0)
STATUSES = (("Agreed", 2), ("Trying", 1))
DRAWING = "xl/drawings/drawing1.xml"
Row = tuple[str | int, ...]


def page(*answers: Row, ideas: tuple[Row, ...] = STATUSES, tab: Tab = SUMMARY) -> Page:
    """A page of two tables, the second below the first."""
    lines: list[Line] = [(Span("Autumn", "title"),), ()]
    charts = []
    for title, headings, rows in ((ANSWERS, ("Department", "Meeting 1", "Meeting 2"), answers), (IDEAS, ("Status", "Ideas"), ideas)):
        lines += [(), (Span(title, "section"),), tuple(Span(h, "table heading") for h in headings)]
        lines += [tuple(Span(cell, "text" if isinstance(cell, str) else "number") for cell in row) for row in rows]
        numbers = tuple(range(1, len(headings)))
        charts.append(Chart(title, len(lines) - len(rows), len(lines), 0, numbers, stacked=len(numbers) > 1))
    return Page(tab, tuple(lines), charts=tuple(charts))


def changes(*answers: Row, ideas: tuple[Row, ...] = STATUSES) -> Changes:
    return Changes(setup=(SUMMARY,), pages=(page(*answers, ideas=ideas),))


@pytest.fixture
def book(tmp_path: Path) -> XlsxBook:
    """A book with the page and its two charts."""
    made = book_at(tmp_path / "book.xlsx")
    made.write(changes(ART, MUSIC))
    return made


def sheet_of(book: XlsxBook) -> Worksheet:
    return load_workbook(book.path)[SUMMARY.title]


def title_of(chart: BarChart) -> str:
    return "".join(run.t for p in chart.title.tx.rich.p for run in p.r)


def ranges(book: XlsxBook) -> dict[str, list[str]]:
    """Title -> what its series are called, named by and made of, without the tab's name."""
    found = {}
    for chart in sheet_of(book)._charts:  # type: ignore[attr-defined]
        parts = [f for s in chart.series for f in (s.tx.strRef.f, s.cat.strRef.f, s.val.numRef.f)]
        assert all(f.startswith("'How''s it going'!") for f in parts)
        found[title_of(chart)] = [f.partition("!")[2].replace("$", "") for f in parts]
    return found


def in_parts(book: XlsxBook, name: str, *swaps: tuple[str, str]) -> None:
    """Change one part of the file as a person's program would."""
    parts = parts_of(book.path)
    for old, new in swaps:
        assert old.encode() in parts[name], old
        parts[name] = parts[name].replace(old.encode(), new.encode())
    put_parts(book.path, parts)


def chart_part(book: XlsxBook, title: str) -> str:
    return next(n for n, content in parts_of(book.path).items() if "/charts/chart" in n and title.replace("&", "&amp;").encode() in content)


# ── Drawn ────────────────────────────────────────────────────────────────────────────────────────────


def test_charts_stand_beside_the_page_on_the_rows_of_their_tables(book: XlsxBook) -> None:
    assert ranges(book) == {
        ANSWERS: ["B5", "A6:A7", "B6:B7", "C5", "A6:A7", "C6:C7"],
        IDEAS: ["B10", "A11:A12", "B11:B12"],
    }


def test_they_look_as_they_shall(book: XlsxBook) -> None:
    answers, ideas = sheet_of(book)._charts  # type: ignore[attr-defined]
    assert (answers.barDir, answers.grouping, answers.overlap, ideas.grouping) == ("bar", "stacked", 100, "clustered")
    assert [s.spPr.solidFill.srgbClr for s in answers.series] == list(BAR_COLOURS[:2])
    assert (answers.legend.legendPos, ideas.legend) == ("t", None)
    assert answers.x_axis.scaling.orientation == "maxMin", "the first name is on top"
    assert answers.y_axis.majorGridlines is None
    assert (answers.y_axis.numFmt.formatCode, answers.series[0].dLbls.numFmt) == ("0", "0;;;"), "whole numbers"


def test_they_cover_neither_the_tables_nor_each_other(book: XlsxBook) -> None:
    seen = sheet_of(book)
    places = [(c.anchor._from, c.anchor.ext) for c in seen._charts]  # type: ignore[attr-defined]
    assert [(f.col, f.row) for f, _ in places] == [(5, 2), (5, 18)]
    assert all(ext.height <= 16 * 12_700 * seen.sheet_format.defaultRowHeight for _, ext in places)


def test_they_are_low_where_rows_are_low(tmp_path: Path) -> None:
    book = raw_book(tmp_path / "book.xlsx", "", around="")
    in_parts(book, "xl/worksheets/sheet1.xml", ("<sheetData>", '<sheetFormatPr defaultRowHeight="12"/><sheetData>'))
    book.write(Changes(pages=(page(ART, tab=Tab("Pupils", "", page=True)),)))
    (height,) = set(re.findall(r'cy="([1-9]\d+)"', parts_of(book.path)[DRAWING].decode()))
    assert int(height) < 16 * 12 * 12_700


def test_a_screen_reader_is_told_what_each_is(book: XlsxBook) -> None:
    told = re.findall(r'<xdr:cNvPr id="(\d+)" name="([^"]*)" descr="([^"]*)"', parts_of(book.path)[DRAWING].decode())
    assert [(number, name) for number, name, _ in told] == [("2", ANSWERS), ("3", IDEAS.replace("&", "&amp;"))]
    assert all(name in sentence and sentence.endswith(".") for _, name, sentence in told)


def test_every_part_has_its_type_and_the_sheet_names_its_drawing_in_the_right_place(book: XlsxBook) -> None:
    parts = parts_of(book.path)
    for name in (n for n in parts if n.startswith(("xl/charts/chart", "xl/drawings/drawing"))):
        assert f'PartName="/{name}"'.encode() in parts["[Content_Types].xml"]
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    assert re.search(r'<pageSetup[^>]*/><drawing [^>]*r:id="rId1"/></worksheet>$', sheet)


def test_a_table_without_rows_is_drawn_and_grows_later(tmp_path: Path) -> None:
    book = book_at(tmp_path / "book.xlsx")
    book.write(changes(ideas=()))
    assert ranges(book) == {ANSWERS: ["B5", "A6", "B6", "C5", "A6", "C6"], IDEAS: ["B8", "A9", "B9"]}
    book.write(changes(ART, MUSIC))
    assert ranges(book)[ANSWERS] == ["B5", "A6:A7", "B6:B7", "C5", "A6:A7", "C6:C7"]


def test_a_book_of_an_older_version_gets_its_charts_with_the_next_change(tmp_path: Path) -> None:
    book, older = book_at(tmp_path / "book.xlsx"), page(ART)
    book.write(Changes(setup=(SUMMARY,), pages=(Page(SUMMARY, older.lines),)))
    assert not ranges(book)
    book.write(changes(ART, MUSIC))
    assert set(ranges(book)) == {ANSWERS, IDEAS}


def test_a_page_without_charts_gets_no_drawing(tmp_path: Path) -> None:
    book = book_at(tmp_path / "book.xlsx")
    book.write(Changes(pages=(Page(SUMMARY, page(ART).lines),), setup=(SUMMARY,)))
    assert not [n for n in parts_of(book.path) if "drawing" in n]


# ── Drawn once ───────────────────────────────────────────────────────────────────────────────────────


def test_a_second_run_writes_nothing(book: XlsxBook) -> None:
    before = book.path.read_bytes()
    assert book.write(changes(ART, MUSIC)) is None
    assert book.path.read_bytes() == before


def test_they_follow_their_tables_and_no_chart_is_drawn_twice(book: XlsxBook) -> None:
    book.write(changes(ART, MUSIC, DRAMA))
    assert ranges(book) == {
        ANSWERS: ["B5", "A6:A8", "B6:B8", "C5", "A6:A8", "C6:C8"],
        IDEAS: ["B11", "A12:A13", "B12:B13"],
    }
    book.write(changes(ART))
    assert ranges(book)[ANSWERS] == ["B5", "A6", "B6", "C5", "A6", "C6"]
    assert len(ranges(book)) == 2


def test_other_numbers_in_the_same_rows_leave_the_charts_byte_for_byte(book: XlsxBook) -> None:
    before = parts_of(book.path)
    assert book.write(changes(("Art", 9, 9), MUSIC))
    after = parts_of(book.path)
    assert {n for n in before if before[n] != after[n]} == {"xl/worksheets/sheet1.xml"}
    assert list(before) == list(after)


def test_a_table_that_grows_changes_its_sheet_and_its_charts_alone(book: XlsxBook) -> None:
    before = parts_of(book.path)
    book.write(changes(ART, MUSIC, ideas=(*STATUSES, ("Embedded", 1))))
    after = parts_of(book.path)
    assert {n for n in before if before[n] != after[n]} == {"xl/worksheets/sheet1.xml", chart_part(book, IDEAS)}


def test_the_same_book_every_time(tmp_path: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        book_at(tmp_path / name).write(changes(ART))
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


# ── What people did ──────────────────────────────────────────────────────────────────────────────────


def test_colours_fonts_and_places_people_chose_stay_while_the_ranges_move(book: XlsxBook) -> None:
    part = chart_part(book, ANSWERS)
    in_parts(book, part, (BAR_COLOURS[0], "AA1122"), ('sz="1200"', 'sz="2000"'), ('val="stacked"', 'val="percentStacked"'))
    in_parts(book, DRAWING, ("<xdr:col>5</xdr:col>", "<xdr:col>9</xdr:col>"))
    before = parts_of(book.path)
    book.write(changes(ART, MUSIC, DRAMA))
    after = parts_of(book.path)
    assert after[DRAWING] == before[DRAWING]
    assert re.sub(rb"<f>.*?</f>", b"", after[part]) == re.sub(rb"<f>.*?</f>", b"", before[part]), "nothing but the ranges"
    assert ranges(book)[ANSWERS] == ["B5", "A6:A8", "B6:B8", "C5", "A6:A8", "C6:C8"]


def test_what_a_program_kept_of_the_old_cells_goes_with_the_old_range(book: XlsxBook) -> None:
    part, kept = chart_part(book, IDEAS), '<numCache><ptCount val="2"/></numCache>'
    in_parts(book, part, ("$B$12</f>", f"$B$12</f>{kept}"), ("'How''s it going'!$A$11", "'HOW''S IT GOING'!A11"))
    book.write(changes(("Art", 7, 7), MUSIC))
    assert kept.encode() in parts_of(book.path)[part], "the range is the same, however it is written"
    book.write(changes(ART, MUSIC, DRAMA))
    assert b"Cache" not in parts_of(book.path)[part]
    assert ranges(book)[IDEAS] == ["B11", "A12:A13", "B12:B13"]


def test_a_title_in_several_fonts_is_still_the_title(book: XlsxBook) -> None:
    in_parts(book, chart_part(book, ANSWERS), ("<a:t>Answers by", "<a:t>Answers </a:t></a:r><a:r><a:t>by"))
    book.write(changes(ART, MUSIC, DRAMA))
    assert len(ranges(book)) == 2


def test_series_that_people_left_out_or_turned_round_stay_so(book: XlsxBook) -> None:
    made = load_workbook(book.path)
    answers = made[SUMMARY.title]._charts[0]
    answers.series = answers.series[::-1]
    made.save(book.path)
    book.write(changes(ART, MUSIC, DRAMA))
    assert ranges(book)[ANSWERS] == ["C5", "A6:A8", "C6:C8", "B5", "A6:A8", "B6:B8"]
    made = load_workbook(book.path)
    made[SUMMARY.title]._charts[0].series = made[SUMMARY.title]._charts[0].series[:1]
    made.save(book.path)
    book.write(changes(ART))
    assert ranges(book)[ANSWERS] == ["C5", "A6", "C6"]


def test_a_table_with_other_columns_is_followed_and_so_are_lost_rows(book: XlsxBook) -> None:
    part = chart_part(book, ANSWERS)
    in_parts(book, part, ("$B$6:$B$7", "$D$6:$D$7"), ("'How''s it going'!$C$6:$C$7", "'How''s it going'!#REF!"), ("$C$5", "$E$5"))
    book.write(changes(ART, MUSIC, DRAMA))
    assert ranges(book)[ANSWERS] == ["B5", "A6:A8", "B6:B8", "C5", "A6:A8", "C6:C8"]


def test_a_series_of_somewhere_else_in_our_chart_is_left_alone(book: XlsxBook) -> None:
    made = load_workbook(book.path)
    made.create_sheet("Aims").append((5, 5))
    made[SUMMARY.title]._charts[0].series.append(SeriesFactory("Aims!$A$1:$B$1", title="Aim"))
    made.save(book.path)
    book.write(changes(ART, MUSIC, DRAMA))
    content = parts_of(book.path)[chart_part(book, ANSWERS)].decode()
    assert re.findall(r"<f>(.*?)</f>", content)[-1].replace("'", "") == "Aims!$A$1:$B$1"
    assert "$B$6:$B$8" in content


def test_pictures_and_charts_of_people_in_the_same_drawing_stay(tmp_path: Path) -> None:
    book = book_at(tmp_path / "book.xlsx")
    book.write(Changes(setup=(SUMMARY,), pages=(Page(SUMMARY, page(ART).lines),)))
    made = load_workbook(book.path)
    own, sheet = LineChart(), made[SUMMARY.title]
    own.title = "Mine"
    own.add_data(Reference(sheet, min_col=2, min_row=6, max_row=7))
    sheet.add_chart(own, "A30")
    sheet.add_image(Image(io.BytesIO(PNG)), "C30")
    made.save(book.path)
    before = parts_of(book.path)
    book.write(changes(ART, MUSIC))
    after = parts_of(book.path)
    assert {n for n in before if before[n] != after[n]} == {
        "xl/worksheets/sheet1.xml", DRAWING, f"{DRAWING}.rels".replace("drawings/", "drawings/_rels/"), "[Content_Types].xml"}
    inside = before[DRAWING].partition(b"?>")[2].strip().removesuffix(b"</wsDr>").partition(b">")[2]
    assert inside in after[DRAWING]
    ids = re.findall(rb'cNvPr id="(\d+)"', after[DRAWING])
    assert len(ids) == len(set(ids)) == 4
    assert [title_of(c) for c in sheet_of(book)._charts] == ["Mine", ANSWERS, IDEAS]  # type: ignore[attr-defined]
    assert len(sheet_of(book)._images) == 1  # type: ignore[attr-defined]


def test_a_chart_that_was_deleted_comes_back_when_the_page_next_changes(book: XlsxBook) -> None:
    made = load_workbook(book.path)
    del made[SUMMARY.title]._charts[0]
    made.save(book.path)
    assert book.write(changes(ART, MUSIC)) is None
    book.write(changes(ART, MUSIC, DRAMA))
    assert set(ranges(book)) == {ANSWERS, IDEAS}


# ── Other files and programs ─────────────────────────────────────────────────────────────────────────


def strict_book(path: Path) -> XlsxBook:
    book = raw_book(path, "", strict=True)
    book.write(Changes(pages=(page(ART, MUSIC, tab=Tab("Pupils", "", page=True)),)))
    return book


def test_a_strict_file_stays_strict(tmp_path: Path) -> None:
    parts = parts_of(strict_book(tmp_path / "book.xlsx").path)
    drawn = [content for name, content in parts.items() if "/charts/" in name or "/drawings/" in name]
    assert not [c for c in drawn if b"schemas.openxmlformats.org/drawingml" in c or b"schemas.openxmlformats.org/officeDocument" in c]
    assert b'gapWidth val="60%"' in parts["xl/charts/chart1.xml"]
    assert f'Type="{STRICT_OFFICE}/chart"'.encode() in parts["xl/drawings/_rels/drawing1.xml.rels"]


@pytest.mark.office
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_draws_them_and_what_it_saves_is_followed(book: XlsxBook, tmp_path: Path) -> None:
    strict = strict_book(tmp_path / "strict.xlsx")
    again = book_at(convert(book.path, "xlsx", tmp_path / "out"))
    again.write(changes(ART, MUSIC, DRAMA))
    assert ranges(again) == {ANSWERS: ["B5", "A6:A8", "B6:B8", "C5", "A6:A8", "C6:C8"], IDEAS: ["B11", "A12:A13", "B12:B13"]}
    strict_again = load_workbook(convert(strict.path, "xlsx", tmp_path / "out"))
    assert [title_of(c) for c in strict_again["Pupils"]._charts] == [ANSWERS, IDEAS]
