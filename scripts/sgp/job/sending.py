"""Sending: a lot is claimed in the book, handed on email by email, and its results are noted; whatever stops it, nothing goes twice."""

from dataclasses import replace
from datetime import datetime, timedelta

from sgp.books import LEASE_TAB
from sgp.contract import START_HERE, SUMMARY, ProblemRecord, RunRecord
from sgp.delivery.log import noted
from sgp.delivery.lots import NOT_BEGUN, claim, results
from sgp.delivery.marks import Marks, hashed, marks
from sgp.delivery.pace import lot_size
from sgp.errors import ExitCode, Stop
from sgp.job.round import Round
from sgp.mail import HandOn
from sgp.mail.mime import frozen
from sgp.plan import Changes, Envelope, Handed, Message, Sheet, Snapshot, Value, applied

LEASE, ENOUGH = timedelta(minutes=30), timedelta(minutes=12)
"""How long the right to send is taken for, and how much of it must be left before one more email is begun: a slow server may
take its time at each step of an email."""
ASKED = Stop("This run was asked to stop, and did after the email in flight. The next run sends the rest.", ExitCode.TEMPORARY)
QUIET = {START_HERE.title, SUMMARY.title, RunRecord.tab.title, ProblemRecord.tab.title, LEASE_TAB}
"""Tabs that no letter hangs on."""
Lot = list[tuple[Message, Envelope]]


def send(going: Round) -> None:
    """Send all that is to do, lot by lot, until the transport says that no other email would fare better."""
    going.records = {r.key: r for r in going.opened.desk.book.emails}
    with going.way.open() as hand_on:
        while going.todo and not going.stop:
            lot, until = _claim(going)
            try:
                _hand_on(going, lot, until, hand_on)
            finally:
                _note(going, lot)


def _claim(going: Round) -> tuple[Lot, datetime]:
    """Claim the next lot on the book as it stands at that moment; an empty one where nothing is due any more."""
    lot: Lot = []
    until = going.clock() + LEASE

    def decided(now: Snapshot) -> Changes:
        _look_again(going, now)
        lot[:] = [(m, _frozen(going, m)) for m in going.todo[:lot_size(going.way.pace)]]
        frozen_at = going.clock()
        going.journal.freeze([e for _, e in lot], frozen_at)
        claimed = claim(lot, going.records, going.way.name, going.opened.desk.now, frozen_at)
        going.records |= {r.key: r for r in claimed}
        going.claimed |= {r.key for r in claimed}
        changes = Changes((noted(claimed),), lease=going.lease(LEASE)) if lot else Changes()
        _stands(going, applied(now, changes))
        return changes

    going.opened.book.decide(decided)
    del going.todo[:len(lot)]
    return lot, until


def _look_again(going: Round, now: Snapshot) -> None:
    """Where somebody has changed the book meanwhile, what is due and what it says is made anew: the text that stands now counts."""
    then = going.opened.desk.snapshot
    if all(_same(now.find(s.title), s) for s in then.sheets if s.title not in QUIET):
        return
    messages = going.again(going, now)
    going.records = {r.key: r for r in going.opened.desk.book.emails}
    going.todo = [m for m in messages if m.key not in going.went][:len(going.todo)]


def _same(now: Sheet | None, then: Sheet) -> bool:
    """Whether the same stands in the same cells: how many empty ones end a row is no change."""
    return now == then or (now is not None and _filled(now) == _filled(then))


def _filled(sheet: Sheet) -> dict[tuple[int, int], Value]:
    return {(r, c): v for r, row in enumerate(sheet.rows) for c, v in enumerate(row) if v is not None}


def _frozen(going: Round, message: Message) -> Envelope:
    """The bytes that travel: those of an earlier try that was not taken, else new ones.

    What no server was ever offered is no earlier try: if its words have changed since, the text that stands now goes.
    """
    record = going.records.get(message.key)
    known = marks(record.detail) if record and record.status == "deferred" else Marks()
    kept = going.journal.kept(known.sha256)
    same = kept and (kept.envelope.to, kept.envelope.sender) == (message.to, message.sender)
    tried = kept and kept.status != "frozen"
    return kept.envelope if kept and same and (tried or known.about == hashed(message.about)) else frozen(message, going.opened.desk.now)


def _hand_on(going: Round, lot: Lot, until: datetime, hand_on: HandOn) -> None:
    """Hand each on; the journal knows of each before it is begun, and of each answer before the next is."""
    done: tuple[Envelope, Handed] | None = None
    for message, envelope in lot:
        if going.asked_to_stop():
            going.stop = ASKED
        if going.stop or until - going.clock() < ENOUGH:
            break
        going.journal.step(done, envelope, going.clock())
        going.begun = envelope
        handed = hand_on(envelope)
        # its answer first: an interruption between the two leaves it open, never free to go again
        going.went[message.key], going.stop = handed, handed.stop
        going.begun, done = None, (envelope, handed)
        going.tell()
        if going.stop:
            break
        going.sleep(going.way.pace.gap)
    if done:
        going.journal.step(done, None, going.clock())


def _note(going: Round, lot: Lot) -> None:
    """The results of a lot. One that was begun and has no answer stays open: the next run looks what became of it."""
    if not lot:
        return
    going.went |= {m.key: NOT_BEGUN for m, e in lot if m.key not in going.went and e != going.begun}
    became = {m.key: (h.status, h.detail) for m, _ in lot if (h := going.went.get(m.key))}
    day = going.opened.desk.today
    noted_now = results([going.records[m.key] for m, _ in lot], became, day)
    last = not going.todo or bool(going.stop) or going.begun is not None
    changes = Changes(noted_now, lease=going.lease(None if last else LEASE))
    try:
        going.opened.book.write(changes)
    except Stop as stop:
        if stop.code == ExitCode.LOCKED and not last:  # taken over: no more may go, but what has gone is known
            going.opened.book.write(replace(changes, lease=going.lease(None)))
        gone = sum(h.status in ("sent", "filed") for h in going.went.values())
        raise Stop(f"{stop} {gone} emails of this run have left; the next run enters them in the Email log.", stop.code) from stop
    _stands(going, applied(going.opened.desk.snapshot, changes))


def _stands(going: Round, snapshot: Snapshot) -> None:
    """From now on the book is known to stand like this."""
    going.opened = replace(going.opened, desk=replace(going.opened.desk, snapshot=snapshot))

