"""The page about a cycle for school leaders: what it says, and that it says it whatever is in the book."""

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from golden import golden
from large_page import FOCUSES, LAST, SIZES, large_book, large_desk
from lxml import html
from reading import contrast
from report_page import page_of, read_back
from school_files import SchoolFiles
from schools import on_desk, small_school

from sgp.contract import Book, Cycle, School
from sgp.errors import ExitCode, Stop
from sgp.plans import REPORT, plan_report
from sgp.results.collate import with_results

NASTY = "<script>alert(1)</script> & {{ 7 * 7 }} “é”"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> SchoolFiles:
    """The school of the demo, its cycle played."""
    school = SchoolFiles(tmp_path_factory.mktemp("demo"))
    done = school.run("demo", "--book", school.book, "--staff-book", school.staff_book)
    assert done.code == 0, done.said
    assert (school.output / "demo" / REPORT).exists()
    return school


@pytest.fixture(scope="module")
def large() -> str:
    return plan_report(large_desk()).files[REPORT]


def words(source: str) -> str:
    body = html.fromstring(source).find("body")
    assert body is not None
    return " ".join(" ".join(body.itertext()).split())


# ── what it says ─────────────────────────────────────────────────────────────────────────────────────


def test_golden_page_of_the_demo_and_a_second_run_gives_the_same_bytes(demo: SchoolFiles) -> None:
    before = demo.state()
    first = demo.run("report_cycle", today="2026-12-04")
    assert first.code == 5, "one observation of the sample is of nobody"
    page = (demo.output / REPORT).read_bytes()
    golden("report.html", page.decode("utf-8"))
    assert demo.run("report_cycle", today="2026-12-04").said == first.said
    assert (demo.output / REPORT).read_bytes() == page
    assert demo.state() == before, "the books hold what they held"


def test_the_numbers_add_up(large: str) -> None:
    told = read_back(large)
    assert told.teachers == sum(SIZES.values()) == 70
    assert sum(number for number, _ in told.departments.values()) == 70
    assert sum(told.focuses.values()) == 70
    assert set(told.focuses) == set(FOCUSES)
    assert sum(told.met.values()) == told.answers["2"][0]
    assert told.statuses == {"Agreed": 3, "Trying": 11, "Embedded": 5, "Dropped": 1}
    assert "19 are in a scheme of work or on the way there" in words(large), "all that are not dropped"


def test_every_share_is_that_of_the_counts_beside_it(large: str) -> None:
    shares = re.findall(r"(\d+)% (?:of answers, |[a-z ]*?)(\d+) of (\d+)", words(large))
    assert len(shares) >= 3
    assert all(int(said) == round(100 * int(part) / int(whole)) for said, part, whole in shares)


def test_a_cycle_stands_beside_those_before_it_and_not_those_after(demo: SchoolFiles) -> None:
    book = large_book()
    assert "first cycle here" in words(page_of(collated(book), book.cycles[0], LAST))
    third = words(page_of(collated(book), book.cycles[2], LAST))
    assert "Summer 2026: what came of it" in third
    assert all(third.count(name) for name in ("Autumn 2025", "Spring 2026"))
    assert "Spring 2027" not in third
    assert demo.run("report_cycle", "--cycle", "spring 2027", today="2026-12-04").code == 5
    assert "Spring 2027: how it is going" in words((demo.output / REPORT).read_text(encoding="utf-8"))


def collated(book: Book) -> Book:
    return with_results(on_desk(book, LAST))


@pytest.mark.parametrize(("day", "said"), [
    (date(2026, 9, 29), "The first meeting is still to come"), (date(2026, 10, 9), "They planned theirs in"),
    (date(2026, 11, 20), "met again to share how it went"), (date(2026, 12, 4), "Then departments chose ideas"),
])
def test_it_tells_how_far_the_cycle_has_come(day: date, said: str) -> None:
    desk = on_desk(small_school(school=School(smallest_group=2)), day)
    text = words(plan_report(desk).files[REPORT])
    assert said in text
    assert "6 teachers each" in text


@pytest.mark.parametrize("book", [Book(), small_school(targets=()), small_school(cycles=()), small_school(cycles=(Cycle(name="New"),))])
def test_before_the_first_cycle_there_is_a_page_too(book: Book) -> None:
    text = words(plan_report(on_desk(book)).files[REPORT])
    assert "This page fills as the cycle goes on." in text
    assert "None" not in text


# ── whatever is in the book ──────────────────────────────────────────────────────────────────────────


def test_the_order_of_rows_does_not_matter(large: str) -> None:
    desk, deal = large_desk(), random.Random(7)
    tabs = ("staff", "targets", "groups", "answers", "schemes", "meetings", "cycles")
    mixed = {name: tuple(deal.sample(rows, len(rows))) for name in tabs for rows in (getattr(desk.book, name),)}
    other = on_desk(replace(desk.book, **mixed), LAST, cycle=desk.cycle)
    assert plan_report(other).files[REPORT] == large


def test_nothing_typed_is_obeyed_and_nothing_is_loaded() -> None:
    book = large_book(1)
    cycle = book.cycles[0].model_copy(update={"name": NASTY})
    named = {"targets": tuple(t.model_copy(update={"cycle": NASTY, "focus": NASTY}) for t in book.targets),
             "staff": tuple(p.model_copy(update={"departments": (NASTY if "English" in p.home else p.home,)}) for p in book.staff)}
    desk = on_desk(replace(book, cycles=(cycle,), school=School(name=NASTY), **named), LAST)
    source = plan_report(desk).files[REPORT]
    tree = html.fromstring(source)
    assert not list(tree.iter("script", "img", "link", "iframe", "form", "a"))
    assert tree.findtext(".//h1") == f"{NASTY}: how it is going"
    assert NASTY in [row.text for row in tree.findall(".//table[@class='departments']//tbody//th")]
    assert not re.search(r"(?:src|href)=|url\(|@import|https?://", source)
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy == ["default-src 'none'; style-src 'unsafe-inline'"]


@pytest.mark.parametrize(("name", "broken", "said"), [
    ("cycle", "{% if %}", "cannot be read as a template"), ("cycle", "{{ names }}", "is not a field"), ("cycle", None, "is missing"),
    ("figure", "{{ figure.people }}", "is not a field"), ("figure", "{{ 1 / 0 }}", "cannot be filled in"),
])
def test_a_faulty_template_is_told_and_stops_the_run(name: str, broken: str | None, said: str) -> None:
    desk = large_desk(1)
    path = f"report/{name}.html.j2"
    sources = {k: v for k, v in desk.templates.items() if k != path} | ({path: broken} if broken else {})
    with pytest.raises(Stop) as stop:
        plan_report(replace(desk, templates=sources))
    assert stop.value.code == ExitCode.DATA
    assert said in " ".join(map(str, stop.value.problems))


def test_a_rehearsal_writes_nothing(demo: SchoolFiles) -> None:
    before = {p: p.read_bytes() for p in demo.output.rglob("*.html")}
    assert "rehearsal" in demo.run("report_cycle", "--dry-run", today="2026-12-01").said
    assert {p: p.read_bytes() for p in demo.output.rglob("*.html")} == before


# ── how it is built ──────────────────────────────────────────────────────────────────────────────────


def test_it_is_built_for_every_reader(large: str) -> None:
    tree = html.fromstring(large)
    assert tree.get("lang") == "en-GB"
    levels = [int(e.tag[1]) for e in tree.iter("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert all(level == 2 for level in levels[1:]), "one heading of the page, and its sections below it"
    assert len(tree.xpath("//@id")) == len(set(tree.xpath("//@id")))
    for drawing in tree.iter("svg"):
        assert drawing.get("role") == "img"
        named = [tree.get_element_by_id(name).text for name in str(drawing.get("aria-labelledby")).split()]
        assert named == [drawing.findtext("title"), drawing.findtext("desc")]
        assert all(named)
    for table in tree.iter("table"):
        assert table.findtext("caption")
        assert {th.get("scope") for th in table.findall("thead//th")} == {"col"}
        assert {row[0].get("scope") for row in table.findall("tbody/tr")} == {"row"}


def test_every_value_drawn_stands_in_a_table_too(large: str) -> None:
    for figure in html.fromstring(large).iter("figure"):
        table = " ".join(figure.find(".//table").itertext())
        for value in figure.xpath(".//svg/text/tspan/text()"):
            assert value in table


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_colour_pair_can_be_read(mode: str, large: str) -> None:
    colour = dict(re.findall(r"--([\w-]+): (#\w+)", re.findall(r":root \{([^}]*)\}", large)[mode == "dark"]))
    for words_, ground in _pairs():
        assert contrast(colour[words_], colour[ground]) >= 4.5, (words_, ground)
    for mark in ("accent", "past"):
        assert contrast(colour[mark], colour["track"]) >= 3, mark
        assert contrast(colour[mark], colour["sheet"]) >= 3, mark


def _pairs() -> Iterator[tuple[str, str]]:
    yield from ((text, ground) for text in ("ink", "quiet", "accent") for ground in ("sheet", "paper"))
    yield from (("on-accent", "accent"), ("on-middle", "middle"), ("on-pale", "pale"))
