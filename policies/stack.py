"""The resources of a stack together: by type, and what refers to what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from policies.bag import UNKNOWN, Bag, Unknown
from policies.kinds import unfolded


class Stack:
    """Every judged resource."""

    def __init__(self, bags: Iterable[Bag], dependencies: dict[str, tuple[str, ...]] | None = None) -> None:
        """Keep the bags; `dependencies` are the URNs each URN depends on, where known."""
        self.bags = tuple(unfolded(bags))
        self.dependencies = dependencies or {}

    def of(self, *types: str) -> tuple[Bag, ...]:
        """Return the resources of the types, in the order of the record."""
        return tuple(bag for kind in types for bag in self._by_type.get(kind, ()))

    def referred(self, bag: Bag, path: str, *types: str) -> Bag | None:
        """Return the resource of one of the types that a property names: by name, id or self link, or where it is unknown by the one dependency
        of that type. None when it lies outside the stack. Raises Unknown when it cannot be told."""
        try:
            value = bag.text(path)
        except Unknown:
            urns = self.dependencies.get(bag.urn, ())
            needed = [other for other in self.of(*types) if other.urn in urns]
            if len(needed) == 1:
                return needed[0]
            raise
        if not value:
            return None
        tail = value.rstrip("/").rsplit("/", 1)[-1]
        return next((found for kind in types if (found := self._by_name.get(kind, {}).get(tail))), None)

    def depends_on(self, bag: Bag, *types: str) -> tuple[Bag, ...]:
        """Return the resources of the types among a resource's stated dependencies."""
        urns = self.dependencies.get(bag.urn, ())
        return tuple(other for other in self.of(*types) if other.urn in urns)

    @cached_property
    def _by_type(self) -> dict[str, tuple[Bag, ...]]:
        found: dict[str, list[Bag]] = defaultdict(list)
        for bag in self.bags:
            found[bag.type].append(bag)
        return {kind: tuple(bags) for kind, bags in found.items()}

    @cached_property
    def _by_name(self) -> dict[str, dict[str, Bag]]:
        """Each resource under each of its names, by type; the first of a name counts."""
        found: dict[str, dict[str, Bag]] = defaultdict(dict)
        for bag in self.bags:
            for name in _names(bag):
                found[bag.type].setdefault(name, bag)
        return dict(found)


def _names(bag: Bag) -> set[str]:
    """Return what others may call a resource: its cloud name or its id, and its logical name where neither is stated."""
    keys = ("name", "accountId", "cryptoKeyId", "repositoryId", "secretId", "datasetId", "keyRingId", "instanceId")
    stated = {str(bag.values[key]) for key in keys if bag.values.get(key) not in (None, UNKNOWN)}
    metadata = bag.values.get("metadata")
    if isinstance(metadata, dict) and isinstance(metadata.get("name"), str):
        stated.add(metadata["name"])
    return stated or {bag.name}
