"""Drafts become messages: whether the templates are right, and how they are filled."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import lru_cache

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
Sources = tuple[tuple[str, str], ...]
"""Every template's name and source, in order of names."""


def check_templates(templates: Mapping[str, str], letters: Mapping[str, type[Letter]]) -> list[Problem]:
    """Every name in a letter's templates that the letter does not have, and every template missing or unreadable.

    `letters` are the kinds with the fields of each. The base may name what every letter has, and no more.
    """
    return list(_faults(tuple(sorted(templates.items())), tuple(sorted(letters.items(), key=lambda item: item[0]))))


def written(drafts: Sequence[Draft], templates: Mapping[str, str]) -> list[Message]:
    """One message a draft, in the order given."""
    environment = _environment(tuple(sorted(templates.items())))
    return [_message(environment, draft) for draft in drafts]


# a run that looks at the book again before each lot reads the same templates again and again
@lru_cache(maxsize=8)
def _faults(sources: Sources, letters: tuple[tuple[str, type[Letter]], ...]) -> tuple[Problem, ...]:
    templates, environment = dict(sources), _environment(sources)
    wanted = {f"email/{kind}.{part}.j2": letter for kind, letter in letters for part in PARTS}
    wanted |= {f"email/base.{part}.j2": Letter for part in ("txt", "html")}
    return tuple(p for name in sorted(wanted) for p in template_faults(name, templates, environment, wanted[name]))


@lru_cache(maxsize=4)
def _environment(sources: Sources) -> Environment:
    environment = Environment(
        loader=DictLoader(dict(sources)), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
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
        said.coordinator_email, said.coordinator, draft.attachments, draft.about, draft.calendar, draft.again,
    )
