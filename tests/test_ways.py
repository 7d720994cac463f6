"""Asking what became of emails: each is looked for where it would be, in the mailbox of whoever sent it, and nowhere else."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from schools import CYCLE, address, on_desk, small_school

from sgp.contract import EmailRecord
from sgp.delivery.marks import Marks, with_marks
from sgp.errors import ExitCode, Stop
from sgp.job.settling import fates
from sgp.job.ways import Way
from sgp.journal import Journal, journal
from sgp.mail import LookUp
from sgp.mail.outbox import filed, outbox
from sgp.plan import Envelope, Handed

CLAIMED_AT = datetime.now(UTC) - timedelta(hours=1)
KEY = f"{CYCLE}/targets/0/1/{address('m.rahman')}"
SARAH = address("s.whitfield")
ENVELOPE = Envelope(KEY, "<ours@oakfield.example>", SARAH, address("m.rahman"), b"Message-ID: <ours@oakfield.example>\r\n\r\nHello\r\n")
EARLIER = replace(ENVELOPE, key=KEY.replace("m.rahman", "a.nowak"), message_id="<earlier@oakfield.example>", raw=b"Earlier\r\n")
DESK = on_desk(small_school())


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Journal]:
    with journal(tmp_path / "journal.sqlite3", "book", datetime.now(UTC)) as line:
        line.freeze([ENVELOPE, EARLIER], CLAIMED_AT)
        yield line


def folder_of(*message_ids: str, fault: Stop | None = None) -> LookUp:
    """A Sent folder that holds these."""
    def look_up(message_id: str) -> bool:
        if fault:
            raise fault
        return message_id in message_ids

    return look_up


def smtp(look_up: LookUp) -> Way:
    @contextmanager
    def opened() -> Iterator[LookUp]:
        yield look_up

    return Way("smtp", lambda: pytest.fail("nothing is sent here"), opened)


def in_outbox(folder: Path) -> Way:
    return Way("outbox", lambda: outbox(folder), lambda: filed(folder))


def record(by: str, status: str = "sending") -> EmailRecord:
    detail = with_marks("Being sent.", Marks(by, ENVELOPE.sha256, CLAIMED_AT.isoformat()))
    return EmailRecord(key=KEY, cycle=CYCLE, kind="targets", email=ENVELOPE.to, status=status, detail=detail,
                       message_id=ENVELOPE.message_id, when=datetime(2026, 9, 28, 9))


def became(kept: Journal, by: str, *ways: Way, status: str = "sending") -> str | None:
    found = fates([record(by, status)], ways, kept, DESK).get(KEY)
    return found[0] if found else None


def test_what_was_sent_is_not_looked_for_in_the_outbox_and_never_filed_for_sent(kept: Journal, tmp_path: Path) -> None:
    kept.step(None, ENVELOPE, CLAIMED_AT)
    assert became(kept, "smtp", in_outbox(tmp_path / "outbox")) == "unknown", "an empty outbox says nothing of what was sent"
    with outbox(tmp_path / "outbox") as file:
        file(ENVELOPE)
    assert became(kept, "smtp", in_outbox(tmp_path / "outbox")) == "unknown", "nor does the file of an earlier run"
    assert became(kept, "outbox", smtp(folder_of()), in_outbox(tmp_path / "outbox")) == "filed"


def test_the_sent_folder_says_what_became_of_the_one_in_flight(kept: Journal) -> None:
    kept.step(None, ENVELOPE, CLAIMED_AT)
    assert became(kept, "smtp", smtp(folder_of(ENVELOPE.message_id))) == "sent"
    assert became(kept, "smtp", smtp(folder_of())) == "deferred"


def test_a_folder_without_the_last_one_that_surely_went_proves_nothing(kept: Journal) -> None:
    kept.step(None, EARLIER, CLAIMED_AT)
    kept.step((EARLIER, Handed("sent")), ENVELOPE, CLAIMED_AT)
    assert became(kept, "smtp", smtp(folder_of())) == "unknown"
    assert became(kept, "smtp", smtp(folder_of(EARLIER.message_id))) == "deferred"


def test_another_senders_mailbox_is_not_asked(tmp_path: Path) -> None:
    other = replace(ENVELOPE, sender=address("predecessor"))
    with journal(tmp_path / "journal.sqlite3", "book", datetime.now(UTC)) as line:
        line.freeze([other], CLAIMED_AT)
        line.step(None, other, CLAIMED_AT)
        assert became(line, "smtp", smtp(folder_of())) == "unknown"


def test_what_has_not_had_the_time_to_get_there_is_asked_about_later(kept: Journal) -> None:
    kept.step(None, ENVELOPE, datetime.now(UTC))
    way = replace(smtp(folder_of()), after=300)
    assert became(kept, "smtp", way) is None
    assert became(kept, "smtp", replace(way, look_up=smtp(folder_of(ENVELOPE.message_id)).look_up)) == "sent"


@pytest.mark.parametrize(("code", "status", "stops"), [
    (ExitCode.TEMPORARY, "sending", True), (ExitCode.TEMPORARY, "unknown", False), (ExitCode.CONFIGURATION, "sending", False),
])
def test_what_cannot_be_asked_stops_only_where_something_is_open_and_another_try_helps(
    kept: Journal, code: ExitCode, status: str, stops: bool,
) -> None:
    kept.step(None, ENVELOPE, CLAIMED_AT)
    way = smtp(folder_of(fault=Stop("The mailbox is away.", code)))
    if stops:
        with pytest.raises(Stop):
            became(kept, "smtp", way, status=status)
    else:
        assert became(kept, "smtp", way, status=status) == (None if status == "unknown" else "unknown")
