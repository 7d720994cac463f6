"""Departments: one spelling for each, and a word where two spellings may be one department."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher

from sgp.contract import Department, Staff
from sgp.contract.names import loose
from sgp.errors import WARNING, Problem

INITIALS = {"maths": "mathematics", "mfl": "languages", "dt": "technology", "pe": "physical", "re": "religious", "ict": "computing",
            "pshe": "personal"}
"""Initials schools use, and a word that the long name holds."""


def spellings(staff: Iterable[Staff], departments: Sequence[Department]) -> dict[str, str]:
    """Loose spelling -> the department's name: as the tab `Departments` says, and for the rest the commonest spelling in `Staff`."""
    named = sorted((d for d in departments if d.name), key=lambda d: d.name)
    listed = {loose(also): d.name for d in named for also in d.also_written} | {loose(d.name): d.name for d in named}
    written = Counter(name for p in staff for name in p.all_departments)
    ordered = sorted(written, key=lambda name: (-written[name], name))
    return {loose(name): name for name in reversed(ordered)} | listed


def with_known_departments(staff: Iterable[Staff], names: Mapping[str, str]) -> tuple[Staff, ...]:
    """The staff, each department under its one name; an unknown one stays as written."""

    def known(written: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(names.get(loose(name), name) for name in written))

    return tuple(p.changed({"departments": known(p.departments), "other_departments": known(p.other_departments)}) for p in staff)


def doubtful_departments(staff: Sequence[Staff], departments: Sequence[Department]) -> list[Problem]:
    """A warning for each department of one that may be another one written otherwise; those in `Departments` are beyond doubt."""
    homes = Counter(p.home for p in staff if p.home)
    firsts = {p.home: p for p in reversed(staff)}
    listed = {d.name for d in departments}
    alone = sorted(name for name, members in homes.items() if members == 1 and name not in listed)
    return [_warning(firsts[name], name, other) for name in alone if (other := _likely(name, {*homes, *listed} - {name}))]


def _warning(person: Staff, name: str, other: str) -> Problem:
    what = f"“{name}” has one member, and may be “{other}” written otherwise."
    mend = (f"Write “{other}” here; or, in {Department.tab.title}, add a row for “{other}” with “{name}” under "
            f"{Department.fields['also_written']}. If it is a department of its own, add a row for “{name}”.")
    return Problem(WARNING, Staff.tab.title, person.row, Staff.fields["departments"], what, mend)


def _likely(name: str, others: Iterable[str]) -> str:
    ranked = sorted(((_likeness(name, other), other) for other in others), key=lambda pair: (-pair[0], pair[1]))
    return ranked[0][1] if ranked and ranked[0][0] >= 0.8 else ""


def _likeness(name: str, other: str) -> float:
    short, long = loose(name), loose(other)
    if loose(name.split("(")[0]) == long or (len(short) >= 3 and long.startswith(short)):
        return 1.0
    if (short in INITIALS and INITIALS[short] in other.casefold()) or (len(short) > 1
                                                                       and short == "".join(w[0] for w in other.casefold().split()
                                                                                            if w.isalpha())):
        return 0.9
    return SequenceMatcher(None, short, long).ratio()
