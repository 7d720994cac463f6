"""The styles of a workbook: which cells hold days, and which style is one of ours."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sgp.books.xlsx.markup import Element
from sgp.books.xlsx.openbook import OpenBook
from sgp.books.xlsx.relations import related
from sgp.books.xlsx.serials import BUILT_IN, PLAIN, kind_of_format
from sgp.books.xlsx.workbook import workbook_part
from sgp.contract.looks import LOOKS

PREFIX = "SGP "
"""What our named cell styles begin with, so that a later run finds them again."""

_PARTS_OF_A_LOOK = ("numFmtId", "fontId", "fillId", "borderId")


@dataclass(frozen=True)
class Styles:
    """For every style index of the book what its number format shows, and the index of each of our looks."""

    kinds: tuple[str, ...] = ()
    looks: Mapping[str, int] = field(default_factory=dict, hash=False)

    def kind(self, index: int) -> str:
        """What the number format of this style shows; plain for an index that does not exist."""
        return self.kinds[index] if 0 <= index < len(self.kinds) else PLAIN


def styles_part(book: OpenBook) -> str | None:
    """The part that holds the styles, or None."""
    return related(book, workbook_part(book), "styles")


def read_styles(book: OpenBook) -> Styles:
    """The styles as they stand."""
    part = styles_part(book)
    if part is None:
        return Styles()
    root = book.peek(part)
    formats = {_number(e, "numFmtId"): kind_of_format(e.get("formatCode", "")) for e in _all(root, "numFmts")}
    cells = list(_all(root, "cellXfs"))
    kinds = tuple(formats.get(n) or BUILT_IN.get(n, PLAIN) for n in (_number(e, "numFmtId") for e in cells))
    return Styles(kinds, {look: at for look in LOOKS if (at := _index_of(root, cells, look)) is not None})


def named_style(root: Element, look: str) -> int | None:
    """Which of the declared styles bears the name of our look, or None."""
    return next((_number(e, "xfId") for e in _all(root, "cellStyles") if e.get("name") == PREFIX + look), None)


def _index_of(root: Element, cells: list[Element], look: str) -> int | None:
    if (parent := named_style(root, look)) is None:
        return None
    declared = list(_all(root, "cellStyleXfs"))
    ours = [i for i, e in enumerate(cells) if e.get("xfId", "0") == str(parent)]
    # A cell whose colour a person changed keeps our style's name: the untouched one is meant.
    wanted = [declared[parent].get(a, "0") for a in _PARTS_OF_A_LOOK] if parent < len(declared) else []
    plain = [i for i in ours if [cells[i].get(a, "0") for a in _PARTS_OF_A_LOOK] == wanted]
    return next(iter([*plain, *ours]), None)


def _all(root: Element, name: str) -> Iterable[Element]:
    found = root.find(f"{{*}}{name}")
    return () if found is None else found.iterchildren("{*}*")


def _number(element: Element, attribute: str) -> int:
    return int(element.get(attribute, "0") or 0)
