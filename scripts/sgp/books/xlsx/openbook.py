"""A workbook held open in memory: its parts, and the XML of those that are being changed."""

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from lxml import etree

from sgp.books.xlsx.markup import Element, damaged, parse, serialised
from sgp.books.xlsx.package import Package, pack, unpack


@dataclass
class OpenBook:
    """Parts by name. What `tree` gave out may be changed in place; what truly differs is found when packing."""

    package: Package
    made: bool = False
    _trees: dict[str, Element] = field(default_factory=dict)
    _before: dict[str, bytes] = field(default_factory=dict)

    def named(self, part: str) -> str:
        """The part's name as it is stored, which may differ in letter case; "" if there is no such part."""
        if part in self.package.parts:
            return part
        return next((name for name in self.package.parts if name.casefold() == part.casefold()), "")

    def content(self, part: str) -> bytes:
        """The part as it was stored."""
        if not (name := self.named(part)):
            raise damaged(part)
        return self.package.parts[name]

    def tree(self, part: str) -> Element:
        """The part's XML, parsed once: changes made to it are saved."""
        name = self.named(part) or part
        if name not in self._trees:
            self._trees[name] = parse(self.content(name), name)
            self._before[name] = etree.tostring(self._trees[name])
        return self._trees[name]

    def peek(self, part: str) -> Element:
        """The part's XML for reading only, with the changes made so far."""
        name = self.named(part) or part
        return self._trees[name] if name in self._trees else parse(self.content(name), name)

    def is_as_stored(self, part: str) -> bool:
        """Whether nobody has been given this part's XML to change."""
        return (self.named(part) or part) not in self._trees

    def add(self, part: str, content: bytes) -> None:
        """Add a new part at the end of the package."""
        self.package.parts[part] = content
        self.made = True

    def drop(self, part: str) -> None:
        """Leave a part out when packing."""
        name = self.named(part)
        self.package.parts.pop(name, None)
        self._trees.pop(name, None)
        self.made = True

    def free_name(self, pattern: str) -> str:
        """The first of pattern.format(1), pattern.format(2) … that no part has yet, in any letter case."""
        taken = {name.casefold() for name in self.package.parts}
        return next(name for n in range(1, len(taken) + 2) if (name := pattern.format(n)).casefold() not in taken)

    def changed_parts(self) -> set[str]:
        """The parts whose XML differs from what it was."""
        return {part for part, root in self._trees.items() if etree.tostring(root) != self._before[part]}

    def packed(self) -> bytes | None:
        """The whole workbook's bytes, or None when nothing in it differs."""
        changed = self.changed_parts()
        if not changed and not self.made:
            return None
        parts = {name: serialised(self._trees[name]) if name in changed else content for name, content in self.package.parts.items()}
        return pack(Package(parts, self.package.infos))


def opened(data: bytes, path: Path) -> OpenBook:
    """The workbook in these bytes."""
    stored = _unpacked(data, path)
    return OpenBook(Package(dict(stored.parts), stored.infos))


# A book is opened to decide what changes, and again to change it.
@lru_cache(maxsize=2)
def _unpacked(data: bytes, path: Path) -> Package:
    return unpack(data, path)
