"""Every kind of letter in a real browser: on a phone, on a desk and in dark mode all of it is there, large enough, and nothing is cut."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from html import escape
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from golden import HERE
from lxml import html
from reading import contrast

CHROMIUM = shutil.which("chromium")
pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not here")]

LETTERS = sorted(path.stem for path in HERE.glob("*.html") if path.stem not in ("preview", "report"))
WIDTHS = {"phone": 360, "desk": 1100}
MODES = ("light", "dark")
Shown = dict[str, dict[str, Any]]
"""Letter, window and mode -> what is measured there."""
LONG = "Donaudampfschifffahrtsgesellschaft" * 4
"""A word, or an address, that no narrow window has room for."""

MEASURE = """
const hex = colour => "#" + colour.match(/[\\d.]+/g).slice(0, 3).map(part => Number(part).toString(16).padStart(2, "0")).join("");
const clear = colour => colour === "transparent" || /, 0\\)$/.test(colour);

function ground(view, element) {
  while (element && clear(view.getComputedStyle(element).backgroundColor)) element = element.parentElement;
  return element ? hex(view.getComputedStyle(element).backgroundColor) : "none";
}

function hides(view, element, rect) {
  for (; element; element = element.parentElement) {
    const style = view.getComputedStyle(element), box = element.getBoundingClientRect();
    if (style.visibility !== "visible" || style.opacity !== "1" || style.textOverflow === "ellipsis") return true;
    const cuts = style.overflowX !== "visible" || style.overflowY !== "visible" || element.className === "sheet";
    const out = Math.max(box.left - rect.left, rect.right - box.right, box.top - rect.top, rect.bottom - box.bottom);
    if (cuts && out > 1) return true;
  }
  return rect.width < 1 || rect.height < 1 || rect.left < 0 || rect.right > view.innerWidth + 0.5;
}

function measured(frame) {
  const page = frame.contentDocument, view = frame.contentWindow, words = [];
  const texts = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode, element = node.parentElement, style = view.getComputedStyle(element), range = page.createRange();
    if (!node.data.trim()) continue;
    if (frame.dataset.long && /\\D/.test(node.data.trim())) node.data += " " + frame.dataset.long;
    range.selectNodeContents(node);
    words.push({
      text: node.data.trim(), size: parseFloat(style.fontSize), ink: hex(style.color), ground: ground(view, element),
      cut: !range.getClientRects().length || [...range.getClientRects()].some(rect => hides(view, element, rect)),
    });
  }
  const words_of = node => node.textContent.trim();
  const alone = a => view.getComputedStyle(a).display !== "inline" || words_of(a.parentElement) === words_of(a);
  const heights = [...page.links].filter(alone).map(link => link.getBoundingClientRect().height);
  const style = name => view.getComputedStyle(page.querySelector(name));
  return {
    name: frame.id, window: view.innerWidth, wide: page.documentElement.scrollWidth, links: heights, words,
    ground: hex(style("body").backgroundColor), sheet: hex(style(".sheet").backgroundColor), ink: hex(style(".inner").color),
    margin: page.querySelector(".sheet").getBoundingClientRect().left,
  };
}
addEventListener("load", () => { document.getElementById("found").textContent =
  JSON.stringify([...document.querySelectorAll("iframe")].map(measured)); });
"""


def frame(letter: str, window: str, mode: str, long: str = "") -> str:
    """A letter in a window of its own; how light it is there follows the frame's colour scheme."""
    name, source = f"{letter} {window} {'long' if long else mode}", (HERE / f"{letter}.html").read_text(encoding="utf-8")
    style = f"width: {WIDTHS[window]}px; height: 4000px; border: 0; color-scheme: {mode}"
    return f'<iframe id="{name}" data-long="{long}" style="{style}" srcdoc="{escape(source)}"></iframe>'


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """What a browser, started once, makes of every letter in every window."""
    assert CHROMIUM
    folder = tmp_path_factory.mktemp("browser")
    frames = [frame(*case) for case in product(LETTERS, WIDTHS, MODES)] + [frame(letter, "phone", "light", LONG) for letter in LETTERS]
    page = f'<!DOCTYPE html><meta charset="utf-8"><pre id="found"></pre><script>{MEASURE}</script>{"".join(frames)}'
    (folder / "letters.html").write_text(page, encoding="utf-8")
    found = html.fromstring(_opened(folder / "letters.html")).get_element_by_id("found").text_content()
    return {each["name"]: each for each in json.loads(found)}


def _opened(path: Path) -> str:
    """The page after its scripts have run."""
    flags = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update"
    command = [str(CHROMIUM), *flags.split(), "--disable-sync", f"--user-data-dir={path.parent / 'profile'}", "--dump-dom", path.as_uri()]
    return subprocess.run(command, capture_output=True, check=True, timeout=60, encoding="utf-8").stdout


def of(shown: Shown, *words: str) -> Iterator[dict[str, Any]]:
    """What was measured in the windows that are named so, of which there is one a letter or more."""
    found = [each for name, each in shown.items() if set(words) <= set(name.split())]
    assert len(found) >= len(LETTERS) > 8
    assert all(len(each["words"]) > 12 for each in found)
    yield from found


def test_every_window_is_as_wide_as_it_should_be_and_no_letter_is_wider(shown: Shown) -> None:
    assert len(shown) == 5 * len(LETTERS)
    for name, width in WIDTHS.items():
        for each in of(shown, name):
            assert (each["window"], each["wide"] <= width) == (width, True), each["name"]


def test_on_a_desk_a_letter_is_a_sheet_in_the_middle_and_on_a_phone_it_takes_all_the_room(shown: Shown) -> None:
    assert {each["margin"] for each in of(shown, "desk")} == {250}, "600 of 1,100 pixels"
    assert {each["margin"] for each in of(shown, "phone")} == {0}


def test_no_words_are_hidden_cut_or_outside_the_sheet_however_long_a_word_is(shown: Shown) -> None:
    for each in of(shown):
        assert not [word["text"] for word in each["words"] if word["cut"]], each["name"]


def test_all_words_are_large_enough_and_most_are_larger(shown: Shown) -> None:
    for each in of(shown):
        sizes = [word["size"] for word in each["words"]]
        assert min(sizes) >= 14, each["name"]
        assert sum(size >= 16 for size in sizes) > len(sizes) / 2, each["name"]


def test_what_is_pressed_is_high_enough_for_a_thumb(shown: Shown) -> None:
    heights = {each["name"]: each["links"] for each in of(shown, "phone", "light")}
    assert sum(map(len, heights.values())) >= 10
    assert not {name: found for name, found in heights.items() if min(found, default=40) < 40}


def test_dark_mode_turns_ground_and_ink_round(shown: Shown) -> None:
    for name in WIDTHS:
        for light, dark in zip(of(shown, name, "light"), of(shown, name, "dark"), strict=True):
            for part in ("ground", "sheet"):
                assert contrast(light[part], "#ffffff") < 1.2 < 12 < contrast(dark[part], "#ffffff"), dark["name"]
            assert contrast(light["ink"], "#ffffff") > 12 > 1.3 > contrast(dark["ink"], "#ffffff"), dark["name"]


@pytest.mark.parametrize("mode", MODES)
def test_every_word_stands_out_from_what_is_behind_it(shown: Shown, mode: str) -> None:
    """As the browser paints them; the style sheets by themselves are held to it with each letter."""
    for each in of(shown, mode):
        assert not [word for word in each["words"] if contrast(word["ink"], word["ground"]) < 4.5], each["name"]
