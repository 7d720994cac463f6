"""How tabs are laid out, in every kind of book alike: their tint, what stays in sight, and the notes on headings."""

from collections.abc import Mapping

from sgp.contract.columns import Tab
from sgp.contract.looks import QUIET_TINT, TEAL

LIVED_IN = 6
"""The first tabs are the ones a coordinator lives in; the rest are quieter."""

_WIDE, _FROZEN_AT_MOST = 140, 60


def tint(number: int) -> str:
    """The colour of the tab in that place (from 0), RRGGBB."""
    return TEAL if number < LIVED_IN else QUIET_TINT


def is_wide(tab: Tab) -> bool:
    """Whether a tab is too wide to be seen at once."""
    return sum(c.width for c in tab.columns) > _WIDE


def frozen_columns(tab: Tab, at: Mapping[str, int]) -> int:
    """How many columns stay in sight on a wide tab: the first ones, as far as they tell one row from another.

    `at`: heading -> column (from 0).
    """
    lead = width = 0
    for heading in tab.key if is_wide(tab) else ():
        width += tab.column(heading).width
        if at[heading] != lead or width > _FROZEN_AT_MOST:
            break
        lead += 1
    return lead


def notes(tab: Tab, at: Mapping[str, int]) -> dict[int, str]:
    """Column (from 0) -> the note on its heading; the first one also says what the tab is."""
    found = {at[c.heading]: c.note for c in tab.columns if c.note}
    first = min(at.values())
    return found | {first: f"{tab.about}\n{found[first]}" if first in found else tab.about}
