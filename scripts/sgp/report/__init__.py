"""One page about a cycle for school leaders: numbers that point at nobody, drawn."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from jinja2 import DictLoader, Environment, StrictUndefined, TemplateError

from sgp.errors import Problem, structure_fault
from sgp.placeholders import BAD_TEMPLATE, cannot_render, template_faults
from sgp.report.composing import compose
from sgp.report.figures import Figure, Report

__all__ = ["Report", "compose", "page"]
PAGE, FIGURE = "report/cycle.html.j2", "report/figure.html.j2"


@dataclass(frozen=True)
class _Shown:
    """What stands in the template of a figure."""

    figure: Figure


def page(report: Report, templates: Mapping[str, str]) -> str:
    """The page as HTML: one file that loads nothing. Raises Stop (structure) for a faulty template."""
    environment = Environment(loader=DictLoader(templates), undefined=StrictUndefined, autoescape=True, trim_blocks=True,
                              lstrip_blocks=True)
    if wrong := _faults(templates, environment):
        raise structure_fault(wrong, BAD_TEMPLATE)
    try:
        return environment.get_template(PAGE).render({field.name: getattr(report, field.name) for field in fields(report)})
    except (TemplateError, ArithmeticError) as fault:
        raise structure_fault([cannot_render(fault)], BAD_TEMPLATE) from fault


def _faults(templates: Mapping[str, str], environment: Environment) -> list[Problem]:
    return [p for name, known in ((PAGE, Report), (FIGURE, _Shown)) for p in template_faults(name, templates, environment, known)]
