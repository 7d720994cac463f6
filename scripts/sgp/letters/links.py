"""Links that a letter holds: to a form, filled in for its reader, and only where they are web addresses."""

import re
from collections.abc import Mapping
from urllib.parse import quote, unquote_plus

from sgp.contract import Book, Cycle, Staff

LONGEST_ANSWER = 1500
"""What a pre-filled link carries of one answer; longer links are broken by mail programs, so the answer is left out."""
_WEB = re.compile(r"https?://[^\s/?#]+\S*", re.IGNORECASE)


def form_link(link: str, person: Staff, cycle: Cycle, target: str) -> str:
    """The form's link with the teacher's own for the sample answers EMAIL, NAME, DEPARTMENT, CYCLE, TARGET; "" if it is no web address."""
    answers = {"EMAIL": person.email, "NAME": person.name, "DEPARTMENT": person.home, "CYCLE": cycle.name, "TARGET": target}
    front, query_mark, rest = web(link).partition("?")
    query, hash_mark, anchor = rest.partition("#")
    return front + query_mark + "&".join(_answered(part, answers) for part in query.split("&")) + hash_mark + anchor


def asks_for_target(link: str) -> bool:
    """Whether the link has a place for the teacher's target."""
    return any(unquote_plus(part.partition("=")[2]).strip() == "TARGET" for part in re.split("[?&#]", link))


def _answered(part: str, answers: Mapping[str, str]) -> str:
    question, equals, sample = part.partition("=")
    answer = answers.get(unquote_plus(sample).strip())
    if answer is None:
        return part
    quoted = quote(answer, safe="")
    return question + equals + (quoted if len(quoted) <= LONGEST_ANSWER else "")


def web(link: str) -> str:
    """The link, or "" if it is no web address."""
    return link.strip() if _WEB.fullmatch(link.strip()) else ""


def form_of(book: Book, cycle: Cycle, meeting: str) -> str:
    """The link of the form of a meeting ("1", "2", "3"): the cycle's, or that of the cycle before it."""
    before = [c for c in book.cycles if c.send_on and cycle.send_on and c.send_on < cycle.send_on]
    earlier = sorted(before, key=lambda c: (c.send_on, c.name), reverse=True)
    return next((link for c in (cycle, *earlier) if (link := {"1": c.form_1, "2": c.form_2, "3": c.form_3}[meeting])), "")
