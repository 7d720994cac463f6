"""Telling the coordinator of a run that could not begin, or could not write: the book is of no help then, so this computer remembers.

Where nothing is remembered, as on a computer that forgets its disk, nobody is told by email: nothing would keep it from being
told every hour. The exit code and the watch-dog tell of it all the same.
"""

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypedDict
from zoneinfo import ZoneInfo

from sgp.contract import School
from sgp.delivery.marks import hashed
from sgp.errors import Stop
from sgp.job.options import Options
from sgp.job.report import warn
from sgp.job.scheduled.faults import LATER
from sgp.job.ways import way_of
from sgp.mail.mime import frozen
from sgp.notices import Reader, notice
from sgp.plan import Message

PATIENCE = timedelta(days=1)
"""How long what may mend itself is waited for, before anybody is told."""


class Memory(TypedDict):
    """What is known from earlier runs: whom to tell, when one last got through, and what has been told on which day."""

    address: str
    name: str
    school: str
    zone: str
    good: str
    told: dict[str, str]


def remember(school: School, options: Options) -> None:
    """Keep whom to tell, and that a run got through just now."""
    now, known = datetime.now(UTC).isoformat(timespec="seconds"), _known(options)
    # what was told stays: a fault that comes and goes within a day is told once all the same
    told = known["told"] if known else {}
    _keep(Memory(address=school.coordinator_email, name=school.coordinator, school=school.name, zone=school.time_zone, good=now, told=told),
          options)


def tell(stop: Stop, options: Options, begun: bool = False) -> None:
    """Tell the coordinator, if that was not done today, and it is not likely to pass by itself; `begun`: some of the run was done.

    Never raises Stop.
    """
    known = _known(options)
    if not known or not known["address"]:
        return
    now = datetime.now(ZoneInfo(known["zone"]))
    # what may pass by itself is said in words that change from hour to hour
    day, cause = options.today or now.date(), stop.code.name if stop.code in LATER else hashed(str(stop))
    if known["told"].get(cause) == day.isoformat() or (stop.code in LATER and now - datetime.fromisoformat(known["good"]) < PATIENCE):
        return
    # remembered first: rather told of by the exit code alone than twice
    if _keep(known | {"told": {**known["told"], cause: day.isoformat()}}, options):
        said = [str(stop), *(str(problem) for problem in stop.problems)]
        _send(notice(said, Reader(known["address"], known["name"], known["school"], day), begun), now, options)


def _send(message: Message, now: datetime, options: Options) -> None:
    try:
        with way_of(options, message.sender).open() as hand_on:
            hand_on(frozen(message, now))
    except Stop:
        warn(["The coordinator could not be told of this by email."])


def _file(options: Options) -> Path:
    return options.output / "scheduled.json"


def _known(options: Options) -> Memory | None:
    try:
        found: Memory = json.loads(_file(options).read_text(encoding="utf-8"))
        return found if found.keys() == Memory.__annotations__.keys() else None
    except (OSError, ValueError, AttributeError):
        return None


def _keep(known: Memory, options: Options) -> bool:
    with suppress(OSError):
        _file(options).write_text(json.dumps(known), encoding="utf-8")
        return True
    return False
