"""How much room an arrangement leaves for later cycles."""

import numpy as np

from sgp.groups.hall import Hall, Numbers, same_group


def room_left(hall: Hall, seated: Numbers) -> int:
    """How many groups of four (of three, where no group is larger) could still be made of people who have not met and share no department.

    An idea like Triska's freedom of players, said of whole groups: https://www.metalevel.at/sgp/
    """
    strangers = ~(hall.met | hall.kin | hall.apart | same_group(seated, len(hall.seats)))
    np.fill_diagonal(strangers, False)
    near = strangers.astype(np.float64)
    around = [near] if hall.seats.max() < 4 else [near[np.ix_(theirs, theirs)] for theirs in map(np.flatnonzero, strangers)]
    return round(sum(float(((some @ some) * some).sum()) for some in around))
