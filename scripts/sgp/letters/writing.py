"""Drafts become messages: whether the templates are right, and how they are filled."""

from collections.abc import Mapping, Sequence
from dataclasses import fields

from css_inline import CSSInliner
from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup, escape

from sgp.errors import Problem
from sgp.letters.drafts import Draft, Letter
from sgp.placeholders import template_faults
from sgp.plan import Message
from sgp.wording import wrapped

_INLINER = CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
PARTS = ("subject", "txt", "html")


def check_templates(templates: Mapping[str, str], letters: Mapping[str, type[Letter]]) -> list[Problem]:
    """Every name in a letter's templates that the letter does not have, and every template missing or unreadable.

    `letters` are the kinds with the fields of each. The base may name what every letter has, and no more.
    """
    environment = _environment(templates)
    wanted = {f"email/{kind}.{part}.j2": letter for kind, letter in letters.items() for part in PARTS}
    wanted |= {f"email/base.{part}.j2": Letter for part in ("txt", "html")}
    return [p for name in sorted(wanted) for p in template_faults(name, templates, environment, wanted[name])]


def written(drafts: Sequence[Draft], templates: Mapping[str, str]) -> list[Message]:
    """One message a draft, in the order given."""
    environment = _environment(templates)
    return [_message(environment, draft) for draft in drafts]


def _environment(templates: Mapping[str, str]) -> Environment:
    environment = Environment(
        loader=DictLoader(templates), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        autoescape=lambda name: name is not None and ".html." in name,
    )
    environment.filters["breaks"] = lambda text: Markup("<br>").join(escape(line) for line in text.split("\n"))
    return environment


def _message(environment: Environment, draft: Draft) -> Message:
    said, person = draft.says, draft.to
    told = {field.name: getattr(said, field.name) for field in fields(said)}
    subject, text, html = (environment.get_template(f"email/{draft.kind}.{part}.j2").render(told) for part in PARTS)
    return Message(
        draft.key, said.cycle, draft.kind, person.email, person.name, " ".join(subject.split()), wrapped(text), _INLINER.inline(html),
        said.coordinator_email, said.coordinator, draft.attachments, draft.about, draft.calendar,
    )
