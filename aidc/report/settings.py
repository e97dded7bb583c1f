"""Which resource properties a field sets, and the values that they have in a record.

Owns the reading of `x-sets` (blueprint/spec.py) and of property paths. A type is written module.Name as in the SDK: container.NodePool.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from aidc.inventory.resource import UNKNOWN, Resource
from aidc.report.field_path import Asked, fields_of
from aidc.report.resource_counts import short_type

ANY = "*"


@dataclass(frozen=True, slots=True)
class Setting:
    """A property that a field sets, and its value in each resource that has the type."""

    property: str
    values: tuple[tuple[str, str], ...]
    """Resource name and value as text."""


def properties_set(asked: Asked) -> list[str]:
    """Return the properties that a place sets: its own, and those of every field inside it."""
    own = _sets(type(asked.holder), asked.name)
    inside = [name for field in _all_fields(asked) for name in _sets(type(field.holder), field.name)]
    return list(dict.fromkeys([*own, *inside]))


def settings(names: Sequence[str], own: Sequence[Resource], every: Sequence[Resource]) -> list[Setting]:
    """Return each property with its values: in a noun's own resources, or where those have no such type, in all (the cluster of a site)."""
    kinds = {_kind(resource) for resource in own}
    return [Setting(name, tuple(_values(name, own if split_property(name)[0] in kinds | {ANY} else every))) for name in names]


def resources_of(asked: Asked, resources: Sequence[Resource]) -> list[Resource]:
    """Return what the innermost noun of a path declared: everything below its component, or all there is where it has none."""
    parts = asked.path.replace("]", "").replace("[", ".").split(".")
    names = [part for part in parts if not part.isdigit()]
    for noun, value in reversed(list(zip(names, _nouns(asked), strict=False))):
        component = _component(noun, getattr(value, "name", None), resources)
        if component:
            return _below(component, resources)
    return list(resources)


def split_property(name: str) -> tuple[str, str]:
    """Return container.NodePool.nodeConfig.spot as its type and path; the type of *.project is *."""
    if name.startswith(f"{ANY}."):
        return ANY, name[2:]
    module, kind, path = name.split(".", 2)
    return f"{module}.{kind}", path


def _nouns(asked: Asked) -> Iterator[Any]:
    """Yield, for each word of the path, the value that stands for it: the entry where a number follows, else the section."""
    values = list(asked.through[1:])
    for index, value in enumerate(values):
        if isinstance(value, list):
            yield values[index + 1] if index + 1 < len(values) else value
        elif index == 0 or not isinstance(values[index - 1], list):
            yield value


def _component(noun: str, name: str | None, resources: Sequence[Resource]) -> Resource | None:
    singular = noun if noun in {"keys", "access"} else noun.removesuffix("s")
    kind = "".join(word.capitalize() for word in singular.split("_"))
    found = (one for one in resources if not one.custom and one.type.rpartition(":")[2] == kind)
    return next((one for one in found if name is None or one.name == name), None)


def _below(component: Resource, resources: Sequence[Resource]) -> list[Resource]:
    parents = {one.urn: one.parent for one in resources}

    def has_above(urn: str) -> bool:
        return bool(urn) and (urn == component.urn or has_above(parents.get(urn, "")))

    return [one for one in resources if one.custom and has_above(one.parent)]


def _sets(model: type[BaseModel], name: str) -> list[str]:
    extra = model.model_fields[name].json_schema_extra if name in model.model_fields else None
    found = extra.get("x-sets", []) if isinstance(extra, dict) else []
    return [str(one) for one in found] if isinstance(found, list) else []


def _all_fields(asked: Asked) -> Iterator[Asked]:
    for field in fields_of(asked):
        yield field
        yield from _all_fields(field)


def _kind(resource: Resource) -> str:
    return ".".join(short_type(resource.type))


def _values(name: str, resources: Sequence[Resource]) -> Iterator[tuple[str, str]]:
    kind, path = split_property(name)
    for resource in resources:
        if kind in (ANY, _kind(resource)):
            source = resource.options if (kind, path) == (ANY, "protect") else resource.inputs
            value = source if path == ANY else _at(source, path.split("."))
            if value is not None:
                yield resource.name, _text(value)


def _at(value: Any, parts: Sequence[str]) -> Any:
    """Return the value at a path; a list on the way gives the list of what its elements have there."""
    if not parts or value is None or value == UNKNOWN:
        return value
    if isinstance(value, list):
        found = [one for each in value if (one := _at(each, parts)) is not None]
        return found or None
    return _at(value.get(parts[0]), parts[1:]) if isinstance(value, Mapping) else None


def _text(value: Any) -> str:
    if value == UNKNOWN:
        return "known once it exists"
    if isinstance(value, str):
        return value
    return json.dumps(_whole(value), ensure_ascii=False, sort_keys=True)


def _whole(value: Any) -> Any:
    """Return a value with whole numbers as people write them: the wire carries 8.0 for 8."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Mapping):
        return {key: _whole(one) for key, one in value.items()}
    return [_whole(one) for one in value] if isinstance(value, (list, tuple)) else value
