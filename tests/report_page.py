"""The page for leaders read back: every number that it tells, as bounds."""

import re
from dataclasses import dataclass, field
from datetime import date

from lxml import html
from schools import templates

from sgp.contract import Book, Cycle
from sgp.people import people
from sgp.report import compose, page

Bounds = tuple[int, int]


@dataclass
class Published:
    """What stands on the page: counts as the least and the most that they can be."""

    teachers: int = 0
    answers: dict[str, Bounds] = field(default_factory=dict)
    departments: dict[str, tuple[int, Bounds | None]] = field(default_factory=dict)
    focuses: dict[str, int] = field(default_factory=dict)
    met: dict[tuple[str, ...], int] = field(default_factory=dict)
    ideas: Bounds | None = None
    statuses: dict[str, int] = field(default_factory=dict)


def page_of(book: Book, cycle: Cycle | None, today: date) -> str:
    """The page about a cycle of a book whose results are up to date."""
    return page(compose(book, people(book.staff), cycle, today), templates())


def read_back(source: str) -> Published:
    """All that is told, from the tables of the page and the words beside them."""
    tree = html.fromstring(source)
    told = Published()
    for section in tree.iter("section"):
        rows = [[" ".join(cell.text_content().split()) for cell in row] for row in section.findall(".//details//tbody/tr")]
        match section.find("h2").get("id"):
            case "met":
                told.met = {tuple(re.split(r", | or ", name.casefold())): int(number) for name, number, _ in rows}
            case "ideas":
                told.statuses = {name: int(number) for name, number in rows}
                told.ideas = _ideas(section.text_content())
            case "answers":
                told.answers = {_digits(name)[0]: bounds(said) for name, said, _ in rows}
            case "focuses":
                told.focuses = {name: int(number) for name, number in rows}
            case "departments":
                found = section.findall(".//tbody/tr")
                told.departments = {_name(row): (int(row[1].text_content()), _forms(row)) for row in found}
    keys = [key.text_content() for keys in tree.find_class("keys") for key in keys]
    told.teachers = next((int(_digits(key)[0]) for key in keys if "one small step" in key), 0)
    return told


def bounds(said: str) -> Bounds:
    """What a count can be: 28 of 40, 36 or more of 40, fewer than 5 of 40."""
    first, *rest = map(int, _digits(said))
    if "or more" in said:
        return first, rest[-1]
    return (0, first - 1) if "fewer" in said else (first, first)


def _digits(text: str) -> list[str]:
    return re.findall(r"\d+", text)


def _name(row: html.HtmlElement) -> str:
    return str(row.find("th").text_content())


def _forms(row: html.HtmlElement) -> Bounds | None:
    said = str(row.findtext(".//desc"))
    return None if said == "not told" else bounds(said.partition("answers, ")[2])


def _ideas(text: str) -> Bounds | None:
    found = re.search(r"(\d+|\d+ or more|Fewer than \d+) ideas were shared", text)
    if found is None:
        return None
    number = int(_digits(found[1])[0])
    return (number, 10_000) if "more" in found[1] else (0, number - 1) if "Fewer" in found[1] else (number, number)
