"""The ways an email leaves, or is kept: edges that know nothing of the programme.

Each way is a context manager that yields `HandOn`; leaving it closes the connection.
"""

from collections.abc import Callable

from sgp.plan import Envelope, Handed

HandOn = Callable[[Envelope], Handed]
"""Hand one email on and say what became of it. Raises nothing that concerns one email alone."""

LookUp = Callable[[str], bool | None]
"""Whether the Sent folder holds an email with this Message-ID; None where that can never be told.

Raises Stop where it cannot be told now.
"""
