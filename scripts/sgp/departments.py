"""Departments: one spelling for each, and a word where two spellings may be one department."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher

from sgp.contract import Department, Staff
from sgp.contract.names import loose
from sgp.errors import WARNING, Problem

INITIALS = {"mfl": "languages", "dt": "technology", "pe": "physical", "re": "religious", "ict": "computing", "pshe": "personal"}
"""Initials schools use, and a word that the long name holds."""


def spellings(staff: Iterable[Staff], departments: Sequence[Department]) -> dict[str, str]:
    """Loose spelling -> the department's name.

    Names come from the tab `Departments`; where it is blank, the commonest spelling in `Staff` is the name.
    """
    if departments:
        named = sorted((d for d in departments if d.name), key=lambda d: d.name)
        return {loose(also): d.name for d in named for also in d.also_written} | {loose(d.name): d.name for d in named}
    written = Counter(name for p in staff for name in p.all_departments)
    ordered = sorted(written, key=lambda name: (-written[name], name))
    return {loose(name): name for name in reversed(ordered)}


def with_known_departments(staff: Iterable[Staff], names: Mapping[str, str]) -> tuple[Staff, ...]:
    """The staff, each department under its one name; an unknown one stays as written."""

    def known(written: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(names.get(loose(name), name) for name in written))

    return tuple(p.model_copy(update={"departments": known(p.departments), "other_departments": known(p.other_departments)}) for p in staff)


def doubtful_departments(staff: Sequence[Staff], departments: Sequence[Department], names: Mapping[str, str]) -> list[Problem]:
    """A warning for each name that may be another spelling of a department."""
    homes = Counter(p.home for p in staff if p.home)
    firsts = {p.home: p for p in reversed(staff)}
    if departments:
        suspects = [name for name in homes if loose(name) not in names]
    else:
        suspects = [name for name, members in homes.items() if members == 1]
    return [_warning(firsts[name], name, _likely(name, {*homes, *names.values()} - {name}), bool(departments)) for name in sorted(suspects)
            if departments or _likely(name, set(homes) - {name})]


def _warning(person: Staff, name: str, other: str, listed: bool) -> Problem:
    what = f"“{name}” is not in the tab {Department.tab.title}." if listed else f"“{name}” has one member, and may be “{other}” written otherwise."
    mend = f"If it is “{other}”, write that, or add “{name}” under {Department.fields['also_written']} in {Department.tab.title}." if other else (
        f"Add it to the tab {Department.tab.title}, or correct it here.")
    return Problem(WARNING, Staff.tab.title, person.row, Staff.fields["departments"], what, mend)


def _likely(name: str, others: Iterable[str]) -> str:
    ranked = sorted(((_likeness(name, other), other) for other in others), key=lambda pair: (-pair[0], pair[1]))
    return ranked[0][1] if ranked and ranked[0][0] >= 0.8 else ""


def _likeness(name: str, other: str) -> float:
    short, long = loose(name), loose(other)
    if loose(name.split("(")[0]) == long or (len(short) >= 3 and long.startswith(short)):
        return 1.0
    if (short in INITIALS and INITIALS[short] in other.casefold()) or (len(short) > 1 and short == "".join(w[0] for w in other.casefold().split() if w.isalpha())):
        return 0.9
    return SequenceMatcher(None, short, long).ratio()
