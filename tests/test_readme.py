"""What the README states is true: its table of tabs, its commands, its links and its exit codes."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from school_files import SchoolFiles

from sgp.config import read_forms
from sgp.contract import PERSON, coordinators_book

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
TABLE = re.compile(r"(<!-- tabs -->\n).*?(<!-- /tabs -->)", re.DOTALL)


def table_of_tabs() -> str:
    """The README's table, from the contract."""
    lines = ["| Tab | What it is | Columns |", "|---|---|---|"]
    for tab in coordinators_book(read_forms().form):
        columns = [f"**{c.heading}**" if c.by == PERSON else c.heading for c in tab.columns]
        shown = " · ".join([*columns[:6], "then the forms' questions"] if tab.title == "Responses" else columns) or "a page to read"
        lines.append(f"| {tab.title} | {tab.about} | {shown} |")
    return "\n".join(lines) + "\n"


def test_the_table_of_tabs_is_the_contract() -> None:
    text = README.read_text(encoding="utf-8")
    if os.environ.get("GOLDEN") == "write":
        README.write_text(TABLE.sub(lambda m: m[1] + table_of_tabs() + m[2], text), encoding="utf-8")
    assert table_of_tabs() in README.read_text(encoding="utf-8")


def commands() -> list[str]:
    """Every command of ours in the README's code blocks, in order; signing in by hand needs a person and a browser (see test_doctor)."""
    blocks = re.findall(r"```sh\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    return [line.strip() for block in blocks for line in block.splitlines() if "scripts/" in line and "--sign-in" not in line]


IMPORT_CYCLES = ".venv/bin/python scripts/import_csv.py Cycles Cycles.csv"
"""A person writes a cycle into the new book."""
PLAY = """
import json, runpy, sys

sys.path[0] = "scripts"
for script, *arguments in json.load(sys.stdin):
    sys.argv, code = [script, *arguments], 0
    try:
        runpy.run_path(script, run_name="__main__")
    except SystemExit as done:
        code = done.code or 0
    if code not in (0, 5):
        sys.exit(f"{script} {arguments}: {code}")
"""
"""What a child does with the page's commands, one after the other: twenty starts of Python would be most of the time."""


def test_every_command_runs_in_the_order_of_the_page(tmp_path: Path) -> None:
    for part in ("scripts", "config", "templates"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__", "pictures"))
    exports = {"staff.csv": "staff_mis_export.csv", "observations.csv": "observations.csv", "answers.csv": "form_responses_1.csv"}
    for name, raw in exports.items():
        shutil.copy(ROOT / "tests" / "oakfield" / raw, tmp_path / name)
    shutil.copy(ROOT / "config" / "sample" / "Cycles.csv", tmp_path)
    lines = [line for command in commands() for line in (command, IMPORT_CYCLES) if line == command or "setup_book" in command]
    assert len(lines) > len(commands()) >= 10
    words = [[w.strip('"') for w in re.findall(r'"[^"]*"|\S+', line)] for line in lines]
    assert {first for first, *_ in words} == {".venv/bin/python"}
    asked = json.dumps([rest for _, *rest in words])
    done = subprocess.run([sys.executable, "-c", PLAY], input=asked, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8",
                          timeout=240)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "books" / "coordinator.xlsx").exists()


def test_every_make_command_is_a_target() -> None:
    text, makefile = README.read_text(encoding="utf-8"), (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"\bmake ([a-z]+)$", text, re.MULTILINE)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_every_picture_and_file_it_points_to_is_there() -> None:
    text = README.read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)#]+)\)|src=\"([^\"]+)\"", text):
        target = link[0] or link[1]
        assert target.startswith("http") or (ROOT / target).exists(), target


@pytest.mark.parametrize("name", sorted(p.stem for p in (ROOT / "scripts").glob("*.py")))
def test_help_shows_an_example_and_a_wrong_option_is_exit_2(name: str, tmp_path: Path) -> None:
    school = SchoolFiles(tmp_path)
    shown = school.run(name, "--help")
    assert shown.code == 0
    assert f"python scripts/{name}.py" in shown.said
    for option in ("--config", "--book", "--staff-book", "--cycle", "--today", "--dry-run", "-v"):
        assert option in shown.said
    assert school.run(name, "--no-such").code == 2
