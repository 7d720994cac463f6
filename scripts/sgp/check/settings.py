"""Settings without which letters cannot go, or would read oddly."""

from sgp.contract import School, Setting, settings_declared
from sgp.errors import WARNING, Problem

NEEDED = {
    "name": "Letters do not say which school they come from.",
    "coordinator": "Letters are signed by nobody.",
    "coordinator_email": "Letters are held, because replies would go nowhere.",
}


def missing_settings(school: School) -> list[Problem]:
    """A warning for each setting that letters need and that is blank."""
    blank = [(settings_declared()[field][0], what) for field, what in NEEDED.items() if not getattr(school, field)]
    return [Problem(WARNING, Setting.tab.title, 0, name, what, f"Fill in “{name}”.") for name, what in blank]
