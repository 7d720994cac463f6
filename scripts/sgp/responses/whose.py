"""Who gave an answer, and for which department."""

from collections.abc import Mapping

from sgp.contract import RawAnswer, Staff
from sgp.contract.forms import ADDRESS
from sgp.contract.names import did_you_mean, loose
from sgp.errors import ERROR, WARNING, Problem
from sgp.people import People
from sgp.responses.answer import SHOWN, told


def person_of(raw: RawAnswer, people: People, problems: list[Problem]) -> Staff | None:
    """Who gave it: the verified address counts, a typed one only where there is none. None, and told, for nobody in Staff."""
    verified, typed = people.find(raw.address), people.find(raw.typed_address)
    if verified and raw.typed_address and typed != verified:
        mend = f"If it is {typed.name}’s answer, write that address here." if typed else "Nothing, if that is right."
        problems.append(told(WARNING, raw, raw.heading(ADDRESS),
                             f"Another address was typed: {raw.typed_address[:SHOWN]}; {raw.address} counts.", mend))
    found = verified or (typed if not raw.address else None)
    if not found:
        given = raw.address or raw.typed_address
        what = f"{given[:SHOWN]} is nobody in the tab Staff" if given else "No address is given"
        mend = people.near(given) or "Correct the address here, or add it to Other emails in Staff."
        problems.append(told(ERROR, raw, raw.heading(ADDRESS), f"{what}, so this answer is not counted.", mend))
    return found


def department_of(raw: RawAnswer, person: Staff, names: Mapping[str, str], problems: list[Problem]) -> str:
    """The department it speaks for: the one named, if it is known, else the person's home."""
    written = raw.fields.get("department", "")
    if not written:
        return person.home
    if found := names.get(loose(written)):
        return found
    mend = did_you_mean(written, names.values()) or "Correct the department here, or add it to the tab Departments."
    problems.append(told(WARNING, raw, raw.heading("department"),
                         f"“{written[:SHOWN]}” is no department; {person.home} is taken instead.", mend))
    return person.home
