"""How cells look: names that every kind of book gives the same meaning."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Look:
    """Font, fill and number format of a cell. Colours are RRGGBB, sizes points; "" means none."""

    size: int = 10
    bold: bool = False
    italic: bool = False
    ink: str = "1F2933"
    fill: str = ""
    format: str = ""
    wrap: bool = True
    line: str = ""
    align: str = ""


DAY, MOMENT, CLOCK = "dd/mm/yyyy", "dd/mm/yyyy hh:mm", "hh:mm"
INK, QUIET, TEAL, PAPER, GREY, RULE, HAIR = "1F2933", "52606D", "0B5C5A", "E6F1F0", "F3F4F6", "D5DAE1", "E5E8EC"
QUIET_TINT = "B8C0CA"
BAR_COLOURS = (TEAL, "5BA3A0", "C9DEDC", QUIET_TINT, "7A8794")
"""What the bars of a chart are filled with: its first column of numbers, its second, and so on."""

LOOKS: dict[str, Look] = {
    # headings: what people write is teal, what scripts write is grey
    "heading P": Look(bold=True, ink="FFFFFF", fill=TEAL, line=RULE),
    "heading S": Look(bold=True, ink=INK, fill="DDE2E8", line=RULE),
    # cells below them, by who writes them and what they hold
    "P text": Look(line=HAIR, format="@"), "S text": Look(line=HAIR, fill=GREY, ink=QUIET, format="@"),
    "P date": Look(line=HAIR, format=DAY, align="left"), "S date": Look(line=HAIR, format=DAY, fill=GREY, ink=QUIET, align="left"),
    "P moment": Look(line=HAIR, format=MOMENT, align="left"),
    "S moment": Look(line=HAIR, format=MOMENT, fill=GREY, ink=QUIET, align="left"),
    "P time": Look(line=HAIR, format=CLOCK, align="left"), "S time": Look(line=HAIR, format=CLOCK, fill=GREY, ink=QUIET, align="left"),
    "P number": Look(line=HAIR, format="General", align="left"),
    "S number": Look(line=HAIR, format="General", fill=GREY, ink=QUIET, align="left"),
    # pages to read
    "title": Look(size=18, bold=True, ink=TEAL, wrap=False), "lead": Look(size=11, ink=QUIET, wrap=False),
    "section": Look(size=12, bold=True, ink=TEAL, wrap=False, line=RULE),
    "text": Look(), "plain": Look(wrap=False), "strong": Look(bold=True), "quiet": Look(ink=QUIET, italic=True, wrap=False),
    "label": Look(ink=QUIET), "number": Look(bold=True, align="left", format="General"),
    "day": Look(format=DAY, align="left"), "moment": Look(format=MOMENT, align="left"),
    "table heading": Look(bold=True, ink=INK, fill=PAPER, line=RULE), "bar": Look(ink=TEAL, wrap=False),
    "alert": Look(bold=True, ink="9B1C1C", fill="FDECEC"), "good": Look(bold=True, ink="1B5E20", fill="E8F5E9"),
}
