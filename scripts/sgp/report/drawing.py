"""Drawings as marks and labels: how far along and how far down each stands. The template only writes them out.

Across, all is in hundredths of the width, so that a drawing fits a phone, a desk and a printed page with its words at one size.
"""

from collections.abc import Sequence
from dataclasses import dataclass

SPAN, IN_A_TABLE = 62.0, 52.0
"""How far along a full bar reaches; what is left is for the value at its end, which takes more of a table's column."""
ROW, TIGHT, MANY = 42, 36, 8
"""Heights in pixels: a row of bars, and one where there are more than so many rows."""
BAR, DOWN = 12, 19
"""Heights in pixels: a bar, and from the top of a row to it."""
LONGEST = 42
"""Letters of a name that a phone has room for."""
STACK, LINE = 38, 23
"""Heights in pixels: a stacked bar, and a line of labels below it."""
HAIR = 0.2
"""How wide a thin line is."""
MIDDLE = 50.0


@dataclass(frozen=True)
class Mark:
    """One rectangle; `across` and `wide` are in hundredths of the width."""

    look: str
    across: str
    down: int
    wide: str
    high: int


@dataclass(frozen=True)
class Label:
    """A few words, the first of them strong; `side` is where they are held."""

    look: str
    across: str
    down: int
    side: str
    strong: str
    words: str = ""


@dataclass(frozen=True)
class Drawing:
    """A drawing, so many pixels high."""

    high: int
    marks: tuple[Mark, ...]
    labels: tuple[Label, ...]


@dataclass(frozen=True)
class Bar:
    """A bar: how full it is and how much further it may reach, in hundredths, and what stands at its end."""

    name: str
    full: float
    strong: str
    words: str = ""
    open: float = 0
    look: str = "bar"


@dataclass(frozen=True)
class Part:
    """A part of a stacked bar, in hundredths."""

    name: str
    share: float
    strong: str
    words: str
    look: str


def bars(rows: Sequence[Bar], track: bool = False) -> Drawing:
    """Bars below each other, each with its name above it and its value at its end; a track shows how far a full one reaches."""
    high = ROW if len(rows) <= MANY else TIGHT
    placed = [(row, at * high + DOWN) for at, row in enumerate(rows)]
    marks = [mark for row, down in placed for mark in _bar(row, down, SPAN, track)]
    labels = [label for row, down in placed for label in (_name(row, down), _end(row, down, SPAN, track))]
    return Drawing(len(rows) * high, tuple(marks), tuple(labels))


def line(row: Bar) -> Drawing:
    """One bar by itself with its value, as it stands in the row of a table."""
    return Drawing(BAR + 6, tuple(_bar(row, 3, IN_A_TABLE, track=True)), (_end(row, 3, IN_A_TABLE, track=True),))


def stack(parts: Sequence[Part]) -> Drawing:
    """One full bar in parts, each with its share inside and its name below, on a line of its own so that no two can meet."""
    starts = [sum(p.share for p in parts[:at]) for at in range(len(parts))]
    marks = [Mark(p.look, _across(s), 0, _across(p.share), STACK) for p, s in zip(parts, starts, strict=True)]
    middles = [s + p.share / 2 for p, s in zip(parts, starts, strict=True)]
    inside = [Label(f"in-{p.look}", _across(m), STACK // 2 + 5, "middle", p.strong) for p, m in zip(parts, middles, strict=True)]
    below = [_below(p, s, len(parts) - at) for at, (p, s) in enumerate(zip(parts, starts, strict=True))]
    return Drawing(STACK + LINE * len(parts) + 4, (*marks, *(m for m, _ in below)), (*inside, *(label for _, label in below)))


def _below(part: Part, start: float, line: int) -> tuple[Mark, Label]:
    """A thin line from the part down to its name: at its left edge, or in the right half at its right one."""
    down, right = STACK + LINE * line, start >= MIDDLE
    edge = start + part.share - HAIR if right else start
    side = "right" if right else "left"
    return (Mark(f"leader {side}", _across(edge), STACK, str(HAIR), down - STACK),
            Label(f"part {side}", _across(edge), down, "end" if right else "start", part.name, part.words))


def _bar(row: Bar, down: int, span: float, track: bool) -> list[Mark]:
    """The bar on its track, with an open end where it may reach further; without a track, a line where it would begin."""
    full, more = row.full * span / 100 or (0 if track else HAIR), row.open * span / 100
    whole = [Mark("track", "0", down, _across(span), BAR)] if track else []
    end = [Mark("open", _across(full), down, _across(more), BAR)] if more else []
    return [*whole, *([Mark(row.look, "0", down, _across(full), BAR)] if full else []), *end]


def _name(row: Bar, down: int) -> Label:
    """The name above its bar, cut where it is longer than any screen; the table beside the drawing has it whole."""
    name = row.name if len(row.name) <= LONGEST else row.name[:LONGEST - 1].rstrip() + "…"
    return Label("name", "0", down - 6, "start", "", name)


def _end(row: Bar, down: int, span: float, track: bool) -> Label:
    """The value: at the end of the bar, or of the track so that it never stands on it."""
    return Label("value", _across(span if track else row.full * span / 100), down + BAR - 1, "start", row.strong, row.words)


def _across(share: float) -> str:
    return f"{share:.2f}".rstrip("0").rstrip(".")
