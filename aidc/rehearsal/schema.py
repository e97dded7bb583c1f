"""What each resource type accepts: a tree of properties with kind, flags and constraints.

Owns the tree and its reading from `facts/properties.csv.gz` (types a blueprint may touch). Types that are not in the table come from the
input types of the installed package (`introspection.py`). Leaves out judging: see `check.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from aidc.rehearsal import facts


@dataclass(slots=True)
class Property:
    """One property: what it takes and what changing it means. Paths in the groups are Pulumi paths from the root of the resource.

    `kind` is string, integer, number, boolean, map, object or any, of each element where `many`. `distinct` says that the provider keeps
    the elements as a set. `enum` holds the values that the provider itself refuses others for. `default` is what Check adds when nothing is
    given; `autonamed` says that Check invents a name. `framework`, at the root, marks a resource of the newer plugin framework: it reports
    failures without path and ignores unknown keys.
    """

    path: str
    kind: str
    many: bool = False
    distinct: bool = False
    required: bool = False
    replaces: bool = False
    output_only: bool = False
    computed: bool = False
    enum: tuple[str, ...] = ()
    constraints: tuple[str, ...] = ()
    max_items: int = 0
    default: Any = None
    autonamed: bool = False
    framework: bool = False
    conflicts: tuple[str, ...] = ()
    exactly_one: tuple[str, ...] = ()
    at_least_one: tuple[str, ...] = ()
    required_with: tuple[str, ...] = ()
    children: dict[str, Property] = field(default_factory=dict)

    def walk(self) -> Iterator[Property]:
        """Yield every property below this one."""
        for child in self.children.values():
            yield child
            yield from child.walk()

    def find(self, path: str) -> Property | None:
        """Return the property at a path without indexes, or None."""
        found: Property | None = self
        for name in path.split("."):
            found = found.children.get(name) if found else None
        return found


@cache
def schema_of(type_: str) -> Property | None:
    """Return the root of a type's properties, or None where neither the tables nor an installed package know the type."""
    rows = facts.by_type("properties").get(type_)
    if rows is None:
        from aidc.rehearsal.introspection import introspected  # late: it imports the provider package, seconds for a large module

        return introspected(type_)
    root = Property(path="", kind="object")
    for row in rows:
        _attach(root, _property(row))
    for row in facts.by_type("refinements").get(type_, ()):
        _refine(root, row)
    return root


def typed(kind: str, text: str) -> Any:
    """Return the value that a fact table writes as text; numbers are floats, as the wire has them."""
    if kind == "boolean":
        return text == "true"
    return float(text) if kind in ("integer", "number") else text


def _default(row: Mapping[str, str]) -> Any:
    """Return the default that Check sends: the bridge leaves out zero values and deprecated properties."""
    if not row["default"] or row["deprecated"] or row["kind"] not in ("string", "integer", "number", "boolean"):
        return None
    return typed(row["kind"], row["default"]) or None


def _property(row: Mapping[str, str]) -> Property:
    kind = row["kind"].removeprefix("list:")
    return Property(
        path=row["path"],
        kind=kind,
        many=kind != row["kind"],
        required=row["required"] == "yes",
        replaces=row["replaces"] == "yes",
        output_only=row["output_only"] == "yes",
        computed=row["computed"] == "yes",
        default=_default(row),
        autonamed=row["path"] == "name" and kind == "string" and row["required"] != "yes" and row["output_only"] != "yes",
        enum=_split(row["enum"]) if row["enum_source"] == "provider validation" else (),
        constraints=(row["constraint"],) if row["constraint"] else (),
        max_items=int(row["max_items"] or 0),
        conflicts=_split(row["conflicts"]),
        exactly_one=_split(row["exactly_one"]),
        at_least_one=_split(row["at_least_one"]),
        required_with=_split(row["required_with"]),
    )


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()


def _attach(root: Property, found: Property) -> None:
    """Hang a property below its parent; rows are sorted by path, so the parent is there."""
    parent_path, _, name = found.path.rpartition(".")
    parent = root.find(parent_path) if parent_path else root
    if parent is None:
        raise LookupError(f"facts/properties.csv.gz: {found.path} stands before its parent")
    parent.children[name] = found


def _refine(root: Property, row: Mapping[str, str]) -> None:
    """Add one observed fact of `facts/refinements.csv` to the property that it names."""
    found = root.find(row["path"]) if row["path"] else root
    if found is None:
        raise LookupError(f"facts/refinements.csv: {row['type']} has no property {row['path']}")
    match row["fact"]:
        case "set":
            found.distinct = True
        case "autonamed":
            found.autonamed = True
        case "framework":
            found.framework = True
        case "constraint":
            found.constraints = (*found.constraints, row["value"])
        case "enum":
            found.enum = _split(row["value"])
        case "conflicts" | "exactly_one" | "at_least_one" | "required_with" as group:
            setattr(found, group, _split(row["value"]))
        case fact:
            raise LookupError(f"facts/refinements.csv: unknown fact {fact!r}")
