"""Who is meant and who takes part."""

from datetime import date, timedelta
from itertools import permutations

import pytest
from schools import STAFF, address, teacher

from sgp.contract import School
from sgp.people import in_allowed_domain, people, takes_part

DAY = date(2026, 10, 6)


@pytest.mark.parametrize(("text", "who"), [
    (address("m.ashworth"), "m.ashworth"), (address("M.Ashworth").upper(), "m.ashworth"), (f" {address('m.ashworth')}\u200b", "m.ashworth"),
    (address("m.hill"), "m.ashworth"), ("Maggie Ashworth", "m.ashworth"), ("maggie  ASHWORTH", "m.ashworth"), ("Jane Smith", None),
    ("Maggie", None),
    ("Maggie Ashwort", None), ("m.ashworth", None), ("", None), ("@", None), ("m.ashworth@elsewhere.example", None),
])
def test_a_person_is_found_by_address_or_unique_full_name_never_by_likeness(text: str, who: str | None) -> None:
    found = people(STAFF).find(text)
    assert (found.email if found else None) == (address(who) if who else None)


@pytest.mark.parametrize(("written", "known", "meant"), [
    ("j.smth", ("a.nowak", "j.smith"), "j.smith"), ("J.Smithe", ("a.nowak", "j.smith"), "j.smith"), ("zq", ("a.nowak", "zqr"), ""),
    ("a.menon", ("m.jenkins",), ""), ("f.malik", ("d.malik",), ""), ("r.patel", (), ""),
], ids=str)
def test_a_slip_of_the_pen_is_offered_another_person_is_not_and_the_schools_domain_does_not_count(
    written: str, known: tuple[str, ...], meant: str,
) -> None:
    offered = people(teacher(local, local, "", "Art") for local in known).near(address(written))
    assert offered == (f"Did you mean “{address(meant)}”?" if meant else "")


def test_rows_that_share_an_address_are_left_out_and_named() -> None:
    one, two = teacher("a", "Ann", "Lee", "Art"), teacher("b", "Bob", "Ray", "Art", other_emails=address("a"))
    found = people([one, two, teacher("c", "Cy", "Fox", "Art")])
    assert found.doubtful == {address("a")}
    assert [p.email for p in found.everyone()] == [address("c")]
    assert not any(found.find(text) for text in (address("a"), address("b"), "Ann Lee", "Bob Ray"))


def test_a_name_does_not_choose_the_one_namesake_whose_address_is_clear() -> None:
    held = [teacher("x", "Jane", "Smith", "Art"), teacher("x", "Jon", "Doe", "Art")]
    assert people([*held, teacher("j", "Jane", "Smith", "Music")]).find("Jane Smith") is None


def test_everyone_is_the_same_in_any_order() -> None:
    assert len({people(rows).everyone() for rows in permutations(STAFF)}) == 1


def test_an_address_of_nobody_stays_as_it_is() -> None:
    assert people(STAFF).address_of(address("m.hill")) == address("m.ashworth")
    assert people(STAFF).address_of("who@x.org") == "who@x.org"


@pytest.mark.parametrize(("starts", "leaves", "part"), [
    (0, 0, True), (0, None, True), (None, 0, True), (1, None, False), (None, -1, False), (None, None, True), (-5, 5, True), (2, 1, False),
])
def test_starts_and_leaves_are_the_first_and_the_last_day(starts: int | None, leaves: int | None, part: bool) -> None:
    days = {k: DAY + timedelta(n) for k, n in (("starts", starts), ("leaves", leaves)) if n is not None}
    assert takes_part(teacher("a", "A", "B", "Art", **days), DAY) is part
    assert not takes_part(teacher("a", "A", "B", "Art", taking_part="no", **days), DAY)


@pytest.mark.parametrize(("domains", "coordinator", "allowed"), [
    (("oakfield.example",), "", True), (("@Oakfield.example ",), "", True), (("trust.org",), address("c"), False), ((), address("c"), True),
    ((), "c@trust.org", False), ((), "", True), (("field.example",), "", False),
])
def test_email_goes_only_to_allowed_domains(domains: tuple[str, ...], coordinator: str, allowed: bool) -> None:
    assert in_allowed_domain(address("a"), School(allowed_domains="; ".join(domains), coordinator_email=coordinator)) is allowed
