"""What must hold before any email leaves: each goes to the right reader, and tells nothing that is not theirs."""

from sgp.safety.holding import Allowed, unsafe
from sgp.safety.secrets import Secrets, secrets

__all__ = ["Allowed", "Secrets", "secrets", "unsafe"]
