"""The drawing of a sheet: what hangs over its cells. Charts are hung into it; pictures, shapes and charts of people stay as they are."""

from lxml import etree

from sgp.books.xlsx.columns import ORDER
from sgp.books.xlsx.markup import Element, section, serialised
from sgp.books.xlsx.openbook import OpenBook
from sgp.books.xlsx.relations import STRICT, office, relate, relation_id, relations, set_type
from sgp.books.xlsx.workbook import SheetPart
from sgp.plan import Chart
from sgp.plan.charts import HIGH, ROWS_HIGH, WIDE
from sgp.plan.placing import At

USUAL, STRICTLY = "http://schemas.openxmlformats.org/drawingml/2006", "http://purl.oclc.org/ooxml/drawingml"
"""What the namespaces of drawings begin with, in usual files and in strict ones."""
_DRAWING = "application/vnd.openxmlformats-officedocument.drawing+xml"
_A_PIXEL, _A_POINT = 9_525, 12_700
_LOW_ROW = 12.75
"""Points: the height of a row in LibreOffice where a sheet does not say; Excel's are higher."""

_FRAME = (
    '<xdr:oneCellAnchor xmlns:xdr="{drawing}/spreadsheetDrawing" xmlns:a="{drawing}/main" xmlns:c="{drawing}/chart" xmlns:r="{office}">'
    "<xdr:from><xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>"
    '<xdr:ext cx="{wide}" cy="{high}"/><xdr:graphicFrame macro="">'
    '<xdr:nvGraphicFramePr><xdr:cNvPr id="{id}" name=""/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr>'
    '<xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm>'
    '<a:graphic><a:graphicData uri="{drawing}/chart"><c:chart r:id="{link}"/></a:graphicData></a:graphic>'
    "</xdr:graphicFrame><xdr:clientData/></xdr:oneCellAnchor>"
)


def family(book: OpenBook) -> str:
    """What the namespaces of this book's drawings begin with."""
    return STRICTLY if office(book) == STRICT else USUAL


def drawing_of(book: OpenBook, tab: SheetPart, root: Element) -> str | None:
    """The part that holds the sheet's drawing, or None."""
    pointer = root.find("{*}drawing")
    link = "" if pointer is None else relation_id(pointer)
    return next((r.part for r in relations(book, tab.part) if link and r.id == link), None)


def charts_of(book: OpenBook, drawing: str) -> list[str]:
    """The parts of the charts that hang in a drawing."""
    links = {relation_id(e) for e in book.peek(drawing).iter("{*}chart")}
    return [r.part for r in relations(book, drawing) if r.kind == "chart" and r.id in links]


def hang(book: OpenBook, tab: SheetPart, root: Element, part: str, chart: Chart, at: At) -> None:
    """Hang a chart's part into the sheet's drawing, with its corner on a cell (row from 1, column from 0)."""
    drawing = drawing_of(book, tab, root) or _made(book, tab, root)
    hung = book.tree(drawing)
    number = max((int(e.get("id", "0")) for e in hung.iter("{*}cNvPr")), default=1) + 1
    place = {"row": at[0] - 1, "column": at[1], "wide": WIDE * _A_PIXEL, "high": _high(root), "id": number}
    frame = etree.fromstring(_FRAME.format(drawing=family(book), office=office(book), link=relate(book, drawing, "chart", part), **place))
    about = next(frame.iter("{*}cNvPr"))
    about.set("name", chart.title)
    about.set("descr", chart.told)
    hung.append(frame)


def _made(book: OpenBook, tab: SheetPart, root: Element) -> str:
    folder = tab.part.rpartition("/worksheets/")[0] or "xl"
    part = book.free_name(f"{folder}/drawings/drawing{{}}.xml")
    names = {"xdr": f"{family(book)}/spreadsheetDrawing", "a": f"{family(book)}/main"}
    book.add(part, serialised(etree.Element(f"{{{names['xdr']}}}wsDr", nsmap=names)))
    set_type(book, part, _DRAWING)
    section(root, "drawing", ORDER).set(f"{{{office(book)}}}id", relate(book, tab.part, "drawing", part))
    return part


def _high(root: Element) -> int:
    """A chart's height: less than usual where rows are so low that it would cover the chart below."""
    about = root.find("{*}sheetFormatPr")
    row = _LOW_ROW if about is None else float(about.get("defaultRowHeight") or _LOW_ROW)
    return min(HIGH * _A_PIXEL, int((ROWS_HIGH - 1) * row * _A_POINT))
