"""What the doctor finds: of who can see a book, of its clock and language, of how email leaves, and of this Python."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from sgp.contract import School, Setting, settings_declared
from sgp.contract.names import folded
from sgp.delivery.pace import Pace
from sgp.errors import ERROR, WARNING, ExitCode, Problem, Stop
from sgp.people import People, in_allowed_domain

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


def of_addresses(school: School) -> Finding:
    """Where email may go, and whether the coordinator is reached there. That the address is missing is told with the other settings."""
    domains, us = (settings_declared()[name][0] for name in ("allowed_domains", "coordinator_email"))
    allowed, own = ", ".join(school.allowed_domains), school.coordinator_email.rpartition("@")[2]
    if not in_allowed_domain(school.coordinator_email, school):
        return Finding(ERROR, f"{school.coordinator_email} ({us}) is in no domain that email may go to ({allowed}).",
                       f"In the tab {Setting.tab.title}, add its domain to “{domains}”, or correct “{us}”.", ExitCode.DATA)
    said = allowed or f"{own or 'the domain of the coordinator'}, as “{domains}” names no other"
    return Finding(WELL, f"Email goes only to {said}.")


def of_pace(host: str, pace: Pace, letters: int) -> Finding:
    """How many emails this provider takes, and what that means for so many letters: one for each of the staff."""
    allowed = [f"{number:,} a {time}" for number, time in ((pace.a_minute, "minute"), (pace.a_day, "day")) if number]
    if not allowed:
        return Finding(WELL, f"{host}: no limit is known, so emails go as fast as it takes them.",
                       "If it has one, write a_minute or a_day under [mail] in the settings file.")
    days, minutes = (ceil(letters / a) if a else 1 for a in (pace.a_day, pace.a_minute))
    lasts = f"take {days} days" if days > 1 else f"take about {minutes} minute{'s' * (minutes != 1)}" if pace.a_minute else "fit in a day"
    return Finding(WELL, f"{host}: {', '.join(allowed)}{f'; {letters} letters {lasts}' if letters else ''}.")


def of_password(host: str) -> list[Finding]:
    """Whether a password will still do at this mail server (Exchange team's blog of 27 January 2026)."""
    if not folded(host).endswith((".office365.com", ".outlook.com")):
        return []
    return [Finding(WARNING, "Microsoft switches sign-in by password off for sending: by default from the end of December 2026.",
                    'Write sign_in = "microsoft" under [mail]; the README says what the administrator registers for that.')]


def of_gmail(said: str, sender: str) -> Finding:
    """Whether Gmail, which said as whom it lets us send, would send as the coordinator."""
    who = next((folded(word) for word in said.split() if "@" in word), "")
    if not who or who == folded(sender):
        return Finding(WELL, said)
    us = settings_declared()["coordinator_email"][0]
    return Finding(WARNING, f"{said} “{us}” is {sender or 'blank'}.", f"Set “{us}” to {who}, or sign in as {sender or 'that address'}, "
                   "unless Gmail knows the one as a further address of the other.")


def of_sent(found: bool | None) -> Finding:
    """What the Sent folder can tell, by what it said of an email that never was: no, or that it cannot be told."""
    if found is None:
        return Finding(WELL, "The Sent folder can be searched. It shows what was sent, but cannot prove that something was not: "
                       "what a stopped run left open, and is not found there, is held as unknown.",
                       "If it holds none of these scripts' emails yet, ask again after the first were sent: it may tell more then.")
    return Finding(WELL, "The Sent folder can be searched, and tells of what a stopped run left open whether it was sent.")


def exit_code(findings: Sequence[Finding]) -> ExitCode:
    """What the scheduler is told: the first that applies in the order of the design; warnings are well enough."""
    return ExitCode.first_of(f.code for f in findings if f.level == ERROR)
