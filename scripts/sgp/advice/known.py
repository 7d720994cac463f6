"""Words with a capital that name no student, and so whether a text seems to name one."""

import re
from collections.abc import Callable

from sgp.advice.students import students_in
from sgp.contract import Book, Language
from sgp.wording import unfit

_WORD = re.compile(r"[^\W\d_]+")
_INSIDE = re.compile(r"(?<=[a-z,;] )[A-Z][^\W\d_]+|(?<=[(“])[A-Z][^\W\d_]+")
"""Words with a capital that do not open a sentence."""


def known_words(book: Book) -> frozenset[str]:
    """Words with a capital that name no student: those of staff, departments and places, and those inside focuses and steps."""
    staff = (f"{p.name} {p.title} {' '.join(p.all_departments)}" for p in book.staff)
    names = [*staff, *(m.place for m in book.meetings), book.school.name]
    texts = [*(f"{f.description} {f.keywords}" for f in book.focuses), *(f"{s.step} {s.evidence} {s.keywords}" for s in book.bank)]
    words = [*_WORD.findall(" ".join(names)), *_INSIDE.findall("\n".join(texts))]
    return frozenset(word.casefold() for word in words)


def discretion(book: Book, language: Language) -> Callable[[str], bool]:
    """Tells of a text whether staff may read it: it seems to hold no student's name, no initials and no grade."""
    known = known_words(book)
    return lambda text: not (unfit(text) or students_in(text, known, language))
