"""Field masks: what of an answer is asked for, and what of a message shall be changed.

A mask is a tree: name -> tree of what stands below, empty for all of it.
"""

import re
from collections.abc import Mapping
from typing import Any

from sheets_discovery import SCHEMAS, Refused, bad_field

Mask = dict[str, Any]


def mask(text: str, schema: str, twins: bool = False) -> Mask:
    """The tree of a mask such as `a,b(c,d/e)`, checked against a schema. `twins`: a colour means its style too. Raises Refused."""
    if not text:
        raise Refused("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    tokens = re.findall(r"[^,()./\s]+|[,()./]", text)
    try:
        tree = _tree(tokens)
    except IndexError:
        tokens = ["broken off"]
    if tokens:
        raise Refused(f"Invalid field mask: {text}")
    return _known(tree, schema, twins)


def _tree(tokens: list[str]) -> Mask:
    tree: Mask = {}
    while tokens and tokens[0] != ")":
        at = tree.setdefault(tokens.pop(0), {})
        while tokens and tokens[0] in "./":
            tokens.pop(0)
            at = at.setdefault(tokens.pop(0), {})
        if tokens and tokens[0] == "(":
            tokens.pop(0)
            at.update(_tree(tokens))
            tokens.pop(0)
        if tokens and tokens[0] == ",":
            tokens.pop(0)
    return tree


def _known(tree: Mask, schema: str, twins: bool) -> Mask:
    fields, made = SCHEMAS.get(schema, {}).get("properties", {}), dict[str, Any]()
    for name, below in tree.items():
        if name not in {*fields, "*"}:
            told = f"Error expanding 'fields' parameter. Cannot find matching fields for path '{name}'."
            raise Refused("Request contains an invalid argument.", details=[bad_field(name, told)])
        of = fields.get(name, {})
        made[name] = _known(below, of.get("items", of).get("$ref", ""), twins)
        twin = name.removesuffix("Style") if name.endswith("olorStyle") else f"{name}Style"
        made |= {twin: {}} if twins and twin in fields and twin != name else {}
    return made


def selected(value: Any, tree: Mask, done: dict[tuple[int, int], Any] | None = None) -> Any:
    """What of a value the mask asks for; `done` keeps what was worked out already of items that stand there many times."""
    done = {} if done is None else done
    if not tree or "*" in tree:
        return value
    if isinstance(value, list):
        for item in value:
            if (id(item), id(tree)) not in done:
                done[id(item), id(tree)] = selected(item, tree, done)
        return [done[id(item), id(tree)] for item in value]
    if not isinstance(value, dict):
        return value
    return {key: selected(value[key], below, done) if below else value[key] for key, below in tree.items() if key in value}


def merged(old: Mapping[str, Any], new: Mapping[str, Any], tree: Mask) -> dict[str, Any]:
    """A message of which the fields in the mask are as in `new`: set, or cleared where `new` lacks them."""
    made = dict(old)
    for key, below in ({name: {} for name in (*old, *new)} if "*" in tree else tree).items():
        value = merged(old.get(key, {}), new.get(key, {}), below) if below else new.get(key)
        made.pop(key, None)
        if value is not None and value != {}:
            made[key] = value
    return made
