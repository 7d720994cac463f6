"""What tells one idea from another, whoever moves or sorts its row."""

from hashlib import sha256

from sgp.contract.names import loose


def key_of(*parts: str) -> str:
    """A short name for a row that never changes while its parts mean the same."""
    return sha256("|".join(loose(p) for p in parts).encode()).hexdigest()[:10]
