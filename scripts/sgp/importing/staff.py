"""Staff as a school's information system exports them: names in one column, codes for managers, one row a role."""

import re

from sgp.contract import Staff

FULL_NAME, CODE = "full name", "code"
ASSISTANT = re.compile(r"\b(teaching|learning support|classroom) assistant\b|\b(ta|hlta|lsa)\b|cover supervisor|technician", re.IGNORECASE)
_PARTS = re.compile(r"\b(MC(?=[A-Z])|Ma?c(?=[A-Z])|)(\w+)")
Texts = dict[str, str]


def staff_rows(rows: list[Texts]) -> tuple[list[Texts], list[str]]:
    """Rows for `Staff`, one a person, and what the coordinator should know about them.

    `rows` are heading -> text, with `full name` and `code` beside our headings. Teaching assistants get
    Taking part = no, which the coordinator may change.
    """
    f = Staff.fields
    addresses = _by_code(rows)
    people: dict[str, Texts] = {}
    says = []
    for row in map(_named, rows):
        who = row[f["email"]].casefold() or f"row {len(people)}"
        row[f["line_manager"]] = addresses.get(row[f["line_manager"]].casefold(), row[f["line_manager"]])
        if first := people.get(who):
            first[f["role"]] = "; ".join(dict.fromkeys(r for r in (first[f["role"]], row[f["role"]]) if r))
            says.append(f"{first[f['first_name']]} {first[f['last_name']]} has two rows: joined into one, with both roles.")
        else:
            people[who] = row
    assistants = [row for row in people.values() if ASSISTANT.search(row[f["role"]]) and not row[f["taking_part"]]]
    for row in assistants:
        row[f["taking_part"]] = "no"
    says += [f"{len(assistants)} assistants are set to Taking part = no; change that in Staff if they do take part."] if assistants else []
    return list(people.values()), says


def _by_code(rows: list[Texts]) -> dict[str, str]:
    """Staff code -> address, for the codes that belong to one address only."""
    email, found = Staff.fields["email"], dict[str, set[str]]()
    for row in rows:
        found.setdefault(row.get(CODE, "").casefold(), set()).add(row[email].casefold())
    return {code: next(iter(owners)) for code, owners in found.items() if code and len(owners) == 1 and "" not in owners}


def _named(row: Texts) -> Texts:
    first, last = Staff.fields["first_name"], Staff.fields["last_name"]
    surname, comma, forename = row.get(FULL_NAME, "").partition(",")
    if not comma:
        forename, _, surname = surname.strip().rpartition(" ")
    called = row[first] or forename.strip()
    return row | {first: _cased(called) if len(called) > 2 else called, last: _cased(row[last] or surname.strip())}


def _cased(name: str) -> str:
    """O'BRIEN as O'Brien, RUIZ-VEGA as Ruiz-Vega, McDONALD as McDonald, VAN DER BERG as Van der Berg; a name not in capitals stays."""
    if not re.sub(r"\bMa?c", "", name).isupper() or len(name) < 2:
        return name
    titled = _PARTS.sub(lambda m: m[1].capitalize() + m[2].capitalize(), name)
    return re.sub(r"(?<=\s)(?:De|Del|Den|Der|Da|Di|Do|Dos|La|Le|Van|Von|Y)\b", lambda m: m[0].lower(), titled)
