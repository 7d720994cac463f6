"""What is written to the book about a lot of emails: the claim before it goes, the results after it, and what a stopped run left."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from sgp.contract import EmailRecord, Target
from sgp.delivery.log import now_said, record_of
from sgp.delivery.marks import Marks, hashed, marks, with_marks
from sgp.delivery.settling import Fates
from sgp.plan import Edit, Envelope, Handed, Message, TabChange

CLAIMED = "Being sent."
NOT_BEGUN = Handed("deferred", "The run ended before it went.")


def claim(
    lot: Sequence[tuple[Message, Envelope]], records: Mapping[str, EmailRecord], by: str, now: datetime, frozen: datetime,
) -> list[EmailRecord]:
    """The records of a lot that is claimed, before any of it goes: which bytes, by which transport, about what.

    `frozen` is the true moment at which the journal froze them, which tells this claim of the same bytes from any other. Of bytes
    that are tried again, what else the log keeps of them stays.
    """
    kept = {m.key: Marks(by, e.sha256, frozen.isoformat()) for m, e in lot}
    return [record_of(m, "sending", with_marks(CLAIMED, _about(m, kept[m.key], records.get(m.key))), e.message_id, now) for m, e in lot]


def _about(message: Message, now: Marks, record: EmailRecord | None) -> Marks:
    before = marks(record.detail) if record else Marks()
    if before.sha256 == now.sha256:
        return replace(now, about=before.about, calendar=before.calendar, again=message.again)
    return replace(now, about=hashed(message.about), calendar=message.calendar, again=message.again)


def results(records: Iterable[EmailRecord], became: Fates, day: date) -> tuple[TabChange, ...]:
    """What became of claimed emails, in the log and, for targets that were sent, under `Sent on`."""
    known = [r for r in records if r.key in became]
    fates = {r.key: (became[r.key][0], with_marks(became[r.key][1], marks(r.detail))) for r in known}
    return (now_said(fates), *sent_marks([r for r in known if became[r.key][0] == "sent"], day))


def sent_marks(records: Iterable[EmailRecord], day: date) -> tuple[TabChange, ...]:
    """The day under `Sent on`, for the targets that these emails held."""
    edits = tuple(_sent_on(r.key, day) for r in records if r.kind == "targets")
    return (TabChange(Target.tab, edits),) if edits else ()


def _sent_on(key: str, day: date) -> Edit:
    cycle, _, _, _, email = key.rsplit("/", 4)
    headings = {Target.fields["cycle"]: cycle, Target.fields["email"]: email}
    return Edit(Target.tab.key_of(headings), {Target.fields["sent_on"]: day})
