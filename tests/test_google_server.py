"""The local Sheets server itself: what it must refuse, spoil and keep, as Google does. Others' tests rest on it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import requests
from requests import Response
from sheets_drive import OWNER, ROBOT
from sheets_server import Server, serving

SHEETS = "https://sheets.googleapis.com/v4/spreadsheets"
TOKEN = "https://oauth2.googleapis.com/token"


class Line:
    """One new book and a signed-in line to it."""

    def __init__(self, server: Server) -> None:
        self.server, self.session, self.book = server, server.session(), server.new_book("Oakfield")

    def get(self, path: str = "", **params: Any) -> Response:
        return self.session.get(f"{SHEETS}/{self.book}{path}", params=params, timeout=10)

    def batch(self, *asked: dict[str, Any]) -> Response:
        return self.session.post(f"{SHEETS}/{self.book}:batchUpdate", json={"requests": list(asked)}, timeout=10)

    def put(self, cells: str, values: list[list[Any]], how: str = "RAW") -> Response:
        where, how_to = f"{SHEETS}/{self.book}/values/{cells}", {"valueInputOption": how}
        return self.session.put(where, params=how_to, json={"values": values}, timeout=10)

    def values(self, cells: str = "Sheet1", render: str = "UNFORMATTED_VALUE") -> list[list[Any]]:
        told: list[list[Any]] = self.get(f"/values/{cells}", valueRenderOption=render).json().get("values", [])
        return told

    def tab(self, title: str = "Sheet1") -> dict[str, Any]:
        return next(s for s in self.server.sheet(self.book)["sheets"] if s["properties"]["title"] == title)

    def cell(self, row: int, column: int) -> dict[str, Any]:
        told: dict[str, Any] = self.tab()["data"][0]["rowData"][row]["values"][column]
        return told


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest.fixture
def line(server: Server) -> Line:
    return Line(server)


def cells(*values: str, row: int = 0, sheet: int = 0) -> dict[str, Any]:
    return {"updateCells": {"start": {"sheetId": sheet, "rowIndex": row}, "fields": "userEnteredValue",
                            "rows": [{"values": [{"userEnteredValue": {"stringValue": value}} for value in values]}]}}


def said(answer: Response) -> str:
    message: str = answer.json()["error"]["message"]
    return message


def test_the_folder_does_not_hide_googles_own_package() -> None:
    import google.auth

    assert "site-packages" in (google.auth.__file__ or "")
    told = subprocess.run([sys.executable, "-c", "import google.auth, google.oauth2; print(google.auth.__file__)"], capture_output=True,
                          text=True, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}, check=True)
    assert "site-packages" in told.stdout


def test_a_batch_is_done_whole_or_not_at_all(line: Line) -> None:
    line.put("A1", [["as it was"]])
    before = line.server.sheet(line.book)
    refused = line.batch(cells("changed"), {"addSheet": {"properties": {"title": "New"}}}, {"deleteSheet": {"sheetId": 99}})
    assert (refused.status_code, said(refused)) == (400, "Invalid requests[2].deleteSheet: No grid with id: 99")
    assert line.server.sheet(line.book) == before
    data = [{"range": "A1", "values": [["changed"]]}, {"range": "A1:A2", "values": [["too", "wide"]]}]
    url = f"{SHEETS}/{line.book}/values:batchUpdate"
    refused = line.session.post(url, json={"valueInputOption": "RAW", "data": data}, timeout=10)
    assert said(refused) == "Invalid data[1]: Requested writing within range [A1:A2], but tried writing to column [B]"
    assert line.server.sheet(line.book) == before


@pytest.mark.parametrize(("fault", "status"), [("429", 429), ("500", 500), ("503", 503), ("504", 504), ("403", 403), ("404", 404),
                                               ("html-502", 502)])
def test_a_fault_comes_at_its_request_and_changes_nothing(line: Line, fault: str, status: int) -> None:
    line.server.faults.add(fault, at=2)
    answers = [line.put("A1", [[n]]).status_code for n in (1, 2, 3)]
    assert answers == [200, status, 200]
    line.server.faults.add(fault, at=1)
    line.put("A1", [["spoilt"]])
    assert line.values() == [[3]]


def test_a_fault_may_come_after_the_change_was_made(line: Line) -> None:
    line.server.faults.add("503-after")
    assert line.put("A1", [["done all the same"]]).status_code == 503
    assert line.values() == [["done all the same"]]


def test_the_line_may_be_cut_before_or_after(line: Line) -> None:
    for fault, left in (("drop", []), ("drop-after", [["kept"]])):
        line.server.faults.add(fault)
        with pytest.raises(requests.ConnectionError):
            line.put("A1", [["kept"]])
        assert line.values() == left
    assert [e.status for e in line.server.log if e.kind == "write"] == [0, 0]


def test_an_error_page_is_no_json(line: Line) -> None:
    line.server.faults.add("html-502")
    answer = line.get()
    assert (answer.headers["Content-Type"], answer.text[:15]) == ("text/html; charset=UTF-8", "<!DOCTYPE html>")


def test_faults_are_for_one_book_or_method_when_so_asked(line: Line) -> None:
    line.server.faults.add("503", method="POST", times=2)
    line.server.faults.add("500", book="another")
    assert line.get().status_code == 200
    assert [line.batch(cells("a")).status_code for _ in range(3)] == [503, 503, 200]


def test_a_client_that_is_refused_with_401_signs_in_again(line: Line) -> None:
    line.server.faults.add("401")
    assert line.get().status_code == 200
    assert [(e.path, e.status) for e in line.server.log][1] == ("/token", 200)


def test_quotas_are_counted_by_the_minute() -> None:
    clock = [1000.0]
    with serving(now=lambda: clock[0]) as server:
        line = Line(server)
        assert {line.get(fields="spreadsheetId").status_code for _ in range(60)} == {200}
        refused = line.get()
        assert (refused.status_code, refused.json()["error"]["status"]) == (429, "RESOURCE_EXHAUSTED")
        assert said(refused).startswith("Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute per user'")
        assert {line.put("A1", [[1]]).status_code for _ in range(60)} == {200}, "writes are counted by themselves"
        assert line.put("A1", [[2]]).status_code == 429
        clock[0] += 59.9
        assert line.get().status_code == 429
        clock[0] += 0.2
        assert (line.get().status_code, line.put("A1", [[2]]).status_code) == (200, 200)


def test_protection_is_enforced(line: Line) -> None:
    person, told = line.server.person, "You are trying to edit a protected cell or object."
    line.put("A1", [["a"], ["b"], ["c"]])
    person.protect(line.book, "Sheet1", "A2:B2")
    refused = line.batch(cells("x", row=1))
    assert refused.status_code == 400
    assert said(refused).startswith(f"Invalid requests[0].updateCells: {told}")
    assert said(line.put("A1:A2", [[1], [2]])).startswith(told)
    everything = {"sheetId": 0, "dimension": "ROWS"}
    for asked in ({"sortRange": {"range": {"sheetId": 0}, "sortSpecs": [{}]}}, {"deleteSheet": {"sheetId": 0}},
                  {"deleteDimension": {"range": everything | {"startIndex": 1, "endIndex": 2}}},
                  {"moveDimension": {"source": everything | {"startIndex": 0, "endIndex": 1}, "destinationIndex": 3}}):
        assert told in said(line.batch(asked)), asked
    assert line.values() == [["a"], ["b"], ["c"]]
    assert line.batch(cells("x", row=2)).status_code == 200, "beside it one may write"
    seen = line.get(fields="sheets.protectedRanges").json()["sheets"][0]["protectedRanges"]
    assert "requestingUserCanEdit" not in seen[0]
    person.write(line.book, "Sheet1", "A2", "the owner may")
    assert line.values()[1] == ["the owner may"]


def test_a_warning_and_an_editors_own_protection_refuse_nothing(line: Line) -> None:
    line.server.person.protect(line.book, "Sheet1", warning=True)
    line.server.person.protect(line.book, "Sheet1", "A1:A2", editors=[ROBOT])
    assert line.batch(cells("x")).status_code == 200
    seen = line.get(fields="sheets.protectedRanges(warningOnly,requestingUserCanEdit)").json()["sheets"][0]["protectedRanges"]
    assert seen == [{"warningOnly": True, "requestingUserCanEdit": True}, {"requestingUserCanEdit": True}]


def test_the_grid_ends_where_it_ends(line: Line) -> None:
    for asked, message in (
        (cells("x", row=1000), "updateCells: GridCoordinate.rowIndex[1000] is after last row in grid[999]"),
        (cells(*"x" * 27), "updateCells: Attempting to write column: 26, beyond the last requested column of: 25"),
        ({"repeatCell": {"range": {"startRowIndex": 0, "endRowIndex": 1001}, "cell": {}, "fields": "note"}},
         "repeatCell: Range (Sheet1!A1:Z1001) exceeds grid limits. Max rows: 1000, max columns: 26"),
    ):
        assert said(line.batch(asked)) == f"Invalid requests[0].{message}"
    assert said(line.get("/values/A1001")).startswith("Range (Sheet1!A1001")
    assert said(line.put("A1:B1", [["a", "b", "c"]])) == "Requested writing within range [A1:B1], but tried writing to column [C]"
    line.batch({"updateSheetProperties": {"properties": {"gridProperties": {"rowCount": 2}}, "fields": "gridProperties.rowCount"}})
    line.put("A1", [["a"], ["b"]])
    where, how = f"{SHEETS}/{line.book}/values/A1:append", {"valueInputOption": "RAW"}
    answer = line.session.post(where, params=how, json={"values": [["c"]]}, timeout=10)
    assert answer.json()["updates"]["updatedRange"] == "Sheet1!A3"
    assert line.tab()["properties"]["gridProperties"]["rowCount"] == 3


def test_a_cell_holds_50000_characters(line: Line) -> None:
    assert line.batch(cells("x" * 50_000)).status_code == 200
    told = "Invalid requests[0].updateCells: Your input contains more than the maximum of 50000 characters in a single cell."
    assert said(line.batch(cells("x" * 50_001))) == told
    assert line.put("A1", [["x" * 50_001]]).status_code == 400
    assert line.values() == [["x" * 50_000]]


@pytest.mark.parametrize(("asked", "message"), [
    ({"updateCells": {"wrong": 1}}, "Invalid JSON payload received. Unknown name \"wrong\" at 'requests[0].update_cells': Cannot find"),
    ({"appendDimension": {"dimension": "UP", "length": 1}}, "Invalid value at 'requests[0].append_dimension.dimension'"),
    ({"appendDimension": {"dimension": "ROWS", "length": "many"}}, "Invalid value at 'requests[0].append_dimension.length' (TYPE_INT32)"),
    ({"updateCells": {"start": {}, "rows": [], "fields": ""}}, "Invalid requests[0].updateCells: At least one field must be listed in"),
    ({"repeatCell": {"range": {}, "cell": {}, "fields": "userEnteredFormat.colour"}}, "Invalid requests[0].repeatCell: Request contains"),
    ({"sortRange": {}}, "Invalid requests[0].sortRange: something is missing"),
    ({"findReplace": {"find": "a"}}, "Invalid requests[0].findReplace: not implemented here"),
])
def test_requests_are_checked_against_googles_documents(line: Line, asked: dict[str, Any], message: str) -> None:
    refused = line.batch(asked)
    assert (refused.status_code, said(refused)[:len(message)]) == (400, message)


def test_a_mask_chooses_what_is_answered(line: Line) -> None:
    line.put("A1", [["a", 7]])
    fields = "properties/title,sheets(properties(sheetId,title),data.rowData(values(effectiveValue,userEnteredFormat/numberFormat)))"
    rows = [{"values": [{"effectiveValue": {"stringValue": "a"}}, {"effectiveValue": {"numberValue": 7}}]}]
    sheet = {"properties": {"sheetId": 0, "title": "Sheet1"}, "data": [{"rowData": rows}]}
    assert line.get(fields=fields).json() == {"properties": {"title": "Oakfield"}, "sheets": [sheet]}
    assert '{"numberValue": 7}' in line.get(fields=fields).text, "a whole number is written as one"
    assert line.get(fields="sheets.nonsense").status_code == 400
    assert line.get(unknown="1").status_code == 400
    assert "data" not in line.get().json()["sheets"][0]
    assert line.get(includeGridData="true").json()["sheets"][0]["data"][0]["rowData"]


def test_cells_are_cleared_where_the_mask_names_what_they_lack(line: Line) -> None:
    start = {"start": {"rowIndex": 0}, "rows": [{"values": [{"userEnteredValue": {"stringValue": "=1+1"}, "note": "n"}]}]}
    line.batch({"updateCells": start | {"fields": "userEnteredValue,note"}})
    assert line.values() == [["=1+1"]], "a text that looks like a formula stays a text"
    assert line.cell(0, 0)["userEnteredValue"] == {"stringValue": "=1+1"}
    line.batch({"updateCells": {"start": {}, "rows": [{"values": [{"note": "other"}]}], "fields": "userEnteredValue"}})
    assert line.cell(0, 0) == {"note": "n"}, "what is not in the mask is left alone"
    plain = {"userEnteredFormat": {"textFormat": {"bold": False, "fontSize": 12}}}
    line.batch({"repeatCell": {"range": area(0, 1), "cell": plain, "fields": "userEnteredFormat.textFormat.bold"}})
    assert line.cell(0, 0)["userEnteredFormat"] == {"textFormat": {"bold": False}}


def area(first: int, last: int) -> dict[str, int]:
    return {"sheetId": 0, "startRowIndex": first, "endRowIndex": last, "startColumnIndex": 0, "endColumnIndex": 1}


def test_rows_take_along_all_that_belongs_to_them(line: Line) -> None:
    line.put("A1", [["head"], ["one"], ["two"], ["three"]])
    rule = {"condition": {"type": "BOOLEAN"}, "strict": True}
    domains = [{"domain": {"sourceRange": {"sources": [area(0, 4)]}}}]
    chart = {"spec": {"title": "c", "basicChart": {"chartType": "BAR", "domains": domains}},
             "position": {"overlayPosition": {"anchorCell": {"rowIndex": 5}}}}
    mark = {"ranges": [area(1, 4)], "booleanRule": {"condition": {"type": "NOT_BLANK"}, "format": {}}}
    done = line.batch(
        {"updateCells": {"range": area(2, 3), "rows": [{"values": [{"note": "of two"}]}], "fields": "note"}},
        {"setDataValidation": {"range": area(2, 3), "rule": rule}},
        {"addProtectedRange": {"protectedRange": {"range": area(2, 3), "warningOnly": True}}},
        {"addConditionalFormatRule": {"rule": mark, "index": 0}}, {"addChart": {"chart": chart}},
        {"moveDimension": {"source": {"dimension": "ROWS", "startIndex": 2, "endIndex": 3}, "destinationIndex": 1}})
    assert done.status_code == 200
    assert line.values() == [["head"], ["two"], ["one"], ["three"]]
    assert (line.cell(1, 0)["note"], line.cell(1, 0)["dataValidation"]["strict"]) == ("of two", True)
    tab = line.tab()
    assert (tab["protectedRanges"][0]["range"]["startRowIndex"], tab["conditionalFormats"][0]["ranges"]) == (1, [without_zero(area(1, 4))])
    line.server.person.insert_row(line.book, "Sheet1", 2)
    tab = line.tab()
    assert tab["protectedRanges"][0]["range"]["startRowIndex"] == 2
    assert tab["charts"][0]["spec"]["basicChart"]["domains"][0]["domain"]["sourceRange"]["sources"] == [without_zero(area(0, 5))]
    assert tab["charts"][0]["position"]["overlayPosition"]["anchorCell"]["rowIndex"] == 6
    line.server.person.delete_row(line.book, "Sheet1", 3)
    assert line.values() == [["head"], [], ["one"], ["three"]]
    assert "protectedRanges" not in line.tab()


def without_zero(at: dict[str, int]) -> dict[str, int]:
    return {key: value for key, value in at.items() if key != "sheetId"}


def test_ranges_without_an_end_stay_where_they_are(line: Line) -> None:
    below = {"sheetId": 0, "startRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 1}
    line.batch({"addProtectedRange": {"protectedRange": {"range": below, "warningOnly": True}}},
               {"moveDimension": {"source": {"dimension": "ROWS", "startIndex": 1, "endIndex": 2}, "destinationIndex": 5}},
               {"moveDimension": {"source": {"dimension": "ROWS", "startIndex": 4, "endIndex": 5}, "destinationIndex": 0}},
               {"insertDimension": {"range": {"dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}}})
    assert line.tab()["protectedRanges"][0]["range"] == {"startRowIndex": 1, "startColumnIndex": 1, "endColumnIndex": 2}


@pytest.mark.parametrize(("typed", "entered", "shown"), [
    ("007", {"numberValue": 7}, "7"), ("5.10", {"numberValue": 5.1}, "5.1"), ("1e5", {"numberValue": 100000}, "1.00E+05"),
    ("2,000", {"numberValue": 2000}, "2,000"), ("50%", {"numberValue": 0.5}, "50%"), ("'007", {"stringValue": "007"}, "007"),
    ("TRUE", {"boolValue": True}, "TRUE"), ("03/04/2026", {"numberValue": 46115}, "03/04/2026"),
    ("30/02/2026", {"stringValue": "30/02/2026"}, "30/02/2026"), ("2026-09-01", {"numberValue": 46266}, "2026-09-01"),
    ("9:30", {"numberValue": 9.5 / 24}, "09:30:00"), ("=1+1", {"formulaValue": "=1+1"}, "2"),
    ("=SUM(B1:B2)*2", {"formulaValue": "=SUM(B1:B2)*2"}, "6"), ("=B1=1", {"formulaValue": "=B1=1"}, "TRUE"),
    ("=1/0", {"formulaValue": "=1/0"}, "#DIV/0!"), ("=IMPORTXML(1)", {"formulaValue": "=IMPORTXML(1)"}, "#NAME?"),
    ("=__import__('os')", {"formulaValue": "=__import__('os')"}, "#ERROR!"),
    ("🍇", {"stringValue": "🍇"}, "🍇"), ("=A1", {"formulaValue": "=A1"}, "#REF!"), ("-", {"stringValue": "-"}, "-"),
])
def test_what_is_typed_is_understood(line: Line, typed: str, entered: dict[str, Any], shown: str) -> None:
    line.put("B1", [[1], [2]])
    line.put("A1", [[typed]], "USER_ENTERED")
    assert (line.cell(0, 0)["userEnteredValue"], line.values("A1", "FORMATTED_VALUE")) == (entered, [[shown]])


def test_an_american_book_reads_days_in_its_own_order(server: Server) -> None:
    line = Line(server)
    line.book = server.new_book(locale="en_US")
    line.put("A1", [["03/04/2026"]], "USER_ENTERED")
    assert (line.values(), line.values(render="FORMATTED_VALUE")) == ([[46085]], [["3/4/2026"]])


def test_somebody_may_edit_between_a_read_and_a_write(line: Line) -> None:
    line.server.between(read=2, do=lambda server: server.person.write(line.book, "Sheet1", "A1", "meanwhile"))
    assert (line.values(), line.values(), line.values()) == ([], [], [["meanwhile"]])


def test_what_goes_wrong_in_the_server_is_not_overlooked() -> None:
    def clumsy() -> None:
        with serving() as server:
            server.between(read=1, do=lambda _: 1 / 0)
            assert Line(server).get().status_code == 500

    with pytest.raises(ZeroDivisionError):
        clumsy()


def test_a_persons_hand(line: Line) -> None:
    person, book = line.server.person, line.book
    line.put("A1", [["Email", "N"], ["b", 1], ["a", 3], ["c", 2]])
    person.sort(book, "Sheet1", "Email")
    assert line.values() == [["Email", "N"], ["a", 3], ["b", 1], ["c", 2]]
    person.sort(book, "Sheet1", "B", descending=True)
    person.insert_row(book, "Sheet1", 3)
    assert line.values() == [["Email", "N"], ["a", 3], [], ["c", 2], ["b", 1]]
    person.write(book, "Sheet1", "B3", "1 Sept")
    person.write(book, "Sheet1", "A2", None)
    person.rename(book, "Sheet1", "Renamed")
    assert line.values("Renamed!A2:B3") == [["", 3], ["", "1 Sept"]]
    line.batch({"addSheet": {"properties": {"title": "Two"}}})
    person.delete_tab(book, "Renamed")
    assert [s["properties"]["title"] for s in line.server.sheet(book)["sheets"]] == ["Two"]
    assert line.server.requests(book) == sum(e.spreadsheet_id == book for e in line.server.log), "what a person does is no request"


def test_a_book_is_seen_and_saved_as_a_workbook(line: Line) -> None:
    bold = {"userEnteredFormat": {"textFormat": {"bold": True}}}
    line.put("A1", [["Day", "=not a formula", "007"], [1.5, True, ""]])
    line.batch({"repeatCell": {"range": area(0, 2), "cell": bold, "fields": "userEnteredFormat.textFormat.bold"}})
    book = line.server.workbook(line.book)
    sheet = book["Sheet1"]
    assert [[c.value for c in row] for row in sheet.iter_rows()] == [["Day", "=not a formula", "007"], [1.5, True, None]]
    sheet["A2"], sheet["B2"], sheet["C2"], sheet["D1"] = date(1899, 1, 1), datetime(2026, 9, 1, 9, 30), "=1+1", None
    sheet.title = "Other title"
    book.create_sheet("New")["A1001"] = "beyond the first grid"
    line.server.save(line.book, book)
    assert line.values("'Other title'", "FORMULA") == [["Day", "=not a formula", "007"], [-363, 46266 + 9.5 / 24, "=1+1"]]
    assert line.values("New!A1001") == [["beyond the first grid"]]
    tab = line.tab("Other title")
    assert tab["data"][0]["rowData"][0]["values"][1]["userEnteredValue"] == {"stringValue": "=not a formula"}
    day = tab["data"][0]["rowData"][1]["values"][0]["userEnteredFormat"]
    assert (tab["properties"]["sheetId"], day["textFormat"]["bold"], day["numberFormat"]["type"]) == (0, True, "DATE")
    again = line.server.workbook(line.book)["Other title"]
    assert [c.value for c in again[2]] == [date(1899, 1, 1), datetime(2026, 9, 1, 9, 30), "=1+1"]


def test_who_may_do_what(line: Line) -> None:
    nobody = requests.Session()
    refused = nobody.get(f"{line.server.url}/v4/spreadsheets/{line.book}", timeout=10)
    nobody.close()
    assert (refused.status_code, refused.json()["error"]["status"]) == (401, "UNAUTHENTICATED")
    line.server.share(line.book, "reader", "user", ROBOT)
    assert (line.get().status_code, line.put("A1", [[1]]).status_code) == (200, 403)
    files = f"https://www.googleapis.com/drive/v3/files/{line.book}"
    assert line.session.get(f"{files}/permissions", timeout=10).status_code == 403
    line.server.share(line.book, "writer", "user", ROBOT)
    line.server.share(line.book)
    line.server.share(line.book, "reader", "user", "t.cher@oakfield.example")
    fields = "permissions(type,role,emailAddress)"
    expected = [{"type": "user", "role": "owner", "emailAddress": OWNER}, {"type": "user", "role": "writer", "emailAddress": ROBOT},
                {"type": "anyone", "role": "reader"}, {"type": "user", "role": "reader", "emailAddress": "t.cher@oakfield.example"}]
    for path in (f"{files}/permissions", files):
        assert line.session.get(path, params={"fields": fields}, timeout=10).json() == {"permissions": expected}
    line.server.books[line.book].sharing = expected[:1]
    assert (line.get().status_code, line.session.get(files, timeout=10).status_code) == (403, 404)
    line.book = "1" * 44
    assert line.get().status_code == 404


def test_signing_in_needs_the_right_key(server: Server, tmp_path: Path) -> None:
    from google.auth.exceptions import RefreshError
    from google.auth.transport.requests import Request
    from google.oauth2.service_account import Credentials

    with serving() as other:
        right, wrong = (s.environment(tmp_path)["GOOGLE_APPLICATION_CREDENTIALS"] and Credentials.from_service_account_file(
            tmp_path / "service_account.json", scopes=["https://www.googleapis.com/auth/spreadsheets"]) for s in (server, other))
    assert (tmp_path / "service_account.json").stat().st_mode & 0o777 == 0o600
    line = server.session()
    request = Request(line._auth_request.session)
    right.refresh(request)
    assert server.tokens[right.token] == (ROBOT, "https://www.googleapis.com/auth/spreadsheets")
    with pytest.raises(RefreshError, match="Invalid JWT Signature"):
        wrong.refresh(request)
    headers = {"Authorization": f"Bearer {right.token}"}
    drive = requests.get(f"{server.url}/drive/v3/files", headers=headers, timeout=10)
    assert (drive.status_code, drive.json()["error"]["details"][0]["reason"]) == (403, "ACCESS_TOKEN_SCOPE_INSUFFICIENT")
    form = {"grant_type": "authorization_code", "code": "4/x", "scope": "s"}
    made = requests.post(f"{server.url}/token", data=form, timeout=10).json()
    again = {"grant_type": "refresh_token", "refresh_token": made["refresh_token"]}
    assert requests.post(f"{server.url}/token", data=again, timeout=10).json()["access_token"] in server.tokens
    gone = requests.post(f"{server.url}/token", data=again | {"refresh_token": "revoked"}, timeout=10)
    assert (gone.status_code, gone.json()["error"]) == (400, "invalid_grant")


OUTSIDE = """
import os, sys, gspread, requests
book = gspread.service_account(os.environ["GOOGLE_APPLICATION_CREDENTIALS"]).open_by_key(sys.argv[1])
book.sheet1.update([["through", "the proxy"]], "A1")
try:
    requests.get("https://docs.google.com/", timeout=10)
except requests.exceptions.ProxyError:
    print(book.sheet1.get_all_values())
"""


def test_a_process_reaches_nothing_else_by_its_environment(server: Server, tmp_path: Path) -> None:
    book = server.new_book()
    done = subprocess.run([sys.executable, "-W", "error", "-c", OUTSIDE, book], env=os.environ | server.environment(tmp_path),
                          capture_output=True, text=True, timeout=60)
    assert (done.stderr, done.stdout) == ("", "[['through', 'the proxy']]\n")
    assert server.contacted == {"oauth2.googleapis.com", "sheets.googleapis.com", "docs.google.com"}
    assert {e.host for e in server.log} == {"oauth2.googleapis.com", "sheets.googleapis.com"}


def test_gspread_works_with_it(line: Line) -> None:
    import gspread

    book = gspread.Client(None, session=line.session).open_by_key(line.book)  # type: ignore[arg-type]
    tab = book.add_worksheet("Données d'été", 5, 3)
    tab.append_rows([["Name", "Day"], ["Ann", "2026-09-01"]], value_input_option="USER_ENTERED")
    tab.format("A1:B1", {"textFormat": {"bold": True}, "backgroundColor": {"red": 1}})
    tab.freeze(rows=1)
    tab.insert_note("A1", "who")
    tab.sort((1, "des"), range="A2:B5")
    assert tab.get_all_records() == [{"Name": "Ann", "Day": "2026-09-01"}]
    assert (tab.get_note("A1"), book.worksheet("Données d'été").frozen_row_count, tab.find("Ann").address) == ("who", 1, "A2")
    book.del_worksheet(tab)
    assert [t.title for t in book.worksheets()] == ["Sheet1"]


CLIENTS = """
import os, sys, pygsheets, httplib2
from googleapiclient.discovery import build
from google.oauth2.service_account import Credentials
key = os.environ["GOOGLE_APPLICATION_CREDENTIALS"]
sheets = build("sheets", "v4", credentials=Credentials.from_service_account_file(key, scopes=["https://www.googleapis.com/auth/spreadsheets"]))
body = {"values": [["Name", "Score"], ["Ann", 7]]}
sheets.spreadsheets().values().update(spreadsheetId=sys.argv[1], range="Sheet1!A1", valueInputOption="RAW", body=body).execute()
tab = pygsheets.authorize(service_account_file=key).open_by_key(sys.argv[1]).sheet1
tab.update_value("B2", 8)
print(tab.get_all_records())
"""


def test_googles_own_client_and_pygsheets_work_with_it(server: Server, tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", CLIENTS, server.new_book()], env=os.environ | server.environment(tmp_path),
                          capture_output=True, text=True, timeout=60)
    assert done.stdout == "[{'Name': 'Ann', 'Score': 8}]\n", done.stderr
