"""Our looks as named styles of a workbook, added where they are missing."""

from lxml import etree

from sgp.books.xlsx.markup import Element, local, section, space
from sgp.books.xlsx.openbook import OpenBook
from sgp.books.xlsx.styles import PREFIX, Styles, named_style, read_styles, styles_part
from sgp.contract.looks import LOOKS, Look

_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors", "extLst")
_KNOWN_FORMATS = {"": 0, "General": 0, "@": 49}
_FIRST_OWN_FORMAT = 164


def add_looks(book: OpenBook) -> Styles:
    """Add every look the book does not have yet; the styles as they are then."""
    missing = [look for look in LOOKS if look not in read_styles(book).looks]
    if missing and (part := styles_part(book)):
        root = book.tree(part)
        for look in missing:
            _add_look(root, look)
    return read_styles(book)


def add_mark(book: OpenBook, look: str) -> int | None:
    """The index of the look as a conditional format's style, added if missing; None in a book without styles."""
    if (part := styles_part(book)) is None:
        return None
    root, how = book.tree(part), LOOKS[look]
    style = etree.Element(space(root) + "dxf")
    font = _sub(style, "font")
    if how.bold:
        _sub(font, "b")
    _sub(font, "color", rgb=f"FF{how.ink}")
    _sub(_sub(_sub(style, "fill"), "patternFill"), "bgColor", rgb=f"FF{how.fill}")
    return _place_of(section(root, "dxfs", _ORDER), style)


def _add_look(root: Element, name: str) -> None:
    look = LOOKS[name]
    parts = {"numFmtId": _format(root, look.format), "fontId": _font(root, look), "fillId": _fill(root, look)}
    numbers = {key: str(value) for key, value in (parts | {"borderId": _border(root, look)}).items()}
    attributes = numbers | {f"apply{part}": "1" for part in ("NumberFormat", "Font", "Fill", "Border", "Alignment")}
    # LibreOffice keeps the name of a style that no cell uses, but not the style itself.
    if (parent := named_style(root, name)) is None:
        parent = _add_style(section(root, "cellStyleXfs", _ORDER), look, attributes)
        named = section(root, "cellStyles", _ORDER)
        _sub(named, "cellStyle", name=PREFIX + name, xfId=str(parent))
        _count(named)
    _add_style(section(root, "cellXfs", _ORDER), look, attributes | {"xfId": str(parent)})


def _add_style(group: Element, look: Look, attributes: dict[str, str]) -> int:
    _aligned(_sub(group, "xf", **attributes), look)
    _count(group)
    return len(group) - 1


def _format(root: Element, code: str) -> int:
    if code in _KNOWN_FORMATS:
        return _KNOWN_FORMATS[code]
    formats = section(root, "numFmts", _ORDER)
    numbers = {e.get("formatCode"): int(e.get("numFmtId", "0")) for e in formats}
    if code not in numbers:
        numbers[code] = max([_FIRST_OWN_FORMAT - 1, *numbers.values()]) + 1
        _sub(formats, "numFmt", numFmtId=str(numbers[code]), formatCode=code)
        _count(formats)
    return numbers[code]


def _font(root: Element, look: Look) -> int:
    fonts = section(root, "fonts", _ORDER)
    first = fonts.find("{*}font/{*}name")
    font = etree.Element(space(root) + "font")
    for mark, wanted in (("b", look.bold), ("i", look.italic)):
        if wanted:
            _sub(font, mark)
    _sub(font, "sz", val=str(look.size))
    _sub(font, "color", rgb=f"FF{look.ink}")
    _sub(font, "name", val=first.get("val", "Calibri") if first is not None else "Calibri")
    return _place_of(fonts, font)


def _fill(root: Element, look: Look) -> int:
    fill = etree.Element(space(root) + "fill")
    pattern = _sub(fill, "patternFill", patternType="solid" if look.fill else "none")
    if look.fill:
        _sub(pattern, "fgColor", rgb=f"FF{look.fill}")
        _sub(pattern, "bgColor", indexed="64")
    return _place_of(section(root, "fills", _ORDER), fill)


def _border(root: Element, look: Look) -> int:
    border = etree.Element(space(root) + "border")
    for side in ("left", "right", "top", "bottom", "diagonal"):
        edge = _sub(border, side)
        if side == "bottom" and look.line:
            edge.set("style", "thin")
            _sub(edge, "color", rgb=f"FF{look.line}")
    return _place_of(section(root, "borders", _ORDER), border)


def _aligned(style: Element, look: Look) -> None:
    across = {"horizontal": look.align} if look.align else {}
    wrapped = {"wrapText": "1"} if look.wrap else {}
    _sub(style, "alignment", vertical="center" if look.bold and look.line else "top", **across, **wrapped)


def _place_of(group: Element, wanted: Element) -> int:
    for at, element in enumerate(group):
        if _shape(element) == _shape(wanted):
            return at
    group.append(wanted)
    _count(group)
    return len(group) - 1


def _shape(element: Element) -> tuple[object, ...]:
    return local(element), sorted(element.attrib.items()), [_shape(child) for child in element]


def _sub(parent: Element, tag: str, **attributes: str) -> Element:
    return etree.SubElement(parent, space(parent) + tag, attributes)


def _count(group: Element) -> None:
    group.set("count", str(len(group)))
