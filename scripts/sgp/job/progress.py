"""What is seen of sending: a bar on a terminal, plain lines elsewhere, and at the end what went, what did not, and why."""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from sgp.delivery.lots import NOT_BEGUN
from sgp.delivery.pace import LOT
from sgp.errors import ExitCode
from sgp.plan import Handed, Message

Tell = Callable[[], None]
WORDS = {
    "sent": "sent", "filed": "filed in the offline outbox", "deferred": "not taken now; tried again in the next run", "failed": "failed",
    "unknown": "may have been sent", "held": "held back", "planned": "left for tomorrow",
}
WELL = ("sent", "filed")
CODES = {"held": ExitCode.DATA, "deferred": ExitCode.TEMPORARY} | dict.fromkeys(("failed", "unknown", "sending"), ExitCode.EMAILS)
"""What a run ends with that leaves such an email."""


@contextmanager
def progress(total: int) -> Iterator[Tell]:
    """Show how far a run of so many emails has come."""
    if total and sys.stdout.isatty():
        from rich.progress import MofNCompleteColumn, Progress

        with Progress(*Progress.get_default_columns(), MofNCompleteColumn(), transient=True) as bar:
            task = bar.add_task("Sending", total=total)
            yield lambda: bar.advance(task)
    else:
        yield _lines(total)


def _lines(total: int) -> Tell:
    done = 0

    def tell() -> None:
        nonlocal done
        done += 1
        if done % LOT == 0 and done < total:
            print(f"{done} of {total} …", flush=True)

    return tell


def codes(statuses: Iterable[str]) -> list[ExitCode]:
    """What a run ends with that leaves emails like this."""
    return [CODES[status] for status in statuses if status in CODES]


def counted(handed: Iterable[Handed]) -> str:
    """How many of each, in one sentence: 37 sent, 1 failed."""
    counts = Counter(h.status for h in handed)
    return ", ".join(f"{counts[status]} {words}" for status, words in WORDS.items() if counts[status])


def table(messages: Sequence[Message], went: Mapping[str, Handed]) -> list[str]:
    """What went, by number, and each that did not, with the reason."""
    if not went:
        return []
    not_well = [(m, went[m.key]) for m in messages if m.key in went and went[m.key].status not in WELL and went[m.key] != NOT_BEGUN]
    left = sum(h == NOT_BEGUN for h in went.values())
    width = max((len(f"{m.to_name} <{m.to}>") for m, _ in not_well), default=0)
    # why a run ended is said once, after this, and is no one reader's fault
    why = {m.key: f": {h.detail}" if h.detail and not h.stop else "" for m, h in not_well}
    rows = [f"  {f'{m.to_name} <{m.to}>':{width}}  {WORDS[h.status]}{why[m.key]}" for m, h in not_well]
    rows += [f"  and {left} that the run did not come to; they go in the next one"] if left else []
    return [f"{counted(went.values())}.".capitalize(), *rows]
