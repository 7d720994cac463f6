"""Which of the planned emails leave now: not those that cannot be built safely, have left already, or are too many for today."""

from collections.abc import Callable, Sequence

from sgp.delivery.marks import marks
from sgp.delivery.pace import left_today
from sgp.desk import Desk
from sgp.errors import Stop
from sgp.job.opening import on_desk
from sgp.job.options import Options
from sgp.job.round import Round
from sgp.mail.mime import frozen
from sgp.plan import Handed, Message, Plan, Snapshot


def sorted_out(messages: Sequence[Message], going: Round) -> list[Message]:
    """The messages that go now; what is said of the others is noted: they are unsafe to build, have left already, or are too many."""
    desk, pace = going.opened.desk, going.way.pace
    going.left |= {m.key: left for m in messages if (left := _left(m, going))}
    going.went |= {m.key: why for m in messages if m.key not in going.left and (why := _unsafe(m, desk))}
    sound = [m for m in messages if m.key not in (going.went | going.left)]
    room = left_today(desk.book.emails, desk.today, pace)
    rest = sound[room:] if room is not None else []
    many = f"{pace.a_day} email{'s' * (pace.a_day != 1)} a day"
    going.went |= {m.key: Handed("planned", f"The mail provider takes {many}.") for m in rest}
    return sound[:room]


def _unsafe(message: Message, desk: Desk) -> Handed | None:
    try:
        frozen(message, desk.now)
        return None
    except Stop as unsafe:
        return Handed("held", str(unsafe))


def _left(message: Message, going: Round) -> Handed | None:
    """What this computer's journal knows of an email of that name that has left, or may have, where the log has lost that."""
    kept = going.journal.left(message.key)
    logged = {marks(r.detail).sha256 for r in going.opened.desk.book.emails if r.key == message.key}
    if kept is None or kept.envelope.sha256 in logged:  # what became of those very bytes was settled: it may go again
        return None
    sure = kept.status == "sent"
    said = f"By this computer's journal it {'left' if sure else 'may have left'} on {kept.at:%d/%m/%Y}; the log had lost that."
    return Handed("sent" if sure else "unknown", said)


def anew(planner: Callable[[Desk], Plan], options: Options, going: Round, now: Snapshot) -> list[Message]:
    """Open the book as it has become meanwhile; what goes now."""
    going.opened = on_desk(going.opened.book, now, options, going.opened.begun)
    return [m for m in planner(going.opened.desk).messages if not (_left(m, going) or _unsafe(m, going.opened.desk))]
