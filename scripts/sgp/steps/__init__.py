"""Which small step: the observer's own, else an unused one from the target bank; and the words in which a teacher gets it."""

from sgp.steps.bank import Bank, bank_of
from sgp.steps.finding import Step, Wanted, find_step, unused_steps
from sgp.steps.old import bank_step, step_for

__all__ = ["Bank", "Step", "Wanted", "bank_of", "bank_step", "find_step", "step_for", "unused_steps"]
