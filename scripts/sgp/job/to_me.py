"""All letters to the coordinator instead, to look at; the book knows nothing of it."""

from collections.abc import Callable
from dataclasses import replace
from time import sleep

from sgp.desk import Desk
from sgp.errors import ExitCode
from sgp.job.opening import Opened
from sgp.job.options import Options
from sgp.job.progress import codes, progress, table
from sgp.job.report import say
from sgp.job.run import write_files
from sgp.job.ways import way_of
from sgp.mail.mime import frozen, to_coordinator
from sgp.plan import Handed, Plan


def send_to_me(planner: Callable[[Desk], Plan], opened: Opened, options: Options) -> ExitCode:
    """Send all letters that are not held to the coordinator instead, due or not, and claim nothing."""
    desk = replace(opened.desk, to_me=True)
    plan = planner(desk)
    way = way_of(options, desk.book.school.coordinator_email)
    write_files(plan, options)
    say(plan.says)
    went: dict[str, Handed] = {}
    with progress(len(plan.messages)) as tell, way.open() as hand_on:
        for message in plan.messages:
            went[message.key] = handed = hand_on(frozen(to_coordinator(message, desk.now), desk.now))
            tell()
            if handed.stop:
                raise handed.stop
            sleep(way.pace.gap)
    say([f"To {desk.book.school.coordinator_email} instead, and nothing is noted:", *(table(plan.messages, went) or ["  nothing."])])
    return ExitCode.first_of(codes(h.status for h in went.values()))
