"""The value of one cell, as what it is shown as."""

from dataclasses import dataclass
from datetime import datetime

from sgp.books.xlsx.markup import Element, local, space, unescaped
from sgp.books.xlsx.serials import PLAIN, from_serial
from sgp.books.xlsx.styles import Styles
from sgp.plan import Broken, Value


@dataclass(frozen=True)
class Ways:
    """What a cell's markup refers to: the book's shared texts, its styles, and its calendar."""

    strings: tuple[str, ...]
    styles: Styles
    since_1904: bool


def read_cell(cell: Element, ways: Ways) -> Value:
    """The value of one cell; a formula counts as the result it was saved with."""
    kind, held, formula = cell.get("t", "n"), None, None
    for child in cell:
        match local(child):
            case "v":
                held = child.text or ""
            case "is":
                return rich_text(child) or None
            case "f":
                formula = child.text or ""
    if formula is not None and (held is None or (not held and kind != "str")):
        return Broken(f"={formula}", uncalculated=True)
    value = _typed(cell, kind, held, ways) if held is not None else None
    return None if value == "" and formula is None else value


def _typed(cell: Element, kind: str, held: str, ways: Ways) -> Value:
    match kind:
        case "s":
            return ways.strings[int(held)]
        case "str" | "inlineStr":
            return unescaped(held)
        case "b":
            return held.strip() in ("1", "true")
        case "e":
            return Broken(held, uncalculated=False)
        case "d":
            return _iso(held)
    return _number(held, ways.styles.kind(int(cell.get("s", 0))), ways.since_1904) if held.strip() else None


def _number(held: str, kind: str, since_1904: bool) -> Value:
    number = float(held)
    if number != number or abs(number) == float("inf"):
        return Broken(held, uncalculated=False)
    whole = int(number) if number.is_integer() and abs(number) < 1e15 else number
    return from_serial(whole, kind, since_1904) if kind != PLAIN else whole


def _iso(held: str) -> Value:
    text = held.strip().removesuffix("Z")
    if "T" not in text and ":" in text:
        return datetime.fromisoformat(f"1900-01-01T{text}").time().replace(microsecond=0)
    moment = datetime.fromisoformat(text).replace(microsecond=0, tzinfo=None)
    return moment if "T" in text else moment.date()


def rich_text(item: Element) -> str:
    """The text of all runs; phonetic runs only say how the text is read aloud."""
    text = space(item) + "t"
    if len(item) == 1 and item[0].tag == text:  # nearly every text, so the quick way first
        return unescaped(item[0].text or "")
    runs = [child if child.tag == text else child.find(text) for child in item if local(child) in ("t", "r")]
    return unescaped("".join(t.text or "" for t in runs if t is not None))
