"""Settings without which letters cannot go, or would read oddly."""

from sgp.contract import School, Setting, settings_declared
from sgp.contract.addresses import valid_address
from sgp.errors import ERROR, WARNING, Problem

NEEDED = {
    "name": "Letters do not say which school they come from.",
    "coordinator": "Letters are signed by nobody.",
    "coordinator_email": "Letters are held, because replies would go nowhere.",
}


def missing_settings(school: School) -> list[Problem]:
    """A warning for each setting that letters need and that is blank, and for an address that no mail server takes."""
    name = settings_declared()["coordinator_email"][0]
    if school.coordinator_email and not valid_address(school.coordinator_email):
        what = f"{school.coordinator_email} is no address that mail servers take; letters are held."
        return [Problem(ERROR, Setting.tab.title, 0, name, what, "Correct it.")]
    blank = [(settings_declared()[field][0], what) for field, what in NEEDED.items() if not getattr(school, field)]
    return [Problem(WARNING, Setting.tab.title, 0, name, what, f"Fill in “{name}”.") for name, what in blank]
