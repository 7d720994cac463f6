"""Bad input: a clear message and the right exit code; a fault of structure changes nothing, bad cells never stop the good rows."""

import shutil
import zipfile
from pathlib import Path

import pytest
from filelock import FileLock
from openpyxl import Workbook, load_workbook
from school_files import RAW, SchoolFiles

CONFIGURATION, LOCKED, DATA = 3, 4, 5


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> SchoolFiles:
    """The invented school that ships, set up once."""
    school = SchoolFiles(tmp_path_factory.mktemp("made"))
    assert school.run("setup_book", "--sample").code == 0
    return school


@pytest.fixture
def school(made: SchoolFiles, tmp_path: Path) -> SchoolFiles:
    shutil.copytree(made.folder, tmp_path / "school")
    return SchoolFiles(tmp_path / "school")


def no_file(path: Path) -> None:
    path.unlink()


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def text(path: Path) -> None:
    path.write_text("Email,Name\n")


def password(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096))


def half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        for number in range(5):
            package.writestr(f"xl/worksheets/sheet{number}.xml", bytes(64 * 2**20))


def another_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", "<document/>")


@pytest.mark.parametrize(("spoil", "said"), [
    (no_file, "coordinator.xlsx"), (a_folder, "folder"), (text, "not"), (password, "password"), (half, ""), (bomb, "large"),
    (another_zip, ""),
], ids=lambda v: getattr(v, "__name__", ""))
def test_a_book_that_cannot_be_used_is_exit_3_with_a_message(school: SchoolFiles, spoil, said: str) -> None:
    spoil(school.book)
    for script in ("check_book", "generate_targets"):
        done = school.run(script)
        assert done.code == CONFIGURATION, done.said
        assert said in done.said
        assert "Traceback" not in done.said
        assert len(done.said) < 600


def test_an_empty_book_says_what_to_run(school: SchoolFiles) -> None:
    Workbook().save(school.book)
    before = school.book.read_bytes()
    done = school.run("generate_targets")
    assert done.code == DATA
    assert "setup_book.py" in done.said
    assert school.book.read_bytes() == before


def rename_tab(book: Workbook) -> None:
    book["Staff"].title = "Staf"


def lose_tab(book: Workbook) -> None:
    del book["Focuses"]


def rename_heading(book: Workbook) -> None:
    book["Staff"]["E1"] = "Departement"


def double_heading(book: Workbook) -> None:
    book["Observations"].cell(1, 14).value = "action STEP"


@pytest.mark.parametrize(("spoil", "said"), [
    (rename_tab, "“Staf” is meant"), (lose_tab, "There is no tab “Focuses”"), (rename_heading, "Did you mean “Departement”?"),
    (double_heading, "“Action step” stands 2 times"),
], ids=lambda v: getattr(v, "__name__", ""))
def test_a_fault_of_structure_is_exit_5_and_changes_nothing(school: SchoolFiles, spoil, said: str) -> None:
    book = load_workbook(school.book)
    spoil(book)
    book.save(school.book)
    before = school.book.read_bytes(), school.staff_book.read_bytes()
    for script, arguments in (("check_book", ()), ("generate_targets", ()), ("send_emails", ("targets", "--send")),
                              ("collate_responses", ()), ("import_csv", ("Staff", RAW / "staff_mis_export.csv"))):
        done = school.run(script, *arguments)
        assert done.code == DATA, script
        assert said in done.said, script
        assert (school.book.read_bytes(), school.staff_book.read_bytes()) == before, script


def test_set_up_mends_a_missing_tab_and_heading(school: SchoolFiles) -> None:
    book = load_workbook(school.book)
    lose_tab(book)
    book["Staff"]["M1"] = None
    book.save(school.book)
    assert school.run("setup_book").code == 0
    assert school.run("check_book").code in (0, DATA)


def lose_key(book: Workbook) -> None:
    book["Staff"]["A1"] = None


@pytest.mark.parametrize(("spoil", "said"), [
    (rename_tab, "Rename “Staf” to “Staff”"), (rename_heading, "Did you mean “Departement”?"), (lose_key, "output/backups"),
], ids=lambda v: getattr(v, "__name__", ""))
def test_set_up_never_adds_anew_what_was_renamed_or_lost(school: SchoolFiles, spoil, said: str) -> None:
    book = load_workbook(school.book)
    spoil(book)
    book.save(school.book)
    before = school.book.read_bytes()
    done = school.run("setup_book")
    assert done.code == DATA
    assert said in done.said
    assert school.book.read_bytes() == before


def test_bad_cells_are_told_and_the_good_rows_are_done(school: SchoolFiles) -> None:
    book = load_workbook(school.book)
    observations, staff = book["Observations"], book["Staff"]
    observations["A2"], observations["F3"] = "31/02/2026", "long " * 12_000
    observations["A4"], observations["G5"] = "2026-13-45", "_x0007_bell _x0000_"
    staff["H2"], staff["J3"], staff["A4"] = "whenever", "perhaps", "not an address"
    book.save(school.book)
    done = school.run("generate_targets")
    assert done.code == DATA
    found = {(p["Tab"], p["Row"], p["Column"]) for p in school.rows("Problems")}
    assert {("Observations", 2, "Date"), ("Observations", 3, "Areas for development"), ("Observations", 4, "Date"),
            ("Staff", 2, "Working days"), ("Staff", 3, "Taking part"), ("Staff", 4, "Email")} <= found
    assert not any("long long" in str(p.values()) for p in school.rows("Problems")), "what was observed is never quoted"
    assert len(school.rows("Targets")) == 38, "not one whose address is none, nor one who may not take part"


def test_a_template_with_a_misspelt_field_stops_everything(school: SchoolFiles, tmp_path: Path) -> None:
    root = Path(__file__).parents[1]
    for part in ("scripts", "config", "templates"):
        shutil.copytree(root / part, tmp_path / "project" / part, ignore=shutil.ignore_patterns("__pycache__", "pictures"))
    letter = tmp_path / "project" / "templates" / "email" / "targets.txt.j2"
    letter.write_text(letter.read_text(encoding="utf-8").replace("{{ cycle }}", "{{ cycel }}", 1), encoding="utf-8")
    done = school.run_apart("send_emails", "targets", "--send", root=tmp_path / "project")
    assert done.code == DATA
    assert "targets.txt.j2" in done.said
    assert "“cycle”" in done.said
    assert not (school.output / "outbox").exists()


def test_an_unknown_cycle_tab_or_file_is_said(school: SchoolFiles) -> None:
    assert "Autumn 2026" in (done := school.run("generate_targets", "--cycle", "Autum 26")).said
    assert done.code == 2
    assert "Staff" in (done := school.run("import_csv", "Stuff", RAW / "staff_mis_export.csv")).said
    assert done.code == 2
    assert school.run("import_csv", "Staff", school.folder / "none.csv").code == CONFIGURATION
    assert school.run("import_csv", "Staff", school.book).code == CONFIGURATION
    assert school.run("import_csv", "Form 2", RAW / "form_responses_3.csv").code == DATA


def test_a_settings_file_with_a_misspelt_key_names_the_nearest(school: SchoolFiles) -> None:
    config = school.folder / "other.toml"
    config.write_text('bok = "x.xlsx"\n')
    done = school.run("check_book", "--config", config)
    assert done.code == CONFIGURATION
    assert "“book”" in done.said


@pytest.mark.parametrize("mark", ["~$coordinator.xlsx", ".~lock.coordinator.xlsx#"])
def test_a_book_that_is_open_is_left_alone_and_the_results_stand_beside_it(school: SchoolFiles, mark: str) -> None:
    (school.folder / mark).write_text("someone")
    before = school.book.read_bytes()
    done = school.run("generate_targets")
    assert done.code == LOCKED
    assert school.book.read_bytes() == before
    beside = school.folder / "coordinator.results-2026-09-28.xlsx"
    assert beside.name in done.said
    assert "Close it: waiting" in done.said
    assert load_workbook(beside)["Targets"].max_row == 41
    (school.folder / mark).unlink()
    assert school.run("generate_targets").code in (0, DATA)
    assert len(school.rows("Targets")) == 40


def test_nothing_is_sent_while_the_book_is_open(school: SchoolFiles) -> None:
    school.run("generate_targets")
    book = load_workbook(school.book)
    for row in book["Targets"].iter_rows(min_row=2):
        row[6].value = "Approved"
    book.save(school.book)
    (school.folder / ".~lock.coordinator.xlsx#").write_text("someone")
    done = school.run("send_emails", "targets", "--send")
    assert done.code == LOCKED
    assert not (school.output / "outbox").exists()


def test_the_sample_is_never_mixed_with_a_real_school(school: SchoolFiles) -> None:
    before = school.book.read_bytes()
    assert school.run("setup_book", "--sample").code == 2
    assert school.book.read_bytes() == before


def test_both_books_must_be_two_files(school: SchoolFiles) -> None:
    done = school.run("check_book", "--staff-book", school.book)
    assert done.code == CONFIGURATION
    assert "cannot be both" in done.said


def test_an_output_folder_that_cannot_be_is_said(school: SchoolFiles) -> None:
    school.output.mkdir(exist_ok=True)
    shutil.rmtree(school.output)
    school.output.write_text("a file")
    assert school.run("check_book").code == CONFIGURATION


def test_set_up_waits_for_a_run_that_is_going_on(school: SchoolFiles) -> None:
    school.book.unlink()
    with FileLock(school.output / "run.lock"):
        assert school.run("setup_book").code == LOCKED
    assert not school.book.exists()


def test_the_demo_rehearses_without_touching_the_last_one(school: SchoolFiles) -> None:
    kept = school.output / "demo" / "kept.txt"
    kept.parent.mkdir(parents=True)
    kept.write_text("as it was")
    assert school.run("demo", "--dry-run").code == 0
    assert kept.exists()
    assert school.run("demo").code == 0
    assert not kept.exists()


def test_an_endless_action_step_stops_nobody_and_is_not_quoted(school: SchoolFiles) -> None:
    book = load_workbook(school.book)
    for row in range(2, 20):
        book["Observations"].cell(row, 7).value = "SECRET" + "x" * 9994
    book.save(school.book)
    done = school.run("generate_targets")
    assert done.code in (0, DATA)
    assert "SECRET" not in done.said
    assert len(school.rows("Targets")) == 40
    assert not any("SECRET" in str(t.values()) for t in school.rows("Targets"))


def test_one_overlong_cell_of_an_export_is_left_out_and_told(school: SchoolFiles) -> None:
    export = school.folder / "lessons.csv"
    rows = ["Date,Teacher email,Areas for development", "14/09/2026,h.marsh@oakfield.example,talk",
            f"15/09/2026,h.marsh@oakfield.example,{'x' * 60_000}"]
    export.write_text("\n".join([*rows, "16/09/2026,h.marsh@oakfield.example,quiz"]))
    done = school.run("import_csv", "Observations", export)
    assert "3 rows added" in done.said
    assert "row 3, column Areas for development" in done.said


def test_an_unknown_time_zone_is_told(school: SchoolFiles) -> None:
    book = load_workbook(school.book)
    row = next(r for r in book["Settings"].iter_rows(min_row=2) if r[0].value == "Time zone")
    row[1].value = "Europe/Lundon"
    book.save(school.book)
    assert "“Europe/Lundon” is not a time zone" in school.run("check_book").said


def test_the_tab_of_an_import_is_asked_for_before_the_file(school: SchoolFiles) -> None:
    assert school.run("import_csv", "Nonsense", "/no/such.csv").code == 2


@pytest.mark.parametrize(("template", "wrong", "named"), [
    ("email/targets.txt.j2", "{{ 1 // 0 }}", "cannot be filled in"), ("preview/index.html.j2", "{{ leters }}", "leters"),
])
def test_a_template_that_cannot_be_filled_in_is_a_fault_of_structure(school: SchoolFiles, tmp_path: Path, template: str, wrong: str,
                                                                     named: str) -> None:
    root = Path(__file__).parents[1]
    for part in ("scripts", "config", "templates"):
        shutil.copytree(root / part, tmp_path / "project" / part, ignore=shutil.ignore_patterns("__pycache__", "pictures"))
    path = tmp_path / "project" / "templates" / template
    path.write_text(path.read_text(encoding="utf-8").replace("{% block content %}", "{% block content %}" + wrong).replace("<h1>",
                                                                                                                           "<h1>" + wrong),
                    encoding="utf-8")
    school.run("generate_targets")
    done = school.run_apart("send_emails", "targets", root=tmp_path / "project")
    assert (done.code, named in done.said) == (DATA, True), done.said
