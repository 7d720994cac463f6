"""The doctor: every fault that it can meet is told with its remedy, and nothing is changed."""

import os
from pathlib import Path

import pytest
from school_files import SchoolFiles
from school_sheets import SchoolSheets, new_school
from schools import STAFF, address
from sheets_server import Server

from sgp.contract import School as Settings
from sgp.doctor import Finding, exit_code, of_python, of_settings, of_sharing
from sgp.errors import ERROR, ExitCode
from sgp.mail.flaw import lets_line_breaks_in
from sgp.people import people

SCHOOL = Settings(coordinator_email=address("s.whitfield"))
ROBOT = "robot@oakfield.iam.gserviceaccount.com"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, server: Server) -> SchoolSheets:
    school = new_school(tmp_path_factory.mktemp("doctor"), server)
    school.run("setup_book", "--sample")
    return school


@pytest.fixture
def school(made: SchoolSheets, tmp_path: Path) -> SchoolSheets:
    return made.copy(tmp_path / "school")


def test_all_is_well_and_nothing_is_changed(school: SchoolSheets) -> None:
    before = school.state()
    done = school.run("doctor")
    assert (done.code, "MEND" in done.said, school.state()) == (0, False, before), done.said
    for words in (ROBOT, "GOOGLE_APPLICATION_CREDENTIALS", "as an Editor", "can be written to", "shared with nobody who should not see it"):
        assert words in done.said


@pytest.mark.parametrize(("kind", "email", "said"), [
    ("anyone", "", "Anyone with the link can open"), ("user", "h.marsh@oakfield.example", "h.marsh@oakfield.example in Staff can open it"),
])
def test_a_private_book_that_others_see_is_an_error(school: SchoolSheets, kind: str, email: str, said: str) -> None:
    school.server.share(school.book, "reader", kind, email)
    done = school.run("doctor")
    assert done.code == 3
    assert said in done.said
    assert "press Share" in done.said


def test_a_book_that_may_only_be_read_is_told(school: SchoolSheets) -> None:
    school.server.share(school.book, "reader", "user", ROBOT)
    done = school.run("doctor")
    assert done.code == 3
    assert "can be opened" in done.said
    assert f"{ROBOT} may not read or change this book" in done.said
    assert f"add {ROBOT} as an Editor" in done.said


def test_a_sheet_that_is_not_there_and_one_in_another_language_are_told(tmp_path: Path, server: Server) -> None:
    school = new_school(tmp_path / "school", server)
    other = server.new_book("American book", locale="en_US", time_zone="America/New_York")
    done = school.run("doctor", "--book", f"https://docs.google.com/spreadsheets/d/{other}", "--staff-book", "1" * 44)
    assert done.code == 3
    assert "There is no Google Sheet of that address" in done.said
    assert "keeps the time of America/New_York" in done.said
    assert "set to en_US: 03/04 typed there becomes the fourth of March" in done.said
    assert "And 20 more of that kind." in done.said, "what set-up mends in one go is said in one go"


def test_without_anything_to_sign_in_with_it_says_where_it_looked(school: SchoolSheets, tmp_path: Path) -> None:
    done = school.run("doctor", "--credentials", tmp_path / "none.json")
    assert done.code == 3
    assert "none.json" in done.said
    assert "Traceback" not in done.said


def test_signing_in_as_oneself_takes_an_oauth_client(school: SchoolSheets) -> None:
    """The flow itself, with a browser, is tested with the room that does it."""
    done = school.run("doctor", "--sign-in")
    assert done.code == 3
    assert "service account's key, which needs nobody to sign in" in done.said
    assert "name an OAuth client's file" in done.said


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="whoever may do anything is not kept out by a file's permissions")
def test_a_file_that_may_not_be_written_to_is_told(tmp_path: Path) -> None:
    school = SchoolFiles(tmp_path)
    school.run("setup_book")
    school.book.chmod(0o444)
    assert "may not be read or written" in school.run("doctor").said


def test_files_of_a_school_without_an_account(tmp_path: Path) -> None:
    school = SchoolFiles(tmp_path)
    assert school.run("doctor").code == 3, "there is no book yet"
    school.run("setup_book", "--sample")
    before = school.state()
    done = school.run("doctor")
    assert (done.code, school.state()) == (0, before), done.said
    assert "Google" not in done.said


def test_who_may_see_the_private_book() -> None:
    def told(*grants: dict[str, str]) -> list[tuple[str, str]]:
        return [(f.level, f.what) for f in of_sharing("The book", grants, ROBOT, people(STAFF), SCHOOL)]

    def user(who: str) -> dict[str, str]:
        return {"type": "user", "emailAddress": who}

    fine = [user(ROBOT.upper()), user(address("s.whitfield")), user(address("m.hill")) | {"role": "owner"}, {"type": "user"}]
    assert [level for level, _ in told(*fine)] == ["well"]
    assert [level for level, _ in told(*fine, {"type": "domain", "domain": "oakfield.example"}, user(address("m.hill")))] == ["error"] * 2
    assert [level for level, _ in told(user("it@oakfield.example"))] == ["warning"], "nobody in Staff, but the coordinator should know"
    assert [level for level, _ in told({"type": "group", "emailAddress": "all@oakfield.example"})] == ["warning"]
    assert "look yourself" in of_sharing("The book", None, "", people(STAFF), SCHOOL)[0].what


def test_clock_and_language() -> None:
    assert [f.level for f in of_settings("The book", "Europe/London", "en_GB", SCHOOL)] == ["well"]
    assert [f.level for f in of_settings("The book", "Europe/Paris", "en_US", SCHOOL)] == ["warning"] * 2
    assert [f.level for f in of_settings("The book", "Europe/London", "en_US", Settings(day_first=False))] == ["well"]


def test_this_python_is_tried_not_asked_for_its_number() -> None:
    from email.message import EmailMessage
    from email.policy import SMTP

    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = "=?utf-8?q?a=0D=0ABcc=3A_x=40y=2Eexample?="
    try:
        flawed = b"\r\nBcc:" in mail.as_bytes()
    except Exception:
        flawed = False
    assert lets_line_breaks_in() is flawed
    assert (of_python("3.11.7", True).level, of_python("3.13.1", False).level) == ("warning", "well")


def test_the_exit_code_is_the_first_that_applies() -> None:
    faults = [Finding(ERROR, "", code=code) for code in (ExitCode.DATA, ExitCode.TEMPORARY, ExitCode.CONFIGURATION)]
    assert exit_code(faults) == ExitCode.CONFIGURATION
    assert exit_code([*faults, Finding(ERROR, "", code=ExitCode.UNEXPECTED)]) == ExitCode.UNEXPECTED
    assert exit_code(faults[:2]) == ExitCode.TEMPORARY
    assert exit_code([Finding("warning", "")]) == ExitCode.DONE
