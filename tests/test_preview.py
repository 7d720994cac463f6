"""The preview page: one file that holds every letter, opens without a server, and obeys nothing that was typed."""

import json
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from golden import golden
from lxml import html
from reading import contrast
from schools import STAFF, STEPS, groups, on_desk, small_school, target, target_letters, templates

from sgp.letters.drafts import Draft
from sgp.letters.targets import due_targets
from sgp.plan import Message
from sgp.preview import preview_page


def held() -> list[Draft]:
    rows = (target("a.nowak", status="Draft"), target("j.smith", text=""))
    staff = tuple(p.model_copy(update={"first_name": "<b>Aga</b>", "last_name": ""}) if p.first_name == "Aga" else p for p in STAFF)
    desk = on_desk(small_school(targets=rows, staff=staff))
    return list(due_targets(desk, desk.book.cycles[0]).held)


HELD = sorted(held(), key=lambda draft: draft.to.home, reverse=True)
NASTY = "</script><script>document.title='broken'</script><!-- ]]> {{ 1 }} \u2028 & é"
CHROMIUM = shutil.which("chromium")


def letters(text: str = "") -> list[Message]:
    rows = tuple(target(local, **({"text": text} if text else {})) for local in STEPS)
    book = small_school(groups=groups(), targets=rows)
    return target_letters(book, book.cycles[0], templates(), rows, date(2026, 9, 28))


def page(text: str = "") -> str:
    return preview_page(letters(text), templates(), HELD)


def data(source: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(html.fromstring(source).findtext(".//script[@id='letters']") or "")
    return found


def test_golden_page() -> None:
    """All but the letters themselves, which have golden files of their own."""
    golden("preview.html", re.sub(r'(application/json">).*?(</script>)', r"\1[]\2", page(), flags=re.DOTALL))


def test_it_holds_every_letter_whole() -> None:
    for shown, message in zip(data(page(NASTY)), letters(NASTY), strict=True):
        assert (shown["to"], shown["subject"], shown["text"]) == (message.to, message.subject, message.text)
        assert shown["html"].replace('<base target="_blank">', "") == message.html


def test_it_says_what_has_not_happened_and_what_is_held() -> None:
    header = next(html.fromstring(page()).iter("header"))
    told = [" ".join(text.split()) for text in header.itertext() if text.strip()]
    assert told == [
        "6 letters", "This page only shows them: nothing leaves from here.", "2 held back, and why",
        "Jane Smith", "Mathematics", "It has no text.", "<b>Aga</b>", "Art & Design", "It is still a draft.",
    ]


def test_it_needs_no_network_and_nothing_typed_breaks_out() -> None:
    source = page(NASTY)
    assert source.count("<script") == source.count("</script") == 2
    outside = re.sub(r'application/json">.*?</script>', "", source, flags=re.DOTALL)
    assert not re.search(r"(?:src|href)=|url\(|@import|fetch\(|https?://", outside)
    assert "allow-scripts" not in source
    assert "allow-same-origin" not in source


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_colour_pair_can_be_read(mode: str) -> None:
    roots = re.findall(r":root \{([^}]*)\}", page())
    colour = dict(re.findall(r"--([\w-]+): (#\w+)", roots[mode == "dark"]))
    pairs = [(words, ground) for words in ("ink", "quiet", "accent") for ground in ("sheet", "ground", "paper")]
    for words, ground in (*pairs, ("on-accent", "accent"), ("amber", "amber-paper")):
        assert contrast(colour[words], colour[ground]) >= 4.5, (words, ground)


def test_a_run_without_letters_has_a_page_too() -> None:
    assert "There is no letter to show." in preview_page([], templates(), [])


def _act(folder: Path, script: str, text: str = "") -> html.HtmlElement:
    """The page after a script has acted on it in a real browser."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not here")
    path = folder / "index.html"
    path.write_text(page(text).replace("</body>", f"<script>{script}</script></body>"), encoding="utf-8")
    flags = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update"
    command = [CHROMIUM, *flags.split(), "--disable-sync", f"--user-data-dir={folder / 'profile'}", "--dump-dom", path.as_uri()]
    return html.fromstring(subprocess.run(command, capture_output=True, check=True, timeout=60, encoding="utf-8").stdout)


def _shown(tree: html.HtmlElement, name: str) -> str:
    return tree.get_element_by_id(name).text_content()


def _listed(tree: html.HtmlElement) -> list[str]:
    return [str(item.findtext(".//span")) for item in tree.get_element_by_id("list") if item.get("hidden") is None]


@pytest.mark.browser
def test_the_first_letter_is_open_as_designed(tmp_path: Path) -> None:
    tree = _act(tmp_path, "")
    assert _listed(tree) == [m.to for m in letters()]
    assert _shown(tree, "to") == "To Aga Nowak <a.nowak@oakfield.example>"
    frame = tree.get_element_by_id("html")
    assert frame.get("hidden") is None
    assert STEPS["a.nowak"][1] in str(frame.get("srcdoc"))


@pytest.mark.browser
def test_keys_go_from_letter_to_letter_and_stop_at_the_ends(tmp_path: Path) -> None:
    press = "for (const key of {keys}) document.dispatchEvent(new KeyboardEvent('keydown', {{key, bubbles: true}}))"
    down = _act(tmp_path, press.format(keys='["ArrowUp", "ArrowDown", "ArrowDown"]'))
    assert _shown(down, "to") == f"To Jane Smith <{letters()[2].to}>"
    end = _act(tmp_path, press.format(keys='Array(20).fill("ArrowDown")'))
    assert _shown(end, "to") == f"To {letters()[-1].to_name} <{letters()[-1].to}>"


@pytest.mark.browser
def test_search_finds_by_name_address_and_text_and_the_switch_shows_plain_text(tmp_path: Path) -> None:
    box = "var box = document.getElementById('search');"
    typed = "box.value = '{}'; box.dispatchEvent(new Event('input'));"
    searched = box + typed.format("SMITH exit bring") + typed.format("jane pointer")
    tree = _act(tmp_path, searched + "document.getElementById('as-text').click()")
    assert _listed(tree) == ["j.smith2@oakfield.example"]
    assert _shown(tree, "found") == "1 letter found"
    assert tree.get_element_by_id("text").get("hidden") is None
    assert tree.get_element_by_id("html").get("hidden") is not None
    assert _shown(tree, "text") == next(m.text for m in letters() if m.to.startswith("j.smith2"))
    none = _act(tmp_path, box + typed.format("zebra"))
    assert (_listed(none), _shown(none, "found")) == ([], "No letters found")


@pytest.mark.browser
def test_nothing_typed_runs_in_the_browser(tmp_path: Path) -> None:
    tree = _act(tmp_path, "", NASTY)
    assert tree.findtext(".//title") == "Preview of 6 letters"
    assert "<script" not in str(tree.get_element_by_id("html").get("srcdoc"))
