"""Drop-downs on columns, and colours for cells that say a certain word."""

from lxml import etree

from sgp.books.xlsx.columns import ORDER
from sgp.books.xlsx.dressing import add_mark
from sgp.books.xlsx.grid import letters
from sgp.books.xlsx.markup import Element, insert, section, space
from sgp.books.xlsx.openbook import OpenBook
from sgp.books.xlsx.ranges import area_of, covered
from sgp.contract import Column

LAST_RULED_ROW = 5_000
"""Drop-downs and colours reach this far down, so that rows typed later have them too."""


def offer_choices(root: Element, column: int, choices: str, words: str) -> None:
    """A drop-down on a column (from 1) that has none; `choices` is a formula. Something else may still be typed."""
    if covered(root, "dataValidation", 2, column):
        return
    offered = section(root, "dataValidations", ORDER)
    how = {
        "type": "list", "errorStyle": "warning", "allowBlank": "1", "showInputMessage": "1", "showErrorMessage": "1",
        "errorTitle": "Not in the list", "error": words, "sqref": _whole(column),
    }
    rule = etree.SubElement(offered, f"{space(root)}dataValidation", how)
    etree.SubElement(rule, f"{space(root)}formula1").text = choices
    offered.set("count", str(len(offered)))


def listed(choices: tuple[str, ...]) -> str:
    """The formula of a drop-down with these words."""
    return '"' + ",".join(choices).replace('"', '""') + '"'


def taken_from(title: str, column: int) -> str:
    """The formula of a drop-down with what stands in a column of another tab, without the blank cells below."""
    tab = "'" + title.replace("'", "''") + "'"
    first = f"{tab}!${letters(column)}$2"
    return f"OFFSET({first},0,0,MAX(1,COUNTA({first}:${letters(column)}$1000)),1)"


def mark_words(book: OpenBook, root: Element, at: int, column: Column) -> None:
    """Colour the cells of a column (from 1) that say one of its marked words, unless it has colours already."""
    if covered(root, "conditionalFormatting", 2, at):
        return
    for word, look in column.marks:
        _colour(book, root, _whole(at), look, {"type": "cellIs", "operator": "equal"}, listed((word,)))


def mark_stale(book: OpenBook, root: Element, cell: str) -> None:
    """Turn a cell red when the moment in it is more than two days ago."""
    area = area_of(cell)
    if area and not covered(root, "conditionalFormatting", area.top, area.left):
        _colour(book, root, cell, "alert", {"type": "expression"}, f"AND(ISNUMBER({cell}),TODAY()-{cell}>2)")


def _colour(book: OpenBook, root: Element, where: str, look: str, kind: dict[str, str], formula: str) -> None:
    if (style := add_mark(book, look)) is None:
        return
    last = max((int(e.get("priority", "0")) for e in root.iter("{*}cfRule")), default=0)
    held = etree.Element(f"{space(root)}conditionalFormatting", {"sqref": where})
    rule = etree.SubElement(held, f"{space(root)}cfRule", {**kind, "dxfId": str(style), "priority": str(last + 1)})
    etree.SubElement(rule, f"{space(root)}formula").text = formula
    insert(root, held, ORDER)


def _whole(column: int) -> str:
    return f"{letters(column)}2:{letters(column)}{LAST_RULED_ROW}"
