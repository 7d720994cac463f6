"""The one room that chooses a backend, reads the clock and carries out a plan."""

from sgp.job.command import command
from sgp.job.letters import post_letters
from sgp.job.run import carry_out
from sgp.job.scheduled import scheduled
from sgp.job.setup import set_up

__all__ = ["carry_out", "command", "post_letters", "scheduled", "set_up"]
