"""A sheet's columns and its view: widths, styles, the frozen heading, the filter, the tab's colour."""

from copy import deepcopy

from lxml import etree

from sgp.books.xlsx.grid import letters, reference
from sgp.books.xlsx.markup import Element, section, space

ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection", "protectedRanges",
    "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting",
    "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks",
    "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF",
    "picture", "oleObjects", "AlternateContent", "controls", "webPublishItems", "tableParts", "extLst",
)
"""The children of a sheet, in the order that the file format asks for."""


def dress_column(root: Element, column: int, width: int, style: int | None) -> None:
    """Give a column (from 1) its width and its style, each only if it has none yet."""
    standing = _band(root, column)
    has_width = standing is not None and "width" in standing.attrib
    has_style = standing is not None and bool(int(standing.get("style", "0")))
    if has_width and (has_style or style is None):
        return
    band = _own_band(root, column)
    if not has_width:
        band.set("width", str(width))
        band.set("customWidth", "1")
    if not has_style and style is not None:
        band.set("style", str(style))


def freeze(root: Element, rows: int, columns: int) -> None:
    """Keep the first rows and columns in sight, unless the view is split or frozen already."""
    view = _view(root)
    if view.find("{*}pane") is not None:
        return
    corner, first = "bottomRight" if columns else "bottomLeft", reference(rows + 1, columns + 1)
    split = {"xSplit": str(columns)} if columns else {}
    pane = {**split, "ySplit": str(rows), "topLeftCell": first, "activePane": corner, "state": "frozen"}
    view.insert(0, etree.Element(f"{space(root)}pane", pane))
    view.insert(1, etree.Element(f"{space(root)}selection", {"pane": corner, "activeCell": first, "sqref": first}))


def hide_gridlines(root: Element) -> None:
    """A page to read shows no lines between cells."""
    _view(root).set("showGridLines", "0")


def select_tab(root: Element) -> None:
    """Show this tab when the book is first opened."""
    _view(root).set("tabSelected", "1")


def colour_tab(root: Element, colour: str) -> None:
    """Colour the tab (RRGGBB), and print it one page wide."""
    about = section(root, "sheetPr", ORDER)
    etree.SubElement(about, f"{space(root)}tabColor", {"rgb": f"FF{colour}"})
    etree.SubElement(about, f"{space(root)}pageSetUpPr", {"fitToPage": "1"})


def offer_filter(root: Element, columns: int) -> None:
    """Buttons on the heading row that filter and sort."""
    section(root, "autoFilter", ORDER).set("ref", f"A1:{letters(columns)}1")


def _view(root: Element) -> Element:
    views = section(root, "sheetViews", ORDER)
    if (view := views.find(f"{space(root)}sheetView")) is not None:
        return view
    return etree.SubElement(views, f"{space(root)}sheetView", {"workbookViewId": "0"})


def _band(root: Element, column: int) -> Element | None:
    bands = root.iterfind("{*}cols/{*}col")
    return next((b for b in bands if int(b.get("min", 0)) <= column <= int(b.get("max", 0))), None)


def _own_band(root: Element, column: int) -> Element:
    """The `col` element of this column alone, cut out of a wider band if need be."""
    if (band := _band(root, column)) is not None:
        return _cut_out(band, int(band.get("min", 0)), int(band.get("max", 0)), column)
    bands = section(root, "cols", ORDER)
    made = etree.Element(f"{space(root)}col", {"min": str(column), "max": str(column)})
    bands.insert(sum(int(b.get("min", 0)) < column for b in bands), made)
    return made


def _cut_out(band: Element, first: int, last: int, column: int) -> Element:
    for low, high in ((first, column - 1), (column + 1, last)):
        if low <= high:
            rest = deepcopy(band)
            rest.set("min", str(low))
            rest.set("max", str(high))
            band.addprevious(rest) if low < column else band.addnext(rest)
    band.set("min", str(column))
    band.set("max", str(column))
    return band
