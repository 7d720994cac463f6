"""What an arrangement costs on each level, in whole numbers, so that a higher level is never traded for a lower one."""

import numpy as np

from sgp.groups.hall import Hall, Numbers

RULE, KIN, MET, HELP, COVER, SPREAD = 10**10, 10**8, 10**6, 10**4, 10**2, 1
"""A broken rule; a pair of one department; one who met before; a teacher without help; a focus that nobody in a group can help with; a
pair of new teachers."""


def cost_of_pairs(hall: Hall) -> Numbers:
    """(n, n) What two people in one group cost. Those who must be together cost less than nothing."""
    new = hall.new[:, None] & hall.new[None, :] & ~np.eye(len(hall.new), dtype=bool)
    rules = RULE * (hall.apart.astype(np.int64) - hall.together)
    return np.asarray(rules + KIN * hall.kin + MET * hall.again + SPREAD * new, dtype=np.int64)
