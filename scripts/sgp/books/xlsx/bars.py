"""A chart's own XML: bars that lie, the first name on top, and each number written in its bar."""

from typing import Any, cast

from lxml import etree
from openpyxl.chart import BarChart
from openpyxl.chart.data_source import AxDataSource, NumDataSource, NumFmt, NumRef, StrRef
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.legend import Legend
from openpyxl.chart.series import Series, SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties, RegularTextRun, RichTextProperties
from openpyxl.xml.functions import tostring

from sgp.books.xlsx.drawings import STRICTLY, USUAL
from sgp.books.xlsx.markup import Element, serialised
from sgp.books.xlsx.pointing import source
from sgp.contract.looks import BAR_COLOURS, HAIR, INK, QUIET, RULE, TEAL
from sgp.plan import Chart

_PAPER, _GAP = "FFFFFF", 60
_COUNTS = "0;;;"
"""How a number in its bar is shown: whole, and nought not at all."""
_IN_PERCENT = ("gapWidth", "overlap", "lblOffset")


def bars(chart: Chart, tab: str, strict: bool) -> bytes:
    """The chart part for a table of this tab; strict files have namespaces of their own, and say percent where it is meant."""
    drawn = BarChart(barDir="bar", grouping="stacked" if chart.stacked else "clustered", gapWidth=_GAP, varyColors=False)
    drawn.overlap = 100 if chart.stacked else None
    drawn.title, drawn.legend = _title(chart.title), _legend() if len(chart.numbers) > 1 else None
    drawn.series = [_series(chart, tab, number) for number in range(len(chart.numbers))]
    drawn.graphical_properties, drawn.roundedCorners = GraphicalProperties(solidFill=_PAPER, ln=LineProperties(solidFill=HAIR)), False
    _set_axes(drawn)
    drawn.layout = _layout(0.24 if drawn.legend else 0.15)
    content = tostring(cast(Any, drawn)._write())
    return _strictly(content) if strict else _tidied(etree.fromstring(content), USUAL)


def _strictly(content: bytes) -> bytes:
    root = etree.fromstring(content.replace(USUAL.encode(), STRICTLY.encode()))
    for said in (e for name in _IN_PERCENT for e in root.iter(f"{{*}}{name}")):
        said.set("val", f"{said.get('val')}%")
    return _tidied(root, STRICTLY)


def _tidied(root: Element, family: str) -> bytes:
    for shown in root.iterfind(".//{*}dLbls/{*}numFmt"):
        shown.set("sourceLinked", "0")  # left unsaid, some programs show the number as its cell does
    etree.cleanup_namespaces(root, top_nsmap={"a": f"{family}/main"})
    return serialised(root)


def _series(chart: Chart, tab: str, number: int) -> Series:
    column, colour = chart.numbers[number], BAR_COLOURS[number % len(BAR_COLOURS)]
    top, bottom = chart.heading_row + 1, chart.bottom
    made = Series(idx=number, order=number, invertIfNegative=False)
    made.tx = SeriesLabel(strRef=StrRef(f=source(tab, column, chart.heading_row, chart.heading_row)))
    made.cat = AxDataSource(strRef=StrRef(f=source(tab, chart.names, top, bottom)))
    made.val = NumDataSource(numRef=NumRef(f=source(tab, column, top, bottom)))
    made.spPr = GraphicalProperties(solidFill=colour, ln=LineProperties(noFill=True))
    made.dLbls = _labels("ctr", _PAPER if colour == TEAL else INK) if chart.stacked else _labels("outEnd", INK)
    return made


def _labels(place: str, ink: str) -> DataLabelList:
    hidden = dict.fromkeys(("showLegendKey", "showCatName", "showSerName", "showPercent", "showBubbleSize"), False)
    return DataLabelList(numFmt=_COUNTS, txPr=_text(ink), dLblPos=place, showVal=True, **hidden)


def _set_axes(drawn: BarChart) -> None:
    names, numbers = drawn.x_axis, drawn.y_axis
    names.scaling.orientation, names.delete, names.tickLblSkip = "maxMin", False, 1
    names.spPr, names.txPr, names.noMultiLvlLbl = GraphicalProperties(ln=LineProperties(solidFill=RULE)), _text(QUIET, 8), True
    # Along an axis a program puts halves where the numbers are small; so they stand in the bars, and the axis is not shown.
    numbers.delete, numbers.majorGridlines, numbers.scaling.min, numbers.numFmt = True, None, 0, NumFmt("0")
    numbers.axPos, numbers.crossBetween = "b", "between"
    numbers.crosses = "max"  # the names run downwards: where they end is below


def _layout(top: float) -> Layout:
    """Room for long names, so that the bars of all charts begin one below the other; parts of the chart's width and height."""
    return Layout(ManualLayout(layoutTarget="inner", xMode="edge", yMode="edge", x=0.32, y=top, w=0.64, h=0.97 - top))


def _title(words: str) -> Title:
    looks = CharacterProperties(sz=1200, b=True, solidFill=INK)
    said = Paragraph(pPr=ParagraphProperties(defRPr=looks), r=[RegularTextRun(rPr=looks, t=words)])
    return Title(tx=Text(rich=RichText(p=[said])), overlay=False)


def _legend() -> Legend:
    return Legend(legendPos="t", overlay=False, txPr=_text(QUIET))


def _text(ink: str, points: int = 9) -> RichText:
    looks = CharacterProperties(sz=points * 100, b=False, solidFill=ink)
    level = RichTextProperties(rot=0)  # said, as else LibreOffice leaves out names that stand close
    return RichText(bodyPr=level, p=[Paragraph(pPr=ParagraphProperties(defRPr=looks), r=[], endParaRPr=looks)])
