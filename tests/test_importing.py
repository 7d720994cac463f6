"""Exports to rows: real files in many dresses, only what is empty is filled, and nothing twice."""

from collections.abc import Sequence
from datetime import date, time
from pathlib import Path

import pytest
from schools import FORMS, address, book_of, sheet_of

from sgp.config import read_csv, read_import_headings
from sgp.contract import Focus, Meeting, Observation, Pair, Staff, Tab
from sgp.errors import ExitCode, Stop
from sgp.importing import Export, Headings, Imported, form_rows, import_rows
from sgp.plan import Sheet, Snapshot, Value, applied
from sgp.tables import read_book

HEADINGS = read_import_headings()


def headings_of(tab: Tab) -> Headings:
    also = dict(HEADINGS.get(tab.title, {}))
    reads = also.pop("reads", {})
    return Headings(also, reads)


def export(*rows: Sequence[str]) -> Export:
    return Export("file.csv", tuple(rows[0]), tuple(tuple(r) for r in rows[1:]))


def take(tab: Tab, sheet: Sheet, file: Export) -> Imported:
    return import_rows(tab, sheet, file, headings_of(tab), day_first=True)


def after(tab: Tab, sheet: Sheet, *files: Export) -> Sheet:
    for file in files:
        sheet = applied(Snapshot((sheet,)), take(tab, sheet, file).changes).sheets[0]
    return sheet


def blank(tab: Tab) -> Sheet:
    return Sheet(tab.title, (tab.headings,))


def cells(tab: Tab, sheet: Sheet, *headings: str) -> list[tuple[Value, ...]]:
    return [tuple(row[tab.headings.index(h)] for h in headings) for row in sheet.rows[1:]]


# ── files ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize(("delimiter", "end"), [(",", "\r\n"), (";", "\n"), ("\t", "\r\n"), (",", "\n")])
def test_any_encoding_and_delimiter_is_read(tmp_path: Path, encoding: str, delimiter: str, end: str) -> None:
    path = tmp_path / "staff.csv"
    lines = [("Work Email", "Surname", "Where (a, b)"), ("a@x.org", "Müller “x”" if encoding != "cp1252" else "Müller", "two\nlines"),
             ("b@x.org",)]
    text = end.join(delimiter.join(f'"{c}"' for c in line) for line in lines)
    path.write_bytes(text.encode(encoding))
    headings, rows = read_csv(path)
    assert headings == lines[0]
    assert rows == tuple(lines[1:])


def test_commas_inside_quoted_headings_are_no_delimiters(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text('"Where it goes (scheme, unit, year)";Owner\nx;y\n', encoding="utf-8")
    assert read_csv(tmp_path / "x.csv") == (("Where it goes (scheme, unit, year)", "Owner"), (("x", "y"),))


@pytest.mark.parametrize(("content", "said"), [(b"", "no headings"), (b"\n\na,b", "no headings"), (b"PK\x03\x04rest", "is a workbook"),
                                               (b"\xd0\xcf\x11\xe0", "is a workbook"), (None, "no file")])
def test_what_is_no_export_is_said(tmp_path: Path, content: bytes | None, said: str) -> None:
    if content is not None:
        (tmp_path / "x.csv").write_bytes(content)
    with pytest.raises(Stop, match=said) as stop:
        read_csv(tmp_path / "x.csv")
    assert stop.value.code == ExitCode.CONFIGURATION


# ── headings and names ───────────────────────────────────────────────────────────────────────────────

SIMS = export(["Name (surname, forename)", "Work Email", "Staff Code", "Line Manager", "Department(s)", "Contract Days"],
              ["ASHWORTH, Margaret", "M.Ashworth@x.org", "MAS", "", "Science", ""],
              ["NOWAK, Agnieszka", "a.nowak@x.org", "ANO", "mas", "Art", "Mon-Thu"])
ARBOR = export(["Legal First Name", "Preferred First Name", "Preferred Last Name", "Primary Email", "Business Role", "Employment Start"],
               ["Margaret", "Maggie", "Ashworth", "m.ashworth@x.org", "Head of Science", "01/09/2020"])
BROMCOM = export(["\ufeffforename", "SURNAME", "Main Email", "Subject Area", "End Date"],
                 ["Maggie", "ASHWORTH", "m.ashworth@x.org", "Science", "31/08/2027"])


@pytest.mark.parametrize(("file", "expected"), [
    (SIMS, ("M.Ashworth@x.org", "Margaret", "Ashworth")), (ARBOR, ("m.ashworth@x.org", "Maggie", "Ashworth")),
    (BROMCOM, ("m.ashworth@x.org", "Maggie", "Ashworth")),
])
def test_headings_of_school_systems_are_known(file: Export, expected: tuple[str, ...]) -> None:
    assert cells(Staff.tab, after(Staff.tab, blank(Staff.tab), file), "Email", "First name", "Last name")[0] == expected


def test_dates_are_dates_and_codes_are_managers() -> None:
    assert cells(Staff.tab, after(Staff.tab, blank(Staff.tab), BROMCOM), "Leaves") == [(date(2027, 8, 31),)]
    assert cells(Staff.tab, after(Staff.tab, blank(Staff.tab), SIMS), "Line manager email")[1] == ("m.ashworth@x.org",)


@pytest.mark.parametrize(("codes", "manager"), [(("AAA", "BBB"), "zzz"), (("zzz", "ZZZ"), "zzz")])
def test_an_unknown_or_shared_manager_code_stays_and_the_check_tells_it(codes: tuple[str, str], manager: str) -> None:
    file = export(["Email", "Code", "Line manager"], ["a@x.org", codes[0], ""], ["b@x.org", codes[1], manager])
    sheet = after(Staff.tab, blank(Staff.tab), file)
    assert cells(Staff.tab, sheet, "Line manager email")[1] == (manager,)
    assert [(p.row, p.column) for p in read_book(book_of(sheet), FORMS)[1]] == [(3, "Line manager email")]


@pytest.mark.parametrize(("written", "first", "last"), [
    ("O'BRIEN, Siobhan", "Siobhan", "O'Brien"), ("O’BRIEN, Siobhan", "Siobhan", "O’Brien"), ("McDONALD, Ian", "Ian", "McDonald"),
    ("MCDONALD, IAN", "Ian", "McDonald"),
    ("MacDONALD, Ian", "Ian", "MacDonald"), ("MACEY, Jo", "Jo", "Macey"), ("VAN DER BERG, Jan", "Jan", "Van der Berg"),
    ("DE LA CRUZ, Ana", "Ana", "De la Cruz"),
    ("GARCÍA LÓPEZ, María José", "María José", "García López"), ("RUIZ-VEGA, CARMEN", "Carmen", "Ruiz-Vega"),
    ("WÓJCIK, Katarzyna", "Katarzyna", "Wójcik"),
    ("TAN, Hui Min", "Hui Min", "Tan"), ("NG, JP", "JP", "Ng"), ("van Dijk, Eva", "Eva", "van Dijk"), ("Jane Smith", "Jane", "Smith"),
    ("D'ARCY-SMITH, Al", "Al", "D'Arcy-Smith"),
    ("Cher", "", "Cher"), ("", "", ""),
])
def test_names_in_capitals_are_written_as_people_write_them(written: str, first: str, last: str) -> None:
    sheet = after(Staff.tab, blank(Staff.tab), export(["Name", "Email"], [written, "x@x.org"]))
    assert [tuple(v or "" for v in row) for row in cells(Staff.tab, sheet, "First name", "Last name")] == [(first, last)]


def test_assistants_are_not_teachers_unless_the_file_says_so() -> None:
    file = export(["Email", "Role", "Taking part"], ["a@x.org", "Teaching Assistant", ""], ["b@x.org", "HLTA", "yes"],
                  ["c@x.org", "Assistant Headteacher", ""])
    assert cells(Staff.tab, after(Staff.tab, blank(Staff.tab), file), "Taking part") == [("no",), ("yes",), (None,)]


def test_columns_that_nothing_takes_are_left_out_and_said() -> None:
    done = take(Staff.tab, blank(Staff.tab), export(["Email", "Medical notes"], ["a@x.org", "Zsecret"]))
    assert "Zsecret" not in str(done.changes)
    assert "Medical notes" in done.says[-1]


def test_a_file_without_the_key_column_stops_and_says_what_may_be_meant() -> None:
    with pytest.raises(Stop) as stop:
        take(Staff.tab, blank(Staff.tab), export(["Emial", "Surname"], ["a@x.org", "A"]))
    assert stop.value.code == ExitCode.DATA
    assert "Emial" in stop.value.problems[0].mend


# ── into a tab that has rows ─────────────────────────────────────────────────────────────────────────


def test_only_empty_cells_are_filled_and_rows_are_found_in_any_order() -> None:
    headings = ("mine", "last NAME", "Email", "First name", "Department")
    sheet = sheet_of("Staff", headings, ("x", None, "B@x.org ", "Bo", "  "), (), ("y", "Hers", "a@x.org", None, "Art"))
    file = export(["Email", "First name", "Last name", "Department"], ["a@x.org", "Ann", "Lee", "Music"],
                  ["b@x.org", "Bob", "Ray", "Drama"], ["c@x.org", "Cy", "Fox", ""])
    assert after(Staff.tab, sheet, file).rows[1:] == (
        ("x", "Ray", "B@x.org ", "Bo", "Drama"), (None,) * 5, ("y", "Hers", "a@x.org", "Ann", "Art"), (None, "Fox", "c@x.org", "Cy", None))


def test_someone_known_by_a_former_address_is_not_added_again() -> None:
    sheet = sheet_of("Staff", ("Email", "Other emails", "Role"), ("a.new@x.org", "A.Old@x.org; b@x.org", None), ("c@x.org", None, None))
    changed = after(Staff.tab, sheet, export(["Email", "Role"], ["a.old@x.org", "Tutor"]))
    assert [row[0] for row in changed.rows[1:]] == ["a.new@x.org", "c@x.org"]
    assert changed.rows[1][2] == "Tutor"


def test_people_without_an_address_stay_apart_and_come_only_once() -> None:
    file = export(["Email", "First name", "Last name"], ["", "Ann", "Lee"], ["", "Bob", "Ray"], ["a@x.org", "Cy", "Fox"])
    once = after(Staff.tab, blank(Staff.tab), file)
    assert sorted(str(r[0]) for r in cells(Staff.tab, once, "First name")) == ["Ann", "Bob", "Cy"]
    assert not take(Staff.tab, once, file).changes


def test_of_two_rows_of_one_key_the_first_counts_and_the_second_fills() -> None:
    file = export(["Focus", "Description", "Keywords"], ["Oracy", "first", ""], ["ORACY ", "second", "talk"])
    expected = [("Oracy", "first", "talk")]
    assert [(r[0].strip().capitalize(), *r[1:]) for r in cells(Focus.tab, after(Focus.tab, blank(Focus.tab), file), "Focus", "Description",
                                                               "Keywords")] == expected  # type: ignore[union-attr]
    assert cells(Focus.tab, after(Focus.tab, sheet_of("Focuses", Focus.tab.headings, ("Oracy",)), file), "Focus", "Description",
                 "Keywords") == expected


@pytest.mark.parametrize(("tab", "file"), [
    (Staff.tab, SIMS), (Staff.tab, ARBOR),
    (Observation.tab, export(["Date", "Teacher email", "Strengths"], ["14/10/24", "a@x.org", "x"], ["31/06/2026", "a@x.org", "x"],
                             ["14/10/24", "a@x.org", "x"])),
    (Pair.tab, export(["Email A", "Email B", "Rule"], ["a@x.org", "b@x.org", "Apart "])),
    (Meeting.tab, export(["Cycle", "Meeting", "Sitting", "Start"], ["Autumn", "1", "", "15:30"], ["Autumn", "1", "B", "late"])),
])
def test_the_same_file_again_adds_nothing(tab: Tab, file: Export) -> None:
    once = after(tab, blank(tab), file)
    assert len(once.rows) == len(file.rows) + 1
    again = take(tab, once, file)
    assert not again.changes
    assert f"{len(file.rows)} already there" in " ".join(again.says)


def test_cells_are_typed_where_that_is_certain_and_text_is_text() -> None:
    file = export(["Cycle", "Meeting", "Sitting", "Date", "Start", "Capacity", "Place"],
                  ["=1+1", "1", "", "06/10/2026", "15:30", "012", "-Hall"], ["x", "2", "A", "soon", "late", "30", "+1"])
    found = cells(Meeting.tab, after(Meeting.tab, blank(Meeting.tab), file), "Cycle", "Meeting", "Date", "Start", "Capacity", "Place")
    assert found == [("=1+1", "1", date(2026, 10, 6), time(15, 30), "012", "-Hall"), ("x", "2", "soon", "late", 30, "+1")]


# ── form answers ─────────────────────────────────────────────────────────────────────────────────────

FORM_1 = ["Timestamp", "Email Address", "What I do now", "The small change I will try", "Help I need", ""]
ANSWERS = export(FORM_1, ["06/10/2026 16:00", address("a"), "x", "y", "=1+1", "note"],
                 ["07/10/2026 16:00", address("b"), "x", "y", "", ""], ["", "", "", "", "", ""])


def form(sheet: Sheet, file: Export, meeting: str = "1") -> Imported:
    return form_rows("Form 1", meeting, sheet, file, FORMS)


def test_answers_go_below_as_they_are_without_nameless_columns_and_blank_rows() -> None:
    made = applied(Snapshot(()), form(Sheet("Form 1", ()), ANSWERS).changes).sheets[0]
    assert made.rows == (tuple(FORM_1[:5]), ("06/10/2026 16:00", address("a"), "x", "y", "=1+1"),
                         ("07/10/2026 16:00", address("b"), "x", "y", None))
    assert not form(made, ANSWERS).changes


@pytest.mark.parametrize("dress", [str.upper, lambda h: f" {h} ", lambda h: f"3. {h}", lambda h: f"{h}:"])
def test_answers_that_stand_under_headings_in_another_dress_are_not_added_again(dress: object) -> None:
    headings = tuple(dress(h) for h in FORM_1[:5])  # type: ignore[operator]
    stands = sheet_of("Form 1", headings, ("06/10/2026 16:00", address("a"), "x", "y", "=1+1"))
    (raw,) = form(stands, ANSWERS).changes.raw
    assert raw.headings == headings
    assert [r[1] for r in raw.rows] == [address("b")]


def test_a_new_question_stands_at_the_right_and_a_doubled_heading_pairs_in_order() -> None:
    stands = sheet_of("Form 1", ("Timestamp", "Email Address", "What I do now", "Email address"), ("t", "a", "x", "typed"))
    file = export(["Email address", *FORM_1[:5]], ["typed 2", "t2", "b", "x", "y", "z"])
    (raw,) = form(stands, file).changes.raw
    assert raw.headings == ("Timestamp", "Email Address", "What I do now", "Email address", "The small change I will try", "Help I need")
    assert raw.rows == (("t2", "b", "x", "typed 2", "y", "z"),)


@pytest.mark.parametrize(("file", "meeting", "said"), [
    (ANSWERS, "2", "form 1"), (export(["Timestamp", "Email Address", "What I tried", "What happened for students",
                                       "One idea worth sharing"]), "1", "form 2"),
    (export(["Email", "First name"], ["a", "b"]), "1", "does not look like"),
])
def test_a_file_of_another_form_is_refused(file: Export, meeting: str, said: str) -> None:
    with pytest.raises(Stop) as stop:
        form(Sheet("Form 1", ()), file, meeting)
    assert stop.value.code == ExitCode.DATA
    assert said in stop.value.problems[0].what
