"""What a run says on the terminal."""

import sys
from collections.abc import Iterable, Sequence

from sgp.errors import ERROR, WARNING, Problem
from sgp.plan import Changes, Plan, Sheet, Snapshot, by_title, place

REHEARSAL = "A rehearsal: nothing is changed and nothing leaves. This is what the run would do and say:"


def say(lines: Iterable[str]) -> None:
    """Print each line."""
    for line in lines:
        print(line, flush=True)


def warn(lines: Iterable[str]) -> None:
    """Print each line where errors go."""
    for line in lines:
        print(line, file=sys.stderr, flush=True)


def show_problems(problems: Sequence[Problem], most: int | None = None) -> None:
    """Errors first, then warnings; at most so many of them, the rest by number."""
    errors = sum(p.level == ERROR for p in problems)
    if not problems:
        return
    print(f"\n{_so_many(errors, ERROR)} and {_so_many(len(problems) - errors, WARNING)}; all are in the tab Problems.")
    for problem in problems[:most]:
        print(f"  {problem.level}: {problem}")
    if most and len(problems) > most:
        print(f"  … and {len(problems) - most} more in the tab Problems.")


def _so_many(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"


def show_plan(plan: Plan, changes: Changes, snapshot: Snapshot) -> None:
    """The rehearsal: the very plan that would be carried out."""
    print(REHEARSAL)
    say(plan.says)
    show_changes(changes, snapshot)
    if plan.staff_changes:
        print("  The staff book would be brought up to date.")
    for message in plan.messages:
        print(f"  To {message.to}: {message.subject}")


def show_changes(changes: Changes, snapshot: Snapshot) -> None:
    """How much would be written to each tab."""
    for title, change in by_title(changes):
        cells = place(snapshot.find(title) or Sheet(title, ()), change).cells
        if cells:
            print(f"  {title}: {len(cells)} cells in {len({row for row, _ in cells})} rows would be written.")
