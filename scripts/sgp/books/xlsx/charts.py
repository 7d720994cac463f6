"""Charts beside a page: drawn once, and kept on the rows of their table as it grows; what people changed of their looks stays."""

from sgp.books.xlsx.drawings import STRICTLY, charts_of, drawing_of, family, hang
from sgp.books.xlsx.markup import Element
from sgp.books.xlsx.openbook import OpenBook
from sgp.books.xlsx.pointing import point
from sgp.books.xlsx.relations import set_type
from sgp.books.xlsx.workbook import SheetPart
from sgp.plan import Chart, Page
from sgp.plan.charts import anchors

_CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"


def draw(book: OpenBook, tab: SheetPart, root: Element, page: Page) -> None:
    """Add the charts that are missing beside a page, and point the others at their rows of today."""
    drawing = drawing_of(book, tab, root) if page.charts else None
    standing = {_title(book.peek(part)): part for part in charts_of(book, drawing)} if drawing else {}
    for chart, at in zip(page.charts, anchors(page), strict=True):
        if chart.title in standing:
            point(book.tree(standing[chart.title]), tab.title, chart)
        else:
            hang(book, tab, root, _made(book, tab, chart), chart, at)


def _title(root: Element) -> str:
    """What a chart is called; its words may be split where a person set some of them in another font."""
    title = root.find("{*}chart/{*}title/{*}tx")
    words = () if title is None else (e.text or "" for e in (*title.iter("{*}t"), *title.iter("{*}v")))
    return " ".join("".join(words).split())


def _made(book: OpenBook, tab: SheetPart, chart: Chart) -> str:
    # openpyxl's charts cost time to load, and a chart is drawn once.
    from sgp.books.xlsx.bars import bars

    folder = tab.part.rpartition("/worksheets/")[0] or "xl"
    part = book.free_name(f"{folder}/charts/chart{{}}.xml")
    book.add(part, bars(chart, tab.title, strict=family(book) == STRICTLY))
    set_type(book, part, _CHART)
    return part
