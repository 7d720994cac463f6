"""A letter's HTML as its readers meet it: what they see, whether they can, and how it is built."""

import re

from lxml import html


def seen(letter: str) -> str:
    """What a reader sees, in one line."""
    body = html.fromstring(letter).find("body")
    assert body is not None
    return " ".join(" ".join(body.itertext()).split())


def shape(letter: str) -> list[str]:
    """Its elements in order, but for line breaks, which typed text may have."""
    return [tag for e in html.fromstring(letter).iter() if (tag := str(e.tag)) != "br"]


def is_well_made(letter: str) -> None:
    """Hold that any mail program and any screen reader can make sense of it, and that it loads nothing."""
    tree = html.fromstring(letter)
    assert tree.get("lang") == "en-GB"
    assert len(tree.findall(".//h1")) == 1
    assert all(table.get("role") == "presentation" for table in tree.iter("table"))
    assert not list(tree.iter("img", "script", "link", "form"))
    assert not re.search("click here|url\\(|@import", letter, re.IGNORECASE)
    assert len(letter.encode()) < 100_000, "mail programs cut longer ones"


def can_be_read(letter: str, mode: str) -> None:
    """Hold that every pair of colours has a contrast of 4.5:1 or more, in "light" or "dark" mode."""
    tree = html.fromstring(letter)
    dark = _dark(tree.findtext(".//style") or "") if mode == "dark" else {}
    worded = {text.getparent() for text in tree.xpath("//body//text()[normalize-space()]")}
    assert len(worded) > 12
    for element in worded:
        shown = _colours(element, dark)
        assert contrast(shown["color"], shown["background-color"]) >= 4.5, (element.tag, shown)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours such as #0b5c5a, from 1 to 21."""
    light, dark = sorted((0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in map(_rgb, (one, other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _rgb(colour: str) -> tuple[float, ...]:
    parts = [int(colour[i: i + 2], 16) / 255 for i in (1, 3, 5)]
    return tuple(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)


def _dark(css: str) -> dict[str, dict[str, str]]:
    """Selector -> declarations, of the rules for dark mode."""
    start = css.index("prefers-color-scheme: dark")
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", css[css.index("{", start) + 1:])
    split = {s.strip(): dict(re.findall(r"([\w-]+):\s*(#\w+)", declared)) for names, declared in rules for s in names.split(",")}
    assert len(split) > 8
    return split


def _colours(element: html.HtmlElement, dark: dict[str, dict[str, str]]) -> dict[str, str]:
    """The colour and the background that an element shows, its own or inherited."""
    chain = [element, *element.iterancestors()]
    shown: dict[str, str] = {}
    for one in reversed(chain):
        shown |= dict(re.findall(r"(?<![\w-])(color|background-color):\s*(#\w+)", one.get("style", "")))
        for name in (str(one.tag), *(f".{c}" for c in one.get("class", "").split())):
            shown |= dark.get(name, {})
    return shown
