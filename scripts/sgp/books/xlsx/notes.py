"""Notes on headings: the comments themselves, and the drawing that Excel wants for each."""

from collections.abc import Mapping

from lxml import etree

from sgp.books.xlsx.columns import ORDER
from sgp.books.xlsx.grid import reference
from sgp.books.xlsx.markup import Element, section, space
from sgp.books.xlsx.openbook import OpenBook
from sgp.books.xlsx.relations import STRICT, office, relate, relations, set_default, set_type
from sgp.books.xlsx.workbook import SheetPart

AUTHOR = "Sharing Good Practice"
_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_SHAPES = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel">'
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>'
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>{}</xml>'
)
_SHAPE = (
    '<v:shape id="_x0000_s{id}" type="#_x0000_t202" fillcolor="#fdfdf5" o:insetmode="auto" '
    'style="position:absolute;width:200pt;height:{height}pt;z-index:{z};visibility:hidden">'
    '<v:fill color2="#fdfdf5"/><v:shadow color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"/></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{left}, 12, 0, 4, {right}, 12, {bottom}, 4</x:Anchor>'
    "<x:AutoFill>False</x:AutoFill><x:Row>0</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)


def add_notes(book: OpenBook, tab: SheetPart, root: Element, notes: Mapping[int, str]) -> None:
    """Put notes on headings (column from 1 -> text) of a tab that has no comments and no such drawing yet."""
    taken = any(r.kind in ("comments", "vmlDrawing", "threadedComment") for r in relations(book, tab.part))
    # A strict file may not hold the kind of drawing that notes need.
    if taken or not notes or root.find("{*}legacyDrawing") is not None or office(book) == STRICT:
        return
    folder = tab.part.rpartition("/worksheets/")[0] or "xl"
    comments, drawing = book.free_name(f"{folder}/comments{{}}.xml"), book.free_name(f"{folder}/drawings/vmlDrawing{{}}.vml")
    book.add(comments, _comments(space(root), notes))
    book.add(drawing, _shapes(notes))
    set_type(book, comments, _COMMENTS)
    set_default(book, "vml", _DRAWING)
    relate(book, tab.part, "comments", comments)
    section(root, "legacyDrawing", ORDER).set(f"{{{office(book)}}}id", relate(book, tab.part, "vmlDrawing", drawing))


def _comments(namespace: str, notes: Mapping[int, str]) -> bytes:
    root = etree.fromstring(f'<comments xmlns="{namespace.strip("{}")}"/>')
    etree.SubElement(etree.SubElement(root, f"{namespace}authors"), f"{namespace}author").text = AUTHOR
    listed = etree.SubElement(root, f"{namespace}commentList")
    for column, text in sorted(notes.items()):
        note = etree.SubElement(listed, f"{namespace}comment", {"ref": reference(1, column), "authorId": "0"})
        etree.SubElement(etree.SubElement(note, f"{namespace}text"), f"{namespace}t").text = text
    return _HEAD.encode() + etree.tostring(root)


def _shapes(notes: Mapping[int, str]) -> bytes:
    shapes = [_shape(number, column, 1 + len(text) // 34) for number, (column, text) in enumerate(sorted(notes.items()))]
    return (_HEAD + _SHAPES.format("".join(shapes))).encode()


def _shape(number: int, column: int, lines: int) -> str:
    place = {"left": column, "right": column + 2, "bottom": lines + 1, "column": column - 1}
    return _SHAPE.format(id=1025 + number, z=number + 1, height=lines * 15, **place)
