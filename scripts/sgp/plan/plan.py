"""What a script means to do: printed in a rehearsal, else carried out by `job`."""

from dataclasses import dataclass, field

from sgp.errors import Problem
from sgp.plan.changes import Changes
from sgp.plan.messages import Message


@dataclass(frozen=True)
class Plan:
    """What is written to each book, what leaves, and what to say.

    `did` is the one line for the run log; `files` (path below the output folder -> text) are written even where
    nothing leaves, but not in a rehearsal; `problems` are those that only this plan meets.
    With `only_problems` the tab of problems is all that is written.
    """

    did: str
    changes: Changes = Changes()
    staff_changes: Changes = Changes()
    messages: tuple[Message, ...] = ()
    says: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    only_problems: bool = False
    files: dict[str, str] = field(default_factory=dict)
