"""The page for leaders in a real browser: on a phone, on a desk, in dark mode and on paper all of it is there, and nothing is cut."""

import json
import shutil
import subprocess
from html import escape
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from large_page import large_desk
from lxml import html
from reading import contrast
from test_letters_in_browser import MEASURE, _opened

from sgp.plans import REPORT, plan_report

CHROMIUM = shutil.which("chromium")
pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not here")]

WIDTHS = {"phone": 360, "tablet": 768, "desk": 1180}
MODES = ("light", "dark")
CYCLES = (1, 5)
Shown = dict[tuple[str, str, int], dict[str, Any]]
DRAWN = """
function drawn(frame) {
  const page = frame.contentDocument, view = frame.contentWindow, of = node => hex(view.getComputedStyle(node).fill);
  const box = node => node.getBoundingClientRect();
  const shared = (a, b, from, to) => Math.min(a[to], b[to]) - Math.max(a[from], b[from]);
  const over = (a, b) => shared(a, b, "left", "right") > 1 && shared(a, b, "top", "bottom") > 1;
  const words = [...page.querySelectorAll("svg text")].map(text => {
    const on = [...text.parentNode.querySelectorAll("rect")].filter(mark => over(box(mark), box(text)));
    return {
      text: text.textContent.trim(), ink: of(text), ground: on.length ? of(on.at(-1)) : ground(view, text.parentNode),
      inside: text.getAttribute("class").startsWith("in-"), marks: on.length, size: parseFloat(view.getComputedStyle(text).fontSize),
      cut: box(text).left < box(text.parentNode).left - 1 || box(text).right > box(text.parentNode).right + 1,
      meets: [...text.parentNode.querySelectorAll("text")].some(other => other !== text && over(box(other), box(text))),
    };
  });
  const text = [...page.querySelectorAll("h1, h2, p, li, th, td, summary")].filter(e => e.getClientRects().length);
  return {
    name: frame.id, window: view.innerWidth, wide: page.documentElement.scrollWidth, words, sheet: ground(view, page.querySelector("main")),
    text: text.map(e => ({text: e.textContent, ink: hex(view.getComputedStyle(e).color), ground: ground(view, e)})),
    thumb: Math.min(...[...page.querySelectorAll("summary")].map(e => box(e).height)),
  };
}
addEventListener("load", () => { document.getElementById("found").textContent =
  JSON.stringify([...document.querySelectorAll("iframe")].map(drawn)); });
"""


@pytest.fixture(scope="module")
def pages() -> dict[int, str]:
    return {cycles: plan_report(large_desk(cycles)).files[REPORT] for cycles in CYCLES}


def frame(window: str, mode: str, cycles: int, source: str) -> str:
    """The page in a window of its own; how light it is there follows the frame's colour scheme."""
    style = f"width: {WIDTHS[window]}px; height: 4000px; border: 0; color-scheme: {mode}"
    return f'<iframe id="{window} {mode} {cycles}" style="{style}" srcdoc="{escape(source)}"></iframe>'


@pytest.fixture(scope="module")
def shown(pages: dict[int, str], tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """What a browser, started once, makes of the pages in every window."""
    folder, cases = tmp_path_factory.mktemp("browser"), list(product(WIDTHS, MODES, CYCLES))
    script, frames = MEASURE.partition("addEventListener")[0] + DRAWN, "".join(frame(*case, pages[case[2]]) for case in cases)
    whole = f'<!DOCTYPE html><meta charset="utf-8"><pre id="found"></pre><script>{script}</script>{frames}'
    (folder / "pages.html").write_text(whole, encoding="utf-8")
    found = json.loads(html.fromstring(_opened(folder / "pages.html")).get_element_by_id("found").text_content())
    return dict(zip(cases, found, strict=True))


def test_no_window_scrolls_sideways(shown: Shown) -> None:
    for (window, *_), each in shown.items():
        assert (each["window"], each["wide"] <= WIDTHS[window]) == (WIDTHS[window], True), each["name"]


def test_no_words_of_a_drawing_are_cut_or_meet_others_or_stand_on_a_bar(shown: Shown) -> None:
    for each in shown.values():
        assert len(each["words"]) > 30
        wrong = [w["text"] for w in each["words"] if w["cut"] or w["meets"] or (w["marks"] and not w["inside"]) or w["size"] < 14]
        assert not wrong, each["name"]


@pytest.mark.parametrize("mode", MODES)
def test_every_word_stands_out_from_what_is_behind_it(shown: Shown, mode: str) -> None:
    for case in product(WIDTHS, (mode,), CYCLES):
        each = shown[case]
        assert len(each["text"]) > 30
        assert not [w for w in (*each["words"], *each["text"]) if contrast(w["ink"], w["ground"]) < 4.5], each["name"]
        assert (contrast(each["sheet"], "#ffffff") > 12) == (mode == "dark"), "light is light and dark is dark"


def test_what_is_pressed_is_high_enough_for_a_thumb(shown: Shown) -> None:
    assert min(each["thumb"] for (window, *_), each in shown.items() if window == "phone") >= 36


@pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="poppler is not here")
@pytest.mark.parametrize("cycles", CYCLES)
def test_on_paper_it_is_two_pages_and_no_section_is_parted(pages: dict[int, str], cycles: int, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(pages[cycles], encoding="utf-8")
    flags = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update"
    _run(str(CHROMIUM), *flags.split(), "--disable-sync", f"--user-data-dir={tmp_path / 'profile'}", "--no-pdf-header-footer",
         f"--print-to-pdf={tmp_path / 'page.pdf'}", (tmp_path / "page.html").as_uri())
    about = _run("pdfinfo", str(tmp_path / "page.pdf"))
    assert "Pages:           2" in about
    assert "A4" in about
    first, second = (_run("pdftotext", "-layout", "-f", n, "-l", n, str(tmp_path / "page.pdf"), "-") for n in "12")
    assert all(said in first for said in ("Not yet 10 teachers", "Dropped", "After meeting 2", "Use of teaching assistants"))
    assert all(said in second for said in ("Science", "All smaller departments", "Cycle on cycle", "No number here points at a person"))
    assert "The same as a table" not in first + second


def _run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, timeout=60, encoding="utf-8").stdout
