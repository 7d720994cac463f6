"""How fast and how many: what mail providers allow, and the lots in which emails are claimed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sgp.contract import EmailRecord
from sgp.delivery.fates import OUTBOX
from sgp.delivery.marks import marks

LOT = 20
"""Emails that are claimed in one write of the book (DESIGN 5, promise 7)."""


SLOWEST = 600.0
"""Seconds in which a lot is through, however slow the pace: what is claimed should not stay open for long."""


@dataclass(frozen=True)
class Pace:
    """Emails a minute and a day; 0 means as many as one likes."""

    a_minute: int = 0
    a_day: int = 0

    @property
    def gap(self) -> float:
        """Seconds from one email to the next."""
        return 60 / self.a_minute if self.a_minute else 0.0


PROVIDERS = {
    # https://learn.microsoft.com/office365/servicedescriptions/exchange-online-service-description/exchange-online-limits
    "smtp.office365.com": Pace(30, 10_000),
    # https://support.google.com/a/answer/166852
    "smtp.gmail.com": Pace(0, 2_000),
    "smtp-relay.gmail.com": Pace(0, 10_000),
}
GMAIL_ALONE = Pace(0, 500)
"""A private account of Gmail may send so many (https://support.google.com/mail/answer/22839)."""


def pace_of(host: str, sender: str, a_minute: int | None = None, a_day: int | None = None) -> Pace:
    """The pace for this mail server; what the settings say counts more than what is known of the provider."""
    known = GMAIL_ALONE if sender.endswith(("@gmail.com", "@googlemail.com")) else PROVIDERS.get(host.casefold(), Pace())
    return Pace(known.a_minute if a_minute is None else a_minute, known.a_day if a_day is None else a_day)


def lot_size(pace: Pace) -> int:
    """How many emails are claimed at once."""
    return max(1, min(LOT, int(SLOWEST / pace.gap))) if pace.gap else LOT


def sent_on(emails: Iterable[EmailRecord], day: date) -> int:
    """How many emails left, or may have, on this day."""
    left = (e for e in emails if e.status in ("sent", "unknown", "sending") and marks(e.detail).by != OUTBOX)
    return sum(isinstance(e.when, datetime) and e.when.date() == day for e in left)


def left_today(emails: Iterable[EmailRecord], day: date, pace: Pace) -> int | None:
    """How many more may go today, or None for as many as one likes."""
    return max(0, pace.a_day - sent_on(emails, day)) if pace.a_day else None
