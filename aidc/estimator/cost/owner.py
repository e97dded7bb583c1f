"""Whose a resource is: the noun of the blueprint it belongs to, and the labels it is billed under."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from aidc.inventory.resource import Resource

NO_LABEL = "(no such label)"
_COMPONENT = re.compile(r"^aidc:\w+:(\w+)$")
_WORD = re.compile(r"(?<!^)(?=[A-Z])")
_ONE_OF_EACH = frozenset({"cluster", "network", "keys", "access", "services", "registry", "budget", "usage"})
"""Nouns of which a stack has one; all others are lists in the stack file."""
_LABELS = ("labels", "resourceLabels", "userLabels")


@dataclass(frozen=True, slots=True)
class Owner:
    """The noun (`gpu_pools`), or for other programs the type (`container.NodePool`), and the labels."""

    noun: str
    labels: Mapping[str, str] = field(default_factory=dict)

    def label(self, key: str) -> str:
        """Return the value of a label, or the words for none."""
        return self.labels.get(key, NO_LABEL)


def owners(resources: Iterable[Resource]) -> dict[str, Owner]:
    """Return the owner of every resource by URN, or by name where there is none."""
    known = list(resources)
    by_urn = {resource.urn: resource for resource in known if resource.urn}
    return {resource.urn or resource.name: Owner(_noun(resource, by_urn), _labels(resource)) for resource in known}


def noun_of_component(kind: str) -> str | None:
    """Return `gpu_pools` for aidc:compute:GpuPool, None for a type that is no component of ours."""
    match = _COMPONENT.match(kind)
    if match is None:
        return None
    word = _WORD.sub("_", match[1]).lower()
    return word if word in _ONE_OF_EACH else f"{word}s"


def _noun(resource: Resource, by_urn: Mapping[str, Resource]) -> str:
    above: Resource | None = resource
    seen: set[str] = set()
    while above is not None and above.urn not in seen:
        seen.add(above.urn)
        if noun := noun_of_component(above.type):
            return noun
        above = by_urn.get(above.parent)
    package, _, rest = resource.type.partition(":")
    return f"{rest.split('/')[0]}.{rest.rsplit(':', 1)[-1]}" if package == "gcp" else resource.type


def _labels(resource: Resource) -> dict[str, str]:
    """Return the labels of a resource; those of a pool's nodes where the pool has none of its own."""
    inner = resource.inputs.get("nodeConfig")
    for holder in (resource.inputs, inner if isinstance(inner, Mapping) else {}):
        for key in _LABELS:
            if isinstance(found := holder.get(key), Mapping):
                return {str(name): str(value) for name, value in found.items()}
    return {}
