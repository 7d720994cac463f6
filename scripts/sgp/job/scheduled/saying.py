"""What a scheduled run says of emails: how many of each kind, and never whose."""

from collections import Counter
from collections.abc import Mapping, Sequence

from sgp.job.progress import WORDS, counted
from sgp.mailing import KINDS
from sgp.plan import Handed, Message


def left_lying(messages: Sequence[Message], allowed: bool) -> list[str]:
    """What is due and does not leave, in a rehearsal or since nobody `allowed` it."""
    due = Counter(m.kind for m in messages)
    why = "" if allowed else ": not sent, that takes --send"
    return [f"{_called(kind, number)} due{why}." for kind, number in due.items()]


def went_by_kind(messages: Sequence[Message], went: Mapping[str, Handed]) -> str:
    """What became of all, kind by kind, in one line."""
    kinds = dict.fromkeys(m.kind for m in messages if m.key in went)
    return "; ".join(_told([went[m.key] for m in messages if m.kind == kind and m.key in went], kind) for kind in kinds)


def _told(handed: Sequence[Handed], kind: str) -> str:
    """All of one kind: 40 chasers sent; or 40 chasers: 38 sent, 2 failed."""
    called, statuses = _called(kind, len(handed)), {h.status for h in handed}
    return f"{called} {WORDS[statuses.pop()]}" if len(statuses) == 1 else f"{called}: {counted(handed)}"


def _called(kind: str, number: int) -> str:
    one, several = (KINDS[kind].one, KINDS[kind].name) if kind in KINDS else (kind, f"{kind}s")
    return f"{number} {one if number == 1 else several}"
