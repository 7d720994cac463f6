"""What became of emails that a stopped run left open: the journal, else the Sent folder, else nobody knows; never a second send."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from schools import CYCLE, address

from sgp.contract import EmailRecord
from sgp.contract.records import EMAIL_STATUSES
from sgp.delivery.lots import CLAIMED, claim, results
from sgp.delivery.marks import Marks, hashed, marks, with_marks
from sgp.delivery.settling import STOPPED, settled
from sgp.plan import Envelope, Handed, Kept, Message

NOW = datetime(2026, 9, 28, 7, tzinfo=UTC)
KEY = f"{CYCLE}/targets/0/1/{address('m.rahman')}"
ENVELOPE = Envelope(KEY, "<1@oakfield.example>", address("c"), address("m.rahman"), b"Hello\r\n")


def record(status: str = "sending", by: str = "smtp") -> EmailRecord:
    detail = with_marks(CLAIMED, Marks(by, ENVELOPE.sha256, about=hashed("Try it."), calendar="1.0.a1b2c3d4"))
    return EmailRecord(key=KEY, cycle=CYCLE, kind="targets", email=address("m.rahman"), status=status, detail=detail, message_id="<1@x>")


def kept(status: str, detail: str = "") -> Kept:
    return Kept(ENVELOPE, status, detail, NOW)


@pytest.mark.parametrize(("by", "journal", "in_sent", "waited", "now"), [
    # what the journal knows for certain
    ("smtp", kept("sent", "250 Ok"), None, True, "sent"), ("smtp", kept("failed", "550"), None, True, "failed"),
    ("smtp", kept("deferred", "450"), False, True, "deferred"), ("smtp", kept("unknown", "?"), None, True, "unknown"),
    ("smtp", kept("frozen"), None, False, "deferred"), ("smtp", kept("frozen"), False, False, "deferred"),
    # the one in flight: the Sent folder decides, once it has had the time
    ("smtp", kept("going"), True, False, "sent"), ("smtp", kept("going"), False, True, "deferred"),
    ("smtp", kept("going"), False, False, None), ("smtp", kept("going"), None, True, "unknown"),
    # the journal is lost: found is sent, else nobody knows, and it is never rebuilt
    ("smtp", None, True, True, "sent"), ("smtp", None, False, True, "unknown"), ("smtp", None, None, True, "unknown"),
    # what is found has gone, whatever the journal says
    ("smtp", kept("frozen"), True, True, "sent"), ("gmail", kept("deferred"), True, True, "sent"),
    # the outbox: the file is there or it is not
    ("outbox", None, True, True, "filed"), ("outbox", kept("going"), False, True, "deferred"),
    ("outbox", kept("filed"), False, True, "filed"),
    # without a journal not even the outbox proves anything: it may be another computer's
    ("outbox", None, False, True, "unknown"), ("", None, False, False, "unknown"), ("", None, None, True, "unknown"),
])
def test_what_is_open_is_settled_in_this_order(by: str, journal: Kept | None, in_sent: bool | None, waited: bool, now: str | None) -> None:
    found = settled(record(by=by), journal, in_sent, waited)
    assert (found[0] if found else None) == now


def test_what_was_given_up_may_still_be_found_and_is_never_sent_again_of_itself() -> None:
    assert settled(record("unknown"), kept("going"), True, True) == ("sent", "Found in the Sent folder.")
    for journal in (None, kept("going")):
        for in_sent in (False, None):
            assert settled(record("unknown"), journal, in_sent, True) is None
    assert settled(record("unknown"), kept("frozen"), None, True) == ("deferred", STOPPED), "another computer gave up what was never begun"


STATES = [None, "frozen", "going", "sent", "failed", "unknown"]


@given(st.sampled_from(EMAIL_STATUSES), st.sampled_from(["smtp", "gmail"]), st.sampled_from(STATES),
       st.sampled_from([True, False, None]), st.booleans())
def test_only_what_was_certainly_not_taken_goes_again(status: str, by: str, state: str | None, in_sent: bool | None, waited: bool) -> None:
    found = settled(record(status, by), kept(state) if state else None, in_sent, waited)
    if found and found[0] == "deferred":
        assert in_sent is not True
        assert state == "frozen" or (state == "going" and status == "sending" and in_sent is False and waited)


def test_a_detail_says_something_and_remembers() -> None:
    known = Marks("smtp", "ab" * 32, NOW.isoformat(), "0123456789ab", "2026-10-01", "1.0.a1b2c3d4,2.3.")
    for words in ("", "250 2.0.0 Ok: queued as 1 | 2", "sha256=no"):
        assert marks(with_marks(words, known)) == known
    assert marks("250 Ok, by=hand") == Marks(by="hand"), "marks are only read where they stand"
    assert marks("") == Marks()


@given(st.text(max_size=60), st.builds(Marks, st.sampled_from(["", "smtp", "outbox"]), st.sampled_from(["", "0" * 64])))
def test_no_words_of_a_server_hide_what_is_remembered(words: str, known: Marks) -> None:
    if known.by:
        assert marks(with_marks(words, known)) == known


def message(about: str = "Try it.") -> Message:
    return Message(KEY, CYCLE, "targets", address("m.rahman"), "Mo", "Subject", "Text", "<p>Text</p>", about=about, calendar="1.0.a1b2c3d4")


def test_a_claim_says_which_bytes_and_a_second_try_of_them_keeps_what_they_are_about() -> None:
    first = claim([(message(), ENVELOPE)], {}, "smtp", NOW, NOW)[0]
    assert (first.status, first.message_id, marks(first.detail).sha256) == ("sending", ENVELOPE.message_id, ENVELOPE.sha256)
    again = claim([(message("Changed since."), ENVELOPE)], {KEY: first}, "gmail", NOW, NOW)[0]
    assert marks(again.detail) == Marks("gmail", ENVELOPE.sha256, NOW.isoformat(), hashed("Try it."), calendar="1.0.a1b2c3d4")
    other = claim([(message("Changed since."), Envelope(KEY, "<1@x>", "", "", b"new"))], {KEY: first}, "smtp", NOW, NOW)[0]
    assert marks(other.detail).about == hashed("Changed since.")


def test_results_change_the_log_and_only_what_was_sent_is_marked_in_targets() -> None:
    sent, failed = (results([record()], {KEY: (Handed(status).status, "said")}, NOW.date()) for status in ("sent", "failed"))
    assert [change.tab.title for change in sent] == ["Email log", "Targets"]
    assert [change.tab.title for change in failed] == ["Email log"]
    assert sent[1].edits[0].key == (CYCLE.casefold(), address("m.rahman"))
    assert sent[0].edits[0].cells["Detail"] == f"said | by=smtp sha256={ENVELOPE.sha256} about={hashed('Try it.')} calendar=1.0.a1b2c3d4"
