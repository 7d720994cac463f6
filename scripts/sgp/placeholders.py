"""The names that stand in a letter's templates, and those among them that stand for nothing."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields, is_dataclass
from types import GenericAlias
from typing import get_args, get_type_hints

from jinja2 import Environment, TemplateError, TemplateSyntaxError, nodes
from jinja2.runtime import LoopContext

from sgp.contract.names import did_you_mean
from sgp.errors import ERROR, Problem

BAD_TEMPLATE = "a template is not right"


def template_faults(name: str, templates: Mapping[str, str], environment: Environment, letter: type) -> list[Problem]:
    """All that is wrong with one template: missing, unreadable, or naming what the letter does not have."""
    if name not in templates:
        return [_fault(name, 0, "This template is missing.", "Put it back as it was shipped.")]
    try:
        environment.compile(templates[name], name)
        tree = environment.parse(templates[name], name)
        faults = [*_unknown(tree, get_type_hints(letter)), *_lost(tree, templates, environment)]
    except TemplateSyntaxError as fault:
        return [_fault(name, fault.lineno, f"It cannot be read as a template: {fault.message}", "Compare it with the shipped one.")]
    mend = [f"{did_you_mean(said, known)} Known: {', '.join(known) or 'nothing more'}.".strip() for _, _, said, known in faults]
    return [_fault(name, line, what, how) for (line, what, _, _), how in zip(faults, mend, strict=True)]


def cannot_render(fault: TemplateError | ArithmeticError) -> Problem:
    """What to say of a template that is well formed but cannot be filled in."""
    return Problem(ERROR, "templates", getattr(fault, "lineno", None) or 0, "", f"A template cannot be filled in: {fault}.",
                   "Compare it with the shipped one.")


_Unknown = tuple[int, str, str, Collection[str]]
"""Line, what is wrong, the name as it stands, and the names that are known there."""


def _fault(name: str, line: int, what: str, mend: str) -> Problem:
    return Problem(ERROR, f"templates/{name}", line, "", what, mend)


def _unknown(node: nodes.Node, known: Mapping[str, object]) -> Iterator[_Unknown]:
    """Every name below this node that stands for nothing; `known` are the names there and what each is."""
    inside = known
    match node:
        case nodes.For(target=nodes.Name(name=each)):
            inside = {**known, each: _element(_kind(node.iter, known)), "loop": LoopContext}
        case nodes.Name(name=name, ctx="load") if name not in known:
            yield node.lineno, f"“{{{{ {name} }}}}” is not a field of this template.", name, known.keys()
        case nodes.Getattr(node=owner, attr=attr) | nodes.Getitem(node=owner, arg=nodes.Const(value=str() as attr)):
            kind = _kind(owner, known)
            if kind is not None and attr not in _parts(kind):
                yield node.lineno, f"“{{{{ {getattr(owner, 'name', '…')}.{attr} }}}}” is not a field of this template.", attr, _parts(kind)
    for child in node.iter_child_nodes():
        yield from _unknown(child, known if child is getattr(node, "iter", None) else inside)


def _lost(tree: nodes.Template, templates: Mapping[str, str], environment: Environment) -> Iterator[_Unknown]:
    """Templates that are named but missing, and blocks that the base has no place for: what stands in them would vanish."""
    for node in tree.find_all((nodes.Extends, nodes.Include)):
        base = getattr(node.template, "value", "")  # type: ignore[attr-defined]  # both kinds have one
        if base not in templates:
            yield node.lineno, f"There is no template “{base}”.", base, sorted(templates)
        elif isinstance(node, nodes.Extends):
            places = [block.name for block in environment.parse(templates[base], base).find_all(nodes.Block)]
            blocks = (block for block in tree.find_all(nodes.Block) if block.name not in places)
            yield from ((block.lineno, f"The base has no place for “{block.name}”.", block.name, places) for block in blocks)


def _kind(node: nodes.Node, known: Mapping[str, object]) -> object:
    """What an expression is, as far as its names tell; None if that is told already."""
    match node:
        case nodes.Name(name=name):
            return known.get(name)
        case nodes.Getattr(node=owner, attr=attr):
            kind = _kind(owner, known)
            return get_type_hints(kind)[attr] if is_dataclass(kind) and attr in _parts(kind) else None
        case nodes.Getitem(node=owner):
            return _element(_kind(owner, known))
    return None


def _element(kind: object) -> object:
    return get_args(kind)[0] if isinstance(kind, GenericAlias) else None


def _parts(kind: object) -> list[str]:
    """The names that may stand after the dot."""
    if kind is LoopContext:
        return [name for name in dir(LoopContext) if not name.startswith("_")]
    return [field.name for field in fields(kind)] if is_dataclass(kind) else []
