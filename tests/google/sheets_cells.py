"""What a person types, as Google takes it; and what a cell shows, as a person sees it."""

import re
from datetime import datetime, timedelta
from typing import Any

from sheets_books import NEW, Book, Cell, Tab
from sheets_formulas import ERRORS, effective, raw

DATES = ("DATE", "TIME", "DATE_TIME")
_DAY_ONE = datetime(1899, 12, 30)
_NUMBER = re.compile(r"(-?)([£$€]?)(\d{1,3}(?:,\d{3})+|\d*)(\.\d+)?(e[+-]?\d+)?(%?)", re.I)
_MOMENT = re.compile(r"(?:(?:(?P<y>\d{4})-(?P<m>\d\d?)-(?P<d>\d\d?)|(?P<a>\d\d?)/(?P<b>\d\d?)/(?P<z>\d{4}))(?: |$))?"
                     r"(?:(?P<H>\d\d?):(?P<M>\d\d)(?::(?P<S>\d\d))?)?")
_PART = re.compile(r'\[h+\]|y+|m+|d+|h+|s+|"[^"]*"|.', re.I)
_NAMED = {"yyyy": "%Y", "yy": "%y", "mmmm": "%B", "mmm": "%b", "dddd": "%A", "ddd": "%a"}


def serial(moment: datetime) -> float | int:
    """A moment as Google counts it: days since 30 December 1899."""
    days = (moment - _DAY_ONE) / timedelta(days=1)
    return int(days) if days == int(days) else days


def moment(number: float) -> datetime:
    """The moment of a serial number, to the second."""
    return _DAY_ONE + timedelta(seconds=round(number * 86_400))


def typed(book: Book, cell: Cell, value: Any) -> Cell:
    """The cell after a person typed this into it; a day brings a number format along where the cell has none for days."""
    kind, entered, shown = number_format(cell).get("type"), raw(value), {}
    if isinstance(value, str) and kind != "TEXT":
        entered, shown = _understood(value.strip(), book.about["locale"]) or (entered, {})
    if shown and (not kind or (shown["type"] in DATES and kind not in DATES)):
        cell = cell | {"userEnteredFormat": cell.get("userEnteredFormat", {}) | {"numberFormat": shown}}
    return cell | {"userEnteredValue": entered}


def _understood(text: str, locale: str) -> tuple[dict[str, Any], dict[str, str]] | None:
    if text[:1] == "=" and len(text) > 1:
        return {"formulaValue": text}, {}
    if text[:1] == "'":
        return {"stringValue": text[1:]}, {}
    if text.upper() in ("TRUE", "FALSE"):
        return {"boolValue": text.upper() == "TRUE"}, {}
    return _number(text) or _moment(text, locale)


def _number(text: str) -> tuple[dict[str, Any], dict[str, str]] | None:
    found = _NUMBER.fullmatch(text)
    if not found or not (found[3] or found[4]):
        return None
    number = float(found[1] + found[3].replace(",", "") + (found[4] or "") + (found[5] or "")) / (100 if found[6] else 1)
    places = ".00" if found[4] else ""
    kind, pattern = (("CURRENCY", f"{found[2]}#,##0{places}") if found[2] else ("PERCENT", f"0{places}%") if found[6]
                     else ("SCIENTIFIC", "0.00E+00") if found[5] else ("NUMBER", f"#,##0{places}") if "," in found[3] else ("", ""))
    return {"numberValue": int(number) if number.is_integer() else number}, {"type": kind, "pattern": pattern} if kind else {}


def _moment(text: str, locale: str) -> tuple[dict[str, Any], dict[str, str]] | None:
    found = _MOMENT.fullmatch(text)
    if not found or not text:
        return None
    p = {key: int(value) for key, value in found.groupdict().items() if value}
    day, month = (p["b"], p["a"]) if locale == "en_US" and "a" in p else (p.get("a", p.get("d", 30)), p.get("b", p.get("m", 12)))
    try:
        when = datetime(p.get("y", p.get("z", 1899)), month, day, p.get("H", 0), p.get("M", 0), p.get("S", 0))
    except ValueError:
        return None
    dated, clock = "y" in p or "z" in p, "H" in p
    parts = ["yyyy-mm-dd" if "y" in p else _usual("DATE", locale)] * dated + ["hh:mm:ss"] * clock
    kind = "DATE_TIME" if dated and clock else "DATE" if dated else "TIME"
    return {"numberValue": serial(when)}, {"type": kind, "pattern": " ".join(parts)}


def number_format(cell: Cell) -> dict[str, str]:
    """The number format that a cell was given."""
    shown: dict[str, str] = cell.get("userEnteredFormat", {}).get("numberFormat", {})
    return shown


def _usual(kind: str, locale: str) -> str:
    day = "m/d/yyyy" if locale == "en_US" else "dd/mm/yyyy"
    return {"DATE": day, "TIME": "hh:mm:ss", "DATE_TIME": f"{day} hh:mm:ss"}.get(kind, "")


def formatted(value: dict[str, Any], shown: dict[str, str], locale: str) -> str:
    """A value as a person sees it."""
    (kind, inner), = value.items()
    if kind != "numberValue":
        return ERRORS[inner["type"]][0] if kind == "errorValue" else inner if kind == "stringValue" else str(inner).upper()
    pattern = shown.get("pattern") or _usual(shown.get("type", ""), locale)
    if shown.get("type") in DATES and -693_000 < inner < 2_958_466:
        return _dated(inner, pattern)
    if not re.search(r"[0#]", pattern):
        return str(int(inner)) if float(inner).is_integer() and abs(inner) < 1e15 else f"{inner:.10g}".upper()
    places = len((re.findall(r"\.(0+)", pattern) or [""])[0])
    if "E" in pattern:
        return f"{inner:.{places}E}"
    number = f"{inner * (100 if '%' in pattern else 1):{',' * (',' in pattern)}.{places}f}"
    return re.split(r"[0#]", pattern)[0] + number + "%" * ("%" in pattern)


def _dated(number: float, pattern: str) -> str:
    when, parts, out = moment(number), _PART.findall(pattern), []
    for n, part in enumerate(parts):
        low, near = part.lower(), "".join([*parts[max(n - 2, 0):n], "|", *parts[n + 1:n + 3]]).lower()
        minutes = low in ("m", "mm") and ("h" in near.split("|")[0] or "s" in near.split("|")[1])
        count = {"m": when.minute if minutes else when.month, "d": when.day, "h": when.hour, "s": when.second}.get(low[0])
        out.append(str(int(number * 24)) if low[0] == "[" else when.strftime(_NAMED[low]) if low in _NAMED
                   else part.strip('"') if count is None else f"{count:0{len(low)}d}")
    return "".join(out)


def shown_cell(book: Book, tab: Tab, cell: Cell, wanted: set[str]) -> Cell:
    """A CellData as Google answers it, as far as it is wanted."""
    made = {key: cell[key] for key in ("userEnteredValue", "userEnteredFormat", "note", "dataValidation") if key in cell and key in wanted}
    if "userEnteredValue" in cell and not wanted.isdisjoint(("effectiveValue", "formattedValue")):
        made["effectiveValue"] = effective(book, tab, cell)
        if "formattedValue" in wanted:
            made["formattedValue"] = formatted(made["effectiveValue"], number_format(cell), book.about["locale"])
    if "effectiveFormat" in wanted and ("userEnteredValue" in cell or "userEnteredFormat" in cell):
        look, usual = cell.get("userEnteredFormat", {}), NEW["defaultFormat"]
        made["effectiveFormat"] = usual | look | {"textFormat": usual["textFormat"] | look.get("textFormat", {})} if look else usual
        if "pattern" not in (shown := number_format(cell)) and shown.get("type") in DATES:
            made["effectiveFormat"]["numberFormat"] = shown | {"pattern": _usual(shown["type"], book.about["locale"])}
    return made
