"""What changing inputs would do: which paths change, and which of them need a new resource.

Owns the comparison. Replacement flags are facts: of each nested property in `facts/properties.csv.gz`, of top-level properties of all other
types in `facts/replaces.csv.gz` (observed on the real provider); where neither knows a type, whatever is part of its id replaces it.

Source: ForceNew of hashicorp/terraform-provider-google-beta. A nested property replaces by its own flag, a block by its own flag when it
comes or goes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from aidc.rehearsal import facts, identities, values
from aidc.rehearsal.defaults import as_kind
from aidc.rehearsal.errors import Difference
from aidc.rehearsal.schema import Property, schema_of

ADD, DELETE, UPDATE = "add", "delete", "update"


class Change(NamedTuple):
    """One changed path, how it changed, and whether that replaces the resource."""

    path: str
    kind: str
    replaces: bool


def difference(type_: str, old: Mapping[str, Any], new: Mapping[str, Any], ignored: Sequence[str] = ()) -> Difference:
    """Return what changing old inputs into new ones would do; `ignored` are property paths, with all below them."""
    schema = schema_of(type_) or Property(path="", kind="object")
    before, after = (values.without_engine_keys(values.unbox(each)) for each in (old, new))
    found = [change for change in _block(schema, before, after, "") if not _is_ignored(change.path, ignored)]
    judged = [judged for change in found if (judged := _observed(type_, schema, change)) is not None]
    detailed = {change.path: f"{change.kind}-replace" if change.replaces else change.kind for change in judged}
    return Difference(bool(judged), tuple(sorted(change.path for change in judged if change.replaces)), dict(sorted(detailed.items())))


def _is_ignored(path: str, ignored: Sequence[str]) -> bool:
    return any(path == each or path.startswith((f"{each}.", f"{each}[")) for each in ignored)


def _observed(type_: str, schema: Property, change: Change) -> Change | None:
    """Return a change with what was observed on the real provider; None where it saw no difference at all.

    A nested block was observed as a whole, so its parts keep the flags of the table where the table has the type.
    """
    top = str(values.steps(change.path)[0])
    child = schema.children.get(top)
    tabled = type_ in facts.by_type("properties")
    if tabled and child is not None and child.children:
        return change
    row = next((row for row in facts.by_type("replaces").get(type_, ()) if row["property"] == top), None)
    if row is not None:
        effect = row["effect_of_a_change"]
        return None if effect == "none" and not row["other_effects"] else change._replace(replaces=effect.startswith("replace"))
    if not tabled and not facts.by_type("replaces").get(type_):
        return change._replace(replaces=top in identities.properties_of_id(type_))
    return change


def _block(schema: Property, old: Mapping[str, Any], new: Mapping[str, Any], where: str) -> Iterator[Change]:
    for name in sorted({*old, *new}):
        child = schema.children.get(name) or Property(path=f"{schema.path}.{name}".lstrip("."), kind="any", replaces=schema.replaces)
        yield from _property(child, old.get(name), new.get(name), f"{where}.{name}" if where else name)


def _property(schema: Property, old: Any, new: Any, where: str) -> Iterator[Change]:
    if schema.many:
        old, new = (
            [each] if each is not None and not isinstance(each, list) and not values.is_unknown(each) else each for each in (old, new)
        )
    if _same(schema, old, new):
        return
    if old is None or new is None:
        # Nothing and an empty list or block are one and the same to the provider.
        if (old or new) or not isinstance(old or new, list | Mapping):
            yield Change(where, ADD if old is None else DELETE, _comes_or_goes(schema, new if old is None else old))
    elif isinstance(old, list) and isinstance(new, list):
        yield from _elements(schema, old, new, where)
    elif isinstance(old, Mapping) and isinstance(new, Mapping):
        yield from _block(schema, old, new, where) if schema.kind == "object" else _map(schema, old, new, where)
    else:
        yield Change(where, UPDATE, schema.replaces)


def _same(schema: Property, old: Any, new: Any) -> bool:
    if values.is_unknown(new):
        return False
    if schema.distinct and isinstance(old, list) and isinstance(new, list):
        return sorted(map(repr, old)) == sorted(map(repr, new))
    return old == new or (not schema.many and as_kind(schema.kind, old) == as_kind(schema.kind, new))


def _elements(schema: Property, old: list[Any], new: list[Any], where: str) -> Iterator[Change]:
    for index in range(max(len(old), len(new))):
        path = f"{where}[{index}]"
        if index >= len(new):
            yield Change(path, DELETE, _comes_or_goes(schema, old[index]))
        elif index >= len(old):
            yield Change(path, ADD, _comes_or_goes(schema, new[index]))
        elif isinstance(old[index], Mapping) and isinstance(new[index], Mapping) and schema.kind == "object":
            yield from _block(schema, old[index], new[index], path)
        elif old[index] != new[index]:
            yield Change(path, UPDATE, schema.replaces)


def _map(schema: Property, old: Mapping[str, Any], new: Mapping[str, Any], where: str) -> Iterator[Change]:
    for key in sorted({*old, *new}):
        if old.get(key) != new.get(key):
            kind = ADD if key not in old else DELETE if key not in new else UPDATE
            yield Change(f'{where}["{key}"]' if "." in key or "/" in key else f"{where}.{key}", kind, schema.replaces)


def _comes_or_goes(schema: Property, value: Any) -> bool:
    """Return whether adding or removing a whole value replaces: by its own flag or by the flag of anything that stands in it."""
    if schema.replaces:
        return True
    items = value if isinstance(value, list) else [value]
    return any(
        _comes_or_goes(schema.children[name], inner)
        for item in items
        if isinstance(item, Mapping)
        for name, inner in item.items()
        if name in schema.children and inner is not None
    )
