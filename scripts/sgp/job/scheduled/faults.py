"""What of a run failed: one part never stops those that do not need it, and each fault is told in the book."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from traceback import print_exc

from sgp.contract import RunRecord
from sgp.errors import ERROR, ExitCode, Problem, Stop

LATER = (ExitCode.LOCKED, ExitCode.TEMPORARY)
"""What the next run may find mended by itself."""


@dataclass(frozen=True)
class Fault:
    """A part of the run that failed, and why."""

    part: str
    stop: Stop


def unforeseen(fault: Exception, verbose: bool) -> Stop:
    """A fault of our own, in words that quote no cell."""
    if verbose:
        print_exc()
    return Stop(f"Something unexpected happened ({type(fault).__name__}). Run it again with -v, and report what it prints.",
                ExitCode.UNEXPECTED)


def lasting(faults: Sequence[Fault]) -> list[Fault]:
    """Those that will not mend themselves."""
    return [fault for fault in faults if fault.stop.code not in LATER]


def problems_of(faults: Sequence[Fault]) -> Iterator[Problem]:
    """What stands in the book of them: that a part failed, and whatever needs mending at its place. That another run is on is no fault."""
    for fault in (f for f in faults if f.stop.code != ExitCode.LOCKED):
        yield Problem(ERROR, RunRecord.tab.title, 0, "", f"{fault.part} failed.", str(fault.stop))
        yield from fault.stop.problems
