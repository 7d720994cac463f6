"""How the parts of a workbook point at each other, and what type each part is."""

import posixpath
from dataclasses import dataclass

from lxml import etree

from sgp.books.xlsx.markup import Element, local, space
from sgp.books.xlsx.openbook import OpenBook

TYPES = "[Content_Types].xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_EMPTY = f'<Relationships xmlns="{_RELATIONS}"/>'.encode()


@dataclass(frozen=True)
class Relation:
    """One pointer: its id, its kind (the last word of its type) and the part it points at."""

    id: str
    kind: str
    part: str


def relations(book: OpenBook, part: str) -> list[Relation]:
    """What this part points at inside the package; "" is the package itself."""
    at = rels_of(part)
    if not book.named(at):
        return []
    inside = [e for e in book.peek(at) if local(e) == "Relationship" and e.get("TargetMode") != "External"]
    return [Relation(e.get("Id", ""), e.get("Type", "").rsplit("/", 1)[-1], _target(part, e.get("Target", ""))) for e in inside]


def related(book: OpenBook, part: str, kind: str) -> str | None:
    """The first part of that kind this part points at, or None."""
    return next((r.part for r in relations(book, part) if r.kind == kind), None)


def relate(book: OpenBook, part: str, kind: str, target: str) -> str:
    """Make this part point at the target; the id of the new relation."""
    at = rels_of(part)
    if not book.named(at):
        book.add(at, _EMPTY)
    root, taken = book.tree(at), {r.id for r in relations(book, part)}
    taken |= {e.get("Id", "") for e in root}
    new = next(i for n in range(1, len(taken) + 2) if (i := f"rId{n}") not in taken)
    where = posixpath.relpath(target, posixpath.dirname(part) or ".")
    etree.SubElement(root, space(root) + "Relationship", {"Id": new, "Type": f"{office(book)}/{kind}", "Target": where})
    return new


def unrelate(book: OpenBook, part: str, target: str) -> None:
    """Take away this part's pointer to the target."""
    root = book.tree(rels_of(part))
    for gone in [e for e in root if _target(part, e.get("Target", "")) == target]:
        root.remove(gone)


def set_type(book: OpenBook, part: str, kind: str) -> None:
    """Say what type a new part is."""
    root = book.tree(TYPES)
    etree.SubElement(root, space(root) + "Override", {"PartName": f"/{part}", "ContentType": kind})


def set_default(book: OpenBook, extension: str, kind: str) -> None:
    """Say what type every part with that extension is, unless it is said already."""
    root = book.tree(TYPES)
    if not any(e.get("Extension", "").casefold() == extension for e in root):
        root.insert(0, etree.Element(space(root) + "Default", {"Extension": extension, "ContentType": kind}))


def untype(book: OpenBook, part: str) -> None:
    """Forget the type of a part that is gone."""
    root = book.tree(TYPES)
    for gone in [e for e in root if e.get("PartName", "").casefold() == f"/{part}".casefold()]:
        root.remove(gone)


def office(book: OpenBook) -> str:
    """The namespace this book uses for pointers: the usual one, or that of strict files."""
    return STRICT if STRICT.encode() in book.content("_rels/.rels") else OFFICE


def relation_id(element: Element) -> str:
    """The id by which an element points at a part (`r:id`, in whichever namespace)."""
    return next((element.get(f"{{{ns}}}id", "") for ns in (OFFICE, STRICT) if element.get(f"{{{ns}}}id")), "")


def rels_of(part: str) -> str:
    """Where the pointers of a part stand."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _target(part: str, target: str) -> str:
    joined = target if target.startswith("/") else posixpath.join("/", posixpath.dirname(part), target)
    return posixpath.normpath(joined).lstrip("/")
