"""Drop-downs on columns, and colours for cells that say a certain word."""

from lxml import etree

from sgp.books.xlsx.cells import Ways
from sgp.books.xlsx.columns import ORDER
from sgp.books.xlsx.dressing import add_mark
from sgp.books.xlsx.grid import letters
from sgp.books.xlsx.headings import where
from sgp.books.xlsx.markup import Element, insert, section, space
from sgp.books.xlsx.openbook import OpenBook
from sgp.books.xlsx.ranges import area_of, covered
from sgp.books.xlsx.workbook import find_sheet
from sgp.contract import SCRIPT, Column, Tab

LAST_RULED_ROW = 5_000
"""Drop-downs and colours reach this far down, so that rows typed later have them too."""


def offer_lists(book: OpenBook, tab: Tab, ways: Ways) -> None:
    """Drop-downs on the columns of a tab that have none. Something else may still be typed."""
    if tab.page or (part := find_sheet(book, tab.title)) is None:
        return
    at, root = where(book, part, tab, ways), book.tree(part.part)
    for column in tab.columns:
        if column.choices:
            _offer_choices(root, at[column.heading], _listed(column.choices), "Usually one of the words in the list. Keep what you typed?")
        elif column.choices_from and (source := _column_elsewhere(book, *column.choices_from, ways)):
            _offer_choices(root, at[column.heading], source, f"It does not stand in {column.choices_from[0]} yet. Keep what you typed?")


def mark_words(book: OpenBook, root: Element, at: int, column: Column) -> None:
    """Colour the cells of a column (from 1) that say one of its marked words, unless it has colours already."""
    if covered(root, "conditionalFormatting", 2, at):
        return
    for word, look in column.marks:
        _colour(book, root, _whole(at), look, {"type": "cellIs", "operator": "equal"}, _listed((word,)))


def mark_stale(book: OpenBook, root: Element, cell: str) -> None:
    """Turn a cell red when the moment in it is more than two days ago."""
    area = area_of(cell)
    if area and not covered(root, "conditionalFormatting", area.top, area.left):
        _colour(book, root, cell, "alert", {"type": "expression"}, f"AND(ISNUMBER({cell}),TODAY()-{cell}>2)")


def _column_elsewhere(book: OpenBook, title: str, heading: str, ways: Ways) -> str:
    if (part := find_sheet(book, title)) is None:
        return ""
    at = where(book, part, Tab(title, "", (Column(heading, SCRIPT),)), ways)
    return _taken_from(part.title, at[heading]) if heading in at else ""


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


def _offer_choices(root: Element, column: int, choices: str, words: str) -> None:
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


def _listed(choices: tuple[str, ...]) -> str:
    return '"' + ",".join(choices).replace('"', '""') + '"'


def _taken_from(title: str, column: int) -> str:
    # Without OFFSET the blank cells below would be offered too.
    tab = "'" + title.replace("'", "''") + "'"
    first = f"{tab}!${letters(column)}$2"
    return f"OFFSET({first},0,0,MAX(1,COUNTA({first}:${letters(column)}$1000)),1)"
