"""What the doctor finds: of who can see a book, of its clock and language, and of this Python."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sgp.contract import School, Setting, settings_declared
from sgp.contract.names import folded
from sgp.errors import ERROR, WARNING, ExitCode, Problem, Stop
from sgp.people import People

WELL = "well"
MONTH_FIRST = ("en_US", "en_PH", "fil_PH")
"""Languages of a Google Sheet in which 03/04 that somebody types becomes the fourth of March."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: how it is ("well", "warning" or "error"), and how to mend it.

    `code` is what an error means for a run.
    """

    level: str
    what: str
    mend: str = ""
    code: ExitCode = ExitCode.CONFIGURATION


def of_stop(stop: Stop) -> Finding:
    """What kept the doctor from looking further."""
    return Finding(ERROR, str(stop), code=stop.code)


def of_problems(title: str, problems: Sequence[Problem]) -> list[Finding]:
    """What is wrong with a book's build or with its settings; what is mended in one go is said in one go."""
    together: dict[tuple[str, str], list[str]] = {}
    for p in problems:
        together.setdefault((p.level, p.mend), []).append(p.what)
    return [Finding(level, f"{title}: {_first_few(what)}", mend, ExitCode.DATA) for (level, mend), what in together.items()]


def _first_few(said: Sequence[str]) -> str:
    return " ".join(said[:3]) + (f" And {len(said) - 3} more of that kind." if len(said) > 3 else "")


def of_sharing(title: str, grants: Sequence[Mapping[str, str]] | None, us: str, everyone: People, school: School) -> list[Finding]:
    """Who can see the private book. `grants` are Drive's permissions (type, emailAddress, domain), None where they cannot be seen."""
    if grants is None:
        return [Finding(WARNING, f"This sign-in may not see who {title} is shared with, so look yourself.",
                        "In the sheet, press Share: General access must be Restricted, and no teacher but you may be in the list.")]
    own = {folded(school.coordinator_email), folded(us)} - {""}
    found = [f for grant in grants if grant.get("role") != "owner" and (f := _grant(title, grant, everyone, own))]
    return found or [Finding(WELL, f"{title} is shared with nobody who should not see it.")]


def _grant(title: str, grant: Mapping[str, str], everyone: People, own: set[str]) -> Finding | None:
    who, remedy = folded(grant.get("emailAddress", "")), "In the sheet, press Share and {}."
    if grant.get("type") == "anyone":
        return Finding(ERROR, f"Anyone with the link can open {title}, and it is private.",
                       remedy.format("set General access to Restricted"))
    if grant.get("type") == "domain":
        return Finding(ERROR, f"Everyone at {grant.get('domain', 'your school')} can open {title}, and it is private.",
                       remedy.format("set General access to Restricted"))
    if grant.get("type") == "group":
        return Finding(WARNING, f"{title} is shared with the group {who}: everyone in it sees all feedback.",
                       remedy.format("remove the group, if there are teachers in it"))
    person = everyone.find(who) if who and who not in own else None
    if person and person.email not in own:
        return Finding(ERROR, f"{title} is private, and {who} in Staff can open it.", remedy.format(f"remove {who}"))
    if person or who in own or not who:
        return None
    return Finding(WARNING, f"{title} is private, and {who} can open it.", remedy.format(f"remove {who}, unless you know why they may"))


def of_settings(title: str, time_zone: str, locale: str, school: School) -> list[Finding]:
    """Whether a Google Sheet's clock (such as Europe/London) and language (such as en_GB) fit the school's own settings."""
    zone, order = (settings_declared()[name][0] for name in ("time_zone", "day_first"))
    found = []
    if time_zone and time_zone != school.time_zone:
        found.append(Finding(WARNING, f"{title} keeps the time of {time_zone}, the tab {Setting.tab.title} says {school.time_zone}.",
                             f"In the sheet, choose File > Settings > Time zone, or change “{zone}”."))
    if locale in MONTH_FIRST and school.day_first:
        found.append(Finding(WARNING, f"{title} is set to {locale}: 03/04 typed there becomes the fourth of March.",
                             f"In the sheet, choose File > Settings > Locale (such as United Kingdom), or set “{order}” to no."))
    return found or [Finding(WELL, f"{title} keeps the school's time ({school.time_zone}) and writes dates as the school does.")]


def of_python(version: str, flawed: bool) -> Finding:
    """Whether this Python builds letters safely. `flawed` says that it let a line break into a header."""
    if flawed:
        return Finding(WARNING, f"Python {version} has a known flaw in how it writes email headers (CVE-2024-6923). "
                       "The scripts guard against it: every letter is checked before it is handed on.",
                       "Install the newest Python of your series when you can.")
    return Finding(WELL, f"Python {version}.")


def exit_code(findings: Sequence[Finding]) -> ExitCode:
    """What the scheduler is told: the first that applies in the order of the design; warnings are well enough."""
    return ExitCode.first_of(f.code for f in findings if f.level == ERROR)
