"""Where the charts of a page hang, and how large they are: the same in every kind of book."""

from sgp.plan.changes import Page
from sgp.plan.placing import At

ROWS_HIGH, WIDE, HIGH = 16, 560, 300
"""Rows from one chart to the next, and a chart's size in pixels."""
_FIRST_ROW = 3


def anchors(page: Page) -> list[At]:
    """Where each chart hangs (row from 1, column from 0): a column off the tables, one below the other."""
    right = max([len(page.tab.widths), *(len(line) for line in page.lines)]) + 1
    return [(_FIRST_ROW + number * ROWS_HIGH, right) for number in range(len(page.charts))]
