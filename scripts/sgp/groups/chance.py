"""Chance that is the same on every computer: from a text, in whole numbers."""

from hashlib import sha256
from math import log

import numpy as np

ONE = 1000
"""So much is one in NOISE."""
NOISE = np.array([round(-ONE * log(-log((n + 0.5) / 4096))) for n in range(4096)], dtype=np.int64)
"""Gumbel's distribution in whole numbers: the least of what is weighed, each less such a number, is drawn as by heat (Gumbel-max trick)."""


def chance(text: str) -> np.random.Generator:
    """A source of chance that depends on the text alone."""
    return np.random.Generator(np.random.PCG64(int.from_bytes(sha256(text.encode()).digest()[:16], "big")))
