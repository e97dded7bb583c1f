"""The reference of the stack file as Markdown: every section and field, from the schema that editors use."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from aidc.report.stack_schema import stack_schema

INTRODUCTION = """\
# The stack file, field by field

Made by `aidc schema --markdown`; do not edit. The blueprint lies under `config:` → `aidc:blueprint:` in `stacks/Pulumi.<stack>.yaml`. Unknown keys
are refused. `aidc explain STACK PATH` shows what a field of a stack decides.
"""
MOST_CHOICES = 30
"""More than these make a row that nobody reads; `aidc schema` lists them all."""
_LARGEST_SHOWN = 10**12
_REFERENCE = "#/$defs/"


def stack_reference() -> str:
    """Return the whole reference."""
    definitions = stack_schema()["$defs"]
    return INTRODUCTION + "".join(_section(name, definitions[name]) for name in _in_order(definitions))


def _in_order(definitions: Mapping[str, Any]) -> list[str]:
    """Return the sections as a reader of the file meets them: the blueprint, then each section after the one that first names it."""
    ordered = ["Blueprint"]
    for name in ordered:
        ordered += [found for found in _named(definitions[name]) if found not in ordered]
    return ordered


def _named(schema: Any) -> Iterator[str]:
    yield from re.findall(rf'"{re.escape(_REFERENCE)}(\w+)"', json.dumps(schema))


def _section(name: str, schema: Mapping[str, Any]) -> str:
    rows = "".join(_row(key, field, key in schema.get("required", ())) for key, field in _properties(schema).items())
    table = "| field | takes | default | means |\n| --- | --- | --- | --- |\n" + rows
    return f"\n## {_title(name)}\n\n{schema['description'].strip()}\n\n{table}"


def _properties(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    if "properties" in schema:
        return schema["properties"]
    return next(_properties(choice) for choice in schema["anyOf"] if choice.get("type") == "object")


def _row(key: str, field: Mapping[str, Any], required: bool) -> str:
    cells = (f"`{key}`", _takes(field), "**required**" if required else _default(field), field.get("description", ""))
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |\n"


def _takes(field: Mapping[str, Any]) -> str:
    if "$ref" in field:
        name = field["$ref"].removeprefix(_REFERENCE)
        return f"[{_title(name)}](#{_title(name).lower().replace(' ', '-')})"
    if "anyOf" in field:
        return " or ".join(dict.fromkeys(_takes(choice) for choice in field["anyOf"] if choice.get("type") != "null"))
    if "enum" in field:
        shown = ", ".join(f"`{value}`" for value in field["enum"][:MOST_CHOICES])
        return shown if len(field["enum"]) <= MOST_CHOICES else f"{shown} … {len(field['enum'])} in all"
    if field.get("type") == "array":
        return f"list of {_takes(field['items'])}"
    return _kind(field) + _bounds(field)


def _kind(field: Mapping[str, Any]) -> str:
    words = {"integer": "whole number", "number": "number", "boolean": "true or false", "string": "text", "object": "mapping"}
    return words.get(field.get("type", ""), "value")


def _bounds(field: Mapping[str, Any]) -> str:
    if "maxLength" in field:
        return f", at most {field['maxLength']} characters"
    words = {"minimum": "at least", "exclusiveMinimum": "more than", "maximum": "at most"}
    said = [f"{word} {field[key]}" for key, word in words.items() if key in field and field[key] < _LARGEST_SHOWN]
    return f", {', '.join(said)}" if said else ""


def _default(field: Mapping[str, Any]) -> str:
    default = field.get("default")
    return "" if default in (None, [], {}) or isinstance(default, dict) else f"`{json.dumps(default)}`".replace('"', "")


def _title(name: str) -> str:
    """Return CpuPoolSpec as CPU pool."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.removesuffix("Spec")).lower()
    for short in ("cpu", "gpu", "tpu"):
        words = re.sub(rf"\b{short}\b", short.upper(), words)
    return words[0].upper() + words[1:]
