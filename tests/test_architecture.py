"""Who may import whom (the floors), and that no room knows what it must not."""

import ast
from pathlib import Path

import pytest

SGP = Path(__file__).parents[1] / "scripts" / "sgp"
SCRIPTS = SGP.parent
FLOOR_1 = {"errors", "contract", "plan"}
EDGES = {"config", "books", "mail", "journal", "diary", "watchdog"}
FORBIDDEN = {
    "gspread", "google", "openpyxl", "lxml", "filelock", "os", "pathlib", "io", "socket", "subprocess", "tempfile", "shutil", "csv",
    "smtplib", "sqlite3", "time", "random", "requests", "urllib.request", "sys",
}
CLOCKS = {"now", "today", "utcnow"}


def room_of(path: Path) -> str:
    return path.relative_to(SGP).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module}
    return names | {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}


def rooms(path: Path) -> set[str]:
    return {name.split(".")[1] for name in imports(path) if name.startswith("sgp.")}


MODULES = sorted(SGP.rglob("*.py"))
PURE = [p for p in MODULES if room_of(p) not in {*FLOOR_1, *EDGES, "job", "__init__"}]


@pytest.mark.parametrize("path", [p for p in MODULES if room_of(p) in FLOOR_1], ids=lambda p: str(p.relative_to(SGP)))
def test_floor_1_stands_on_nothing_above(path: Path) -> None:
    allowed = {"errors": set(), "contract": {"errors", "contract"}, "plan": FLOOR_1}[room_of(path)]
    assert rooms(path) <= allowed


@pytest.mark.parametrize("path", [p for p in MODULES if room_of(p) in EDGES], ids=lambda p: str(p.relative_to(SGP)))
def test_edges_import_only_floor_1(path: Path) -> None:
    assert rooms(path) <= FLOOR_1 | {room_of(path)}


@pytest.mark.parametrize("path", PURE, ids=lambda p: str(p.relative_to(SGP)))
def test_pure_rooms_touch_no_file_no_clock_and_no_edge(path: Path) -> None:
    assert not rooms(path) & (EDGES | {"job"})
    assert not {name for name in imports(path) if name in FORBIDDEN or name.split(".")[0] in FORBIDDEN}
    called = {n.func.attr for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)}
    assert not called & CLOCKS


def test_no_circles() -> None:
    above: dict[str, set[str]] = {}
    for path in MODULES:
        above.setdefault(room_of(path), set()).update(rooms(path) - {room_of(path)})
    settled: set[str] = set()
    while ready := [room for room, needs in above.items() if room not in settled and needs <= settled]:
        settled.update(ready)
    assert settled == set(above), f"these go in a circle: {set(above) - settled}"


def test_nothing_imports_a_script_and_scripts_are_short() -> None:
    names = {p.stem for p in SCRIPTS.glob("*.py")}
    for path in (*MODULES, *SCRIPTS.glob("*.py")):
        assert not imports(path) & names
    for script in SCRIPTS.glob("*.py"):
        lines = script.read_text().count("\n")
        assert lines <= 40, f"{script.name} has {lines} lines"
        assert rooms(script) <= {"job", "config"} | FLOOR_1 | {room_of(p) for p in PURE}


def test_no_other_room_spells_a_heading() -> None:
    """Headings of two words are looked for; single words are ordinary English too."""
    from sgp.contract import STAFF_BOOK, coordinators_book

    headings = {h for tab in (*coordinators_book(()), *STAFF_BOOK) for h in tab.headings if " " in h}
    for path in (p for p in MODULES if room_of(p) != "contract"):
        texts = {n.value for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
        assert not texts & headings, f"{path.name} spells {texts & headings}"
