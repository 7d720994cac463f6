"""Staff: one row a person, an address and a department each, and managers who exist."""

from collections import defaultdict
from dataclasses import replace

from sgp.contract import Book, Staff
from sgp.contract.names import loose
from sgp.departments import doubtful_departments, spellings, with_known_departments
from sgp.errors import ERROR, WARNING, Problem
from sgp.people import People, in_allowed_domain, people

TAB = Staff.tab.title


def check_staff(book: Book, problems: list[Problem]) -> Book:
    """The book with one row a person and departments under their one name; those without an address are left out."""
    names = spellings(book.staff, book.departments)
    staff = with_known_departments(_one_row_each(book.staff, problems), names)
    problems += doubtful_departments(staff, book.departments)
    problems += [_without_address(p) for p in staff if not p.email]
    staff = tuple(p for p in staff if p.email)
    problems += [_without_department(p) for p in staff if p.taking_part and not p.home]
    problems += [_outside(p) for p in staff if p.taking_part and not in_allowed_domain(p.email, book.school)]
    problems += [_gone_before_come(p) for p in staff if p.starts and p.leaves and p.leaves < p.starts]
    everyone = people(staff)
    _shared_addresses(staff, everyone, problems)
    _managers(staff, everyone, problems)
    return replace(book, staff=staff)


def _one_row_each(staff: tuple[Staff, ...], problems: list[Problem]) -> tuple[Staff, ...]:
    """Two rows with one address and one name are one person with two roles."""
    rows: dict[tuple[str, str], Staff] = {}
    for person in sorted(staff, key=lambda p: (p.email, p.home, p.role, p.row)):  # by what they say, not by where they stand
        who = (person.email or f"row {person.row}", loose(person.name))
        if first := rows.get(who):
            rows[who] = first.model_copy(update={
                "taking_part": first.taking_part and person.taking_part,
                "role": "; ".join(dict.fromkeys(r for r in (first.role, person.role) if r)),
                "other_departments": tuple(dict.fromkeys(first.other_departments + person.all_departments)),
            })
            problems.append(Problem(WARNING, TAB, person.row, Staff.fields["email"],
                                    f"{person.name} stands in row {first.row} too; counted as one person.",
                                    "Join the two rows into one."))
        else:
            rows[who] = person
    return tuple(rows.values())


def _without_address(person: Staff) -> Problem:
    name = f"{person.first_name} {person.last_name}".strip() or "This person"
    return Problem(ERROR, TAB, person.row, Staff.fields["email"], f"{name} has no usable address, and so gets no target and no letter.",
                   "Write the address.")


def _without_department(person: Staff) -> Problem:
    what = f"{person.name} has no department, and so gets neither target nor group."
    return Problem(ERROR, TAB, person.row, Staff.fields["departments"], what, "Write the home department.")


def _outside(person: Staff) -> Problem:
    return Problem(WARNING, TAB, person.row, Staff.fields["email"],
                   f"{person.email} is outside the domains that email may go to, and gets no letter.",
                   "Correct the address, or add its domain to the allowed email domains in Settings.")


def _gone_before_come(person: Staff) -> Problem:
    return Problem(WARNING, TAB, person.row, Staff.fields["leaves"], f"{person.name} leaves before starting.",
                   "Correct one of the two dates.")


def _shared_addresses(staff: tuple[Staff, ...], everyone: People, problems: list[Problem]) -> None:
    claims: dict[str, list[Staff]] = defaultdict(list)
    for person in staff:
        for address in {person.email, *person.other_emails}:
            claims[address].append(person)
    for address in sorted(everyone.doubtful):
        rows = ", ".join(str(p.row) for p in claims[address])
        problems.append(Problem(ERROR, TAB, claims[address][0].row, Staff.fields["email"],
                                f"{address} stands on different people (rows {rows}); "
                                "none of them gets a target or a letter until that is settled.",
                                "Give each person their own address."))


def _managers(staff: tuple[Staff, ...], everyone: People, problems: list[Problem]) -> None:
    for person in staff:
        if person.line_manager and not everyone.find(person.line_manager):
            problems.append(Problem(WARNING, TAB, person.row, Staff.fields["line_manager"], f"{person.line_manager} is not in this tab.",
                                    "Write the address of a member of staff, or leave the cell blank."))
