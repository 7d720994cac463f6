"""Ideas: which may be shared with staff, and how those that a department takes up go into its schemes of work."""

from sgp.ideas.before import decided_before
from sgp.ideas.key import key_of
from sgp.ideas.schemes import is_open, open_first, with_new_schemes
from sgp.ideas.shared import HELD_BACK, WITHDRAWN, is_public, shared_ideas

__all__ = [
    "HELD_BACK", "WITHDRAWN", "decided_before", "is_open", "is_public", "key_of", "open_first", "shared_ideas", "with_new_schemes",
]
