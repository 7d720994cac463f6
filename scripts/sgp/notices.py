"""The email that tells the coordinator of a scheduled run that failed: once a day and cause."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from sgp.delivery.log import message_key
from sgp.delivery.marks import hashed
from sgp.plan import Message

KIND = "notice"
SUBJECT = "Sharing good practice: the scheduled run needs you"

_TOP = ('<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"></head>'
        '<body style="max-width: 36em; margin: 1.5em; font: 16px/1.5 Arial, sans-serif">')


@dataclass(frozen=True)
class Reader:
    """Who is told, from which school, and on which day."""

    address: str
    name: str
    school: str
    day: date
    cycle: str = ""


def notice(said: Sequence[str], to: Reader, begun: bool = True) -> Message:
    """One email about what failed today; `begun`: some of it was done. The same cause has the same key all day."""
    cause = int(hashed("\n".join(said)), 16)
    key = message_key(to.cycle or "-", KIND, 0, int(f"{to.day:%Y%m%d}{cause % 10**9:09}"), to.address)
    opening = f"The scheduled run of {to.day:%d/%m/%Y} could not {'do all its work' if begun else 'begin'}"
    lines = [f"{opening} for {to.school}." if to.school else f"{opening}.", *said,
             f"{'All else was done' if begun else 'Nothing was changed'}. You are told of this once a day until it is mended; "
             "the run goes on trying by itself."]
    # written without a template, since a template may be what failed
    text, html = "\n\n".join(lines) + "\n", "".join(f"<p>{escape(line)}</p>" for line in lines)
    return Message(key, to.cycle, KIND, to.address, to.name, SUBJECT, text, f"{_TOP}{html}</body></html>", sender=to.address,
                   sender_name=to.name, about=" ".join(said))
