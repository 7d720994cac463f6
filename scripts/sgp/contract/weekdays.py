"""Working days as people write them: Mon Tue Wed, Mon-Thu, M T W, Thursday and Friday."""

import re

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")


def read_days(text: str) -> frozenset[int]:
    """The weekdays (Monday 0 to Friday 4) that a text names; ValueError says what was expected where it cannot be told."""
    words = re.sub(r"\b(?:to|and)\b|[–&,;/]", lambda m: "-" if m[0] in ("to", "–") else " ", text.casefold())
    days: list[int] = []
    for span in re.sub(r"\s*-\s*", "-", words).split():
        first, *last = (_weekday(word, days) for word in span.split("-", 1))
        days += range(first, (last or [first])[0] + 1) or [_no_day()]
    return frozenset(days) or frozenset({_no_day()})


def _weekday(word: str, before: list[int]) -> int:
    """The day of a word; a T or Th after Tuesday or later is Thursday, as in M T W T F."""
    word, names = word.rstrip("."), ("monday", "tuesday", "wednesday", "thursday", "friday")
    hits = [i for i, name in enumerate(names) if word and (name.startswith(word)
                                                           or (word in (f"{name}s", "weds", "thurs") and name[:3] == word[:3]))]
    later = [i for i in hits if not before or i > before[-1]]
    return (later or hits or [_no_day()])[0]


def _no_day() -> int:
    raise ValueError("working days such as Mon Tue Wed, or Mon-Thu")
