"""Counts that point at nobody: what may be told of numbers of people without giving a small group away."""

from sgp.suppression.counts import OTHER, Told, about, blocks, merge_small, told
from sgp.suppression.margins import rows_told

__all__ = ["OTHER", "Told", "about", "blocks", "merge_small", "rows_told", "told"]
