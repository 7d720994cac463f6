"""Charts beside a page: drawn once, and kept on the rows of their table as it grows; what people changed of their looks stays."""

from collections.abc import Mapping
from typing import Any

from sgp.books.google.looks import colour
from sgp.books.google.reading import SeenTab
from sgp.contract.looks import BAR_COLOURS
from sgp.plan import Chart, Page
from sgp.plan.charts import HIGH, WIDE, anchors
from sgp.plan.placing import At


def drawing(tab: SeenTab, page: Page) -> list[dict[str, Any]]:
    """Requests that add the charts that are missing, and point the others at their rows of today."""
    standing = {c.get("spec", {}).get("title"): c for c in tab.told.get("charts", ())}
    requests = []
    for chart, anchor in zip(page.charts, anchors(page), strict=True):
        data = _data(tab.id, chart)
        if chart.title not in standing:
            requests.append({"addChart": {"chart": {"spec": _spec(chart, data), "position": _beside(tab, anchor)}}})
        elif _moved(standing[chart.title]["spec"], data):
            spec = dict(standing[chart.title]["spec"])
            spec["basicChart"] = {**spec["basicChart"], **_kept_looks(spec["basicChart"], data)}
            requests.append({"updateChartSpec": {"chartId": standing[chart.title]["chartId"], "spec": spec}})
    return requests


def _spec(chart: Chart, data: Mapping[str, Any]) -> dict[str, Any]:
    stacked = {"stackedType": "STACKED"} if chart.stacked else {}
    colours = ({"colorStyle": colour(code)} for code in BAR_COLOURS)
    series = [one | {"targetAxis": "BOTTOM_AXIS"} | how for one, how in zip(data["series"], colours, strict=False)]
    basic = {"chartType": "BAR", "legendPosition": "TOP_LEGEND", "headerCount": 1, "domains": data["domains"], "series": series, **stacked}
    return {"title": chart.title, "titleTextFormat": {"fontSize": 12, "bold": True}, "basicChart": basic, "altText": chart.told}


def _data(sheet: int, chart: Chart) -> dict[str, Any]:
    def source(column: int) -> dict[str, Any]:
        area = {"sheetId": sheet, "startRowIndex": chart.heading_row - 1, "endRowIndex": chart.bottom,
                "startColumnIndex": column, "endColumnIndex": column + 1}
        return {"sourceRange": {"sources": [area]}}

    return {"domains": [{"domain": source(chart.names)}], "series": [{"series": source(column)} for column in chart.numbers]}


def _moved(spec: Mapping[str, Any], data: Mapping[str, Any]) -> bool:
    return "basicChart" in spec and _areas(spec["basicChart"]) != _areas(data)


def _areas(basic: Mapping[str, Any]) -> list[dict[str, int]]:
    parts = [d["domain"] for d in basic.get("domains", ())] + [s["series"] for s in basic.get("series", ())]
    return [{key: area.get(key, 0) for key in ("startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex")}
            for part in parts for area in part.get("sourceRange", {}).get("sources", ())]


def _kept_looks(basic: Mapping[str, Any], data: Mapping[str, Any]) -> dict[str, Any]:
    before = [*basic.get("series", ()), *({} for _ in data["series"])]
    return {"domains": data["domains"], "series": [{**old, **new} for old, new in zip(before, data["series"], strict=False)]}


def _beside(tab: SeenTab, anchor: At) -> dict[str, Any]:
    cell = {"sheetId": tab.id, "rowIndex": anchor[0] - 1, "columnIndex": anchor[1]}
    return {"overlayPosition": {"anchorCell": cell, "widthPixels": WIDE, "heightPixels": HIGH}}
