"""Judges inputs as the provider's own validation does, before any call to Google Cloud.

Owns the rules: unknown keys, types, required, one-of groups, conflicts, enumerations. Leaves out what only the API knows (references,
quotas, names already taken). Constraints on single values are in `constraints.py`, defaults in `defaults.py`.

Source: `schemaMap.validate` of hashicorp/terraform-plugin-sdk v2 as bridged by pulumi-terraform-bridge, held to benchmarks/provider_cases.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Any

from aidc.rehearsal import constraints, values
from aidc.rehearsal.errors import Failure
from aidc.rehearsal.schema import Property

UNKNOWN_KEY, MISSING, WRONG_TYPE = "unknown property", "missing required", "wrong type"
CONFLICT, ONE_OF, NOT_IN_ENUM, OTHER = "conflict", "one of required", "not in enumeration", "other"

_BOOLEAN_WORDS = frozenset({"1", "t", "T", "true", "TRUE", "True", "0", "f", "F", "false", "FALSE", "False", ""})


_STRICT: dict[str, Any] = {"string": str, "integer": int, "number": int | float, "boolean": bool}
TEXT_MAPS = frozenset({"labels", "annotations", "matchLabels", "nodeSelector", "data", "stringData"})
"""Maps of Kubernetes whose values must be texts: a bare true or 1 is refused. Quantities may be numbers."""


class Unconvertible(Exception):
    """A text that cannot become the number or boolean that the schema wants; the real bridge gives up on the whole resource."""


def failures_of(schema: Property, inputs: Mapping[str, Any]) -> tuple[Failure, ...]:
    """Return every failure of unboxed inputs without engine keys, in the order of the schema."""
    try:
        found = tuple(Judge(inputs, promotes=not schema.framework).block(schema, inputs, ""))
        return _of_framework(found) if schema.framework else found
    except Unconvertible as error:
        return (Failure("", str(error), WRONG_TYPE),)


def _of_framework(found: tuple[Failure, ...]) -> tuple[Failure, ...]:
    """Return failures as a resource of the plugin framework reports them: unknown keys pass, paths are given for values only."""
    kept = [failure for failure in found if failure.kind != UNKNOWN_KEY]
    return tuple(
        Failure("", each.reason, OTHER if each.kind == MISSING else each.kind) if each.kind in (MISSING, WRONG_TYPE) else each
        for each in kept
    )


class Judge:
    """Judges one resource; keeps its root because groups name properties from there."""

    def __init__(self, root: Mapping[str, Any], *, promotes: bool, strict: bool = False) -> None:
        """`promotes`: a single value where a list is wanted becomes a list of one. `strict`: no number passes for a text, nor the reverse."""
        self.root = root
        self.promotes = promotes
        self.strict = strict

    def block(self, schema: Property, given: Mapping[str, Any], where: str) -> Iterator[Failure]:
        """Judge an object against the children of its schema."""
        for name, child in schema.children.items():
            yield from self.property(child, given.get(name), f"{where}.{name}" if where else name)
        for name, value in given.items():
            if name not in schema.children and value is not None and not (name == "timeouts" and not where):
                yield _unknown_key(schema, name, f"{where}.{name}" if where else name)

    def property(self, schema: Property, value: Any, where: str) -> Iterator[Failure]:
        """Judge one property: its groups first, then presence, then the value."""
        if found := list(self._groups(schema, where)):
            yield from found
            return
        if value is None:
            if schema.required:
                yield Failure(where, f"Missing required property {where!r}.", MISSING)
            return
        if values.is_unknown(value):
            return
        if schema.output_only and "." not in schema.path:
            yield Failure(where, f"Can't configure a value for {where!r}: its value is decided by Google Cloud.", OTHER)
            return
        yield from self._conflicts(schema, where)
        yield from self._many(schema, value, where) if schema.many else self._single(schema, value, where)

    def _groups(self, schema: Property, where: str) -> Iterator[Failure]:
        if schema.exactly_one:
            group = sorted({*schema.exactly_one, schema.path})
            given = [path for path in group if values.at(self.root, path) is not None]
            if not given:
                yield Failure(where, f"{where}: one of `{','.join(group)}` must be specified.", ONE_OF)
            elif len([path for path in given if not values.is_unknown(values.at(self.root, path))]) > 1:
                listed = ",".join(given)
                yield Failure(where, f"{where}: only one of `{','.join(group)}` can be specified, but `{listed}` were specified.", CONFLICT)
        if schema.at_least_one:
            group = sorted({*schema.at_least_one, schema.path})
            if all(values.at(self.root, path) is None for path in group):
                yield Failure(where, f"{where}: one of `{','.join(group)}` must be specified.", ONE_OF)
        if schema.required_with and values.at(self.root, schema.path) is not None:
            missing = [path for path in schema.required_with if values.at(self.root, path) is None]
            if missing:
                yield Failure(
                    where, f"{where}: all of `{','.join(sorted({*schema.required_with, schema.path}))}` must be specified.", ONE_OF
                )

    def _conflicts(self, schema: Property, where: str) -> Iterator[Failure]:
        for other in schema.conflicts:
            rival = values.at(self.root, other)
            if rival is not None and not values.is_unknown(rival):
                yield Failure(where, f"{where} conflicts with {other}. Set only one of them.", CONFLICT)

    def _many(self, schema: Property, value: Any, where: str) -> Iterator[Failure]:
        if not isinstance(value, list) and not self.promotes:
            yield _wrong_type(where, "a list", value)
            return
        items = value if isinstance(value, list) else [value]
        if schema.max_items and len(items) > schema.max_items:
            yield Failure(where, f"Too many list items: {where} takes at most {schema.max_items}, {len(items)} were given.", OTHER)
        for index, item in enumerate(items):
            yield from self._single(schema, item, where if schema.distinct else f"{where}[{index}]")

    def _single(self, schema: Property, value: Any, where: str) -> Iterator[Failure]:
        if value is None or values.is_unknown(value) or values.is_special(value):
            return
        if schema.max_items == 1 and not schema.many and isinstance(value, list):
            # The upstream list of at most one element is one value in Pulumi; the list form is accepted too.
            if len(value) > 1:
                yield Failure(where, f"Too many list items: {where} takes at most 1, {len(value)} were given.", OTHER)
            for item in value[:1]:
                yield from self._single(schema, item, where)
        elif schema.kind == "object":
            yield from self._object(schema, value, where)
        elif schema.kind == "map":
            yield from _map(value, where, strict=self.strict and where.rpartition(".")[2] in TEXT_MAPS)
        elif self.strict and schema.kind in _STRICT and not _is_strictly(schema.kind, value):
            yield _wrong_type(where, "an integer" if schema.kind == "integer" else f"a {schema.kind}", value)
        elif schema.kind != "any":
            yield from _scalar(schema, value, where)

    def _object(self, schema: Property, value: Any, where: str) -> Iterator[Failure]:
        if isinstance(value, Mapping):
            yield from self.block(schema, value, where)
        else:
            yield _wrong_type(where, "an object", value)


def _is_strictly(kind: str, value: Any) -> bool:
    if kind == "integer":
        return not isinstance(value, bool) and isinstance(value, int | float) and float(value).is_integer()
    return isinstance(value, _STRICT[kind]) and (kind == "boolean" or not isinstance(value, bool))


def _map(value: Any, where: str, *, strict: bool) -> Iterator[Failure]:
    if not isinstance(value, Mapping):
        yield _wrong_type(where, "a map of strings", value)
        return
    for key, item in value.items():
        if (isinstance(item, Mapping | list) and not values.is_special(item)) or (strict and not isinstance(item, str)):
            yield _wrong_type(f"{where}.{key}", "a string", item)


def _scalar(schema: Property, value: Any, where: str) -> Iterator[Failure]:
    if isinstance(value, Mapping | list):
        yield _wrong_type(where, f"a single {schema.kind}", value)
        return
    if isinstance(value, str) and schema.kind in ("integer", "number") and not _is_number(value):
        raise Unconvertible(f"{where}: {value!r} is not a number.")
    if isinstance(value, str) and schema.kind == "boolean" and value not in _BOOLEAN_WORDS:
        raise Unconvertible(f"{where}: {value!r} is not true or false.")
    if schema.enum and isinstance(value, str) and value not in schema.enum and not (value == "" and not schema.required):
        yield Failure(where, f"expected {where} to be one of {list(schema.enum)}, got {value}{_hint(value, schema.enum)}", NOT_IN_ENUM)
    for constraint in schema.constraints:
        if broken := constraints.broken(constraint, value):
            yield Failure(where, f"{where}: {broken[0]}", broken[1])


def _is_number(text: str) -> bool:
    try:
        float(text or 0)
    except ValueError:
        return False
    return True


def _wrong_type(where: str, wanted: str, value: Any) -> Failure:
    given = "an object" if isinstance(value, Mapping) else "a list" if isinstance(value, list) else f"{value!r}"
    return Failure(where, f"{where} must be {wanted}, got {given}.", WRONG_TYPE)


def _unknown_key(schema: Property, name: str, where: str) -> Failure:
    return Failure(where, f"Invalid or unknown key {where!r}.{_hint(name, schema.children)}", UNKNOWN_KEY)


def _hint(word: str, allowed: Any) -> str:
    close = difflib.get_close_matches(word, list(allowed), n=1)
    return f" Did you mean {close[0]!r}?" if close else ""
