"""What a field may hold, as a sentence: from the words of the catalogue, else from the shape that the schema gives it."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any, get_args

from pydantic.fields import FieldInfo

from aidc.blueprint.node_pool import PoolSpec
from aidc.blueprint.spec import Cidr, Name, Spec
from aidc.report.choices import choices_in, pool_choices
from aidc.report.field_path import Asked
from aidc.report.stack_schema import schema_of
from aidc.report.units import count

ALL_WORDS = 24
CLOSE_WORDS = 8


def allowed(asked: Asked) -> str:
    """Return what may stand at a place of a blueprint."""
    if words := _catalogued(asked):
        return _listed(words, str(asked.value))
    made = schema_of(type(asked.holder))
    if form := _form(type(asked.holder).model_fields[asked.name]):
        return form
    return _sentence(made["properties"][asked.name], made.get("$defs", {}))


def words_for(asked: Asked) -> Sequence[Any]:
    """Return the words (or numbers) that may stand at a place, or nothing where it takes more than words."""
    if words := _catalogued(asked):
        return words
    made = schema_of(type(asked.holder))["properties"].get(asked.name, {})
    return [word for one in (made, *made.get("anyOf", [])) for word in one.get("enum", [])]


def _catalogued(asked: Asked) -> Sequence[str]:
    for value in reversed(asked.through):
        if isinstance(value, PoolSpec):
            inside = f"{_section(asked, value)}.{asked.name}"
            if words := pool_choices(value, inside):
                return words
    return choices_in(asked.holder, asked.name) if isinstance(asked.holder, Spec) else ()


def takes_range(asked: Asked) -> bool:
    """Tell whether a place takes an IPv4 range."""
    field = type(asked.holder).model_fields[asked.name]
    return _holds(Cidr, field.metadata, field.annotation)


def _form(field: FieldInfo) -> str:
    """Return the form of a text that is checked beyond what a schema says."""
    forms = {Cidr: "an IPv4 range such as 10.0.0.0/16", Name: "a name: lower-case letters, digits and dashes, starting with a letter"}
    return next((form for kind, form in forms.items() if _holds(kind, field.metadata, field.annotation)), "")


def _holds(kind: Any, metadata: Sequence[Any], annotation: Any) -> bool:
    marks = kind.__metadata__
    inner = [one for one in get_args(annotation) if hasattr(one, "__metadata__")]
    return any(mark in marks for mark in metadata) or any(mark in marks for one in inner for mark in one.__metadata__)


def _section(asked: Asked, pool: PoolSpec) -> str:
    """Return the field of the pool that holds the place: capacity for gpu_pools[0].capacity.mode."""
    return next((name for name in type(pool).model_fields if getattr(pool, name) is asked.holder), "")


def _listed(words: Sequence[str], given: str) -> str:
    if len(words) <= ALL_WORDS:
        return ", ".join(words)
    close = difflib.get_close_matches(given, words, n=CLOSE_WORDS, cutoff=0)
    return f"{len(words)} words, close to this one: {', '.join(close)}"


def _sentence(schema: dict[str, Any], definitions: dict[str, Any]) -> str:
    if "$ref" in schema:
        schema = {**definitions[schema["$ref"].rpartition("/")[2]], **{key: value for key, value in schema.items() if key != "$ref"}}
    if "enum" in schema:
        return ", ".join(map(str, schema["enum"]))
    if "anyOf" in schema:
        return ", or ".join(_sentence(one, definitions) for one in schema["anyOf"])
    return _plain(schema, definitions)


def _plain(schema: dict[str, Any], definitions: dict[str, Any]) -> str:
    match schema.get("type"):
        case "boolean":
            return "true or false"
        case "integer" | "number":
            return f"a {'whole ' if schema['type'] == 'integer' else ''}number{_bounds(schema)}"
        case "array":
            return f"a list{_between(schema, 'minItems', 'maxItems', ' entries')}, each {_sentence(schema['items'], definitions)}"
        case "object" if "properties" in schema:
            return f"a mapping of {', '.join(schema['properties'])}"
        case "object":
            return "a mapping of words to words"
        case "null":
            return "nothing"
        case _:
            form = {"date-time": "a time such as 2026-12-20T00:00:00Z", "date": "a day such as 2027-01-31"}.get(
                schema.get("format", ""), "text"
            )
            return form + _between(schema, "minLength", "maxLength", " characters")


def _bounds(schema: dict[str, Any]) -> str:
    above = f", above {count(schema['exclusiveMinimum'])}" if "exclusiveMinimum" in schema else ""
    return above + _between(schema, "minimum", "maximum", "")


def _between(schema: dict[str, Any], least: str, most: str, noun: str) -> str:
    low, high = schema.get(least), schema.get(most)
    if low is not None and high is not None:
        return f", {count(low)} to {count(high)}{noun}"
    if low is not None:
        return f", at least {count(low)}{noun}"
    return f", at most {count(high)}{noun}" if high is not None else ""
