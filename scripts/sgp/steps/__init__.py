"""Which small step: the observer's own, else an unused one from the target bank; and the words in which a teacher gets it."""

from sgp.steps.bank import Bank, bank_of
from sgp.steps.finding import Step, Wanted, find_step, unused_steps
from sgp.steps.shape import moved_up

__all__ = ["Bank", "Step", "Wanted", "bank_of", "find_step", "moved_up", "unused_steps"]
