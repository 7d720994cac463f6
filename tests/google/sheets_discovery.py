"""Google's discovery documents: which call a request is, whether it may be asked so, and whether Google could answer so."""

import json
import re
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import unquote

_DOCUMENTS = [json.loads((files("googleapiclient") / f"discovery_cache/documents/{name}.json").read_text("utf-8"))
              for name in ("sheets.v4", "drive.v3")]
SCHEMAS: dict[str, Any] = {name: schema for document in _DOCUMENTS for name, schema in document["schemas"].items()}
_ZEROS_COUNT = {"ExtendedValue", "TextFormat", "Padding", "GridRange", "SheetProperties"}
"""Messages in which false, zero and "" say something; elsewhere they are the same as nothing, and Google leaves them out."""


class Refused(Exception):
    """An error as Google words it."""

    def __init__(self, message: str, code: int = 400, status: str = "INVALID_ARGUMENT", **more: Any) -> None:
        super().__init__(message)
        self.message, self.code, self.body = message, code, {"error": {"code": code, "message": message, "status": status, **more}}


@dataclass(frozen=True)
class Method:
    """One call of the API."""

    id: str
    http: str
    path: re.Pattern[str]
    parameters: Mapping[str, Any]
    request: str
    response: str


def _methods(of: Mapping[str, Any], base: str, common: Mapping[str, Any]) -> Iterable[Method]:
    for m in of.get("methods", {}).values():
        path = re.sub(r"\\{(\w+)\\}", lambda k: f"(?P<{k[1]}>[^/{'' if k[1] == 'range' else ':'}]+)", re.escape(base + m["path"]))
        about = (m.get(side, {}).get("$ref", "") for side in ("request", "response"))
        yield Method(m["id"], m["httpMethod"], re.compile(path), common | m.get("parameters", {}), *about)
    for part in of.get("resources", {}).values():
        yield from _methods(part, base, common)


METHODS = [m for d in _DOCUMENTS for m in _methods(d, "/" + d["servicePath"], d["parameters"])]


def find(http: str, path: str) -> tuple[Method, dict[str, str]]:
    """The call that a path asks for, and what stands in the path. Raises Refused (404)."""
    for method in METHODS:
        if method.http == http and (found := method.path.fullmatch(path)):
            return method, {key: unquote(value) for key, value in found.groupdict().items()}
    raise Refused("The requested URL was not found on this server.", 404, "NOT_FOUND")


def query(method: Method, pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The parameters after the question mark, by their types. Drive does not mind unknown ones. Raises Refused."""
    asked: dict[str, Any] = {}
    for name, text in pairs:
        known = method.parameters.get(name)
        if known:
            value = text.lower() == "true" if known["type"] == "boolean" else clean(known, text, _snake(name))
            asked[name] = [*asked.get(name, ()), value] if known.get("repeated") else value
        elif method.id.startswith("sheets."):
            raise Refused(f'Invalid JSON payload received. Unknown name "{name}": Cannot bind query parameter. '
                          f"Field '{name}' could not be found in request message.")
    return asked


def clean(schema: Mapping[str, Any], value: Any, at: str = "", sampled: bool = False) -> Any:
    """A JSON value checked against its schema, and as Google keeps it. `sampled`: of a long list only some. Raises Refused."""
    if "$ref" in schema:
        return _message(schema["$ref"], value, at, sampled)
    if schema["type"] != "array":
        return value if schema["type"] in ("object", "any") else _scalar(schema, value, at)
    if not isinstance(value, list):
        raise _invalid(at, "type.googleapis.com/google.protobuf.ListValue", value)
    items = schema["items"]
    if items.get("type") == "any":  # cells, where null means "leave as it is"
        return value
    some = value[:10] + value[10::97] if sampled else value
    return [clean(items, item, at if items.get("type") == "array" else f"{at}[{n}]", sampled) for n, item in enumerate(some)]


def _message(name: str, value: Any, at: str, sampled: bool) -> dict[str, Any]:
    fields, made = SCHEMAS[name].get("properties", {}), dict[str, Any]()
    if not isinstance(value, dict):
        raise _invalid(at, name, value)
    for key, item in value.items():
        if key not in fields:
            raise Refused(f'Invalid JSON payload received. Unknown name "{key}"' + (f" at '{at}'" if at else "") + ": Cannot find field.")
        if item is None:
            continue
        kept = clean(fields[key], item, f"{at}.{_snake(key)}".lstrip("."), sampled)
        if kept or isinstance(kept, dict) or (name in _ZEROS_COUNT and (name, key) != ("GridRange", "sheetId") and key != "hidden"):
            made[key] = kept
        if key.endswith("olorStyle") and "rgbColor" in kept and key.removesuffix("Style") in fields:
            made[key.removesuffix("Style")] = kept["rgbColor"]
        if f"{key}Style" in fields and f"{key}Style" not in value:
            made[f"{key}Style"] = {"rgbColor": kept}
    return made


def _scalar(schema: Mapping[str, Any], value: Any, at: str) -> Any:
    kind, form = schema["type"], schema.get("format", schema["type"])
    if kind in ("integer", "number") and isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?", value):
        value = json.loads(value)
    right: Any = {"string": str, "boolean": bool, "integer": int, "number": (int, float)}[kind]
    if not isinstance(value, right) or (isinstance(value, bool) and kind != "boolean"):
        raise _invalid(at, f"TYPE_{form.upper()}", value)
    if value not in schema.get("enum", (value,)):
        raise _invalid(at, "type.googleapis.com/google.apps.sheets.v4." + at.rpartition(".")[2].title().replace("_", ""), value)
    return float(f"{struct.unpack('f', struct.pack('f', value))[0]:.8g}") if form == "float" else value


def _invalid(at: str, kind: str, value: Any) -> Refused:
    told = f"Invalid value at '{at}' ({kind}), {json.dumps(value)}"
    return Refused(told, details=[bad_field(at, told)])


def bad_field(field: str, told: str) -> dict[str, Any]:
    """What Google adds to the refusal of a field."""
    return {"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": [{"field": field, "description": told}]}


@cache
def _snake(name: str) -> str:
    return re.sub(r"[A-Z]", lambda m: "_" + m[0].lower(), name)
