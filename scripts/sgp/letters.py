"""Letters: whether their templates are right, and the messages they become."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date

from css_inline import CSSInliner
from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup, escape

from sgp.contract import Book, Cycle, Staff, Target
from sgp.emails import last_email, last_emails, message_key, next_number
from sgp.errors import Problem
from sgp.letter import TargetLetter, letter, places
from sgp.people import people
from sgp.placeholders import template_faults
from sgp.plan import Message
from sgp.wording import wrapped

KIND = "targets"
_INLINER = CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def check_templates(templates: Mapping[str, str]) -> list[Problem]:
    """Every name in the letter's templates that the letter does not have, and every template missing or unreadable."""
    wanted = {f"email/{KIND}.{part}.j2" for part in ("subject", "txt", "html")}
    ours = sorted(wanted | {name for name in templates if name.startswith("email/")})
    return [p for name in ours for p in template_faults(name, templates, _environment(templates), TargetLetter)]


def target_letters(book: Book, cycle: Cycle, templates: Mapping[str, str], targets: Sequence[Target], today: date) -> list[Message]:
    """One message a target, in the order given; meetings that were before today are left out."""
    environment, everyone, emails = _environment(templates), people(book.staff), last_emails(book.emails, cycle.name)
    placed, messages = places(book, cycle, everyone), []
    for target in targets:
        person = everyone.find(target.email) or Staff(last_name=target.name).model_copy(update={"email": target.email})
        number = next_number(target, last_email(target, person, emails), book.school)
        key = message_key(cycle.name, KIND, 0, number, target.email)
        messages.append(_message(environment, key, person, letter(book, cycle, placed, person, target, today)))
    return messages


def _environment(templates: Mapping[str, str]) -> Environment:
    environment = Environment(
        loader=DictLoader(templates), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        autoescape=lambda name: name is not None and ".html." in name,
    )
    environment.filters["breaks"] = lambda text: Markup("<br>").join(escape(line) for line in text.split("\n"))
    return environment


def _message(environment: Environment, key: str, person: Staff, said: TargetLetter) -> Message:
    told = {field.name: getattr(said, field.name) for field in fields(said)}
    subject, text, html = (environment.get_template(f"email/{KIND}.{part}.j2").render(told) for part in ("subject", "txt", "html"))
    return Message(
        key, said.cycle, KIND, person.email, person.name, " ".join(subject.split()), wrapped(text), _INLINER.inline(html),
        sender=said.coordinator_email, sender_name=said.coordinator,
    )
