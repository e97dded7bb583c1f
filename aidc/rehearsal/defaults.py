"""What Check adds to inputs before they are judged: defaults, generated names, and the list of both that the bridge keeps on every level.

Owns the filling in and the conversion of scalars to the kinds of the schema. Leaves out the values themselves: they are facts of
`facts/properties.csv.gz` and, for types outside it, `facts/defaults.csv`. Readers of state and previews must ignore `__defaults`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from aidc.rehearsal import facts, values
from aidc.rehearsal.schema import Property

NAME_SUFFIX_LENGTH = 7
"""Hexadecimal digits that the gcp and kubernetes providers add to a generated name."""


def filled(
    type_: str, schema: Property, inputs: Mapping[str, Any], *, urn: str = "", seed: bytes = b"", old: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return inputs with defaults, generated names and `__defaults`; what the program gave is kept, converted to the schema's kinds."""
    given = {name: value for name, value in inputs.items() if name not in values.ENGINE_KEYS}
    result = _with_defaults(schema, given, given)
    for path, value in _listed(type_):
        _add(result, path.split("."), value)
    for child in schema.children.values():
        if child.autonamed and result.get(child.path) is None and result.get("namePrefix") is None:
            result[child.path] = _kept_name(child.path, old) or generated_name(type_, urn, seed)
            result[values.DEFAULTS] = sorted([*result[values.DEFAULTS], child.path])
    return result


def generated_name(type_: str, urn: str, seed: bytes) -> str:
    """Return `<name of the resource>-<7 hex digits>`: the same URN and seed give the same name."""
    stem = urn.rpartition("::")[2] or "-".join(type_.split(":")[:2]).replace("/", "-")
    digits = hashlib.sha256(seed + urn.encode()).hexdigest()[:NAME_SUFFIX_LENGTH]
    return f"{stem.lower()}-{digits}"


def _kept_name(path: str, old: Mapping[str, Any] | None) -> Any:
    """Return the name that an earlier Check generated, so that an update does not rename."""
    return old.get(path) if old and path in old.get(values.DEFAULTS, ()) else None


def _with_defaults(schema: Property, given: Mapping[str, Any], root: Mapping[str, Any]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for name, value in given.items():
        child = schema.children.get(name)
        result[name] = _converted(child, value, root) if child and name not in values.ENGINE_KEYS else value
    added = []
    # A block without any known property stays empty: the bridge adds no defaults there (seen on budgetFilter).
    for name, child in schema.children.items() if not schema.path or given.keys() & schema.children.keys() else ():
        if child.default is not None and result.get(name) is None and not _has_rival(child, root):
            result[name] = child.default
            added.append(name)
    result[values.DEFAULTS] = sorted(added)
    return result


def _has_rival(child: Property, root: Mapping[str, Any]) -> bool:
    """Return whether something that excludes this property is given; the bridge then leaves the default out."""
    rivals = {*child.conflicts, *child.exactly_one} - {child.path}
    return any(values.at(root, rival) is not None for rival in rivals)


def _converted(schema: Property, value: Any, root: Mapping[str, Any]) -> Any:
    if isinstance(value, list):
        return [_converted(schema, item, root) for item in value]
    if isinstance(value, Mapping):
        if values.is_special(value):
            return _inside_box(schema, value, root)
        return _with_defaults(schema, value, root) if schema.kind == "object" else dict(value)
    return as_kind(schema.kind, value)


def _inside_box(schema: Property, box: Mapping[str, Any], root: Mapping[str, Any]) -> dict[str, Any]:
    secret = box.get(values.SIGNATURE) == values.SECRET and "value" in box
    return {**box, "value": _converted(schema, box["value"], root)} if secret else dict(box)


def as_kind(kind: str, value: Any) -> Any:
    """Return a scalar as the schema's kind where it can be: "3" as 3.0 for a number, 3.0 as "3" for a text. Others stay for the judge."""
    if isinstance(value, str) and kind in ("integer", "number") and not values.is_unknown(value):
        try:
            return float(value)
        except ValueError:
            return value
    if kind == "boolean" and value in ("true", "false"):
        return value == "true"
    if kind == "string" and isinstance(value, bool):
        return "true" if value else "false"
    if kind == "string" and isinstance(value, int | float):
        return str(int(value)) if float(value).is_integer() else repr(value)
    return value


def _listed(type_: str) -> list[tuple[str, Any]]:
    return [(row["property"], json.loads(row["default_sent"])) for row in facts.by_type("defaults").get(type_, ())]


def _add(block: Any, steps: list[str], value: Any) -> None:
    """Add one default at a path such as `clusters[].scaling`, in every block that exists; blocks themselves are never added."""
    name = steps[0].removesuffix("[]")
    if not isinstance(block, dict) or values.is_special(block):
        return
    if len(steps) > 1:
        inner = block.get(name)
        for each in inner if isinstance(inner, list) else [inner]:
            _add(each, steps[1:], value)
    elif block.get(name) is None:
        block[name] = value
        block[values.DEFAULTS] = sorted([*block.get(values.DEFAULTS, ()), name])
