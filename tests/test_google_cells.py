"""Cells of a Google Sheet as typed values, and back: what a person typed stays what it is."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgp.books.google.cells import LONGEST, entered, kind_for, kind_of, suits, to_serial, value_of
from sgp.errors import ExitCode, Stop
from sgp.plan import Broken, Value


def shown(value: dict[str, object], kind: str = "", pattern: str = "") -> dict[str, object]:
    """A cell as Google tells it."""
    return {"effectiveValue": value} | ({"effectiveFormat": {"numberFormat": {"type": kind, "pattern": pattern}}} if kind else {})


@pytest.mark.parametrize(("cell", "value"), [
    ({}, None),
    (shown({"stringValue": "007"}), "007"),
    (shown({"stringValue": "=1+1"}), "=1+1"),
    (shown({"boolValue": True}), True),
    (shown({"numberValue": 7}), 7),
    (shown({"numberValue": 7.0}), 7),
    (shown({"numberValue": 5.1}, "NUMBER", "0.00"), 5.1),
    (shown({"numberValue": 100000.0}, "SCIENTIFIC"), 100000),
    (shown({"numberValue": 46293}, "DATE"), date(2026, 9, 28)),
    (shown({"numberValue": 46293.5}, "DATE"), datetime(2026, 9, 28, 12, 0)),
    (shown({"numberValue": 46293}, "DATE_TIME"), datetime(2026, 9, 28)),
    (shown({"numberValue": 0.645833333333333}, "TIME"), time(15, 30)),
    (shown({"numberValue": 1.5}, "TIME", "[h]:mm"), 1.5),
    (shown({"numberValue": -18260}, "DATE"), date(1850, 1, 1)),
    (shown({"numberValue": 9e9}, "DATE"), 9000000000),
    (shown({"numberValue": 46293}, "PERCENT"), 46293),
    (shown({"errorValue": {"type": "REF", "message": "…"}}), Broken("#REF!", uncalculated=False)),
    (shown({"errorValue": {"type": "LOADING"}}), Broken("Loading...", uncalculated=True)),
    ({"userEnteredValue": {"formulaValue": '=""'}}, ""),
])
def test_what_a_person_sees(cell: dict[str, object], value: Value) -> None:
    found = value_of(cell)
    assert (type(found), found) == (type(value), value)


@pytest.mark.parametrize(("value", "said"), [
    (None, {}), ("", {}), (True, {"boolValue": True}), (7, {"numberValue": 7}), ("7", {"stringValue": "7"}),
    ("=1+1", {"stringValue": "=1+1"}), ("007", {"stringValue": "007"}), ("30/02/2026", {"stringValue": "30/02/2026"}),
    (float("nan"), {"stringValue": "nan"}), (date(2026, 9, 28), {"numberValue": 46293}), (time(6, 0), {"numberValue": 0.25}),
    (Broken("#REF!", uncalculated=False), {"stringValue": "#REF!"}),
])
def test_each_value_is_entered_by_its_type(value: Value, said: dict[str, object]) -> None:
    assert entered(value, "a cell") == said


def test_a_text_too_long_for_a_cell_is_told_with_its_place() -> None:
    assert entered("x" * LONGEST, "tab Staff, row 2")
    with pytest.raises(Stop, match=r"tab Staff, row 2 has 50,001 characters") as stop:
        entered("x" * (LONGEST + 1), "tab Staff, row 2")
    assert stop.value.code == ExitCode.DATA


@given(st.one_of(st.dates(), st.datetimes().map(lambda m: m.replace(microsecond=0)), st.times().map(lambda t: t.replace(microsecond=0))))
def test_days_and_times_come_back_as_they_went(value: date | time) -> None:
    back = value_of(shown({"numberValue": to_serial(value)}, kind_for(value)))
    assert back == value or datetime(1, 1, 1) == back == value
    assert type(back) is type(value)


@pytest.mark.parametrize(("kind", "fit", "unfit"), [
    ("", (7, "x", True, None), (date(2026, 1, 1), time(9, 0))),
    ("DATE", (date(2026, 1, 1), datetime(2026, 1, 1, 9), "x"), (7, time(9, 0))),
    ("TIME", (time(9, 0), "x"), (7, date(2026, 1, 1))),
])
def test_which_format_shows_what(kind: str, fit: tuple[Value, ...], unfit: tuple[Value, ...]) -> None:
    assert all(suits(kind, v) for v in fit)
    assert not any(suits(kind, v) for v in unfit)


def test_other_formats_are_plain() -> None:
    assert {kind_of(shown({"numberValue": 1}, kind)) for kind in ("TEXT", "NUMBER", "CURRENCY", "PERCENT")} == {""}
