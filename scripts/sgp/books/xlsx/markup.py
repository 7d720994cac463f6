"""XML as a workbook holds it: parsed without entities or network, and text as any cell can hold it."""

import re
from collections.abc import Iterator
from io import BytesIO

from lxml import etree

from sgp.errors import ExitCode, Stop

Element = etree._Element

_CONTROL = r"\x00-\x08\x0b-\x1f\ufffe\uffff"
# A character that XML cannot hold, or an underscore that would be taken for the start of such an escape.
_UNSAFE = re.compile(rf"[{_CONTROL}]|_(?=x[0-9A-Fa-f]{{4}}[_{_CONTROL}])")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SURROGATE = re.compile("[\ud800-\udfff]")


def parse(data: bytes, part: str) -> Element:
    """The root of one part's XML; Stop if it is torn or declares entities of its own."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise damaged(part) from fault
    _refuse_entities(root, part)
    return root


def stream(data: bytes, name: str, part: str) -> Iterator[Element]:
    """Every element of that local name in turn; each is forgotten when the next is asked for."""
    found = etree.iterparse(BytesIO(data), tag=f"{{*}}{name}", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        for number, (_, element) in enumerate(found):
            if not number:
                _refuse_entities(element, part)
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as fault:
        raise damaged(part) from fault


def serialised(root: Element) -> bytes:
    """The whole part as it is stored, declaration included."""
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)


def damaged(part: str) -> Stop:
    """One part of the workbook is not as a workbook's should be."""
    return Stop(
        f"The workbook is damaged: its part {part} cannot be read. Open it in Excel or LibreOffice, let it repair the file, "
        "and save it again; or take the newest copy from the backups folder.",
        ExitCode.CONFIGURATION,
    )


def space(root: Element) -> str:
    """The namespace of this element in braces, ready to stand before a local name; "" if it has none."""
    return root.tag[: root.tag.find("}") + 1]


def local(element: Element) -> str:
    """The element's name without its namespace; "" for comments and instructions."""
    return element.tag[element.tag.find("}") + 1:] if isinstance(element.tag, str) else ""


def without(element: Element, *attributes: str) -> None:
    """Take these attributes off the element, where it has them."""
    for name in attributes:
        element.attrib.pop(name, "")


def section(root: Element, name: str, order: tuple[str, ...]) -> Element:
    """The child of that name, made if absent at the place that the file format's order gives it."""
    if (found := root.find(space(root) + name)) is not None:
        return found
    made = etree.Element(space(root) + name)
    insert(root, made, order)
    return made


def add_child(parent: Element, at: int, name: str, **attributes: str) -> Element:
    """A new child at that place. One at the end is made where it stands, which is far quicker than made elsewhere and moved."""
    if at == len(parent):
        return etree.SubElement(parent, name, attributes)
    made = etree.Element(name, attributes)
    parent.insert(at, made)
    return made


def insert(root: Element, made: Element, order: tuple[str, ...]) -> None:
    """Put a new child behind all children that may stand before it."""
    later = set(order[order.index(local(made)) + 1:])
    at = next((i for i, child in enumerate(root) if local(child) in later), len(root))
    root.insert(at, made)


def escaped(text: str) -> str:
    """Text as XML can hold it, so that `unescaped` gives back the same; half a surrogate pair becomes U+FFFD."""
    if text.isprintable() and "_x" not in text:  # nearly every text, so the quick way first
        return text
    if _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _UNSAFE.sub(lambda m: f"_x{ord(m[0]):04X}_", text)


def unescaped(text: str) -> str:
    """Text of a cell with its _xHHHH_ escapes read as the characters they mean."""
    if "_x" not in text:
        return text
    plain = _ESCAPE.sub(lambda m: chr(int(m[1], 16)), text)
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace") if _SURROGATE.search(plain) else plain


def _refuse_entities(element: Element, part: str) -> None:
    # No workbook declares a document type: it could only be there for entities that grow or fetch something.
    if getattr(element.getroottree().docinfo, "doctype", ""):
        raise damaged(part)
